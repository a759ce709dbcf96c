"""Reads a run of credits: label, names, label, names ..."""

from __future__ import annotations

import re

from newsportal.chinese.credits.credit_line import BRACKET, CreditLine, NameList
from newsportal.chinese.credits.datelines import DATE, OURS, read_dateline
from newsportal.chinese.credits.labels_in_line import read_label
from newsportal.chinese.credits.names_in_line import read_name
from newsportal.chinese.credits.outlets import OUTLET_ENDINGS, OUTLETS, is_outlet
from newsportal.chinese.credits.stated_source import read_source
from newsportal.chinese.credits.words import (
    HAN,
    IMAGES,
    MANNER_RUN,
    OTHERS,
    OWN,
    PERSON,
    PERSONS,
    TASKS,
    any_of,
)
from newsportal.chinese.lazy_pattern import lazy

_ROLES = (*PERSONS, *TASKS, *IMAGES, *OTHERS)
# A character that every text with credits has: the last one of a role, of 来源, 据 or an outlet.
MAY_CREDIT = lazy(
    "["
    + re.escape("".join(sorted({word[-1] for word in (*_ROLES, *OUTLET_ENDINGS, *OUTLETS)})))
    + "源处自载电讯息据合]"
)
_DAY = lazy(DATE)
# Another paper's reporters work together with them: 本报讯 新华社记者甲某、本报记者乙某
_OWN_REPORTER = lazy(rf"{any_of(OWN)}{MANNER_RUN}{PERSON}")
_WORD = lazy(rf"[^\s、，,;；/|｜丨&＆:：{BRACKET}]{{1,14}} ?[:：]?")
# A word in a list that is no role of its own: an unknown name or the office that somebody is from.
_BETWEEN_NAMES = lazy(
    rf"{HAN}{{3,12}}(?<![员师手编审播务划导监制作计辑头客])|{HAN}{{2,12}}[局委会部院校]"
)
_GIVES = lazy("(?:供稿|供图|提供|出品)$")
_MARKED_NEXT = lazy(rf"(?<= ){MANNER_RUN}{PERSON} ?[:：]")
# The same in an open text, where only a label may follow: 记者 布仁 通讯员 甲某
_STRANGER = lazy(rf"{HAN}{{2,4}}(?=[ 、]{MANNER_RUN}{PERSON})")


def scan(text: str, *, closed: bool) -> CreditLine:
    """Return the credits at the start of *text*, as far as it could be read."""
    line = CreditLine(text, closed=closed)
    if dateline := read_dateline(text):
        line.credits, line.pos = dateline
        line.labelled = True
    while line.gap() and (_source(line) or read_label(line) or read_name(line) or _word(line)):
        pass
    line.take()
    if text.startswith(OWN) and _OWN_REPORTER.search(text, 0, line.pos):
        line.credits = [credit for credit in line.credits if credit[0] != "credited"]
        line.credits.append((OURS, ""))
    return line


def _source(line: CreditLine) -> bool:
    stated = read_source(line.text, line.pos, behind_names=bool(line.open.names))
    if stated is None:
        return False
    # A bare name behind it is the reporter's: 来源：中国新闻网 甲某
    line.end(NameList({"reporters"}))
    line.pos = stated.end
    if stated.is_believed(closed=line.closed):
        line.credits.append(("stated", stated.outlet))
    else:
        line.open.fields = set()
    return True


def _word(line: CreditLine) -> bool:
    """Pass over a word that is neither label nor name."""
    if not (line.closed or line.open.fresh):
        return False
    match = (_WORD if line.closed else _STRANGER).match(line.text, line.pos)
    if not match:
        return False
    word = match[0].strip()
    if line.open.outlet and _DAY.fullmatch(word):  # 松岭日报 2026-11-20 记者 甲某
        line.pos = match.end()
        return True
    if word[-1] in ":：":
        line.end(NameList(set()))  # a role that nobody knows, with its people
    elif line.open.fields is not None and (
        line.open.fresh or line.listed or _BETWEEN_NAMES.fullmatch(word)
    ):
        _pass_stranger(line)
    elif line.labelled:
        line.end(NameList(set()))  # 客服 甲某
    elif is_outlet(outlet := word.strip("《》")):  # 都市快报 橙柿互动 记者 甲某
        line.end(NameList(None, outlet))
    elif not (_GIVES.search(word) or _MARKED_NEXT.match(line.text, match.end())):
        return False  # but 宣传部供稿 记者 甲某, 看松岭 编辑：甲某
    line.pos, line.open.fresh = match.end(), False
    return True


def _pass_stranger(line: CreditLine) -> None:
    """Keep the list open behind a name that nobody knows; its outlet is an outlet still."""
    outlet = line.open.outlet
    if line.open.fields and outlet and not line.open.names and is_outlet(outlet):
        line.credits.append(("credited", outlet))
