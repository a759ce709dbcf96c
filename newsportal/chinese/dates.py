"""Dates as Chinese portals print them.

1. What is printed says how sure it is: a `Moment` is the best estimate, its precision, and the
   closed interval that holds the truth.
2. ``3小时前`` follows the theme's rounding: elapsed time, half up, in the largest unit that fits
   (a month has 30 days, a year 360). Words and numbers the theme never prints, and all on other
   portals, come from software that may cut off instead: their interval is wider.
   The day in brackets, ``4周前 (10-23)``, beats the number.
3. A date without a year is the latest such day up to tomorrow; a time without a day is the
   latest such time up to now, and so is 周五 08:30; 今天 23:30 on a page that is read at noon was
   yesterday. Two-digit years need their 年.
4. The text must be a date and nothing else, but for a label in front (``发布时间：``) and labels
   behind (``来源：…``). Whatever is impossible, ambiguous or outside 1990..2100 is None.
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from newsportal.chinese.credits.names import Confidence, is_nobody, people
from newsportal.chinese.date_forms import (
    AGO,
    COMPACT,
    DATES,
    DAYS_BACK,
    EPOCH,
    MONTHS,
    PARTS,
    TIME,
    TIME_FIRST,
    YEAR_LAST,
    ZONES,
)
from newsportal.chinese.date_labels import LABEL, OVERRULED, TAIL
from newsportal.chinese.folded_dates import fold
from newsportal.chinese.lazy_pattern import lazy

SHANGHAI = ZoneInfo("Asia/Shanghai")

Precision = Literal["second", "minute", "hour", "day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, known to some precision."""

    at: datetime  # best estimate, aware
    precision: Precision  # the truth lies within one such unit of `at`
    earliest: datetime  # closed interval sure to hold the truth
    latest: datetime | None  # None: open (the theme prints 刚刚 for anything in the future, too)
    relative: bool = False  # reckoned from the time of the fetch


_BY_PROGRAMS = re.compile("[0-9]{8}|[A-Z][a-z]{2}")  # what may be as programs write it
_IN_CAPITALS = lazy(
    rf"\b(?:(?:{'|'.join(MONTHS)}|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}}|gmt|utc)\b",
    re.IGNORECASE,
)
YEARS = range(1990, 2101)

_AHEAD = timedelta(days=366)  # no post is dated further ahead
_SKEW = timedelta(minutes=15)  # clocks of portals go wrong by less
_OFFSET = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})\s*$")
_SECOND, _HOUR, _DAY = timedelta(seconds=1), 3600, 86400
_LENGTH: dict[Precision, timedelta] = {
    "second": _SECOND,
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
}

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


def _whole(at: datetime, precision: Precision, length: timedelta | None = None) -> Moment:
    """Return the unit that begins *at*, up to its last second."""
    return Moment(at, precision, at, at + (length or _LENGTH[precision]) - _SECOND)


# A time to come: how many days ago it was, too
_AGAIN = {"今": 1, "周": 7, "星": 7, "礼": 7}
_WEEKDAYS = "123456日"
_WHOLE_DAYS = re.compile("[0-9]{1,3} ?[天日] ?[以之]?前")  # 3天前 08:30
_QUARTERS = {"1刻": 15, "半": 30, "3刻": 45}


def _midnight(year: int, month: int, day: int, tz: tzinfo) -> datetime:
    if year not in YEARS:
        raise ValueError(year)
    return datetime(year, month, day, tzinfo=tz)


def _latest_day(month: int, day: int, until: datetime) -> datetime:
    """Return the latest such day not after *until*; 29 February may be years back."""
    year = until.year - ((month, day) > (until.month, until.day))
    while (month, day) == (2, 29) and not isleap(year):
        year -= 1
    return _midnight(year, month, day, until.tzinfo or UTC)


def _ago(found: re.Match[str], now: datetime, tz: tzinfo, *, rounds: bool) -> Moment:
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
        days = [_midnight(int(year), int(month), int(day), tz)]
    else:  # the latest up to now, unless only an earlier one fits the number
        days = [_latest_day(int(month), int(day), until) for until in (now, latest)]
    for begin in days:
        exact = _whole(begin, "day")
        first, last = max(begin, earliest), min(exact.latest or begin, latest)
        if first <= last:
            return Moment(first, "day", first, last)
    return _whole(days[0], "day")


def _days_ago(count: int, clock: re.Match[str], now: datetime, tz: tzinfo) -> Moment:
    """Return the time found, so many days ago: by the calendar, or whole days that have passed."""
    then = now - timedelta(days=count)
    day = _midnight(then.year, then.month, then.day, tz)
    moment = _clock(clock, day, tz)
    if moment.at <= then:
        return moment
    earlier = _clock(clock, day - timedelta(days=1), tz)
    return Moment(moment.at, "day", earlier.earliest, moment.latest, relative=True)


def _day_of_week(week: str | None, weekday: str, now: datetime, tz: tzinfo) -> datetime:
    """Return the last such day; 上周五 is that of the week before, which began on a Monday."""
    back = now.weekday() - _WEEKDAYS.index(weekday.replace("天", "日"))
    if week == "上":
        back += 7
    elif not week:
        back %= 7
    if back < 0:
        raise ValueError(weekday)  # 本周五, on a Wednesday
    then = now - timedelta(days=back)
    return _midnight(then.year, then.month, then.day, tz)


