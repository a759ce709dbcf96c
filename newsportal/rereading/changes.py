"""Which records read differently today."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from newsportal.archive.reading import Record
from newsportal.items import Post
from newsportal.pages.site import Site
from newsportal.pagestore.notes import ReadNote
from newsportal.pagestore.store import PageStore
from newsportal.rereading.addresses import apply_addresses
from newsportal.rereading.differing import differing
from newsportal.rereading.jobs import Job, jobs_at
from newsportal.rereading.readers import read_all
from newsportal.rereading.stored_pages import StoredPages
from newsportal.state.row import Row, State

_LEFT_OUT = (State.NAMED, State.DUPLICATE, State.REJECTED, State.OTHER)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which posts are to be read again."""

    ids: frozenset[str] = frozenset()
    """Only these; all where none is named."""
    since: datetime | None = None
    """Only those that may have been published since then."""

    def includes(self, row: Row) -> bool:
        """Tell whether a post is meant."""
        if self.ids and row.id not in self.ids:
            return False
        latest = row.published.latest if row.published else None
        return self.since is None or latest is None or latest >= self.since


@dataclass(frozen=True, slots=True)
class Change:
    """A post as its stored page reads today."""

    row: Row
    post: Post
    record: Record | None
    """The record that stands; None for a page that gave none."""
    fields: list[str]
    """In which it differs."""


@dataclass(slots=True)
class Unread:
    """Posts that were meant, and stay as they are since no stored page tells of them."""

    pages_lost: int = 0
    """Those whose pages should be there."""
    without_page: int = 0
    """Those of which none is kept, or not any more; or it named a forgotten post."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Compares records with their pages."""

    archive: Path
    site: Site
    pages: PageStore
    post_at: Callable[[str], Row | None]
    """The post that has an address, or had it."""
    record: Callable[[Row], Record | None]
    archived: Callable[[], Iterable[tuple[int, str, bool]]]
    """Number and key of each post of the archive, and whether a page of it is stored."""
    choice: Selection
    processes: int
    zone: str
    """In which the portal is known to print times."""
    unread: Unread = field(default_factory=Unread)

    async def __aiter__(self) -> AsyncIterator[Change]:
        """Yield what differs. Then what is no record, and might be one today: what was left out
        because it had the text of another post comes when that one is known to be as it is.
        """
        whole: set[int] = set()
        blanked: set[int] = set()
        pages = StoredPages.of(self.pages, self.archive, self.zone)
        # One stream, so that processes start once.
        async for job, post in read_all(pages, self._jobs(), self.processes):
            row = self.post_at(job.note.key)
            if row is None:
                continue
            if post is not None or self._is_there(pages, job):
                whole.add(row.n)
            elif isinstance(job.note, ReadNote) and pages.was_blanked(job.note):
                blanked.add(row.n)
            if post is None:
                continue
            record, fields = None, list[str]()
            if row.state is State.ARCHIVED:
                if (record := self.record(row)) is None:
                    continue
                post.id, post.extra = record["id"], record.get("extra", {})
                if not (fields := differing(record, post)):
                    continue
            apply_addresses(self.site, job.addresses)
            yield Change(row, post, record, fields)
        self._miss(whole, blanked)

    @staticmethod
    def _is_there(pages: StoredPages, job: Job) -> bool:
        return isinstance(job.note, ReadNote) and pages.has(job.note)

    def _miss(self, whole: set[int], blanked: set[int]) -> None:
        """Count the posts that were meant and are not among those that were read."""
        for n, key, has_page in self.archived():
            row = None if n in whole else self.post_at(key)
            if row is not None and self.choice.includes(row):
                is_lost = has_page and n not in blanked
                self.unread.pages_lost += is_lost
                self.unread.without_page += not is_lost

    def _jobs(self) -> Iterator[Job]:
        """Yield the notes of which the last records tell, then those of what has no record."""
        others: list[Job] = []
        for job in jobs_at(self.pages, self.pages.notes()):
            row = self.post_at(job.note.key)
            if not isinstance(job.note, ReadNote) or row is None or not self.choice.includes(row):
                continue
            page = job.note.page
            if (page.volume, page.offset) != (row.page_volume, row.page_offset):
                continue
            if row.state is State.ARCHIVED:
                yield job
            elif row.state in _LEFT_OUT:
                others.append(job)
        yield from others
