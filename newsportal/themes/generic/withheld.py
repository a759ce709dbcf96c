"""What an article keeps from readers: a password, an account, a reply or money would show it.

A notice is told by two things together: its words, and the name of its element or a field for a
password in it. News report of passwords and of what one sees after a login; their paragraphs are
in no such element. A form that asks for a name, too, is the portal's own login.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.themes.generic.lines import Block, Layout

_WORDS = lazy(
    r"""
    密[码碼]保[护護] | 受密[码碼] | 需要?.{0,8}(?:密[码碼]|口令)
    | [请請]?[输輸]入.{0,10}(?:密[码碼]|口令|[验驗][证證][码碼])
    | (?:密[码碼]|口令).{0,6}(?:[访訪][问問]|[阅閱][读讀]|查看|才能)
    | (?:文章|[内內]容|日志|[页頁]面|本帖|本文|部分).{0,6}(?:加密|[隐隱]藏) | [隐隱]藏[内內]容
    | (?:回[复覆復]|回帖|[评評][论論]|登[录陆錄入]|注册|付[费費]|[购購][买買]|支付|[开開]通|[关關]注
        |[积積]分|金[币幣钱錢]|[会會][员員]|VIP|[权權]限)
      .{0,24}(?:[后後]|才|方|可).{0,6}(?:[见見]|看|[阅閱]|[读讀]|[浏瀏][览覽]|[显顯]示)
    | (?:[仅僅]限?|只有).{0,12}(?:[会會][员員]|VIP|登[录陆錄]|注册|用[户戶]|作者
        |付[费費]|[订訂](?:[阅閱]者|[户戶]))
      .{0,10}(?:可[见見]|看|[阅閱][读讀]|[浏瀏][览覽])
    | (?:尚未|[还還][没沒]有?)登[录陆錄入] | [没沒]有[权權]限
    | [阅閱][读讀][权權]限 | 付[费費]([内內]容|[阅閱][读讀])
    | password[- ]protected | protected\ by\ (?:a\ )?password | enter\ (?:the|your)?\ ?password
    | (?:members|subscribers)\ only | log\s?in\ to\ (?:read|view|see)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NAMES = lazy(
    r"(?:^|[\s_-])(?:lock(?:ed)?|hide|hidden|hidebox|protect(?:ed)?|password|passwd|encrypt\w*|hbe"
    r"|(?:reply|comment|login)[2-]?(?:to)?[-_]?(?:view|see|read|show)\w*|pay|paywall|paid|erphp\w*"
    r"|vip\w*|private|secret|need[-_]?\w+|must[-_]?log\w*|members?|alert_error|messagetext"
    r"|restrict\w*|purchase|upgrade|premium|gated|subscribers?|regwall)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST = 160  # characters of a notice
_SENTENCE = 30  # characters that count as the article's: then only a part is kept back
_BEHIND = 30  # lines below a notice that may go on with the article
_ABOVE = 5  # elements between a field and the notice that it belongs to
_USER = lazy(r"user|login|account|mail|phone|mobile|uname|nick", re.IGNORECASE)


@dataclass(slots=True)
class Withheld:
    """The notices of one page."""

    places: set[int] = field(default_factory=set)
    """Of their lines."""
    words: str = ""
    """Of the first one below the title."""
    whole: bool = False
    """Nothing but a notice stands in the place of the text."""

    def judge(self, layout: Layout, title: int | None) -> None:
        """Tell from where the title stands whether a notice is all there is."""
        below = [place for place in sorted(self.places) if place > (-1 if title is None else title)]
        if not below:
            return
        self.words = layout.lines[below[0]].text[:_LONGEST]
        above = layout.lines[below[0]].block.getparent()
        around = next((each for each in layout.blocks if each.element is above), None)
        last = below[-1] + _BEHIND if around is None else max(around.stop, below[-1] + 1)
        first = below[0] if title is None else title + 1
        read = islice(enumerate(layout.lines), first, min(last, below[-1] + _BEHIND))
        self.whole = sum(line.worth for n, line in read if n not in self.places) < _SENTENCE


def withheld(layout: Layout, fields: list[etree._Element]) -> Withheld:
    """Return the notices of a page, which has *fields*; their lines count as no text from then."""
    found = Withheld()
    named = (each for each in layout.blocks if _is_named(*each.names))
    for block in (*named, *_with_fields(layout, fields)):
        lines = layout.lines[block.start : block.stop]
        if 0 < sum(line.size for line in lines) <= _LONGEST and any(
            _WORDS.search(line.text) for line in lines
        ):
            found.places.update(range(block.start, block.stop))
    for place in found.places:
        layout.lines[place].worth = 0
    return found


@lru_cache(maxsize=4096)
def _is_named(element_class: str | None, element_id: str | None) -> bool:
    return bool(_NAMES.search(f"{element_class or ''} {element_id or ''}"))


def _with_fields(layout: Layout, fields: list[etree._Element]) -> list[Block]:
    """Return the smallest elements with words around a field for a password alone."""
    secret = (each for each in fields if (each.get("type") or "").lower() == "password")
    found: list[Block] = []
    for element in islice(secret, _ABOVE):
        for above in islice(element.iterancestors(), _ABOVE):
            block = next((each for each in layout.blocks if each.element is above), None)
            if block is not None and block.stop > block.start:
                if not any(map(_asks_who, above.iter("input"))):
                    found.append(block)
                break
    return found


def _asks_who(element: etree._Element) -> bool:
    return bool(_USER.search(f"{element.get('name') or ''} {element.get('id') or ''}"))
