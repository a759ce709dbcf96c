"""Each text once; what is nearly the same is marked."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.revision import content_hash
from newsportal.chinese.similarity import Signature
from newsportal.items import Post
from newsportal.pages.keys import address_of
from newsportal.pages.site import Site
from newsportal.state.row import State


class DuplicatePost(DropItem):
    """A post with the title and text of an archived one."""


class DeduplicatePipeline:
    """Drops exact duplicates, marks near ones; the state knows both."""

    def __init__(self, archive: ArchiveWriter, site: Site) -> None:
        self._archive = archive
        self._site = site

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.spider.archive, crawler.spider.site)  # type: ignore[union-attr]

    def process_item(self, item: Post) -> Post:
        """Return the post with hash and nearest neighbour; DuplicatePost names the original."""
        store = self._archive.store
        row = self._archive.in_flight.row(item)
        assert item.title is not None
        item.content_hash = content_hash(item.title, item.text)
        if not item.text:
            return item  # posts of pictures alone may share a title
        # Posts that become equal stay as they are.
        twin = None if row.state is State.ARCHIVED else store.duplicates.twin(item.content_hash)
        if twin is not None:
            original = address_of(self._site.root, twin.key)
            if row.state is not State.DUPLICATE:
                self._archive.run.duplicates.add(url=item.url, original=original)
            store.settle(row.n, State.DUPLICATE, original=twin.n)
            raise DuplicatePost(f"{item.url} has the text of {original}", log_level="DEBUG")
        if signature := Signature.of(item.title, item.text):
            self._mark(item, signature)
            store.duplicates.sign(row.n, signature)
        return item

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
