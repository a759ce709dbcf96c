"""Paragraphs below a title that no element holds but one with boxes of other things, too."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from newsportal.pages.tree import holding
from newsportal.themes.generic.fallback.below_title import BELOW, is_info, is_named
from newsportal.themes.generic.lines import Block, Layout, Line
from newsportal.themes.generic.words import SAID

_LEAST = 2  # paragraphs
_BEGINNING = 20  # characters that a summary and its text share


def with_paragraphs_beside(
    layout: Layout, best: Block | None, title: int, aside: Collection[int]
) -> Block | None:
    """Return the paragraphs right below the title, of which *best* is one or which it lacks.

    Where *best* says more, or they are not several sentences one below the other, it is *best*.
    """
    if best is not None and (best.stop > best.start + 1 or is_named(best)):
        return best
    lines = layout.lines
    told = (
        place
        for place in range(title + 1, min(title + 1 + BELOW, len(lines)))
        if lines[place].worth and not is_info(lines[place])
    )
    first = stop = next(told, len(lines))
    while stop < len(lines) and stop not in aside and _is_paragraph(lines[stop]):
        stop += 1
    texts = [line.text for line in lines[first:stop]]
    if len(texts) < _LEAST or any(
        one[:_BEGINNING] == other[:_BEGINNING] for one, other in pairwise(texts)
    ):
        return best
    if best is not None and not first <= best.start < stop:
        return best
    around = holding(lines[first].block, lines[stop - 1].block)
    return best if around is None else Block(around, first, (None, None), stop, is_part=True)


def _is_paragraph(line: Line) -> bool:
    return line.worth > 0 and not line.linked and bool(SAID.search(line.text))
