"""Which words of a credit line are names: what stands around them tells as much as they do."""

from __future__ import annotations

from newsportal.chinese.credits.credit_line import CreditLine, is_sure
from newsportal.chinese.credits.names import (
    SPACED,
    Confidence,
    begins_like_a_word,
    confidence,
    could_be_name,
    is_name_among_names,
    is_name_and_word,
    is_nobody,
    is_office,
    is_pen_name,
    split_people,
)
from newsportal.chinese.credits.outlets import OUTLETS, is_outlet
from newsportal.chinese.credits.surnames import SURNAMES
from newsportal.chinese.credits.words import HAN, LONG_ROLE, LONG_ROLES_END, MANNER_RUN, PERSON
from newsportal.chinese.lazy_pattern import lazy

_POINT = lazy("[·•‧]")
RUN = lazy(rf"{HAN}{{1,12}}(?:[·•・‧](?:{HAN}{{1,10}}|[A-Z]\.?(?=[·•・‧])))*")
_GLUED = lazy(HAN)
_REPORT = lazy(r" ?(?:\d|(?:综合|联合)?报[道导])")
# Not lz or wxq, by which somebody logs in
_LATIN = lazy(
    r"(?![a-z]{2}(?!\w)|[b-df-hj-np-tv-z]{3,4}(?!\w))(?=\S*[a-z])"
    r"[A-Za-z][A-Za-z.'’-]{1,20}(?: [A-Z][A-Za-z.'’-]{0,20}){0,4}(?![\w])"
)
_HOW = "(?:综合|联合|现场|连线|独家|专题|特别|深度|即时)"
# A name ends here at the latest: 林永俊|通讯员, 夏嘉雯|从现场发回报道, 甲某|摄.
_CUT = lazy(
    rf"(?:(?<=..)[和与及](?!报[道导]))?{MANNER_RUN}{LONG_ROLE}|(?<=..)文(?=[/／]图)|[摄丨]|{_HOW}{{0,3}}报[道导]|发自|从"
    rf"|(?:本文)?来源|文章内容举报|返回(?:搜狐|首页|顶部|列表)|(?<=..)系(?![列统数])(?={HAN}{{4}})"
    r"|(?<=..)(?:评论|阅读|浏览|点击|人气|日期|(?:发布|更新)?时间)(?=[:：])"
    rf"|近日|(?<![明今昨本近当])日前|[今昨][日天]"
    rf"|(?<=..)[和与及](?!报[道导])(?={HAN}{{2,4}}(?!{HAN}))"
)
_CUTS = LONG_ROLES_END.union("文摄丨从自系：:日今昨返和与及")  # one of them is in every cut
# 甲某某台北21日电, 甲某某松岭报道
_PLACED = lazy(
    rf"(?!{HAN}{{2,3}}{_HOW}|{HAN}{{2,6}}摄影)({HAN}{{2,3}}){HAN}{{2,4}}"
    r"(?:(\d{1,2}日(?:专?电|讯)|专?电(?=[）)】]))|(?:即时)?报[道导])"
)
# What makes a name of the words before it: 易明/文, 叶静 摄影报道
_SIGNED = lazy(
    rf"(?:[ 、]{HAN}{{2,4}}){{0,2}}(?: ?[/／] ?| )"
    rf"(?:图文|文[图字]|撰文|文(?!{HAN})|(?:摄影)?报[道导])"
)
_NOTE = lazy(r" ?[（(](?![^）)]*(?:记者|[:：]))[^）)\n]{1,20}[）)]")  # 甲某（实习）
_NEXT_LABEL = lazy(rf" ?{MANNER_RUN}{PERSON} ?({HAN}{{2,4}})")
_NEXT_NAME = lazy(rf"([、 ])({HAN}{{2,4}})(?!{HAN})")


def read_name(line: CreditLine) -> bool:
    """Take the name, or names, at this place. Tell whether there was one."""
    if line.open.fields is None and not line.closed:
        return False
    text = line.text
    if " " in text[line.pos : line.pos + 3]:
        spaced = SPACED.match(text, line.pos)
        if spaced and confidence(spaced[1] + spaced[2]):
            return _take(line, spaced[1] + spaced[2], spaced.end())
    run = RUN.match(text, line.pos)
    if not run:
        announced = line.open.marked and line.open.fresh
        latin = _LATIN.match(text, line.pos) if announced else None
        known = latin and not is_nobody(latin[0])
        return _take(line, latin[0], latin.end()) if latin and known else False
    reach = text[line.pos : run.end() + len("/图")]
    cut = None if _CUTS.isdisjoint(reach) else _CUT.search(reach)
    name = run[0][: cut.start()] if cut else run[0]
    if not name:
        return False
    if line.closed and not name.isalnum():
        first, *rest = _POINT.split(name)
        if rest and not is_sure(name) and is_sure(first):
            name = first if is_sure(rest[0]) else name  # 夏嘉雯·林永俊
    end = line.pos + len(name)
    if len(run[0]) > 3 and (placed := _PLACED.match(text, line.pos)):
        # 记者金枫酒业报道 has no place: without a day the name must be sure.
        least = Confidence.LABELLED if placed[2] else Confidence.ALONE
        if confidence(placed[1]) >= least:
            return _take(line, placed[1], placed.end())
    if not _fits(line, name, text[end : end + 1]):
        return _take_glued(line, name, end) or _take_outlet(line, name, end)
    note = _NOTE.match(text, end)
    return _take(line, name, note.end() if note else end)


