"""The article's block as `BodyReader` takes it: what is not its text is cut out of a copy."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from newsportal.themes.generic.lines import Block, Layout, is_permalink
from newsportal.themes.generic.trim.cut import TextRange
from newsportal.themes.generic.words import BACK


def cut_out(layout: Layout, block: Block, cut: TextRange) -> etree._Element:
    """Return a copy of *block* with the lines of *cut* and the pictures between its ends."""
    originals = list(block.element.iter())
    copy = deepcopy(block.element)
    copy.tail = None
    twins = dict(zip(originals, copy.iter(), strict=True))
    wanted = set(cut.places)
    whole = range(len(layout.lines)) if block.is_part else range(block.start, block.stop)
    for place in whole:
        if place in wanted:
            continue
        for element, tail in layout.lines[place].nodes:
            twin = twins.get(element)
            if twin is not None and tail:
                twin.tail = None
            elif twin is not None:
                twin.text = None
    for each in cut.asides:
        twins[each.element].set("hidden", "")
    for picture, place in layout.pictures:
        twin = twins.get(picture)
        if twin is not None and not cut.behind < place <= cut.end:
            twin.set("hidden", "")
    for link, _ in layout.links:
        twin = twins.get(link)
        # The sign beside a heading that gives its address: #, ¶, ↩.
        if twin is not None and (is_permalink(link) or BACK.fullmatch("".join(link.itertext()))):
            twin.set("hidden", "")
    return copy
