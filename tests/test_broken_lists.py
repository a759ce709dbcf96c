"""A page of a list that is not to be had is owed; for days on end, it is counted instead."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.archivist import archiving
from tests.changing import DAY, Changing
from tests.crawling import Crawl, archive_folder, crawl
from tests.plain_archive import audit
from tests.plain_portal import CHALLENGE, PlainPortal, list_page, post_page, served
from tests.test_lost_list_pages import HASTE, chain, leads_to, sections

Run = Callable[..., Crawl]
Settings = dict[str, int]
# A list of two pages, its newest posts first: an update need not look at its end
_B = [[*range(211, 205, -1)], [*range(205, 199, -1)]]


def runner(
    made: PlainPortal, folder: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings = HASTE
) -> Run:
    """Return what makes a run on a day, both clocks agreeing, and forgets what was asked before.

    Days begin in the morning: whatever the hour is, half a day later is the same day.
    """
    morning = -time.time() % DAY

    def run(day: float, *words: str) -> Crawl:
        made.ahead = morning + day * DAY
        monkeypatch.setenv("TEST_CLOCK", str(made.ahead))
        made.asked.clear()
        return crawl(made.url, folder, *words, settings=settings)

    return run


def owed(crawled: Crawl) -> set[str]:
    """Return the paths of the pages of lists that a run could not read."""
    root = crawled.report["portal"]
    return {url.removeprefix(root) for url in crawled.report["unread_lists"]}


def test_a_list_that_is_not_to_be_had_is_owed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Page 1 of it: the portal fails, or refuses it; one that is not there is believed."""
    made = sections("abcd")
    whole = dict(made.pages)
    made.pages |= {"/a/": 500, "/b/": 403, "/c/": 404}
    leads_to(made, "/d/", "http://127.0.0.2:9/x")
    with served(made):
        run = runner(made, tmp_path, monkeypatch)
        first = run(0)
        assert (first.report["result"], owed(first)) == ("unfinished", {"a/", "b/"})
        assert made.asked.count("/c/") == 2
        made.pages = whole
        made.headers.clear()
        again = run(0.1)
    assert again.exit_status == 0, again.stderr
    assert len(again.records) == 8 + 4 * 12


@pytest.mark.long
def test_a_known_list_that_is_something_else_is_owed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In an update: an error, a challenge, the front page or another portal in its place."""
    made = sections("abcd")
    whole = dict(made.pages)
    with served(made):
        run = runner(made, tmp_path, monkeypatch)
        assert run(0).exit_status == 0
        made.pages |= {"/a/": 500, "/b/": CHALLENGE}
        leads_to(made, "/c/", "/")
        leads_to(made, "/d/", "http://127.0.0.2:9/x")
        failed = run(1)
        assert failed.report["result"] == "unfinished"
        assert owed(failed) == {"a/", "b/", "c/", "d/"}
        made.pages = whole
        made.headers.clear()
        made.pages["/a/"] = list_page([150, *range(100, 106)])
        made.pages["/news/150.html"] = post_page(150)
        read = run(1.1)
    assert read.exit_status == 0, read.stderr
    assert read.report["new"]["count"] == 1


@pytest.mark.long
def test_what_is_owed_for_days_is_counted_and_asked_for_once_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sections("abc")
    made.pages |= {"/a/p2.html": 500, "/b/": 500, "/c/p2.html": CHALLENGE}
    with served(made):
        run = runner(made, tmp_path, monkeypatch)
        assert [run(day).report["result"] for day in (0, 0.1, 1, 2)] == ["unfinished"] * 4
        whole = sections("c").pages["/c/p2.html"]
        assert isinstance(whole, str)
        made.pages["/c/p2.html"] = whole.replace("/news/1", "/news/3")
        made.pages |= {f"/news/{n}.html": post_page(n) for n in range(306, 312)}
        done = run(2.1)
        assert done.exit_status == 0, done.report["outcome"]
        assert "2 pages of lists that the portal does not show" in done.report["outcome"]
        later = run(2.1007)  # a minute later, the same day whatever the hour is now
        assert (later.exit_status, [*filter(None, map(made.asked.count, ["/b/"]))]) == (0, [])
        assert "2 pages of lists that the portal does not show" in later.report["outcome"]
        next_day = run(3)
        assert next_day.exit_status == 0
        assert {made.asked.count(path) for path in ("/a/p2.html", "/b/")} == {1}
        audited = audit(made, tmp_path)
        assert audited.returncode == 1
        assert f"{made.url}b/: a page of a list that could not be read for days" in audited.stdout
        made.pages |= sections("ab").pages
        healed = run(4)
        assert healed.exit_status == 0, healed.stderr
        assert "broken" not in healed.report["outcome"]
        assert audit(made, tmp_path).returncode == 0


@pytest.mark.long
def test_a_list_that_was_taken_away_is_asked_for_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No page leads to it any more, and it leads to the front page for good."""
    made = sections("ab")
    with served(made):
        run = runner(made, tmp_path, monkeypatch)
        assert run(0).exit_status == 0
        leads_to(made, "/b/", "/")
        made.pages["/"] = list_page([*range(8)], more='<a href="/a/">栏目a</a>')
        assert [run(day).exit_status for day in (1, 2, 3, 4)] == [1, 1, 0, 0]
        assert "/b/" not in made.asked
        assert audit(made, tmp_path).returncode == 0


