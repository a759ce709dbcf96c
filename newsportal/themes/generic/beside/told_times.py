"""Times that elements beside an article tell machines, or whoever lets a pointer rest on them."""

from __future__ import annotations

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.themes.generic.beside.lines_around import (
    ABOVE,
    BELOW,
    LONGEST_HEAD,
    LinesAround,
)
from newsportal.themes.generic.beside.others import is_of_change, is_of_comment
from newsportal.themes.generic.lines import Layout
from newsportal.themes.generic.words import DAY

_TOLD_IN = ("datetime", "content", "title", "data-timestamp", "data-time")
_KEPT_IN = ("title", "data-timestamp", "data-time", "data-ts", "data-date", "data-created")
_EPOCH = lazy(r"1\d{9}(?:\d{3})?")
_NEXT = 2  # lines between two times of one list


def for_machines(layout: Layout, around: LinesAround, end: int) -> list[str]:
    """Return what ``time`` and ``abbr`` elements beside the text say, those above it first.

    What belongs to the article ends before line *end*.
    """
    places = range(around.first - ABOVE, max(around.top, end) + BELOW)
    near: list[tuple[etree._Element, int]] = []
    for each in reversed(layout.times):
        # One beside it is told with it: published and, below, changed.
        if each[1] in places or (near and 0 <= near[-1][1] - each[1] <= _NEXT):
            near.append(each)
    near.reverse()
    near.sort(key=lambda each: each[1] > around.top)
    return [
        said
        for element, _ in near
        if (said := next(filter(None, map(element.get, _TOLD_IN)), None))
        and not is_of_change(element)
        and not is_of_comment(element)
    ]


def for_pointers(layout: Layout, around: LinesAround) -> list[str]:
    """Return the dates that elements between title and text tell where a pointer rests on them.

    Those, too, that they keep for a script which prints them.
    """
    lines, top = layout.lines, around.top
    inside = set() if top >= len(lines) else {*lines[top].block.iterancestors()}
    between = lines[around.first + 1 : top][:LONGEST_HEAD]
    blocks = dict.fromkeys(line.block for line in between if line.block not in inside)
    told = (each.get(name) for block in blocks for each in block.iter() for name in _KEPT_IN)
    return [said for said in told if said and (DAY.search(said) or _EPOCH.fullmatch(said))]
