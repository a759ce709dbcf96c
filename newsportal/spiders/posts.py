"""The walk over a portal.

1. The feed, for exact times; then the front page.
2. The pages that menus name (categories, archive page), and the index from its newest page to its
   last. Posts go before further pages of lists, so that little waits in the queue.
3. Categories, smallest first, on as long as they show posts that no walked list has named.
4. Posts that only other posts, sidebars or sliders name.
5. What failed, once more.

Step 2 runs by priorities; 3 to 5 each begin when nothing is left to do (`next_requests`).
"""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime, time
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider, IgnoreRequest, UsageError
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newsportal.archive import Archive
from newsportal.arguments import Arguments
from newsportal.dates import SHANGHAI, Moment, archive_day, parse_date
from newsportal.extract import canonical_url, read_post
from newsportal.feed import feed_items
from newsportal.items import Post
from newsportal.middlewares.manners import fetch_time
from newsportal.published import Published
from newsportal.published import Route as PublishedRoute
from newsportal.spiders.walk import Walk
from newsportal.store import Route, Row, State
from newsportal.themes import theme_of
from newsportal.themes.base import Kind, Pager, Theme
from newsportal.urls import Site, shape

_FEED, _FRONT, _MENU, _POST, _INDEX, _LIST = 60, 50, 40, 30, 20, 10  # priorities
_MENU_PAGES = 500  # more than any menu has; a bound against pages that make up links
_LISTS = ("index", "category", "tag", "date", "author")
_HREF = re.compile(r'<a href="([^"]+)"')


