"""Pages of lists that are not to be had, or that an update or a walk would leave too early."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.archivist import archiving
from tests.changing import DAY, OFF_INDEX, Changing
from tests.crawling import crawl
from tests.launching import Bounded
from tests.plain_archive import audit, keys
from tests.plain_portal import CHALLENGE, PlainPortal, list_page, post_page, served

BUSY = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>系统提示</title></head><body>"
    "<div class='nav'><a href='/'>首页</a> <a href='/about.html'>关于我们</a>"
    " <a href='/help.html'>帮助中心的说明页</a></div><p>系统繁忙</p></body></html>"
)
HASTE = {"RETRY_TIMES": 0, "NEWSPORTAL_WARC": 0}


class Failing(dict[str, str | bytes | int]):
    """Pages of which some are not found when they are asked for first."""

    def __init__(self, pages: dict[str, str | bytes | int], once: set[str]) -> None:
        super().__init__(pages)
        self.once, self.asked = once, Counter[str]()

    def get(self, path: str, default: str | bytes | int | None = None) -> str | bytes | int | None:  # type: ignore[override]
        self.asked[path] += 1
        if path in self.once and self.asked[path] == 1:
            return 404
        return super().get(path, default)


def chain(pages: list[list[int]], path: str, more: str = "") -> dict[str, str | bytes | int]:
    """Return the pages of a list of which each names the next one only."""
    made: dict[str, str | bytes | int] = {}
    for number, posts in enumerate(pages, 1):
        following = f'<a href="{path}p{number + 1}.html">下一页</a>' if number < len(pages) else ""
        here = path if number == 1 else f"{path}p{number}.html"
        made[here] = list_page(posts, more=(more if number == 1 else "") + following)
    return made


def sections(names: str) -> PlainPortal:
    """Return a portal of sections with two pages each, that only their first pages lead to."""
    made = PlainPortal().news(8)
    links = "".join(f'<a href="/{name}/">栏目{name}</a> ' for name in names)
    made.pages["/"] = list_page([*range(8)], more=links)
    for place, name in enumerate(names, 1):
        posts = [*range(100 * place, 100 * place + 12)]
        made.pages |= chain([posts[:6], posts[6:]], f"/{name}/")
        made.pages |= {f"/news/{n}.html": post_page(n) for n in posts}
    return made


def leads_to(made: PlainPortal, path: str, where: str) -> None:
    made.pages[path], made.headers[path] = 302, {"Location": where}


@pytest.mark.long
def test_further_pages_that_a_link_names_are_owed(tmp_path: Path) -> None:
    made = sections("abcdef")
    whole = dict(made.pages)
    leads_to(made, "/a/p2.html", "http://127.0.0.2:9/x")
    leads_to(made, "/b/p2.html", "/")
    leads_to(made, "/c/p2.html", "/c/")
    made.pages["/d/p2.html"] = BUSY
    made.pages = Failing(made.pages, {"/e/p2.html"})
    end = '<a href="/f/p3.html">下一页</a>'  # its template writes it on the last page, too
    made.pages["/f/p2.html"] = list_page([*range(606, 612)], more=end)
    made.pages["/f/p3.html"] = list_page([], more='<a href="/f/p2.html">上一页</a>')
    with served(made):
        first = crawl(made.url, tmp_path, settings=HASTE)
        assert (first.exit_status, first.report["result"]) == (1, "unfinished")
        owed = {url.removeprefix(made.url) for url in first.report["unread_lists"]}
        assert owed == {f"{name}/p2.html" for name in "abcd"}
        assert len(first.records) == 8 + 6 * 4 + 2 * 12
        assert {made.asked.count(f"/{name}/p2.html") for name in "abcd"} == {4}
        made.pages = whole
        made.headers.clear()
        again = crawl(made.url, tmp_path, settings=HASTE)
    assert again.exit_status == 0, again.stderr
    assert len(again.records) == len(set(keys(again, made))) == 8 + 6 * 12


def test_a_calculated_page_that_is_not_there_is_the_end(tmp_path: Path) -> None:
    made = PlainPortal().news(12)
    made.pages = {path: page for path, page in made.pages.items() if "index_" not in path}
    script = "<script>createPageHTML(9, 0, 'index', 'html')</script>"
    made.pages["/"] = list_page([*range(6)], more=script)
    made.pages["/index_1.html"] = list_page([*range(6, 12)], more=script)
    with served(made):
        crawled = crawl(made.url, tmp_path, settings=HASTE)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 12
    assert len([path for path in made.asked if "index_" in path]) <= 8


def relist(made: PlainPortal, pages: list[list[int]]) -> None:
    made.pages |= chain(pages, "/")
    made.pages |= {f"/news/{n}.html": post_page(n) for page in pages for n in page}


@pytest.mark.long
def test_an_old_post_held_on_top_ends_no_update(tmp_path: Path) -> None:
    made = PlainPortal()
    old = [*range(29, -1, -1)]
    relist(made, [old[n : n + 10] for n in range(0, 30, 10)])
    with served(made):
        assert crawl(made.url, tmp_path, settings=HASTE).exit_status == 0
        news = [*range(59, 29, -1)]
        parts = [[5, *news[n : n + 9]] for n in range(0, 27, 9)]
        relist(made, [*parts, [5, *news[27:], *old[:6]], *(old[n : n + 9] for n in (6, 15, 24))])
        made.asked.clear()
        crawled = crawl(made.url, tmp_path, settings=HASTE)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 60
    assert "/p5.html" not in made.asked


def long_section(pages: int) -> PlainPortal:
    """Return a portal whose front page shows the newest 80 posts, and a section with all."""
    made = PlainPortal()
    posts = [*range(10 * pages, 0, -1)]
    parts = [posts[n : n + 10] for n in range(0, len(posts), 10)]
    relist(made, parts)
    made.pages = {path: page for path, page in made.pages.items() if "/p" not in path}
    made.pages |= chain(parts[:8], "/", '<a href="/yaowen/">要闻频道</a> ')
    made.pages |= chain(parts, "/yaowen/")
    return made


@pytest.mark.long
def test_a_list_that_only_its_next_pages_continue_is_read_to_its_end(tmp_path: Path) -> None:
    made = long_section(12)
    with served(made):
        crawled = crawl(made.url, tmp_path, settings=HASTE)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 120


@pytest.mark.long
def test_a_list_that_is_left_before_its_end_is_told(tmp_path: Path, bounded: Bounded) -> None:
    bounded("walk.anywhere.sources.list_pages._BLIND", -100)
    with served(long_section(12)) as made:
        crawled = crawl(made.url, tmp_path, settings=HASTE)
        assert audit(made, tmp_path).returncode == 1
    assert crawled.report["result"] == "done-with-alerts"
    assert "1 lists were left before their ends" in crawled.report["outcome"]


@pytest.mark.long
def test_more_lists_with_news_than_an_update_asks_have_their_turn(
    tmp_path: Path, bounded: Bounded
) -> None:
    bounded("walk.anywhere.sources.seeds._FRUITFUL", 4)
    made = sections("abcdef")
    with served(made):
        assert crawl(made.url, tmp_path, settings=HASTE).exit_status == 0
        for place, name in enumerate("abcdef", 1):
            news, old = 100 * place + 50, [*range(100 * place, 100 * place + 6)]
            more = f'<a href="/{name}/p2.html">下一页</a>'
            made.pages[f"/{name}/"] = list_page([news, *old], more=more)
            made.pages[f"/news/{news}.html"] = post_page(news)
        told, later = (crawl(made.url, tmp_path, settings=HASTE) for _ in range(2))
    assert (told.exit_status, told.report["new"]["count"]) == (0, 4)  # one in turn
    assert told.report["notes"] == ["2 lists that brought news lately wait for the next update"]
    assert (later.exit_status, later.report["new"]["count"]) == (0, 2)


def test_pages_beyond_all_menus_are_counted(tmp_path: Path, bounded: Bounded) -> None:
    bounded("walk.questions.traps._MENU", 2)
    with serve(Options(posts=8), 1795305600) as url:
        crawled = crawl(url, tmp_path, settings=HASTE)
    refused = [each["reason"] for each in crawled.report["refused"]["first"]]
    assert "menus name more than 2 pages" in refused


@pytest.mark.long
@pytest.mark.parametrize(
    ("page", "end", "posts"),
    [("gone", "_2", 13), ("first", "_2", 13), ("wall", "", 0), ("bare", "", 0)],
)
def test_a_page_of_a_category_that_nothing_else_tells_of(
    tmp_path: Path, page: str, end: str, posts: int
) -> None:
    """Not found, page 1, a challenge, no entries: it is owed, and the pages behind it are read."""
    portal = Changing(seed=3)
    portal.fill(4)
    for _ in range(23):
        portal.write(portal.now - DAY, category=OFF_INDEX)
    for story in portal.stories.values():
        story.chained = False
    path = f"/category-{OFF_INDEX}{end}.html"
    with archiving(portal, tmp_path) as archivist:
        first = portal._respond(f"/category-{OFF_INDEX}.html")
        bare = re.sub("<div class=.post item.>.*(?=<div class=.pagebar)", "", first[1])
        answers = {
            "gone": portal._respond("/none"),
            "first": first,
            "wall": (200, CHALLENGE),
            "bare": (200, bare),
        }
        portal.instead = lambda asked: answers[page] if asked == path else None
        portal.feed = "404"
        assert archivist.run() == 1, archivist.stderr
        assert list(archivist.report["unread_lists"]) == [portal.url + path[1:]]
        hidden = [story for story in portal.stories.values() if story.category == OFF_INDEX]
        assert sum(bool(archivist.of(story)) for story in hidden) == posts
        for _ in range(2):
            portal.now += DAY
            status = archivist.run()
        assert status == (page == "wall")  # it is broken, which audit says
        assert archivist.audit()[0] == 1
        portal.instead = lambda _: None
        portal.now += DAY
        assert archivist.run() == 0
        assert all(archivist.of(story) for story in portal.stories.values())