def is_named_next(line: CreditLine) -> bool:
    """Tell whether 记者 stands before this place, and nothing between."""
    opened = line.open.fresh and line.open.person and not line.open.marked
    return opened and line.text[line.pos - 1] != " "


def _take(line: CreditLine, name: str, end: int) -> bool:
    line.open.names.append(name)
    line.pos, line.open.fresh = end, False
    return True


def _take_glued(line: CreditLine, run: str, end: int) -> bool:
    """Take 夏嘉雯林永俊, two names, or 夏嘉雯松岭电台, a name and an outlet, not separated."""
    if is_named_next(line):
        whole = confidence(run[:3]) == Confidence.ALONE
        for size in (3, 2):  # not 夏嘉|雯评网
            known = is_outlet(run[size:]) and (size == 3 or not whole or run[size:] in OUTLETS)
            if known and is_sure(run[:size]):
                return _take(line, run[:size], end - len(run) + size)
    if not line.closed or line.open.fields is None:
        return False
    outlet = next((size for size in range(4, len(run) - 1) if is_outlet(run[size:])), len(run))
    names = split_people(run[:outlet]) or split_people(run)  # 夏嘉雯林永俊松岭电台
    line.open.names += names
    if names:
        taken = sum(map(len, names))
        line.pos, line.open.fresh = end - len(run) + taken, False
    return bool(names)


def _take_outlet(line: CreditLine, name: str, end: int) -> bool:
    """Take the outlet of 文/观察者网 夏嘉雯."""
    if not (line.open.fresh and line.open.fields and line.text[end : end + 1] == " "):
        return False
    if not is_outlet(name):
        return False
    line.open.outlet, line.pos = name, end
    return True


def _fits(line: CreditLine, word: str, follower: str) -> bool:
    """Tell whether *word* is a name in this place."""
    if follower and follower in (":：" if line.closed else ":：，,。！？；“”…%"):
        return False  # 记者马上，…: only a list, a date or a bracket goes on after a name
    if is_outlet(word):
        return False
    sure = confidence(word)
    if sure == Confidence.IN_COMPANY:
        # Names are due where even 金华 is one: not 记者连线, 甲某 金华报道.
        end = line.pos + len(word)
        glued = _GLUED.match(line.text, line.pos - 1) or _REPORT.match(line.text, end)
        last = end == len(line.text) and line.open.names
        return line.closed and not glued and not last
    labelled = line.open.fields is not None or _SIGNED.match(line.text, line.pos + len(word))
    if sure >= (Confidence.LABELLED if labelled else Confidence.ALONE):
        return True
    if (
        line.closed
        and line.open.fresh
        and _is_due(line)
        and _stands_before_another(line, word)
        and could_be_name(word)
    ):
        return True
    if line.closed and _is_all(line, word) and begins_like_a_word(word):
        return True
    if (sure or is_name_among_names(word)) and _beside_names(line, word):
        return True
    if _listed(line) > 2 and (is_name_and_word(word) or is_name_among_names(word, SURNAMES)):
        return True
    if line.open.fields and "correspondents" in line.open.fields and line.open.fresh:
        return is_office(word)
    return line.closed and line.open.marked and line.open.fresh and is_pen_name(word)


def _is_due(line: CreditLine) -> bool:
    """Tell whether only a name is due: behind an outlet's label, or 见习记者 behind reporters."""
    if line.open.outlet or not line.open.person:
        return bool(line.open.outlet)
    told = (name for kind, name in line.credits if kind == "reporters")
    return any(map(is_sure, told))


def _listed(line: CreditLine) -> int:
    """Return how many sure names the list has that goes on here."""
    return sum(map(is_sure, line.open.names)) if line.listed and line.closed else 0


def _beside_names(line: CreditLine, word: str) -> bool:
    """Tell whether *word* stands in a list with a name that is sure: 张宿堂、王雷鸣.

    Where blanks alone make the list, a sure name stands on either side: 夏嘉雯 张宿堂 林永俊.
    """
    if _listed(line):
        return True
    following = _NEXT_NAME.match(line.text, line.pos + len(word)) if line.closed else None
    if following is None or not is_sure(following[2]):
        return False
    return following[1] == "、" or any(map(is_sure, line.open.names[-1:]))


def _stands_before_another(line: CreditLine, word: str) -> bool:
    """Tell whether a label and a name follow: behind an outlet's label only a name is due then."""
    following = _NEXT_LABEL.match(line.text, line.pos + len(word))  # 实习生 黄卫平
    return following is not None and is_sure(following[1])


def _is_all(line: CreditLine, word: str) -> bool:
    """Tell whether a word is all that a label announces (``责任编辑：周长青``)."""
    last = not line.text[line.pos + len(word) :].strip("]】)）〕")
    apart = line.open.outlet or line.text[line.pos - 1 : line.pos] == " "  # not 记者连日来
    announced = line.open.marked or (line.open.person and apart)
    return bool(announced) and line.open.fresh and last
