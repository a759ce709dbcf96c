"""The labels of a credit line: 采写：, 南都记者, 文/图, and roles behind their names (甲某 摄)."""

from __future__ import annotations

import re

from newsportal.chinese.credits.credit_line import CreditLine, NameList
from newsportal.chinese.credits.datelines import WRAPPING
from newsportal.chinese.credits.names import Confidence, confidence
from newsportal.chinese.credits.names_in_line import RUN, is_named_next, read_name
from newsportal.chinese.credits.outlets import (
    is_outlet,
    may_be_called,
    may_be_outlet,
    shortest_outlet,
    without_desk,
)
from newsportal.chinese.credits.words import (
    HAN,
    IMAGES,
    LONG_ROLE,
    OUTLET_BEFORE,
    OUTLET_RUN,
    PERSONS,
    ROLES,
    SOMEBODY,
    TASKS,
    label_at,
)
from newsportal.chinese.lazy_pattern import lazy

_FIELDS = PERSONS | TASKS
_QUOTES = frozenset("《“（(】]］〕")
_HEADED = frozenset("】]］〕")  # 【关注】记者 甲某
# Whose editor or correspondent somebody is: 每日松岭编辑：, not 特效字幕编辑：; 县教育局通讯员
_PROGRAMME = lazy("(?<=台)《[^》]*》$")  # 松岭电视台《松岭新闻》
_AWARD = lazy("[十百]佳|优秀|先进|最美|获奖|金牌")  # 十佳记者：, whom nobody credits
_HOUSE = lazy(
    rf"(?!.*{LONG_ROLE}){HAN}{{4,}}(?<!美术|图片|图文|动画|特效|音乐|字幕|封面|海报|数据)"
)
_OFFICE = lazy(
    rf"{HAN}{{2,}}(?:[局委办厅院部所站校会镇乡]|支队|大队|中心|公司|集团|街道|大学|[中小]学)"
)


def read_label(line: CreditLine) -> bool:
    """Read 采写：, 南都记者, 文/图, 责任编辑, or a role behind its names: 甲某 摄."""
    outlet, match = None, label_at(line.text, line.pos)
    if match and _is_suffix(line, match):
        return True
    if not (match and _is_label(line, match)):
        before = _outlet_before(line)
        match = label_at(line.text, before.end()) if before else None
        outlet = _outlet(line, before, match) if before and match else None
        if match is None or outlet is None:
            return False
    roles = ROLES.findall(match["words"])
    fields = {_FIELDS[role] for role in roles if role in _FIELDS}
    # 图/羊城晚报记者 甲某 通讯员 乙某: still photographers. 编辑：实习生 甲某: still an editor.
    before_it, person = line.open, bool(match["person"])
    inherited = before_it.inherited or (
        before_it.fresh and "reporters" not in (before_it.fields or ())
    )
    inherited &= not outlet or fields != {"editors"}  # 出品/松岭日报 编辑/甲某
    if (inherited and person) or (roles == ["实习生"] and before_it.fields == {"editors"}):
        fields = before_it.fields or set()  # 编辑：甲某 实习生 乙某 edited it together
    marked = bool(match["mark"].strip())
    if before_it.names and before_it.fields is None and line.text[match.end() :].strip("）)】]"):
        before_it.fields = {"reporters"}  # 甲某 记者 乙某
    if outlet is None and fields == {"reporters"} and not (before_it.fields or before_it.names):
        outlet = before_it.outlet  # 松岭日报 | 作者 甲某
    line.end(NameList(fields, outlet, person, marked, inherited and person, True))
    line.pos = match.end()
    return True


def _outlet_before(line: CreditLine) -> re.Match[str] | None:
    """Return the words before the next role, if they can be an outlet's name."""
    if is_named_next(line):
        return None  # 记者夏嘉雯松岭电台记者林永俊
    somebody = SOMEBODY.search(line.text, line.pos)
    if not somebody:
        return None
    run = OUTLET_RUN.match(line.text, line.pos)
    end = run.end() if run else line.pos
    quoted = line.text[end : end + 1] in _QUOTES  # or an aside
    if not quoted and somebody.start() >= end:
        return None  # nearly always; the pattern takes long to find that
    return OUTLET_BEFORE.match(line.text, line.pos)


def _outlet(line: CreditLine, before: re.Match[str], label: re.Match[str]) -> str | None:
    """Return the outlet *before* a label: 柳桥融媒 before 见习记者, 半岛 before 全媒体记者.

    It is empty where the label is believed, but not that an outlet stands before it.
    """
    short, manner, blank = before.groups()
    short = WRAPPING.sub("", _PROGRAMME.sub("", short.replace("》《", "、"))).rstrip("·")
    name = shortest_outlet(short, manner)
    if not name and _AWARD.fullmatch(short):
        return None
    if not name and label["person"] in ("记者", "通讯员"):
        house = without_desk(short)
        if not house or is_outlet(house):
            return house  # 文化记者, 松岭晚报财经部记者
    if name or label["person"] != "记者" or blank.strip():
        believed = line.closed and not blank and _is_of_somebody(short, label)
        believed = believed or blank[:1] in _HEADED
        return "" if believed and not name else name  # 老街新貌 | 记者
    if line.open.person and not line.open.names:
        return None  # 记者布仁 见习记者林永俊: the outlet stands before 记者
    known = may_be_outlet if blank or line.open.names else may_be_called
    believed = confidence(short) >= Confidence.LABELLED
    return short if known(short) and not believed else None


def _is_of_somebody(words: str, label: re.Match[str]) -> bool:
    """Tell whether an editor's or a correspondent's *label* stands behind whom they work for."""
    if label["person"] == "编辑":
        return bool(label["mark"].strip() and _HOUSE.fullmatch(words))
    return label["person"] == "通讯员" and _OFFICE.fullmatch(words) is not None


def _is_label(line: CreditLine, match: re.Match[str]) -> bool:
    """Tell whether a role begins a list: 编辑 甲某, not 作者甲某认为."""
    if match["mark"].strip() or match["person"]:
        return True
    if len(ROLES.findall(match["words"])[-1]) == 1:
        return bool(match["mark"]) and not line.pos
    return line.closed


def _is_suffix(line: CreditLine, match: re.Match[str]) -> bool:
    """Deal with a role behind its names: 甲某 文 乙某 摄, 甲某/文, 甲某 摄影报道."""
    if not line.open.names:
        return False
    roles, end = ROLES.findall(match["words"]), match.end()
    if match["mark"].strip() and roles[0] not in ("报道", "报导"):
        return False
    if not all(role in IMAGES or TASKS.get(role) == "reporters" for role in roles):
        return False
    glued = not match["mark"] and RUN.match(line.text, end)
    if glued and (len(roles[-1]) == 1 or glued[0][0] in "由为系"):
        return False  # 甲某 文乙某, 甲某 图片由…提供
    if roles[0] not in ("文", "摄", "报道", "报导") and line.text[line.pos - 1] not in "/／":
        ahead = CreditLine(line.text[end:], closed=line.closed)  # 摄影 乙某 is a label
        ahead.open = NameList(set(), fresh=True)
        if ahead.gap() and read_name(ahead):
            return False
    both = roles == ["摄影"] and line.open.person and len(line.open.names) > 1  # 记者甲某乙某摄影
    if not (any(role in TASKS for role in roles) or (both and end == len(line.text))):
        line.open.names = []
    elif line.open.fields is None:
        line.open.fields = {"reporters"}
    line.end()
    line.pos = end
    return True
