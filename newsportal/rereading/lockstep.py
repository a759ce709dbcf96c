"""Posts that no page brings, handed to the pipelines one at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler

from newsportal.items import Post


class Lockstep:
    """Waits until the pipelines have judged a post: the next one may depend on that."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._judged = asyncio.Event()
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(self._done, signal=signal)

    def _done(self, response: object) -> None:
        # Not by the post: a pipeline of the user may hand something else on.
        if response is None:
            self._judged.set()

    async def each(self, posts: AsyncIterator[Post]) -> AsyncIterator[Post]:
        """Yield *posts*, each when the one before it was judged."""
        spider: Any = self._crawler.spider
        async for post in posts:
            self._judged.clear()
            yield post
            await self._judged.wait()
            if spider.archive.run.failure:
                return  # Scrapy does not end a run that still yields
