"""Counts what a crawl does for some of its posts: calls of functions, statements of SQL."""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path
from types import FrameType
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler

FIRST, LAST = 20, 55
"""Between which posts is counted: what a run does once, at its start and end, is left out."""


class Counted:
    """A Scrapy extension that writes both figures, a post, to the file in the setting COUNTED."""

    def __init__(self, crawler: Crawler) -> None:
        self._path = Path(crawler.settings["COUNTED"])
        self._posts = self._calls = self._statements = 0
        crawler.signals.connect(self.post, signal=signals.item_scraped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def post(self) -> None:
        """Begin or end with counting."""
        self._posts += 1
        if self._posts == FIRST:
            sys.setprofile(self._count)
        elif self._posts == LAST:
            sys.setprofile(None)
            counts = {"calls": self._calls, "statements": self._statements}
            a_post = {name: count / (LAST - FIRST) for name, count in counts.items()}
            self._path.write_text(json.dumps(a_post), encoding="ascii")

    def _count(self, frame: FrameType, event: str, function: Any) -> None:  # noqa: ARG002 (Python's)
        self._calls += event in ("call", "c_call")
        if event == "c_call" and isinstance(function.__self__, sqlite3.Connection):
            self._statements += function.__name__ in ("execute", "executemany")