def _day(parts: dict[str, str | None], now: datetime, tz: tzinfo) -> Moment:
    """Return the day, month or year that a pattern of DATES found."""
    if back := parts.get("back"):
        then = now - timedelta(days=DAYS_BACK[back])
        return _whole(_midnight(then.year, then.month, then.day, tz), "day")
    if "weekday" in parts:
        return _whole(_day_of_week(parts["week"], parts["weekday"] or "", now, tz), "day")
    if "lately" in parts:  # 去年9月19日, 上月19日
        then = now.replace(day=1) - timedelta(days=parts["lately"] == "上")
        back_years = {"去": 1, "前": 2}.get(parts["lately"] or "", 0)
        m: str | None = parts.get("m") or str(then.month)
        y: str | None = str(then.year - back_years)
        d = parts["d"]
    elif "last" in parts:
        y, d = parts["last"], parts["first"] or parts["day"] or parts["dotted"]
        m = parts["then"] or parts["month"] or parts["dot"]
    else:
        y, m, d = parts["y"], parts["m"], parts["d"]
    month = MONTHS.index(m[:3]) + 1 if m and m.isalpha() else int(m or 1)
    if d and not y:
        return _whole(_latest_day(month, int(d), now + timedelta(days=1)), "day")
    if not y or (len(y) == 2 and not m):
        raise ValueError(parts)  # 24年 is a span of time, 9月 any September
    year = int(y)
    if len(y) == 2:
        year += 2000 if 2000 + year <= now.year + 1 else 1900
    begin = _midnight(year, month, int(d or 1), tz)
    if d:
        return _whole(begin, "day")
    if m:
        return _whole(begin, "month", timedelta(days=monthrange(year, month)[1]))
    return _whole(begin, "year", timedelta(days=365 + isleap(year)))


def _clock(found: re.Match[str], day: datetime, tz: tzinfo) -> Moment:
    """Return the time found, on the day that begins at *day*."""
    part, digits, minute, second, fraction, half, behind, zone, offset, *rest = found.groups()
    hourly, spoken_minute, spoken_second = rest
    hour, minute, second = int(digits), minute or spoken_minute, second or spoken_second
    if half or hourly:
        part = f"{half or hourly}M".upper()
    part = part or behind
    if part:  # 12 may be midnight, too: 夜里12点 ends the day, 凌晨12点 begins it
        meant = (hour, hour + 12, 0) if hour == 12 else (hour, hour + 12)
        # No hour at all where part and number disagree (上午15点): a ValueError.
        hour, *_ = (each for each in meant if each in PARTS[part])
    if hour == 24 and not int(minute or 0) and not int(second or 0):
        hour, day = 0, day + timedelta(days=1)
    at = day.replace(
        hour=hour,
        minute=_QUARTERS.get(minute or "") or int(minute or 0),
        second=int(second or 0),
        microsecond=int(fraction.ljust(6, "0")) if fraction else 0,
    )
    if offset and offset[0] == "-" and not second and found[0][0] not in "Tt":
        raise ValueError(found[0])  # 08:30-10:00 is a span
    if zone or offset:
        there = time.fromisoformat(f"00:00{offset or ZONES[zone]}").tzinfo
        at = at.replace(tzinfo=there).astimezone(tz)
    return _whole(at, "second" if second else "minute" if minute else "hour")


def _machine(text: str, start: int, now: datetime, tz: tzinfo) -> tuple[Moment, int] | None:
    """Return the moment and its end where *text* has one as programs write it."""
    if found := EPOCH.match(text, start):
        at = datetime.fromtimestamp(int(found[1]), tz) + timedelta(milliseconds=int(found[2] or 0))
        if at.year not in YEARS or at > now + _AHEAD:  # 2026112108
            raise ValueError(text)
        return _whole(at, "second"), found.end()
    if found := COMPACT.match(text, start):
        year, month, day, *digits = filter(None, found.groups()[:-1])
        spelt = f"{year}-{month}-{day} {':'.join(digits)}{found['zone']}"
        return _read(spelt, 0, now, tz)[0], found.end()
    if found := YEAR_LAST.match(text, start):
        spelt = f"{found['d']} {found['m']} {found['y']} {found['time']}"
        return _read(spelt, 0, now, tz)[0], found.end()
    return None


