"""上一篇 is the older post on one portal, the newer one on another: told from their times."""

from __future__ import annotations

from newsportal.items import Link, Post
from newsportal.pages.site import Site
from newsportal.state.facts import Fact, Facts
from newsportal.state.published import Published
from newsportal.state.store import Store

_SURE = 3  # posts that say so more than say the contrary


class NeighbourOrder:
    """Puts the older neighbour of a post first."""

    def __init__(self, store: Store, site: Site, facts: Facts) -> None:
        self._store, self._site, self._facts = store, site, facts
        self._said = int(facts.get(Fact.PREVIOUS_IS_NEWER) or 0)

    def order(self, post: Post, own: Published | None) -> None:
        """Swap the neighbours of a post if the one that is named as older is newer."""
        said = self._says(own, post.previous) - self._says(own, post.next)
        if said:
            self._said = max(-_SURE, min(_SURE, self._said + (1 if said > 0 else -1)))
            self._facts.put(Fact.PREVIOUS_IS_NEWER, str(self._said))
        if said > 0 or (said == 0 and self._said >= _SURE):
            post.previous, post.next = post.next, post.previous

    def _says(self, own: Published | None, link: Link | None) -> int:
        """Return 1 if a neighbour is surely newer than the post, -1 if it is older, else 0."""
        row = self._store.row(self._site.key(link.url)) if link else None
        other = row.published if row else None
        if own is None or other is None:
            return 0
        if own.latest is not None and other.earliest > own.latest:
            return 1
        return -1 if other.latest is not None and other.latest < own.earliest else 0
