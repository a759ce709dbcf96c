"""Keeps pages that turned out to be no posts, so that a person can see why."""

from __future__ import annotations

import logging
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from newsportal.archive.archive import ArchiveWriter
from newsportal.items import Post
from newsportal.pipelines.validate import NotAPost
from newsportal.state.row import KNOWN, State

logger = logging.getLogger(__name__)

_KEPT = 20  # pages a run


class RejectedPages:
    """Writes the HTML of rejected pages under runs/<run>/ and notes them in the state."""

    def __init__(self, archive: ArchiveWriter) -> None:
        self._archive = archive

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler.spider.archive)  # type: ignore[union-attr]
        crawler.signals.connect(extension.item_dropped, signal=signals.item_dropped)
        return extension

    def item_dropped(self, item: Post, response: Response | None, exception: BaseException) -> None:
        """Handle one dropped item."""
        archive = self._archive
        row = archive.in_flight.take(item)
        if row is None or not isinstance(exception, NotAPost):
            return
        if row.state in KNOWN:
            archive.store.update(row.n, stale=0)  # what is archived is kept
        else:
            archive.store.settle(row.n, State.REJECTED, reason=str(exception))
        facts = {"url": item.url, "reason": str(exception)}
        if response is not None and archive.run.rejected.count < _KEPT:
            name = f"rejected-{archive.run.rejected.count + 1}.html.txt"  # no script of it runs
            page = archive.runs / archive.run.name / name
            try:
                page.parent.mkdir(parents=True, exist_ok=True)
                page.write_bytes(response.body)
                facts["page"] = str(page.relative_to(archive.folder))
            except OSError as error:
                logger.warning("%s could not be kept: %s", item.url, error)
        archive.run.rejected.add(**facts)
