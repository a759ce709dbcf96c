"""What becomes of a post whose page is not there, is refused, or is something else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from newsportal.archive.archive import Archive
from newsportal.archive.removal import Removals
from newsportal.spiders.enough import Enough
from newsportal.spiders.how_far import HowFar
from newsportal.state.row import KNOWN, Route, State


@dataclass(slots=True)
class NotThere:
    """Settles what was named and cannot be archived. What is archived outlasts odd answers."""

    archive: Archive
    enough: Enough
    how_far: HowFar
    removals: Removals

    def expected(self, post: str) -> bool:
        """Tell whether the portal itself says that there is such a post.

        A list, the feed or a neighbour does; a link in somebody's text does not. Of a post that is
        archived, only what this run has read counts: it may have been removed since.
        """
        row = self.archive.store.row(post)
        if row is None or row.state not in KNOWN:
            return row is not None and bool(row.routes & ~Route.ELSEWHERE)
        return row.listed == self.archive.run_number or post in self.how_far.feed

    def settle(
        self, post: str | None, state: State, reason: str | None = None, original: int | None = None
    ) -> bool:
        """Give a post up that is not archived; tell whether that was so."""
        row = self.archive.store.row(post) if post is not None else None
        if row is None or row.state in KNOWN:
            return False
        self.enough.posts_in_vain += state is not State.ALIAS
        self.archive.store.settle(row.n, state, reason=reason, original=original)
        return True

    def gone(self, post: str | None, url: str, reason: str) -> bool:
        """Give a post up that is not there, and count it; tell whether that was so."""
        settled = self.settle(post, State.GONE, reason)
        if settled:
            self.archive.run.gone.add(url=url, reason=reason)
        return settled

    def not_found(self, post: str, at: datetime, reason: str) -> str | None:
        """Note that the portal does not know a post.

        One that was never archived is given up. One that is archived is handed to `Removals`, which
        waits for a second run to say the same. Return what to tell people if so many archived posts
        are missing that the portal cannot be believed.
        """
        run, row = self.archive.run, self.archive.store.row(post)
        if row is None:
            return None
        url = self.archive.root + row.key
        if row.state is State.ARCHIVED:
            run.missing.add(url=url, reason=reason)
            self.removals.add(row, at)
            return self.removals.complaint() if self.removals.too_many() else None
        self.enough.posts_in_vain += 1
        self.archive.store.settle(row.n, State.GONE, reason=reason)
        run.gone.add(url=url, reason=reason)
        return None
