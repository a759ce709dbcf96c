"""Which element of a page holds the article: the one with most sentences and least else."""

from __future__ import annotations

from itertools import accumulate, islice, pairwise

from lxml import etree

from newsportal.themes.generic.asides import ARTICLE, is_aside, lines_beside
from newsportal.themes.generic.element_names import named_body, named_rest
from newsportal.themes.generic.fallback.bare_text import with_paragraphs_beside
from newsportal.themes.generic.fallback.below_title import (
    HEAD,
    PARTS,
    first_told,
    is_info,
    is_named,
    with_head,
    without_sentences,
)
from newsportal.themes.generic.lines import FOREIGN, Block, Layout, Line, reads_foreign
from newsportal.themes.generic.words import ANSWERS

_LINK, _OTHER, _LINE, _CELL = 0.9, 0.315, 3.6, 0.5
_PICTURE = 8
_TOLD, _LATER = 180, 0.5  # characters of sentences below the title: what follows is another post's
_ANOTHERS = 0.25  # behind such a text and the linked title of another post
_TITLE_LINK, _FLASH = 9, 300  # characters of a linked title, and of a post that is shown whole
_TEXT = (*PARTS[:3], "ul", "ol", "dl", "table", "pre", *PARTS[5:])
_CLIMB = 0.5  # of a part's worth: what its parent must have
_MOSTLY = 0.6  # of a text's lines: in elements of a text
_SMALL_TEXT = 600  # characters of a text whose sentences do not outweigh its other lines
_NAMED = 40  # what the name of an article's body is worth
_MOST_BONUS = 2 * _NAMED
_NEARLY_ALL = 0.8  # of a page's sentences
_SEVERAL = 3  # blocks of one form, a paragraph in each


def choose(layout: Layout, title: int | None) -> Block | None:
    """Return the block of the article, None where the page has none.

    *title* is the place of the line that is the title where that is sure.
    """
    aside = lines_beside(layout, title)
    said = list(accumulate((line.worth for line in layout.lines), initial=0))
    # Below a title that is sure, what stands above it is something else.
    top = 0 if title is None or said[-1] - said[title + 1] < ARTICLE else title + 1
    values = [
        -_cost(line)
        if place in aside or place < top or place == title
        else line.worth - _cost(line)
        for place, line in enumerate(layout.lines)
    ]
    sums = list(accumulate(values, initial=0.0))
    told = list(accumulate((value if value > 0 else 0.0 for value in values), initial=0.0))
    first = 0.0 if title is None else told[title + 1]
    others = len(layout.lines) if title is None else _others_begin(layout, title, said)
    best, most = None, 0.0
    scores: dict[etree._Element, tuple[float, Block]] = {}
    for block in layout.blocks:
        score = sums[block.stop] - sums[block.start]
        if title is not None and block.stop <= title:
            continue
        if title is not None and told[block.start] - first >= _TOLD:
            score *= _LATER
        if block.start >= others and said[block.stop] - said[block.start] <= _FLASH:
            score *= _ANOTHERS
        scores[block.element] = score, block
        if score > most - _MOST_BONUS:
            score += _bonus(block, silent=said[block.start] == said[block.stop])
        alone = block.stop == block.start + 1 and said[block.stop] < said[-1]
        if score > most and not (alone and is_info(layout.lines[block.start])):
            best, most = block, score
    answers = _answers_begin(layout, title, said)
    while best is not None:
        alike = _alike(best, scores, said)
        several, half = len(alike) >= _SEVERAL, _is_half(layout, best, scores, said)
        # A question without its answers, or these without it
        half = half or (answers is not None and not best.start < answers < best.stop - 1)
        if best.element.tag not in PARTS and not several and not half:
            break
        around = (scores[each] for each in best.element.iterancestors() if each in scores)
        score, above = next(around, (0.0, None))
        if above is None:
            break
        if several:  # what stands beside the text around it does not count against it
            score += sum(
                _cost(layout.lines[place])
                for place in range(above.start, above.stop)
                if place in aside
            )
        enough = half or score + _bonus(above, silent=False) >= _CLIMB * most
        if several and best.element.tag == "p" and above.element.tag != "body":
            # Whatever boxes stand between and below them
            enough = enough or sum(alike) >= _NEARLY_ALL * said[-1]
        if not enough and not _goes_on(values, best, above) and not _is_text(layout, above, title):
            break
        best = above
    if title is None:
        return best
    best = with_paragraphs_beside(layout, best, title, aside)
    if best is not None and not best.is_part:
        best = first_told(layout, best, title, said, aside)
    best = without_sentences(layout, best, title)
    return None if best is None else with_head(layout, best)


