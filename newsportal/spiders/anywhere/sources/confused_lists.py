"""Is a page of a list another page of the portal? A cache in front of it may confuse two.

Then it shows a post, or has the name of another list for its title. Such a page is asked for again,
and believed the third time: a section may be one article, or show the first of its subsections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsportal.chinese.lazy_pattern import lazy
from newsportal.pages.page import Page
from newsportal.spiders.anywhere.page_analysis import PageAnalysis

if TYPE_CHECKING:
    from newsportal.spiders.anywhere.walk import AnyWalk

_BETWEEN = lazy(r"\s*[-_|–—>»:：]\s*|\s+")  # a page's own name and the portal's


def doubt(walk: AnyWalk, page: PageAnalysis, key: str) -> str | None:
    """Return why a page may be none of the list that begins at *key*, None if nothing says so."""
    names = [name for name in walk.known.names_of(key) if not name.isdecimal()]  # 科技 8
    if any(map(page.is_titled, names)):
        return None
    if page.article and page.evidence.headed:
        known = names or walk.store.listings.has_brought(key)
        return "it shows a post in place of the list" if known else None
    if not names:
        return None
    own = _BETWEEN.split(Page.of(page.response).silent.title.strip())[0]
    is_other = walk.known.menu_of(own) not in (None, key)
    return f"it is called as another list is: {own}" if is_other else None
