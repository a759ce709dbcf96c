"""Which element of a page holds the article: the one with most sentences and least else."""

from __future__ import annotations

from itertools import accumulate

from newsportal.themes.generic.lines import Block, Layout, Line
from newsportal.themes.generic.words import named_aside, named_body

_LINK, _OTHER, _LINE = 0.9, 0.315, 3.6
_NAMED = 40  # what the name of an article's body is worth
_ARTICLE = 60  # characters of sentences below a title that may be an article
_SMALL = 0.3  # of the sentences of the article: what has more is part of it
_MOST = 0.5  # of all sentences: what has so many is the article, whatever it is called


def choose(layout: Layout, title: int | None) -> Block | None:
    """Return the block of the article, None where the page has none.

    *title* is the place of the line that is the title where that is sure.
    """
    aside = _aside(layout, title)
    values = [
        -_cost(line) if place in aside else line.worth - _cost(line)
        for place, line in enumerate(layout.lines)
    ]
    sums = list(accumulate(values, initial=0.0))
    best, most = None, 0.0
    for block in layout.blocks:
        score = sums[block.stop] - sums[block.start]
        if score <= -2 * _NAMED or (title is not None and block.stop <= title):
            continue
        element = block.element
        if element.get("itemprop") == "articleBody":
            score += 2 * _NAMED
        elif named_body(element.get("class"), element.get("id")):
            score += _NAMED
        if score > most:
            best, most = block, score
    return best


def _cost(line: Line) -> float:
    if line.worth:
        return _LINK * line.linked
    return _LINK * line.linked + _OTHER * max(0, line.size - line.linked) + _LINE


def _is_aside(block: Block) -> bool:
    element = block.element
    return element.tag in ("nav", "aside", "footer") or named_aside(
        element.get("class"), element.get("id")
    )


def _aside(layout: Layout, title: int | None) -> set[int]:
    """Return the places of lines in blocks that are named after something beside an article."""
    worth = list(accumulate((line.worth for line in layout.lines), initial=0))
    places: set[int] = set()
    for block in layout.blocks:
        inside = worth[block.stop] - worth[block.start]
        if not inside or (title is not None and block.start <= title < block.stop):
            continue
        before = 0 if title is None else worth[block.start] - worth[min(title + 1, block.start)]
        if (inside <= _MOST * worth[-1] or before >= _ARTICLE) and _is_aside(block):
            places.update(range(block.start, block.stop))
    return places


def aside_blocks(layout: Layout, article: Block) -> list[Block]:
    """Return the blocks inside *article* that belong to something else."""
    worth = list(accumulate((line.worth for line in layout.lines), initial=0))
    most = _SMALL * (worth[article.stop] - worth[article.start])
    first = layout.blocks.index(article) + 1
    found: list[Block] = []
    for block in layout.blocks[first:]:
        if block.start >= article.stop and block.start > article.start:
            break
        if worth[block.stop] - worth[block.start] <= most and _is_aside(block):
            found.append(block)
    return [block for block in found if _inside(block, article)]


def _inside(block: Block, article: Block) -> bool:
    return any(above is article.element for above in block.element.iterancestors())
