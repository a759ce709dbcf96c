"""A table with a line for each portal, which leaves columns out where it would not fit."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, OverflowMethod, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from newsportal.language.chosen import local

_TIMES = ("last good run", "last run", "next run")
# A narrow terminal does without them, first to last.
_SPARED = ("14 days", "last run", "node", "result", "last good run")
_VERDICT = 24  # columns that the last one should have


class StatusTable:
    """Rows below the names of columns; the verdict, which comes last, is cut off if need be."""

    def __init__(self, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self._names = names
        self._rows = rows

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        kept = list(self._names[:-1])
        for name in _SPARED:
            if self._width(console, options, kept) + _VERDICT <= options.max_width:
                break
            if name in kept:
                kept.remove(name)
        left = options.max_width - self._width(console, options, kept)
        table = self._table([*kept, self._names[-1]])
        table.columns[-1].max_width = max(1, left - 2)
        yield table

    def _width(self, console: Console, options: ConsoleOptions, names: Sequence[str]) -> int:
        unbound = options.update(max_width=10_000)
        return Measurement.get(console, unbound, self._table(names)).maximum

    def _table(self, names: Sequence[str]) -> Table:
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for name in names:
            overflow: OverflowMethod = "ellipsis" if name == self._names[-1] else "fold"
            zone = "\n+08:00" if name in _TIMES else ""
            table.add_column(
                f"{local(name)}{zone}", justify="right" if name == "posts" else "left",
                no_wrap=True, overflow=overflow,
            )  # fmt: skip
        places = [self._names.index(name) for name in names]
        for row in self._rows:
            table.add_row(*(Text(row[place]) for place in places))
        return table
