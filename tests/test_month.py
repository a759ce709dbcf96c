"""A month in the life of an archive, and each of its dangers alone.

The oracle knows the portal and the documents, not the code. ``NEWSPORTAL_SEEDS=200`` runs more
months; the seed is the parameter, and the whole month follows from it.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.archivist import Archivist, archiving
from tests.changing import CATEGORIES, DAY, EXCERPT, IN_FEED, OFF_INDEX, PER_PAGE, Changing, Story
from tests.crawling import ROOT, Record

pytestmark = pytest.mark.long

SEEDS = range(1, 1 + int(os.environ.get("NEWSPORTAL_SEEDS", "3")))
SCHEMA = json.loads((ROOT / "newsportal/schema/post.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
FINENESS = ["second", "minute", "hour", "day", "week", "month", "year", None]


@pytest.fixture
def portal() -> Changing:
    portal = Changing(seed=7)
    portal.fill(40)
    return portal


@pytest.fixture
def archivist(portal: Changing, tmp_path: Path) -> Iterator[Archivist]:
    """An archive of the portal after its first run."""
    with archiving(portal, tmp_path) as archivist:
        assert archivist.run() == 0, archivist.stderr
        assert len(archivist.records()) == 40
        yield archivist


# What makes a revision, as the oracle compares it

Content = tuple[str, str, str, str, str]


def squeezed(text: str) -> str:
    return "".join(text.split())


def content_of(story: Story, url: str) -> Content:
    picture = f"{url}upload/{story.number}-{story.picture}.jpg"
    text = squeezed("".join(story.paragraphs))
    return story.title, text, picture, " ".join(story.tags), CATEGORIES[story.category]


def recorded(record: Record) -> Content:
    return (
        record["title"],
        squeezed(record["text"]),
        " ".join(image["url"] for image in record["images"]),
        " ".join(record["tags"]),
        " ".join(record["category"]),
    )


class Month:
    """One seed's month: what happened, and what the archive must say of it."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.seed, self.folder = seed, folder
        self.chance = random.Random(seed)
        self.portal = Changing(seed, terse=bool(seed % 2))
        self.portal.fill(self.chance.randint(30, 60))
        self.diary: list[str] = []
        self.faults: list[str] = []
        self.checked = b""  # the export after the last run that was checked
        self.last: dict[int, Record] = {}  # the last record of each story
        self.versions: dict[int, set[Content]] = {}  # lived since the last checked run
        self.missed_at: dict[int, float] = {}  # first 404 of a removed story
        self.absent_at: dict[int, float] = {}  # first whole run without it
        self.ok_at = -1.0  # the last run that exited 0
        self.published: set[int] = set()  # since then, not back-dated
        self.edited = False  # anything else changed since then
        self.twins: dict[int, int] = {}  # exact duplicates at birth
        self.fixed: set[int] = set()  # stories of such a pair that changed or went
        self.hidden: set[int] = set()

    def live(self) -> None:
        with archiving(self.portal, self.folder) as self.archivist:
            self._first()
            gaps = [self.chance.choice((0.04, 0.5, 1, 1.5, 2, 3)) for _ in range(13)]
            broken, closed, refetch = self.chance.sample(range(1, 13), 3)
            weeks = 0
            for step, gap in enumerate(gaps):
                self.portal.now += (gap + self.chance.random() / 9) * DAY
                self.portal.old_feed = self.portal.old_feed or self.portal.feed_text()
                self._events()
                mode = "refetch" if step == refetch else "update"
                if sum(gaps[: step + 1]) // 6 > weeks:
                    weeks, mode = weeks + 1, "full"
                self.portal.feed = ""
                if step == broken:
                    self.portal.feed = self.chance.choice(("500", "404", "empty", "stale"))
                if step == closed:
                    self._closed(mode)
                elif self.chance.random() < 0.25:
                    self._killed(mode)
                    if self.chance.random() < 0.5:
                        self.portal.now += 0.1 * DAY
                        self._events()
                    self._run(mode)
                else:
                    self._run(mode)
            self.portal.feed = ""
            self._run("full")
            self.portal.now += 1.05 * DAY
            self._run("refetch")
            self._audit()

    def _first(self) -> None:
        for _ in range(self.chance.randint(0, 2)):
            self._killed("update")
            self.portal.now += 0.2 * DAY
            if self.chance.random() < 0.5:
                self._publish(self.chance.randint(1, 12))
        self._run("update", first=True)

    # What happens

    def _say(self, text: str) -> None:
        day = (self.portal.now - 1795305600) / DAY
        self.diary.append(f"day {day:.2f}: {text}")

    def _known(self) -> list[Story]:
        return [s for s in self.portal.stories.values() if s.there and s.number not in self.hidden]

    def _note(self, story: Story) -> None:
        contents = self.versions.setdefault(story.number, set())
        contents.add(content_of(story, self.portal.url))

    def _events(self) -> None:
        chance, drawn = self.chance, self.chance.random()
        self._say("---")
        if drawn > 0.35:
            self._publish(chance.randint(11, 25) if drawn > 0.87 else chance.randint(1, 9))
        happenings = (
            (0.45, self._edit), (0.2, self._edit), (0.3, self._reformat), (0.3, self._remove),
            (0.3, self._restore), (0.3, self._stick), (0.15, self._back_date), (0.1, self._hide),
            (0.15, self._unlist), (0.15, self._duplicate),
        )  # fmt: skip
        for share, happen in happenings:
            if chance.random() < share:
                happen()

    def _publish(self, count: int) -> None:
        since = max(self.ok_at, self.portal.now - 3 * DAY) + 60
        for _ in range(count):
            at = since + self.chance.random() * max(1, self.portal.now - since)
            story = self.portal.write(at)
            if self.chance.random() < 0.1:
                story.sticky = self.chance.choice(("global", "index", "category"))
            self.published.add(story.number)
            self._say(f"{story.number} is published in {story.category} {story.sticky}")

    def _back_date(self) -> None:
        story = self.portal.write(self.portal.now - self.chance.choice((0.3, 1, 5, 20)) * DAY)
        self._say(f"{story.number} is published, back-dated")

    def _edit(self) -> None:
        stories = self._known()
        newest = self.portal.newest()
        story = self.chance.choice(newest if self.chance.random() < 0.5 else stories)
        self._note(story)
        what = self.chance.choice(("title", "excerpt", "end", "end", "tags", "picture", "category"))
        if what == "title":
            story.title = f"{self.portal.sentence(4)}第{story.number}期"
        elif what == "excerpt":
            story.paragraphs[0] = self.portal.sentence(21)
        elif what == "end":
            story.paragraphs[-1] = self.portal.sentence(24)
        elif what == "tags":
            story.tags = [*story.tags, self.portal.sentence(1)[:-1]]
        elif what == "picture":
            story.picture += 1
        else:
            story.category = self.chance.choice([n for n in (1, 2, 3, 4) if n != story.category])
        self.edited = True
        self._pair_changed(story)
        self._say(f"{story.number} is edited: {what}")

    def _reformat(self) -> None:
        for story in self.chance.sample(self._known(), 5) + self.portal.newest()[:3]:
            story.markup += self.chance.randint(1, 9)

    def _remove(self) -> None:
        missing = [s for s in self.portal.stories.values() if not s.there]
        unburied = [s for s in missing if (r := self.last.get(s.number)) and not r["deleted_at"]]
        if len(unburied) >= 5:
            return
        story = self.chance.choice(self.portal.public())
        story.there, self.edited = False, True
        self._pair_changed(story)
        self._say(f"{story.number} is removed")

    def _restore(self) -> None:
        paired = {*self.twins, *self.twins.values()}
        gone = [s for s in self.portal.stories.values() if not s.there and s.number not in paired]
        if not gone:
            return
        story = self.chance.choice(gone)
        story.there, self.edited = True, True
        self.published.discard(story.number)
        self.missed_at.pop(story.number, None)
        self.absent_at.pop(story.number, None)
        self._say(f"{story.number} is restored")

    def _stick(self) -> None:
        stuck = [s for s in self._known() if s.sticky]
        if stuck and self.chance.random() < 0.6:
            story = self.chance.choice(stuck)
            story.sticky = ""
        else:
            story = self.chance.choice(self._known())
            story.sticky = self.chance.choice(("global", "index", "category"))
        self._say(f"{story.number} is sticky: {story.sticky or 'no'}")

    def _hide(self) -> None:
        """Publish a story that only its neighbours, or only one other story, will name."""
        story = self.portal.write(self.portal.now - self.chance.random() * 9 * DAY, listed=False)
        self.hidden.add(story.number)
        if self.chance.random() < 0.5:
            story.chained = False
            new = [s for n in self.published if (s := self.portal.stories[n]).there]
            other = self.chance.choice(new or [self.portal.write()])
            other.related = (story.number,)
        self.edited = True
        self._say(f"{story.number} is published hidden, chained: {story.chained}")

    def _unlist(self) -> None:
        unlisted = [s for s in self._known() if not s.listed]
        listed = [s for s in self._known() if s.listed and s.number in self.last]
        story = self.chance.choice(unlisted or listed)
        story.listed, self.edited = not story.listed, True
        self._say(f"{story.number} is listed: {story.listed}")

    def _duplicate(self) -> None:
        paired = {*self.twins, *self.twins.values()}
        fit = [s for s in self._known() if s.number in self.last and s.number not in paired]
        fit = [s for s in fit if recorded(self.last[s.number])[:2] == self._words(s)]
        if fit:
            story = self.chance.choice(fit)
            twin = self.portal.write(category=story.category)
            twin.title, twin.paragraphs = story.title, list(story.paragraphs)
            self.twins[twin.number] = story.number
            self._say(f"{twin.number} is published, a duplicate of {story.number}")

    def _pair_changed(self, story: Story) -> None:
        for one, other in self.twins.items():
            if story.number in (one, other):
                self.fixed |= {one, other}

    def _words(self, story: Story) -> tuple[str, str]:
        return content_of(story, self.portal.url)[:2]

    # Runs

    def _killed(self, mode: str) -> None:
        at, group = self.chance.randint(1, 60), self.chance.choice((1, 2, 50))
        status = self.archivist.run(mode, kill_at=at, group=group)
        self._say(f"{mode} killed at request {at} (group {group}): status {status}")
        if status >= 0:
            self._after(mode, status)
        else:
            self._missed()

    def _closed(self, mode: str) -> None:
        self.portal.closed = self.chance.choice((503, 403))
        before = self.archivist.export()
        status = self.archivist.run(mode)
        self._say(f"{mode} while closed ({self.portal.closed}): status {status}")
        self._expect(status == 1, f"status {status} of a run while closed")
        self._expect(self.archivist.export() == before, "a run while closed changed the archive")
        self.portal.closed = 0

    def _run(self, mode: str, *, first: bool = False) -> None:
        status = self.archivist.run(mode)
        self._say(
            f"{mode}, feed {self.portal.feed or 'good'}: status {status},"
            f" {len(self.portal.log)} requests, {self.archivist.report.get('outcome')}"
        )
        self._expect(status == 0, f"status {status}: {self.archivist.stderr}")
        self._after(mode, status, first=first)

    def _expect(self, good: object, fault: str) -> None:
        if not good:
            self.faults.append(fault)
            self._say(f"FAULT {fault}")

    def stop_at_faults(self) -> None:
        if self.faults:
            shown = "\n".join(self.faults[:10])
            told = "\n".join(self.diary)
            pytest.fail(f"seed {self.seed}: {len(self.faults)} faults\n{shown}\n\n{told}")

    # What must be true

    def _after(self, mode: str, status: int, *, first: bool = False) -> None:
        for story in self.portal.stories.values():
            self._note(story)
        self._missed()
        known = {number: record["revision"] for number, record in self.last.items()}
        self._lines(mode)
        if status == 0:
            now = self.last.items()
            gained = {n for n, record in now if record["revision"] != known.get(n)}
            self._requests(mode, gained, first=first)
            if mode == "update":
                self._update()
            else:
                self._whole(mode)
            self.ok_at, self.published = self.portal.now, set()
            # What a broken feed hid is seen when it is good again.
            self.edited = self.edited and bool(self.portal.feed)
            if not self.portal.feed:
                self.portal.old_feed = self.portal.feed_text()
        self.stop_at_faults()

    def _missed(self) -> None:
        for path, status in self.portal.log:
            if status == 404 and path.startswith("/post/"):
                number = int(path[6:].removesuffix(".html"))
                self.missed_at.setdefault(number, self.portal.now)

    def _requests(self, mode: str, gained: set[int], *, first: bool) -> None:
        """Compare the requests with what a crawl may cost; robots.txt, kept for a day, is free."""
        asked = sum(path != "/robots.txt" for path, _ in self.portal.log)
        posts = self.archivist.posts_asked()
        born = self.portal.stories
        twins = [n for n in self.twins if born[n].at > self.ok_at and born[n].path in posts]
        if first:
            bound = 1.15 * len(born) + 50
            self._expect(asked <= bound, f"{asked} requests for the first crawl, {bound} allowed")
        elif mode == "update" and not self.edited and len(new := gained | {*twins}) < 10:
            shown = " ".join(path for path, _ in self.portal.log)
            allowed = len(new) + 3
            self._expect(asked <= allowed, f"{asked} requests, {allowed} allowed: {shown}")
        pairs = {*self.twins, *self.twins.values()}
        for path, count in posts.items():
            twice = count > 1 and int(path[6:].removesuffix(".html")) not in pairs
            self._expect(not twice, f"{path} was fetched {count} times")

    def _lines(self, mode: str) -> None:
        """Check every new line of the export by itself and against the line before it."""
        export = self.archivist.export()
        self._expect(export.startswith(self.checked), "earlier lines changed")
        self._expect(export.endswith(b"\n") or not export, "the last line is not whole")
        for line in export[len(self.checked) :].decode().split("\n")[:-1]:
            record = json.loads(line)
            faults = [error.message for error in VALIDATOR.iter_errors(record)]
            self._expect(not faults, f"{record['url']}: {faults}")
            number = int(record["id"])
            story, before = self.portal.stories[number], self.last.get(number)
            self._expect(record["url"].endswith(story.path), f"{record['url']} is no {number}")
            expected = before["revision"] + 1 if before else 1
            told = f"{number} revision {record['revision']}"
            self._expect(record["revision"] == expected, f"{told}, expected {expected}")
            if record["deleted_at"]:
                self._tombstone(story, before)
            else:
                content = recorded(record)
                self._expect(content in self.versions[number], f"{told}: it never was like that")
                if before and not before["deleted_at"] and recorded(before) == content:
                    order = FINENESS.index(record["published_precision"])
                    dated = order < FINENESS.index(before["published_precision"])
                    good = mode == "refetch" and dated
                    self._expect(good, f"{told} is a false revision")
            self.last[number] = record
        self.checked = export
        self.versions = {}
        for story in self.portal.stories.values():
            self._note(story)

    def _tombstone(self, story: Story, before: Record | None) -> None:
        told = f"tombstone of {story.number}"
        self._expect(not story.there, f"{told}, which is there")
        self._expect(before and not before["deleted_at"], f"{told}: nothing to bury")
        since = self.missed_at.get(story.number, self.portal.now)
        days = (self.portal.now - since) / DAY
        self._expect(days >= 1, f"{told} {days:.2f} days after the first time it was not found")

    def _archived(self, story: Story) -> bool:
        record = self.last.get(story.number)
        return record is not None and not record["deleted_at"]

    def _stands_for(self, story: Story, *, card: bool = False) -> bool:
        """Tell whether another story's record has the text (or the card) of this duplicate."""
        pairs = [(a, b) for a, b in self.twins.items() if story.number in (a, b)]
        others = [self.last.get(b if a == story.number else a) for a, b in pairs]
        found = [recorded(record) for record in others if record]
        if card:
            truth = content_of(story, self.portal.url)
            return self._card(truth, story) in [self._card(content, story) for content in found]
        return self._words(story) in [content[:2] for content in found]

    def _demand(self, stories: list[Story], why: str, depth: int) -> None:
        """Demand that stories are archived, with as much of their content as can be known."""
        for story in stories:
            if not self._archived(story):
                known = self._stands_for(story, card=depth == 1)
                self._expect(known, f"{story.number} is missing ({why})")
                continue
            got, truth = recorded(self.last[story.number]), content_of(story, self.portal.url)
            if depth == 1:  # title and excerpt
                got, truth = (self._card(parts, story) for parts in (got, truth))
            self._expect(
                got[:depth] == truth[:depth] if depth > 1 else got == truth,
                f"an edit of {story.number} was missed ({why})",
            )

    def _card(self, content: Content, story: Story) -> Any:
        shown = not (story.sticky and self.portal.terse)
        return content[0], content[1][:EXCERPT] if shown else ""

    def _update(self) -> None:
        portal, notes = self.portal, " ".join(self.archivist.report["notes"])
        front = portal.front()
        if not portal.feed:
            self._demand(portal.newest(), "it is in the feed", 2)
        elif portal.feed != "stale":
            self._expect("feed" in notes, f"no note on the broken feed: {notes!r}")
        new = [s for n in sorted(self.published) if (s := portal.stories[n]).there and s.listed]
        if portal.feed:
            shown = {s.number for s in front}
            new = [
                s for s in new
                if s.category != OFF_INDEX and (not s.sticky or s.number in shown)
            ]  # fmt: skip
        for story in new:
            known = self._archived(story) or self._stands_for(story)
            self._expect(known, f"{story.number} is missing, of {len(new)} new (update)")
        for story in front:
            record = self.last.get(story.number)
            back = record is None or not record["deleted_at"]
            self._expect(back, f"{story.number} is on the front page, but buried")

    def _whole(self, mode: str) -> None:
        there = [s for s in self.portal.stories.values() if s.there]
        if mode == "refetch":  # sees hidden stories too, since it reads whatever names them
            self._demand(there, "refetch", 5)
        else:
            self._demand([s for s in there if s.listed], "full", 1)
        for story in self.portal.stories.values():
            if story.there or not self._archived(story):
                continue
            since = self.absent_at.setdefault(story.number, self.portal.now)
            self._expect(
                self.portal.now - since < DAY, f"{story.number} is gone, but has no tombstone"
            )

    def _audit(self) -> None:
        status, lines = self.archivist.audit()
        self._say("audit: " + " / ".join(lines))
        live = [s for s in self.portal.stories.values() if self._archived(s)]
        self._expect(status == 0, f"the audit exits with {status}")
        self._expect(lines[-1:] == [f"complete: {len(live)} posts"], f"the audit says {lines[-1:]}")
        for one in self.twins.keys() - self.fixed:
            self._expect(one not in self.last, f"the duplicate {one} is archived")
        self.stop_at_faults()


