"""Paragraphs that no element of their own holds are all of a text, whatever stands beside them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from scrapy.http import HtmlResponse

from newsportal.extract import read_post
from newsportal.pages.site import Site
from newsportal.platforms.generic import GENERIC
from newsportal.themes.generic.theme import GenericTheme

TITLE = "柏木河大桥今天恢复通车"
FIRST = "柏木河大桥今天恢复通车，施工队比计划提前了五天。"
SECOND = "过桥车辆限速四十公里，夜间禁止大型货车通行。"
HEAD = f"<h1>{TITLE}</h1><div class=info>2026-11-20 08:30 来源：青禾晚报</div>"
LINKS = "".join(f"<li><a href=/n/{n}.html>青禾县第{n}号小区改造工程今天开工</a>" for n in range(6))
BOX = f"<div class=box><h3>热门文章</h3><ul>{LINKS}</ul></div>"


@pytest.mark.parametrize(
    "body",
    [
        f"{HEAD}<p>{FIRST}</p><p>{SECOND}</p>{BOX}",
        f"{BOX}{HEAD}<p>{FIRST}</p><p>{SECOND}</p>",
        f"{HEAD}<div>{FIRST}</div><div>{SECOND}</div>{BOX}",
        f"{HEAD}{FIRST}<br><br>{SECOND}{BOX}",
        f"<div class=main>{HEAD}{FIRST}<br>{SECOND}{BOX}</div>",
    ],
)
def test_both_paragraphs_are_the_text(body: str) -> None:
    page = f"<!DOCTYPE html><title>{TITLE}_青禾在线</title><body><a href=/>首页</a>{body}</body>"
    response = HtmlResponse("http://a.example/1.html", body=page.encode(), encoding="utf-8")
    site = Site.of("http://a.example/", GENERIC)
    post, _ = read_post(response, GenericTheme(), site, datetime(2026, 11, 22, tzinfo=UTC))
    assert post.text == f"{FIRST}\n{SECOND}"
    assert "<a" not in (post.html or "")
