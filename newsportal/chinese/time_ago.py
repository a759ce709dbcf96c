"""``3小时前``, ``2年3个月前``, ``4周前 (10-23)``: how long ago, in the largest unit that fits.

The theme rounds half up in the largest unit that fits (a month has 30 days, a year 360). Words and
numbers that it never prints, and all on other portals, come from software that may cut off instead:
their interval is wider. The day in brackets beats the number.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo

from newsportal.chinese.moment import YEARS, Moment, Precision, latest_day, midnight, whole

_HOUR, _DAY = 3600, 86400

# Word: seconds, precision, and where the theme goes over to the next unit (it counts whole
# seconds, so 59.5 says the same as 60 and keeps 60秒前 out). 0: not a word of the theme.
_UNITS: dict[str, tuple[int, Precision, float]] = {
    "秒": (1, "second", 59.5),
    "分钟": (60, "minute", _HOUR),
    "小时": (_HOUR, "hour", _DAY),
    "天": (_DAY, "day", 7 * _DAY),
    "周": (7 * _DAY, "week", 30 * _DAY),
    "个月": (30 * _DAY, "month", 360 * _DAY),
    "年": (360 * _DAY, "year", float("inf")),
    "秒钟": (1, "second", 0),
    "分": (60, "minute", 0),
    "个小时": (_HOUR, "hour", 0),
    "个钟头": (_HOUR, "hour", 0),
    "日": (_DAY, "day", 0),
    "月": (30 * _DAY, "month", 0),
    "星期": (7 * _DAY, "week", 0),
    "个星期": (7 * _DAY, "week", 0),
}
# How long the shortest and the longest month and year are, in those of the theme
_LENGTHS: dict[Precision, tuple[float, float]] = {
    "month": (28 / 30, 31 / 30),
    "year": (1, 366 / 360),
}
# How many of the next smaller unit a unit has
_SMALLER = {
    "年": (12, "个月"), "个月": (30, "天"), "周": (7, "天"), "天": (24, "小时"), "小时": (60, "分"),
    "分": (60, "秒"), "分钟": (60, "秒"),
}  # fmt: skip


def ago(found: re.Match[str], now: datetime, tz: tzinfo, *, rounds: bool) -> Moment:
    """Return the moment so long before *now* as `date_forms.AGO` has *found* it, in *tz*.

    A ValueError tells that it is no such statement.
    """
    more, of, digits, measure, half, word, year, month, day = found.groups()
    if more:  # in the smaller unit
        times, smaller = _SMALLER[of]
        smaller_fits = (measure + word).startswith(smaller) and int(digits or times) < times
        if half or not smaller_fits:
            raise ValueError(found[0])
        digits = str(int(more) * times + int(digits))
    seconds, precision, following = _UNITS[measure + word]
    if (half and not (digits and measure)) or (measure + word == "月" and digits != "1"):
        raise ValueError(found[0])  # 3月前 may be before March; nobody says so of January
    count = (int(digits) if digits else 0.5) + (0.5 if half else 0)
    low, high = max(1, count - 0.5) * seconds, min((count + 0.5) * seconds, following)
    if half or count < 1 or low >= following or not rounds:
        shortest, longest = (1, 1) if rounds else _LENGTHS.get(precision, (1, 1))
        low, high = max(0, count - 0.5) * seconds * shortest, (count + 1) * seconds * longest
    # In UTC: subtracting from a local time would ignore a change of the clocks in between.
    start = now.astimezone(UTC)
    at, earliest, latest = (
        (start - timedelta(seconds=back)).astimezone(tz) for back in (count * seconds, high, low)
    )
    if at.year not in YEARS:
        raise ValueError(found[0])
    if not day:
        return Moment(at, precision, earliest, latest, relative=True)
    if year:
        days = [midnight(int(year), int(month), int(day), tz)]
    else:  # the latest up to now, unless only an earlier one fits the number
        days = [latest_day(int(month), int(day), until) for until in (now, latest)]
    for begin in days:
        exact = whole(begin, "day")
        first, last = max(begin, earliest), min(exact.latest or begin, latest)
        if first <= last:
            return Moment(first, "day", first, last)
    return whole(days[0], "day")