@pytest.mark.parametrize("seed", SEEDS, ids="seed{}".format)
def test_month(seed: int, tmp_path: Path) -> None:
    sys.stdout.write(f"seed {seed}\n")
    Month(seed, tmp_path).live()


# Each danger alone


def days(portal: Changing, number: float) -> None:
    portal.now += number * DAY


def asked(archivist: Archivist) -> int:
    """Return how many requests count: robots.txt, kept for a day, does not."""
    return sum(path != "/robots.txt" for path, _ in archivist.portal.log)


def shown(archivist: Archivist) -> str:
    return " ".join(path for path, _ in archivist.portal.log) + "\n" + archivist.stderr


# Requests


def test_no_news_takes_three_requests(archivist: Archivist) -> None:
    days(archivist.portal, 1)
    assert archivist.run() == 0
    assert asked(archivist) <= 3, shown(archivist)


@pytest.mark.parametrize("place", [1, 7, 8, 9, 10])
def test_a_back_dated_post_takes_one_more(archivist: Archivist, place: int) -> None:
    """It stands at the second, the ninth, the last place of the feed, or just behind it."""
    newest = archivist.portal.listing()[1]
    at = (newest[place - 1].at + newest[place].at) / 2
    story = archivist.portal.write(at, category=newest[place].category)
    assert archivist.portal.listing()[1].index(story) == place
    days(archivist.portal, 0.1)
    assert archivist.run() == 0
    if story in archivist.portal.newest():
        assert archivist.revisions(story) == [1]
    assert asked(archivist) <= 1 + 3, shown(archivist)


