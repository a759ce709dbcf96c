"""What a page calls itself, and how much of that a line says."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, takewhile
from os.path import commonprefix

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text
from newsportal.themes.generic.lines import Line
from newsportal.themes.generic.words import DAY, LEGAL

_SEPARATOR = lazy(
    r"\s(?:[·•@]|::)\s|\s?[_|｜│»›>–—]+\s?|\s-+\s?|\s?-+\s|--+|(?<=[^\x00-\x7f])-(?=[^\x00-\x7f])"
)
_OPEN_END = lazy(r"\s?[_|｜│»›]\s?$|\s(?:[-–—]+|[·•]|::)\s?$")  # a name of the portal that is empty
_NOT_WORD = lazy(r"[\W_]+")
_TITLED = lazy(
    r"(?:^|[\s_-])(?:[^\W_]*title|biaoti|bt|headline|tit|h1|subject)(?:$|[\s_-])", re.IGNORECASE
)
_HEADLINE = lazy("[，！？：“”](?=.)|[！？]$")  # no portal is called so
_WIDE = {0xFF01 + place: 0x21 + place for place in range(94)}  # full-width letters and digits
_IS_WIDE = lazy("[０-９Ａ-Ｚａ-ｚ]")
# 青禾日报数字报, 青禾在线: all pages of some e-papers are called so
PORTAL = lazy(
    r"[^\W_]{1,12}(?:[报報]|[网網]|在[线線]|[电電]子[版报報刊]|[数數]字[版报刊]|门户|平台|[周週]刊|新[闻聞][网網]|[电電][视視][台臺])"
)
HEADINGS = {"h1": 6, "h2": 4, "h3": 2}  # and what they count for a title
LONGEST = 120  # characters of a title
SHORT = 10  # characters of the name of a portal or a section
_OFTEN = 3
SHORTEST = 5  # characters of a line that may be the title in other words
_MOSTLY = 0.8
_INFO_LINE, _LEAST = 100, 4  # characters
_LABEL = lazy(
    "(?:[发發][布佈表][人者]?|日期|[时時][间間]|[来來]源|作者|点击|點擊|浏览|瀏覽)(?:次数|量|人)?[:：]"
)


@dataclass(frozen=True, slots=True)
class PageTitle:
    """What a page calls itself: its ``title`` element, whole and in parts."""

    whole: str
    parts: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, printed: str) -> PageTitle:
        title = _OPEN_END.sub("", clean_text(printed))
        parts = [part for part in _SEPARATOR.split(title) if part]
        return cls(title, tuple(parts))

    def names(self, text: str) -> bool:
        """Tell cheaply whether *text* may hold some of the title."""
        return text[:2] in self.whole or any(map(text.__contains__, self.parts))

    def told(self, titles: Collection[str], home: Collection[str]) -> PageTitle | None:
        """Return the first part where machines are told that it is the title, None where not.

        The portal's name is behind it: 天气预报 may be called like a paper.
        """
        first = self.parts[0] if self.parts else ""
        if first in home or not any(part in home for part in self.parts[1:]):
            return None
        return PageTitle(first, (first,)) if all(each == first for each in titles) else None

    @property
    def headline(self) -> str:
        """The title without the names of sections that follow it."""
        if any(map(self.is_section, self.parts)):
            return self.parts[0]
        first = self.whole.partition("_")[0].strip()  # no headline has this sign
        return first if len(first) >= SHORTEST else self.whole

    def is_section(self, text: str) -> bool:
        """Tell whether a short *text* is the name that the page's title has behind a headline."""
        if text not in self.parts[1:] or len(text) > SHORT:
            return False
        return _HEADLINE.search(self.parts[0]) is not None

    def without_portal(self, lines: list[Line], home: Collection[str]) -> PageTitle:
        """Return the same without the names of portal and section.

        These are on the page again and again, or lead *home* (the texts of links there).
        """
        longest = max(map(len, self.parts), default=0)
        begins = self.parts[0] if self.parts else ""
        headed = {
            clean_text(line.text)
            for line in lines
            if line.text.startswith(begins) and is_titled(line)
        }
        own = {clean_text(line.text) for line in lines if _is_heading(line)}
        kept = [
            part
            for part in self.parts
            if self._goes_on(part, headed)
            or (
                (part not in home or (part in own and len(part) == longest))
                and not _recurs(part, lines, sure=not self._leads_on(part, own.difference(home)))
            )
        ]
        first = [*takewhile(kept.__contains__, self.parts)]
        if first != kept and any(
            is_titled(line) and line.text == first[0] for line in lines if first
        ):
            kept = first  # 老桥重新开放 - 青禾在线 - 看得见的身边事: a motto follows the name
        if not _begins(kept, lines) or _is_portal(kept, lines):
            return PageTitle("")
        if len(kept) == len(self.parts):
            return self
        start, last = self.whole.index(kept[0]), self.whole.rindex(kept[-1])
        return PageTitle(self.whole[start : last + len(kept[-1])], tuple(kept))

    def _leads_on(self, part: str, headings: Collection[str]) -> bool:
        """Tell whether *part* is the section before the headline: 青禾网-通知公告-老桥重新开放.

        What the page's title begins with is one only where the headline is a whole part of it.
        """
        longer = [text for text in headings if len(text) > len(part)]
        if part == self.parts[0]:
            return len(part) <= SHORTEST and any(
                len(text) > SHORT and text in self.parts and not PORTAL.fullmatch(text)
                for text in longer
            )
        behind = self.whole.partition(part)[2]
        return any(text in behind for text in longer)

    def _goes_on(self, part: str, headed: Collection[str]) -> bool:
        """Tell whether *part* begins the page's title, and a heading that has more of that."""
        return part == self.parts[0] and any(
            len(text) > len(part) and text.startswith(part) and self.whole.startswith(text)
            for text in headed
        )


