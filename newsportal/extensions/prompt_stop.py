"""Lets a run end at once that would wait for the portal first, for up to an hour.

Scrapy ends a spider when every request has its answer. Those that a ``Retry-After`` or a pause
holds back have not been sent; the next run makes them.
"""

from __future__ import annotations

from time import monotonic
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call

from newsportal.middlewares.manners import RunEnds
from newsportal.middlewares.scrapy_inside import end_if_idle, is_closing

_PERIOD = 1.0  # seconds between two looks
_WORTH = 2.0  # seconds that are not waited for


class PromptStop:
    """Gives up the requests that are held back when the spider is closing."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._clock = create_looping_call(self._look)
        crawler.signals.connect(self.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def spider_opened(self) -> None:
        """Begin to look."""
        self._clock.start(_PERIOD, now=False)

    def spider_closed(self) -> None:
        """Look no more."""
        if self._clock.running:
            self._clock.stop()

    def _look(self) -> None:
        if not is_closing(self._crawler):
            return
        end_if_idle(self._crawler)
        for slot in list(self._crawler.engine.downloader.slots.values()):
            if slot.lastseen - monotonic() > _WORTH:
                held = list(slot.queue)
                slot.queue.clear()
                for _, waiting in held:
                    waiting.errback(RunEnds("the run ends"))
