"""How a crawl treats the portal, measured at the portal."""

from __future__ import annotations

import time
from collections import Counter
from email.utils import formatdate
from itertools import combinations, pairwise
from math import ceil
from pathlib import Path
from statistics import median
from zlib import crc32

import pytest

from newsportal import settings as defaults
from newsportal.sample.content import Portal
from newsportal.sample.options import Options
from tests.crawling import crawl
from tests.watching import POLITE, SPARE, UNDELAYED, Answer, Hit, watch

BRIEF = {"CLOSESPIDER_PAGECOUNT": 6}  # what takes a second a request is seen soon enough
# Seconds that a request may be under way when the portal asks to wait.
ON_THE_WAY = 0.5


# robots.txt


def test_robots_txt_is_obeyed(tmp_path: Path) -> None:
    portal = Portal(Options(posts=30, **SPARE))
    hidden = {portal.truth(post_id).path for post_id in list(portal.ids())[3::9]}
    rules = ["User-agent: *", "Disallow: /feed.php", *(f"Disallow: {path}" for path in hidden)]
    options = Options(posts=30, robots="\n".join(rules), **SPARE)
    with watch(options) as watched:
        crawled = crawl(watched.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert watched.asked()[0] == "/robots.txt"
        assert not hidden & set(watched.asked())
        assert not [path for path in watched.asked() if path.startswith("/feed.php")]
        assert watched.archived(crawled) == watched.posts() - hidden
        assert max(Counter(watched.asked()).values()) == 1
        assert crawled.report["forbidden"]["count"] == len(hidden)


def test_rules_for_newsportal_go_before_those_for_all(tmp_path: Path) -> None:
    rules = "User-agent: *\nDisallow:\n\nUser-agent: newsportal\nDisallow: /\n"
    with watch(Options(posts=10, robots=rules, **SPARE)) as watched:
        crawled = crawl(watched.url, tmp_path / "data")
        assert watched.asked() == ["/robots.txt"]
    assert crawled.exit_status == 1
    assert "robots.txt forbids it" in crawled.stderr
    assert not (tmp_path / "data").exists()


def test_robots_txt_forbids_what_a_redirect_leads_to(tmp_path: Path) -> None:
    def instead(hit: Hit) -> Answer | None:
        if hit.path == moved:
            return 302, {"Location": "/private/1.html"}, b""
        return None

    options = Options(posts=10, robots="User-agent: *\nDisallow: /private/", **SPARE)
    with watch(options, instead) as watched:
        moved = sorted(watched.posts())[4]
        crawled = crawl(watched.url, tmp_path)
        assert moved in watched.asked()
        assert "/private/1.html" not in watched.asked()
        assert watched.archived(crawled) == watched.posts() - {moved}


@pytest.mark.parametrize("status", [404, 403])
def test_without_robots_txt_all_is_allowed(tmp_path: Path, status: int) -> None:
    def instead(hit: Hit) -> Answer | None:
        return (status, {}, b"Disallow: /") if hit.path == "/robots.txt" else None

    with watch(Options(posts=12, **SPARE), instead) as watched:
        crawled = crawl(watched.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert watched.asked().count("/robots.txt") == 1
        assert watched.archived(crawled) == watched.posts()


def test_broken_robots_txt_allows_nothing(tmp_path: Path) -> None:
    def instead(hit: Hit) -> Answer | None:
        return (500, {}, b"") if hit.path == "/robots.txt" else None

    with watch(Options(posts=12, **SPARE), instead) as watched:
        crawled = crawl(watched.url, tmp_path / "data")
        assert set(watched.asked()) == {"/robots.txt"}
    assert crawled.exit_status == 1
    assert "robots.txt cannot be read: status 500" in crawled.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.long
def test_crawl_delay_is_obeyed(tmp_path: Path) -> None:
    options = Options(posts=12, robots="User-agent: *\nCrawl-delay: 1", **SPARE)
    with watch(options) as watched:
        crawl(watched.url, tmp_path, settings={**UNDELAYED, **BRIEF})
        times = [hit.began for hit in watched.hits]
    assert len(times) >= 5
    assert_spaced(times, 1)


# Retry-After


@pytest.mark.long
@pytest.mark.parametrize(
    ("status", "as_date", "place"),
    [
        (429, False, "/post/"),
        (429, True, "/feed.php"),
        (503, False, "/feed.php"),
        (503, True, "/post/"),
        (503, False, "/robots.txt"),
    ],
)
def test_retry_after_holds_for_the_whole_portal(
    tmp_path: Path, status: int, as_date: bool, place: str
) -> None:
    """The portal asks once to wait for two seconds, in the middle of all."""
    asked_to_wait: list[Hit] = []
    until: list[float] = []

    def instead(hit: Hit) -> Answer | None:
        late_enough = place != "/post/" or len(watched.posts_asked()) > 5
        if asked_to_wait or not hit.path.startswith(place) or not late_enough:
            return None
        asked_to_wait.append(hit)
        now = time.time()
        until.append(float(ceil(now + 2)) if as_date else now + 2)
        value = formatdate(until[0], usegmt=True) if as_date else "2"
        return status, {"Retry-After": value, "Date": formatdate(now, usegmt=True)}, b"busy"

    quick = {**UNDELAYED, "DOWNLOAD_DELAY": 0.05}
    with watch(Options(posts=20, **SPARE), instead) as watched:
        crawled = crawl(watched.url, tmp_path, settings=quick)
        assert crawled.exit_status == 0, crawled.stderr
        (told,), (end,) = asked_to_wait, until
        early = [
            round(hit.began - told.answered, 3)
            for hit in watched.hits
            if told.answered < hit.began < end - 0.02
        ]
        assert len(early) <= 1
        assert [seconds for seconds in early if seconds > ON_THE_WAY] == []
        assert any(hit.began >= end for hit in watched.hits)
        assert watched.archived(crawled) == watched.posts()
        served = Counter(hit.path for hit in watched.hits if hit.status == 200)
        assert max(served.values()) == 1


# By default


@pytest.mark.long
def test_default_settings(tmp_path: Path) -> None:
    """One crawl, as every second of it counts."""
    with watch(Options(posts=12, **SPARE), seconds=0.2) as watched:
        crawled = crawl(watched.url, tmp_path, "limit=4", settings={**POLITE, **BRIEF})
    assert " WARNING: " not in crawled.stderr
    assert_about_one_request_a_second([hit.began for hit in watched.hits])
    assert {hit.method for hit in watched.hits} == {"GET"}
    assert not [hit.path for hit in watched.hits if "cookie" in hit.headers]
    assert not [hit.path for hit in watched.hits if "referer" in hit.headers]
    (agent,) = {hit.headers["user-agent"] for hit in watched.hits}
    assert_honest(agent)


def assert_spaced(times: list[float], gap: float) -> None:
    """A busy machine notes a request late and the next one in time, by less than a gap."""
    for (first, earlier), (last, later) in combinations(enumerate(times), 2):
        assert later - earlier >= (last - first - 1) * gap


def assert_about_one_request_a_second(times: list[float]) -> None:
    assert len(times) >= 5
    assert_spaced(times, 0.5)  # each gap is drawn between half a second and one and a half
    assert (times[-1] - times[0]) / (len(times) - 1) >= 0.55


def assert_honest(agent: str) -> None:
    assert "newsportal" in agent
    assert f"mailto:{defaults.NEWSPORTAL_CONTACT}" in agent
    assert "@" in defaults.NEWSPORTAL_CONTACT
    mobile = "linux android mobile iphone ipad ipod opera kindle blackberry phone symbian"
    assert not [word for word in mobile.split() if word in agent.lower()]


@pytest.mark.long
def test_at_most_two_requests_in_flight(tmp_path: Path) -> None:
    """Even where nothing but the number of connections slows a crawl down."""
    with watch(Options(posts=20, **SPARE), seconds=0.1) as watched:
        crawled = crawl(watched.url, tmp_path, settings=UNDELAYED)
        assert crawled.exit_status == 0, crawled.stderr
        assert watched.archived(crawled) == watched.posts()
        assert max(hit.in_flight for hit in watched.hits) == 2


@pytest.mark.long
def test_at_most_two_requests_in_flight_while_much_goes_wrong(tmp_path: Path) -> None:
    """Retries, redirects and second rounds come in no more connections than first attempts."""
    asked: Counter[str] = Counter()

    def instead(hit: Hit) -> Answer | None:
        asked[hit.path] += 1
        faults: list[Answer] = [
            (500, {}, b""), (200, {}, b""), (404, {}, b""), (403, {}, b"no"),
            (302, {"Location": hit.path}, b""), (302, {"Location": f"{hit.path}?again=1"}, b""),
            (200, {"Content-Type": "text/html"}, b"<html><p>cut"),
        ]  # fmt: skip
        fault = faults[crc32(hit.path.encode()) % len(faults)]
        return fault if asked[hit.path] == 1 and hit.path != "/robots.txt" else None

    with watch(Options(posts=20, **SPARE), instead, seconds=0.1) as watched:
        crawled = crawl(watched.url, tmp_path, settings=UNDELAYED)
        assert crawled.exit_status == 0, crawled.stderr
        assert watched.archived(crawled) == watched.posts()
        assert max(hit.in_flight for hit in watched.hits) == 2


@pytest.mark.long
def test_a_slow_portal_is_asked_less_often(tmp_path: Path) -> None:
    """From its tenth request on, a portal takes twenty times as long."""

    def instead(_: Hit) -> None:
        time.sleep(0.05 if len(watched.hits) <= 10 else 1)

    quick = {**POLITE, "DOWNLOAD_DELAY": 0.05, "AUTOTHROTTLE_START_DELAY": 0.05}
    with watch(Options(posts=30, **SPARE), instead) as watched:
        crawl(watched.url, tmp_path, settings={**quick, "CLOSESPIDER_PAGECOUNT": 20})
        times = [hit.began for hit in watched.hits]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert len(gaps) >= 17
    # Not those while the delay adapts. Ratios, as the machine may be slow, too.
    assert median(gaps[13:]) > 3 * median(gaps[2:9])
