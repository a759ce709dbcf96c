"""The spider that asks no portal: what it yields comes from stored pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler

from newsportal.items import Post
from newsportal.offline.importer import Importer
from newsportal.rereading.changes import Changes, Selection
from newsportal.rereading.hand_over import hand_over
from newsportal.rereading.replay import Replay
from newsportal.spiders.posts import PostsSpider


@dataclass(frozen=True, slots=True)
class ReextractOptions:
    """What is to be read again, and how."""

    choice: Selection
    processes: int
    files: tuple[Path, ...] = ()
    """WARC files of somebody else, to begin an archive with."""


class ReextractSpider(PostsSpider):
    """Reads the stored pages of an archive; writes what reads differently, as revisions.

    Into an archive without records it writes what the runs wrote that stored the pages.
    """

    name = "reextract"
    takes_media = False
    options: ReextractOptions

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        options = kwargs.pop("options")
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.options = options
        spider.archive.rereads()
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Hand posts over, each when the one before it is in the archive; ask for nothing."""
        await hand_over(self.crawler, self._posts())
        for request in self.next_requests():
            yield request

    async def _posts(self) -> AsyncIterator[Post]:
        if self.options.files:
            async for post in Importer(self, list(self.options.files)).posts():
                yield post
            return
        replay, pages = Replay(self.archive, self.site), self.archive.pages
        assert pages is not None
        adopted = bool(pages.adopted)
        async for post in replay.left_behind(self.options.processes):
            yield post
        self.archive.run.pages_lost = replay.unread
        if adopted:
            return
        archive, options = self.archive, self.options
        changes = Changes(
            archive.folder, self.site, pages.store, archive.store.pages.post_at, archive.record,
            archive.store.pages.archived, options.choice, options.processes,
            archive.store.portal.zone()[0],
        )  # fmt: skip
        async for change in changes:
            if change.fields:
                change.post.changed_by = "rules"
            self.archive.in_flight.put(change.post, change.row)
            pages.reread = change.post
            yield change.post
        archive.run.pages_lost += pages.store.lost + changes.unread.pages_lost
        archive.run.without_page = changes.unread.without_page

    def next_requests(self) -> list[Request]:
        """Ask for nothing."""
        return []
