"""Are the times that a portal's pages call UTC times of UTC, or local times with a wrong name?

Much software writes ``+00:00`` to whatever an author has entered. The days that pages print tell:
be they those of Shanghai, the name is right; be they those of UTC, either the name is wrong or
the printed days are. Where an address has the printed day, too, it is the name; else the hours of
publication may tell, and what remains is open.

Where a page prints the very minute that it calls UTC, either both are local or both are of UTC.
Another page, whose printed time is the local one of what it calls UTC, tells; so may the hours.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC

from newsportal.chinese.dates import SHANGHAI
from newsportal.state.published import Published

_APART = 2  # posts whose printed day alone speaks against the name
TELLING = 13  # posts; of fewer, spread over all hours, none may be of the night by chance
NIGHT = range(1, 6)  # hours in which hardly anything is published
HARDLY = 0.1
_ENOUGH = 3  # posts at night
_AHEAD = 8  # hours of Shanghai


@dataclass(slots=True)
class UtcLabels:
    """What printed days and hours say of the name."""

    _told: Counter[str] = field(default_factory=Counter)
    _hours: Counter[int] = field(default_factory=Counter)
    """Of UTC."""
    _printed: Counter[int] = field(default_factory=Counter)
    """Printed hours that are those of the name."""

    def see(self, said: Published) -> None:
        """Take a time that a page calls UTC."""
        self._told[said.called_utc] += 1
        if said.called_utc == "printed":
            self._printed[said.at.astimezone(SHANGHAI).hour] += 1
            return
        self._hours[said.at.astimezone(UTC).hour] += 1

    def right(self, *, at_end: bool = False) -> bool | None:
        """Return whether the name is right, None as long as nothing tells.

        One page that shows it to be right tells. Printed days alone, which speak against it, do
        when there are hours of enough posts, or no more come.
        """
        if self._told["right"] or self._told["local"]:
            return True
        if self._told["wrong"]:
            return False
        enough = at_end or self._hours.total() >= TELLING
        if not enough or self._told["apart"] < _APART:
            return None
        local, moved = _nights(self._hours)
        return moved <= HARDLY * self._hours.total() and local >= _ENOUGH

    @property
    def printed(self) -> int:
        """How many pages print the very time that they call UTC."""
        return self._printed.total()

    def prints_local(self) -> bool:
        """Tell whether what pages print, and call UTC, is known to be local time."""
        if self._told["local"]:
            return True
        local, moved = _nights(self._printed)
        posts = self._printed.total()
        return posts >= TELLING and local <= HARDLY * posts and moved >= _ENOUGH


def _nights(hours: Counter[int]) -> tuple[int, int]:
    """Return how many times are of the night if they are local, and if they are of UTC."""
    local, moved = (
        sum(count for hour, count in hours.items() if (hour + by) % 24 in NIGHT)
        for by in (0, _AHEAD)
    )
    return local, moved
