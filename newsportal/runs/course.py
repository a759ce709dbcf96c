"""How a portal answered in the course of a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

_INTERVALS = 100
_SLOWEST = 10


@dataclass(slots=True)
class Course:
    """Answers, counted in at most 100 intervals of equal length."""

    seconds: int = 1
    """Length of an interval; it doubles when the run outgrows them."""
    responses: list[int] = field(default_factory=list)
    errors: list[int] = field(default_factory=list)
    """Those of them with a status of 400 and above."""
    waited: list[float] = field(default_factory=list)
    """Seconds from request to answer, summed up over the responses of an interval."""
    longest: list[float] = field(default_factory=list)
    """The longest of these."""
    slowest: list[dict[str, Any]] = field(default_factory=list)
    """The slowest pages, slowest first."""

    def add(self, elapsed: float, url: str, status: int, latency: float) -> None:
        """Take an answer that came *elapsed* seconds after the start of the run."""
        while elapsed >= _INTERVALS * self.seconds:
            self._halve()
        now = int(max(0.0, elapsed) / self.seconds)
        every: tuple[list[Any], ...] = (self.responses, self.errors, self.waited, self.longest)
        for series in every:
            series.extend([0] * (now + 1 - len(series)))
        self.responses[now] += 1
        self.errors[now] += status >= 400
        self.waited[now] = round(self.waited[now] + latency, 3)
        self.longest[now] = max(self.longest[now], round(latency, 3))
        if len(self.slowest) < _SLOWEST or latency > self.slowest[-1]["seconds"]:
            page = {"url": url, "status": status, "seconds": round(latency, 3)}
            by_time = sorted([*self.slowest, page], key=itemgetter("seconds"), reverse=True)
            self.slowest = by_time[:_SLOWEST]

    def _halve(self) -> None:
        self.seconds *= 2
        self.responses = _pairs(self.responses, sum)
        self.errors = _pairs(self.errors, sum)
        self.waited = _pairs(self.waited, sum)
        self.longest = _pairs(self.longest, max)


def _pairs(series: list[Any], merge: Callable[[list[Any]], Any]) -> list[Any]:
    return [merge(series[at : at + 2]) for at in range(0, len(series), 2)]
