"""A state that breaks under a run ends it: its last line says so, in place of tracebacks.

Whoever asks the state for something may meet a bad disk: spider, middlewares, pipelines. Scrapy
reports the errors of all of them to its loggers and goes on.
"""

from __future__ import annotations

import logging
import sqlite3
import traceback
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler

from newsportal.archive.state_faults import remedy
from newsportal.middlewares.scrapy_inside import end_run

_LOGGERS = ("scrapy.core.scraper", "scrapy.core.engine", "scrapy.utils.signal")
_STATE = "newsportal.state."


class BrokenState(logging.Filter):
    """Takes the errors of the state from the log."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__()
        self._crawler = crawler
        crawler.signals.connect(self.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def spider_opened(self) -> None:
        """Begin to listen."""
        for name in _LOGGERS:
            logging.getLogger(name).addFilter(self)

    def spider_closed(self) -> None:
        """Listen no more."""
        for name in _LOGGERS:
            logging.getLogger(name).removeFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether an error is of anything else; end the run where it is of the state."""
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if not isinstance(error, sqlite3.Error) or not _is_of_the_state(error):
            return True
        spider: Any = self._crawler.spider
        run = spider.archive.run
        if not run.failure:
            run.failure = remedy(spider.archive.folder / "state.db", error)
            end_run(self._crawler, "failed")
        return False


def _is_of_the_state(error: sqlite3.Error) -> bool:
    """Tell whether it was the archive's state that raised an error, and no database of a user's."""
    frames = (frame for frame, _ in traceback.walk_tb(error.__traceback__))
    return any(frame.f_globals.get("__name__", "").startswith(_STATE) for frame in frames)
