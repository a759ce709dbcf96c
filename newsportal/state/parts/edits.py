"""How long after publication the portal's edits were seen, counted for a chart."""

from __future__ import annotations

from bisect import bisect_left
from datetime import timedelta

from newsportal.state.parts.part import Part

_HOURS = (1, 6, 12, 24, 48, 72, 168, 336, 720, 2160, 8760)
"""Bounds of the columns; beyond the last there is one more."""
_BEYOND = 0


def _column(after: timedelta) -> int:
    """Return by how many hours at most an edit came after publication, as the columns have it.

    >>> [_column(timedelta(hours=hours)) for hours in (-1, 1, 5, 30, 9000)]
    [1, 1, 6, 48, 0]
    """
    place = bisect_left(_HOURS, after / timedelta(hours=1))
    return _HOURS[place] if place < len(_HOURS) else _BEYOND


class Edits(Part):
    """The state's part about edits; changes are committed with all others."""

    def add(self, after: timedelta) -> None:
        """Count one more edit."""
        sql = "INSERT INTO edits VALUES (?, 1) ON CONFLICT (hours) DO UPDATE SET posts = posts + 1"
        self._execute(sql, _column(after))

    def counts(self) -> dict[str, int]:
        """Return how many edits each column has, by its bound in hours; {} where there are none."""
        found = dict(self._execute("SELECT hours, posts FROM edits").fetchall())
        return {str(hours): found.get(hours, 0) for hours in (*_HOURS, _BEYOND)} if found else {}
