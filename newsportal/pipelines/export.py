"""Records go to posts.jsonl in groups, committed together with the state."""

from __future__ import annotations

import sqlite3
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.revisions.revision import digest
from newsportal.items import Post
from newsportal.middlewares.scrapy_inside import end_run
from newsportal.runs.plain_words import in_words
from newsportal.state.row import ANSWERED, State

# What a killed run may have to fetch again.
_GROUP = 50  # records
_GROUP_REREAD = 1000  # records of stored pages, for which nobody is asked again
_PERIOD = 5.0  # seconds


class ExportPipeline:
    """Hands posts to the archive and flushes it in groups, or every 5 seconds."""

    def __init__(self, crawler: Crawler, archive: ArchiveWriter) -> None:
        self._crawler = crawler
        self._archive = archive
        self._group = _GROUP_REREAD if archive.run.mode == "reextract" else _GROUP
        self._clock = create_looping_call(self._flush)
        crawler.signals.connect(self._start_clock, signal=signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler, crawler.spider.archive)  # type: ignore[union-attr]

    def _start_clock(self) -> None:
        self._clock.start(_PERIOD, now=False)

    def process_item(self, item: Post) -> Post:
        """Return the post, which `flush` makes durable."""
        store, content_hash = self._archive.store, bytes.fromhex(item.content_hash)
        row = self._archive.in_flight.row(item)
        if row.content_hash not in (None, content_hash):
            # Only now does nothing find the old content any more.
            store.duplicates.release(row.n)
        if row.state is not State.ARCHIVED:
            self._archive.run.figures.count_new(item)
            tally = self._archive.run.restored if row.lost else self._archive.run.new
            at = item.published_at.isoformat() if item.published_at else None
            tally.add(
                url=item.url, title=item.title, published_at=at, precision=item.published_precision
            )
        self._archive.add(
            row.n,
            item,
            state=int(State.ARCHIVED),
            stale=0,
            reason=None,
            original=None,
            content_hash=content_hash,
            digest=digest(item),
            looked_at=int(item.fetched_at.timestamp()) if item.fetched_at else None,
            **ANSWERED,
            lost=0,
        )
        self._archive.in_flight.take(item)
        if self._archive.waiting >= self._group:
            self._flush()
        return item

    def close_spider(self) -> None:
        """Write what still waits."""
        if self._clock.running:
            self._clock.stop()
        self._flush()

    def _flush(self) -> None:
        if self._archive.run.failure:
            return
        try:
            self._archive.flush()
        except (OSError, sqlite3.Error) as error:
            self._archive.run.failure = f"the archive cannot be written: {in_words(error)}"
            end_run(self._crawler, "not_writable")
