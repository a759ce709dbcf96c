"""Where a text is from, said with a label: 来源：青禾晚报, 转自新华社, 据“青禾发布”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsportal.chinese.credits.datelines import DATE, WRAPPING, is_no_source
from newsportal.chinese.credits.names import confidence, is_nobody
from newsportal.chinese.credits.outlets import is_outlet, shortest_outlet
from newsportal.chinese.credits.words import MANNER_RUN, MARK, OTHERS, PERSON, TASKS, any_of
from newsportal.chinese.lazy_pattern import lazy

_SOURCE = lazy(
    rf"""
    (?: (?:文章|稿件|新闻|信息|内容|转载|综合|本文|原文|素材|图文)?来源(?:于(?=[:：])|(?!于))
      | (?:本文|文章|稿件)来源于|本文来自|稿源|信源|出处
      | (?:本文|文章|内容)?(?:经?授权)?
        (?:转自|转载自|摘自|摘编自|选自|原载于?|首发[于自]|综合(?:整理)?自)
      | (?P<compiled>综合)(?=\ ?[:：|｜]) )
    (?P<mark>{MARK})
    (?:(?:官方)?(?:微信)?(?:公众|视频)号[\ :：]{{1,2}}
      |(?:微博|头条号|百家号|抖音号?|微信(?:公众号)?)[@/／]
      |综合自|综合(?![频广新报])|据(?!统计)|{DATE}(?=《))?(?P<value> (?:[“《][^”》\n]{{2,20}}[”》])?
               [^\s|｜丨，,。;；:：/()（）\[\]【】]{{0,30}}(?:(?<=[A-Za-z])\ [A-Z][A-Za-z]+)*)
    """,
    re.VERBOSE,
)
_BEGINNINGS = frozenset("文稿新信内转综本原素图来出经授摘选首")
_ROLE_BEHIND = lazy(rf"(.+?)({MANNER_RUN})(?:{PERSON}|{any_of(TASKS, OTHERS)}(?=[:：]))")
# 《松岭日报》2026年11月21日, 松岭日报2026-11-21
_ISSUE = lazy(rf"(?<=》)(?:{DATE}|\d{{4}}年?第).*|(?:19|20)\d\d[年/.-]\d{{1,2}}[月/.-]\d.*")
_JOINT = lazy(r"[/／]([\w·+]{2,14})(?!\w)")  # 新华社/松岭日报
_AND_OTHERS = lazy(r"(?<=.[^平均初高中上下]{2})(?<!相)等$")  # 新华社、央视新闻等


@dataclass(frozen=True, slots=True)
class StatedSource:
    """An outlet behind a label."""

    outlet: str
    marked: bool
    """Does a colon or the like stand behind the label?"""
    end: int
    """Where the statement ends in its text."""

    def is_believed(self, *, closed: bool) -> bool:
        """Tell whether it is an outlet; in a *closed* text, behind a mark, anything is one."""
        if len(self.outlet) < 2 or is_no_source(self.outlet) or is_nobody(self.outlet):
            return False
        return (closed and self.marked) or is_outlet(self.outlet)


def read_source(text: str, start: int, *, behind_names: bool) -> StatedSource | None:
    """Return what *text* states at *start*; *behind_names* is True where names stand before it.

    >>> read_source("来源：新华社、央视新闻等", 0, behind_names=False).outlet
    '新华社、央视新闻'
    """
    match = _SOURCE.match(text, start) if text[start] in _BEGINNINGS else None
    if not match or len(match["value"]) < 2:
        return None
    if text[start - 1 : start].isalnum() and not behind_names:
        return None  # 消息来源
    if match["compiled"] and confidence(match["value"]):
        return None  # 综合：甲某
    value = match["value"]
    if cut := _ROLE_BEHIND.match(text, match.start("value"), match.end("value") + 1):
        value = shortest_outlet(cut[1], cut[2]) or cut[1]
    outlet = _AND_OTHERS.sub("", WRAPPING.sub("", _ISSUE.sub("", value)))
    end = match.start("value") + len(value)
    if (joint := _JOINT.match(text, end)) and is_outlet(outlet) and is_outlet(joint[1]):
        outlet, end = f"{outlet}/{joint[1]}", joint.end()
    return StatedSource(outlet, bool(match["mark"].strip()), end)
