"""Lists that come later: updates find them; mode=full reads again what earlier runs have read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.crawling import crawl
from tests.plain_archive import audit, keys
from tests.plain_portal import PlainPortal, list_page, post_page, served

MENU = '<div class="nav"><a href="/sz/">时政</a> <a href="/ms/">民生</a>{more}</div><ul'
NEW = range(30, 34)


def columns() -> PlainPortal:
    """Return a portal with two columns, of which the front page shows the newest posts."""
    portal = PlainPortal()
    portal.pages["/"] = list_page([0, 1, 10, 11])
    for path, posts in (("/sz/", range(10)), ("/ms/", range(10, 20))):
        portal.pages[path] = list_page(list(posts))
    for n in (*range(20), *NEW):
        portal.pages[f"/news/{n}.html"] = post_page(n)
    show_menu(portal, "")
    return portal


def show_menu(portal: PlainPortal, more: str) -> None:
    front = list_page([0, 1, 10, 11])
    portal.pages["/"] = front.replace("<ul", MENU.format(more=more), 1)


def test_a_new_column_in_the_menu_is_read_by_an_update(tmp_path: Path) -> None:
    portal = columns()
    portal.pages["/zt/"] = list_page(list(NEW))
    with served(portal):
        assert crawl(portal.url, tmp_path).exit_status == 0
        show_menu(portal, ' <a href="/zt/">专题</a>')
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert {f"news/{n}.html" for n in NEW} <= {*keys(crawled, portal)}


@pytest.mark.long
def test_a_new_month_in_an_archive_is_read_by_an_update_and_all_months_by_full(
    tmp_path: Path,
) -> None:
    portal = PlainPortal()
    portal.pages["/"] = list_page([0, 1]).replace("<ul", '<p><a href="/all.html">归档</a></p><ul')
    months = {"/2026/08/": range(10), "/2026/09/": range(10, 20), "/2026/10/": NEW}
    for path, posts in months.items():
        portal.pages[path] = list_page(list(posts))
        for n in posts:
            portal.pages[f"/news/{n}.html"] = post_page(n)

    def archive(*paths: str) -> str:
        items = "".join(
            f'<li><a href="{path}">{path[1:5]}年{path[6:8]}月</a></li>' for path in paths
        )
        return f"<html><head><title>归档</title></head><body><ul>{items}</ul></body></html>"

    portal.pages["/all.html"] = archive("/2026/09/", "/2026/08/")
    with served(portal):
        assert len(crawl(portal.url, tmp_path).records) == 20
        portal.pages["/all.html"] = archive("/2026/10/", "/2026/09/", "/2026/08/")
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert len(crawled.records) == 24
        portal.asked.clear()
        assert crawl(portal.url, tmp_path, "mode=full").exit_status == 0
    assert {*months} <= {*portal.asked}
    assert not [path for path in portal.asked if path.startswith("/news/")]


@pytest.mark.long
def test_a_list_whose_further_pages_repeat_another_is_told(tmp_path: Path) -> None:
    portal = PlainPortal().news(20)
    pager = "".join(f'<a href="/index_{n}.html">{n + 1}</a>' for n in range(1, 6))
    for n in range(6):
        shown = list(range(10 * min(n, 1), 10 * min(n, 1) + 10))
        path = f"/index_{n}.html" if n else "/"
        portal.pages[path] = list_page(shown, more=f'<a href="/">1</a>{pager}')
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        told = audit(portal, tmp_path)
        assert crawled.exit_status == 1
        assert "1 lists show the same posts on several pages" in crawled.stderr
        assert "1 lists show the same posts on several pages" in told.stdout
        line = re.search(r"settles it: (other = .*)", told.stdout)
        assert line is not None
        (next(tmp_path.glob("*_*")) / "portal.toml").write_text(line[1])
        portal.asked.clear()
        assert crawl(portal.url, tmp_path, "mode=full").exit_status == 0
        assert audit(portal, tmp_path).returncode == 0
    assert not [path for path in portal.asked if "index_" in path]


def test_pages_before_the_first_one_are_none(tmp_path: Path) -> None:
    """DedeCMS takes a tag's address without a number for page 0, and names -1, -2 ... before it."""
    made = PlainPortal().news(25, per_page=25)
    made.pages["/"] = list_page([*range(25)], more='<a href="/tags.php?/road/">道路</a>')
    for page in range(-30, 4):
        at = "/tags.php?/road/{}/".format
        words = [("首页", 1), ("上一页", page - 1 or -1), ("1", 1), ("2", 2), ("下一页", page + 1)]
        shown = [(word, n) for word, n in words if n != page and (page < 2 or word != "下一页")]
        pager = "".join(f'<a href="{at(n)}">{word}</a> ' for word, n in [*shown, ("末页", 2)])
        posts = {3: [], 2: [*range(20, 25)]}.get(page, [*range(10, 20)])
        made.pages[at(page)] = list_page(posts, more=pager)
    made.pages["/tags.php?/road/"] = made.pages[at(0)]
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    asked = [path for path in made.asked if path.startswith("/tags")]
    assert sorted(asked) == [f"/tags.php?/road/{page}" for page in ("", "1/", "2/")]


