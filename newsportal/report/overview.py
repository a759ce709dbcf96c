"""Many archives as a table in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from newsportal.language.chosen import local
from newsportal.report.status_table import StatusTable
from newsportal.runs.archive_status import ArchiveStatus, clock, sparkline

_COLUMNS = ("portal", "posts", "last good run", "last run", "14 days", "result", "verdict")


def overview(standings: Sequence[ArchiveStatus]) -> StatusTable:
    """Return one line an archive: where it stands and how its last run went."""
    rows = [
        (
            one.portal or one.folder.name, f"{one.posts:,}", clock(one.good_at),
            clock(one.ended_at), sparkline(one.days), local(one.result or "no run has ended"),
            local(one.verdict),
        )
        for one in standings
    ]  # fmt: skip
    return StatusTable(_COLUMNS, rows)