def _recurs(part: str, lines: list[Line], *, sure: bool) -> bool:
    """Tell whether a short part of the page's title is on the page thrice, or is a link.

    *sure*: what is a heading, too, does not.
    """
    if len(part) > SHORT:
        return False
    found = [line for line in lines if part in line.text]
    if sure and any(map(_is_heading, found)):
        return False
    return len(found) >= _OFTEN or any(
        line.text == part and line.linked and not is_titled(line) for line in found
    )


def _is_heading(line: Line) -> bool:
    return line.block.tag in HEADINGS and not line.linked


def is_titled(line: Line) -> bool:
    """Tell whether an element is a heading or named after one."""
    if line.block.tag in HEADINGS:
        return True
    around = (line.block, *(element for element, _ in line.nodes[:4]))
    return any(_is_named(element.get("class"), element.get("id")) for element in around)


@lru_cache(maxsize=4096)
def _is_named(element_class: str | None, element_id: str | None) -> bool:
    return bool(_TITLED.search(f"{element_class or ''} {element_id or ''}"))


def _is_portal(parts: list[str], lines: list[Line]) -> bool:
    """Tell whether a page is called like its portal alone, and has a title that says otherwise.

    What the line of the owner's rights names is the portal: 某县人民法院版权所有. So is what first
    comes below the line that says when and by whom an article was published.
    """
    if len(parts) != 1:
        return False
    if _first_below_info(parts[0], lines):
        return True
    if any(parts[0] in line.text and LEGAL.search(line.text) for line in lines):
        return not any(line.text == parts[0] and is_titled(line) for line in lines)
    if not PORTAL.fullmatch(parts[0]):
        return False
    titles = [line.text for line in lines if is_titled(line) and SHORTEST < line.size <= LONGEST]
    return bool(titles) and not any(title in parts[0] or parts[0] in title for title in titles)


def _first_below_info(name: str, lines: list[Line]) -> bool:
    """Tell whether a name comes first below a line that says when, with its title above that."""
    named = next((place for place, line in enumerate(lines) if name in line.text), None)
    if named is None or is_titled(lines[named]):
        return False
    return any(
        not above.linked
        and _LEAST <= above.size <= LONGEST
        and below.size <= _INFO_LINE
        and DAY.search(below.text) is not None
        and _LABEL.search(below.text) is not None
        for above, below in pairwise(lines[:named])
    )


def _begins(parts: list[str], lines: list[Line]) -> bool:
    """Tell whether a line begins with one of *parts*, or one of them is too long for a name.

    A heading may end with it, behind a breadcrumb.
    """
    return any(
        len(part) > SHORT
        or any(
            line.text.startswith(part) or (line.text.endswith(part) and line.block.tag in HEADINGS)
            for line in lines
        )
        for part in parts
    )


@lru_cache(maxsize=512)  # the names of a page are compared with each of its lines
def fold(text: str) -> str:
    """Return the letters and digits of a text.

    >>> fold("“小雪”到了 - Ａ报")
    '小雪到了a报'
    """
    said = _NOT_WORD.sub("", text)
    return (said.translate(_WIDE) if _IS_WIDE.search(said) else said).lower()


def overlap(line: str, names: PageTitle) -> float:
    """Return how much of the page's title a line holds, 0 to 10."""
    said, whole = fold(line), fold(names.whole)
    if len(said) < 2 or not whole:
        return 0.0
    if said in whole:
        place = whole.index(said)
        share = len(said) / max(len(said), min(len(whole), _first(names)))
        return (10 if place == 0 else 7) * share
    parts = [fold(part) for part in names.parts]
    held = [part for part in parts if len(part) > 3 and part in said]
    if held:
        return 9 * len(max(held, key=len)) / len(said)
    if len(said) < SHORTEST:
        return 0.0
    long = [part for part in (whole, *parts) if len(part) >= _MOSTLY * len(said)]
    alike = (part for part in long if part[0] == said[0] or part[-1] == said[-1])
    ends = max((_common_ends(said, part) for part in alike), default=0)
    return 8 * ends / len(said) if ends >= _MOSTLY * len(said) else 0.0


def _common_ends(one: str, other: str) -> int:
    """Return how many characters two texts begin and end with alike.

    >>> _common_ends("老桥重新开放图", "老桥昨天重新开放图")
    7
    """
    start = begin_alike(one, other)
    return start + begin_alike(one[start:][::-1], other[start:][::-1])


def begin_alike(one: str, other: str) -> int:
    """Return with how many characters two texts begin alike."""
    return len(commonprefix([one, other]))  # noqa: RUF071 (characters, not folders)


def _first(names: PageTitle) -> int:
    return len(fold(names.parts[0])) if names.parts else 0
