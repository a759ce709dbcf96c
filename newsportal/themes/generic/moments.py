"""When an article was published: all that its page says, and what of it is to be believed.

In the order of trust: a date in the lines beside the title, what the page tells machines, script
variables, comments in the markup, the address, the day below the signature. A later statement only
makes an earlier one finer. But a machine's time with a time zone is believed before a printed one
that differs by whole hours: the theme prints UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import pairwise
from urllib.parse import urlsplit

from newsportal.chinese.date_forms import MIDNIGHT
from newsportal.chinese.dates import Moment, parse_date
from newsportal.chinese.folded_dates import fold
from newsportal.chinese.info_line import LATER, LineDate, labelled_date
from newsportal.chinese.lazy_pattern import lazy
from newsportal.themes.base import StatedTime
from newsportal.themes.generic.words import DAY

_BETWEEN = lazy(r"(?<=\d)\s+(?=(?:19|20)\d\d[-/.年])")
# 20/11/2026; Fri Nov 20 08:30:07 CST 2026
_YEAR_LAST = lazy(
    r"(?<!\d)\d{1,2}([-/])\d{1,2}\1(?:19|20)\d\d(?!\d)"
    r"|:\d\d(?: [A-Z]{3}| [+-]\d{4})? (?:19|20)\d\d(?!\d)"
)
# 8:30am 20/11/2026
_TIME_FIRST = lazy(
    r"(?P<time>\b\d{1,2}:\d\d\s?[AaPp]\.?[Mm]\b\.?),?\s+(?P<day>\d{1,2}/\d{1,2}/(?:19|20)\d\d)"
)
# A line without any of these tells no time.
_TELLS = lazy(r"[\d〇零一二两三四五六七八九十廿卅今昨前刚剛秒]|(?i:ago|now|day)")
_EPOCH = lazy(r"1\d{9}(?:\d{3})?")
# 26-11-20 08:30, or nothing but 26-11-20
_SHORT_YEAR = lazy(
    r"(?<![\d./-])[0-2]\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?=\s{1,3}\d\d:\d\d)"
    r"|^[12]\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$"
)
_YEAR_BEHIND = lazy(r"(\d{1,2}月\d{1,2}日)[，,]\s?((?:19|20)\d\d)(?!\d)年?")  # 11月20日，2026
# A day and its month in lines, or parts of one, of their own: 20 and 2026年11月
_DAY_ALONE = lazy(r"\s*(\d{1,2})\s?日?\s*")
_MONTH_ALONE = lazy(r"\s*((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?月?\s*")
_DAY_OF_MONTH = lazy(r"\s*(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?\s*")
_YEAR_ALONE = lazy(r"\s*((?:19|20)\d\d)\s?年?\s*")
_TIME_OF_PLACE = lazy(
    r"\s*(?:北京|香港|澳[门門]|[台臺]北)[时時][间間]\s*[:：]?\s*\d{1,2}\s?[:：时時]\s?\d{1,2}\s?分?\s*"
)
# What a broadcast showed, and when: (2026-11-20 20:00) 晚间新闻
_BROADCAST_AT = lazy(
    r"[（(](?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日? \d{1,2}:\d\d[）)]\s?\S{0,8}"
)
_BEGUN = lazy(r"(?<![\u3400-\u9fff])(?:直播|[开開]播|(?:直播)?[开開]始)[时時][间間]\s*[:：]\s*")
# What lines say that date an article
_FACTS = lazy(
    r"(?:[来來]源|稿源|出[处處]|作者|[编編][辑輯]|[记記]者|日期|[时時][间間]|[发發][布佈表]"
    r"|[浏瀏][览覽]|[阅閱][读讀]|[点點][击擊]|[访訪][问問]|字[号號体體])[量数數次]{0,2}\s?[:：(（]"
    r"|\b[Pp](?:ost|ublish)ed\b|\b[Bb]y\b"
)
_NO_WORD = lazy(r"[\W\d_年月日時时分秒]+")
_SAID = lazy("[。！？；]")
_FEW, _INFO = 2, 60  # letters: a weekday's, T and Z; characters of a line of facts
_LONG, _SHORT = 120, 30  # a longer line is a sentence
# Begins with classes: Python's engine passes fast over whatever else there is
_SCRIPT = lazy(
    r"""
    (?: [pP](?<!\w.)
        (?i:ublish(?:ed)?_?(?:time|date|at)|ub_?(?:time|date)|_?time|ost_?(?:time|date))
      | [cC](?<!\w.) (?i:t|reate_?time) )
    ["']?\s*[:=]\s*(?:(?i:new\s+Date)\()?["']?
    (?P<value>\d{10}(?:\d{3})?\b|(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}[^"'\\,;)]{0,24})
    """,
    re.VERBOSE,
)
_ZONED = lazy(r":\d\d(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)\s*$")
_UTC = ("Z", "+00:00", "+0000")
# <!-- 发布时间：2026-11-20 08:30 -->, <!--enpproperty <date>2026-11-20 08:30:00.0</date>
_COMMENT = lazy(
    r"""
    (?: [发發][布佈表](?:[时時][间間]|日期|于|於)? | (?i:publish|pub|release)_?(?:time|date)
      | <date> ) \s*[:：=]?\s*
    (?P<value>(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d\d?:\d\d(?::\d\d)?)?)
    """,
    re.VERBOSE,
)
_IN_PATH = (
    lazy(r"(?<!\d)((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)"),
    lazy(r"/((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})(?=[/_-])"),
)
_BACK = lazy("大?[今昨前]")  # 今天, 昨天 08:30
_NOW = timedelta(minutes=1)  # 刚刚 is no longer ago


@dataclass(frozen=True, slots=True)
class Statement(StatedTime):
    """A time that the page states, with what tells whether to believe it."""

    zoned: bool = False
    """It carries a time zone."""
    yearless: bool = False
    """The page prints a day without its year."""
    is_utc: bool = False
    """Its time zone is UTC."""
    changed: bool = False
    """The page says that it is the time of a change."""
    labelled: bool = False
    """A label says that it is of publication: 发布, 时间, an outlet's name behind 来源."""


def labelled(line: str, now: datetime) -> LineDate | None:
    """Return the publication time that a line beside an article prints.

    >>> from newsportal.chinese.dates import SHANGHAI
    >>> now = datetime(2026, 11, 26, 12, tzinfo=SHANGHAI)
    >>> line = "更新：2026-11-20 来源：某报 发布时间：2026-11-19 08:30"
    >>> f"{labelled(line, now).moment.at:%m-%d %H:%M}"
    '11-19 08:30'
    """
    if len(line) > _LONG or not _TELLS.search(line):
        return None
    if _EPOCH.fullmatch(line.strip()):  # what a script was to print
        moment = _read(line, now)
        return LineDate(moment, "") if moment else None
    if line.isascii():
        line = _TIME_FIRST.sub(r"\g<day> \g<time>", line)
    line = _YEAR_BEHIND.sub(r"\2年\1", _SHORT_YEAR.sub(r"20\g<0>", line))
    # www.news.example2026-11-20, 2026-11-20 08:30 2026-11-21 09:00
    days = list(DAY.finditer(line))
    if len(days) > 1 and not line[: days[0].start()].strip():
        line = line[: days[1].start()]  # labels follow their dates, or there are none
    found = labelled_date(_BETWEEN.sub(" | ", DAY.sub(r" \g<0>", line)), now)
    if found is None or found.moment.precision in ("month", "year"):
        return _alone(line, now)
    if found.moment.latest is None:
        just_now = replace(found.moment, precision="minute", earliest=now - _NOW, latest=now)
        return found._replace(moment=just_now)
    # A date without a year is one among other words only in a short line.
    return found if len(line) <= _SHORT or _has_year(line) else None


def _alone(line: str, now: datetime) -> LineDate | None:
    """Return what a line tells that says how long ago it was and no more: 昨天, 发表于 3 年前."""
    moment = parse_date(line, now, rounds=False) if len(line) <= _SHORT else None
    if moment is None or not (moment.relative or _BACK.match(fold(line))):
        return None
    return LineDate(replace(moment, relative=True), "")


def _has_year(line: str) -> bool:
    """Tell whether a line prints a day with its year, in whatever characters."""
    return any(map(DAY.search, (line, folded := fold(line)))) or bool(_YEAR_LAST.search(folded))


def in_lines(lines: Sequence[str], now: datetime, *, at_title: bool = False) -> Iterator[Statement]:
    """Yield what lines beside an article print, from the text upwards.

    *at_title*: they stand below it, where a short line needs no label. Of two bare days, one above
    the other, the earlier is that of publication, the other one that of a change.
    """
    before: tuple[int, Moment] | None = None
    found: list[Statement] = []
    for place, (line, following) in enumerate(pairwise([*lines, ""])):
        dated = labelled(_in_two(line, following) or line, now)
        if dated is None:
            continue
        moment = dated.moment
        statement = Statement(
            moment, "page", yearless=not _has_year(line), changed=dated.act in LATER,
            labelled=(told := bool(dated.act or _FACTS.search(line))),
            weak=not (told or _is_short(line, at_title=at_title)),
        )  # fmt: skip
        bare = DAY.fullmatch(line.strip()) is not None
        if bare and before and place - before[0] <= 1 and moment.latest is not None:
            if moment.latest < before[1].earliest:
                found[-1] = statement
                before = place, moment
            continue
        before = (place, moment) if bare else None
        found.append(statement)
    yield from found


def _in_two(line: str, following: str) -> str | None:
    """Return the date that two lines, or two parts of one, print; None where they are none.

    >>> _in_two("20", "2026年11月"), _in_two("2026-11", "20"), _in_two("20", "条评论")
    ('2026-11-20', '2026-11-20', None)
    >>> _in_two("20 2026.11 来源：某报", "08:30"), _in_two("11-20", "2026")
    ('2026-11-20', '2026-11-20')
    """
    if len(line) > _SHORT:
        return None
    first, _, rest = line.partition(" ")
    second = rest.partition(" ")[0]
    for day, month in ((line, following), (following, line), (first, second), (second, first)):
        if (found := _DAY_ALONE.fullmatch(day)) and (within := _MONTH_ALONE.fullmatch(month)):
            return f"{within[1]}-{within[2]}-{found[1]}"
        if (found := _DAY_OF_MONTH.fullmatch(day)) and (year := _YEAR_ALONE.fullmatch(month)):
            return f"{year[1]}-{found[1]}-{found[2]}"
    return None


def _is_short(line: str, *, at_title: bool) -> bool:
    """Tell whether a line without a label is a date with little else, and no sentence.

    >>> [_is_short(line, at_title=True) for line in ("11-20 某报", "11月20日修好老桥。")]
    [True, False]
    >>> [_is_short(line, at_title=False) for line in ("11-20 某晚报", "11-20 周五")]
    [False, True]
    """
    if len(_NO_WORD.sub("", line)) <= _FEW:
        return True
    return at_title and len(line) <= _INFO and not _SAID.search(line)


def prints_date(line: str) -> bool:
    """Tell whether a line is a date with little else."""
    return len(line) <= _LONG and bool(DAY.search(line))


def _read(text: str, now: datetime) -> Moment | None:
    moment = parse_date(text.strip(), now, rounds=False)
    if moment is None or moment.earliest > now + timedelta(days=1):
        return None
    return moment


def stated(texts: Iterable[str], now: datetime) -> Iterator[Statement]:
    """Yield what statements to machines say; to the second midnight is a day without a time.

    So is that of any time zone: who writes a day alone has it stored as one of UTC.
    """
    for text in texts:
        moment = _read(MIDNIGHT.sub("", text), now)
        if moment is not None:
            if moment.at.time() == time.min and moment.precision in ("second", "minute"):
                last = moment.at + timedelta(days=1, seconds=-1)
                moment = replace(moment, precision="day", latest=last)
            zone = _ZONED.search(text)
            is_utc = zone is not None and zone[1] in _UTC
            yield Statement(moment, "meta", zoned=zone is not None, is_utc=is_utc)


def in_scripts(scripts: Iterable[str], now: datetime) -> Iterator[Statement]:
    """Yield what variables of scripts say."""
    for script in scripts:
        for found in _SCRIPT.finditer(script):
            yield from stated([found["value"]], now)


def in_comments(comments: Iterable[str], now: datetime) -> Iterator[Statement]:
    """Yield what comments in the markup say that the page's software has left there."""
    for comment in comments:
        if found := _COMMENT.search(comment):
            yield from stated([found["value"]], now)


def signed(lines: Iterable[str], now: datetime) -> Iterator[Statement]:
    """Yield the day that stands alone in one of a text's last *lines*, below who signs it.

    The next line may tell the time, as that of a place: 香港時間12時52分.
    """
    for line, following in pairwise([*lines, ""]):
        told = f"{line} {following}" if _TIME_OF_PLACE.fullmatch(following) else line
        moment = _read(told, now) if len(told) <= 2 * _SHORT else None
        exact = told is not line and moment is not None and moment.precision == "minute"
        if moment is not None and (exact or moment.precision == "day") and _has_year(line):
            yield Statement(moment, "page")
        elif _BROADCAST_AT.fullmatch(line) and (dated := labelled(line, now)):
            yield Statement(dated.moment, "page")


def of_broadcast(lines: Iterable[str], now: datetime) -> Iterator[Statement]:
    """Yield when a broadcast began, which *lines* beside it tell: 开始时间：2026-11-20 08:30."""
    for line in lines:
        if begun := _BEGUN.search(line):
            dated = labelled(line[begun.end() :], now)
            if dated is not None:
                yield Statement(dated.moment, "page", yearless=not _has_year(line))


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
