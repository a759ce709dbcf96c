"""Markup that somebody repeats to keep us busy takes time in proportion to its size."""

from __future__ import annotations

from datetime import UTC, datetime
from time import process_time

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from newsportal.discovery.hidden_posts import goes_on
from newsportal.discovery.refusal import why_not
from newsportal.extract import read_post
from newsportal.pages.body.reader import BodyReader
from newsportal.pages.site import Site
from newsportal.pages.tree import parsed
from newsportal.platforms.generic import GENERIC
from newsportal.portal_toml import PortalToml
from newsportal.themes.generic.theme import GenericTheme
from newsportal.walk.anywhere.completeness.list_contents import ListContents
from newsportal.walk.anywhere.page_analysis import PageAnalysis

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
SITE = Site.of("http://portal.example/", GENERIC)
URL = "http://portal.example/news/7.html"
PAGE = """<!DOCTYPE html><html><head><title>青禾县修新桥</title></head><body><h1>青禾县修新桥</h1>
<div class=info>来源：青禾日报 2026-11-21 08:30</div><div class=content>
<p>青禾县政府今天在镇上宣布，新的大桥将在明年春天开工，桥长三百米。</p>{0}
<p>县长说，这座桥对两岸居民很重要，工期预计十八个月，希望早日建成通车。</p></div></body></html>"""


def numbered(piece: str, size: int) -> str:
    """Return *piece* again and again, ``#`` standing for its number."""
    return "".join(piece.replace("#", str(number)) for number in range(size // len(piece) + 1))


def seconds(source: str) -> float:
    """Return the CPU seconds that a page takes in a crawl of a portal of any software."""
    response = HtmlResponse(URL, body=source, encoding="utf-8", request=Request(URL))
    began = process_time()
    page = PageAnalysis.at(response, SITE, GenericTheme())
    post, _ = read_post(response, GenericTheme(), SITE, NOW, {})
    took = process_time() - began
    assert page.links is not None
    assert post.title
    return took


# What each took before stands behind it: seconds, by the size that is tried here.
@pytest.mark.parametrize(
    ("piece", "size"),
    [
        ("<noscript><img src=/a/#.jpg></noscript>", 64_000),  # 2.0
        ("<div><noscript><img src=/a/#.jpg></noscript>", 64_000),  # 2.9
        ("<noscript><iframe src=/#.html></iframe></noscript>", 64_000),  # 1.4
        ("<?x ?>", 1_000_000),  # 3.0
        ("<!-- -->", 1_000_000),  # 1.1
        ("<!x>", 1_000_000),  # 3.5
        ("</ >", 1_000_000),  # 3.5
        ("<html a#=1>", 1_000_000),  # 4.4
        ("<body b#=1>", 1_000_000),  # 4.9
        ("<script>createPageHTML(9#, 0, 'index', 'html');</script>", 64_000),  # more than 20
    ],
)
def test_repeated_markup(piece: str, size: int) -> None:
    assert seconds(PAGE.format(numbered(piece, size))) < 1.0


def test_raised_in_raised_words() -> None:
    """Of a known theme, 64 KB took 2.6 s."""
    root = parsed("<sup>" * 1_900 + "字8" * 16_000)
    began = process_time()
    BodyReader(URL, lambda _: None).read([root])
    assert process_time() - began < 0.7


def test_what_many_comments_stand_in_stays() -> None:
    root = parsed("<p>" + "桥<!-- x -->长<?y ?>" * 3_000)
    assert "".join(root.itertext()) == "桥长" * 3_000


def test_a_few_comments_are_kept() -> None:
    """Portals date their articles in them."""
    comments = [each for each in parsed("<p>桥<!-- 2026-11-21 -->").iter() if callable(each.tag)]
    assert [each.text for each in comments] == [" 2026-11-21 "]


def walked(source: str) -> float:
    """Return the CPU seconds that a list takes which is asked what it holds back."""
    url = "http://portal.example/list/list.html"
    response = HtmlResponse(url, body=source, encoding="utf-8", request=Request(url))
    began = process_time()
    page = PageAnalysis.at(response, SITE, GenericTheme())
    ListContents.of_first(page, [], SITE)
    ListContents.of_first(page, [1], SITE)
    goes_on(response)
    why_not(response)
    return process_time() - began


ASKS = "<script>$.ajax({url: '/a'});" + "x = '1';" * 10_000 + "</script>"
DEEP = "<div>" * 1_900


# Before, each of them took more than 4 s, and an address of 200 characters for ever.
@pytest.mark.parametrize(
    ("before", "piece", "size"),
    [
        ("<script>url = '/list/" + "list/" * 34 + "x' + page + '.html';</script>", "", 0),
        ("<p data-next-url='/list/" + "list/" * 34 + "x2.html'>", "", 0),
        ("<script>", "url = '/list/x#' + page + '.html';", 200_000),
        ("<script>", "url = '/other/{page}x#';", 200_000),
        (ASKS, "<ul class=list#></ul>", 200_000),
        ("<script>" + "a = b;" * 20_000 + "</script>", "<a onclick='go#(2)'>2</a>", 200_000),
        ("", "<form><input type=hidden name=page></form>", 200_000),
        (DEEP, "<br>", 200_000),
        (DEEP, "&nbsp;<i></i>", 200_000),
        (DEEP, "<a href='#'>字</a>", 64_000),
        ("<div><div data-id=1><h3>青禾大桥</h3>" * 400, "<br>", 200_000),
    ],
)
def test_lists_that_hold_much_back(before: str, piece: str, size: int) -> None:
    assert walked(before + (numbered(piece, size) if piece else "")) < 1.5


def test_patterns_of_a_person_are_tried_in_short_time() -> None:
    told = PortalToml(posts=("**/*-*-*.html", "*-*-*-*.html", "#-#-#.html"))
    began = process_time()
    assert told.pattern("-" * 2_000) is None
    assert told.pattern("7-" * 1_000) is None
    assert process_time() - began < 0.1
