"""Titles and times of portals that print them in a way of their own."""

from __future__ import annotations

from datetime import datetime

import pytest
from scrapy.http import HtmlResponse

from newsportal.chinese.dates import SHANGHAI
from newsportal.themes.generic.theme import GenericTheme

NOW = datetime(2026, 11, 26, 12, tzinfo=SHANGHAI)
TITLE = "柏木河大桥恢复通车"
SAID = "柏木河大桥今天恢复通车。施工队比计划提前了五天，过桥车辆限速四十公里。"
TEXT = f"<p>{SAID}</p><p>{SAID}</p>"


def response(body: str, title: str = f"{TITLE}_青禾在线") -> HtmlResponse:
    page = f"<!DOCTYPE html><title>{title}</title><body>{body}"
    return HtmlResponse("http://a.example/x/1.html", body=page.encode(), encoding="utf-8")


def title_of(body: str, title: str) -> str:
    return GenericTheme().fields(response(body, title)).title


def time_of(body: str, title: str = f"{TITLE}_青禾在线") -> str | None:
    stated = GenericTheme().stated(response(body, title), NOW)
    return f"{stated.moment.at:%Y-%m-%d %H:%M} {stated.moment.precision}" if stated else None


@pytest.mark.parametrize("arrow", ["〉", ">", "»"])
def test_a_heading_that_is_a_breadcrumb_ends_with_the_title(arrow: str) -> None:
    path = f'<h1><a href="/">青禾健康网</a> {arrow}<a href="/n/">火线新闻</a> {arrow}{TITLE}</h1>'
    page = f"<div>{path}<div>日期：2026.11.20</div><div>{TEXT}</div></div>"
    assert title_of(page, f"{TITLE} - 青禾健康网") == TITLE


@pytest.mark.parametrize("portal", ["公共電視台 新聞網", "青禾電子報"])
def test_the_line_above_the_text_is_the_title_of_a_page_called_like_its_portal(portal: str) -> None:
    page = f"""<table><tr><td><a href="/">公視</a> / 醫療</td></tr><tr><td>{TITLE}</td></tr>
        <tr><td>{TEXT}<p>林知夏 柏木 台中</p><p>(2026-11-20 12:00) 午間新聞</p></td></tr></table>"""
    assert title_of(page, portal) == TITLE


def test_what_was_broadcast_says_when_below_the_text() -> None:
    page = f"<h1>{TITLE}</h1><div>{TEXT}<p>(2026-11-20 12:00) 午间新闻</p></div>"
    assert time_of(page) == "2026-11-20 12:00 minute"


def test_a_day_before_its_month_above_the_text() -> None:
    page = f"<h1>{TITLE}</h1><div><p>最后更新 20.11.2026 19:00</p>{TEXT}</div>"
    assert time_of(page) == "2026-11-20 19:00 minute"
    body = GenericTheme().body(response(page), "http://a.example/")
    assert body is not None
    assert body.text == f"{SAID}\n{SAID}"


def test_when_a_text_came_in() -> None:
    line = "新闻图片来源：青禾晚报 实际入稿日期： 2026-11-20"
    assert time_of(f"<h1>{TITLE}</h1><div>{line}</div>{TEXT}") == "2026-11-20 00:00 day"


def test_software_leaves_the_minute_in_a_comment_of_unsound_markup() -> None:
    left = "<!--enpproperty <date>2026-11-20 15:49:57.0</date><author></author>/enpproperty-->"
    page = f"</html><h1>{TITLE}</h1><div>时间： 2026-11-20</div>{TEXT}{left}"
    assert time_of(page) == "2026-11-20 15:49 second"
    assert time_of(f"<div><li></div>{page}</html><p>") == "2026-11-20 15:49 second"
