"""People, dates and counters as public bug reports had them, where those reports are at hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import HtmlResponse

from newsportal.chinese.credits.bylines import parse_byline
from newsportal.chinese.dates import SHANGHAI, parse_date
from newsportal.extract import read_post
from newsportal.pages.site import Site
from newsportal.themes import theme_of
from newsportal.themes.base import Theme
from newsportal.themes.generic.theme import GenericTheme
from newsportal.themes.zblog.selector_theme import _LABELLED

CASES = Path(__file__).parents[2] / "shared" / "cases"
OURS = sorted(path for kind in ("byline", "date", "views") for path in CASES.glob(f"{kind}-*.json"))
NOW = datetime(2026, 11, 22, 12, tzinfo=SHANGHAI)
PAGE = "http://news.example/post/7.html"


def people_of(text: str) -> dict[str, Any]:
    found = parse_byline(text)
    return {
        "source": found.source,
        "reporters": list(found.reporters),
        "correspondents": list(found.correspondents),
        "editors": list(found.editors),
    }


def date_of(text: str) -> str | None:
    moment = parse_date(text, NOW)
    return f"{moment.at:%Y-%m-%d %H:%M:%S} {moment.precision}" if moment else None


def views_of(html: str, theme: Theme | None = None) -> int | None:
    page = HtmlResponse(PAGE, body=html.encode(), encoding="utf-8")
    site = Site.of("http://news.example/")
    return read_post(page, theme or theme_of(page), site, NOW)[0].views


READERS: dict[str, Callable[[str], Any]] = {
    "bylines": people_of,
    "dates": date_of,
    "extract": views_of,
}


@pytest.mark.skipif(not OURS, reason="the reports lie beside the checkout of those who have them")
@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_reported(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    read = READERS[case["function"].partition(".")[0]]
    assert read(case["input"]) == case["expected"], case["input"]


@pytest.mark.parametrize(
    ("printed", "views"),
    [
        ("2.5万", 25_000),
        ("10万+", 100_000),
        ("7k", 7000),
        ("2.5", None),
        ("1千2", None),
        ("3百", None),
        ("1万5", None),
        ("12,34", None),
        ("2026-11-21", None),
        ("2026年11月21日", None),
        ("5分钟", None),
        ("50%", None),
        ("3km", None),
        ("1.2万次浏览", 12_000),
        ("阅读（10W+）", 100_000),
        ("1·2万", None),
        ("1_234", None),
        ("No.12", None),
    ],
)
def test_counters_with_units(printed: str, views: int | None) -> None:
    html = (
        '<!DOCTYPE html><html><head><link rel="stylesheet"'
        ' href="/zb_users/theme/tpure/style/style.css"></head><body class="article">'
        '<div class="wrapper"><div class="main"><div class="wrap"><div class="content">'
        '<div class="block"><div class="post"><h1>新桥通车</h1><div class="info">'
        f'<span class="date">3小时前</span><span class="view">{printed}</span></div>'
        '<div class="single"><p>文</p></div></div></div></div></div></div></div></body></html>'
    )
    assert views_of(html) == views


@pytest.mark.parametrize(
    ("printed", "views"),
    [
        ("浏览：3千", 3000),
        ("1.2万次浏览", 12_000),
        ("10萬次瀏覽", 100_000),
        ("浏览次数：【12】", 12),
        ("阅读 5分钟 浏览 12", 12),
        ("浏览 1 234 次", None),
        ("阅读 08:30", None),
        ("热度 99℃", None),
    ],
)
def test_counters_beside_an_article_of_any_portal(printed: str, views: int | None) -> None:
    text = "镇上的新桥昨天通车了，住在两岸的居民早早地来到桥头。" * 9
    html = f"<html><body><h1>新桥通车</h1><div>{printed}</div><article><p>{text}</p></article>"
    assert views_of(html, GenericTheme()) == views


def test_a_counter_of_a_z_blog_theme_has_commas() -> None:
    told = "作者:晨光 | 浏览:1,234 | 评论:3,分类:要闻"
    assert dict(_LABELLED.findall(told))["浏览"].strip() == "1,234"
