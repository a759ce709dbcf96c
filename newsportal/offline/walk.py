"""The walk over a portal of any software, whose answers come from files instead of the network."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from newsportal.discovery.shape_evidence import Verdict
from newsportal.items import Post
from newsportal.middlewares.manners import RunEnds, fetch_time
from newsportal.pages.site import Site
from newsportal.pages.urls import bare_address
from newsportal.state.row import Route
from newsportal.walk.fetched import Fetched

if TYPE_CHECKING:
    from newsportal.spiders.posts import PostsSpider

_HOPS = 5  # redirects
Answer = Callable[[Request], Response | None]


class FileResponses:
    """Answers requests with what *answer* makes of what lies at their addresses."""

    def __init__(self, site: Site, answer: Answer) -> None:
        self._site = site
        self._answer = answer
        self.missing: set[str] = set()
        """Addresses that pages name as posts or lists and that are in none of the files."""
        self.read: set[str] = set()
        """What was asked for, without scheme and www."""

    def response(self, request: Request) -> Response | None:
        """Return what a crawl would have got, redirects followed; None where it is not there."""
        asked, hops = request.url, []
        for _ in range(_HOPS):
            self.read.add(bare_address(request.url))
            response = self._answer(request)
            if response is None:
                break
            place = (response.headers.get("Location") or b"").decode("latin-1")
            if not 300 <= response.status < 400 or not place:
                return response
            hops.append(request.url)
            target = urljoin(request.url, place)
            if not self._site.holds(target):
                break
            request = request.replace(url=target, meta={**request.meta, "redirect_urls": [*hops]})
        if request.cb_kwargs:  # but for guesses, such as where a feed may be
            self.missing.add(asked)
        return None


class OfflineWalk:
    """Does what the engine does: asks, hands over, goes on."""

    def __init__(self, spider: PostsSpider, responses: FileResponses) -> None:
        self._spider = spider
        self._responses = responses
        self._waiting: deque[Request] = deque()

    def posts(self, urls: list[str]) -> Iterator[Post]:
        """Yield the posts; *urls* are all pages that there are, those too that no other names."""
        try:
            yield from self._walk()
            yield from self._rest(urls)
        except CloseSpider:
            return  # the run has failed, and says why

    def _walk(self) -> Iterator[Post]:
        spider = self._spider
        if spider.any_walk is None:
            self._waiting.append(Request(spider.site.root, spider.parse, errback=spider.failed))
        else:
            self._waiting.extend(spider.any_walk.start())
        while self._waiting:
            yield from self._one(self._waiting.popleft())
            if not self._waiting and spider.any_walk is not None and not spider.archive.run.failure:
                self._waiting.extend(spider.any_walk.next_requests())

    def _one(self, request: Request) -> Iterator[Post]:
        response = self._responses.response(request)
        if response is None or response.status != 200:
            if request.errback is None:
                return
            failure = Failure(RunEnds("it is in none of the files"))
            failure.request = request  # type: ignore[attr-defined]
            followed = request.errback(failure)
        else:
            assert request.callback is not None
            followed = request.callback(response, **request.cb_kwargs)
        for each in followed or ():
            if isinstance(each, Post):
                yield each
            else:
                self._waiting.append(each)

    def _rest(self, urls: list[str]) -> Iterator[Post]:
        """Read the pages, too, that are posts by the shape of their address, and named nowhere."""
        spider, walk = self._spider, self._spider.any_walk
        if walk is None or spider.archive.run.failure:
            return
        for url in urls:
            canonical = spider.site.canonical(url)
            if canonical is None or bare_address(url) in self._responses.read:
                continue
            key = walk.known.own(spider.site.key(canonical))
            if not key or walk.known.shape_at(key).verdict is not Verdict.POST:
                continue
            at = self._responses.response(Request(url))
            if isinstance(at, TextResponse) and at.status == 200:
                row = walk.known.sight(key, fetch_time(at), Route.ELSEWHERE)
                walk.which_posts.ask(row)
                yield from self._one(walk.request(canonical, walk.answers.parse, 0, post=row.key))


def is_of_any_software(spider: PostsSpider, front: Response | None) -> bool:
    """Tell whether pages are read by general rules: it is known, or the front page says so."""
    if spider.any_walk is not None:
        return True
    return front is not None and spider.is_of_any_software(Fetched.page(front))
