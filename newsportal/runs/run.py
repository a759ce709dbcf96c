"""One run: what it did, and whether the job is done."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from newsportal.runs.course import Course
from newsportal.runs.figures import Figures
from newsportal.runs.verdict import Alert, Thresholds, judge
from newsportal.state.file.durable import write_whole

OK, FAILED, USAGE, LOCKED = 0, 1, 2, 75
EXIT_STATUS = "newsportal/exit_status"  # in the stats of the crawler

Result = Literal["done", "done-with-alerts", "healed", "unfinished", "failed"]


def ended_well(status: int | None, result: str | None) -> bool:
    """Tell whether a run got what the portal had, whatever else it has to tell.

    >>> ended_well(FAILED, "done-with-alerts"), ended_well(FAILED, "unfinished")
    (True, False)
    """
    return status == OK or result in ("done", "done-with-alerts", "healed")


_LISTED = 1000  # at most so many URLs of a kind in a report


@dataclass(slots=True)
class SampledCount:
    """A count with the first of what was counted."""

    count: int = 0
    first: list[dict[str, Any]] = field(default_factory=list)

    def add(self, **facts: Any) -> None:
        """Count one more."""
        self.count += 1
        if len(self.first) < _LISTED:
            self.first.append(facts)


@dataclass(slots=True)
class Run:
    """The account of a run, kept while it goes on; written to runs/<run>.json at its end."""

    name: str
    portal: str
    mode: str
    started_at: datetime
    finished_at: datetime | None = None
    finish_reason: str = ""
    result: Result = "failed"
    """Which kind of end it was; the exit status is 0 for ``done`` alone."""
    exit_status: int = FAILED
    outcome: str = ""
    """The verdict in one line."""
    failure: str | None = None
    """What ended the run early, for people."""
    front_page: bool = False
    """Whether the portal's front page was read as a list of posts."""
    lists: int = 0
    """Pages of lists read."""
    zone: str = ""
    """What was learnt of the zone in which the portal prints its times."""
    in_turn: str = ""
    """The page of a list that this update has read in turn."""
    lists_seen: dict[str, int] = field(default_factory=dict)
    """Within how many runs page 1 of every list was read; deeper pages left of this round."""
    state_mark: str = ""
    """By what the state is recognised as the run left it; "" where it did not get so far."""
    fetched: int = 0
    """Post pages read."""
    archived: int = 0
    """Records written."""
    known: int = 0
    """Posts in the archive at the end, of this and earlier runs."""
    comment_pages: int = 0
    """Requests for comments beyond those on the pages of posts (`NEWSPORTAL_COMMENTS=all`)."""
    comments_lacking: SampledCount = field(default_factory=SampledCount)
    """Posts whose further comments could not be had."""
    unchanged: int = 0
    """Known posts that were fetched again and found as they were."""
    too_old: int = 0
    """Posts left out because of ``since``."""
    at_limit: bool = False
    """Whether as many posts were asked for as ``limit`` allows."""
    notes: list[str] = field(default_factory=list)
    healed: list[str] = field(default_factory=list)
    """What was done at the start since file and state did not agree."""
    restored: SampledCount = field(default_factory=SampledCount)
    """Posts whose lines had been lost and that were read again."""
    lost: SampledCount = field(default_factory=SampledCount)
    """Posts whose lines are lost and that the portal has removed."""
    new: SampledCount = field(default_factory=SampledCount)
    """Posts that were not in the archive before."""
    duplicates: SampledCount = field(default_factory=SampledCount)
    near_duplicates: SampledCount = field(default_factory=SampledCount)
    revisions: SampledCount = field(default_factory=SampledCount)
    """Posts that the portal changed: fields and a paragraph diff."""
    by_rules: int = 0
    """Revisions written since today's rules read the same page otherwise."""
    pages_lost: int = 0
    """Posts that were to be read again, and could not, since a stored page of theirs is lost."""
    without_page: int = 0
    """The same, of which no page is kept."""
    edits: dict[str, int] = field(default_factory=dict)
    """The portal's edits in the archive, by how many hours at most after publication they were
    seen; 0: later."""
    tombstones: SampledCount = field(default_factory=SampledCount)
    missing: SampledCount = field(default_factory=SampledCount)
    """Archived posts that were not found in this run."""
    lists_gone: SampledCount = field(default_factory=SampledCount)
    """Lists that some page names and the portal does not have."""
    gone: SampledCount = field(default_factory=SampledCount)
    forbidden: SampledCount = field(default_factory=SampledCount)
    rejected: SampledCount = field(default_factory=SampledCount)
    refused: SampledCount = field(default_factory=SampledCount)
    """What newsportal would not ask for: addresses off the portal, traps."""
    left_out: SampledCount = field(default_factory=SampledCount)
    """Pages that name more addresses than fit, and how many were left out of each."""
    file_posts: SampledCount = field(default_factory=SampledCount)
    """Posts that are files: their records say what lists and feeds do, and no text."""
    strange: SampledCount = field(default_factory=SampledCount)
    """Pages that menus name and that are in no known look."""
    broken: SampledCount = field(default_factory=SampledCount)
    """Posts that the portal has failed to show for days, as far as they were asked for."""
    still_broken: int = 0
    """Posts of the archive of which that is so."""
    broken_lists: SampledCount = field(default_factory=SampledCount)
    """Pages of lists that could not be read for days, as far as they were asked for."""
    still_broken_lists: int = 0
    """Pages of which that is so."""
    out_of_reach: int = 0
    """What an earlier run has said of posts that no address leads to, and that holds still."""
    media: dict[str, int] = field(default_factory=dict)
    """Pictures and files: in the archive, new, failed, owed; bytes. Empty where none are wanted."""
    media_failed: SampledCount = field(default_factory=SampledCount)
    """Those that could not be had in this run."""
    canonicals: SampledCount = field(default_factory=SampledCount)
    """Posts whose pages name another post's address as their own."""
    firewalls: dict[str, int] = field(default_factory=dict)
    """Pages of web firewalls, by the product's name."""
    failed: dict[str, str] = field(default_factory=dict)
    """Pages that could not be read, with the reason."""
    unread_lists: dict[str, str] = field(default_factory=dict)
    to_go_on: list[str] = field(default_factory=list)
    """Those of them that are pages of lists; of these, those at which updates go on."""
    noticed: list[Alert] = field(default_factory=list)
    """What was odd about the portal while the run went on."""
    alerts: list[Alert] = field(default_factory=list)
    """All that is odd: this, and the figures of the run, compared with earlier runs."""
    fill: dict[str, float] = field(default_factory=dict)
    """Share of the post pages read that have a value in a field."""
    figures: Figures = field(default_factory=Figures)
    """What later runs are compared with."""
    census: dict[str, Any] = field(default_factory=dict)
    """Who knows which posts; what is missing."""
    course: Course = field(default_factory=Course)
    """How the portal answered."""
    periods: dict[str, Any] = field(default_factory=dict)
    """How many posts the archive has of each month and day, by category."""
    log: str | None = None
    """The file that the log went to."""
    stats: dict[str, Any] = field(default_factory=dict)
    """Scrapy's own figures."""

    @property
    def settled(self) -> bool:
        """Whether every list was read as far as was needed, though posts may still be owed."""
        stopped = self.failure or self.finish_reason != "finished"
        nothing = self.fetched and not self.known
        left = self.unread_lists.keys() - self.to_go_on
        return not stopped and self.front_page and not left and not nothing

    @property
    def done(self) -> bool:
        """Whether the job is done, however its figures look."""
        return self.finished_at is not None and self._fault() is None

    def finish(self, reason: str, stats: dict[str, Any]) -> None:
        """Take what is known at the end only."""
        self.finished_at = datetime.now(UTC)
        self.finish_reason = reason
        self.stats = stats
        self.figures.finish(self.started_at, self.new.count, self.known)
        self.fill = self.figures.fill()

    def judge(self, earlier: Sequence[Figures], chain_breaks: int, limits: Thresholds) -> None:
        """Judge the run: sets alerts, result, exit status and outcome."""
        figures = judge(self.figures, earlier, self.stats, chain_breaks, limits)
        self.alerts = [*self.noticed, *figures]
        alerts = "; ".join(alert.message for alert in self.alerts)
        counts = (
            f"{self.new.count} new posts, {self.revisions.count} changed,"
            f" {self.tombstones.count} removed, {self.duplicates.count} duplicates,"
            f" {self.known} posts in the archive"
            + (f", {self.still_broken} broken on the portal" if self.still_broken else "")
            + (
                f", {self.still_broken_lists} pages of lists that the portal does not show"
                if self.still_broken_lists
                else ""
            )
            + (
                f", {self.out_of_reach} notices of what may be out of reach, see scrapy audit"
                if self.out_of_reach
                else ""
            )
            + (f", {self.by_rules} read otherwise by today's rules" if self.by_rules else "")
            + (f", {self.without_page} without a stored page" if self.without_page else "")
        )
        if fault := self._fault():
            self.result, self.outcome = fault
        elif self.healed:
            healed = f"healed: {'; '.join(self.healed)}"
            self.result, self.outcome = "healed", "; ".join(filter(None, [healed, alerts, counts]))
        elif alerts:
            self.result, self.outcome = "done-with-alerts", alerts
        else:
            self.result, self.outcome = "done", counts
        self.exit_status = OK if self.result == "done" else FAILED

    def _fault(self) -> tuple[Result, str] | None:
        if self.failure:
            return "failed", self.failure
        if self.finish_reason == "memusage_exceeded":
            most = self.stats.get("memusage/max", 0) >> 20
            return "failed", f"it took {most} MB of memory, more than MEMUSAGE_LIMIT_MB allows"
        names = ("spider_exceptions/count", "newsportal/item_errors")
        if errors := sum(self.stats.get(name, 0) for name in names):
            why = f"{errors} pages raised an error in newsportal; the log has the tracebacks"
            return "failed", why
        if not self.front_page and self.finish_reason == "finished":
            return "failed", f"{self.portal} shows no list of posts"
        if self.failed:
            url, why = next(iter(self.failed.items()))
            count = len(self.failed)
            why = f"{count} pages could not be read, first {url}: {why}; run again"
            return "unfinished", why
        if cached := self.stats.get("httpcache/hit", 0):
            why = (
                f"{cached} pages are from Scrapy's cache (HTTPCACHE_ENABLED), not what the portal"
                " shows now"
            )
            return "unfinished", why
        if self.pages_lost:
            why = f"stored pages of {self.pages_lost} posts are lost; these were not read again"
            return "unfinished", why
        if self.fetched and not self.known:
            return "failed", f"nothing could be extracted from {self.fetched} post pages"
        if self.at_limit:
            why = "as many posts were read as limit=N allows; the next run goes on"
            return "unfinished", why
        if self.finish_reason != "finished":
            why = f"stopped before the end ({self.finish_reason}); the next run goes on"
            return "unfinished", why
        return None

    def summary(self, report: Path | None) -> dict[str, Any]:
        """Return what a program needs that is told of the run's end; *report* has the rest."""
        names = "name portal mode started_at finished_at result exit_status outcome".split()
        facts = {name: getattr(self, name) for name in names}
        counts = {
            "new": self.new.count,
            "changed": self.revisions.count,
            "removed": self.tombstones.count,
            "duplicates": self.duplicates.count,
            "failed_pages": len(self.failed),
            "posts": self.known,
        }
        times = {name: str(when) for name, when in facts.items() if isinstance(when, datetime)}
        alerts = [asdict(alert) for alert in self.alerts]
        told = str(report) if report else None
        return {**facts, **times, **counts, "alerts": alerts, "report": told}

    def write(self, folder: Path) -> Path:
        """Write the report, whole or not at all, and return its path."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.name}.json"
        text = json.dumps(self, ensure_ascii=False, indent=1, default=_plain)
        write_whole(path, text + "\n")
        return path


def _plain(value: Any) -> Any:
    """Return what stands in JSON for a value that JSON does not have."""
    if is_dataclass(value):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    return str(value)
