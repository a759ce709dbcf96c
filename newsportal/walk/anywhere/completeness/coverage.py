"""Which routes hold the rest of a list: the sitemap, whole lists, posts that lead to older ones.

A page of boxes is no such route: it shows the beginning of each list, and so all that the first
page of one shows. The front page of most portals is one, unless a pager leads on from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from newsportal.state.row import Route
from newsportal.walk.anywhere.completeness.list_contents import ListContents

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk

_COVERED = 0.9  # share of a list's posts that another route names, too: it is whole itself


class Coverage:
    """What the lists of a walk show that are read to their ends, by the keys of these."""

    def __init__(self, walk: AnyWalk, lists: Mapping[str, ListContents], whole: set[str]) -> None:
        self._walk = walk
        self._shown = {key: lists[key].shown for key in sorted(whole)}
        orders, walks = walk.lists.orders, walk.lists.walks
        self._boxes = [
            key
            for key, shown in self._shown.items()
            if shown
            and lists[key].read <= 1
            and not lists[key].linked
            and (key == "" or not orders.is_in_order(walks[key].listing))
        ]
        """Lists of one page that may show the beginnings of others."""

    @cached_property
    def _lists_of(self) -> Counter[int]:
        """How many whole lists show a post."""
        return Counter(n for shown in self._shown.values() for n in shown)

    @cached_property
    def _in_sitemap(self) -> set[int]:
        named = self._walk.store.execute(
            "SELECT n FROM posts WHERE routes & ?", int(Route.SITEMAP)
        ).fetchall()
        return {n for (n,) in named}

    def holds_rest(self, shown: set[int], apart: Iterable[str] = (), *, over: bool = False) -> bool:
        """Tell whether what follows behind the posts that a list shows is had by another route.

        The sitemap names all of them, or other lists them and more; or each of them leads to the
        next older one, and the last to others. *apart*: whole lists that say nothing of it. *over*:
        nothing seems to follow.
        """
        enough = _COVERED * len(shown)
        if shown and (self._by_lists(shown, {*apart}, enough, over=over) or self._leads_on(shown)):
            return True
        # A sitemap that names what all other lists show names the posts of an empty one, too.
        wanted = shown or {*self._lists_of}
        return bool(wanted) and len(wanted & self._in_sitemap) >= _COVERED * len(wanted)

    def _leads_on(self, shown: set[int]) -> bool:
        return self._walk.store.counts.lead_on(shown)

    def _by_lists(self, shown: set[int], apart: set[str], enough: float, *, over: bool) -> bool:
        """Tell whether whole lists show enough of some posts, and more than these if any follow."""
        apart = apart & self._shown.keys()
        apart.update(key for key in self._boxes if len(self._shown[key] & shown) >= enough)
        counts = {n: self._lists_of[n] for n in shown}
        for key in apart:
            for n in self._shown[key] & shown:
                counts[n] -= 1
        others = over or any(
            not each <= shown for key, each in self._shown.items() if key not in apart
        )
        return others and sum(count > 0 for count in counts.values()) >= enough
