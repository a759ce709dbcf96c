"""When is a post really gone?

When the portal says so twice, a day apart by its clock and by ours, and not of many at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newsportal.archive.archive import ArchiveWriter
from newsportal.chinese.dates import SHANGHAI
from newsportal.items import Post
from newsportal.pages.keys import address_of
from newsportal.state import clock
from newsportal.state.row import Row, State

_SHARE, _FEW = 0.05, 5  # more than this of the known posts at once is the portal's own fault


@dataclass(slots=True)
class Removals:
    """The archived posts that the portal does not find in one run."""

    archive: ArchiveWriter
    wait: timedelta
    """How long after the first "not found" a second one is believed, by both clocks."""
    confirmed: bool
    """Whether the owner of the archive says that many were really removed."""
    moved: set[int] = field(default_factory=set)
    """Posts, by number, that seem to stand at another address: many may move at once."""
    _missing: dict[int, tuple[Row, datetime]] = field(default_factory=dict)

    def add(self, row: Row, at: datetime) -> None:
        """Note that an archived post was not found."""
        self._missing[row.n] = (row, at)

    def lacks(self, row: Row) -> bool:
        """Tell whether an archived post was not found in this run."""
        return row.n in self._missing

    def too_many(self) -> bool:
        """Tell whether more posts are newly missing than an owner removes between two runs."""
        known = self.archive.store.counts.of(State.ARCHIVED)
        new = sum(
            row.missing_since is None and row.n not in self.moved
            for row, _ in self._missing.values()
        )
        return not self.confirmed and new > max(_FEW, _SHARE * known)

    def complaint(self) -> str:
        """Return what to tell people when there are too many."""
        row, _ = next(iter(self._missing.values()))
        return (
            f"{len(self._missing)} known posts are not found, first {self.archive.root}{row.key};"
            " none is marked as removed. If they really were, run again with -a removals=confirmed"
        )

    def settle(self) -> None:
        """Bury posts that are missing for long enough, remember the others."""
        for row, at in self._missing.values():
            if (now := self.archive.store.row(row.key)) is None or now.n != row.n:
                continue  # it was read at a new address meanwhile
            if row.missing_since is None or row.missing_own is None:
                first, own = int(at.timestamp()), int(clock.now().timestamp())
                self.archive.store.update(row.n, missing_since=first, missing_own=own, stale=0)
            elif min(at - row.missing_since, clock.now() - row.missing_own) >= self.wait:
                if self.archive.pages is not None:
                    self.archive.pages.removed(row.key, at)
                bury(self.archive, row, at)
            else:
                self.archive.store.update(row.n, stale=0)
        self._missing.clear()


def bury(archive: ArchiveWriter, row: Row, at: datetime) -> None:
    """Write the last line of a post, its tombstone."""
    url, at = address_of(archive.root, row.key), at.astimezone(SHANGHAI)
    archive.add(
        row.n,
        Post(
            id=row.id or "",
            url=url,
            title=row.title,
            text="",
            content_hash=(row.content_hash or b"").hex(),
            revision=row.revision + 1,
            deleted_at=at,
            first_seen_at=row.seen_at,
            fetched_at=at,
        ),
    )
    archive.store.settle(row.n, State.GONE, reason="removed by the portal")
    archive.store.update(row.n, missing_since=None, missing_own=None)
    archive.store.duplicates.release(row.n)
    archive.run.tombstones.add(url=url, title=row.title)
