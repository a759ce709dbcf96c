"""Lists that show in another order what other lists show: most read, most discussed, at random.

News does not stand there first, so updates need not ask for them; in turn with others they are
read all the same, in case one of them comes to show posts of its own.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from operator import itemgetter

from newsportal.state.store import Store

_LEAST = 4  # neighbours whose times are known, to tell whether there is an order
_IN_ORDER = 0.75  # share of neighbours of which the first is not older, or not newer
_ON_TOP = 3  # posts
_REMEMBERED = 200_000  # posts


class ListOrders:
    """What the lists of a walk over the whole portal show, and in which order."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._first: dict[int, list[tuple[str, int]]] = {}
        """By list, the posts of its first page: where each stands, and its number."""
        self._shown_by: dict[int, int] = {}
        self._by_several: set[int] = set()
        self.orderly = 0
        """First pages that this run has read whose posts are in the order of their times,"""
        self.shuffled: list[int] = []
        """and the lists of those whose posts are in none."""

    def see(self, listing: int, posts: list[tuple[str, int]], *, first: bool) -> None:
        """Take what a page of a list shows."""
        if first:
            self._first[listing] = posts
        for _, n in posts:
            if len(self._shown_by) >= _REMEMBERED and n not in self._shown_by:
                continue
            if self._shown_by.setdefault(n, listing) != listing:
                self._by_several.add(n)

    def settle(self) -> None:
        """Leave to their turn those lists that have no order in time and show no post alone."""
        orderly = {listing for listing, posts in self._first.items() if self._has_order(posts)}
        if not orderly:
            return
        for listing, posts in self._first.items():
            if listing not in orderly and all(n in self._by_several for _, n in posts):
                self._store.listings.leave_to_its_turn(listing)

    def look(self, listing: int, posts: list[tuple[str, int]]) -> None:
        """Take what the first page of a list shows in an update."""
        if self._has_order(posts):
            self.orderly += bool(posts)
        else:
            self.shuffled.append(listing)

    def ascends(self, posts: list[tuple[str, int]]) -> bool:
        """Tell whether posts that stand together begin with the oldest: news follows at the end."""
        falling, rising, pairs = self._order(posts)
        return pairs >= _LEAST and rising >= _IN_ORDER * pairs and rising > falling

    def is_in_order(self, listing: int) -> bool:
        """Tell whether all posts of a list's first page are in one order; boxes have one each.

        Some may be held on top.
        """
        posts = [n for _, n in self._first.get(listing, [])]
        times = self._store.times(posts)
        known = [times[n] for n in posts if n in times]
        rising = [place for place, (one, other) in enumerate(pairwise(known)) if one < other]
        falling = [place for place, (one, other) in enumerate(pairwise(known)) if one > other]
        return len(known) > 1 and min(max(each, default=-1) for each in (rising, falling)) < _ON_TOP

    def _has_order(self, posts: list[tuple[str, int]]) -> bool:
        """Tell whether posts that stand together are in the order of their times."""
        falling, rising, pairs = self._order(posts)
        return pairs < _LEAST or max(falling, rising) >= _IN_ORDER * pairs

    def _order(self, posts: list[tuple[str, int]]) -> tuple[int, int, int]:
        """Return of how many neighbours the first is not older, not newer, and how many there are.

        Of those whose times are known.
        """
        times = self._store.times([n for _, n in posts])
        falling = rising = pairs = 0
        for _, together in groupby(posts, itemgetter(0)):
            known = [times[n] for _, n in together if n in times]
            falling += sum(one >= other for one, other in pairwise(known))
            rising += sum(one <= other for one, other in pairwise(known))
            pairs += max(0, len(known) - 1)
        return falling, rising, pairs
