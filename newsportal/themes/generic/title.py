"""The title of an article: the line above it that the page's own title names most."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text
from newsportal.themes.generic.lines import Line
from newsportal.themes.generic.words import CRUMB, DAY, INFO, LEGAL

_SEPARATOR = lazy(
    r"\s+(?:[·•@]|::)\s+|\s*[_|｜│»›>–—]+\s*|\s+-+\s*|\s*-+\s+|--+|(?<=[^\x00-\x7f])-(?=[^\x00-\x7f])"
)
_OPEN_END = lazy(
    r"\s*[_|｜│»›]\s*$|\s+(?:[-–—]+|[·•]|::)\s*$"
)  # a name of the portal that is empty
_NOT_WORD = lazy(r"[\W_]+")
_TITLED = lazy(
    r"(?:^|[\s_-])(?:\w*title|biaoti|bt|headline|tit|h1|subject)(?:$|[\s_-])", re.IGNORECASE
)
# What only those who are logged in may do with a post: 老桥重新开放 修改 删除
_BUTTONS = lazy(r"(?:\s+[\[【(（]?(?:编辑|修改|删除|回复|举报|置顶|打印)[\]】)）]?)+$")
# Date, outlet and the like in the same heading
_BEHIND = lazy(
    rf"(?<=.{{4}})(?:{DAY.pattern}|(?:来源|作者|时间|日期|发[布表](?:时间|日期|者|人|单位)?|浏览\w?)\s?[:：])"
)
_HEADLINE = lazy("[，！？：“”](?=.)|[！？]$")  # no portal is called so
_MARKUP = lazy("<[^<>]*>")
_WIDE = {0xFF01 + place: 0x21 + place for place in range(94)}  # full-width letters, digits, signs
_HEADINGS = {"h1": 6, "h2": 4, "h3": 2}
_LONGEST = 120
_NEAR = 40  # lines above the body that are looked at
_ENOUGH, _NAMELESS = 3.0, 1.0
_INFO_LINE = 100
_SHORT, _OFTEN = 10, 3
_BADGE = 4  # characters of a label before the title, and a blank
_SHORTEST = 5  # characters of a line that may be the title in other words
_MOSTLY, _SAME = 0.8, 9.5
# 青禾日报数字报, 青禾在线: all pages of some e-papers are called so
_PORTAL = lazy(r"[^\W_]{1,12}(?:报|网|在线|电子[版报刊]|数字[版报刊]|门户|平台|周刊)")
_ABOVE_TEXT = 3  # lines above the text among which the title is, where nothing names it


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
        return text[:2] in self.whole or any(part in text for part in self.parts)

    @property
    def headline(self) -> str:
        """The title without the names of sections that follow it."""
        return self.parts[0] if any(map(self.is_section, self.parts)) else self.whole

    def is_section(self, text: str) -> bool:
        """Tell whether a short *text* is the name that the page's title has behind a headline."""
        if text not in self.parts[1:] or len(text) > _SHORT:
            return False
        return _HEADLINE.search(self.parts[0]) is not None

    def without_portal(self, lines: list[Line], home: Collection[str]) -> PageTitle:
        """Return the same without the names of portal and section.

        These are on the page again and again, or lead *home* (the texts of links there).
        """
        longest = max(map(len, self.parts), default=0)
        headed = {clean_text(line.text) for line in lines if line.block.tag in _HEADINGS}
        own = {clean_text(line.text) for line in lines if _is_heading(line)}
        kept = [
            part
            for part in self.parts
            if self._goes_on(part, headed)
            or (
                (part not in home or (part in own and len(part) == longest))
                and not _recurs(part, lines)
            )
        ]
        if not _begins(kept, lines) or _is_portal(kept, lines):
            return PageTitle("")
        if len(kept) == len(self.parts):
            return self
        start, last = self.whole.index(kept[0]), self.whole.rindex(kept[-1])
        return PageTitle(self.whole[start : last + len(kept[-1])], tuple(kept))

    def _goes_on(self, part: str, headed: Collection[str]) -> bool:
        """Tell whether *part* begins the page's title, and a heading that has more of that."""
        return part == self.parts[0] and any(
            len(text) > len(part) and text.startswith(part) and self.whole.startswith(text)
            for text in headed
        )


def _recurs(part: str, lines: list[Line]) -> bool:
    """Tell whether a short part of the page's title is on the page thrice, or is a link."""
    if len(part) > _SHORT:
        return False
    found = [line for line in lines if part in line.text]
    if any(map(_is_heading, found)):
        return False
    return len(found) >= _OFTEN or any(
        line.text == part and line.linked and not _is_titled(line) for line in found
    )


def _is_heading(line: Line) -> bool:
    return line.block.tag in _HEADINGS and not line.linked


def _is_titled(line: Line) -> bool:
    """Tell whether an element is a heading or named after one."""
    if line.block.tag in _HEADINGS:
        return True
    around = (line.block, *(element for element, _ in line.nodes[:4]))
    return any(
        _TITLED.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        for element in around
    )


def _is_portal(parts: list[str], lines: list[Line]) -> bool:
    """Tell whether a page is called like its portal alone, and has a title that says otherwise."""
    if len(parts) != 1 or not _PORTAL.fullmatch(parts[0]):
        return False
    titles = [line.text for line in lines if _is_titled(line) and _SHORTEST < line.size <= _LONGEST]
    return bool(titles) and not any(title in parts[0] or parts[0] in title for title in titles)


def _begins(parts: list[str], lines: list[Line]) -> bool:
    """Tell whether a line begins with one of *parts*, or one of them is too long for a name."""
    return any(
        len(part) > _SHORT or any(line.text.startswith(part) for line in lines) for part in parts
    )


