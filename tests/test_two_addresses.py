"""Posts that stand at two addresses without a common stem, each named by a list, over real HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawling import Crawl, crawl
from tests.plain_portal import PARAGRAPH, PlainPortal, list_page, post_page, served, title

POSTS = 8
NAMED, NUMBERED = "/2026/10/xw-{n}/", "/archives/{n}.html"
COLUMN = '<div class="nav"><a href="/column/">栏目</a></div>'


def two_routes() -> PlainPortal:
    """Return a portal whose front page and whose column name its posts by different addresses."""
    portal = PlainPortal()
    numbers = list(range(100, 100 + POSTS))
    portal.pages["/"] = list_page(numbers, address=NAMED).replace("<ul", f"{COLUMN}<ul", 1)
    portal.pages["/column/"] = list_page(numbers, address=NUMBERED)
    for n in numbers:
        for address in (NAMED, NUMBERED):
            portal.pages[address.format(n=n)] = post_page(n)
    return portal


def once(crawled: Crawl) -> None:
    """Each post is there once, and each of its lines is another revision."""
    assert crawled.exit_status == 0, crawled.stderr
    latest = {record["id"]: record["title"] for record in crawled.records}
    assert len({*latest.values()}) == len(latest) == POSTS, latest


def test_pictures_alone_tell_that_it_is_one_post(tmp_path: Path) -> None:
    portal = two_routes()
    for n in (101, 103, 104):
        for address in (NAMED, NUMBERED):
            body = f'<p><img src="/up/{n}.jpg"></p><p><img src="/up/{n}-2.jpg"></p>'
            portal.pages[address.format(n=n)] = post_page(n, body=body)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        once(crawled)
        portal.asked.clear()
        once(crawl(portal.url, tmp_path, "mode=full"))
    assert not [path for path in portal.asked if "xw-" in path or "archives" in path]
    assert sum(record["text"] == "" for record in crawled.records) == 3


@pytest.mark.long
@pytest.mark.parametrize("differ", ["pictures", "times"])
def test_pictures_under_one_title_are_two_posts_where_something_differs(
    differ: str, tmp_path: Path
) -> None:
    portal = two_routes()
    for address in (NAMED, NUMBERED):
        picture = address.format(n=1) if differ == "pictures" else "/up/1"
        page = post_page(101, body=f'<p><img src="{picture}.jpg"></p>')
        when = "2026-10-18" if differ == "times" and address == NAMED else "2026-10-02"
        portal.pages[address.format(n=101)] = page.replace("2026-10-18", when)
        for path in ("/", "/column/"):
            portal.pages[path] = str(portal.pages[path]).replace(
                f"{title(101)}</a><span>2026-10-18</span>", f"{title(101)}</a>"
            )
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == POSTS + 1


@pytest.mark.long
@pytest.mark.parametrize("stem", [NAMED, NUMBERED])
def test_further_pages_of_the_other_address_are_its_own(stem: str, tmp_path: Path) -> None:
    portal = two_routes()
    for n in (102, 105):
        first = stem.format(n=n)
        second = first.replace(".html", "_2.html") if first.endswith("html") else f"{first}2/"
        pager = f'<div class="pages">1 <a href="{second}">2</a> <a href="{second}">下一页</a></div>'
        for address in (NAMED, NUMBERED):
            portal.pages[address.format(n=n)] = post_page(n, extra=pager)
        rest = "".join(f"<p>{PARAGRAPH.format(place=place, n=n)}</p>" for place in ("石门", "云台"))
        portal.pages[second] = post_page(n, body=rest, extra=f'<a href="{first}">1</a> 2')
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        once(crawled)
    whole = [record for record in crawled.records if "云台的居民" in record["text"]]
    assert len(whole) == 2
    assert all(len(record["pages"]) == 1 for record in whole)


def test_an_edit_of_a_post_at_two_addresses_is_one_revision(tmp_path: Path) -> None:
    portal = two_routes()
    with served(portal):
        once(crawl(portal.url, tmp_path))
        for path, page in portal.pages.items():
            portal.pages[path] = str(page).replace(title(103), f"更正：{title(103)}")
        once(crawled := crawl(portal.url, tmp_path))
    assert [record["revision"] for record in crawled.records[POSTS:]] == [2]


def test_an_edit_is_seen_in_lists_that_name_another_address(tmp_path: Path) -> None:
    portal = PlainPortal().news(6)
    for n in range(6):
        here = f"/2026/xw-{n}/"
        portal.pages[here], portal.pages[f"/news/{n}.html"] = portal.pages[f"/news/{n}.html"], 301
        portal.headers[f"/news/{n}.html"] = {"Location": here}
    with served(portal):
        assert crawl(portal.url, tmp_path).exit_status == 0
        portal.asked.clear()
        assert crawl(portal.url, tmp_path, "mode=full").exit_status == 0
        assert not [path for path in portal.asked if "xw-" in path]
        for path in ("/", "/2026/xw-3/"):
            portal.pages[path] = str(portal.pages[path]).replace(title(3), f"更正：{title(3)}")
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert [record["title"] for record in crawled.records[6:]] == [f"更正：{title(3)}"]
