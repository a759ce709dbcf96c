"""Times of portals in another zone, of feeds that are wrong, and of the future."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.archivist import Archivist
from tests.changing import DAY, Changing
from tests.crawling import ROOT, Record, archive_folder, crawl, read_records
from tests.plain_portal import PlainPortal, served, title

HOUR = DAY / 24
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def portal() -> Changing:
    portal = Changing(seed=23)
    portal.fill(34, days=30)
    portal.write(portal.now - 2 * HOUR)
    portal.write(portal.now - HOUR)
    return portal


def local(zone: ZoneInfo, form: str = "%Y-%m-%d %H:%M:%S"):  # type: ignore[no-untyped-def]
    return lambda at: datetime.fromtimestamp(at, zone).strftime(form)


def wrong(archivist: Archivist) -> list[str]:
    """Return what is said of times that is not so."""
    faults = []
    stories = {str(story.number): story for story in archivist.portal.stories.values()}
    for record in archivist.records():
        truth = datetime.fromtimestamp(stories[record["id"]].at, UTC)
        at = datetime.fromisoformat(record["published_at"])
        low, high = (
            datetime.fromisoformat(record[f"published_{end}"]) for end in ("earliest", "latest")
        )
        if not low <= truth <= high or abs(at - truth) > timedelta(minutes=1):
            faults.append(f"{record['id']}: {truth} is {at} ({low} to {high})")
    return faults


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Shanghai"])
def test_pages_in_another_zone(archivist: Archivist, portal: Changing, zone: str) -> None:
    """The feed has the offset: it is kept, and no update without news asks for more."""
    portal.printed = local(ZoneInfo(zone))
    portal.in_feed = local(ZoneInfo(zone), "%a, %d %b %Y %H:%M:%S %z")
    assert archivist.run() == 0, archivist.stderr
    assert wrong(archivist) == []
    portal.now += HOUR
    story = portal.write()
    assert archivist.run() == 0, archivist.stderr
    assert wrong(archivist) == []
    assert len(archivist.of(story)) == 1
    portal.now += HOUR
    assert archivist.run() == 0, archivist.stderr
    assert len(portal.log) <= 3


def intervals_hold(archivist: Archivist, portal: Changing) -> None:
    """Assert that the interval of each record holds the truth."""
    stories = {str(story.number): story for story in portal.stories.values()}
    for record in archivist.records():
        truth = stories[record["id"]].at
        low, high = (
            datetime.fromisoformat(record[f"published_{end}"]).timestamp()
            for end in ("earliest", "latest")
        )
        assert low <= truth < high + 1, (record["published_from"], archivist.report["zone"])


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Shanghai"])
@pytest.mark.parametrize("form", ["", "%Y-%m-%d"])
def test_days_in_another_zone(archivist: Archivist, portal: Changing, zone: str, form: str) -> None:
    """Pages print 4周前 (10-30), or the day only: the offset in the feed tells the zone.

    A feed of +0000 that no time confirms may be one of local times.
    """
    for hours in (3, 5, 7):
        portal.write(portal.now - hours * HOUR)
    ago, there = portal.ago, local(ZoneInfo(zone), "%m-%d")

    def printed(at: float) -> str:
        return re.sub(r"[0-9]{2}-[0-9]{2}(?=\))", lambda _: there(at), ago(at))

    portal.printed = local(ZoneInfo(zone), form) if form else printed
    portal.in_feed = local(ZoneInfo(zone), "%a, %d %b %Y %H:%M:%S %z")
    assert archivist.run() == 0, archivist.stderr
    intervals_hold(archivist, portal)


@pytest.mark.parametrize(("pages", "feed"), [("UTC", "UTC"), ("Asia/Shanghai", "Asia/Shanghai")])
def test_hours_tell_whether_days_are_those_of_utc(
    archivist: Archivist, portal: Changing, monkeypatch: pytest.MonkeyPatch, pages: str, feed: str
) -> None:
    """Pages print days, the feed GMT: either the pages are in UTC, or the feed prints local time.

    Nothing is published in the small hours.
    """
    monkeypatch.setattr("tests.changing.IN_FEED", 13)
    portal.stories.clear()
    midnight = datetime.fromtimestamp(portal.now, SHANGHAI).replace(hour=0, minute=0, second=0)
    for days in range(1, 5):
        for hour in (7, 10, 12, 21):
            portal.write((midnight - timedelta(days=days) + timedelta(hours=hour)).timestamp())
    portal.printed = local(ZoneInfo(pages), "%Y-%m-%d")
    portal.in_feed = local(ZoneInfo(feed), "%a, %d %b %Y %H:%M:%S GMT")
    assert archivist.run() == 0, archivist.stderr
    intervals_hold(archivist, portal)
    assert ("feed" if pages == "Asia/Shanghai" else "UTC") in archivist.report["zone"]


def test_a_feed_that_calls_local_time_gmt(archivist: Archivist, portal: Changing) -> None:
    portal.in_feed = local(SHANGHAI, "%a, %d %b %Y %H:%M:%S GMT")
    portal.printed = local(SHANGHAI)
    assert archivist.run() == 0, archivist.stderr
    assert wrong(archivist) == []
    assert "feed" in archivist.report["zone"]


def test_later_runs_know_how_wrong_the_feed_is(archivist: Archivist, portal: Changing) -> None:
    """Pages that say no more than the day leave the time to the feed, as the first run knew it."""
    portal.in_feed = local(SHANGHAI, "%a, %d %b %Y %H:%M:%S GMT")
    portal.printed = local(SHANGHAI)
    assert archivist.run() == 0, archivist.stderr
    portal.printed = local(SHANGHAI, "%Y-%m-%d")
    portal.now += 20 * HOUR
    new = portal.write(portal.now - 9 * HOUR)
    assert archivist.run() == 0, archivist.stderr
    assert [record["published_from"] for record in archivist.of(new)] == ["feed"]
    assert wrong(archivist) == []


def test_relative_times_tell_of_such_a_feed_too(archivist: Archivist, portal: Changing) -> None:
    for hours in (3, 5, 7, 9):
        portal.write(portal.now - hours * HOUR)
    portal.in_feed = local(SHANGHAI, "%a, %d %b %Y %H:%M:%S GMT")
    assert archivist.run() == 0, archivist.stderr
    stories = {str(story.number): story for story in portal.stories.values()}
    exact = [record for record in archivist.records() if record["published_from"] == "feed"]
    assert len(exact) == 10
    for record in exact:
        at = datetime.fromisoformat(record["published_at"]).timestamp()
        assert at == stories[record["id"]].at


def test_times_that_no_zone_explains_are_told(archivist: Archivist, portal: Changing) -> None:
    portal.printed = local(SHANGHAI)
    portal.in_feed = lambda at: local(SHANGHAI, "%a, %d %b %Y %H:%M:%S +0800")(at - 37 * 60)
    assert archivist.run() == 1
    assert archivist.report["result"] == "done-with-alerts"
    assert "feed and page give times that contradict each other" in archivist.report["outcome"]
    portal.now += HOUR
    assert archivist.run() == 0, archivist.stderr  # told once, with the posts


def test_a_post_that_is_dated_ahead_never_leads(archivist: Archivist, portal: Changing) -> None:
    portal.printed = local(SHANGHAI)
    ahead = portal.write(portal.now + 40 * DAY)
    assert archivist.run() == 0, archivist.stderr
    (record,) = archivist.of(ahead)
    assert record["published_at"] == record["fetched_at"] == record["published_earliest"]
    assert record["published_precision"] is None
    assert datetime.fromisoformat(record["published_latest"]).timestamp() >= ahead.at
    others = [r["published_at"] for r in archivist.records() if r is not record]
    assert max(others) <= record["fetched_at"]


def test_a_first_run_without_dates_is_told(archivist: Archivist, portal: Changing) -> None:
    printed = portal.ago
    portal.printed = lambda at: "昨天的昨天" if int(at) % 6 else printed(at)
    portal.feed = "404"
    assert archivist.run() == 1
    assert archivist.report["result"] == "done-with-alerts"
    assert "have no date" in archivist.report["outcome"]


def test_a_first_run_dated_ahead_is_told(archivist: Archivist, portal: Changing) -> None:
    portal.feed = "404"
    portal.printed = lambda at: local(SHANGHAI)(at + 60 * DAY)
    assert archivist.run() == 1
    assert "dated after the time" in archivist.report["outcome"]


def disputing(portal: Changing, minutes: float) -> None:
    """Have the feed print other times than the pages, all of them or only some."""
    portal.printed = local(SHANGHAI)
    portal.in_feed = lambda at: local(SHANGHAI, "%a, %d %b %Y %H:%M:%S +0800")(at - minutes * 60)


@pytest.mark.long
@pytest.mark.parametrize("minutes", [37, 320, 3 * 1440 + 7])
def test_where_feed_and_page_contradict_each_other_the_interval_holds_both(
    archivist: Archivist, portal: Changing, minutes: int
) -> None:
    disputing(portal, minutes)
    in_feed = {str(story.number) for story in portal.newest()}
    assert archivist.run() == 1
    for mode in ("update", "full", "refetch", "refetch"):
        disputed = [record for record in archivist.records() if record["id"] in in_feed]
        assert len(disputed) == len(in_feed), mode
        for record in disputed:
            at = portal.stories[int(record["id"])].at
            low, high = (
                datetime.fromisoformat(record[f"published_{end}"]).timestamp()
                for end in ("earliest", "latest")
            )
            assert low <= at - minutes * 60 <= at <= high, record["published_earliest"]
            assert record["published_precision"] == {37: "hour", 320: "day"}.get(minutes, "week")
            assert record["published_from"] == "feed"
        if mode == "refetch":  # they are in the feed no longer, of which the state knows
            for _ in range(12):
                portal.now += 60
                portal.write()
            disputing(portal, 0)
        portal.now += HOUR
        assert archivist.run(mode) in (0, 1), archivist.stderr
        assert mode != "update" or len(portal.log) <= 3, portal.log


@pytest.mark.long
def test_a_dispute_that_is_settled_gives_the_exact_time(
    archivist: Archivist, portal: Changing
) -> None:
    disputing(portal, 37)
    assert archivist.run() == 1
    disputing(portal, 0)
    portal.now += HOUR
    assert archivist.run("refetch") == 0, archivist.stderr
    stories = {str(story.number): story for story in portal.newest()}
    last = {record["id"]: record for record in archivist.records()}
    for number, story in stories.items():
        record = last[number]
        assert record["published_precision"] == "second"
        assert datetime.fromisoformat(record["published_at"]).timestamp() == story.at


def days_and_feed(head: str) -> PlainPortal:
    """Return a portal whose pages print the days of its feed, which calls all times +0000."""
    portal = PlainPortal().news(14)
    items = ""
    for n, hour in enumerate(_HOURS):
        at = datetime(2026, 10, 1 + n, hour, n, tzinfo=UTC)
        key = f"/news/{n}.html"
        portal.pages[key] = re.sub(
            r"2026-[0-9-]{5}(?: [0-9:]{5,8})?", f"{at:%Y-%m-%d}", str(portal.pages[key])
        )
        items += (
            f"<item><title>{title(n)}</title><link>http://portal.example{key}</link>"
            f"<pubDate>{at:%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
        )
    for key, page in portal.pages.items():
        portal.pages[key] = re.sub(r"(2026-[0-9]{2}-[0-9]{2}) [0-9:]{5,8}", r"\1", str(page))
    portal.pages["/feed"] = (
        f"<?xml version='1.0'?><rss version='2.0'><channel>{head}{items}</channel></rss>"
    )
    return portal


_HOURS = [1, 20, 5, 18, 13, 9, 22, 2, 17, 11]


def test_days_alone_show_neither_the_feed_nor_the_pages_to_be_wrong(tmp_path: Path) -> None:
    """Days of UTC, or local times called +0000: both are held, which is told."""
    with served(days_and_feed("")) as portal:
        crawled = crawl(portal.url, tmp_path, settings={"NEWSPORTAL_WARC": 0})
    assert crawled.exit_status == 0, crawled.stderr
    assert "hold both" in crawled.report["zone"]
    dated = {int(r["url"].rsplit("/")[-1].partition(".")[0]): r for r in crawled.records}
    for n, record in dated.items():
        low, high = (
            datetime.fromisoformat(record[f"published_{end}"]) for end in ("earliest", "latest")
        )
        assert record["published_precision"] == "day", record
        if n < len(_HOURS):
            at = datetime(2026, 10, 1 + n, _HOURS[n], n, tzinfo=UTC)
            assert low <= at.replace(tzinfo=SHANGHAI) < at <= high
        else:
            day = high - timedelta(hours=8)
            assert (low.hour, day.hour) == (0, 23)
            assert low.date() == day.date()


@pytest.mark.parametrize(
    "head",
    [
        "<generator>https://wordpress.org/?v=6.1.9</generator>",
        "<lastBuildDate>{now:%a, %d %b %Y %H:%M:%S} +0000</lastBuildDate>",
    ],
)
def test_a_feed_that_tells_its_clock_to_be_right_is_believed_before_days(
    tmp_path: Path, head: str
) -> None:
    """What its software reckons, or the time at which it says it was made."""
    head = head.format(now=datetime.now(UTC))
    with served(days_and_feed(head)) as portal:
        crawled = crawl(portal.url, tmp_path, settings={"NEWSPORTAL_WARC": 0})
    assert crawled.exit_status == 0, crawled.stderr
    assert "UTC" in crawled.report["zone"]
    for record in crawled.records:
        n = int(record["url"].rsplit("/")[-1].partition(".")[0])
        at, low, high = (
            datetime.fromisoformat(record[f"published_{end}"])
            for end in ("at", "earliest", "latest")
        )
        if n < len(_HOURS):
            assert at == datetime(2026, 10, 1 + n, _HOURS[n], n, tzinfo=UTC)
            assert record["published_precision"] == "second"
        else:
            assert (low.hour, high.hour, record["published_precision"]) == (8, 7, "day")


def test_a_feed_that_says_it_was_made_later_than_now_calls_local_times_utc(tmp_path: Path) -> None:
    head = f"<lastBuildDate>{datetime.now(SHANGHAI):%a, %d %b %Y %H:%M:%S} +0000</lastBuildDate>"
    with served(days_and_feed(head)) as portal:
        crawled = crawl(portal.url, tmp_path, settings={"NEWSPORTAL_WARC": 0})
    assert crawled.exit_status == 0, crawled.stderr
    assert "feed" in crawled.report["zone"]
    fed = [record for record in crawled.records if record["published_from"] == "feed"]
    hours = {datetime.fromisoformat(record["published_at"]).hour for record in fed}
    assert hours == set(_HOURS)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC"])
def test_relative_times_that_show_a_feed_to_be_right_leave_the_zone_to_the_days(
    tmp_path: Path, zone: str
) -> None:
    """WordPress prints +0000 in every zone: only printed days tell that of the pages."""
    portal, items = PlainPortal().news(18), ""
    now = datetime.now(UTC).replace(microsecond=0)
    for n in range(18):
        at = now - timedelta(hours=n + 2) if n < 4 else now - timedelta(days=n)
        at = at if n < 4 else at.replace(hour=_HOURS[n % 10])
        printed = f"{n + 2}小时前" if n < 4 else f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d}"
        for key, page in portal.pages.items():
            row, pattern = f"/news/{n}.html", r"2026-[0-9-]{5}(?: [0-9:]{5})?"
            if key == row:
                portal.pages[key] = re.sub(pattern, printed, str(page))
            else:
                own = rf'("{row}">[^<]*</a><span>){pattern}'
                portal.pages[key] = re.sub(own, rf"\g<1>{printed}", str(page))
        if n < 12:
            items += (
                f"<item><title>{title(n)}</title><link>http://portal.example/news/{n}.html</link>"
                f"<pubDate>{at:%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
            )
    portal.pages["/feed"] = f"<rss version='2.0'><channel>{items}</channel></rss>"
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    outside = [x for x in crawled.records if int(re.sub(r"\D", "", x["id"])) >= 12]
    begin = {each["published_earliest"][11:13] for each in outside}
    assert len(outside) == 6
    assert begin == {"00" if zone == "Asia/Shanghai" else "08"}


@pytest.mark.parametrize("right", [False, True])
def test_times_called_utc_are_what_the_printed_days_of_the_portal_say(
    tmp_path: Path, *, right: bool
) -> None:
    """Where one page is shown to call local times UTC, the intervals of the others hold both."""
    portal = PlainPortal().news(12)
    hours = [20, 9, 17, 22, 8, 10, 12, 7, 18, 11, 6, 19]
    for n, hour in enumerate(hours):
        at = datetime(2026, 10, 2 + n, hour, n, 5, tzinfo=SHANGHAI if right else UTC)
        key, page = f"/2026/10/{2 + n:02}/{n}.html", str(portal.pages.pop(f"/news/{n}.html"))
        told = f"<time datetime='{at.astimezone(UTC):%F %T}+00:00'>{at:%Y年%m月%d日}</time>"
        portal.pages[key] = re.sub(r"时间：2026-[0-9-]{5} [0-9:]{5}", told, page)
        for path, shown in portal.pages.items():
            portal.pages[path] = str(shown).replace(f'"/news/{n}.html"', f'"{key}"')
    for path, shown in portal.pages.items():
        portal.pages[path] = re.sub(r"<span>2026-[0-9-]{5}</span>", "", str(shown))
    one_by_one = {"CONCURRENT_REQUESTS": 1, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}
    with served(portal):
        crawled = crawl(portal.url, tmp_path, settings={"NEWSPORTAL_WARC": 0, **one_by_one})
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == len(hours)
    assert ("call UTC" in crawled.report["zone"]) is not right
    for record in crawled.records:
        n = int(record["url"].rsplit("/")[-1].partition(".")[0])
        at, low, high = (
            datetime.fromisoformat(record[f"published_{end}"])
            for end in ("at", "earliest", "latest")
        )
        local = datetime(2026, 10, 2 + n, hours[n], n, 5, tzinfo=SHANGHAI)
        assert at.date() == local.date()
        if right:
            assert at == low == high == local


def called_utc(hours: list[int], zone: tzinfo) -> PlainPortal:
    """Return a portal whose pages print days of UTC beside times that they call UTC's.

    The hours are those of the *zone*, one for each post.
    """
    portal = PlainPortal().news(len(hours))
    for n, hour in enumerate(hours):
        at = datetime(2026, 9, 2, hour, n, 5, tzinfo=zone).astimezone(UTC) + timedelta(days=n)
        told = f"<time datetime='{at:%FT%T}Z'>{at:%Y年%m月%d日}</time>"
        page = str(portal.pages[f"/news/{n}.html"])
        portal.pages[f"/news/{n}.html"] = re.sub(r"时间：2026-[0-9-]{5} [0-9:]{5}", told, page)
    for path, shown in portal.pages.items():
        portal.pages[path] = re.sub(r"<span>2026-[0-9-]{5}</span>", "", str(shown))
    return portal


@pytest.mark.parametrize("told", [False, True])
def test_printed_times_that_pages_call_utc_may_be_local(tmp_path: Path, *, told: bool) -> None:
    """Where another page shows that the portal prints local times, these are exact."""
    portal, hours = PlainPortal().news(12), [9, 20, 17, 23]
    for n in range(12):
        at = datetime(2026, 10, 2 + n, hours[n % len(hours)], n, tzinfo=UTC)
        page = str(portal.pages[f"/news/{n}.html"])
        json = f'{{"@type":"NewsArticle","datePublished":"{at:%FT%T}+00:00"}}'
        right = f"{at - timedelta(hours=8):%FT%T}Z"
        if told and n % 2:
            json = json.replace(f"{at:%FT%T}+00:00", right)
        page = re.sub(r"时间：2026-[0-9-]{5} [0-9:]{5}", f"{at:%F %H:%M}", page)
        script = f'<script type="application/ld+json">{json}</script></head>'
        portal.pages[f"/news/{n}.html"] = page.replace("</head>", script)
    for path, shown in portal.pages.items():
        portal.pages[path] = re.sub(r"<span>2026-[0-9-]{5}</span>", "", str(shown))
    one_by_one = {"CONCURRENT_REQUESTS": 1, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}
    with served(portal):
        crawled = crawl(portal.url, tmp_path, settings={"NEWSPORTAL_WARC": 0, **one_by_one})
    assert crawled.exit_status == 0, crawled.stderr
    assert ("may be local" in crawled.report["zone"]) is not told
    exact = 0
    for record in crawled.records:
        n = int(re.sub(r"\D", "", record["id"]))
        local = datetime(2026, 10, 2 + n, hours[n % len(hours)], n, tzinfo=SHANGHAI)
        at, low, high = (
            datetime.fromisoformat(record[f"published_{end}"])
            for end in ("at", "earliest", "latest")
        )
        assert at == local
        assert low <= local <= high
        exact += record["published_precision"] in ("second", "minute")
        if not told:
            assert high >= local + timedelta(hours=8)
    assert (exact >= 11) is told


def held(records: list[Record], hours: list[int]) -> dict[int, tuple[bool, bool]]:
    """Return of each post whether its interval holds the local time, and whether it is exact."""
    found = {}
    for record in records:
        n = int(re.sub(r"\D", "", record["id"]))
        at = datetime(2026, 9, 2, hours[n], n, 5, tzinfo=SHANGHAI) + timedelta(days=n)
        low, high = (
            datetime.fromisoformat(record[f"published_{end}"]) for end in ("earliest", "latest")
        )
        found[n] = low <= at <= high, low == high
    return found


@pytest.mark.long
def test_posts_that_were_dated_before_times_were_known_to_be_local_are_told(
    tmp_path: Path,
) -> None:
    """Printed days alone speak against the name; stored pages are then read as they are meant."""
    hours = [9, 20, 17, 8, 22, 10, 12, 3, 18, 11, 6, 19, 14, 21, 2, 23]
    with served(called_utc(hours, UTC)) as portal:
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 1, crawled.stderr
        false = [n for n, (holds, _) in held(crawled.records, hours).items() if not holds]
        told = "posts were archived before it was known how the portal's times are to be read"
        assert f"{len(false)} {told}" in crawled.report["outcome"]
        environment = {**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path)}
        words = [sys.executable, "-m", "scrapy", "reextract", "-a", f"portal={portal.url}"]
        subprocess.run(words, cwd=ROOT, env=environment, check=True, capture_output=True)
        records = read_records(archive_folder(portal.url, tmp_path))
    assert all(holds for holds, _ in held(records, hours).values())


@pytest.mark.long
def test_hours_tell_that_times_called_utc_are_and_printed_days_are_too(tmp_path: Path) -> None:
    hours = [9, 20, 7, 8, 22, 10, 12, 7, 18, 11, 6, 19, 14, 21, 7, 9]
    with served(called_utc(hours, SHANGHAI)) as portal:
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert {*held(crawled.records, hours).values()} == {(True, True)}


def test_pages_of_any_portal_are_in_the_zone_that_its_feed_tells(tmp_path: Path) -> None:
    """Posts that the feed does not name have their times by it, too; its GMT alone tells none."""
    for zone, hour in (("+0000", 16), ("GMT", 8)):
        portal = PlainPortal().news(12)
        items = "".join(
            f"<item><title>{title(n)}</title><link>http://portal.example/news/{n}.html</link>"
            f"<pubDate>{1 + n:02} Oct 2026 08:{n:02}:00 {zone}</pubDate></item>"
            for n in range(8)
        )
        portal.pages["/feed"] = (
            f"<?xml version='1.0'?><rss version='2.0'><channel>{items}</channel></rss>"
        )
        with served(portal):
            crawled = crawl(portal.url, tmp_path / zone, settings={"NEWSPORTAL_WARC": 0})
        assert crawled.exit_status == 0, crawled.stderr
        outside = [each for each in crawled.records if each["published_from"] != "feed"]
        assert {each["published_at"][11:13] for each in outside} == {f"{hour:02}"}
        assert ("UTC" in crawled.report["zone"]) is (zone == "+0000")