@lru_cache(maxsize=512)  # the names of a page are compared with each of its lines
def fold(text: str) -> str:
    """Return the letters and digits of a text.

    >>> fold("“小雪”到了 - Ａ报")
    '小雪到了a报'
    """
    return _NOT_WORD.sub("", text.translate(_WIDE)).lower()


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
    if len(said) < _SHORTEST:
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
    start = _common(one, other)
    return start + _common(one[start:][::-1], other[start:][::-1])


def _common(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _first(names: PageTitle) -> int:
    return len(fold(names.parts[0])) if names.parts else 0


def score(line: Line, names: PageTitle) -> float:
    """Return how much a line looks like the title, its distance from the body aside."""
    text, element = line.text, line.block
    if line.size > _LONGEST or line.size < 2 or names.is_section(text):
        return -99.0
    points = same = overlap(text, names)
    above = element.getparent()
    for near in (element, above):
        if near is not None and near.tag in _HEADINGS:
            points += _HEADINGS[near.tag]
            break
    points += 3 if element.tag not in _HEADINGS and _is_titled(line) else 0
    if line.linked > 0.5 * line.size:
        points -= 4
    if CRUMB.search(text):
        points -= 8
    elif same < _SAME and (INFO.search(text) or LEGAL.search(text)):
        points -= 5
    return points


def anchor(lines: list[Line], names: PageTitle) -> int | None:
    """Return the place of the line that surely is the title, None where none is."""
    best, most = None, 8.0
    for place, line in enumerate(lines):
        if not 4 <= line.size <= _LONGEST or not names.names(line.text):
            continue
        if (points := score(line, names)) > most:
            best, most = place, points
    return best


def beginning(lines: list[Line], names: PageTitle, otherwise: int | None) -> int | None:
    """Return the place of the heading that the page's own title begins with, else *otherwise*."""
    whole = fold(names.whole)
    headings = (
        (place, line.text)
        for place, line in enumerate(lines)
        if 5 <= line.size <= _LONGEST and line.block.tag in _HEADINGS
    )
    return next((place for place, text in headings if whole.startswith(fold(text))), otherwise)


def find_title(
    lines: list[Line], names: PageTitle, start: int, home: Collection[str] = ()
) -> int | None:
    """Return the place of the title of the article whose first sentence is at *start*.

    It is none of the names of the portal (*home*), heading or not.
    """
    near = range(max(0, start - _NEAR), min(len(lines), start + 2))
    # A page may be called like its portal, which no line here is.
    called = any(
        overlap(lines[place].text, names) and not LEGAL.search(lines[place].text) for place in near
    )
    best, most = None, _ENOUGH if called else _NAMELESS
    for place in near if called else near[: start - near.start + 1]:
        line = lines[place]
        if (
            line.size <= _LONGEST
            and clean_text(line.text) in home
            and not overlap(line.text, names)
        ):
            continue
        points = score(line, names) - 0.12 * abs(start - place)
        if not called and not line.linked and 6 <= line.size <= 60 and place + 1 < start:
            # The line above the info line is the title.
            points += 3 if INFO.search(lines[place + 1].text) else 0
        if points > most:
            best, most = place, points
    return _above_info(lines, home) if best is None and not called else best


def above_text(lines: list[Line], called: str, start: int, home: Collection[str]) -> int | None:
    """Return the place of the line above the text of a page that is *called* like its portal."""
    if not _PORTAL.fullmatch(called):
        return None
    for place in range(start - 1, max(-1, start - 1 - _ABOVE_TEXT), -1):
        line = lines[place]
        if line.linked or not 6 <= line.size <= 60 or clean_text(line.text) in (*home, called):
            continue
        if not any(sign.search(line.text) for sign in (INFO, LEGAL, CRUMB, DAY)):
            return place
    return None


def _above_info(lines: list[Line], home: Collection[str]) -> int | None:
    """Return the place of the line right above the one that says when and from whom it is."""
    for place, (line, below) in enumerate(pairwise(lines)):
        is_info = below.size <= _INFO_LINE and DAY.search(below.text) and INFO.search(below.text)
        may_be = not line.linked and 6 <= line.size <= 60 and not CRUMB.search(line.text)
        if is_info and may_be and not INFO.search(line.text) and clean_text(line.text) not in home:
            return place
    return None


def without_badge(line: Line) -> str:
    """Return the text of a heading without a short label in an element of its own before it."""
    text = line.spaced
    if len(line.nodes) < 2 or line.nodes[0][1] or line.nodes[0][0] is line.block:
        return text
    first = clean_text(line.nodes[0][0].text or "")
    return f"{first} {text.removeprefix(first).lstrip()}" if len(first) <= _BADGE else text


def printed(line: str, names: PageTitle) -> str:
    """Return the title that *line* prints: a heading may hold date, outlet and counters, too."""
    text = clean_text(line)
    for part in (names.whole, *names.parts) if "<" in names.whole else ():
        if clean_text(_MARKUP.sub("", part)) == text:
            return part  # a title with < and > that the page prints as they are
    if fold(text) in fold(names.whole):
        return text
    for end in (names.whole, *names.parts[:1]):
        badge = text.removesuffix(end)
        if len(end) > _SHORT and badge != text and len(badge) <= _BADGE and badge[-1:].isspace():
            return end  # 原创 老桥重新开放
        if text.startswith(end) and INFO.search(text[len(end) :]):
            return end
    found = _BEHIND.search(text)
    return text[: found.start()].strip(" |·-–—[(（【") if found else _BUTTONS.sub("", text)
