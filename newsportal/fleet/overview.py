"""The fleet as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.table import Table

from newsportal.chinese.dates import SHANGHAI
from newsportal.fleet.roster import Entry
from newsportal.language.chosen import local

_BARS = "▁▂▃▄▅▆▇█"
_COLUMNS = ("portal", "state", "node", "posts", "last good run", "next run", "14 days", "verdict")


def table(entries: Sequence[Entry]) -> Table:
    """Return one line a portal: where it stands, how it went, when it goes on."""
    shown = Table(box=None, pad_edge=False)
    for name in _COLUMNS:
        shown.add_column(
            local(name), no_wrap=True, overflow="ellipsis" if name == "verdict" else "fold"
        )
    for entry in entries:
        shown.add_row(
            entry.portal.root, local(state(entry)), entry.node or "", f"{entry.posts or 0:,}",
            _time(entry.good_at), "" if entry.paused else _time(entry.next_run),
            sparkline(entry.days), local(entry.paused or entry.outcome or ""),
        )  # fmt: skip
    return shown


def state(entry: Entry) -> str:
    """Return a word for what a portal does."""
    if entry.running:
        return "running"
    return "paused" if entry.paused else (entry.result or "waiting")


def sparkline(counts: Sequence[int]) -> str:
    """Return a line of bars.

    >>> sparkline([0, 1, 4, 8])
    '▁▁▄█'
    """
    most = max(counts, default=0) or 1
    return "".join(_BARS[max(0, (count * len(_BARS) - 1) // most)] for count in counts)


def _time(at: datetime | None) -> str:
    return at.astimezone(SHANGHAI).strftime("%m-%d %H:%M") if at else ""