@pytest.mark.parametrize("place", [9])
def test_a_new_post_at_the_end_of_the_feed_takes_one_more(archivist: Archivist, place: int) -> None:
    newest = archivist.portal.newest()
    story = archivist.portal.write(newest[place].at + 1)
    assert archivist.portal.newest()[place] is story
    assert archivist.run() == 0
    assert archivist.revisions(story) == [1]
    assert asked(archivist) <= 1 + 3, shown(archivist)


@pytest.mark.parametrize("sticky", ["global", "index", "category"])
def test_a_sticky_without_excerpt_is_no_news(archivist: Archivist, sticky: str) -> None:
    archivist.portal.terse = True
    story = archivist.portal.listing()[1][30]
    for sticky_now in (sticky, ""):
        story.sticky = sticky_now
        days(archivist.portal, 0.1)
        assert archivist.run() == 0
        assert archivist.revisions(story) == [1]
        assert asked(archivist) <= 3, shown(archivist)


# Updates


@pytest.mark.parametrize("feed", ["", "500", "404", "empty", "stale"])
def test_25_new_posts_and_a_killed_run(archivist: Archivist, feed: str) -> None:
    portal = archivist.portal
    portal.old_feed, portal.feed = portal.feed_text(), feed
    new = []
    for number in range(25):
        days(portal, 0.01)
        new.append(portal.write(category=1 + number % 3))
    assert archivist.run(kill_at=15, group=3) == -signal.SIGKILL
    assert archivist.run() == 0, archivist.stderr
    assert [archivist.revisions(story) for story in new] == [[1]] * 25
    if feed:
        assert "feed" in " ".join(archivist.report["notes"])


