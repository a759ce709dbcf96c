"""When an article was published: all that its page says, and what of it is to be believed.

In the order of trust: a date in the lines beside the title, what the page tells machines, script
variables, the address. A later statement only makes an earlier one finer. But a machine's time with
a time zone is believed before a printed one that differs by whole hours: the theme prints UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from newsportal.chinese.dates import Moment, parse_date

Route = Literal["page", "meta", "url"]

_ZONE = r"(?:\s*(?:Z\b|[+-]\d{2}:?\d{2}))?"
_CLOCK = rf"""(?:
    [\sT]*(?:[上下]午|凌晨|早上|晚上|中午)?\s*\d{{1,2}}\s*[:：]\s*\d{{2}}
    (?:\s*[:：]\s*\d{{2}}(?:\.\d{{1,6}})?)?{_ZONE}
    | \s*\d{{1,2}}[时點点](?:\d{{1,2}}分?)?
)?"""
_CENTURY = r"(?:19|20)\d\d"
_MONTH = r"[A-Z][a-z]{2,8}"
_PRINTED = re.compile(
    rf"""
    (?<![\d.])(?:
      {_CENTURY}\s?(?P<sep>[-/.])\s?\d{{1,2}}\s?(?P=sep)\s?\d{{1,2}}(?!\d){_CLOCK}
    | {_CENTURY}\s?年\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?[日号號]?\s*{_CLOCK}
    | (?:{_MONTH},?\s)?(?:\d{{1,2}}\s{_MONTH}|{_MONTH}\s\d{{1,2}}),?\s{_CENTURY}{_CLOCK}
    | \d{{1,2}}-\d{{1,2}}\s\d{{1,2}}:\d\d
    | (?<![\d年])\d{{1,2}}月\d{{1,2}}[日号]?{_CLOCK}
    | 刚刚 | \d{{1,3}}\s?(?:秒钟?|分钟?|个?小时|天|日|周|个月|年)前
    | [昨前今]天(?:\s?\d{{1,2}}:\d\d)?
    )
    """,
    re.VERBOSE,
)
_NOT_PUBLISHED = re.compile(
    r"(?:更新|修改|截[止至]|编辑|[访訪][问問]|今天是|现在是|有效期|最后|最近|更 新|活动"
    r"|开播|首播|上映)"
    r"(?:时间|日期|于|為|为)?\s*[:：]?\s*\Z"
)
_LONG = 80  # a line with more beside its date is a sentence
_SCRIPT = re.compile(
    r"""
    ["']?\b(?:publish(?:ed)?_?(?:time|date|at)|pub_?(?:time|date)|p_?time|ct|create_?time
      |post_?(?:time|date))["']?
    \s*[:=]\s*(?:new\s+Date\()?["']?
    (?P<value>\d{10}(?:\d{3})?\b|(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}[^"'\\,;)]{0,24})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ZONED = re.compile(r":\d\d(?:\.\d+)?\s*(?:Z|[+-]\d\d:?\d\d)\s*$")
_IN_PATH = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"/((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})(?=[/_-])"),
)
_ZONES = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Statement:
    """A moment, and where the page states it."""

    moment: Moment
    route: Route
    zoned: bool = False
    """It carries a time zone."""


def in_line(text: str, now: datetime) -> Iterator[Moment]:
    """Yield the publication times that a line beside an article prints.

    >>> from newsportal.chinese.dates import SHANGHAI
    >>> now = datetime(2026, 11, 26, 12, tzinfo=SHANGHAI)
    >>> line = "更新：2026-11-20 来源：某报 发布时间：2026-11-19 08:30"
    >>> [f"{moment.at:%m-%d %H:%M}" for moment in in_line(line, now)]
    ['11-19 08:30']
    """
    for found in _PRINTED.finditer(text):
        if _NOT_PUBLISHED.search(text, max(0, found.start() - 12), found.start()):
            continue
        if len(text) - len(found[0]) > _LONG:
            continue
        moment = _read(found[0], now)
        if moment is not None:
            yield moment


def prints_date(line: str) -> bool:
    """Tell whether a line is a date with little else."""
    found = _PRINTED.search(line)
    return found is not None and len(line) - len(found[0]) <= _LONG


def _read(text: str, now: datetime) -> Moment | None:
    moment = parse_date(text.strip(), now)
    if moment is None or moment.earliest > now + timedelta(days=1):
        return None
    return moment


def stated(texts: Iterable[str], now: datetime) -> Iterator[Statement]:
    """Yield what statements to machines say."""
    for text in texts:
        moment = _read(text, now)
        if moment is not None:
            yield Statement(moment, "meta", zoned=bool(_ZONED.search(text)))


def in_scripts(scripts: Iterable[str], now: datetime) -> Iterator[Statement]:
    """Yield what variables of scripts say."""
    for script in scripts:
        for found in _SCRIPT.finditer(script):
            yield from stated([found["value"]], now)


def in_address(url: str, now: datetime) -> Iterator[Statement]:
    """Yield the day in an address.

    >>> from newsportal.chinese.dates import SHANGHAI
    >>> now = datetime(2026, 11, 26, tzinfo=SHANGHAI)
    >>> [f"{day.moment.at:%F}" for day in in_address("http://a.cn/2024-09/18/t_1.htm", now)]
    ['2024-09-18']
    """
    path = urlsplit(url).path
    for pattern in _IN_PATH:
        for found in pattern.finditer(path):
            moment = _read("-".join(found.groups()), now)
            if moment is not None:
                yield Statement(moment, "url")
                return


def best(statements: list[Statement]) -> Statement | None:
    """Return the statement to believe, made as fine as others that agree allow."""
    chosen: Statement | None = None
    for each in statements:
        if chosen is None or (chosen.moment.relative and not each.moment.relative):
            chosen = each
        elif _agree(chosen.moment, each.moment):
            if _length(each.moment) < _length(chosen.moment):
                chosen = each
        elif each.zoned and not chosen.zoned and _zones_apart(chosen.moment, each.moment):
            chosen = each
    return chosen


def _agree(one: Moment, other: Moment) -> bool:
    ends = (one.latest, other.earliest), (other.latest, one.earliest)
    return all(end is None or start <= end for end, start in ends)


def _length(moment: Moment) -> timedelta:
    return (moment.latest or datetime.max.replace(tzinfo=UTC)) - moment.earliest


def _zones_apart(printed: Moment, exact: Moment) -> bool:
    """Tell whether *printed* may be *exact* by the clock of another time zone."""
    if printed.precision == "day":
        return abs(exact.at - printed.at) <= _ZONES + timedelta(days=1)
    apart = abs(exact.at - printed.at)
    return apart <= _ZONES and apart % timedelta(minutes=30) < timedelta(minutes=1)
