"""Lists that may have more than they have shown: by what they say, and by what they are made of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scrapy.http import TextResponse

from newsportal.discovery.scripts.bare_pages import contents, is_bare
from newsportal.discovery.scripts.hidden_menus import menu_of_script
from newsportal.discovery.shape import family_of, shape_of
from newsportal.pages.keys import address_of
from newsportal.walk.anywhere.completeness.coverage import Coverage
from newsportal.walk.anywhere.completeness.list_contents import ListContents
from newsportal.walk.anywhere.frontier import PERSON
from newsportal.walk.anywhere.page_analysis import PageAnalysis
from newsportal.walk.anywhere.sources.issues import is_of_calendar

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk

_FULL, _ALIKE = 8, 3  # so many lists that show so many posts each are full pages
_OF_PORTAL = 3  # lists that say the same total: it is the portal's
_FRAMES = 20  # pages of lists by which is known what stands on all
_SILENT_MONTHS = 12
_BARE = "a page of the menu that shows nothing"
_COVERED = 0.9  # of a total: the rest may have been removed


class HiddenLists:
    """Notes what the first pages of lists show and hold back; says it when the walk is over."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self._lists: dict[str, ListContents] = {}
        """By the list's key."""
        self._said_by: Counter[str] = Counter()
        """How many lists say so, by the words,"""
        self._said_by_front: set[str] = set()
        """and what the front page says: of the portal, and not of a list."""
        self._menu = ""
        """What tells that a script leads on from the front page."""
        self._of_all: set[str] = set()
        """Scripts of pages that show posts."""
        self._elsewhere: Counter[str] = Counter()
        """On how many of the front page and the lists that show posts something stands,"""
        self._framed = 0
        """which are so many."""
        self._silent: dict[str, TextResponse] = {}
        """Pages of what the front page names that show neither posts nor sentences."""

    def see(self, page: PageAnalysis, key: str, shown: list[int], *, first: bool) -> None:
        """Take a page of the list whose first page is at *key*."""
        if self.walk.settled:
            return
        if first:
            self._lists[key] = self._begun(page, key, shown)
        self._lists[key].take(shown, page)

    def see_end(self, page: PageAnalysis, key: str) -> None:
        """Take a page of the list that begins at *key*, behind which no link leads on."""
        if not self.walk.settled:
            self._lists[key].end(page)

    def _begun(self, page: PageAnalysis, key: str, shown: list[int]) -> ListContents:
        """Return what the first page of a list tells of it, and note what it tells of others."""
        first = ListContents.of_first(page, shown, self.walk.site)
        self._said_by.update([*first.posts])
        if key == "":
            self._said_by_front.update(first.posts, first.pages)
            self._menu = menu_of_script(page.response)
        self._see_frame(page, key, shown)
        if shown or page.article or page.evidence.sentences:
            self._of_all |= first.files
        return first

    def _see_frame(self, page: PageAnalysis, key: str, shown: list[int]) -> None:
        """Keep what stands on any page, and a page that may have nothing else."""
        if shown or key == "":
            if self._framed < _FRAMES:
                self._framed += 1
                self._elsewhere.update(contents(page.response))
        elif (
            self.walk.front.names(key)
            and not (PERSON.search(key) or self.walk.known.shape_at(key).is_about)
            and not (page.article or page.listing or page.evidence.sentences)
            and len(self._silent) < _FRAMES
        ):
            self._silent[key] = page.response

    def lines(self) -> list[str]:
        """Return a line for people for each list that may have further posts."""
        return [
            *self._of_lists(), *self._of_menu(), *self._left_lists(), *self._repeating_lists(),
        ]  # fmt: skip

    def _of_menu(self) -> list[str]:
        """Say that the front page leads to no list that was read, and that a script leads on."""
        shown = [key for key, each in self._lists.items() if each.shown]
        front = self._lists.get("")
        if not self._menu or "" not in shown or front is None or front.read > 1:
            return []
        # Posts may lead to their columns: to several, where the front page shows posts of all.
        if len(shown) > 2 or any(self.walk.front.names(key) for key in shown if key):
            return []
        # A list that posts lead to holds the rest of its own column, and not that of others.
        rest = front.shown if shown == [""] else set[int]()
        if self._coverage(self._held_back()).holds_rest(rest):
            return []
        return [
            f"{self.walk.site.root} may have lists that only a script leads to ({self._menu!r})"
        ]

    def _held_back(self) -> dict[str, str]:
        """Return by its key each list that may have more than it has shown, and what tells so."""
        words = self._all_full()
        for key, each in self._lists.items():
            if more := self._words(key, each):
                words[key] = more
        return words

    def _coverage(self, words: dict[str, str]) -> Coverage:
        return Coverage(self.walk, self._lists, self._lists.keys() - words.keys())

    def _of_lists(self) -> list[str]:
        """Return a line that counts and one for each further list, so that all are named."""
        words, full = self._held_back(), self._all_full()
        coverage = self._coverage(words)
        silent = sorted(key for key in words if not coverage.holds_rest(self._lists[key].shown))
        if not silent:
            return []
        first, *others = silent
        address = address_of(self.walk.site.root, first)
        line = (
            f"{len(silent)} lists may have further posts that only a script or a form brings,"
            f" first {address} ({words[first]!r})"
        )
        if words[first] == full.get(first):
            shape = self.walk.known.shape_at(first).shape
            line = (
                f'{line}; if that is all, portal.toml and mode=full settle it: lists = ["{shape}"]'
            )
        elif words[first] == _BARE:
            line = f'{line}; if it is empty, portal.toml settles it: other = ["{first}"]'
        too = (address_of(self.walk.site.root, key) for key in others)
        named = zip(too, others, strict=True)
        return [
            line,
            *(f"{url} may have further posts, too ({words[key]!r})" for url, key in named),
        ]

    def families_left(self) -> dict[str, list[str]]:
        """Return by family the lists that were left and that no other route makes needless.

        Others like them showed nothing new, and no list that was read to its end shows what these
        did: tags may be all that leads to older posts, or the columns of so many counties.
        """
        left = self.walk.lists_next.left()
        if not left:
            return {}
        read: dict[str, list[str]] = defaultdict(list)
        for key in self._lists:
            read[family_of(shape_of(key))].append(key)
        coverage = self._coverage(self._held_back())
        shown = {
            name: set[int]().union(*(self._lists[key].shown for key in read[name])) for name in left
        }
        return {
            name: keys
            for name, keys in left.items()
            if not coverage.holds_rest(shown[name], read[name], over=self._is_over(read[name]))
        }

    def _is_over(self, read: list[str]) -> bool:
        """Tell whether a calendar is over: so many months or days in a row show no post at all."""
        last = read[-_SILENT_MONTHS:]
        return len(last) == _SILENT_MONTHS and all(
            is_of_calendar(key) and not self._lists[key].shown for key in last
        )

    def _words(self, key: str, known: ListContents) -> str:
        """Return what tells that a list has more than it has shown, "" where nothing does."""
        if not known.shown:
            files = known.files - self._of_all
            return known.control or min(files, default=_BARE if self._is_bare(key) else "")
        walk = self.walk.lists.walks[key]
        if not known.linked and known.read <= 1:
            lacking = (words for words, more in self._totals(known, len(known.shown), 1) if more)
            return known.control or next(lacking, "")
        if known.last and not known.on_all:
            return known.last
        totals = [
            (words, more)
            for words, more in self._totals(known, known.items / _COVERED, len(walk.asked))
            if self._said_by[words] < _OF_PORTAL
        ]
        # Another total may be that of something else.
        return (
            totals[0][0] if totals and all(more for _, more in totals) and not walk.spared else ""
        )

    def _is_bare(self, key: str) -> bool:
        response = self._silent.get(key)
        several = min(2, self._framed)
        of_all = {each for each, pages in self._elsewhere.items() if pages >= several}
        return response is not None and is_bare(response, of_all)

    def _totals(self, known: ListContents, posts: float, pages: int) -> Iterator[tuple[str, bool]]:
        """Yield by its words each total of a list, and whether it is more than was read."""
        for said, number in ((known.posts, posts), (known.pages, pages)):
            for words, total in said.items():
                if words not in self._said_by_front:
                    yield words, total > number

    def _all_full(self) -> dict[str, str]:
        """Return lists that all show so many posts and no further page, where none has a pager.

        What a person has called a list was looked at: so much is all that it has.
        """
        if any(walk.read > 1 for walk in self.walk.lists.walks.values()):
            return {}
        most = max((each.alike for key, each in self._lists.items() if key), default=0)
        full = [
            key
            for key, each in self._lists.items()
            if key and each.alike == most and not self.walk.known.shape_at(key).told
        ]
        different = {frozenset(self._lists[key].shown) for key in full}  # one may stand thrice
        if most < _FULL or len(different) < _ALIKE:
            return {}
        return dict.fromkeys(full, f"{len(full)} lists of {most} posts each, and no further page")

    def _left_lists(self) -> list[str]:
        """Say which lists were left though only their next page told how they go on."""
        left = [key for key, walk in self.walk.lists.walks.items() if walk.left]
        if not left:
            return []
        first = address_of(self.walk.site.root, left[0])
        return [
            f"{len(left)} lists were left before their ends: so many pages showed nothing new,"
            f" first {first}"
        ]

    def lines_on_left(self) -> list[str]:
        """Return a line for each family of lists that was left and may alone lead to some posts."""
        return [
            f"{len(keys)} lists were not read, and no other list is known to have all their posts;"
            f" first {address_of(self.walk.site.root, keys[0])}; if these are none of the portal's"
            f' own, portal.toml settles it: other = ["{self.walk.known.shape_at(keys[0]).shape}"]'
            for keys in self.families_left().values()
        ]

    def _repeating_lists(self) -> list[str]:
        """Say which lists show the same posts on several of their pages."""
        repeat = [walk for walk in self.walk.lists.walks.values() if walk.repeats]
        if not repeat:
            return []
        first = address_of(self.walk.site.root, repeat[0].key)
        further = min(repeat[0].asked - {repeat[0].key}, default=repeat[0].key)
        shape = self.walk.known.shape_at(further).shape
        if shape == self.walk.known.shape_at(repeat[0].key).shape:  # no pattern is of these alone
            return [
                f"{len(repeat)} lists show the same posts on several pages, so that others may be"
                f" out of reach, first {first}"
            ]
        return [
            f"{len(repeat)} lists show the same posts on several pages, so that others may be out"
            f" of reach, first {first}; if its first page shows all, portal.toml settles it:"
            f' other = ["{shape}"]'
        ]
