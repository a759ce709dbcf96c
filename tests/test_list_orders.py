"""Lists of days, of which some are silent, and lists whose numbers begin with the oldest posts."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.crawling import crawl
from tests.plain_portal import PlainPortal, list_page, post_page, served

_LAST = date(2026, 10, 28)


def _day(day: date, posts: list[int]) -> str:
    return list_page(posts, more=f'<a href="/day/{day - timedelta(days=1)}/">前一天</a>')


@pytest.mark.long
def test_each_day_leads_to_the_day_before_and_some_are_silent(tmp_path: Path) -> None:
    portal = PlainPortal()
    for ago in range(120):  # further back than is worth a look
        day = _LAST - timedelta(days=ago)
        portal.pages[f"/day/{day}/"] = _day(day, [])
    days = [number + 7 * (number > 12) for number in range(24)]  # a week without a post
    for number, ago in enumerate(days, 1):
        day = _LAST - timedelta(days=ago)
        portal.pages[f"/day/{day}/"] = _day(day, [number])
        portal.pages[f"/news/{number}.html"] = post_page(number)
    # The front page shows what the first ten days do: these bring nothing new.
    portal.pages["/"] = list_page([*range(1, 11)], more=f'<a href="/day/{_LAST}/">今日新闻</a>')
    with served(portal):
        first = crawl(portal.url, tmp_path)
        second = crawl(portal.url, tmp_path)
    assert (first.exit_status, second.exit_status) == (0, 0), first.stderr
    assert len(first.records) == 24
    assert f"/day/{_LAST - timedelta(days=119)}/" not in portal.asked


@pytest.mark.long
def test_page_one_of_a_list_holds_its_oldest_posts(tmp_path: Path) -> None:
    portal = PlainPortal({"/": list_page([30, 29], more='<a href="/list/">更多</a>')})
    pager = " ".join(f'<a href="/list/{page}.html">{page}</a>' for page in (5, 4, 3, 2, 1))
    for page in range(1, 6):
        newest = 6 * page
        shown = list_page([*range(newest, newest - 6, -1)], more=pager)
        portal.pages[f"/list/{page}.html"] = portal.pages["/list/"] = shown
    for number in range(1, 31):
        portal.pages[f"/news/{number}.html"] = post_page(number)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 30


@pytest.mark.long
def test_lists_that_come_to_be_in_no_order_are_told(tmp_path: Path) -> None:
    portal = PlainPortal({f"/news/{n}.html": post_page(n) for n in range(26)})
    pager = '<a href="/index_1.html">下一页</a>'
    portal.pages["/"] = list_page([*range(23, 11, -1)], more=pager)
    portal.pages["/index_1.html"] = list_page([*range(11, -1, -1)])
    with served(portal):
        assert crawl(portal.url, tmp_path).exit_status == 0
        by_views = sorted(range(26), key=lambda n: n * 7 % 26)
        portal.pages["/"] = list_page([n for n in by_views if n < 24][:12], more=pager)
        portal.pages["/index_1.html"] = list_page(
            [n for n in by_views if n > 23] + [n for n in by_views if n < 24][12:]
        )
        update = crawl(portal.url, tmp_path)
        full = crawl(portal.url, tmp_path, "mode=full")
    assert update.exit_status == 1
    assert "none of 1 lists begins with the newest posts" in update.report["outcome"]
    assert full.exit_status == 0, full.stderr
    assert len(full.records) == 26


@pytest.mark.long
@pytest.mark.parametrize("feed", [False, True])
def test_news_stands_at_the_end_of_a_list_that_begins_with_its_oldest_posts(
    feed: bool, tmp_path: Path
) -> None:
    portal = PlainPortal({"/": list_page([], more='<a href="/list/">新闻</a>')})

    def grow(posts: int) -> None:
        pages = [[*range(first, min(first + 6, posts))] for first in range(1, posts, 6)]
        pager = "".join(f'<a href="/list/{n}.html">{n}</a> ' for n in range(1, len(pages) + 1))
        for number, shown in enumerate(pages, 1):
            path = f"/list/{number}.html" if number > 1 else "/list/"
            portal.pages[path] = portal.pages[f"/list/{number}.html"] = list_page(shown, more=pager)
        for number in range(1, posts):
            portal.pages[f"/news/{number}.html"] = post_page(number)
        if feed:  # with fewer posts than come out between two runs
            items = "".join(
                f"<item><link>http://portal.example/news/{n}.html</link></item>"
                for n in range(posts - 1, posts - 4, -1)
            )
            portal.pages["/feed.xml"] = f"<rss><channel>{items}</channel></rss>"

    with served(portal):
        grow(21)
        first = crawl(portal.url, tmp_path)
        grow(27)  # two pages have news
        second = crawl(portal.url, tmp_path)
    assert (first.exit_status, second.exit_status) == (0, 0), second.stderr
    assert len(second.records) == 26