@pytest.mark.parametrize("chained", [True, False], ids=["chain", "no-chain"])
@pytest.mark.parametrize("off_index", [6, 14])
def test_more_new_posts_than_the_feed_has_some_off_the_index(
    archivist: Archivist, off_index: int, *, chained: bool
) -> None:
    portal, new = archivist.portal, []
    for number in range(14):
        days(portal, 0.01)
        new.append(portal.write(category=OFF_INDEX if number < off_index else 1, chained=chained))
    assert archivist.run() == 0
    found = [archivist.revisions(story) for story in new]
    assert found == [[1]] * 14, shown(archivist)


@pytest.mark.parametrize("place", [0, 4, 9])
def test_an_old_post_dated_anew_hides_no_news(archivist: Archivist, place: int) -> None:
    portal, new = archivist.portal, []
    old = next(s for s in portal.public()[20:] if s.category == 1)
    for number in range(14):
        days(portal, 0.01)
        new.append(portal.write(category=1 + number % 3))
    old.at = portal.free(portal.newest()[place].at + 30)
    assert old in portal.newest()
    assert archivist.run() == 0
    found = [archivist.revisions(story) for story in new]
    assert found == [[1]] * 14, shown(archivist)
    assert archivist.revisions(old) == [1]


def test_an_edit_of_what_was_found_while_the_feed_was_broken(archivist: Archivist) -> None:
    portal = archivist.portal
    days(portal, 0.1)
    portal.feed = "500"
    story = portal.write(category=1)
    assert archivist.run() == 0
    portal.feed = ""
    story.paragraphs[-1] = portal.sentence(24)
    assert archivist.run() == 0
    assert archivist.revisions(story) == [1, 2]


