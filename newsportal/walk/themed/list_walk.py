"""How far the walk over one list has got."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from newsportal.pages.site import Site
from newsportal.pages.urls import page_template
from newsportal.state.store import Store
from newsportal.themes.base import Pager

_AHEAD = 8  # pages of the index requested before they are reached


@dataclass(slots=True)
class ListWalk:
    """A list by the key of its first page ("" is the index), newest page first.

    The index is walked to its end, several pages at a time. Other lists are walked page by page
    as long as they bring news.
    """

    key: str
    listing: int
    """Its number in the state."""
    last: int = 1
    """Number of its last page, as far as known."""
    read: int = 0
    """Pages read in this run."""
    shown: int = 0
    """Posts that its pages have shown."""
    furthest: int = 0
    """Highest number of a page that was read."""
    number: int = 1
    """Number of the page that came last."""
    not_found: set[int] = field(default_factory=set)
    """Numbers of pages that answered 404: the list has become shorter, or has a gap."""
    stopped: bool = False
    """No further pages are wanted: the rest is too old."""
    next: str | None = None
    """Key of the page after the last one read, if it was not requested yet."""
    posts: list[str] = field(default_factory=list)
    """Keys of the posts in their natural place on the last page read."""
    first: list[str] = field(default_factory=list)
    """The same of the first page read."""
    after: int = 0
    """What was named up to this run is no news (0: everything is)."""
    _template: str | None = None
    _requested: int = 1

    def see(self, pager: Pager, site: Site, page: str, base: str) -> None:
        """Take the page links of the *page* that was read, relative to *base*."""
        self.read += 1
        self.number = pager.current
        self.furthest = max(self.furthest, pager.current)
        numbered = {
            number: url
            for number, link in pager.numbered.items()
            if (url := site.canonical(link, base)) is not None
        }
        self._template = page_template(numbered) or self._template
        ends = [site.canonical(link, base) for link in (pager.last, pager.next) if link]
        numbers = map(self._number, filter(None, ends))
        self.last = max([self.last, pager.current, *numbered, *numbers])
        following = site.canonical(pager.next, base) if pager.next else None
        self.next = site.key(following) if following and following != page else None

    def template(self, site: Site) -> str | None:
        """Return the key of a further page with ``{}`` for its number, None if it is not known."""
        return None if self._template is None else site.key(self._template)

    def _number(self, url: str) -> int:
        if self._template is None:
            return 0
        before, _, after = self._template.partition("{}")
        number = url.removeprefix(before).removesuffix(after)
        return int(number) if number.isdecimal() and len(number) < 8 else 0

    def ahead(self, current: int, site: Site) -> Iterator[tuple[int, str]]:
        """Yield number and key of the pages of the index to request when page *current* is done."""
        if self.stopped:
            return
        if self._template is None:
            if self.next is not None:
                yield current + 1, self.next
            return
        # Where old posts may end the walk soon, pages wait for each other.
        ahead = 1 if self.after else _AHEAD
        while self._requested < min(current + ahead, self.last):
            self._requested += 1
            yield self._requested, site.key(self._template.format(self._requested))

    def skip(self, number: int, site: Site) -> None:
        """Go on behind a page that cannot be read, in a list that is walked page by page."""
        is_alone = number - 1 == self.furthest
        if self.key != "" and is_alone and number < self.last and self._template is not None:
            self.number, self.next = number, site.key(self._template.format(number + 1))

    def following(self, store: Store, run: int, *, to_the_end: bool) -> str | None:
        """Return the key of the next page of a list other than the index, if it is worth a look."""
        following, self.next = self.next, None
        if self.key == "" or self.stopped or following is None:
            return None
        if to_the_end or store.listings.news(self.posts, run, self.after):
            return following
        return None

    def at_end(self) -> bool:
        """Tell whether every page of the list was read."""
        wanted = self.last - sum(page > self.furthest for page in self.not_found)
        return not self.stopped and self.read >= wanted and (self.key == "" or self.next is None)

    def gaps(self, site: Site) -> Iterator[str]:
        """Yield the keys of pages that are missing before the last one.

        A list may be a page shorter than it says, but not two.
        """
        for page in sorted(self.not_found):
            is_gap = page < self.furthest or page + 1 in self.not_found
            if is_gap and self._template is not None:
                yield site.key(self._template.format(page))
