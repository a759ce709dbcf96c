"""A front page without a single link: feed and sitemap are asked before a portal is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.crawling import crawl
from tests.plain_archive import run
from tests.plain_portal import PlainPortal, post_page, served, title

COVER = "<html><body><h1>青禾新闻</h1><p>看见身边的青禾</p></body></html>"
SHELL = "<html><body><div id=app></div><script src=/a.js></script></body></html>"


def covered(posts: int, front: str = COVER) -> PlainPortal:
    """Return a portal whose front page leads nowhere, and no page to another one."""
    pages: dict[str, str | bytes | int] = {"/": front}
    for n in range(posts):
        page = post_page(n).replace('<a href="/about.html">关于我们</a>', "")
        pages[f"/news/{n}.html"] = page
    return PlainPortal(pages)


def sitemap(posts: int) -> str:
    places = "".join(
        f"<url><loc>http://portal.example/news/{n}.html</loc></url>" for n in range(posts)
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'


def feed(posts: range) -> str:
    items = "".join(
        f"<item><title>{title(n)}</title><link>http://portal.example/news/{n}.html</link></item>"
        for n in posts
    )
    return f'<rss version="2.0"><channel>{items}</channel></rss>'


@pytest.mark.parametrize("with_feed", [True, False], ids=["feed too", "sitemap alone"])
def test_a_sitemap_names_what_no_front_page_does(with_feed: bool, tmp_path: Path) -> None:
    with served(covered(12)) as portal:
        portal.pages["/sitemap.xml"] = sitemap(12)
        if with_feed:
            portal.pages["/feed"] = feed(range(2, 12))
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert len(crawled.records) == 12
        portal.pages |= covered(13).pages
        portal.pages["/sitemap.xml"] = sitemap(13)
        portal.asked.clear()
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert len(crawled.records) == 13
        assert len([path for path in portal.asked if "robots" not in path]) == 3 + with_feed


@pytest.mark.parametrize("path", ["/robots.txt", "/"])
def test_where_the_sitemap_is_is_told(path: str, tmp_path: Path) -> None:
    with served(covered(2)) as portal:
        if path == "/":
            portal.pages[path] = COVER.replace("<body", "<link rel=sitemap href=/map/all.xml><body")
        else:
            portal.pages[path] = f"User-agent: *\nDisallow:\nSitemap: {portal.url}map/all.xml"
        portal.pages["/map/all.xml"] = sitemap(2)
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 2


def test_of_a_feed_alone_it_is_told_that_older_posts_may_be_missing(tmp_path: Path) -> None:
    with served(covered(12)) as portal:
        portal.pages["/rss.xml"] = feed(range(6, 12))
        crawled = crawl(portal.url, tmp_path)
    assert len(crawled.records) == 6
    assert crawled.exit_status == 1
    assert "older than those of the feed" in crawled.report["outcome"]


def test_a_shell_is_one_though_it_has_a_sitemap(tmp_path: Path) -> None:
    portal = covered(12, SHELL)
    portal.pages = dict.fromkeys(portal.pages, SHELL)
    with served(portal):
        portal.pages["/sitemap.xml"] = sitemap(12)
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 1
    (line,) = [line for line in crawled.stderr.splitlines() if "ERROR" in line]
    assert "made by scripts in the browser" in line


@pytest.mark.long
def test_an_error_in_place_of_the_front_page_is_asked_for_again(tmp_path: Path) -> None:
    with served(PlainPortal().news(12)) as portal:
        front = portal.pages["/"]
        assert crawl(portal.url, tmp_path).exit_status == 0
        portal.pages["/"] = COVER
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 1
        assert "shows no list of posts" in crawled.stderr
        portal.pages["/"] = front
        assert crawl(portal.url, tmp_path).exit_status == 0


@pytest.mark.long
@pytest.mark.parametrize("path", ["/sitemap.xml", "/feed"])
def test_probe_says_the_same(path: str, tmp_path: Path) -> None:
    with served(covered(12)) as portal:
        portal.pages[path] = sitemap(12) if "map" in path else feed(range(12))
        told = run("probe", tmp_path, portal.url, "--json", "-s", "DOWNLOAD_DELAY=0")
    facts = json.loads(told.stdout)
    assert facts["refusal"] is None, told.stderr
    assert len(facts["records"]) == 3
    assert len(portal.asked) <= 20


def test_a_shell_is_one_though_its_template_prints_what_it_should_say_to_programs(
    tmp_path: Path,
) -> None:
    portal = covered(12)
    for n in range(12):
        told = f'<meta name="description" content="{title(n)}，居民昨天收到了新的通知。">' * 4
        escaped = told.replace("<", "&lt;").replace(">", "&gt;")
        portal.pages[f"/news/{n}.html"] = (
            f"<html><head><title>{title(n)}</title>{escaped}<script src=/a.js></script></head>"
            "<body><app-root></app-root></body></html>"
        )
    portal.pages["/"] = portal.pages["/news/0.html"]
    with served(portal):
        portal.pages["/feed"] = feed(range(12))
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 1
    assert not crawled.records
    assert "made by scripts in the browser" in crawled.stderr


def test_posts_that_lead_to_the_front_page_are_named_as_the_cause(tmp_path: Path) -> None:
    """So does a portal that wants a Referer."""
    portal = PlainPortal().news(5)
    for n in range(5):
        portal.pages[f"/news/{n}.html"] = 302
        portal.headers[f"/news/{n}.html"] = {"Location": "/"}
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 1
    assert "leads to its front page in place of 5 pages that its lists name" in crawled.stderr
