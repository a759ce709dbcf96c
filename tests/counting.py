"""Counts what a crawl does for some of its posts: calls, statements of SQL, looks for garbage."""

from __future__ import annotations

import gc
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
    """A Scrapy extension that writes these figures, a post, to the file in the setting COUNTED."""

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
            self._collections = _collections()
            sys.setprofile(self._count)
        elif self._posts == LAST:
            sys.setprofile(None)
            counts = {
                "calls": self._calls,
                "statements": self._statements,
                "collections": _collections() - self._collections,
            }
            a_post = {name: count / (LAST - FIRST) for name, count in counts.items()}
            self._path.write_text(json.dumps(a_post), encoding="ascii")

    def _count(self, frame: FrameType, event: str, function: Any) -> None:  # noqa: ARG002 (Python's)
        self._calls += event in ("call", "c_call")
        if event == "c_call" and isinstance(function.__self__, sqlite3.Connection):
            self._statements += function.__name__ in ("execute", "executemany")


def _collections() -> int:
    return sum(generation["collections"] for generation in gc.get_stats())
