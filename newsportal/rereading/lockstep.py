"""Posts that no page brings, handed to the pipelines one at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from scrapy import signals
from scrapy.crawler import Crawler

from newsportal.items import Post


class Lockstep:
    """Waits until the pipelines have judged a post: the next one may depend on that."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._waiting: Post | None = None
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(self._done, signal=signal)

    def _done(self, item: object) -> None:
        if item is self._waiting:
            self._waiting = None

    async def each(self, posts: AsyncIterator[Post]) -> AsyncIterator[Post]:
        """Yield *posts*, each when the one before it was judged."""
        async for post in posts:
            self._waiting = post
            yield post
            while self._waiting is not None:
                await asyncio.sleep(0)
            if self._crawler.spider.archive.run.failure:
                return  # Scrapy does not end a run that still yields