def test_an_edit_of_what_moves_up_into_the_feed(archivist: Archivist) -> None:
    portal = archivist.portal
    story = portal.public()[IN_FEED]
    story.paragraphs[-1] = portal.sentence(24)
    portal.newest()[4].there = False
    days(portal, 0.1)
    assert archivist.run() == 0
    assert archivist.revisions(story) == [1, 2]


def test_an_edit_of_a_picture_that_the_feed_shows(archivist: Archivist) -> None:
    story = archivist.portal.newest()[3]
    story.picture += 1
    days(archivist.portal, 0.1)
    assert archivist.run() == 0
    assert archivist.revisions(story) == [1, 2]


@pytest.mark.parametrize("feed", ["", "500"])
def test_a_restored_post_is_a_new_revision(archivist: Archivist, feed: str) -> None:
    portal = archivist.portal
    story = portal.newest()[2]
    story.category = 1
    story.there = False
    for _ in range(2):
        days(portal, 1.1)
        assert archivist.run("full") == 0
    assert archivist.revisions(story) == [1, 2]
    portal.feed, story.there = feed, True
    days(portal, 0.1)
    assert archivist.run() == 0
    assert archivist.revisions(story) == [1, 2, 3]
    assert [bool(record["deleted_at"]) for record in archivist.of(story)] == [False, True, False]
    assert archivist.run("full") == 0
    assert archivist.revisions(story) == [1, 2, 3]


