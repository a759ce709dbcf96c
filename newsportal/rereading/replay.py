"""Records made again from stored pages, in the order in which these were read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsportal.archive.archive import Archive
from newsportal.archive.removal import bury
from newsportal.items import Link, Post
from newsportal.pages.urls import Site
from newsportal.pagestore.notes import Face, Reading, Removal
from newsportal.pagestore.store import PageStore
from newsportal.pagestore.volumes import Place
from newsportal.rereading.differing import differing
from newsportal.rereading.faces import wear
from newsportal.rereading.readers import Job, read_all
from newsportal.state.published import Published
from newsportal.state.row import Route, Row, State

_LEFT_OUT = (State.NAMED, State.DUPLICATE, State.REJECTED, State.OTHER)


def jobs_at(pages: PageStore, places: Iterable[Place]) -> Iterator[Job]:
    """Yield what was noted at some places, in order."""
    face: Face | None = None
    for place in places:
        for note in pages.notes_at(place):
            if isinstance(note, Face):
                face = note
            elif face is not None:
                yield Job(note, face)


@dataclass(frozen=True, slots=True)
class Choice:
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


class Replay:
    """What pages tell that were stored, and are not in the records."""

    def __init__(self, archive: Archive, site: Site) -> None:
        assert archive.pages is not None
        self._archive = archive
        self._pages = archive.pages.store
        self._site = site

    async def missing(self, places: Iterable[Place], processes: int = 0) -> AsyncIterator[Post]:
        """Yield the posts that were read later than their records were; bury what was removed.

        Whoever takes a post has judged it before he asks for the next one.
        """
        jobs = (job for job in jobs_at(self._pages, places) if self._is_news(job))
        async for job, post in read_all(self.paths(), jobs, processes):
            wear(self._site, job.face)
            if isinstance(job.note, Removal):
                row = self._archive.store.row(job.note.key)
                if row is not None and row.state is State.ARCHIVED:
                    bury(self._archive, row, job.note.at)
            elif post is not None:
                self.enter(job.note, post)
                yield post
        self._archive.store.name(self._site.root)

    async def changed(
        self, choice: Choice, processes: int
    ) -> AsyncIterator[tuple[Post, dict[str, Any] | None, list[str]]]:
        """Yield posts that read differently today, their records, and the fields that differ.

        Then those that are no records, and would be today; what was left out because it had the
        text of another post is looked at when that one is known to be as it is.
        """
        others: list[Job] = []
        jobs = self._standing(choice, others)
        async for job, post in read_all(self.paths(), jobs, processes):
            row = self._archive.store.row(job.note.key)
            record = self._archive.record(row) if row is not None else None
            if post is None or record is None:
                continue
            wear(self._site, job.face)
            post.id, post.extra = record["id"], record.get("extra", {})
            if row is not None and (fields := differing(record, post)):
                self._archive.carried.put(post, row)
                yield post, record, fields
        async for job, post in read_all(self.paths(), others, processes):
            row = self._archive.store.row(job.note.key)
            if post is not None and row is not None:
                wear(self._site, job.face)
                self._archive.carried.put(post, row)
                yield post, None, []

    def _standing(self, choice: Choice, others: list[Job]) -> Iterator[Job]:
        """Yield the notes of which the last records tell; *others* gets those without a record."""
        for job in jobs_at(self._pages, self._pages.notes()):
            row = self._archive.store.row(job.note.key)
            if not isinstance(job.note, Reading) or row is None or not choice.includes(row):
                continue
            if job.note.page != Place(row.page_volume or 0, row.page_offset or 0):
                continue
            if row.state is State.ARCHIVED:
                yield job
            elif row.state in _LEFT_OUT:
                others.append(job)

    def _is_news(self, job: Job) -> bool:
        row = self._archive.store.row(job.note.key)
        if isinstance(job.note, Removal):
            return True
        at, page = int(job.note.at.timestamp()), job.note.page
        if row is None or row.fetched_at is None or at > row.fetched_at:
            return True
        if at == row.fetched_at:  # the state was rebuilt, and knows of no pages
            self._archive.store.pages.belongs(row.n, page.volume, page.offset)
        return False

    def paths(self) -> dict[int, str]:
        """Return the paths of the files, for other processes."""
        return {volume: str(self._pages.path(volume)) for volume in self._pages.sizes}

    def enter(self, reading: Reading, post: Post) -> Row:
        """Tell the state what it has to know before a post is judged."""
        store, run = self._archive.store, self._archive.run_number
        key = self._site.key(post.url)
        row = store.sight(key, Route.ELSEWHERE, reading.seen_at, run)
        beside = {
            name: self._beside(link, reading)
            for name, link in (("previous", post.previous), ("next", post.next))
        }
        store.update(row.n, category=store.category(post.category), **beside)
        if row.state is not State.ARCHIVED:
            store.pages.belongs(row.n, reading.page.volume, reading.page.offset)
        assert self._archive.pages is not None
        self._archive.pages.judged = post, reading
        self._archive.carried.put(post, row)
        if (published := Published.of_post(post)) is not None:
            store.publish(row.n, published)
        return row

    def _beside(self, link: Link | None, reading: Reading) -> int | None:
        key = self._site.key(link.url) if link else ""
        if not key:
            return None
        return self._archive.store.sight(key, Route.CHAIN, reading.at, self._archive.run_number).n
