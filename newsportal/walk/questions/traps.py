"""How much a walk may ask in vain: pages that are made up as they are asked for never end."""

from __future__ import annotations

from dataclasses import dataclass, field
from zlib import crc32

_COUNTED = 10_000  # of those beyond it, that the report counts
_MENU = 500  # pages; more than any menu has
_LISTS_IN_VAIN = 30  # lists that menus name, without a post of their own
_POSTS_IN_VAIN = 100  # and half as many as pages of posts were read
_OVERLAP = 100  # posts that a list may show more than there are: stickies, shifts while it is read
_EMPTY_PAGE = 10  # posts; what a page of a list counts that shows none


@dataclass(slots=True)
class TrapGuard:
    """What a run has asked in vain so far."""

    fruitless_lists: int = 0
    fruitless_posts: int = 0
    menu: set[str] = field(default_factory=set)
    """Keys of the pages that menus have named."""
    beyond: set[str] = field(default_factory=set)
    """Keys of those that were too many."""
    _pages: set[int] = field(default_factory=set)

    def is_repeat(self, keys: list[str], look: int = 0) -> bool:
        """Note the posts of a list; tell whether another one has shown exactly these, or none.

        *look* tells how often the list was looked at before: it repeats itself then.
        """
        page = crc32("\n".join((str(look), *keys)).encode())
        repeated = not keys or page in self._pages
        self._pages.add(page)
        return repeated

    def is_new(self, key: str) -> bool:
        """Note a page that a menu names; tell whether it is a new one."""
        if key in self.menu or key in self.beyond or len(self.beyond) >= _COUNTED:
            return False
        (self.beyond if len(self.menu) >= _MENU else self.menu).add(key)
        return True

    def why_not(self, key: str) -> str | None:
        """Return why a page that a menu names is not worth a request, None if it is."""
        if key in self.beyond:
            return f"menus name more than {_MENU} pages"
        if self.fruitless_lists >= _LISTS_IN_VAIN:
            return f"{self.fruitless_lists} lists in menus show no posts of their own"
        return None

    def posts_allowed(self, fetched: int) -> bool:
        """Tell whether further posts off the index are, after so many pages of posts."""
        return self.fruitless_posts < _POSTS_IN_VAIN + fetched // 2

    @staticmethod
    def shown(posts: int) -> int:
        """Return what a page counts towards the length of its list."""
        return posts or _EMPTY_PAGE

    @staticmethod
    def too_long(shown: int, known: int) -> bool:
        """Tell whether a list has shown more posts than are known at all."""
        return shown > known + _OVERLAP