def test_a_post_gone_before_it_was_archived_comes_back(archivist: Archivist) -> None:
    """It answered 404 when a run came, though the feed named it: that run has not done all."""
    portal = archivist.portal
    days(portal, 0.1)
    story = portal.write(category=1)

    def vanish(number: int) -> None:
        story.there = number <= 2  # robots.txt and the feed

    assert archivist.run(at_request=vanish) == 1
    assert archivist.revisions(story) == []
    story.there = True
    days(portal, 0.1)
    assert archivist.run() == 0
    assert archivist.revisions(story) == [1]


# The first crawl


@pytest.mark.parametrize("kill_at", [5, 25, 45, 60])
def test_an_interrupted_first_crawl_while_posts_come_and_go(tmp_path: Path, kill_at: int) -> None:
    portal = Changing(seed=kill_at)
    portal.fill(65)
    for story, sticky in zip(
        portal.public()[8:40:10], ("global", "index", "category"), strict=False
    ):
        story.sticky = sticky

    def shift(number: int) -> None:
        """Move all items by some places."""
        with portal.lock:
            if number in (4, 9, 14):
                portal.write()
                portal.write()
            elif number in (6, 11, 20):
                for _ in range(2):
                    portal.chance.choice(portal.public()).there = False

    with archiving(portal, tmp_path) as archivist:
        assert archivist.run(kill_at=kill_at, group=5) == -signal.SIGKILL
        portal.write()
        portal.chance.choice(portal.public()).there = False
        days(portal, 0.2)

        # What lists still show and is gone is asked for again, hours later.
        assert archivist.run(at_request=shift) in (0, 1), archivist.stderr
        days(portal, 0.2)
        assert archivist.run() == 0
        counts = Counter(record["url"] for record in archivist.records())
        assert not [url for url, count in counts.items() if count > 1]
        there = [s for s in portal.public() if portal.url + s.path[1:] not in counts]
        assert not there, [(s.number, s.category, s.sticky) for s in there]


# Edits that only lists show


@pytest.mark.parametrize("change", ["title", "excerpt"])
@pytest.mark.parametrize("kind", ["plain", "off-index", "category-sticky"])
def test_full_sees_edits_in_lists(archivist: Archivist, kind: str, change: str) -> None:
    """Of posts that updates found, when they are no longer in the feed."""
    portal = archivist.portal
    story = portal.write(category=OFF_INDEX if kind == "off-index" else 1)
    story.sticky = "category" if kind == "category-sticky" else ""
    assert archivist.run() == 0
    for _ in range(2):
        for _ in range(6):
            days(portal, 0.01)
            portal.write(category=1)
        assert archivist.run() == 0
    if change == "title":
        story.title = "换了一个标题"
    else:
        story.paragraphs[0] = portal.sentence(21)
    days(portal, 1)
    assert archivist.run("full") == 0
    assert archivist.revisions(story) == [1, 2]


def test_full_sees_the_edit_of_a_post_that_left_the_index(archivist: Archivist) -> None:
    portal = archivist.portal
    story = next(s for s in portal.listing()[1] if s.category == 1)
    story.sticky, story.title = "category", "只有分类还列出它"
    portal.feed = "500"
    days(portal, 1)
    assert archivist.run("full") == 0
    assert archivist.revisions(story) == [1, 2]


