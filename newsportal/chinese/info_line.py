"""What a line says that was written to say it: ``2026-11-21 08:30 来源：新华社 责任编辑：甲某``.

Such lines stand between title and body (when, where from, who) and below the body (who signs for
it). They are surer ground than running text: a date in them dates the post unless its label says
otherwise (``截止日期：``), and a bare name beside the outlet is its reporter.
"""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import NamedTuple

from newsportal.chinese.date_forms import BEGINNING
from newsportal.chinese.date_labels import OTHER, OTHER_ACTS, SAID, SAID_BEHIND, SPAN
from newsportal.chinese.dates import SHANGHAI, Moment, read_date
from newsportal.chinese.folded_dates import fold
from newsportal.chinese.lazy_pattern import lazy

_SENTENCE = lazy(r"[，。！？].*[，。！？]|\A.{40,}[，。！？]")  # its dates are the story's
_LABEL = 14  # characters before a date that may say what it is of
LATER = ("更新", "修改", "编辑", "异动")
# Of a document, before it was published
_BEFORE = (
    "成文",
    "印发",
    "签发",
    "制发",
    "录入",
    "投稿",
    "撰写",
    "采编",
    "整理",
    "创建",
    "上稿",
    "入稿",
)


class LineDate(NamedTuple):
    """A date that a line prints, and what it says of it (发布, 更新, nothing ...)."""

    moment: Moment
    act: str


def dates_of(line: str, now: datetime, tz: tzinfo = SHANGHAI) -> list[LineDate]:
    """Return the dates that *line*, fetched at *now*, prints, each with its label.

    >>> now = datetime(2026, 11, 22, 12, tzinfo=SHANGHAI)
    >>> line = "发布时间：2026-11-21 08:30 更新时间：2026-11-22 09:00 浏览：12"
    >>> [(f"{found.moment.at:%d %H:%M}", found.act) for found in dates_of(line, now)]
    [('21 08:30', '发布'), ('22 09:00', '更新')]
    """
    text = fold(line)
    found: list[LineDate] = []
    behind: list[str] = []  # the labels behind the dates: 2026-11-21 发布 2026-11-22 更新
    end, spans = 0, False
    for beginning in BEGINNING.finditer(text):
        start = beginning.start()
        if start < end:
            continue
        read = read_date(text, start, now, tz, rounds=False)
        if read is None or text[read[1] : read[1] + 1].isdigit():
            continue
        said = SAID.search(text, max(end, start - _LABEL), start)
        end = read[1]
        follows = SAID_BEHIND.match(text, end)
        act = said["act"] or "" if said else ""
        if said and (said["other"] or (said["stated"] and not follows)):
            act = OTHER
        if spans or SPAN.match(text, end):
            act, spans = OTHER, not spans
        found.append(LineDate(read[0], act))
        behind.append(follows["act"] if follows else "")
    if found and not found[0].act and behind[-1]:
        return [LineDate(each.moment, act) for each, act in zip(found, behind, strict=True)]
    return found


def is_of_another_act(before: str) -> bool:
    """Tell whether what stands *before* a date says that it is none of publication.

    >>> [is_of_another_act(label) for label in ("报名截止时间：", "发布时间：", "某网 ")]
    [True, False, False]
    """
    said = SAID.search(fold(before[-_LABEL:]) + " ")
    return said is not None and (bool(said["other"]) or said["act"] in OTHER_ACTS)


def labelled_date(line: str, now: datetime, tz: tzinfo = SHANGHAI) -> LineDate | None:
    """Return the date in *line* that tells best when it was published, None without any.

    Left out are dates of other things (截止日期：) and those to come. 更新时间： counts only where
    nothing else does, 成文日期： where no other label does.

    >>> now = datetime(2026, 11, 22, 12, tzinfo=SHANGHAI)
    >>> f"{labelled_date('来源：新华社 2026-11-21 08:30 字号：大 中 小', now).moment.at:%d %H:%M}"
    '21 08:30'
    >>> labelled_date("报名截止时间：2026-11-20", now) is None
    True
    """
    sentence = _SENTENCE.search(line)
    dates = [
        each
        for each in dates_of(line, now, tz)
        if each.act not in (OTHER, *OTHER_ACTS)
        and each.moment.at <= now
        and (each.act or (each.moment.precision not in ("month", "year") and not sentence))
    ]
    return min(dates, key=_doubts, default=None)


def _doubts(date: LineDate) -> tuple[bool, bool, bool]:
    return date.act in LATER, not date.act, date.act in _BEFORE
