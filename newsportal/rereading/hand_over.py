"""Posts that no page brings, handed to the pipelines one at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from scrapy.crawler import Crawler

from newsportal.items import Post
from newsportal.middlewares.scrapy_inside import is_closing


async def hand_over(crawler: Crawler, posts: AsyncIterator[Post]) -> None:
    """Have the pipelines judge *posts*, each before the next is made, which may depend on it."""
    spider: Any = crawler.spider
    async for post in posts:
        # Not yielded: Scrapy goes on while the pipelines work, and looks for requests each time.
        await crawler.engine.scraper.start_itemproc_async(post, response=None)
        if spider.archive.run.failure or is_closing(crawler):
            return
