"""Records made again from stored pages, in the order in which these were read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.removal import bury
from newsportal.items import Post
from newsportal.pages.site import Site
from newsportal.pages.urls import bare_address
from newsportal.pagestore.notes import ReadNote, RemovalNote
from newsportal.pagestore.volumes import Place
from newsportal.rereading.addresses import apply_addresses
from newsportal.rereading.jobs import Job, jobs_at
from newsportal.rereading.readers import read_all
from newsportal.rereading.stored_pages import StoredPages
from newsportal.state.published import Published
from newsportal.state.row import Route, Row, State


class Replay:
    """What pages tell that were stored, and are not in the records."""

    def __init__(self, archive: ArchiveWriter, site: Site) -> None:
        assert archive.pages is not None
        self._archive = archive
        self._pages = archive.pages.store
        self._site = site
        roots = [site.root, *archive.store.portal.former()]
        self._portal_hosts = {*map(bare_address, roots), *(f"{host}/" for host in site.hosts)}
        self._strangers: dict[str, None] = {}
        """Other portals whose pages lie among ours."""
        self._gone: dict[str, Row] = {}
        """Posts that the portal has removed and whose lines are lost, by their keys."""
        self.unread = 0
        """Posts that could not be had again, since a page of theirs is lost."""

    async def left_behind(self, processes: int = 0) -> AsyncIterator[Post]:
        """Yield the posts that a run has read and not written, and those whose lines are lost.

        Bury what it had found to be removed. Whoever takes a post has judged it before he asks
        for the next one.
        """
        kept = self._archive.pages
        assert kept is not None
        if lost := self._archive.store.lines.lost():
            self._gone = {row.key: row for row in lost if row.state is State.GONE}
            async for post in self._missing(self._pages.notes(), self._is_lost, processes):
                yield post
            self._settle_gone()
        async for post in self._missing(kept.adopted, self._is_news, processes):
            yield post
        kept.adopted = []
        if self._strangers:
            self._archive.run.notes.append(
                f"{self._pages.folder} holds pages of other portals, which nothing was read from:"
                f" {', '.join(self._strangers)}"
            )

    async def _missing(
        self, places: Iterable[Place], wanted: Callable[[Job], bool], processes: int
    ) -> AsyncIterator[Post]:
        jobs = filter(wanted, filter(self._is_ours, jobs_at(self._pages, places)))
        zone, _ = self._archive.store.portal.zone()
        pages = StoredPages.of(self._pages, self._archive.folder, zone)
        root, platform = self._site.root, self._site.platform
        async for job, post in read_all(pages, jobs, processes):
            apply_addresses(self._site, job.addresses)
            if isinstance(job.note, RemovalNote):
                row = self._archive.store.row(job.note.key)
                if row is not None and row.state is State.ARCHIVED:
                    bury(self._archive, row, job.note.at)
            elif post is not None:
                post.changed_by = "rules" if job.note.rules else None
                self.enter(job.note, post)
                yield post
            else:
                self.unread += not pages.has(job.note)
        # The portal may have had another name then; the run asks it by the one it was given.
        self._site.root, self._site.platform = root, platform

    def _settle_gone(self) -> None:
        """Have the portal asked for removed posts of which no note says when they were."""
        store = self._archive.store
        for before in self._gone.values():
            row = store.row(before.key)
            if row is not None and row.state is State.ARCHIVED:
                # Known to be gone already, it need not be missed for a day once more.
                since = int(row.seen_at.timestamp())
                store.update(row.n, stale=1, asked=None, missing_since=since, missing_own=since)
            elif row is not None and row.lost:
                store.pages.belongs_no_more(row.n)

    def _is_ours(self, job: Job) -> bool:
        """Tell whether a note is of this portal: files of another one may lie in the folder."""
        if bare_address(job.addresses.root) in self._portal_hosts:
            return True
        self._strangers[job.addresses.root] = None
        return False

    def _is_lost(self, job: Job) -> bool:
        if isinstance(job.note, RemovalNote):
            return job.note.key in self._gone
        row = self._archive.store.pages.post_at(job.note.key)
        if row is None or not row.lost:
            return False
        return (row.page_volume, row.page_offset) == (job.note.page.volume, job.note.page.offset)

    def _is_news(self, job: Job) -> bool:
        row = self._archive.store.pages.post_at(job.note.key)
        if isinstance(job.note, RemovalNote):
            return True
        at, page = int(job.note.at.timestamp()), job.note.page
        if row is None or row.fetched_at is None or at > row.fetched_at:
            return True
        if at == row.fetched_at:  # the state was rebuilt, and knows of no pages
            self._archive.store.pages.belongs(row.n, page.volume, page.offset)
        return False

    def enter(self, reading: ReadNote, post: Post) -> Row:
        """Tell the state what it has to know before a post is judged."""
        store, run = self._archive.store, self._archive.run_number
        if reading.zone and reading.zone != (known := store.portal.zone())[0]:
            store.portal.keep_zone(reading.zone, known[1])
        key = self._site.key(post.url)
        row = store.sight(key, Route.ELSEWHERE, reading.seen_at, run)
        if row.state is State.ALIAS:
            row = store.duplicates.standing_for(row)
        elif row.id is None and (moved := store.row_of_id(post.id)) is not None:
            store.addresses.rename(moved, key)
            row = moved
        columns = {"category": store.category(post.category), **self._beside(post, reading)}
        if row.state is not State.ARCHIVED:
            columns |= {"page_volume": reading.page.volume, "page_offset": reading.page.offset}
        store.publish(row.n, Published.of_post(post), **columns)
        assert self._archive.pages is not None
        self._archive.pages.judged = post, reading
        self._archive.pages.reread = post
        self._archive.in_flight.put(post, row)
        for block in reading.cut:
            store.blocks.keep_boilerplate(bytes.fromhex(block))
        return row

    def _beside(self, post: Post, reading: ReadNote) -> dict[str, int | None]:
        """Note the neighbours of a post; return their numbers."""
        store, links = self._archive.store, {"previous": post.previous, "next": post.next}
        keys = {name: self._site.key(link.url) if link else "" for name, link in links.items()}
        named = [*filter(None, keys.values())]
        store.note(named, Route.CHAIN, reading.at, self._archive.run_number)
        numbers = store.numbers(named)
        return {name: numbers.get(key) for name, key in keys.items()}
