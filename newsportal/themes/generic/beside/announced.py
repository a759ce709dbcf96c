"""Boxes whose first line says that they are none of the article: other posts, readers, its author.

A poll needs no heading: readers choose in it.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from itertools import islice, takewhile
from typing import Literal

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.themes.generic.element_names import named_body
from newsportal.themes.generic.lines import Block, Layout, Line
from newsportal.themes.generic.words import ABOUT, OTHERS, READERS, SAID

_HEADING = 12  # characters of a heading such as 推荐阅读
_WRITTEN = ("text", "email", "tel")
_CHOICES = 2  # of a poll
_NOTICE = 60  # characters of sentences that say how to take part
# Above a box and nothing else: a chapter of a text is not called so
_BOX = lazy(
    r"[\s\W]*(?:(?:编辑|小编|主编|本站|站长)推荐|(?:今日|本期|本报|要闻|版面|头版)导[读航]"
    r"|(?:[关關]於?于?)?(?:本文)?(?:作者|[记記]者)(?:[简簡]介|介[绍紹]|[档檔]案|[资資]料|信息)"
    r"|(?:网上|在线|民意|网友|读者|有奖)(?:调查|投票|问卷))[\s\W]*"
)


def announced(layout: Layout, title: int) -> list[Block]:
    """Return the boxes that their headings announce, below the *title* or of no article at all."""
    return [
        block
        for place, line in enumerate(layout.lines)
        if _may_be_heading(line)
        and (
            (over := _over(line.text)) == "box"
            or (
                place > title
                # A text may tell what readers have written, or who its author is.
                and (over == "others" or (over == "people" and not lies_in_body(line.block)))
            )
        )
        for block in _box_of(layout, place, title)
    ]


def announced_inside(layout: Layout, article: Block) -> list[Block]:
    """Return the boxes in an *article* that are none of it for sure, however much is in them."""
    return _asking(layout, article) + [
        block
        for place in range(article.start + 1, article.stop)
        if _may_be_heading(layout.lines[place]) and _over(layout.lines[place].text) == "box"
        for block in _box_of(layout, place, article.start)
    ]


def _asking(layout: Layout, article: Block) -> list[Block]:
    """Return the boxes in an *article* that ask for an address: 订阅青禾早报."""
    inside = [block for block in layout.blocks if article.start < block.start <= article.stop]
    forms = [block for block in inside if block.element.tag == "form" and _asks(block.element)]
    boxes = (
        next((block for block in inside if block.element is form.element.getparent()), form)
        for form in forms
    )
    return [
        box
        for box in boxes
        if sum(line.size for line in layout.lines[box.start : box.stop]) <= _NOTICE
    ]


def _asks(form: etree._Element) -> bool:
    """Tell whether a form has a field to write in."""
    return any((each.get("type") or "text").lower() in _WRITTEN for each in form.iter("input"))


def is_poll(layout: Layout, block: Block) -> bool:
    """Tell whether a block is a form in which readers choose, and holds no text besides."""
    if block.element.tag not in ("form", "fieldset"):
        return False
    fields = block.element.iter("input")
    choices = sum((each.get("type") or "").lower() in ("radio", "checkbox") for each in fields)
    lines = layout.lines[block.start : block.stop]
    said = sum(
        line.worth for line in lines if SAID.search(line.text) and line.text[-1] not in "？?"
    )
    return choices >= _CHOICES and said <= _NOTICE


def _may_be_heading(line: Line) -> bool:
    return line.size <= _HEADING and not line.worth


@lru_cache(maxsize=4096)  # menus have lines as short, which repeat themselves on every page
def _over(text: str) -> Literal["box", "others", "people", ""]:
    """Return what a line is a heading over."""
    if _BOX.fullmatch(text):
        return "box"
    if OTHERS.fullmatch(text):
        return "others"
    return "people" if READERS.fullmatch(text) or ABOUT.fullmatch(text) else ""


def _box_of(layout: Layout, heading: int, title: int) -> list[Block]:
    """Return the innermost element that begins with a *heading* and holds more, if there is one."""
    first = bisect_left(layout.blocks, heading, key=lambda block: block.start)
    begun = takewhile(lambda block: block.start == heading, islice(layout.blocks, first, None))
    longer = [
        block
        for block in begun
        if heading + 1 < block.stop and not block.start <= title < block.stop
    ]
    return longer[-1:]


def lies_in_body(element: etree._Element) -> bool:
    """Tell whether an element may be part of an article: one of other posts, 一周要闻."""
    return any(
        above.tag == "article" or named_body(above.get("class"), above.get("id"))
        for above in element.iterancestors()
    )
