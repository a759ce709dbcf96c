"""A post that was taken out for good stays out, also under another address."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured

from newsportal.archive.archive import ArchiveWriter
from newsportal.items import Post


class TakenOutPost(DropItem):
    """A post that ``scrapy forget`` has taken out."""


class TakenOutPipeline:
    """Drops such posts before anything of them is noted; their pages go when the run ends."""

    def __init__(self, archive: ArchiveWriter) -> None:
        self._archive = archive

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        archive: ArchiveWriter = crawler.spider.archive  # type: ignore[union-attr]
        if not archive.taken_out:
            raise NotConfigured
        return cls(archive)

    def process_item(self, item: Post) -> Post:
        """Return the post; TakenOutPost for one that was taken out."""
        row = self._archive.in_flight.row(item)
        if row.revision or not self._archive.is_taken_out(row, self._archive.taken_out.read(item)):
            return item
        if self._archive.pages is not None:
            self._archive.pages.take_out(item)
        raise TakenOutPost(f"{item.url} was taken out", log_level="DEBUG")
