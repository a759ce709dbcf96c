"""加载更多 with an address: a piece of a page, or a list that goes on behind a cursor."""

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
