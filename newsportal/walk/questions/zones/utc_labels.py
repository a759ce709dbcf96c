"""Are the times that a portal's pages call UTC times of UTC, or local times with a wrong name?

Much software writes ``+00:00`` to whatever an author has entered. The days that pages print tell:
be they those of Shanghai, the name is right; be they those of UTC, either the name is wrong or
the printed days are. Where an address has the printed day, too, it is the name; else the hours of
publication may tell, and what remains is open.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC

from newsportal.state.published import Published

_APART = 2  # posts whose printed day alone speaks against the name
_TELLING = 13  # posts whose hours tell
_NIGHT = range(1, 6)  # hours in which hardly anything is published
_HARDLY = 0.1
_ENOUGH = 3  # posts at night
_AHEAD = 8  # hours of Shanghai


@dataclass(slots=True)
class UtcLabels:
    """What printed days and hours say of the name."""

    _told: Counter[str] = field(default_factory=Counter)
    _hours: Counter[int] = field(default_factory=Counter)
    """Of UTC."""

    def see(self, said: Published) -> None:
        """Take a time that a page calls UTC."""
        self._told[said.called_utc] += 1
        self._hours[said.at.astimezone(UTC).hour] += 1

    def right(self, *, at_end: bool = False) -> bool | None:
        """Return whether the name is right, None as long as nothing tells.

        One page that shows it to be right tells. Printed days alone, which speak against it, do
        when there are hours of enough posts, or no more come.
        """
        if self._told["right"]:
            return True
        if self._told["wrong"]:
            return False
        enough = at_end or self._hours.total() >= _TELLING
        return self._are_hours_of_utc() if enough and self._told["apart"] >= _APART else None

    def _are_hours_of_utc(self) -> bool:
        """Tell whether the times would be of the night if they were local, and else are not."""
        local, moved = (
            sum(count for hour, count in self._hours.items() if (hour + by) % 24 in _NIGHT)
            for by in (0, _AHEAD)
        )
        return moved <= _HARDLY * self._hours.total() and local >= _ENOUGH
