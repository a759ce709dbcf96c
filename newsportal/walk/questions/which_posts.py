"""Which posts a run asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from newsportal.archive.archive import ArchiveWriter
from newsportal.arguments import Arguments
from newsportal.chinese.dates import SHANGHAI
from newsportal.pages.keys import address_of, number_of, one_page
from newsportal.state import clock
from newsportal.state.published import Published
from newsportal.state.row import BROKEN_AFTER, KNOWN, Route, Row, State
from newsportal.walk.questions.traps import TrapGuard

_DAY = timedelta(hours=23)
_GIVEN_UP = (State.REJECTED, State.FORBIDDEN)


@dataclass(slots=True)
class WhichPosts:
    """Chooses by what the state knows, the arguments and the bounds of the run."""

    archive: ArchiveWriter
    arguments: Arguments
    traps: TrapGuard
    _asked: int = 0
    _forgets: bool = field(init=False)
    """Whether any post was taken out for good."""

    def __post_init__(self) -> None:
        self._forgets = self.archive.store.counts.of(State.FORGOTTEN) > 0

    def wanted(self, row: Row, *, listed: bool = False) -> bool:
        """Tell whether a post that a page has named, maybe a list, is to be fetched."""
        if not self._worth_reading(row, listed=listed) or self._done(row) or self.waits(row):
            return False
        if self.too_old(row.published) or self.limit_reached():
            return False
        return Route.INDEX in row.routes or self.traps.posts_allowed(self.archive.run.fetched)

    def _worth_reading(self, row: Row, *, listed: bool) -> bool:
        mode = self.arguments.mode
        if mode == "refetch" and row.state is State.DUPLICATE:
            return False  # after its original: both may have been edited in the same way
        if row.state in (State.NAMED, State.BROKEN) or row.stale:
            return True
        if row.state in KNOWN:
            return mode == "refetch"
        # What was given up is there again if a list shows it.
        return listed and (row.state is State.GONE or (row.state in _GIVEN_UP and mode != "update"))

    def waits(self, row: Row) -> bool:
        """Tell whether it is too early to ask once more for what is not there, or broken."""
        hopeless = row.state is State.GONE or row.fault_days >= BROKEN_AFTER
        return hopeless and row.tried is not None and row.tried > self.failed_before

    @property
    def failed_before(self) -> datetime:
        """When what is not there, or broken, must have been asked for last to be asked for again.

        In an update a day ago by our own clock, nearly: no run begins at the same second.
        """
        return clock.now() - _DAY * (self.arguments.mode == "update")

    def _done(self, row: Row) -> bool:
        """Tell whether this run has asked for the page already, as a post or as a menu's page."""
        return row.asked == self.archive.run_number or row.key in self.traps.menu

    def is_forgotten(self, row: Row) -> bool:
        """Tell whether this is but another address of a post that was taken out for good."""
        number, store = number_of(row.key), self.archive.store
        if row.state is not State.NAMED or row.revision or number is None:
            return False
        post = store.forgotten(number) if self._forgets else None
        if post is None or not one_page(post.key, row.key):
            return False
        store.settle(row.n, State.ALIAS, original=post.n)
        return True

    def is_taken_out(self, row: Row, title: str) -> bool:
        """Tell whether this is, by what lists say, a post that was taken out for good."""
        if row.state is not State.NAMED or row.revision:
            return False
        return self.archive.is_taken_out(row, self.archive.taken_out.listed(title, row.published))

    def too_old(self, published: Published | None) -> bool:
        """Tell whether a post is surely older than the first day that is wanted."""
        if self._since is None or published is None or published.latest is None:
            return False
        return published.latest < self._since

    def limit_reached(self) -> bool:
        """Tell whether as many posts were asked for as are wanted."""
        return self.arguments.limit is not None and self._asked >= self.arguments.limit

    def ask(self, row: Row) -> None:
        """Note that a post is asked for."""
        self._asked += 1
        self.archive.run.at_limit = self.limit_reached()
        self.archive.store.update(row.n, asked=self.archive.run_number)

    def rest(self) -> list[Row]:
        """Return posts that are to be fetched though no list has led to them."""
        store, run = self.archive.store, self.archive.run_number
        # A post that only a sidebar names may be of any age. Where a first day is given, only the
        # neighbours of posts that were read are sure to be near it.
        routes = Route.CHAIN if self.arguments.since else ~Route(0)
        rows = store.to_fetch.unsettled(run, routes, self.failed_before, self._since)
        while rows and not self.traps.posts_allowed(self.archive.run.fetched):
            for row in rows:
                self.refuse(row)
            rows = store.to_fetch.unsettled(run, routes, self.failed_before, self._since)
        if self.arguments.mode == "refetch":
            rows = [row for row in rows if row.state is not State.DUPLICATE]
            rows = rows or store.to_fetch.known(run)
        return rows

    def refuse(self, row: Row) -> None:
        """Leave out a post that is named where too many others were asked for in vain."""
        self.archive.store.update(row.n, asked=self.archive.run_number)
        reason = f"{self.traps.fruitless_posts} addresses like this led to no post of their own"
        if row.state is State.NAMED:
            self.archive.store.settle(row.n, State.OTHER, reason=reason)
        self.archive.run.refused.add(url=address_of(self.archive.root, row.key), reason=reason)

    @property
    def _since(self) -> datetime | None:
        day = self.arguments.since
        return None if day is None else datetime.combine(day, time(), SHANGHAI)
