"""What a portal answers up to three times and does not mean: nothing is lost by it."""

from __future__ import annotations

from collections import Counter
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from newsportal.sample.options import Options
from tests.crawling import crawl
from tests.plain_portal import CHALLENGE, PlainPortal, served
from tests.watching import SPARE, Answer, Hit, watch

HTML = {"Content-Type": "text/html; charset=utf-8"}
ERROR = b"<!DOCTYPE html><html><body>Too many connections</body></html>"
ROBOTS = "User-agent: *\nDisallow: /zb_system/\nDisallow: /feed.php\n"
LISTS = ("/category", "/page_")


def odd(kind: str, page: Answer, not_found: Answer) -> Answer:
    """Return what comes in place of a page."""
    status, headers, body = page
    return {
        "part": (206, headers, body[: len(body) // 2]),
        "no gzip": (status, {**headers, "Content-Encoding": "gzip"}, body),
        "no brotli": (status, {**headers, "Content-Encoding": "br"}, body),
        "no content": (204, {}, b""),
        "login": (302, {"Location": "/zb_system/login.php"}, b""),
        "soft 404": (200, HTML, not_found[2]),
        "404": not_found,
        "error page": (200, HTML, ERROR),
        "nowhere": (302, {"Location": "javascript:alert(1)"}, b""),
    }[kind]


@pytest.mark.long
@pytest.mark.parametrize(
    "kind",
    [
        "part",
        "no gzip",
        "no brotli",
        "no content",
        "login",
        "soft 404",
        "404",
        "error page",
        "nowhere",
    ],
)
def test_odd_answers_of_all_pages(tmp_path: Path, kind: str) -> None:
    """Every page, the front page too, is answered so three times, then as it is."""
    asked: Counter[str] = Counter()

    def instead(hit: Hit) -> Answer | None:
        asked[hit.path] += 1
        if asked[hit.path] > 3 or hit.path == "/robots.txt":
            return None
        page, not_found = (
            watched.portal.respond("GET", path, host=hit.headers["host"])
            for path in (hit.path, "/no-such-page.html")
        )
        return odd(kind, page, not_found)

    options = Options(posts=24, robots=ROBOTS, **SPARE)
    with watch(options, instead) as watched:
        # Three of four answers are wrong, which is worth an alert.
        crawled = crawl(watched.url, tmp_path, settings={"NEWSPORTAL_ALERT_ERRORS": 1})
        assert crawled.exit_status == 0, crawled.stderr
        assert "Traceback" not in crawled.stderr
        assert watched.archived(crawled) == watched.posts()
        assert max(asked.values()) == 4
    assert crawled.report["failed"] == {}
    assert [path for path in asked if path.startswith(LISTS)]


@pytest.mark.parametrize("kind", ["soft 404", "error page", "404"])
def test_menus_that_lead_to_nothing_are_told(tmp_path: Path, kind: str) -> None:
    """For good: the walk goes on without them, and asks four times at most.

    A page that says neither that they are there nor that they are not leaves them owed.
    """

    def instead(hit: Hit) -> Answer | None:
        if hit.path.startswith("/category"):
            not_found = watched.portal.respond("GET", "/no-such-page.html")
            return odd(kind, not_found, not_found)
        return None

    with watch(Options(posts=24, **SPARE), instead) as watched:
        crawled = crawl(watched.url, tmp_path)
        assert crawled.exit_status == (kind == "error page"), crawled.stderr
        most = Counter(path for path in watched.asked() if path.startswith("/category"))
        assert set(most.values()) == {4}
    named = {"soft 404", "404"}
    assert crawled.report["lists_gone"]["count"] == (len(most) if kind in named else 0)


@pytest.mark.long
def test_post_that_was_not_found_twice_and_then_never_answers(tmp_path: Path) -> None:
    """Links that are dead on a bad day: what was said of them first is believed, in the end."""
    answers: Counter[str] = Counter()

    def instead(hit: Hit) -> Answer | None:
        if hit.path != dead:
            return None
        answers[hit.path] += 1
        not_found = watched.portal.respond("GET", "/no-such-page.html")
        return odd("404" if answers[hit.path] <= 2 else "forbidden", not_found, not_found)

    with watch(Options(posts=24, **SPARE), instead) as watched:
        dead, *_ = sorted(watched.posts())
        crawled = crawl(watched.url, tmp_path)
        assert crawled.exit_status == 1, crawled.stderr
        assert watched.archived(crawled) == watched.posts() - {dead}
        assert "not found, though a list shows it" in crawled.report["outcome"]
        dead = ""
        crawled = crawl(watched.url, tmp_path, "mode=full")
        assert crawled.exit_status == 0, crawled.stderr
        assert watched.archived(crawled) == watched.posts()


@pytest.mark.long
def test_posts_of_any_portal_that_never_come_whole_are_owed(tmp_path: Path) -> None:
    """Of two more each page breaks off, inside a tag and inside an element."""

    class Denied(dict[str, str | bytes | int]):
        def get(self, path: str, default: object = None) -> Any:
            answers[path] += 1
            page = super().get(path, default)
            if path == "/news/3.html" and not well:
                return 404 if answers[path] <= 2 else CHALLENGE
            if path == "/news/5.html" and not well:
                return str(page).partition('fo">时间')[0]
            if path == "/news/7.html" and not well:
                return str(page).partition("西桥")[0]
            return page

    answers: Counter[str] = Counter()
    well: list[bool] = []
    portal = PlainPortal().news(12)
    portal.pages = Denied(portal.pages)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 1, crawled.stderr
        assert crawled.report["failed"] == {
            f"{portal.url}news/3.html": "not found, though a list shows it; asked for again by a"
            " later run",
            f"{portal.url}news/5.html": "the page is cut off",
            f"{portal.url}news/7.html": "the page is cut off",
        }
        well.append(True)
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 12
    assert all("西桥" in record["text"] for record in crawled.records)


def test_lists_are_asked_again_before_posts_that_they_date(tmp_path: Path) -> None:
    """A list that tells dates fails at first; its posts are known from their neighbours, too."""
    failed: list[str] = []

    def instead(hit: Hit) -> Answer | None:
        if hit.path.startswith(LISTS) and failed.count(hit.path) < 3:
            failed.append(hit.path)
            return 302, {"Location": "/zb_system/login.php"}, b""
        return None

    spare = {**SPARE, "pages": True, "archive_page": False}
    options = Options(posts=30, robots=ROBOTS, post_info=("user",), date_style="Y-m-d", **spare)
    with watch(options, instead) as watched:
        crawled = crawl(watched.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert watched.archived(crawled) == watched.posts()
    assert failed
    assert [record["url"] for record in crawled.records if record["published_at"] is None] == []


DATES = [
    "", "now", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 +1400",
    "Thu, 01 Jan 1970 00:00:00 GMT", "Sat, 01 Jan 2000 00:00:07 GMT",
    "Sun, 22 Nov 2026 04:00:30 +9999999", "\xff" * 400,
]  # fmt: skip


def test_odd_clocks(tmp_path: Path) -> None:
    """Nothing is reckoned from a Date header that no clock can show."""

    def instead(hit: Hit) -> Answer | None:
        status, headers, body = watched.portal.respond("GET", hit.path, host=hit.headers["host"])
        return status, {**headers, "Date": DATES[len(watched.hits) % len(DATES)]}, body

    with watch(Options(posts=24, **SPARE), instead) as watched:
        crawled = crawl(watched.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert "Traceback" not in crawled.stderr
        assert watched.archived(crawled) == watched.posts()
    assert {record["fetched_at"][:3] for record in crawled.records} == {"202"}


def test_pages_without_an_end_are_read_where_all_are_so(tmp_path: Path) -> None:
    """No page has its last tags, whose time stamp is another one each time; some are cut, too."""
    cut: set[str] = set()
    numbers = count()

    def instead(hit: Hit) -> Answer | None:
        status, headers, body = watched.portal.respond("GET", hit.path, host=hit.headers["host"])
        if not headers.get("Content-Type", "").startswith("text/html"):
            return None
        number = next(numbers)
        if number % 3 == 0 and number > 20 and hit.path not in cut:
            cut.add(hit.path)
            return status, headers, body[: len(body) // 2]
        stamp = f"<!-- {len(watched.hits)} queries -->".encode()
        return status, headers, body.partition(b"</body>")[0] + stamp

    with watch(Options(posts=30, **SPARE), instead) as watched:
        crawled = crawl(watched.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert watched.archived(crawled) == watched.posts()
        asked = Counter(watched.asked())
    assert len(cut) > 5
    assert sum(asked.values()) - len(asked) <= len(cut) + 8  # three attempts for the first pages
    assert [record["url"] for record in crawled.records if not record["copyright"]] == []


@pytest.mark.long
def test_one_page_that_is_cut_says_nothing_of_others(tmp_path: Path) -> None:
    """The front page, the first of all, lacks its end in every attempt; posts are cut once."""
    cut: Counter[str] = Counter()

    def instead(hit: Hit) -> Answer | None:
        status, headers, body = watched.portal.respond("GET", hit.path, host=hit.headers["host"])
        cut[hit.path] += 1
        if hit.path == "/" and cut["/"] <= 4:
            return status, headers, body[: -8 - cut["/"]]
        if hit.path.startswith("/post/") and cut[hit.path] == 1:
            return status, headers, body[: len(body) // 2]
        return None

    with watch(Options(posts=12, feed=False, **SPARE), instead) as watched:
        crawled = crawl(watched.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert watched.archived(crawled) == watched.posts()
    assert [record["url"] for record in crawled.records if not record["copyright"]] == []
