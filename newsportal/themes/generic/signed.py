"""Outlet and people that the lines around an article name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsportal.chinese.bylines import Byline, parse_byline
from newsportal.chinese.text import clean_text

_OUTLET = re.compile(
    r"""
    (?:[来來]\s?源 | 稿源 | 出\s?[处處] | [转轉]自 | 本文来源于? | 转载自)\s*[:：]\s*
    [《【\[]?(?P<name>[^\s|｜:：,，;；（(\[【》】\]]{2,30}(?:\ [A-Z][A-Za-z]+)*)
    | 本文来源于《(?P<quoted>[^》]{2,20})》
    """,
    re.VERBOSE,
)
_LABELLED = re.compile(
    r"""
    (?=(?:[责責]任|本文|本期|文字|图片|执行|值班|实习|见习|特约)?
       (?:[编編]\s?[辑輯]|[责責]\s?[编編]|[记記]者|作\s?者|通讯员|文字|撰文|采写|撰稿|[来來]\s?源|稿源
         |校对|审核|监制|发布)\s*[:：／/])
    """,
    re.VERBOSE,
)
_PEOPLE = re.compile(r"(?:编\s?辑|编|編|责编|记者|記者|作\s?者|通讯员|文字|撰文|采写|撰稿)")
_AUTHOR = re.compile(
    r"(?:作\s?者|发布者|发布人|撰文|By)\s*[:：]\s*(?P<name>[^\s|｜:：,，;；（(\[【】\]]{2,20})"
)
_END = re.compile(
    r"(?:19|20)\d\d[-/年]|发布|发表|时间|日期|浏览|阅读|点击|评论|作者|责任|编辑|字号|字体|打印"
)
_NOBODY = {
    "admin", "administrator", "未知", "佚名", "本站", "小编", "编辑部", "网络", "互联网", "原创",
    "本站原创", "本网", "本站整理", "网站管理员", "管理员", "none", "null", "root",
}  # fmt: skip


def outlet(text: str) -> str | None:
    """Return the outlet that a line beside an article names.

    >>> outlet("2026-11-20 08:30 来源：某某日报 作者：甲某")
    '某某日报'
    """
    for found in _OUTLET.finditer(clean_text(text)):
        name = found["name"] or found["quoted"]
        end = _END.search(name)
        name = name[: end.start()] if end else name
        if 2 <= len(name) <= 24 and name not in _NOBODY:
            return name
    return None


def author(text: str) -> str | None:
    """Return the account or author that a line beside an article names."""
    found = _AUTHOR.search(clean_text(text))
    return known(found["name"]) if found else None


def known(name: str) -> str | None:
    """Return *name* unless it is nobody's."""
    name = clean_text(name).strip("@ ")
    return None if not name or name.lower() in _NOBODY or len(name) > 30 else name


def people(lines: Iterable[str]) -> Byline:
    """Return the people that lines beside an article credit."""
    found: dict[str, dict[str, None]] = {"reporters": {}, "correspondents": {}, "editors": {}}
    for line in lines:
        for part in _LABELLED.split(clean_text(line)):
            text = part.strip(" |｜()（）[]【】")
            if not _PEOPLE.match(text) or len(text) > 80:
                continue
            byline = parse_byline(text)
            for field, names in found.items():
                names.update(dict.fromkeys(getattr(byline, field)))
    return Byline(None, *(tuple(names) for names in found.values()))
