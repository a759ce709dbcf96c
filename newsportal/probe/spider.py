"""The spider that looks at a portal with twenty requests at most, into a passing folder."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response, TextResponse

from newsportal.discovery.software import software_of
from newsportal.items import Post
from newsportal.probe.findings import Findings
from newsportal.spiders.posts import PostsSpider
from newsportal.themes import THEMES
from newsportal.walk.anywhere.walk import AnyWalk

_REQUESTS = 20
_SEEDS = 5  # of them for feeds and sitemaps
_LISTS = 4
_POSTS = 5


class ProbeWalk(AnyWalk):
    """Reads a little of everything."""

    def next_requests(self) -> list[Request]:
        spider = self.spider
        assert isinstance(spider, ProbeSpider)
        if (seeds := self.front.next()) or self.run.failure:
            return seeds
        if spider.left > _REQUESTS - 1 - _SEEDS:
            stages = (
                self.seeds.feeds,
                self.seeds.sitemaps.next,
            )  # in turn: neither eats up the other
            first, second = stages if spider.left % 2 else stages[::-1]
            if seeds := first() or second():
                return seeds
            spider.left = min(spider.left, _REQUESTS - 1 - _SEEDS)
        if self._lists_left and (lists := self._few_lists()):
            return lists
        if self.run.fetched < _POSTS and (posts := self._posts()):
            return posts[: _POSTS - self.run.fetched]
        if samples := self._samples_of_posts():
            return samples
        # Where no post was read, frames or a sitemap name them: the few pages that were decide.
        return [] if self.run.fetched else self._settle_shapes()[:_POSTS]

    _lists_left = _LISTS - 1

    def _few_lists(self) -> list[Request]:
        """Return a further page of a list, then a list that a menu names, in turn."""
        self._lists_left -= 1
        stages = (self.lists_next.pages, self._next_list)
        for stage in stages if self._lists_left % 2 else stages[::-1]:
            if found := stage():
                return found[:1]
        return []

    _waiting: Sequence[Request] = ()

    def _next_list(self) -> list[Request]:
        found = self._waiting or self.lists_next.lists()
        self._waiting = found[1:]
        return [*found[:1]]


class ProbeSpider(PostsSpider):
    """Looks at a portal of any theme."""

    name = "probe"
    keeps = False
    takes_media = False
    findings: Findings

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left = _REQUESTS
        self.findings = Findings()

    def walk_anywhere(self) -> ProbeWalk:
        return ProbeWalk(self)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.sent, signal=signals.request_reached_downloader)
        return spider

    def sent(self, request: Request) -> None:
        """Count what was not yielded: robots.txt, what a redirect leads to, a second try."""
        again = request.meta.get("redirect_times") or request.meta.get("retry_times")
        if again or request.url.endswith("/robots.txt"):
            self.left -= 1

    async def start(self) -> AsyncIterator[Request]:
        """Begin with the front page, which shows how to go on."""
        for request in self._within([self.requests.page("", 0)]):
            yield request

    def _within(self, found: Iterable[Any]) -> Iterator[Any]:
        """Yield what was found, of the requests so many as are left."""
        for each in found:
            if isinstance(each, Request):
                if self.left <= 0:
                    continue
                self.left -= 1
            yield each

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Request | Post]:
        if isinstance(response, TextResponse) and not self.findings.theme:
            self.findings.software = software_of(response)
            theme = next((theme for theme in THEMES if theme.recognises(response)), None)
            self.findings.theme = theme.name if theme else "generic"
            if theme:  # the walk of any portal looks for feeds itself
                yield from self._within([self.feeds.newest()])
        yield from self._within(super().parse(response, **kwargs))

    def idle(self) -> None:
        requests: list[Request] = []
        if not self.archive.run.failure:
            requests = list(self._within(self.next_requests()))
        for request in requests:
            self.crawler.engine.crawl(request)
        self.findings.take(self)
        if requests:
            raise DontCloseSpider

    def closed(self, reason: str) -> None:  # noqa: ARG002 (Scrapy's)
        """Take what ended the probe early."""
        self.findings.portal = self.site.root
        run, walk = self.archive.run, self.any_walk
        bare = walk.front.bare if walk is not None and not run.fetched else ""
        self.findings.refusal = run.failure or bare or None  # the requests may end before the doubt
