"""What menus call pages: columns and sections, which are no posts by the links to them."""

from __future__ import annotations

from collections import defaultdict

from newsportal.discovery.link_items import PageLink
from newsportal.walk.anywhere.page_analysis import PageAnalysis, folded

_MENUS = 1000  # links
_TITLE = 9  # characters of a text that is a title rather than a section's name


class Menus:
    """The pages that menus name."""

    def __init__(self) -> None:
        self._pages: dict[str, str] = {}
        """Keys of pages that are no posts by what links to them say, by that."""
        self._places: defaultdict[str, set[str]] = defaultdict(set)
        """Where such links stand, by key."""

    def note(self, link: PageLink, key: str) -> None:
        """Remember what a menu calls a page, and where."""
        if link.text and len(self._pages) < _MENUS:
            self._pages.setdefault(link.text, key)
            self._places[key].add(link.chain)

    def stand_together(self, key: str, other: str) -> bool:
        """Tell whether a menu names two pages one beside the other, none below the other."""
        return not self._places[key].isdisjoint(self._places[other])

    def names_of(self, key: str) -> list[str]:
        """Return what menus call a page."""
        return [title for title, other in self._pages.items() if other == key]

    def named(self, title: str) -> str | None:
        """Return the page that menus call so, None if there is none."""
        return self._pages.get(title)

    def confirms(self, page: PageAnalysis, key: str) -> bool:
        """Tell whether a page has the long title that links give it which read like no post's."""
        told = self.names_of(key)
        return any(len(title) >= _TITLE and page.is_titled(title) for title in told)

    def is_called(self, page: PageAnalysis, key: str) -> bool:
        """Tell whether a page is called just what links that read like no post's call it."""
        return folded(page.evidence.title) in map(folded, self.names_of(key))