def test_refetch_sees_all_edits_and_nothing_else(archivist: Archivist) -> None:
    portal = archivist.portal
    before = archivist.export()
    for story in portal.stories.values():
        story.markup += 1
    days(portal, 1)
    for mode in ("update", "full"):
        assert archivist.run(mode) == 0
        assert archivist.export() == before
    edited = portal.public()[20:25]
    edited[0].paragraphs[-1] = portal.sentence(24)
    edited[1].tags = ["新"]
    edited[2].picture += 1
    edited[3].category = 1 + edited[3].category % 3
    edited[4].title = "另一个标题"
    assert archivist.run("refetch") == 0
    for story in portal.stories.values():
        *_, last = archivist.of(story)
        assert recorded(last) == content_of(story, portal.url)
        if story not in edited:
            fields = [
                {**r, "published_precision": 0} for r in map(recorded_all, archivist.of(story))
            ]
            assert all(one == fields[0] for one in fields)
    changed = {fault["url"]: fault["fields"] for fault in archivist.report["revisions"]["first"]}
    wanted = ("text", "tags", "images", "category", "title")
    for story, name in zip(edited, wanted, strict=True):
        assert name in changed[portal.url + story.path[1:]]


def recorded_all(record: Record) -> Record:
    return {name: record[name] for name in ("title", "images", "tags", "category", "source")}


# Removal


def test_a_tombstone_takes_two_runs_a_day_apart(archivist: Archivist) -> None:
    portal = archivist.portal
    gone, hidden = portal.public()[15], portal.public()[25]
    gone.there, hidden.listed = False, False
    for hours, expected in ((0, [1]), (23.5, [1]), (0.6, [1, 2]), (30, [1, 2])):
        portal.now += hours * 3600
        assert archivist.run("full") == 0
        assert archivist.revisions(gone) == expected
        assert archivist.revisions(hidden) == [1]
    *_, tombstone = archivist.of(gone)
    assert not list(VALIDATOR.iter_errors(tombstone))
    assert tombstone["deleted_at"]
    told = (tombstone["id"], tombstone["url"], tombstone["title"])
    assert told == (str(gone.number), portal.url + gone.path[1:], gone.title)


@pytest.mark.parametrize("whose", ["portal", "archive"])
def test_one_clock_that_jumps_makes_no_tombstone(archivist: Archivist, whose: str) -> None:
    """A post is away for a minute, and one of the two clocks says that it was two days."""
    portal = archivist.portal
    story = portal.public()[15]
    story.there = False
    assert archivist.run("full") == 0
    portal.now += 60
    if whose == "portal":
        portal.now += 2 * DAY
        archivist.ahead -= 2 * DAY
    else:
        archivist.ahead += 2 * DAY
    assert archivist.run("full") == 0
    assert archivist.revisions(story) == [1]
    days(portal, 3)
    assert archivist.run("full") == 0
    assert archivist.revisions(story) == [1, 2]


def test_a_sign_of_life_between_two_absences_counts(archivist: Archivist) -> None:
    portal = archivist.portal
    story = portal.public()[15]
    for there in (False, True, False):
        story.there = there
        days(portal, 2)
        assert archivist.run("full") == 0
        assert archivist.revisions(story) == [1]
    days(portal, 1.1)
    assert archivist.run("full") == 0
    assert archivist.revisions(story) == [1, 2]


def test_a_mass_disappearance_has_to_be_confirmed(archivist: Archivist) -> None:
    portal, before = archivist.portal, archivist.export()
    gone = portal.public()[10:16]
    for story in gone:
        story.there = False
    for _ in range(2):
        days(portal, 1.2)
        assert archivist.run("full") == 1
        assert archivist.export() == before
        assert "removals=confirmed" in archivist.report["outcome"]
    assert archivist.run("full", more="removals=confirmed") == 0
    assert archivist.export() == before
    days(portal, 1.2)
    assert archivist.run("full", more="removals=confirmed") == 0
    assert [archivist.revisions(story) for story in gone] == [[1, 2]] * 6
    assert archivist.run("full") == 0


def test_a_few_removals_a_week_add_up_to_no_mass_disappearance(archivist: Archivist) -> None:
    """Posts that wait for their second absence were counted when they were first missed."""
    portal = archivist.portal
    gone = portal.public()[10:18]
    for week in (gone[:4], gone[4:], []):
        for story in week:
            story.there = False
        days(portal, 7)
        assert archivist.run("full") == 0
    assert [archivist.revisions(story) for story in gone] == [[1, 2]] * 8


@pytest.mark.parametrize("status", [403, 503])
@pytest.mark.parametrize("mode", ["update", "full", "refetch"])
def test_a_closed_portal_changes_nothing(archivist: Archivist, mode: str, status: int) -> None:
    before = archivist.export()
    for _ in range(2):
        days(archivist.portal, 2)
        archivist.portal.closed = status
        assert archivist.run(mode) == 1
        assert archivist.export() == before
    archivist.portal.closed = 0
    assert archivist.run("full") == 0
    assert archivist.export() == before