def _read(
    text: str, start: int, now: datetime, tz: tzinfo, *, rounds: bool = True
) -> tuple[Moment, int]:
    """Return the moment *text* names at *start*, and where the name ends."""
    if text.startswith(("刚刚", "刚才"), start):
        return Moment(now, "second", now - _SECOND, None, relative=True), start + 2
    if "前" in text and (found := AGO.match(text, start)):
        clock = TIME.match(text, found.end()) if _WHOLE_DAYS.fullmatch(found[0]) else None
        if clock:
            return _days_ago(int(found["count"]), clock, now, tz), clock.end()
        return _ago(found, now, tz, rounds=rounds), found.end()
    if _BY_PROGRAMS.match(text, start) and (machine := _machine(text, start, now, tz)):
        return machine
    for pattern in DATES:
        if found := pattern.match(text, start):
            moment = _day(found.groupdict(), now, tz)
            clock = TIME.match(text, found.end())
            if not clock:
                return moment, found.end()
            if moment.precision != "day":
                raise ValueError(text)
            exact = _clock(clock, moment.at, tz)
            if exact.earliest > now + _SKEW and (back := _AGAIN.get(found[0][0])):
                exact = _clock(clock, moment.at - timedelta(days=back), tz)
            return exact, clock.end()
    if not (clock := TIME.match(text, start)):
        raise ValueError(text)
    if between := TIME_FIRST.match(text, clock.end()):
        for pattern in DATES:
            if found := pattern.match(text, between.end()):
                day = _day(found.groupdict(), now, tz)
                if day.precision == "day" and not TIME.match(text, found.end()):
                    return _clock(clock, day.at, tz), found.end()
    today = _midnight(now.year, now.month, now.day, tz)
    moment = _clock(clock, today, tz)
    if moment.earliest > now:
        moment = _clock(clock, today - timedelta(days=1), tz)
    return moment, clock.end()


def read_date(
    text: str, start: int, now: datetime, tz: tzinfo, *, rounds: bool
) -> tuple[Moment, int] | None:
    """Return the moment that the folded *text* names at *start*, and where it ends, or None."""
    try:
        # The theme's clock counts whole seconds.
        return _read(text, start, now.astimezone(tz).replace(microsecond=0), tz, rounds=rounds)
    except (ValueError, LookupError, OverflowError):
        return None


def _is_signed(behind: str) -> bool:
    """Tell whether nothing but names stands *behind* a date: 2026-11-21 08:30 甲某."""
    behind = behind.strip(" |/·")
    return bool(people(behind, Confidence.LABELLED)) or is_nobody(behind)


def parse_date(
    text: str, now: datetime, tz: tzinfo = SHANGHAI, *, rounds: bool = True
) -> Moment | None:
    """Return the moment that *text*, fetched at *now*, stands for in *tz*, or None.

    Unless it *rounds* as the theme does, the software may cut off, and its months and years may be
    those of the calendar: 3小时前 is 2.5 to 4 hours ago then.

    >>> now = datetime(2026, 11, 22, 12, tzinfo=SHANGHAI)
    >>> moment = parse_date("11个月前 (12-19)", now)
    >>> f"{moment.at:%Y-%m-%d}", moment.precision
    ('2025-12-19', 'day')
    >>> moment = parse_date("3小时前", now)
    >>> f"{moment.earliest:%H:%M} {moment.at:%H:%M} {moment.latest:%H:%M}"
    '08:30 09:00 09:30'
    >>> f"{parse_date('发布时间：二〇二六年九月十九日 下午3点半 来源：某报', now).at:%m-%d %H:%M}"
    '09-19 15:30'
    >>> parse_date("2月30日", now) is None
    True
    """
    text = fold(text)
    found = read_date(text, 0, now, tz, rounds=rounds)
    if found and found[1] == len(text):
        return found[0]  # most are whole dates, and what may stand around one is long to compile
    if not text[:1].isdigit() and (label := LABEL.match(text)) and label.end():
        found = read_date(text, label.end(), now, tz, rounds=rounds)
    if found:
        moment, end = found
        if end == len(text) or TAIL.match(text, end) or _is_signed(text[end:]):
            return moment
    spelt = _IN_CAPITALS.sub(
        lambda word: zone if (zone := word[0].upper()) in ZONES else word[0].capitalize(), text
    )
    if overruled := OVERRULED.match(spelt):
        spelt = spelt[overruled.end() :]
    return None if spelt == text else parse_date(spelt, now, tz, rounds=rounds)


def archive_day(heading: str, entry: str, tz: tzinfo = SHANGHAI) -> Moment | None:
    """Return the day of an archive page's *entry* under the *heading* of its month.

    >>> f"{archive_day('2026年02月', '[2/16]').at:%Y-%m-%d}"
    '2026-02-16'
    >>> archive_day("2026年02月", "").precision
    'month'
    """
    month = parse_date(heading, datetime(YEARS[-1], 1, 1, tzinfo=UTC), tz)
    if month is None or month.latest is None or month.precision != "month":
        return None
    if not entry.strip():
        return month
    day = parse_date(entry.strip(" []"), month.latest, tz)
    if day is None or day.latest is None:  # 刚刚 is no day of the month
        return None
    return day if month.at <= day.at <= month.latest else None


def printed_offset(date: str) -> int | None:
    """Return the offset that a time is printed with, None for ``GMT``, which many print by habit.

    >>> [printed_offset(f"Thu, 19 Nov 2026 08:30:00 {zone}") for zone in ("-0500", "+0000", "GMT")]
    [-18000, 0, None]
    """
    if (found := _OFFSET.search(date)) is None:
        return None
    seconds = int(found[2]) * 3600 + int(found[3]) * 60
    return -seconds if found[1] == "-" else seconds
