"""Comments that the page of a post does not show, asked for before the post is judged.

They are asked for of new posts and of those that changed: comments alone make no revision. A post
goes on when all of them are there, so its one line has them all; whoever dies before that has not
read the post, and the next run asks for it again. Comments that cannot be had keep a post back
once: the next run takes it as it is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, IgnoreRequest, NotConfigured
from scrapy.http import Response, TextResponse

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.revisions.revision import changes, content_hash
from newsportal.discovery.discussion import Discussion, together
from newsportal.items import Comment, Post
from newsportal.middlewares.boundary import OffPortal
from newsportal.middlewares.keep_pages import stored_at
from newsportal.middlewares.manners import Forbidden, fetch_time
from newsportal.middlewares.scrapy_inside import is_closing
from newsportal.pipelines.owed import owe
from newsportal.runs.plain_words import in_words
from newsportal.state.published import finer
from newsportal.state.row import Row, State

if TYPE_CHECKING:
    from newsportal.pagestore.volumes import Place

_MOST = 100  # requests a post
_NOT_THERE = (Forbidden, OffPortal)


class OwedPost(DropItem):
    """A post whose comments could not be read; the next run asks for it."""


class _Fault(Exception):  # noqa: N818 (the portal's doing, no error of the program)
    """A page of comments that is there, and could not be had."""


@dataclass(slots=True)
class _Heard:
    """What was read of a discussion."""

    comments: list[Comment] = field(default_factory=list)
    places: list[tuple[Place, Place, datetime]] = field(default_factory=list)
    lacks: str = "its service and its pages are not there, or robots.txt forbids them"
    """Why more of it cannot be had; "" if this is all."""


class CommentsPipeline:
    """Reads discussions to their ends."""

    def __init__(self, crawler: Crawler, archive: ArchiveWriter) -> None:
        self._crawler = crawler
        self._archive = archive

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if crawler.settings["NEWSPORTAL_COMMENTS"] != "all":
            raise NotConfigured
        return cls(crawler, crawler.spider.archive)  # type: ignore[union-attr]

    async def process_item(self, item: Post) -> Post:
        """Return the post with all of its comments; OwedPost if they have to be asked for again."""
        discussion = self._archive.in_flight.discussion(item)
        run = self._archive.run
        if discussion is None or run.failure or run.mode == "reextract":
            return item
        row = self._archive.in_flight.row(item)
        if not self._is_written(item, row):
            return item
        try:
            heard = await self._hear(discussion)
        except _Fault as fault:
            if row.tried is None or is_closing(self._crawler):
                owe(self._crawler, self._archive, item, str(fault))
                raise OwedPost(f"{item.url}: {fault}", log_level="DEBUG") from None
            heard = _Heard(lacks=str(fault))
        if heard.lacks:
            run.comments_lacking.add(url=item.url, reason=heard.lacks)
        item.comments = together([*item.comments, *heard.comments])
        if self._archive.pages is not None:
            self._archive.pages.discussed(item, tuple(heard.places))
        return item

    def _is_written(self, item: Post, row: Row) -> bool:
        """Tell whether a line will be written of a post."""
        if not item.title or item.text is None:
            return False
        if row.state is not State.ARCHIVED:
            twin = self._archive.store.duplicates.twin(content_hash(item.title, item.text))
            return not item.text or twin is None
        former = self._archive.store.portal.former()
        if item.changed_by == "rules" or changes(row.digest, item, self._archive.root, former):
            return True
        before = self._archive.record(row) if self._archive.run.mode == "refetch" else None
        return before is not None and finer(item.published_precision, before)

    async def _hear(self, discussion: Discussion) -> _Heard:
        for way in discussion.ways:
            heard = _Heard(lacks="")
            if await self._go(way, discussion, heard):
                return heard
        return _Heard()

    async def _go(self, way: Iterable[str], discussion: Discussion, heard: _Heard) -> bool:
        """Read what is along a way; False if already its first page is not there."""
        waiting = deque(way)
        asked: set[str] = set()
        while waiting:
            if (url := waiting.popleft()) in asked:
                continue
            if len(asked) == _MOST:
                heard.lacks = f"there are more than {_MOST} further pages of them"
                break
            asked.add(url)
            response = await self._ask(url)
            if response is None or not discussion.shows(response):
                if len(asked) == 1:
                    return False
                continue  # comments were taken out meanwhile
            assert isinstance(response, TextResponse)
            now = fetch_time(response)
            heard.comments += discussion.read(response, now)
            if stored := stored_at(response):
                heard.places.append((*stored, now))
            waiting.extend(discussion.further(response))
        return True

    async def _ask(self, url: str) -> Response | None:
        """Return the answer to a request, None if the portal has nothing there for us."""
        if is_closing(self._crawler):
            raise _Fault("the run ends")
        self._archive.run.comment_pages += 1
        request = Request(url, meta={"fragment": "act=getcmt" in url})
        try:
            response = await self._crawler.engine.download_async(request)
        except _NOT_THERE:
            return None
        except (IgnoreRequest, Exception) as error:  # whatever the network does
            raise _Fault(f"its comments: {in_words(error)}") from None
        if response.status == 200:
            return response
        if response.status == 429 or response.status >= 500:
            raise _Fault(f"its comments: status {response.status}")
        return None