def test_a_portal_that_closes_during_a_run(archivist: Archivist) -> None:
    portal, before = archivist.portal, archivist.export()
    for status in (403, 503):
        days(portal, 2)

        def close(number: int, status: int = status) -> None:
            portal.closed = status if number > 6 else 0

        assert archivist.run("refetch", at_request=close) == 1
        assert not [record for record in archivist.records() if record["deleted_at"]]
    portal.closed = 0
    assert archivist.run("full") == 0
    assert archivist.export() == before


# Duplicates


@pytest.mark.parametrize("what", ["edit", "removal"])
def test_a_duplicate_is_released(archivist: Archivist, what: str) -> None:
    portal = archivist.portal
    original = portal.public()[12]
    days(portal, 0.1)
    twin = portal.write(category=original.category)
    twin.title, twin.paragraphs = original.title, list(original.paragraphs)
    assert archivist.run() == 0
    assert archivist.revisions(twin) == []
    if what == "edit":
        original.title = "换了标题"
        assert archivist.run("full") == 0
    else:
        original.there = False
        for _ in range(2):
            days(portal, 1.1)
            assert archivist.run("full") == 0
    assert archivist.revisions(original) == [1, 2]
    assert archivist.revisions(twin) == [1]


def test_a_list_shows_a_released_duplicate_again(archivist: Archivist) -> None:
    """The index names the duplicate first, then its original, its category both once more."""
    portal = archivist.portal
    original = [story for story in portal.public() if story.category == 1][PER_PAGE]
    twin = portal.write(portal.public()[-1].at + 1, category=1)
    twin.title, twin.paragraphs = original.title, list(original.paragraphs)
    assert archivist.run("full") == 0
    assert archivist.revisions(twin) == []
    original.paragraphs[-1] = portal.sentence(24)
    assert archivist.run("refetch", CONCURRENT_REQUESTS=1) == 0
    # Read before its original, it would still be its duplicate.
    assert shown(archivist).index(original.path) < shown(archivist).index(twin.path)
    assert archivist.revisions(original) == [1, 2]
    assert archivist.revisions(twin) == [1]


@pytest.mark.parametrize("seen_in", ["feed", "list"])
def test_an_edited_duplicate_becomes_a_post(archivist: Archivist, seen_in: str) -> None:
    """Its first look was in a list, the edit is in the feed; or the other way round."""
    portal = archivist.portal
    original = next(s for s in portal.public()[IN_FEED + 2 :] if s.category == OFF_INDEX)
    days(portal, 0.1)
    twin = portal.write(category=OFF_INDEX if seen_in == "list" else 1)
    twin.title, twin.paragraphs = original.title, list(original.paragraphs)
    portal.feed = "" if seen_in == "list" else "500"
    assert archivist.run() == 0
    assert archivist.revisions(twin) == []
    portal.feed = ""
    if seen_in == "feed":
        twin.paragraphs[-1] = portal.sentence(24)
        assert archivist.run() == 0
    else:
        for _ in range(2):
            for _ in range(6):
                days(portal, 0.01)
                portal.write(category=1)
            assert archivist.run() == 0
        twin.title = "不再是副本"
        assert archivist.run("full") == 0
    assert archivist.revisions(twin) == [1]


# The audit


def test_the_audit_of_a_whole_archive(archivist: Archivist) -> None:
    assert archivist.run("full") == 0
    status, lines = archivist.audit()
    assert (status, lines[-1]) == (0, "complete: 40 posts")


def test_the_audit_names_what_is_hidden(tmp_path: Path) -> None:
    portal = Changing(seed=3)
    portal.fill(40)
    by_chain = [portal.write(portal.now - back * DAY, listed=False) for back in (3, 9, 27)]
    by_related = portal.write(portal.now - 5 * DAY, listed=False, chained=False)
    portal.public()[13].related = (by_related.number,)
    with archiving(portal, tmp_path) as archivist:
        assert archivist.run() == 0
        status, lines = archivist.audit()
        assert (status, lines[-1]) == (0, "complete: 44 posts")
        for route, stories in (("chain", by_chain), ("related", [by_related])):
            start = next(n for n, line in enumerate(lines) if f"known by {route}:" in line)
            assert lines[start].endswith(f"only by it: {len(stories)}")
            named = lines[start + 1 : start + 1 + len(stories)]
            assert sorted(named) == sorted(f"  {portal.url}{s.path[1:]}" for s in stories)


def test_the_audit_names_what_fails_for_good(archivist: Archivist) -> None:
    portal = archivist.portal
    days(portal, 0.1)
    story = portal.write(category=1)
    portal.failing.add(story.number)
    for mode in ("update", "full"):
        assert archivist.run(mode) == 1
        status, lines = archivist.audit()
        assert status == 1
        assert any(portal.url + story.path[1:] in line for line in lines), lines
    portal.failing.clear()
    assert archivist.run() == 0
    assert archivist.audit()[0] == 0
