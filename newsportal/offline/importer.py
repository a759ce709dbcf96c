"""An archive from pages that somebody else has fetched, read as a crawl reads them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import HtmlResponse, Response, TextResponse

from newsportal.extract import canonical_url
from newsportal.items import Post
from newsportal.middlewares.keep_pages import STORED
from newsportal.middlewares.manners import FETCHED, fetch_time
from newsportal.offline.foreign import Found, answers
from newsportal.offline.walk import FileResponses, OfflineWalk, is_of_any_software
from newsportal.pages.urls import bare_address
from newsportal.pagestore.members import Exchange
from newsportal.pagestore.volumes import Place
from newsportal.platforms.zblog_feed import zblog_feed_items
from newsportal.rereading.stored_answer import as_read
from newsportal.spiders.posts import PostsSpider
from newsportal.themes import theme_of
from newsportal.walk.questions.retry_queue import ROUNDS

Stored = tuple[Place, Place]
_GROUP = 500  # answers


@dataclass(slots=True)
class Importer:
    """Keeps the pages as our own, lets lists and feeds tell of posts, then reads the posts.

    On a portal of any software lists are told from posts by a walk, which has these pages only.
    """

    spider: PostsSpider
    paths: list[Path]
    _kept: dict[str, tuple[Exchange, Stored]] = field(default_factory=dict)
    """What lies at an address without scheme and www, without its body: the last good answer."""
    _named: dict[object, tuple[Exchange, Stored]] = field(default_factory=dict)
    """Answers with bodies, by the names that the files have for these."""
    _answers: int = 0

    async def posts(self) -> AsyncIterator[Post]:
        """Yield the posts in the order in which their pages were fetched."""
        run, root = self.spider.archive.run, self.spider.site.root
        found = [each for each in self._keep() if each[1] is not None]
        self.spider.archive.flush()
        front = self._at(Request(root))
        any_software = is_of_any_software(self.spider, front)
        count = 0
        for post in self._walked() if any_software else self._themed(found):
            count += 1
            yield post
        if not count and not run.failure:
            none = f"of {len(found)} answers of {root} in these files, none is a post"
            run.failure = "; ".join([none, *[*run.failed.values()][:1]])

    def _keep(self) -> Iterator[tuple[Exchange, Stored]]:
        """Store all answers as our own; yield those that count, without their bodies.

        A body may lie in a file behind the one that refers to it.
        """
        waiting = []
        for each in self._found():
            if each.again and self._earlier(each) is None:
                waiting.append(each)
            else:
                yield from self._store(each)
        lost = []
        for each in waiting:
            if self._earlier(each) is None:
                lost.append(each)
            else:
                yield from self._store(each)
        if lost:
            why = f"{len(lost)} answers have their bodies in files that are not here"
            self.spider.archive.run.failed[lost[0].exchange.url] = why

    def _earlier(self, each: Found) -> tuple[Exchange, Stored] | None:
        return next((self._named[name] for name in each.names if name in self._named), None)

    def _store(self, each: Found) -> Iterator[tuple[Exchange, Stored]]:
        pages, exchange = self.spider.archive.pages, each.exchange
        assert pages is not None
        if each.again and (earlier := self._earlier(each)) is not None:
            before, (_, place) = earlier
            exchange.body = self._body(place)
            if not exchange.status:
                exchange.status, exchange.headers = before.status, before.headers
        stored = pages.add(exchange)
        self._answers += 1
        if self._answers % _GROUP == 0:
            self.spider.archive.flush()
        empty = exchange.status == 200 and not exchange.body  # the answer to a HEAD, or none
        exchange.body = b""  # it can be had again
        if stored is None or exchange.cut:
            return
        for name in each.names:
            self._named.setdefault(name, (exchange, stored))
        if empty:
            return
        known = self._kept.get(where := bare_address(exchange.url))
        if known is None or _worth(exchange) >= _worth(known[0]):
            self._kept[where] = exchange, stored
        yield exchange, stored

    def _found(self) -> Iterator[Found]:
        for path in self.paths:
            try:
                yield from answers(path, self.spider.site)
            except (EOFError, ValueError) as error:
                self.spider.archive.run.failed[str(path)] = str(error)

    # A portal of any software

    def _walked(self) -> Iterator[Post]:
        responses = FileResponses(self.spider.site, self._at)
        self.spider.instead = responses.response
        yield from OfflineWalk(self.spider, responses).posts(
            [e.url for e, _ in self._kept.values()]
        )
        if responses.missing:
            self.spider.archive.run.notes.append(
                f"{len(responses.missing)} addresses that pages name are in none of the files,"
                f" first {min(responses.missing)}; a crawl asks the portal for them"
            )

    def _at(self, request: Request) -> Response | None:
        """Return what lies at an address, as the answer to a request."""
        known = self._kept.get(bare_address(request.url))
        if known is None:
            return None
        exchange, stored = known
        meta = {**request.meta, "again": ROUNDS, STORED: stored}
        return self._response(exchange, stored, request.replace(meta=meta))

    # One with a known theme

    def _themed(self, found: list[tuple[Exchange, Stored]]) -> Iterator[Post]:
        shown = []
        for exchange, stored in found:
            if exchange.status != 200:
                continue
            response = self._response(exchange, stored)
            if _shows_post(response):
                shown.append((exchange, stored))
            elif isinstance(response, TextResponse):
                self._tell(response)
        self.spider.archive.flush()
        for exchange, stored in sorted(shown, key=lambda one: one[0].at):
            response = self._response(exchange, stored)
            assert isinstance(response, HtmlResponse)
            key = self.spider.site.key(canonical_url(response, self.spider.site))
            assert response.request is not None
            response.request.cb_kwargs["post"] = key
            yield from self._parsed(response)

    def _tell(self, response: TextResponse) -> None:
        """Take from a list or a feed what it says of posts."""
        if isinstance(response, HtmlResponse):
            list(self._parsed(response))
            return
        items = list(zblog_feed_items(response, fetch_time(response)))
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

    # Answers

    def _body(self, place: Place | None) -> bytes:
        pages = self.spider.archive.pages
        assert pages is not None
        member = pages.store.member(place) if place else None
        if member is None and place is not None:
            self.spider.archive.flush()  # it was taken just now
            member = pages.store.member(place)
        return member.block.partition(b"\r\n\r\n")[2] if member else b""

    def _response(
        self, exchange: Exchange, stored: Stored, request: Request | None = None
    ) -> Response | None:
        # What was fetched by others is believed: nobody can be asked again.
        request = request or Request(exchange.url, meta={"again": ROUNDS, STORED: stored})
        request.meta[FETCHED] = exchange.at
        return as_read(request, exchange.status, exchange.headers, self._body(stored[1]))


def _worth(exchange: Exchange) -> tuple[bool, float]:
    return exchange.status == 200, exchange.at.timestamp()


def _shows_post(response: Response | None) -> bool:
    if not isinstance(response, HtmlResponse):
        return False
    return theme_of(response).kind(response) == "article"