def _others_begin(layout: Layout, title: int, said: list[int]) -> int:
    """Return the place from which other posts stand with all of their texts, below a short one.

    So does a news flash: linked titles, with sentences below each.
    """
    own = said[title + 1]
    titles = [
        place
        for place in range(title + 1, len(layout.lines))
        if said[place] > own
        and layout.lines[place].linked >= _TITLE_LINK
        and 2 * layout.lines[place].linked > layout.lines[place].size
    ]
    told = [
        place
        for place, after in pairwise([*titles, len(layout.lines)])
        if said[after] > said[place]
    ]
    return told[0] if len(told) >= _SEVERAL and told[0] == titles[0] else len(layout.lines)


def _goes_on(values: list[float], block: Block, above: Block) -> bool:
    """Tell whether an article goes on beside a paragraph, however long the lists behind it are."""
    if not is_named(above):
        return False
    before = accumulate(reversed(values[above.start : block.start]), initial=0.0)
    behind = accumulate(values[block.stop : above.stop], initial=0.0)
    return max(before) + max(behind) >= ARTICLE


def _alike(
    block: Block, scores: dict[etree._Element, tuple[float, Block]], said: list[int]
) -> list[int]:
    """Return what is said in each block of a form that stands side by side with sentences in it."""
    element, around = block.element, block.element.getparent()
    alike = [
        scores[each][1]
        for each in ([] if around is None else around.iterchildren(element.tag))
        if each.get("class") == element.get("class") and each in scores
    ]
    return [told for each in alike if (told := said[each.stop] - said[each.start])]


def _is_half(
    layout: Layout, block: Block, scores: dict[etree._Element, tuple[float, Block]], said: list[int]
) -> bool:
    """Tell whether an article's body is parted: what lists show of it, and the rest below that.

    Hardly a sentence stands beside the two.
    """
    around = block.element.getparent()
    if around is None or around not in scores:
        return False
    whole = said[scores[around][1].stop] - said[scores[around][1].start]
    beside = (scores[child][1] for child in around.iterchildren("div") if child in scores)
    halves = [each for each in beside if said[each.start] < said[each.stop]]
    return any(
        upper.stop == lower.start
        and block in (upper, lower)
        and said[lower.stop] - said[upper.start] >= _MOSTLY * whole
        and named_body(*upper.names)
        and (named_body(*lower.names) or named_rest(*lower.names))
        and 2 * layout.lines[lower.start].linked
        <= layout.lines[lower.start].size  # another's title
        for upper, lower in pairwise(halves)
    )


def _answers_begin(layout: Layout, title: int | None, said: list[int]) -> int | None:
    """Return the place of the heading over the answers to a question, None where there is none."""
    if title is None:
        return None
    for place, line in enumerate(layout.lines[title + 1 :], title + 1):
        if not (line.linked or line.worth) and ANSWERS.fullmatch(line.text):
            return place if said[title + 1] < said[place] < said[-1] else None
    return None


def _is_text(layout: Layout, block: Block, title: int | None) -> bool:
    """Tell whether a block holds a short text: below the title, paragraphs, hardly a link.

    A picture in a paragraph of its own is one.
    """
    element = block.element
    if title is None or block.start < title - HEAD or is_aside(block) or element.tag == "body":
        return False
    lines = layout.lines[block.start : block.stop]
    parts = [line.block for line in lines] + [
        each for each, place in layout.pictures if block.start <= place < block.stop
    ]
    if sum(_is_part(each, element) for each in parts) < _MOSTLY * len(parts):
        return False
    size = sum(line.size for line in lines)
    return size <= _SMALL_TEXT and 2 * sum(line.linked for line in lines) < size


def _is_part(element: etree._Element, text: etree._Element) -> bool:
    """Tell whether an element lies in a paragraph, list or table that *text* holds itself."""
    child = element
    for above in element.iterancestors():
        if above is text:
            return child.tag in _TEXT
        child = above
    return False


def _bonus(block: Block, *, silent: bool) -> float:
    """Return what the name of a block is worth, and the pictures in it if it has one.

    *silent*: it has no sentences.
    """
    element = block.element
    if element.get("itemprop") == "articleBody":
        return _MOST_BONUS
    if not named_body(*block.names):
        return 0.0
    if element.tag == "p" and block.stop == block.start + 1:
        return 0.0  # a line of a text, or of a box
    name = _NAMED / 2 if silent else _NAMED
    return name + _PICTURE * min(3, sum(1 for _ in islice(element.iter("img"), 3)))


def _cost(line: Line) -> float:
    if line.linked and line.text.startswith("http"):
        return _LINE  # an address that is printed is no menu's link
    cost = _LINK * line.linked
    if line.worth or line.is_code or (line.size >= FOREIGN and reads_foreign(line)):
        return cost
    cost += _OTHER * max(0, line.size - line.linked)
    return cost + (_CELL if line.block.tag in ("td", "th") else _LINE)
