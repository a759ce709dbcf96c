"""A page as it is once its scripts have run, where these show more of the text than it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from newsportal.themes.generic.fallback.folded import (
    is_folded,
    may_be_rest,
    unfolded,
    with_rest,
)
from newsportal.themes.generic.fallback.revealed import is_part, parted, revealed

if TYPE_CHECKING:
    from newsportal.themes.generic.article_page import ArticlePage


def by_script(reading: ArticlePage) -> etree._Element | None:
    """Return a copy of a page with what only a script shows, None where that is nothing.

    All of a text, the rest behind its beginning and a button, or its parts one at a time.
    """
    layout, shown, found = reading.layout, reading.cut.places, None
    if not shown:
        return None if reading.withheld.places else revealed(reading.root)
    if is_folded(layout.lines[shown[-1]].text):
        found = unfolded(reading.root)
    elif any(map(is_part, layout.hidden)):
        found = parted(reading.root)
    if found is None and any(map(may_be_rest, layout.hidden)):
        found = with_rest(reading.root)
    return found
