"""加载更多: with an address a piece of a page, or a cursor; without one told on the last page."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.crawling import crawl
from tests.plain_portal import PlainPortal, list_page, post_page, served, title


def piece(posts: range, control: str) -> str:
    rows = "".join(f"<li><a href=/news/{n}.html>{title(n)}</a></li>" for n in posts)
    return f"<ul>{rows}</ul>{control}"


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("点击加载更多", "/{}/more_{}.html"),
        ("加载更多文章", "/load/{}/{}"),
        ("查看更多", "/{}/?cursor=x{}f3a"),
    ],
)
def test_each_piece_is_asked_for_once(words: str, address: str, tmp_path: Path) -> None:
    menu = "<a href=/yw/>要闻</a> <a href=/ms/>民生</a>"
    portal = PlainPortal({"/": list_page([], more=menu)})
    for name, newest in (("yw", 23), ("ms", 47)):
        for number in (1, 2, 3):
            first = newest - 8 * (number - 1)
            posts = range(first, first - 8, -1)
            following = address.format(name, number + 1)
            control = f"<a href='{following}'>{words}</a>" if number < 3 else ""
            path = address.format(name, number) if number > 1 else f"/{name}/"
            shown = piece(posts, control)
            portal.pages[path] = shown if number > 1 else list_page([*posts], more=control)
            portal.pages |= {f"/news/{n}.html": post_page(n) for n in posts}
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert len(crawled.records) == 48
        asked = Counter(portal.asked)
        assert max(asked[address.format(name, 2)] for name in ("yw", "ms")) == 1
        portal.asked.clear()
        assert crawl(portal.url, tmp_path).exit_status == 0
    assert len(portal.asked) <= 4


@pytest.mark.parametrize("on_each", [False, True])
def test_more_behind_the_last_number_is_told_unless_each_page_says_so(
    on_each: bool, tmp_path: Path
) -> None:
    button = "<button>加载更多</button>"
    portal = PlainPortal({"/": list_page([], more="<a href=/yw/>要闻</a>")})
    pages = {1: "/yw/", 2: "/yw/list_2.html", 3: "/yw/list_3.html"}
    for number, path in pages.items():
        others = (x for x in pages if x != number)
        links = " ".join(f"<a href={pages[other]}>{other}</a>" for other in others)
        links += f"<a href={pages[number + 1]}>下一页</a>" if number < 3 else ""
        posts = range(8 * number, 8 * number + 8)
        more = links + (button if on_each or number == 3 else "")
        portal.pages[path] = list_page([*posts], more=more)
        portal.pages |= {f"/news/{n}.html": post_page(n) for n in posts}
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert len(crawled.records) == 24
    assert crawled.exit_status == (0 if on_each else 1), crawled.stderr
    assert on_each or f"{portal.url}yw/ ('加载更多')" in crawled.report["outcome"]
