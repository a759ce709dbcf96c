"""Columns that only pages of posts name: where a script makes the menu, they alone lead there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from newsportal.walk.anywhere.frontier import PERSON
from newsportal.walk.anywhere.page_analysis import PageAnalysis

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk

_NAME = 12  # characters that a column's name may have
_SEVERAL = 3  # posts that show a link which is no part of their text
_REMEMBERED = 10_000  # links


class ColumnsOfPosts:
    """Offers as lists what posts link to as their column, or what several of them link to."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self._posts: Counter[str] = Counter()
        """How many posts link to an address that no list has named."""

    def see(self, page: PageAnalysis, key: str, categories: list[str]) -> None:
        """Take the links of the post *key*; *categories* are what its page says it is filed in."""
        walk, links = self.walk, {link.key: link for link in page.links}
        for other, link in links.items():
            name = link.text
            is_name = 0 < len(name) <= _NAME
            if not is_name or other in ("", key) or walk.frontier.was_shown(other) is not None:
                continue
            shape = walk.known.shape_at(other)
            if not shape.may_be_lists or shape.is_shown or PERSON.search(other):
                continue
            if len(self._posts) < _REMEMBERED or other in self._posts:
                self._posts[other] += 1
            above = (other.endswith("/") and key.startswith(other)) or "crumb" in link.chain
            if above or name in categories or self._posts[other] >= _SEVERAL:
                walk.frontier.meet(other, shown=False)
                shape.link(shown=False)
                walk.frontier.offer(other, navigation=True)
