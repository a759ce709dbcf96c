"""A post that is known already goes on only if it has changed."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.revisions.revision import FIELDS, changes, paragraph_diff
from newsportal.items import Post
from newsportal.pages.site import Site
from newsportal.rereading.blame import who_changed
from newsportal.state.published import finer
from newsportal.state.row import ANSWERED, State


class UnchangedPost(DropItem):
    """A known post that reads as it did before."""


class RevisePipeline:
    """Numbers revisions and says in the run's report what changed."""

    def __init__(self, archive: ArchiveWriter, site: Site, *, redate: bool) -> None:
        self._archive = archive
        self._site = site
        self._redate = redate

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        spider: Any = crawler.spider
        return cls(spider.archive, spider.site, redate=spider.arguments.mode == "refetch")

    def process_item(self, item: Post) -> Post:
        """Return the post as the next revision; UnchangedPost if it is none."""
        store, run = self._archive.store, self._archive.run
        if run.failure:
            raise DropItem("the run has failed", log_level="DEBUG")
        row = self._archive.in_flight.row(item)
        item.revision = row.revision + 1
        if row.state is not State.ARCHIVED:
            return item
        if item.changed_by == "rules":
            run.by_rules += 1
            return item
        fields = changes(row.digest, item, self._archive.root, store.portal.former())
        redate = self._redate or self._archive.redates(item)
        before = self._archive.record(row) if fields or redate else None
        if redate and before and finer(item.published_precision, before):
            fields.append("published_at")
        if not fields:
            looked_at = int(item.fetched_at.timestamp()) if item.fetched_at else None
            store.update(row.n, stale=0, looked_at=looked_at, **ANSWERED)
            run.unchanged += 1
            raise UnchangedPost(f"{item.url} has not changed", log_level="DEBUG")
        item.changed_by = who_changed(self._archive, self._site, row, item)
        if item.changed_by == "rules":
            run.by_rules += 1
        else:
            self._note(item, fields, before)
        return item

    def _note(self, item: Post, fields: list[str], before: dict[str, Any] | None) -> None:
        diff = paragraph_diff(before, item) if before and {"title", "text"} & {*fields} else []
        self._archive.run.revisions.add(
            url=item.url, title=item.title, revision=item.revision, fields=fields, diff=diff
        )
        if item.published_at and item.fetched_at and {*fields} & {*FIELDS}:
            self._archive.store.edits.add(item.fetched_at - item.published_at)
