"""Articles that say less than a box beside them: a table, names, one line, two short sentences.

They stand below the title: their name tells them from what is around them, or that they come first.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from newsportal.themes.generic.asides import ARTICLE, is_aside
from newsportal.themes.generic.element_names import named_body
from newsportal.themes.generic.lines import Block, Layout, Line
from newsportal.themes.generic.words import CREDIT, INFO, LEGAL, SAID

_HEADINGS = ("h1", "h2", "h3", "h4")
PARTS = ("p", "li", "blockquote", "td", "th", *_HEADINGS, "figure", "figcaption")
HEAD = 3  # lines above the title in the block of an article
_LITTLE = 20  # characters of what has no sentences
_INFO_LINE = 60  # characters
BELOW = 8  # lines between the title and the first sentence
_BOX = 300  # characters of sentences in a box beside an article, at most
_BOXES = 3  # lines between the two that are links or headings


def first_told(
    layout: Layout, best: Block, title: int, said: Sequence[int], aside: Collection[int]
) -> Block:
    """Return the block of a short text right below the title, else *best*.

    *best* has more sentences, but not many, and stands below boxes of other things: a poll, a
    notice, teasers. *said* sums the sentences up to each line; lines of *aside* are no article's.
    """
    if best.start <= title or said[best.stop] - said[best.start] > _BOX or is_named(best):
        return best
    lines = layout.lines
    places = range(title + 1, min(title + 1 + BELOW, best.start))
    told = (place for place in places if lines[place].worth and place not in aside)
    first = next((place for place in told if not is_info(lines[place])), None)
    if first is None:
        return best
    around = [
        block
        for block in layout.blocks
        if block.start <= first < block.stop and block.element.tag not in PARTS
    ]
    block = around[-1] if around else best  # the innermost
    inside = lines[block.start : block.stop]
    if block.start <= title or block.stop > best.start or is_aside(block):
        return best
    between = lines[block.stop : best.start]
    boxes = sum(2 * line.linked > line.size or line.block.tag in _HEADINGS for line in between)
    ends = any(line.worth and SAID.search(line.text) for line in inside)
    if (
        boxes < _BOXES
        or not ends
        or sum(line.linked for line in inside) > said[block.stop] - said[block.start]
    ):
        return best
    repeated = any(line.text == lines[first].text for line in lines[best.start : best.stop])
    return best if repeated else block


def with_head(layout: Layout, best: Block) -> Block:
    """Return the table whose rows are the *best* block, the text that a summary repeats, or it."""
    if best.element.tag == "tbody":
        table = best.element.getparent()
        has_head = table is not None and table.find("thead") is not None
        whole = (block for block in layout.blocks if has_head and block.element is table)
        return next(whole, best)
    if best.stop != best.start + 1 or best.stop >= len(layout.lines):
        return best
    cut, below = layout.lines[best.start].text.rstrip(" .…"), layout.lines[best.stop]
    if len(cut) < _LITTLE or not below.text.startswith(cut):
        return best
    around = [block for block in layout.blocks if block.start <= best.stop < block.stop]
    own = [block for block in around if block.start == best.stop]
    return own[0] if own else best


def without_sentences(layout: Layout, best: Block | None, title: int) -> Block | None:
    """Return the block of an article that is a table, names or one line; else *best*.

    It stands below the title, and its name tells it from what is around it.
    """
    inside = [] if best is None else layout.lines[best.start : best.stop]
    said = 0 if all(map(is_info, inside)) else sum(line.worth for line in inside)
    if best is not None and is_named(best) and next(best.element.iter("img"), None) is not None:
        return best  # pictures, with or without a word
    found, most = best, max(said, _LITTLE)
    for block in layout.blocks:
        if block.start < title - HEAD or block.stop <= title + 1:
            continue
        if best is not None and block.stop > best.start and said >= ARTICLE:
            continue
        if not is_named(block):
            continue
        lines = layout.lines[max(block.start, title + 1) : block.stop]
        # The smallest that has all of it: what stands in no paragraph, list or table counts against
        told = [line for line in lines if not _says_nothing(line.text)]
        value = sum(map(_own, told))
        if not said and (
            2 * sum(line.size for line in told if is_said(line)) > value
            or (told and _follows(layout, block, title))
        ):
            value += _LITTLE
        if value > most:
            found, most = block, value
    return found


def _follows(layout: Layout, block: Block, title: int) -> bool:
    """Tell whether nothing but lines on the article stands between the title and a block."""
    return all(_says_nothing(line.text) for line in layout.lines[title + 1 : block.start])


def is_info(line: Line) -> bool:
    """Tell whether a line only reads like a sentence: date and counters below the title."""
    return line.size < _INFO_LINE and line.block.tag != "p" and bool(INFO.search(line.text))


def _says_nothing(text: str) -> bool:
    return bool(INFO.search(text) or LEGAL.search(text) or CREDIT.match(text))


def is_said(line: Line) -> bool:
    """Tell whether a line is a paragraph that ends like a sentence, however short."""
    return line.block.tag == "p" and not line.linked and bool(SAID.search(line.text))


def _own(line: Line) -> int:
    if line.block.tag in _HEADINGS:
        return 0
    return line.size - line.linked if line.block.tag in PARTS else -line.size


def is_named(block: Block) -> bool:
    element = block.element
    if is_aside(block):
        return False
    return (
        element.tag == "article"
        or element.get("itemprop") == "articleBody"
        or named_body(*block.names)
    )