@pytest.mark.long
def test_lists_of_a_theme_that_lead_off_the_portal_for_good(tmp_path: Path) -> None:
    """While menus name one, it is counted, and others have their turn; else it was taken away."""
    portal = Changing(seed=5)
    portal.fill(30)
    away = {f"/category-{n}.html": (302, "http://127.0.0.2:9/x") for n in (1, 2)}
    with archiving(portal, tmp_path) as archivist:
        assert archivist.run() == 0, archivist.stderr
        portal.instead = away.get
        assert archivist.run("full") == 1
        assert {url.rpartition("/")[2] for url in archivist.report["unread_lists"]} == {
            "category-1.html", "category-2.html",
        }  # fmt: skip
        portal.menu = [1, 3, 4]
        for story in portal.stories.values():
            story.category = 3 if story.category == 2 else story.category
        for status in (1, 0, 0):
            portal.now += 1.1 * DAY
            assert archivist.run() == status, archivist.stderr
        assert "1 pages of lists that the portal does not show" in archivist.report["outcome"]
        status, lines = archivist.audit()
        assert status == 1
        assert "category-1.html: a page of a list that could not be read for days" in str(lines)
        portal.now += 60  # the same day, whatever the hour is now
        assert archivist.run() == 0
        assert not [path for path, _ in portal.log if path in away]
        portal.now += 1.1 * DAY
        assert archivist.run() == 0
        assert [path for path, _ in portal.log if path in away] == ["/category-1.html"]
        portal.instead = dict[str, tuple[int, str]]().get
        portal.now += 1.1 * DAY
        assert archivist.run("full") == 0, archivist.stderr
        assert archivist.audit()[0] == 0


def test_a_list_ends_where_its_template_names_a_page_that_is_not_there(tmp_path: Path) -> None:
    """Its last page is shorter; and the list itself is named without its slash, as its page 10."""
    made = PlainPortal().news(8)
    own = '<a href="/a/9">9</a> <a href="/a/10">10</a>'
    made.pages["/"] = list_page(
        [*range(8)], more='<a href="/a/">栏目</a> <a href="/a/10/">10月</a>'
    )
    for number, posts in (("", range(100, 106)), ("p2.html", range(106, 110))):
        following = int(number[1:-5] or 1) + 1 if number else 2
        more = f'<a href="/a/p{following}.html">下一页</a>'
        made.pages[f"/a/{number}"] = list_page([*posts], more=more)
    made.pages["/a/10/"] = list_page([*range(110, 115)], more=own)
    made.pages["/a/9/"] = list_page([*range(115, 120)], more=own)
    for path in ("/a/9", "/a/10"):
        leads_to(made, path, f"{path}/")
    made.pages |= {f"/news/{n}.html": post_page(n) for n in range(100, 120)}
    with served(made):
        crawled = crawl(made.url, tmp_path, settings=HASTE)
    assert crawled.exit_status == 0, crawled.report["failed"]
    assert len(crawled.records) == 28
    assert made.asked.count("/a/p3.html") == 2


@pytest.mark.long
def test_a_further_page_that_is_not_there_for_days_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a post is gone that is not found for so long: nothing is missing."""
    made = sections("ab")
    made.pages |= chain(_B, "/b/") | {"/a/p2.html": 404}
    with served(made):
        run = runner(made, tmp_path, monkeypatch)
        assert run(0).exit_status == 1
        for day, status in ((0.1, 1), (1, 1), (2, 0), (3, 0)):
            assert run(day).exit_status == status
            assert "/b/p2.html" not in made.asked  # the others were read to their ends
            assert made.asked.count("/a/p2.html") == (day < 3)
        assert audit(made, tmp_path).returncode == 0


@pytest.mark.long
def test_a_list_goes_on_at_a_page_that_could_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In an update, and past pages that end with a known post: all behind it was never read."""
    made = sections("ab")
    pages = [[*range(100, 106)], [*range(106, 111), 1], [*range(111, 116), 2], [116, 117, 118]]
    made.pages |= chain(pages, "/a/") | chain(_B, "/b/")
    made.pages |= {f"/news/{n}.html": post_page(n) for n in range(106, 119)}
    made.pages["/a/p2.html"], second = 500, made.pages["/a/p2.html"]
    with served(made):
        run = runner(made, tmp_path, monkeypatch)
        assert run(0).exit_status == 1
        made.pages["/a/p2.html"] = second
        read = run(0.1)
        assert (read.exit_status, read.report["new"]["count"]) == (0, 13), read.stderr
        assert "/b/p2.html" not in made.asked
        assert audit(made, tmp_path).returncode == 0


@pytest.mark.long
def test_what_nothing_but_a_link_says_is_a_list_and_is_refused_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An author's page: counted, asked for once a day, until a person says what it is."""
    made = sections("ab")
    made.pages["/"] = str(made.pages["/"]).replace("</ul>", '</ul><a href="/user/1">小编</a>')
    made.pages["/user/1"] = 403
    with served(made):
        run = runner(made, tmp_path, monkeypatch)
        first = run(0)
        assert first.report["result"] == "done-with-alerts", first.stderr
        assert 'other = ["user/1"]' in first.report["outcome"]
        again = run(0.1)
        assert (again.exit_status, "/user/1" in made.asked) == (0, False), again.stderr
        assert "1 pages of lists that the portal does not show" in again.report["outcome"]
        assert len(made.asked) <= 2 + 3
        assert run(1).exit_status == 0
        assert made.asked.count("/user/1") == 1
        audited = audit(made, tmp_path)
        assert audited.returncode == 1
        assert "user/1: the portal refuses it: status 403; if it is no list" in audited.stdout
        told = archive_folder(made.url, tmp_path) / "portal.toml"
        told.write_text('other = ["user/1"]\n', encoding="utf-8")
        assert run(1.1).exit_status == 0
        assert audit(made, tmp_path).returncode == 0
        assert run(2, "mode=full").exit_status == 0
        assert audit(made, tmp_path).returncode == 0
