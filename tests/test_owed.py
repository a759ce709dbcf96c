"""A run ends with 0 only where nothing is missing that its pages name; all else is owed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from newsportal.state.facts import Fact
from newsportal.state.store import Store
from newsportal.walk.questions.retry_budget import RetryBudget
from tests.changing import Changing
from tests.crawling import archive_folder, crawl
from tests.launching import Bounded
from tests.plain_portal import CHALLENGE, PlainPortal, post_page, served, title


def test_an_error_in_a_stage_fails_the_run(tmp_path: Path, bounded: Bounded) -> None:
    bounded("walk.anywhere.sources.next_lists._AT_ONCE", "no number")
    with served(PlainPortal().news(15)) as portal:
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 1
    assert "1 pages raised an error in newsportal" in crawled.stderr
    assert "TypeError" in crawled.stderr


@pytest.mark.long
def test_a_list_of_a_theme_that_is_something_else_is_owed(tmp_path: Path) -> None:
    """For good: a redirect elsewhere, another page of it, a challenge with status 200."""
    portal = Changing(3)
    portal.fill(30)
    for story in portal.stories.values():
        story.chained, story.category = False, 1
    away = {"/page_3.html": (302, "http://127.0.0.2:9/x"), "/page_2.html": (302, "/")}
    portal.instead = away.get
    with portal.serving() as url:
        crawled = crawl(url, tmp_path)
        assert crawled.report["result"] == "unfinished"
        assert {*crawled.report["unread_lists"]} == {f"{url}page_{n}.html" for n in (2, 3)}
        away.clear()
        crawled = crawl(url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert len(crawled.records) == 30
        away["/category-1.html"] = 200, CHALLENGE
        crawled = crawl(url, tmp_path, "mode=full")
        assert crawled.report["result"] == "unfinished"
        assert [*crawled.report["unread_lists"]] == [f"{url}category-1.html"]


class Once(dict[str, "str | bytes | int"]):
    """Pages; some are others at the first request."""

    def __init__(self, pages: dict[str, str | bytes | int], first: dict[str, str]) -> None:
        super().__init__(pages)
        self.first = first

    def get(self, key: str, default: object = None) -> Any:
        return self.first.pop(key, None) or super().get(key, default)


@pytest.mark.long
def test_a_post_that_is_something_else_is_owed_and_asked_for_again(tmp_path: Path) -> None:
    """A list in its place once, a forbidden login for a while, or one that only a sitemap names."""
    portal = PlainPortal().news(15)
    missing = [3, 14, 15, 16]
    places = "".join(f"<url><loc>http://portal.example/news/{n}.html</loc></url>" for n in missing)
    portal.pages["/sitemap.xml"] = f"<?xml version='1.0'?><urlset>{places}</urlset>"
    portal.pages["/robots.txt"] = "User-agent: *\nDisallow: /login\n"
    for n in (3, 14):
        portal.pages[f"/news/{n}.html"] = 302
        portal.headers[f"/news/{n}.html"] = {"Location": f"/login?next={n}"}
    portal.pages |= {"/news/15.html": CHALLENGE, "/news/16.html": CHALLENGE}
    a_list = str(portal.pages["/index_1.html"])
    portal.pages = Once(portal.pages, {f"/news/{n}.html": a_list for n in (2, 7, 11)})
    with served(portal) as portal:
        crawled = crawl(portal.url, tmp_path)
        assert crawled.report["result"] == "unfinished", crawled.stderr
        assert {*crawled.report["failed"]} == {f"{portal.url}news/{n}.html" for n in missing}
        assert len(crawled.records) == 13
        portal.headers.clear()
        portal.pages |= {f"/news/{n}.html": post_page(n) for n in missing}
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 17


def test_what_is_owed_moves_with_the_portal(tmp_path: Path) -> None:
    """To another domain: the feed, which alone names a post, is asked for there."""
    left, moved = PlainPortal().news(4), PlainPortal().news(4)
    item = "<item><link>http://portal.example/news/9.html</link></item>"
    feed = f"<rss version='2.0'><channel>{item}</channel></rss>"
    for portal, answer in ((left, 500), (moved, feed)):
        link = '<link rel="alternate" type="application/rss+xml" href="/rss.xml"></head>'
        portal.pages["/"] = str(portal.pages["/"]).replace("</head>", link)
        portal.pages |= {"/rss.xml": answer, "/news/9.html": post_page(9)}
    with served(left):
        owed = crawl(left.url, tmp_path, settings={"RETRY_TIMES": 0})
        assert [*owed.report["failed"]] == [f"{left.url}rss.xml"]
    with served(moved):
        archive_folder(left.url, tmp_path).rename(archive_folder(moved.url, tmp_path))
        there = crawl(moved.url, tmp_path, settings={"RETRY_TIMES": 0})
    assert there.exit_status == 0, there.stderr
    assert len(there.records) == 5


@pytest.mark.long
def test_feed_and_sitemap_that_fail_are_owed_then_told_once(
    tmp_path: Path, bounded: Bounded
) -> None:
    """The feed that the front page names, in a first run; a sitemap that breaks later."""
    for module in ("retry_budget", "owed_files"):
        bounded(f"walk.questions.{module}.TRIES", 1)
    portal = PlainPortal().news(8)
    link = '<link rel="alternate" type="application/rss+xml" href="/rss.xml"></head>'
    portal.pages["/"] = str(portal.pages["/"]).replace("</head>", link)
    portal.pages["/rss.xml"] = 500
    at = "http://portal.example/news"
    places = "".join(
        f"<url><loc>{at}/{n}.html</loc><lastmod>2026-10-0{n}</lastmod></url>" for n in range(1, 9)
    )
    portal.pages["/sitemap.xml"] = f"<?xml version='1.0'?><urlset>{places}</urlset>"
    portal.pages |= {f"/news/{n}.html": post_page(n) for n in (8, 9)}
    haste = {"RETRY_TIMES": 0}
    with served(portal) as portal:
        first = crawl(portal.url, tmp_path, settings=haste)
        item = f"<item><title>{title(9)}</title><link>{at}/9.html</link></item>"
        portal.pages["/rss.xml"] = f"<rss version='2.0'><channel>{item}</channel></rss>"
        portal.pages["/sitemap.xml"] = 500
        owed, told = (crawl(portal.url, tmp_path, settings=haste) for _ in range(2))
        portal.asked.clear()
        after = crawl(portal.url, tmp_path, settings=haste)
    assert [*first.report["failed"]] == [f"{portal.url}rss.xml"]
    assert [*owed.report["failed"]] == [f"{portal.url}sitemap.xml"]
    assert len(owed.records) == 10, owed.stderr
    assert told.report["result"] == "done-with-alerts"
    assert "sitemap.xml could not be read in 1 runs and is asked for no more" in str(told.report)
    assert after.exit_status == 0, after.stderr
    assert sorted(portal.asked) == ["/", "/rss.xml"]


def test_the_feed_of_a_day_is_asked_for_until_it_is_read(tmp_path: Path) -> None:
    """It fails for one run, then once more: the days behind it wait, and nothing is owed then."""
    portal = Changing(3)
    portal.fill(12, days=3000)
    failing, asked = [True] * 3, list[str]()

    def instead(path: str) -> tuple[int, str] | None:
        if "?" not in path:
            return None
        asked.append(path)
        return (500, "") if failing and failing.pop() else (200, portal.feed_text())

    portal.instead = instead
    settings = {"NEWSPORTAL_DAY_FEEDS": 2, "RETRY_TIMES": 0}
    with portal.serving() as url:
        owed, read = (crawl(url, tmp_path, settings=settings) for _ in range(2))
    first, *_, last = asked
    assert asked == [first] * 4 + [last]
    assert first != last
    assert [*owed.report["failed"]] == [url + first[1:]]
    assert owed.report["unread_lists"] == {}
    assert read.exit_status == 0, read.stderr


def test_titles_of_lists_are_known_where_memory_has_no_room(
    tmp_path: Path, bounded: Bounded
) -> None:
    """A post without sentences or date is one by its title alone."""
    bounded("walk.anywhere.sources.list_titles._TITLES", 2)
    portal = PlainPortal().news(12)
    picture = f"<h1>{title(7)}</h1><p><img src='/upload/7.jpg'></p>"
    portal.pages["/news/7.html"] = f"<html><meta charset=utf-8><body>{picture}</body></html>"
    with served(portal) as portal:
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.report["failed"]
    assert {title(n) for n in range(12)} == {each["title"] for each in crawled.records}


def test_a_count_of_an_earlier_version_names_nothing(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "state.db")) as store:
        store.facts.put(Fact.FEEDS_OWED, "2")
        assert [*RetryBudget(store.facts, Fact.FEEDS_OWED)] == []
