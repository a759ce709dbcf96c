"""A text of short lines without a sentence: a poem, names, what was served, a week's headlines.

Asked where nothing on a page reads like an article: the first lines below the title that stand
together in one form, without a link, or paragraphs that are links just below the info line.
"""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text_hash import text_hash
from newsportal.themes.generic.element_names import is_beside
from newsportal.themes.generic.lines import Block, Layout, Line
from newsportal.themes.generic.trim.cut import TextRange
from newsportal.themes.generic.trim.noise import NOISE
from newsportal.themes.generic.words import (
    CONTROLS,
    CREDIT,
    CRUMB,
    DAY,
    INFO,
    LEGAL,
    OTHERS,
    SURE_TAIL,
    TAIL,
)

_LEAST, _CHARACTERS = 3, 12  # lines, and Chinese characters in them
_BELOW = 8  # lines between the title and the first one
_LONGEST = 60  # characters of a line
_PLACES = ("p", "div", "td", "li", "section", "article", "center", "blockquote", "main", "pre")
_BESIDE = ("nav", "aside", "footer", "form", "header")
_HAN = lazy("[\u3400-\u9fff]")


def verses(
    layout: Layout, title: int, boilerplate: Collection[bytes]
) -> tuple[Block, TextRange] | None:
    """Return the block of the lines below *title* that stand together, and these lines."""
    lines = layout.lines
    for first in range(title + 1, min(title + 1 + _BELOW, len(lines))):
        may_be = _is_verse
        if _is_headline(lines[first]) and all(map(_informs, lines[title + 1 : first])):
            may_be = _is_headline
        if not may_be(lines[first]) or (may_be is _is_headline and first == title + 1):
            continue
        stop, table = first + 1, _table_around(lines[first], lines[title])
        while stop < len(lines) and (
            _stands_in(lines[stop], table)
            or (may_be(lines[stop]) and _alike(lines[first], lines[stop]))
        ):
            stop += 1
        found = lines[first:stop]
        said = sum(len(_HAN.findall(line.text)) for line in found)
        printed = sum(map(_printed, found))
        if printed < _LEAST or said < _CHARACTERS or _stands_beside(lines[first]):
            continue
        if boilerplate and any(text_hash(line.text) in boilerplate for line in found):
            continue
        around = [each for each in layout.blocks if each.start <= first and each.stop >= stop]
        if around:
            return around[-1], TextRange(list(range(first, stop)), title, stop, [])
    return None


def _table_around(line: Line, title: Line) -> etree._Element | None:
    """Return the table that a line stands in and the title does not: all of it is the text."""
    table = next(line.block.iterancestors("table"), None)
    return None if table is None or _stands_in(title, table) else table


def _stands_in(line: Line, table: etree._Element | None) -> bool:
    return table is not None and any(above is table for above in line.block.iterancestors("table"))


def _printed(line: Line) -> int:
    """Return how many lines a line is in print."""
    if line.block.tag != "pre":
        return 1
    return "".join(map(str, line.block.itertext())).strip().count("\n") + 1


def _is_verse(line: Line) -> bool:
    if line.linked or line.block.tag not in _PLACES:
        return False
    if line.size > _LONGEST * _printed(line):
        return False
    text = line.text
    return not (
        any(pattern.search(text) for pattern in (INFO, CRUMB, CONTROLS, DAY, LEGAL))
        or any(pattern.match(text) for pattern in (CREDIT, TAIL, SURE_TAIL))
        or any(pattern.fullmatch(text) for pattern in (NOISE, OTHERS))
    )


def _is_headline(line: Line) -> bool:
    """Tell whether a line is a paragraph with a link, as each of a digest's is."""
    return line.linked > 0 and line.block.tag == "p"


def _informs(line: Line) -> bool:
    return bool(INFO.search(line.text) or DAY.search(line.text))


def _alike(one: Line, other: Line) -> bool:
    """Tell whether two lines stand in one element, or in two of one form side by side."""
    first, second = one.block, other.block
    for _ in range(2):
        if first is second:
            return True
        if first is None or second is None or first.tag != second.tag:
            return False
        first, second = first.getparent(), second.getparent()
    return first is second


def _stands_beside(line: Line) -> bool:
    around = (line.block, *line.block.iterancestors())
    return any(is_beside(each, _BESIDE) for each in around)
