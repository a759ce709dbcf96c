"""One run: what it did, and whether the job is done."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

OK, FAILED, USAGE, LOCKED = 0, 1, 2, 75

_LISTED = 1000  # at most so many URLs of a kind in a report


@dataclass(slots=True)
class Tally:
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
    exit_status: int = FAILED
    outcome: str = ""
    """The verdict in one line."""
    failure: str | None = None
    """What ended the run early, for people."""
    front_page: bool = False
    """Whether the portal's front page was read as a list of posts."""
    lists: int = 0
    """Pages of lists read."""
    fetched: int = 0
    """Post pages read."""
    archived: int = 0
    """Records written."""
    known: int = 0
    """Posts in the archive at the end, of this and earlier runs."""
    unchanged: int = 0
    """Known posts that were fetched again and found as they were."""
    too_old: int = 0
    """Posts left out because of ``since``."""
    notes: list[str] = field(default_factory=list)
    duplicates: Tally = field(default_factory=Tally)
    near_duplicates: Tally = field(default_factory=Tally)
    revisions: Tally = field(default_factory=Tally)
    """Posts that changed: fields and a paragraph diff."""
    tombstones: Tally = field(default_factory=Tally)
    missing: Tally = field(default_factory=Tally)
    """Archived posts that were not found in this run."""
    lists_gone: Tally = field(default_factory=Tally)
    """Lists that some page names and the portal does not have."""
    gone: Tally = field(default_factory=Tally)
    forbidden: Tally = field(default_factory=Tally)
    rejected: Tally = field(default_factory=Tally)
    failed: dict[str, str] = field(default_factory=dict)
    """Pages that could not be read, with the reason."""
    unread_lists: dict[str, str] = field(default_factory=dict)
    """Those of them that are pages of lists."""
    census: dict[str, Any] = field(default_factory=dict)
    """Who knows which posts; what is missing."""
    stats: dict[str, Any] = field(default_factory=dict)
    """Scrapy's own figures."""

    def finish(self, reason: str, stats: dict[str, Any]) -> None:
        """Judge the run: sets exit status and outcome."""
        self.finished_at = datetime.now(UTC)
        self.finish_reason = reason
        self.stats = stats
        fault = self._fault()
        self.exit_status = FAILED if fault else OK
        new = self.archived - self.revisions.count - self.tombstones.count
        self.outcome = fault or (
            f"{new} new posts, {self.revisions.count} changed, {self.tombstones.count} removed,"
            f" {self.duplicates.count} duplicates, {self.known} posts in the archive"
        )

    def _fault(self) -> str | None:
        if self.failure:
            return self.failure
        names = ("spider_exceptions/count", "newsportal/item_errors")
        if errors := sum(self.stats.get(name, 0) for name in names):
            return f"{errors} pages raised an error in newsportal; the log has the tracebacks"
        if not self.front_page:
            return f"{self.portal} shows no list of posts"
        if self.failed:
            url, why = next(iter(self.failed.items()))
            return f"{len(self.failed)} pages could not be read, first {url}: {why}; run again"
        if self.fetched and not self.known:
            return f"nothing could be extracted from {self.fetched} post pages"
        if self.finish_reason != "finished":
            return f"stopped before the end ({self.finish_reason}); the next run goes on"
        return None

    def write(self, folder: Path) -> Path:
        """Write the report, whole or not at all, and return its path."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.name}.json"
        draft = path.with_suffix(".tmp")
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, default=str)
        draft.write_text(text + "\n", encoding="utf-8")
        draft.replace(path)
        return path
