"""Which page is which post: no page of a stranger settles one, no address costs another's text."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from time import sleep
from types import SimpleNamespace
from typing import Any

import pytest

from newsportal.state.row import Route
from newsportal.walk.questions.which_post import WhichPost
from tests.archives import ARGUMENTS, NOW, archived, completed, opened, post
from tests.archivist import Archivist
from tests.changing import DAY, Changing, Story

HOUR = DAY / 24
CHALLENGE = "<html><head><title>请稍候</title></head><body><p>正在验证您的身份</p></body></html>"
FATAL = "<br />\n<b>Fatal error</b>:  Allowed memory exhausted in <b>/www/c.php</b><br /></html>"


@pytest.fixture
def portal() -> Changing:
    portal = Changing(seed=11)
    portal.fill(24)
    return portal


def titles(archivist: Archivist) -> dict[str, str]:
    """Return the last title of each post that stands in the file."""
    return {record["url"]: record["title"] for record in archivist.records()}


def own(portal: Changing) -> dict[str, str]:
    return {portal.url + portal.key(story): story.title for story in portal.public()}


def numbered(path: str) -> int:
    found = re.search(r"[0-9]+", path)
    return int(found[0]) if found and path.startswith("/post/") else 0


# Canonical


@pytest.mark.parametrize("named", ["one", "next", "category"])
def test_a_canonical_that_is_wrong_costs_nothing(
    archivist: Archivist, portal: Changing, named: str
) -> None:
    order = sorted(portal.stories)

    def canonical(story: Story) -> str:
        if named == "category":
            return "category-1.html"
        place = 0 if named == "one" else (order.index(story.number) + 1) % len(order)
        return f"post/{order[place]}.html"

    portal.canonical = canonical
    assert archivist.run() == 1  # done, with an alert
    assert titles(archivist) == own(portal)
    assert "rel=canonical" in archivist.report["outcome"]
    assert max(archivist.posts_asked().values()) == 1
    assert archivist.audit()[1][-1] == "complete: 24 posts"


def test_a_canonical_that_is_right_names_the_post(archivist: Archivist, portal: Changing) -> None:
    portal.scheme, portal.canonical = "?id={}", lambda story: f"post/{story.number}.html"
    assert archivist.run() == 0, archivist.stderr
    assert {record["url"] for record in archivist.records()} == {
        f"{portal.url}post/{number}.html" for number in portal.stories
    }


@pytest.mark.parametrize(
    ("title", "text", "id_", "listed", "proved"),
    [
        ("题", "文", "77", True, True),
        ("别题", "别文", "7", False, True),
        ("题", "别文", "7", True, False),
        ("题", "别文", "77", False, True),
        ("别题", "别文", "77", False, False),
    ],
    ids=["the same text", "the page's own id", "a list names it", "its title", "nothing"],
)
def test_what_proves_a_canonical(
    tmp_path: Path, title: str, text: str, id_: str, listed: bool, proved: bool
) -> None:
    archive = opened(tmp_path)
    archived(archive, 7)
    route = Route.LISTING if listed else Route.ELSEWHERE
    archive.store.sight("old/77.html", route, NOW, archive.run_number)
    unasked: Any = SimpleNamespace(called={})
    page = replace(post(7, text), id=id_, url="http://news.example/old/77.html", title=title)
    which = WhichPost(archive, ARGUMENTS.site, unasked, unasked)
    assert which._is_proved(page, "http://news.example/post/7.html") is proved
    completed(archive)


@pytest.mark.parametrize(
    ("title", "text", "moved_to", "alias"),
    [
        ("题", "文", "post/7.html", True),
        ("题", "", "post/7.html", True),
        ("题", None, "post/7.html", False),
        (None, "文", "post/7.html", False),
        ("题", "文", "post/8.html", False),
    ],
)
def test_only_a_post_of_the_same_number_makes_an_alias(
    tmp_path: Path, title: str | None, text: str | None, moved_to: str, alias: bool
) -> None:
    archive = opened(tmp_path)
    unasked: Any = SimpleNamespace(called={}, post="?id=7", moved=True)
    which = WhichPost(archive, ARGUMENTS.site, unasked, unasked)
    number = int(moved_to[5])
    assert (
        which._is_alias(unasked, replace(post(number), title=title, text=text), moved_to) is alias
    )
    completed(archive)


# Pages of strangers


@pytest.mark.long
@pytest.mark.parametrize("kind", ["challenge", "fatal error", "redirect", "login", "front page"])
def test_a_page_of_a_stranger_settles_nothing(
    archivist: Archivist, portal: Changing, kind: str
) -> None:
    """Every fourth post is answered so; the next update has them all."""
    pages = {
        "challenge": (200, CHALLENGE),
        "fatal error": (200, FATAL),
        "redirect": (302, "/verify.html"),
        "login": (302, "/zb_system/login.php?to=/feed.php"),
        "front page": (302, "/"),
    }

    def instead(path: str) -> tuple[int, str] | None:
        if path.startswith(("/verify", "/zb_system/login")):
            return 200, CHALLENGE
        return pages[kind] if numbered(path) % 4 == 1 else None

    portal.instead = instead
    strangers = [number for number in portal.stories if number % 4 == 1]
    assert strangers
    assert archivist.run() == 1
    assert len(archivist.records()) == 24 - len(strangers)
    assert archivist.audit()[0] == 1
    if kind in ("challenge", "redirect"):
        assert "请稍候" in str(archivist.report["failed"])
    assert archivist.run() == 1  # asked again, once each
    assert [n for n in archivist.posts_asked().values() if n != 1] == []
    assert len(portal.log) <= 5 + len(strangers) * 2
    portal.instead = lambda _: None
    assert archivist.run() == 0, archivist.stderr
    assert titles(archivist) == own(portal)
    assert archivist.audit()[1][-1] == "complete: 24 posts"


@pytest.mark.long
@pytest.mark.parametrize("links", ["", '<a href="/help.html">帮助中心</a>'])
def test_a_challenge_in_place_of_the_front_page_has_nothing_read_by_general_rules(
    archivist: Archivist, portal: Changing, links: str
) -> None:
    """The first run sees the feed and pages of a known look, and no post gets another id."""
    page = CHALLENGE.replace("</body>", f"{links}</body>")
    portal.instead = lambda path: (200, page) if path == "/" else None
    assert archivist.run() == 1
    assert archivist.records() == []
    portal.instead = lambda _: None
    assert archivist.run() == 0, archivist.stderr
    assert {record["id"] for record in archivist.records()} == {str(n) for n in portal.stories}


@pytest.mark.long
def test_news_behind_a_challenge_is_owed(archivist: Archivist, portal: Changing) -> None:
    assert archivist.run() == 0, archivist.stderr
    news = [portal.write() for _ in range(3)]
    hidden = {story.number for story in news}
    portal.instead = lambda path: (200, CHALLENGE) if numbered(path) in hidden else None
    assert archivist.run() == 1
    assert archivist.report["result"] == "unfinished"
    assert len(archivist.records()) == 24
    portal.instead = lambda _: None
    assert archivist.run() == 0, archivist.stderr
    assert titles(archivist) == own(portal)
    assert len(archivist.records()) == 27


@pytest.mark.long
def test_the_line_of_a_removed_post_has_the_times_of_all_others(
    archivist: Archivist, portal: Changing
) -> None:
    assert archivist.run() == 0, archivist.stderr
    gone = portal.public()[3]
    gone.there = False
    for _ in range(2):
        portal.now += DAY
        archivist.run("full")
    *_, before, last = archivist.of(gone)
    assert last["deleted_at"] is not None
    assert (last["url"], last["title"]) == (before["url"], before["title"])
    assert last.keys() == before.keys()
    for name in ("deleted_at", "fetched_at", "first_seen_at"):
        assert last[name].endswith("+08:00"), name
    assert last["fetched_at"] > before["fetched_at"]  # as texts, too


def test_a_login_in_place_of_the_feed_ends_no_run(archivist: Archivist, portal: Changing) -> None:
    def instead(path: str) -> tuple[int, str] | None:
        if path == "/feed.php":
            return 302, "/login?to=/feed.php"
        return (200, CHALLENGE) if path.startswith("/login") else None

    portal.instead = instead
    assert archivist.run() == 0, archivist.stderr
    assert "Traceback" not in archivist.stderr
    assert titles(archivist) == own(portal)


# Not found


def test_an_overloaded_portal_loses_no_post(archivist: Archivist, portal: Changing) -> None:
    """Four times close together it says "not found" of posts that its lists show."""
    dead = {number for number in portal.stories if number % 5 == 0}
    portal.instead = lambda path: portal.respond("/none", "x") if numbered(path) in dead else None
    assert archivist.run() == 1
    assert archivist.report["gone"]["count"] == 0
    assert archivist.run() == 1  # minutes later is no proof
    assert archivist.report["gone"]["count"] == 0
    portal.instead = lambda _: None
    assert archivist.run() == 0, archivist.stderr
    assert titles(archivist) == own(portal)


def test_what_was_denied_once_is_asked_again_in_this_run(
    archivist: Archivist, portal: Changing
) -> None:
    """A post that a list shows is "not found" once: the same run has it."""
    denied: set[int] = set()

    def instead(path: str) -> tuple[int, str] | None:
        number = numbered(path)
        if number % 5 or not number or number in denied:
            return None
        denied.add(number)
        return portal.respond("/none", "x")

    portal.instead = instead
    assert archivist.run() == 0, archivist.stderr
    assert titles(archivist) == own(portal)
    asked = archivist.posts_asked()
    assert {int(path[6:-5]) for path, count in asked.items() if count > 1} == denied
    assert max(asked.values()) == 2


@pytest.mark.long
def test_a_portal_that_can_do_one_thing_at_a_time(archivist: Archivist, portal: Changing) -> None:
    """It knows no post while it answers another request: it is asked for one page at a time."""
    respond, busy = portal.respond, []

    def respond_alone(path: str, agent: str | None) -> tuple[int, str]:
        busy.append(path)
        sleep(0.05)
        if numbered(path) and len(busy) > 1:
            denied.append(path)
            path = "/none"
        answer = respond(path, agent)
        busy.pop()
        return answer

    denied: list[str] = []
    portal.respond = respond_alone  # type: ignore[method-assign]
    assert archivist.run() == 0, archivist.stderr
    assert titles(archivist) == own(portal)
    assert 0 < len(denied) <= 2 * 8  # as many as were under way


@pytest.mark.long
def test_a_dead_link_in_a_list_is_gone_hours_later(archivist: Archivist, portal: Changing) -> None:
    dead = max(portal.stories)  # on the front page, which every update reads
    path = f"/post/{dead}.html"
    portal.instead = lambda asked: portal.respond("/none", "x") if asked == path else None
    assert archivist.run() == 1
    assert archivist.posts_asked()[path] == 4
    portal.now += HOUR
    assert archivist.run() == 1
    assert archivist.posts_asked()[path] == 1
    portal.now += 4 * HOUR
    assert archivist.run("full") == 0, archivist.stderr
    assert archivist.report["gone"]["count"] == 1
    asked: list[int] = []
    for _ in range(8):
        portal.now += 6 * HOUR
        assert archivist.run("full" if len(asked) == 7 else "update") == 0, archivist.stderr
        asked.append(archivist.posts_asked()[path])
    assert max(asked) == 1
    assert sum(asked) <= 3


# Broken


@pytest.mark.long
def test_one_post_that_fails_for_ever(archivist: Archivist, portal: Changing) -> None:
    broken = sorted(portal.stories)[-1]
    portal.failing = {broken}
    path = f"/post/{broken}.html"
    statuses, costs = [], []
    for _ in range(8):
        statuses.append(archivist.run())
        pages = [asked for asked, _ in portal.log if asked != "/robots.txt"]
        costs.append((len(pages), archivist.posts_asked()[path]))
        portal.now += DAY / 2
    assert statuses[:4] == [1, 1, 1, 1]  # it is two days and a half till the third day ends
    assert statuses[-2:] == [0, 0]
    assert "1 broken" in archivist.report["outcome"]
    assert [own for _, own in costs[1:] if own > 1] == []
    assert max(total for total, _ in costs[1:]) <= 4
    assert sum(own for _, own in costs[-4:]) <= 3
    status, lines = archivist.audit()
    assert status == 1
    assert f"post/{broken}.html" in lines[-1]
    portal.failing = set()
    portal.now += DAY
    assert archivist.run() == 0, archivist.stderr
    assert titles(archivist) == own_titles(portal)
    assert archivist.audit()[0] == 0


own_titles = own


@pytest.mark.long
@pytest.mark.usefixtures("impatient")
def test_a_portal_that_fails_breaks_no_post(archivist: Archivist, portal: Changing) -> None:
    portal.failing = set(list(portal.stories)[::3])
    for _ in range(4):
        assert archivist.run(RETRY_TIMES=0) == 1
        assert archivist.report["result"] == "unfinished"  # not stopped before faults are judged
        portal.now += DAY
    assert archivist.report["broken"]["count"] == 0


# Addresses


@pytest.mark.long
@pytest.mark.parametrize("redirected", [True, False])
def test_another_scheme_of_addresses(
    archivist: Archivist, portal: Changing, *, redirected: bool
) -> None:
    portal.scheme = "?id={}"
    assert archivist.run() == 0, archivist.stderr
    before = len(archivist.records())
    portal.scheme, portal.former = "post/{}.html", ["?id={}"] if redirected else []
    portal.now += HOUR
    story = portal.newest()[4]
    story.title = "泰山脚下的新图书馆"
    removed = portal.newest()[8]
    removed.there = False
    assert archivist.run("full") in (0, 1), archivist.stderr
    asked = archivist.posts_asked()
    assert max(asked.values(), default=0) <= 2
    assert sum(asked.values()) <= 6
    records = archivist.records()[before:]
    assert [(record["id"], record["revision"]) for record in records] == [(str(story.number), 2)]
    assert records[0]["url"] == f"{portal.url}post/{story.number}.html"
    portal.now += 2 * DAY
    assert archivist.run("full") == 0, archivist.stderr
    portal.now += 2 * DAY
    assert archivist.run("full") == 0, archivist.stderr
    last = archivist.records()[-1]
    assert (last["id"], last["revision"]) == (str(removed.number), 2)
    assert last["deleted_at"].endswith("+08:00")
    assert [path for path, _ in portal.log if "id=" in path] == []


@pytest.mark.long
@pytest.mark.parametrize("lost", [False, True])
def test_a_forgotten_post_stays_so_under_another_address(
    archivist: Archivist, portal: Changing, *, lost: bool
) -> None:
    """Also where the state, which knew of the takedown, is lost before the portal changes."""
    portal.scheme = "?id={}"
    assert archivist.run() == 0, archivist.stderr
    story = portal.newest()[4]
    assert archivist.execute("forget", str(story.number), "-a", f"portal={portal.url}") == 0
    for path in archivist.folder.glob("state.db*") if lost else ():
        path.unlink()
    portal.scheme, portal.former = "post/{}.html", [] if lost else ["?id={}"]
    portal.now += DAY
    for mode in ("update", "full", "refetch"):
        archivist.run(mode)
        assert archivist.of(story) == []
        assert [path for path in archivist.posts_asked() if str(story.number) in path] == []
    assert archivist.audit()[1][-1] == "complete: 23 posts"