@pytest.mark.long
@pytest.mark.parametrize(("times", "status"), [(1, 0), (9, 1)])
def test_a_next_page_that_shows_the_page_before_it_is_asked_again(
    tmp_path: Path, times: int, status: int
) -> None:
    """A cache answers so once; where it goes on, the first run says what may be missing."""

    class Cached(dict[str, str | bytes | int]):
        def get(self, path: str, default: object = None) -> Any:
            late = path == "/index_1.html" and portal.asked.count(path) <= times
            return super().get("/" if late else path, default)

    portal = PlainPortal().news(23)
    portal.pages = Cached(portal.pages)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == status, crawled.stderr
    assert len(crawled.records) == (10 if status else 23)
    assert ("1 lists show the same posts on several pages" in crawled.stderr) == bool(status)
    assert portal.asked.count("/index_1.html") == 2


@pytest.mark.long
def test_a_new_shape_in_the_sitemap_is_sampled_by_an_update(tmp_path: Path) -> None:
    portal = PlainPortal().news(12)
    places = [(f"news/{n}.html", f"2026-10-{1 + n:02}") for n in range(12)]
    portal.pages["/sitemap.xml"] = _sitemap(places)
    with served(portal):
        assert crawl(portal.url, tmp_path).exit_status == 0
        for n in NEW:
            places.append((f"film/{n}.shtml", "2026-11-02"))
            portal.pages[f"/film/{n}.shtml"] = post_page(n)
        portal.pages["/sitemap.xml"] = _sitemap(places)
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 12 + len(NEW)


def _sitemap(places: list[tuple[str, str]]) -> str:
    urls = "".join(
        f"<url><loc>http://portal.example/{path}</loc><lastmod>{day}</lastmod></url>"
        for path, day in places
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'


@pytest.mark.long
def test_lists_in_another_order_are_left_to_their_turn(tmp_path: Path) -> None:
    portal = PlainPortal().news(20)
    tabs = "".join(f'<a href="/?order={name}">按{name}</a> ' for name in ("hot", "views"))
    for path in ("/", "/index_1.html"):
        page = str(portal.pages[path]).replace("<ul", f'<div class="nav">{tabs}</div><ul', 1)
        portal.pages[path] = page
    for name, step in (("hot", 7), ("views", 11)):
        portal.pages[f"/?order={name}"] = list_page([n * step % 20 for n in range(10)])
    with served(portal):
        assert crawl(portal.url, tmp_path).exit_status == 0
        portal.asked.clear()
        assert crawl(portal.url, tmp_path).exit_status == 0
    assert len([path for path in portal.asked if "order" in path]) <= 1, portal.asked


def test_an_empty_list_of_the_menu_is_read_in_turn(tmp_path: Path) -> None:
    """Its first post stands nowhere else; a page about the portal is no list."""
    made = PlainPortal().news(8)
    made.pages["/"] = list_page([*range(8)], more='<a href="/tender/">招标公告</a>')
    made.pages["/tender/"] = list_page([]).replace("<title>", "<title>招标公告_")
    with served(made):
        assert crawl(made.url, tmp_path).exit_status == 0
        made.pages["/tender/"] = list_page([90]).replace("<title>", "<title>招标公告_")
        made.pages["/news/90.html"] = post_page(90)
        made.asked.clear()
        read = crawl(made.url, tmp_path)
    assert read.exit_status == 0, read.stderr
    assert (read.report["new"]["count"], len(made.asked)) == (1, 3)