class PostsSpider(Spider):
    """Archives one portal. Arguments: see `Arguments`."""

    name = "posts"
    arguments: Arguments
    site: Site
    archive: Archive

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        try:
            spider.arguments = Arguments.parse(kwargs, crawler.settings["NEWSPORTAL_URL"])
        except ValueError as error:
            raise UsageError(f"-a {error}", print_help=False) from None
        spider.site = spider.arguments.site
        spider.archive = Archive.open(crawler.settings["NEWSPORTAL_DATA_DIR"], spider.arguments)
        crawler.signals.connect(spider.idle, signal=signals.spider_idle)
        return spider

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._walks: dict[str, Walk] = {}
        self._menu: set[str] = set()
        self._failed: list[Request] = []
        self._posts_asked = 0

    # Requests

    async def start(self) -> AsyncIterator[Request]:
        """Begin with the feed; the front page follows when its times are known."""
        yield self._request("feed.php", _FEED, self.parse_feed, self.feed_failed)

    def _request(
        self, key: str, priority: int, callback: Any = None, errback: Any = None, **kwargs: Any
    ) -> Request:
        return Request(
            self.site.root + key,
            callback or self.parse,
            priority=priority,
            errback=errback or self.failed,
            cb_kwargs=kwargs,
        )

    def _wanted(self, row: Row) -> Iterator[Request]:
        """Yield the request for a post, if it is to be fetched."""
        run = self.archive.run_number
        if row.state is not State.NAMED or row.asked == run or self._too_old(row.published):
            return
        limit = self.arguments.limit
        if limit is not None and self._posts_asked >= limit:
            return
        self._posts_asked += 1
        self.archive.store.ask(row.n, run)
        yield self._request(row.key, _POST, post=row.key)

    def _too_old(self, published: Published | None) -> bool:
        since = self.arguments.since
        if since is None or published is None or published.latest is None:
            return False
        return published.latest < datetime.combine(since, time(), SHANGHAI)

    def _enough(self) -> bool:
        return self.arguments.limit is not None and self._posts_asked >= self.arguments.limit

    # Stages

    def idle(self) -> None:
        """Begin the next stage when nothing is left to do."""
        requests = [] if self.archive.run.failure else list(self.next_requests())
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def next_requests(self) -> Iterable[Request]:
        """Return the requests of the next stage that has any."""
        store, run = self.archive.store, self.archive.run_number
        if self._enough():
            return []
        for walk in sorted(self._walks.values(), key=lambda walk: walk.last):
            if (following := walk.following(store)) is not None:
                return [self._request(following, _LIST, page_of=walk.key)]
        # With a first day given, only neighbours are near enough to be worth a look.
        routes = Route.CHAIN if self.arguments.since else ~Route(0)
        if rows := store.unsettled(run, routes):
            return [request for row in rows for request in self._wanted(row)]
        again, self._failed = self._failed, []
        return again

    # Answers

    def parse_feed(self, response: Response) -> Iterator[Request]:
        """Take the exact times of the newest posts, then begin the walk."""
        yield self._request("", _FRONT)
        if isinstance(response, TextResponse):
            now = fetch_time(response)
            for link, moment in feed_items(response, now):
                yield from self._named(link, response, Route.FEED, _said(moment, "feed"))

    def feed_failed(self, failure: Failure) -> Iterator[Request]:
        """Go on without a feed."""
        self.archive.run.notes.append(f"no feed: {_reason(failure)}")
        yield self._request("", _FRONT)

    def parse(
        self, response: Response, post: str | None = None, page_of: str | None = None, page: int = 1
    ) -> Iterator[Request | Post]:
        """Take any page of the portal for what it is, whatever it was requested as."""
        assert response.request is not None
        self.archive.run.failed.pop(response.request.url, None)
        if not isinstance(response, TextResponse):
            self._settle(post, State.OTHER)
            return
        theme = theme_of(response)
        kind = theme.kind(response)
        if kind in ("closed", "error"):
            yield from self._missed(response.request, f"the portal shows its {kind} page")
        elif kind == "404" or (kind == "index" and post is not None):
            self._gone(post, "the portal shows its front page" if kind == "index" else "not found")
        elif kind in _LISTS:
            self._settle(post, State.OTHER)
            yield from self._parse_list(response, theme, kind, page_of, page)
        elif kind == "article" or (kind is None and post is not None):
            yield from self._parse_post(response, theme, post)
        else:
            self._settle(post, State.OTHER)
            yield from self._parse_archive(response, theme)
        if response.request.url == self.site.root and not self.archive.run.front_page:
            self._stop(f"{self.site.root} shows no list of posts in a theme that newsportal knows")

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Note why a page could not be read."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error, reason = failure.value, _reason(failure)
        if request.url == self.site.root:
            self._stop(f"{self.site.root} cannot be read: {reason}")
        elif isinstance(error, HttpError) and error.response.status in (404, 410):
            self._gone(request.cb_kwargs.get("post"), reason)
        elif isinstance(error, IgnoreRequest) and not isinstance(error, HttpError):
            if self._settle(request.cb_kwargs.get("post"), State.FORBIDDEN, reason):
                self.archive.run.forbidden.add(url=request.url, reason=reason)
        else:
            yield from self._missed(request, reason)

    def _missed(self, request: Request, reason: str) -> Iterator[Request]:
        """A page could not be read: ask once more at the end of the walk."""
        self.archive.run.failed[request.url] = reason
        if not request.meta.get("again"):
            again = self._request("", request.priority, **request.cb_kwargs)
            self._failed.append(
                again.replace(url=request.url, dont_filter=True, meta={"again": True})
            )
        if request.cb_kwargs.get("page_of") == "":
            yield from self._ahead(self._walks[""], request.cb_kwargs["page"])

    def _stop(self, why: str) -> None:
        self.archive.run.failure = why
        raise CloseSpider("failed")

    def _settle(self, post: str | None, state: State, reason: str | None = None) -> bool:
        row = self.archive.store.row(post) if post is not None else None
        if row is None:
            return False
        self.archive.store.settle(row.n, state, reason=reason)
        return True

    def _gone(self, post: str | None, reason: str) -> None:
        if self._settle(post, State.GONE, reason):
            self.archive.run.gone.add(url=f"{self.site.root}{post}", reason=reason)

    # Lists

    def _parse_list(
        self, response: TextResponse, theme: Theme, kind: Kind, page_of: str | None, page: int
    ) -> Iterator[Request]:
        entries, pager = theme.entries(response), theme.pager(response)
        if kind == "index" and not self.archive.run.front_page:
            self.archive.run.front_page = bool(entries)
            self.site.index_php = any("/index.php/" in entry.url for entry in entries)
        walk = self._walk(response, kind, pager, page_of)
        walk.see(pager, self.site, response.url)
        walk.posts = []
        self.archive.run.lists += 1
        now = fetch_time(response)
        route = Route.INDEX if walk.key == "" else Route.LISTING
        for entry in entries:
            published = _said(parse_date(entry.date, now), "listing")
            listing = walk.listing if route is Route.LISTING and not entry.sticky else None
            yield from self._named(entry.url, response, route, published, listing)
            if not entry.sticky and (key := self._key(entry.url, response)) is not None:
                walk.posts.append(key)
        old = bool(walk.posts) and all(map(self._known_old, walk.posts))
        walk.stopped = old or self._enough()
        if walk.at_end():
            self.archive.store.complete(walk.listing)
        if walk.key == "":
            yield from self._ahead(walk, page)
        yield from self._lists([*theme.menu(response), *theme.categories(response)], response)
        self._note(theme.asides(response), response, Route.ELSEWHERE)

    def _walk(self, response: TextResponse, kind: Kind, pager: Pager, page_of: str | None) -> Walk:
        if page_of is None:
            first = self.site.canonical(pager.first or response.url, response.url)
            page_of = "" if kind == "index" or first is None else self.site.key(first)
        if page_of not in self._walks:
            self._walks[page_of] = Walk(page_of, self.archive.store.listing(page_of))
        return self._walks[page_of]

    def _ahead(self, walk: Walk, page: int) -> Iterator[Request]:
        for number, key in walk.ahead(page, self.site):
            yield self._request(key, _INDEX, page_of="", page=number)

    def _known_old(self, key: str) -> bool:
        row = self.archive.store.row(key)
        return row is not None and self._too_old(row.published)

    def _parse_archive(self, response: TextResponse, theme: Theme) -> Iterator[Request]:
        for entry in theme.archive(response):
            moment = archive_day(entry.month, entry.date)
            yield from self._named(entry.url, response, Route.ARCHIVE, _said(moment, "archive"))

    def _lists(self, links: list[str], response: TextResponse) -> Iterator[Request]:
        """Ask for the first pages of lists, and for whatever else a menu names."""
        for key in filter(None, (self._key(link, response) for link in links)):
            if key not in self._menu and len(self._menu) < _MENU_PAGES:
                self._menu.add(key)
                yield self._request(key, _MENU)

    # Posts

    def _parse_post(
        self, response: TextResponse, theme: Theme, asked_as: str | None
    ) -> Iterator[Request | Post]:
        now = fetch_time(response)
        key = self.site.key(canonical_url(response, self.site))
        store, run = self.archive.store, self.archive.run
        row = store.sight(key, Route(0), now)
        if asked_as is not None and asked_as != key:
            alias = store.row(asked_as)
            assert alias is not None
            store.settle(alias.n, State.ALIAS, original=row.n)
        if row.state is not State.NAMED:
            return
        run.fetched += 1
        post, published = read_post(response, theme, self.site, now, self.crawler.stats)
        post.first_seen_at = min(row.seen_at, post.fetched_at or row.seen_at)
        if published is not None and row.published is not None:
            published = published.merge(row.published)
        published = published or row.published
        if published is not None:
            store.date(row.n, published)
            published.write_to(post)
        if self._too_old(published):
            run.too_old += 1
            return
        yield post
        self._note([link.url for link in (post.previous, post.next) if link], response, Route.CHAIN)
        self._note([link.url for link in post.related], response, Route.RELATED)
        self._note(theme.asides(response), response, Route.ELSEWHERE)
        self._note(self._links_like(post, key), response, Route.ELSEWHERE)
        yield from self._lists(theme.categories(response), response)

    # Addresses

    def _key(self, url: str, response: Response) -> str | None:
        """Return the key of a page of the portal, None for the front page and all else."""
        canonical = self.site.canonical(url, response.url)
        return None if canonical is None else self.site.key(canonical) or None

    def _named(
        self, url: str, response: Response, route: Route, published: Published | None = None,
        listing: int | None = None,
    ) -> Iterator[Request]:  # fmt: skip
        """Note that a page names a post, and ask for it if it is wanted."""
        if (key := self._key(url, response)) is not None:
            now = fetch_time(response)
            yield from self._wanted(self.archive.store.sight(key, route, now, published, listing))

    def _links_like(self, post: Post, key: str) -> Iterator[str]:
        """Yield the links in a body whose addresses have the form of the post's own."""
        form = shape(key)
        for link in map(html.unescape, _HREF.findall(post.html)) if form else ():
            canonical = self.site.canonical(link)
            if canonical is not None and shape(self.site.key(canonical)) == form:
                yield canonical

    def _note(self, urls: Iterable[str], response: Response, route: Route) -> None:
        """Note posts that are to be asked for when the lists have been walked."""
        now = fetch_time(response)
        for key in filter(None, (self._key(url, response) for url in urls)):
            self.archive.store.sight(key, route, now)


def _said(moment: Moment | None, route: PublishedRoute) -> Published | None:
    return Published.of(moment, route) if moment else None


def _reason(failure: Failure) -> str:
    error = failure.value
    if isinstance(error, HttpError):
        return f"status {error.response.status}"
    return f"{error}".split("\n", 1)[0][:200] or type(error).__name__
