"""Many archives as a table in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import OverflowMethod
from rich.table import Table
from rich.text import Text

from newsportal.language.chosen import local
from newsportal.runs.archive_status import ArchiveStatus, clock, sparkline


def overview(standings: Sequence[ArchiveStatus]) -> Table:
    """Return one line an archive: where it stands and how its last run went."""
    table = Table(local("portal"), box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column(local("posts"), justify="right")
    for name in ("last good run", "last run", "14 days", "result", "verdict"):
        zone = " +08:00" if name.endswith("run") else ""
        overflow: OverflowMethod = "ellipsis" if name == "verdict" else "fold"
        table.add_column(f"{local(name)}{zone}", no_wrap=True, overflow=overflow)
    for one in standings:
        table.add_row(
            Text(one.portal or one.folder.name), f"{one.posts:,}", clock(one.good_at),
            clock(one.ended_at), sparkline(one.days), Text(local(one.result or "no run has ended")),
            Text(local(one.verdict)),
        )  # fmt: skip
    return table
