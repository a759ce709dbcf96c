"""What becomes of a post whose page is not there, is refused, or is something else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.removal import Removals
from newsportal.pages.keys import address_of, glob_of, shape
from newsportal.state import clock
from newsportal.state.row import BROKEN_AFTER, KNOWN, Route, Row, State
from newsportal.walk.questions.how_far import HowFar
from newsportal.walk.questions.traps import TrapGuard

_HOURS_APART = timedelta(hours=3)  # between two "not found" of a post that lists show all the time
_FEW, _SHARE = 5, 0.05  # posts that fail at once: if more do, it is the portal that fails


@dataclass(slots=True)
class NotThere:
    """Settles what was named and cannot be archived. What is archived outlasts odd answers."""

    archive: ArchiveWriter
    traps: TrapGuard
    how_far: HowFar
    removals: Removals
    _faults: dict[int, tuple[Row, int, datetime]] = field(default_factory=dict)

    # Is it a post at all?

    def expected(self, post: str) -> bool:
        """Tell whether the portal itself says that there is such a post.

        A list, the feed or a neighbour does; a link in somebody's text does not. Of a post that is
        archived, only what this run has read counts: it may have been removed since.
        """
        row = self.archive.store.row(post)
        if row is None or row.state not in KNOWN:
            return row is not None and bool(row.routes & ~Route.ELSEWHERE)
        return self._shown(row)

    def is_archived(self, post: str) -> bool:
        """Tell whether a post has a record, or one of another post stands for it."""
        row = self.archive.store.row(post)
        return row is not None and row.state in KNOWN

    def is_owed(self, post: str, *, strange: bool) -> bool:
        """Tell whether a page that is none of a post leaves the question open.

        So it does if the portal says that there is a post; and a *strange* page, a challenge say,
        if other posts have such an address.
        """
        form = shape(post) if strange else None
        return self.expected(post) or (form is not None and self.archive.store.like(glob_of(form)))

    def _shown(self, row: Row) -> bool:
        """Tell whether a list or the feed of this run shows a post."""
        return row.listed == self.archive.run_number or row.key in self.how_far.feed

    # What becomes of it

    def settle(
        self, post: str | None, state: State, reason: str | None = None, original: int | None = None
    ) -> bool:
        """Give a post up that is not archived; tell whether that was so."""
        row = self.archive.store.row(post) if post is not None else None
        if row is None or row.state in KNOWN:
            return False
        self.traps.fruitless_posts += state is not State.ALIAS
        self.archive.store.settle(row.n, state, reason=reason, original=original)
        return True

    def gone(self, post: str | None, url: str, reason: str) -> bool:
        """Give a post up that is not there, and count it; tell whether that was so."""
        settled = self.settle(post, State.GONE, reason)
        if settled:
            self.archive.run.gone.add(url=url, reason=reason)
        return settled

    def note_try(self, post: str) -> None:
        """Note that a post was asked for and no page of it came."""
        if row := self.archive.store.row(post):
            self.archive.store.update(row.n, tried=int(clock.now().timestamp()))

    def not_found(self, post: str, at: datetime, reason: str) -> bool:
        """Note that the portal does not know a post; tell whether that settles it.

        One that is archived is handed to `Removals`, which waits for a second run to say the same.
        One that was never archived is given up; but if a list shows it in this very run, two runs
        have to be told so, hours apart: an overloaded portal says "not found" of what is there.
        """
        run, row = self.archive.run, self.archive.store.row(post)
        if row is None:
            return True
        if row.state is State.ARCHIVED:
            run.missing.add(url=address_of(self.archive.root, row.key), reason=reason)
            self.removals.add(row, at)
            return True
        self.note_try(post)
        shown = row.missing_since is not None or self._shown(row)
        if row.state is not State.GONE and shown and not self._hours_apart(row, at):
            return False
        self.traps.fruitless_posts += 1
        self.archive.store.settle(row.n, State.GONE, reason=reason)
        run.gone.add(url=address_of(self.archive.root, row.key), reason=reason)
        return True

    def _hours_apart(self, row: Row, at: datetime) -> bool:
        """Tell whether it was not found before, hours ago by both clocks; else remember it."""
        now = clock.now()
        if row.missing_since is None or row.missing_own is None:
            first, own = int(at.timestamp()), int(now.timestamp())
            self.archive.store.update(row.n, missing_since=first, missing_own=own)
            return False
        return min(at - row.missing_since, now - row.missing_own) >= _HOURS_APART

    # Pages that the portal fails to make

    def failed(self, post: str, status: int, at: datetime) -> None:
        """Note that the portal fails to show a post; `settle_faults` judges."""
        if row := self.archive.store.row(post):
            self._faults[row.n] = row, status, at

    def settle_faults(self) -> None:
        """Count the days on which posts failed while others did not; broken ones are not owed."""
        run, store = self.archive.run, self.archive.store
        known = store.counts.of(State.ARCHIVED)
        few = len(self._faults) <= max(_FEW, _SHARE * known)
        for row, status, at in self._faults.values():
            if few and known:
                days = self._count_day(row, status, at)
                if days >= BROKEN_AFTER:
                    if row.state not in KNOWN:
                        store.settle(row.n, State.BROKEN, reason=f"status {status} for days")
                    run.failed.pop(address_of(self.archive.root, row.key), None)
                    run.broken.add(
                        url=address_of(self.archive.root, row.key), reason=f"status {status}"
                    )
        self._faults.clear()

    def _count_day(self, row: Row, status: int, at: datetime) -> int:
        """Return on how many days, new ones by both clocks, a post has failed in the same way."""
        day, own = clock.days(at)
        days = row.fault_days if row.fault == status else 0
        new = days == 0 or (day > (row.fault_day or 0) and own > (row.fault_own_day or 0))
        if new:
            days += 1
            self.archive.store.update(
                row.n, fault=status, fault_days=days, fault_day=day, fault_own_day=own
            )
        return days
