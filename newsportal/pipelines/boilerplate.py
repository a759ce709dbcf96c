"""The owner's blocks at the ends of a body are cut off, since they are no text."""

from __future__ import annotations

import asyncio
from typing import Any, Self

from scrapy.crawler import Crawler

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.boilerplate import Boilerplate, cut_off
from newsportal.archive.revisions.revision import content_hash
from newsportal.items import Post
from newsportal.pages.ends import Block, Ends

_FURTHER = 4  # posts that show whether a block recurs
_LONGEST = 30.0  # seconds
_PERIOD = 0.1


class BoilerplatePipeline:
    """Cuts off what recurs. A post with an end that nobody knows yet waits for a few others."""

    def __init__(self, crawler: Crawler, archive: ArchiveWriter) -> None:
        self._crawler = crawler
        self._archive = archive
        self._recurring: Boilerplate = archive.boilerplate
        self._waiting = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler, crawler.spider.archive)  # type: ignore[union-attr]

    async def process_item(self, item: Post) -> Post:
        """Return the post without what is on every page."""
        pages = self._archive.pages
        if pages is not None and pages.reread is item:
            return item  # from a stored page, of which it is known what was cut off
        if not item.html:
            return item
        row, ends = self._archive.in_flight.row(item), Ends.of(item.html)
        known = row.revision > 0 and row.content_hash == bytes.fromhex(
            content_hash(item.title, item.text)
        )
        before = self._archive.record(row) if row.revision and not known else None
        self._recurring.see(row.n, ends, item.category or ())
        text = item.text or ""
        if self._recurring.is_open(ends) or (before and _grown(before["text"], text)):
            await self._further()
        cut: list[bytes] = []

        def is_foreign(block: Block) -> bool:
            if self._recurring.is_lacking_in_feed(row.n, text, block):
                self._recurring.keep(block)
            foreign = self._recurring.is_foreign(block)
            cut.extend([block.hash] if foreign else [])
            return foreign

        if cut_off(item, ends, is_foreign):
            if known:  # written before anybody knew
                item.changed_by = "rules"
            if pages is not None:
                pages.cut(item, cut)
        return item

    async def _further(self) -> None:
        """Wait until some more posts are read, or there is nothing more to wait for."""
        enough, left = self._recurring.read + _FURTHER, _LONGEST
        self._waiting += 1
        while self._recurring.read < enough and left > 0 and not self._is_idle():
            await asyncio.sleep(_PERIOD)
            left -= _PERIOD
        self._waiting -= 1

    def _is_idle(self) -> bool:
        """Tell whether no further post comes as long as these wait."""
        engine: Any = self._crawler.engine
        if not engine.running or engine._slot.closing or engine.scraper.slot.needs_backout():
            return True
        if engine.downloader.active or engine.scraper.slot.queue:
            return False
        if engine._slot.scheduler.has_pending_requests():
            engine._slot.nextcall.schedule()  # else it looks for requests when a post is through
            return False
        return len(engine.scraper.slot.active) <= self._waiting


def _grown(before: str, after: str) -> bool:
    """Tell whether a text is the earlier one, with more at its ends."""
    return len(after) > len(before) > 0 and before in after
