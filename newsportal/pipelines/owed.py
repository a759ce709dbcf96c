"""A post of which something further could not be read: it has not been read, and is owed."""

from __future__ import annotations

from scrapy.crawler import Crawler

from newsportal.archive.archive import ArchiveWriter
from newsportal.items import Post
from newsportal.middlewares.scrapy_inside import is_closing
from newsportal.state import clock
from newsportal.state.row import KNOWN


def owe(crawler: Crawler, archive: ArchiveWriter, item: Post, why: str) -> None:
    """Have the next run ask for a post again; *why* is told, unless it is that this run ends."""
    row = archive.in_flight.row(item)
    if archive.pages is not None:
        archive.pages.expect_no_more(item)
    archive.store.update(row.n, stale=row.state in KNOWN or row.stale)
    if not is_closing(crawler):
        archive.store.update(row.n, tried=int(clock.now().timestamp()))
        archive.run.failed[item.url] = why
