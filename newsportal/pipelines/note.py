"""It is noted beside the pages that a post was read, and how: before it is judged.

From here on no pipeline waits, so that the notes have the order of the records.
"""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.kept_pages import KeptPages
from newsportal.items import Post
from newsportal.pages.site import Site
from newsportal.state.row import State


class NotePipeline:
    """Notes posts in the order in which the pipelines behind it judge them."""

    def __init__(self, archive: ArchiveWriter, pages: KeptPages, site: Site) -> None:
        self._archive = archive
        self._pages = pages
        self._site = site

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        archive: ArchiveWriter = crawler.spider.archive  # type: ignore[union-attr]
        if archive.pages is None:
            raise NotConfigured
        return cls(archive, archive.pages, crawler.spider.site)  # type: ignore[union-attr]

    def process_item(self, item: Post) -> Post:
        """Return the post; the state knows then where its page lies."""
        if not self._archive.run.failure and (reading := self._pages.read(item)):
            row = self._archive.in_flight.row(item)
            if row.state is not State.ARCHIVED:  # else it is the page of the record so far
                page = reading.page
                self._archive.store.pages.belongs(row.n, page.volume, page.offset)
        return item
