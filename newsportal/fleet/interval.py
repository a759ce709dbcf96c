"""When is a portal asked again? Sooner where updates bring much, later where they bring nothing.

The aim is that each update brings a few new posts, less than a page of a list holds: then none is
missed, and few requests are in vain. Between the user's two bounds the interval is made shorter or
longer after each run. The first one follows from how fast the newest posts came out, if these are
dated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from newsportal.runs.run import LOCKED, USAGE, ended_well

_MANY, _FEW = 5, 1  # new posts of an update: more shortens the interval, fewer lengthens it
_SHORTER, _LONGER = 0.67, 1.5
_AIM = 3  # new posts of an update
_PACED_BY, _PACED_OVER = 10, 7  # posts, and days, that tell of a pace
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=5), timedelta(days=1)
_BUSY = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended."""

    status: int
    """Exit status of ``crawl``."""
    result: str = ""
    """done, done-with-alerts, healed, unfinished or failed; empty if there is no report."""
    new: int = 0
    """New posts."""
    pace: float | None = None
    """Posts a day, as `pace_of` reckons it."""

    @property
    def good(self) -> bool:
        """Whether the archive has what the portal had."""
        return ended_well(self.status, self.result)


def pace_of(days: Mapping[str, Mapping[str, int]], today: date) -> float | None:
    """Return how many posts a day came out of late, None where too few are dated.

    *days* are the posts of each day that has some (``YYYY-MM-DD``), by category. The newest ten
    count, and all of the last week.

    >>> pace_of({"2026-11-01": {"a": 8}, "2026-11-03": {"a": 1, "b": 3}}, date(2026, 11, 4))
    3.0
    >>> pace_of({"2026-11-03": {"a": 4}}, date(2026, 11, 4))
    """
    posts, span = 0, 0
    for day in sorted(days, reverse=True):
        age = (today - date.fromisoformat(day)).days + 1
        if posts >= _PACED_BY and age > _PACED_OVER:
            break
        posts, span = posts + sum(days[day].values()), max(1, age)
    return posts / span if posts >= _PACED_BY else None


def learnt(
    interval: timedelta, bounds: tuple[timedelta, timedelta], outcome: Outcome, good_runs: int
) -> timedelta:
    """Return the interval after an update that ended well.

    The first good run archives the portal and the second shows what is new since: only from then
    on do figures tell of the pace of news. That second one's are the dates of what there is.

    >>> hour = timedelta(hours=1)
    >>> learnt(4 * hour, (hour, 48 * hour), Outcome(0, new=0), good_runs=3) / hour
    6.0
    >>> learnt(4 * hour, (hour, 48 * hour), Outcome(0, new=9), good_runs=3) / hour
    2.68
    >>> learnt(4 * hour, (hour, 48 * hour), Outcome(0, new=0, pace=3.6), good_runs=2) / hour
    20.0
    >>> learnt(4 * hour, (hour, 48 * hour), Outcome(0, new=9), good_runs=1) / hour
    4.0
    """
    shortest, longest = bounds
    if good_runs == 2 and outcome.pace:
        interval = timedelta(days=_AIM / outcome.pace)
    elif good_runs >= 2:
        if outcome.new > _MANY:
            interval *= _SHORTER
        elif outcome.new < _FEW:
            interval *= _LONGER
    return min(longest, max(shortest, interval))


def pause_after(outcome: Outcome, interval: timedelta, failures: int) -> timedelta | None:
    """Return the time to the next run, None where only a person can help (wrong usage).

    *failures* counts the failed runs in a row, this one included.

    >>> pause_after(Outcome(1, "failed"), timedelta(hours=4), failures=3)
    datetime.timedelta(seconds=1200)
    >>> pause_after(Outcome(1, "unfinished"), timedelta(hours=4), failures=0)
    datetime.timedelta(0)
    >>> pause_after(Outcome(75), timedelta(hours=4), failures=0)
    datetime.timedelta(seconds=180)
    >>> pause_after(Outcome(2), timedelta(hours=4), failures=0)
    """
    if outcome.good:
        return interval
    if outcome.status == USAGE:
        return None
    if outcome.status == LOCKED:
        return _BUSY
    if outcome.result == "unfinished" and failures == 0:
        return timedelta()
    doubled: int = 1 << min(20, max(0, failures - 1))
    return min(_LONGEST_PAUSE, _FIRST_PAUSE * doubled)
