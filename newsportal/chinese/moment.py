"""A point in time as it is known: the best estimate, how precise, and the sure interval."""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
YEARS = range(1990, 2101)

Precision = Literal["second", "minute", "hour", "day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, known to some precision."""

    at: datetime  # best estimate, aware
    precision: Precision  # the truth lies within one such unit of `at`
    earliest: datetime  # closed interval sure to hold the truth
    latest: datetime | None  # None: open (the theme prints 刚刚 for anything in the future, too)
    relative: bool = False  # reckoned from the time of the fetch


_SECOND = timedelta(seconds=1)
_LENGTH: dict[Precision, timedelta] = {
    "second": _SECOND,
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
}


def whole(at: datetime, precision: Precision, length: timedelta | None = None) -> Moment:
    """Return the unit that begins *at*, up to its last second."""
    return Moment(at, precision, at, at + (length or _LENGTH[precision]) - _SECOND)


@lru_cache(maxsize=16)  # all dates of a page are read at one time
def whole_second(now: datetime, tz: tzinfo) -> datetime:
    """Return *now* in *tz* as the theme's clock has it, which counts whole seconds."""
    return now.astimezone(tz).replace(microsecond=0)


def midnight(year: int, month: int, day: int, tz: tzinfo) -> datetime:
    """Return the beginning of a day; a ValueError tells that no post is of such a year."""
    if year not in YEARS:
        raise ValueError(year)
    return datetime(year, month, day, tzinfo=tz)


def latest_day(month: int, day: int, until: datetime) -> datetime:
    """Return the latest such day not after *until*; 29 February may be years back."""
    year = until.year - ((month, day) > (until.month, until.day))
    while (month, day) == (2, 29) and not isleap(year):
        year -= 1
    return midnight(year, month, day, until.tzinfo or UTC)
