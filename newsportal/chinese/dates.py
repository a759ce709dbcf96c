"""Dates as Chinese portals print them.

1. What is printed says how sure it is: a `Moment` is the best estimate, its precision, and the
   closed interval that holds the truth.
2. ``3小时前`` follows the theme's rounding, or what other software may mean (`time_ago`).
3. A date without a year is the latest such day up to tomorrow; a time without a day is the
   latest such time up to now, and so is 周五 08:30; 今天 23:30 on a page that is read at noon was
   yesterday. Two-digit years need their 年.
4. The text must be a date and nothing else, but for a label in front (``发布时间：``) and labels
   behind (``来源：…``). Whatever is impossible, ambiguous or outside 1990..2100 is None.
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import lru_cache

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
from newsportal.chinese.moment import (
    SHANGHAI,
    YEARS,
    Moment,
    Precision,
    latest_day,
    midnight,
    whole,
    whole_second,
)
from newsportal.chinese.time_ago import ago

__all__ = [
    "SHANGHAI", "Moment", "Precision", "archive_day", "parse_date", "printed_offset", "read_date",
]  # fmt: skip

_BY_PROGRAMS = re.compile("[0-9]{8}|[A-Z][a-z]{2}")  # what may be as programs write it
_IN_CAPITALS = lazy(
    rf"\b(?:(?:{'|'.join(MONTHS)}|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}}|gmt|utc)\b",
    re.IGNORECASE,
)
_AHEAD = timedelta(days=366)  # no post is dated further ahead
_SKEW = timedelta(minutes=15)  # clocks of portals go wrong by less
_OFFSET = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})\s*$")
# A time to come: how many days ago it was, too
_AGAIN = {"今": 1, "周": 7, "星": 7, "礼": 7}
_WEEKDAYS = "123456日"
_WHOLE_DAYS = re.compile("[0-9]{1,3} ?[天日] ?[以之]?前")  # 3天前 08:30
_QUARTERS = {"1刻": 15, "半": 30, "3刻": 45}


def _days_ago(count: int, clock: re.Match[str], now: datetime, tz: tzinfo) -> Moment:
    """Return the time found, so many days ago: by the calendar, or whole days that have passed."""
    then = now - timedelta(days=count)
    day = midnight(then.year, then.month, then.day, tz)
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
    return midnight(then.year, then.month, then.day, tz)


def _day(parts: dict[str, str | None], now: datetime, tz: tzinfo) -> Moment:
    """Return the day, month or year that a pattern of DATES found."""
    if back := parts.get("back"):
        then = now - timedelta(days=DAYS_BACK[back])
        return whole(midnight(then.year, then.month, then.day, tz), "day")
    if "weekday" in parts:
        return whole(_day_of_week(parts["week"], parts["weekday"] or "", now, tz), "day")
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
        return whole(latest_day(month, int(d), now + timedelta(days=1)), "day")
    if not y or (len(y) == 2 and not m):
        raise ValueError(parts)  # 24年 is a span of time, 9月 any September
    year = int(y)
    if len(y) == 2:
        year += 2000 if 2000 + year <= now.year + 1 else 1900
    begin = midnight(year, month, int(d or 1), tz)
    if d:
        return whole(begin, "day")
    if m:
        return whole(begin, "month", timedelta(days=monthrange(year, month)[1]))
    return whole(begin, "year", timedelta(days=365 + isleap(year)))


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
    return whole(at, "second" if second else "minute" if minute else "hour")


def _machine(text: str, start: int, now: datetime, tz: tzinfo) -> tuple[Moment, int] | None:
    """Return the moment and its end where *text* has one as programs write it."""
    if found := EPOCH.match(text, start):
        at = datetime.fromtimestamp(int(found[1]), tz) + timedelta(milliseconds=int(found[2] or 0))
        if at.year not in YEARS or at > now + _AHEAD:  # 2026112108
            raise ValueError(text)
        return whole(at, "second"), found.end()
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
        return Moment(now, "second", now - timedelta(seconds=1), None, relative=True), start + 2
    if "前" in text and (found := AGO.match(text, start)):
        clock = TIME.match(text, found.end()) if _WHOLE_DAYS.fullmatch(found[0]) else None
        if clock:
            return _days_ago(int(found["count"]), clock, now, tz), clock.end()
        return ago(found, now, tz, rounds=rounds), found.end()
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
    today = midnight(now.year, now.month, now.day, tz)
    moment = _clock(clock, today, tz)
    if moment.earliest > now:
        moment = _clock(clock, today - timedelta(days=1), tz)
    return moment, clock.end()


def read_date(
    text: str, start: int, now: datetime, tz: tzinfo, *, rounds: bool
) -> tuple[Moment, int] | None:
    """Return the moment that the folded *text* names at *start*, and where it ends, or None."""
    try:
        return _read(text, start, whole_second(now, tz), tz, rounds=rounds)
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


@lru_cache(maxsize=16)  # every entry of an archive page comes with its heading
def _month(heading: str, tz: tzinfo) -> Moment | None:
    month = parse_date(heading, datetime(YEARS[-1], 1, 1, tzinfo=UTC), tz)
    return month if month and month.latest and month.precision == "month" else None


def archive_day(heading: str, entry: str, tz: tzinfo = SHANGHAI) -> Moment | None:
    """Return the day of an archive page's *entry* under the *heading* of its month.

    >>> f"{archive_day('2026年02月', '[2/16]').at:%Y-%m-%d}"
    '2026-02-16'
    >>> archive_day("2026年02月", "").precision
    'month'
    """
    month = _month(heading, tz)
    if month is None or month.latest is None or not entry.strip():
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
