"""Each text once; what is nearly the same is marked."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.revisions.revision import content_hash
from newsportal.chinese.similarity import Signature
from newsportal.items import Post
from newsportal.pages.keys import address_of
from newsportal.pages.site import Site
from newsportal.pipelines.bare_twins import bare_twin
from newsportal.state.row import Row, State


class DuplicatePost(DropItem):
    """A post with the title and text of an archived one."""


class DeduplicatePipeline:
    """Drops exact duplicates, marks near ones; the state knows both."""

    def __init__(self, spider: Any) -> None:
        self._spider = spider
        self._archive: ArchiveWriter = spider.archive
        self._site: Site = spider.site

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.spider)

    def process_item(self, item: Post) -> Post:
        """Return the post with hash and nearest neighbour; DuplicatePost names the original."""
        store = self._archive.store
        row = self._archive.in_flight.row(item)
        assert item.title is not None
        item.content_hash = content_hash(item.title, item.text)
        # Posts that become equal stay as they are.
        twin = None if row.state is State.ARCHIVED else self._twin(item, row)
        if twin is not None:
            original = address_of(self._site.root, twin.key)
            if row.state is not State.DUPLICATE:
                self._archive.run.duplicates.add(url=item.url, original=original)
            store.settle(row.n, State.DUPLICATE, original=twin.n)
            raise DuplicatePost(f"{item.url} has the text of {original}", log_level="DEBUG")
        if item.text and (signature := Signature.of(item.title, item.text)):
            self._mark(item, signature)
            store.duplicates.sign(row.n, signature)
        return item

    def _twin(self, item: Post, row: Row) -> Row | None:
        """Return the archived post that has the content of another, or is that other one."""
        if item.text:
            return self._archive.store.duplicates.twin(item.content_hash)
        if self._spider.any_walk is None:
            return None  # a known theme tells by the portal's own ids
        return bare_twin(item, row, self._archive, self._site)

    def _mark(self, item: Post, signature: Signature) -> None:
        nearest, own = 0.0, self._site.key(item.url)
        for key, other in self._archive.store.duplicates.alike(signature):
            similarity = signature.similarity(other)
            if key != own and similarity > nearest and signature.is_near(other, similarity):
                nearest = similarity
                item.near_duplicate_of = address_of(self._site.root, key)
                item.similarity = round(similarity, 3)
        if nearest:
            self._archive.run.near_duplicates.add(url=item.url, original=item.near_duplicate_of)
