"""The lines of the article's block that are its text."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from newsportal.chinese.text_hash import text_hash
from newsportal.themes.generic.asides import aside_blocks
from newsportal.themes.generic.beside.announced import is_poll
from newsportal.themes.generic.element_names import named_comments
from newsportal.themes.generic.lines import Block, Layout, Line, is_outdated
from newsportal.themes.generic.start import first_sentence
from newsportal.themes.generic.trim.above import without_head
from newsportal.themes.generic.trim.below import Tail
from newsportal.themes.generic.trim.noise import COUNTED, NOISE, PAGER
from newsportal.themes.generic.trim.paragraphs import Paragraphs, is_link

_MOSTLY = 0.6  # of the sentences: what stands above the comments of an article
_SHORT = 40  # characters
_DIGEST = 3  # headlines with a text below each


@dataclass(frozen=True, slots=True)
class TextRange:
    """The lines of an article's text, and the range between title and what follows the text."""

    places: list[int]
    behind: int
    end: int
    asides: list[Block]
    """The blocks among them that belong to something else."""


def cut(
    layout: Layout, block: Block, title: int | None, boilerplate: Collection[bytes],
    notices: Collection[int] = (),
) -> TextRange:  # fmt: skip
    """Return what of the block is the article's text, without the lines of *notices*."""
    lines = layout.lines
    asides = aside_blocks(layout, block, title)
    beside = {place for each in asides for place in range(each.start, each.stop)}
    places = [
        place
        for place in range(block.start, block.stop)
        if place not in beside
        and place not in notices
        and not (boilerplate and text_hash(lines[place].text) in boilerplate)
        and not (lines[place].size <= _SHORT and NOISE.fullmatch(lines[place].text))
        and not (lines[place].linked and PAGER.fullmatch(lines[place].text))
        and not is_outdated(lines[place].text, lines[place].size)
    ]
    places = _above_comments(lines, asides, places)
    start = first_sentence(lines, block, title)
    captions = {place for _, place in layout.pictures}
    sentences = (lines[place] for place in places if lines[place].worth and place != title)
    paragraphs = Paragraphs([*sentences])
    headlines = _headlines(lines, places, paragraphs)
    places, behind = without_head(lines, places, start, title, captions, headlines, paragraphs)
    tail = Tail(lines, places, start, title, paragraphs)
    end = tail.cut()
    own = [
        place
        for place in tail.places
        if place not in tail.boxes
        and (
            place in headlines or not is_link(lines[place]) or paragraphs.is_own_link(lines[place])
        )
    ]
    if end is None:
        end = own[-1] + 1 if own else block.stop
        for each in asides:  # what follows a poll is as near to the text
            end = each.stop if each.start == end and is_poll(layout, each) else end
    text = [place for place in own if not COUNTED.fullmatch(lines[place].text)]
    return TextRange(text, behind, end, asides)


def _headlines(lines: list[Line], places: list[int], paragraphs: Paragraphs) -> set[int]:
    """Return the places of a digest's headlines: paragraphs that are links, each over a text."""
    found = {
        place
        for place, below in pairwise(places)
        if is_link(lines[place])
        and "://" not in lines[place].text
        and paragraphs.is_paragraph(lines[place])
        and lines[below].worth
        and paragraphs.is_paragraph(lines[below])
        and not is_link(lines[below])
    }
    texts = sum(lines[place].worth > 0 and not is_link(lines[place]) for place in places)
    return found if len(found) >= _DIGEST and 2 * len(found) >= texts else set()


def _above_comments(lines: list[Line], asides: list[Block], places: list[int]) -> list[int]:
    """Return those of *places* that stand above the readers' comments, which end an article."""
    total = sum(lines[place].worth for place in places)
    for each in asides:
        if named_comments(*each.names):
            above = [place for place in places if place < each.start]
            if sum(lines[place].worth for place in above) >= _MOSTLY * total:
                return above
    return places
