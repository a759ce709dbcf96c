"""The requests of the walk, and in which order they are sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from scrapy import Request

from newsportal.pages.keys import address_of
from newsportal.state.row import Row

if TYPE_CHECKING:
    from newsportal.spiders.posts import PostsSpider


class Priority(IntEnum):
    """What is sent first.

    Posts go before further pages of lists, so that few requests wait at a time.
    """

    FEED = 60
    FRONT = 50
    MENU = 40
    POST = 30
    INDEX = 20
    LIST = 10


class RequestFactory:
    """Makes requests; those for posts are noted."""

    def __init__(self, spider: PostsSpider) -> None:
        self._spider = spider

    def page(
        self, key: str, priority: int, callback: Any = None, errback: Any = None, **kwargs: Any
    ) -> Request:
        """Return the request for a page, *kwargs* being what its callback gets."""
        return Request(
            address_of(self._spider.site.root, key),
            callback or self._spider.parse,
            priority=priority,
            errback=errback or self._spider.failed,
            cb_kwargs=kwargs,
        )

    def front(self) -> Request:
        """Return the request for the front page."""
        return self.page("", Priority.FRONT)

    def menus(self, keys: Iterable[str]) -> list[Request]:
        """Return the requests for the first pages of lists that menus name."""
        return [self.page(key, Priority.MENU) for key in keys]

    def posts(self, rows: Iterable[Row]) -> list[Request]:
        """Return the requests for posts, noted at once: another page may name the same posts."""
        requests = []
        for row in rows:
            if self._spider.which_posts.is_forgotten(row):
                continue
            self._spider.which_posts.ask(row)
            # The state knows what was asked for; a duplicate that is released is asked for twice.
            request = self.page(row.key, Priority.POST, post=row.key)
            request.dont_filter = True
            request.meta.update(tried=row.tried is not None, dont_retry=row.fault is not None)
            requests.append(request)
        return requests

    def posts_if_wanted(self, rows: Iterable[Row]) -> list[Request]:
        """Return the requests for those posts on a list that are to be fetched."""
        once = {row.n: row for row in rows}  # a list may name a post by two addresses
        wanted = self._spider.which_posts.wanted
        return self.posts(row for row in once.values() if wanted(row, listed=True))

    def ahead(self, number: int) -> Iterator[Request]:
        """Yield the requests for the pages of the index that follow page *number*."""
        for page, key in self._spider.lists.ahead(number):
            yield self.page(key, Priority.INDEX, page_of="", page=page)

    def in_turn(self, listing: str, page: int, key: str) -> Request:
        """Return the request for a page of a list that is read in turn."""
        request = self.page(key, Priority.LIST, page_of=listing, page=page)
        tried = self._spider.retry_queue.broken.is_broken(request.url)
        return request.replace(meta={"in_turn": True, "tried": tried}, dont_filter=True)
