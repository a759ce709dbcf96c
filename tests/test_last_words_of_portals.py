"""Junk above, in and below a text, and a text that is a link as a whole."""

from __future__ import annotations

from datetime import datetime

import pytest
from scrapy.http import HtmlResponse

from newsportal.chinese.credits.bylines import parse_byline
from newsportal.chinese.dates import SHANGHAI
from newsportal.themes.generic.theme import GenericTheme

TITLE = "柏木河大桥恢复通车"
SAID = "柏木河大桥今天恢复通车。施工队比计划提前了五天，过桥车辆限速四十公里。"
MORE = "县交通局说，夜间照明将在月底前装好，在此之前请市民白天过桥。"


def response(text: str) -> HtmlResponse:
    page = f"""<!DOCTYPE html><title>{TITLE}_青禾在线</title><body><h1>{TITLE}</h1>
        <div>来源：青禾晚报</div>{text}"""
    return HtmlResponse("http://a.example/x/1.html", body=page.encode(), encoding="utf-8")


def text_of(text: str) -> str | None:
    page = response(text)
    body = GenericTheme().body(page, page.url)
    return body.text if body else None


@pytest.mark.parametrize(
    "end",
    [
        "分享工具",
        "本篇新闻热门关键词:",
        "圖片 1 / 2",
        "（/15）",
        "查看图集|",
        "青禾新聞現已開設Facebook專頁，讓你掌握本地新聞！快點到Facebook Like我們的專頁！",
        "←讚一個！《青禾》粉絲團24小時陪你看新聞！",
    ],
)
def test_the_last_words_of_a_portal_are_no_text(end: str) -> None:
    assert text_of(f"<div><p>{SAID}</p><p>{MORE}</p><p>{end}</p></div>") == f"{SAID}\n{MORE}"


def test_a_sentence_on_a_page_of_fans_is_text() -> None:
    fans = "她在Facebook粉絲專頁寫道，柏木河的水位一夜之間降了半米，石階露了出來，孩子們跑去看。"
    assert text_of(f"<div><p>{SAID}</p><p>{fans}</p></div>") == f"{SAID}\n{fans}"


def test_a_heading_over_links_above_a_text_is_none_of_it() -> None:
    links = """<div>■相关链接：</div><div><a href="/2">·柏木河的十座桥</a></div>
        <div><a href="/3">·桥上的灯是怎样装的</a></div>"""
    assert text_of(f"<div>{links}<div>{SAID}</div><div>{MORE}</div></div>") == f"{SAID}\n{MORE}"


def test_a_text_that_is_a_link_as_a_whole_is_text() -> None:
    lines = f"【青禾社2026年11月20日訊】{SAID}<br>{MORE}<br>{SAID}"
    page = response(f'<dl><a href="/full/1.html">{lines}</a></dl>')
    body = GenericTheme().body(page, page.url)
    assert body is not None
    assert body.text == f"【青禾社2026年11月20日訊】{SAID}\n{MORE}\n{SAID}"
    stated = GenericTheme().stated(page, datetime(2026, 11, 26, tzinfo=SHANGHAI))
    assert stated is not None
    assert f"{stated.moment.at:%Y-%m-%d}" == "2026-11-20"


def test_what_news_are_called_is_no_outlet() -> None:
    assert parse_byline(f"{SAID}\n（即時新聞）").source is None
