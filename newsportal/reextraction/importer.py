"""An archive from pages that somebody else has fetched, read as a crawl reads them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from email.utils import format_datetime
from pathlib import Path

from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import HtmlResponse, Response, TextResponse

from newsportal.extract import canonical_url
from newsportal.items import Post
from newsportal.middlewares.keep_pages import STORED
from newsportal.middlewares.manners import fetch_time
from newsportal.pages.feed import feed_items
from newsportal.pagestore.members import Exchange
from newsportal.pagestore.volumes import Place
from newsportal.reextraction.foreign import exchanges
from newsportal.rereading.stored_answer import as_read
from newsportal.spiders.posts import PostsSpider
from newsportal.spiders.questions.asked_again import ROUNDS
from newsportal.themes import theme_of

Stored = tuple[Place, Place]
_GROUP = 500  # answers


@dataclass(slots=True)
class Importer:
    """Keeps the pages as our own, lets lists and feeds tell of posts, then reads the posts."""

    spider: PostsSpider
    paths: list[Path]

    async def posts(self) -> AsyncIterator[Post]:
        """Yield the posts in the order in which their pages were fetched."""
        pages = self.spider.archive.pages
        assert pages is not None
        found: list[tuple[Exchange, Stored]] = []
        for number, exchange in enumerate(exchanges(self.paths, self.spider.site), 1):
            stored = pages.add(exchange)
            if number % _GROUP == 0:
                self.spider.archive.flush()
            if stored is None or exchange.status != 200:
                continue
            response = _response(exchange, stored)
            if _shows_post(response):
                exchange.body = b""  # it can be had again
                found.append((exchange, stored))
            elif isinstance(response, TextResponse):
                self._tell(response)
        self.spider.archive.flush()
        for exchange, stored in sorted(found, key=lambda one: one[0].at):
            exchange.body = self._body(stored)
            response = _response(exchange, stored)
            assert isinstance(response, HtmlResponse)
            key = self.spider.site.key(canonical_url(response, self.spider.site))
            assert response.request is not None
            response.request.cb_kwargs["post"] = key
            for post in self._parsed(response):
                yield post

    def _body(self, stored: Stored) -> bytes:
        assert self.spider.archive.pages is not None
        member = self.spider.archive.pages.store.member(stored[1])
        return member.block.partition(b"\r\n\r\n")[2] if member else b""

    def _tell(self, response: TextResponse) -> None:
        """Take from a list or a feed what it says of posts."""
        if isinstance(response, HtmlResponse):
            list(self._parsed(response))
            return
        items = list(feed_items(response, fetch_time(response)))
        self.spider.site.learn(item.url for item in items)
        for item in items:
            self.spider.sightings.feed_item(item, response)

    def _parsed(self, response: Response) -> Iterator[Post]:
        try:
            for following in self.spider.parse(response):
                if isinstance(following, Post):
                    yield following
        except CloseSpider:  # a front page that is no list is no reason to end
            self.spider.archive.run.failure = None


def _shows_post(response: Response | None) -> bool:
    if not isinstance(response, HtmlResponse):
        return False
    return theme_of(response).kind(response) == "article"


def _response(exchange: Exchange, stored: Stored) -> Response | None:
    # What was fetched by others is believed: nobody can be asked again.
    request = Request(exchange.url, meta={"again": ROUNDS, STORED: stored})
    headers = exchange.headers
    if not any(name.lower() == "date" for name, _ in headers):
        headers = [*headers, ("Date", format_datetime(exchange.at, usegmt=True))]
    return as_read(request, exchange.status, headers, exchange.body)
