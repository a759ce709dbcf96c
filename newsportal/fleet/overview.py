"""The fleet as a table, and what it tells the overview of archives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import psycopg

from newsportal.fleet.roster import Roster, RosterEntry
from newsportal.language.chosen import local
from newsportal.report.status_table import StatusTable
from newsportal.runs.archive_status import clock, sparkline

_COLUMNS = ("portal", "state", "node", "posts", "last good run", "next run", "14 days", "verdict")

_UNCOPIED = timedelta(hours=1)  # after which it is told that copies fail


def table(entries: Sequence[RosterEntry]) -> StatusTable:
    """Return one line a portal: where it stands, how it went, when it goes on."""
    rows = [
        (
            entry.portal.root, local(_state(entry)), entry.node or "", f"{entry.posts or 0:,}",
            clock(entry.good_at), "" if entry.paused else clock(entry.next_run),
            sparkline(entry.days), verdict(entry),
        )
        for entry in entries
    ]  # fmt: skip
    return StatusTable(_COLUMNS, rows)


def _state(entry: RosterEntry) -> str:
    """Return a word for what a portal does."""
    if entry.running:
        return "running"
    return "paused" if entry.paused else (entry.result or "waiting")


def verdict(entry: RosterEntry) -> str:
    """Return how a portal stands, for people: that its copies fail comes first."""
    said = [entry.paused or entry.outcome or ""]
    failed = entry.copy_failed_at
    if failed is not None and datetime.now(UTC) - failed > _UNCOPIED:
        said.insert(0, f"not copied since {clock(entry.copied_at or failed)}")
    if entry.stranded:
        said.insert(0, f"waits for {entry.node}, which is away and has the only archive")
    return "; ".join(local(one) for one in said if one)


def next_runs(url: str) -> dict[str, datetime | None]:
    """Return each portal's next run by its root URL; nothing where it cannot be read."""
    try:
        with Roster.open(url) as roster:
            return {
                one.portal.root: None if one.paused else one.next_run for one in roster.entries()
            }
    except (psycopg.Error, ValueError):
        return {}
