"""Revisits: what changes unseen, or goes, after a post was new."""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.changing import DAY, Changing, Story
from tests.crawling import archive_folder, crawl, read_records

pytestmark = pytest.mark.long
REVISITS = {"NEWSPORTAL_REVISITS": "24h,7d"}


def test_edits_and_removals_are_known_within_eight_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal = Changing(seed=11)
    began = portal.now
    portal.fill(30, days=60)
    with portal.serving() as url:
        assert crawl(url, tmp_path, settings=REVISITS).exit_status == 0
        portal.now += DAY
        news = [portal.write() for _ in range(12)]
        for _ in range(14):  # older news: no list or feed shows an edit of these
            portal.write()
        assert crawl(url, tmp_path, settings=REVISITS).exit_status == 0
        late, early, gone, same = news[1], news[2], news[3], news[4]
        early.paragraphs[3] = "这一段后来改过。"
        for half_day in range(18):
            portal.now += DAY / 2
            if half_day == 5:
                late.paragraphs[3] = "这一段很久以后才改。"
                gone.there = False
            # A removal takes a day by both clocks.
            monkeypatch.setenv("TEST_CLOCK", str(portal.now - began))
            crawl(url, tmp_path, settings=REVISITS)
        records = read_records(archive_folder(url, tmp_path))
    of = {
        story.number: [r for r in records if r["id"] == str(story.number)]
        for story in (late, early, gone, same)
    }
    assert [r["revision"] for r in of[early.number]] == [1, 2]
    assert [r["revision"] for r in of[late.number]] == [1, 2]
    assert {r["changed_by"] for r in of[late.number]} == {None, "portal"}
    assert of[gone.number][-1]["deleted_at"] is not None
    assert len(of[same.number]) == 1
    old = [r for r in records if int(r["id"]) < news[0].number]
    assert len(old) == len({r["id"] for r in old})


# How news changes, as a monitor of 88 million articles has published it: the share of bodies and
# titles that differ after a day and after a week, and of the articles that are gone.
BODIES, TITLES, GONE = (0.15, 0.18), (0.05, 0.06), (0.007, 0.015)
NEWS, STEP = 500, DAY / 2


def fate(chance: random.Random, shares: tuple[float, float]) -> float | None:
    """Return after how long something happens to a story, None if nothing does within a week."""
    drawn = chance.random()
    if drawn < shares[0]:
        return chance.uniform(0.01, 1) * DAY
    return chance.uniform(1, 7) * DAY if drawn < shares[1] else None


def test_nearly_all_that_becomes_of_news_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal, chance = Changing(seed=12), random.Random(12)
    portal.agent = "watched"
    settings = {**REVISITS, "USER_AGENT": portal.agent}
    began = portal.now
    portal.fill(30, days=60)
    events: list[tuple[float, str, Story]] = []
    times = sorted(began + DAY + chance.random() * 4 * DAY for _ in range(NEWS))
    news = [portal.write(at=time) for time in times]
    for story in news:
        del portal.stories[story.number]  # until then
        events.append((story.at, "published", story))
        for what, shares in (("body", BODIES), ("title", TITLES), ("gone", GONE)):
            if (after := fate(chance, shares)) is not None:
                events.append((story.at + after, what, story))
    events.sort(key=lambda event: event[0])
    with portal.serving() as url:
        assert crawl(url, tmp_path, settings=settings).exit_status == 0
        folder = archive_folder(url, tmp_path)
        known: dict[tuple[str, int], float] = {}  # when a record was first there
        while portal.now < began + 15 * DAY:
            portal.now += STEP
            while events and events[0][0] <= portal.now:
                _, what, story = events.pop(0)
                if what == "published":
                    portal.stories[story.number] = story
                elif what == "body":
                    story.paragraphs[3] = "这一段后来改过，记者又补充了几句。"
                elif what == "title":
                    story.title = f"更正：{story.title}"
                else:
                    story.there = False
            monkeypatch.setenv("TEST_CLOCK", str(portal.now - began))
            crawl(url, tmp_path, settings=settings)
            for record in read_records(folder):
                state = "gone" if record["deleted_at"] else f"{record['title']}{record['text']}"
                known.setdefault((state, int(record["id"])), portal.now)
        asked = Counter(path for path, status in portal.log if path.startswith("/post/"))
        records = read_records(folder)
    met = []
    for story in news:
        by = story.at + 8 * DAY + STEP
        if not story.there:  # known a day and an update later
            met.append(known.get(("gone", story.number), by + 9 * DAY) <= by + DAY + STEP)
        elif story.title.startswith("更正") or story.paragraphs[3].startswith("这一段后来"):
            last = f"{story.title}{chr(10).join(story.paragraphs)}"
            met.append(known.get((last, story.number), by + 1) <= by)
    sys.stdout.write(f"{sum(met)} of {len(met)} edits and removals known in time\n")
    assert len(met) > NEWS / 7
    assert sum(met) >= 0.95 * len(met)
    for story in news:
        of = [record for record in records if record["id"] == str(story.number)]
        changed = story.title.startswith("更正") + story.paragraphs[3].startswith("这一段后来")
        assert len(of) <= 1 + changed + (not story.there)
        assert {record["changed_by"] for record in of} <= {None, "portal"}
    requests = sum(asked[story.path] for story in news)
    gone = sum(not story.there for story in news)
    sys.stdout.write(f"{requests} requests of {NEWS} posts, {gone} of them gone\n")
    assert 3 * NEWS - gone <= requests <= 3 * NEWS + 2 * gone + len(met)


def test_a_wrong_time_is_named(tmp_path: Path) -> None:
    run = crawl("http://127.0.0.1:9/", tmp_path, settings={"NEWSPORTAL_REVISITS": "24h,soon"})
    assert run.exit_status == 2
    assert "'soon' is no time like 24h or 7d" in run.stderr
