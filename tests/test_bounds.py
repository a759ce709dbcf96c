"""What is more than is read of a portal is counted, named and ends the run with 1."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawling import crawl
from tests.launching import Bounded
from tests.plain_archive import audit
from tests.plain_portal import PlainPortal, list_page, post_page, served, title

WHERE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def places(posts: range) -> str:
    named = "".join(f"<url><loc>http://portal.example/news/{n}.html</loc></url>" for n in posts)
    return f"<urlset {WHERE}>{named}</urlset>"


def many_files() -> PlainPortal:
    """Return a portal whose sitemap has four files."""
    portal = PlainPortal().news(12)
    names = [f"map/{n}.xml" for n in range(4)]
    files = "".join(f"<sitemap><loc>http://portal.example/{n}</loc></sitemap>" for n in names)
    portal.pages["/sitemap.xml"] = f"<sitemapindex {WHERE}>{files}</sitemapindex>"
    portal.pages |= {f"/{name}": places(range(3 * n, 3 * n + 3)) for n, name in enumerate(names)}
    return portal


def long_file() -> PlainPortal:
    portal = PlainPortal().news(12)
    portal.pages["/sitemap.xml"] = places(range(12))
    return portal


def long_feed() -> PlainPortal:
    portal = PlainPortal().news(12)
    items = "".join(
        f"<item><title>{title(n)}</title><link>http://portal.example/news/{n}.html</link></item>"
        for n in range(12)
    )
    portal.pages["/rss.xml"] = f'<rss version="2.0"><channel>{items}</channel></rss>'
    return portal


def many_pages() -> PlainPortal:
    return PlainPortal().news(12, per_page=3)


def many_lists() -> PlainPortal:
    portal = PlainPortal().news(12)
    links = "".join(f'<a href="/tag/{n}/">标签{n}</a>' for n in range(6))
    portal.pages["/"] = str(portal.pages["/"]).replace('<div class="pages">', f"{links}<div>", 1)
    portal.pages |= {f"/tag/{n}/": list_page([2 * n, 2 * n + 1]) for n in range(6)}
    return portal


CASES = {
    "files of a sitemap": (
        many_files,
        "walk.anywhere.sources.sitemaps._FILES",
        2,
        "2 files of the sitemap",
    ),
    "entries of a sitemap": (long_file, "discovery.sitemaps._MOST", 5, "7 entries of"),
    "items of a feed": (long_feed, "discovery.feeds.MOST", 5, "5 posts were read"),
    "pages of a list": (
        many_pages,
        "walk.anywhere.sources.list_walk._LONGEST",
        2,
        "more than 2 pages",
    ),
    "lists": (many_lists, "walk.anywhere.frontier._OF_SHAPE", 2, "were more than fit"),
}


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
def test_what_is_more_than_is_read_is_told(name: str, tmp_path: Path, bounded: Bounded) -> None:
    made, bound, least, words = CASES[name]
    bounded(bound, least)
    with served(made()) as portal:
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 1, crawled.stderr
        report = crawled.report
        told = [report["outcome"], *report["notes"], *report["failed"].values()]
        assert any(words in line for line in told), told
        assert audit(portal, tmp_path).returncode == 1


@pytest.mark.long
def test_a_sitemap_of_more_addresses_than_fit_is_read_once_more(
    tmp_path: Path, bounded: Bounded
) -> None:
    portal = PlainPortal({"/": "<p>青禾新闻</p>", "/sitemap.xml": places(range(12))})
    portal.pages |= {f"/news/{n}.html": post_page(n) for n in range(12)}
    bounded("walk.anywhere.sources.sitemaps._HELD", 6)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 1
        assert "more addresses of undecided shapes than fit" in str(crawled.report["failed"])
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 12


@pytest.mark.long
def test_a_script_that_names_some_pages_at_a_time_leads_to_all(
    tmp_path: Path, bounded: Bounded
) -> None:
    portal = PlainPortal({"/about.html": "<p>关于</p>"})
    for number in range(8):
        script = f'<script>createPageHTML(8, {number}, "index", "html");</script>'
        path = f"/index_{number}.html" if number else "/"
        portal.pages[path] = list_page([*range(4 * number, 4 * number + 4)], more=script)
    portal.pages |= {f"/news/{n}.html": post_page(n) for n in range(32)}
    bounded("discovery.pagers._AHEAD", 2)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 32


@pytest.mark.long
def test_a_feed_that_is_gone_is_owed_and_then_told(tmp_path: Path, bounded: Bounded) -> None:
    bounded("walk.questions.retry_budget.TRIES", 1)
    with served(long_feed()) as portal:
        assert crawl(portal.url, tmp_path).exit_status == 0
        portal.pages["/rss.xml"] = "<html><p>not here any more</p></html>"
        owed, told, after = (crawl(portal.url, tmp_path) for _ in range(3))
    assert owed.exit_status == told.exit_status == 1
    assert "it is no feed" in str(owed.report["failed"])
    assert "is asked for no more" in told.report["outcome"]
    assert after.exit_status == 0, after.stderr


@pytest.mark.long
def test_a_list_without_news_for_long_is_read_in_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three columns, and the front page shows posts of the first alone."""
    portal = PlainPortal().news(12)
    links = "".join(f'<a href="/lm/{n}/">栏目{n}</a>' for n in range(3))
    front = list_page([*range(8)], more=links)
    portal.pages["/"] = front
    portal.pages |= {f"/lm/{n}/": list_page([4 * n + k for k in range(4)]) for n in range(3)}
    with served(portal):
        assert crawl(portal.url, tmp_path).exit_status == 0
        monkeypatch.setenv("TEST_CLOCK", str(40 * 86400))
        portal.pages["/"] = list_page([20, *range(8)], more=links)
        portal.pages["/lm/2/"] = list_page([21, 8, 9, 10, 11])
        portal.pages |= {f"/news/{n}.html": post_page(n) for n in (20, 21)}
        for _ in range(4):
            portal.asked.clear()
            crawled = crawl(portal.url, tmp_path)
            assert crawled.exit_status == 0, crawled.stderr
            assert len([path for path in portal.asked if path.startswith("/lm/")]) <= 2
    assert len(crawled.records) == 14
