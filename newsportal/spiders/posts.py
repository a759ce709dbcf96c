"""The walk over a portal.

1. The feed, for exact times; then the front page. If the feed reaches back to posts that the last
   good run knew, it has told all that is new, and an update ends here but for steps 4 and 6.
2. The pages that menus name (categories, archive page), and the index from its newest page on: to
   its last one, or in an update to one without news. Posts go before further pages of lists, so
   that little waits in the queue.
3. Categories, smallest first: as long as they bring news, or with ``mode=full`` to their ends.
4. Posts that only other posts, sidebars or sliders name, and those that look changed.
5. ``refetch``: every known post. ``full``: the known posts that no list has shown.
6. What failed, once more.

Step 2 runs by priorities; 3 to 6 each begin when nothing is left to do (`next_requests`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CloseSpider,
    DontCloseSpider,
    DownloadCancelledError,
    IgnoreRequest,
    UsageError,
)
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newsportal.archive.archive import Archive
from newsportal.archive.kept_pages import Keeping
from newsportal.archive.removal import Removals
from newsportal.arguments import Arguments
from newsportal.chinese.dates import SHANGHAI
from newsportal.extract import canonical_url, read_post
from newsportal.items import Post
from newsportal.middlewares.boundary import OffPortal
from newsportal.middlewares.manners import Forbidden, RunEnds, fetch_time
from newsportal.middlewares.whole import Unreadable
from newsportal.pages.feed import feed_items
from newsportal.pages.page import base_url
from newsportal.pages.urls import Site
from newsportal.platforms.zblog import FEED, ZBLOG
from newsportal.rereading.left_behind import left_behind
from newsportal.spiders.again import ROUNDS, Again, asked_for, rounds_of, times_not_found
from newsportal.spiders.bounds import Bounds
from newsportal.spiders.choice import Choice
from newsportal.spiders.day_feeds import DayFeeds
from newsportal.spiders.doubt import LISTS, is_doubtful
from newsportal.spiders.fate import Fate
from newsportal.spiders.news import News
from newsportal.spiders.sightings import Sightings
from newsportal.spiders.walk import Walk
from newsportal.state.row import Route, Row, State
from newsportal.themes import theme_of
from newsportal.themes.base import Kind, Pager, Theme

_FEED, _FRONT, _MENU, _POST, _INDEX, _LIST = 60, 50, 40, 30, 20, 10  # priorities


class PostsSpider(Spider):
    """Archives one portal. Arguments: see `Arguments`."""

    name = "posts"
    arguments: Arguments
    site: Site
    archive: Archive
    sightings: Sightings
    choice: Choice
    news: News
    removals: Removals
    fate: Fate
    again: Again
    day_feeds: DayFeeds

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        try:
            spider.arguments = Arguments.parse(kwargs, crawler.settings["NEWSPORTAL_URL"])
        except ValueError as error:
            raise UsageError(f"-a {error}", print_help=False) from None
        spider.site = spider.arguments.site
        spider.site.platform = ZBLOG
        keeping = Keeping.of(crawler.settings)
        data_dir = crawler.settings["NEWSPORTAL_DATA_DIR"]
        spider.archive = Archive.open(data_dir, spider.arguments, keeping)
        update = spider.arguments.mode == "update"
        spider.news = News(spider.archive.store.settled_run() if update else 0)
        spider.sightings = Sightings(spider.archive, spider.site)
        spider.choice = Choice(spider.archive, spider.arguments, spider.bounds)
        wait = timedelta(hours=crawler.settings.getfloat("NEWSPORTAL_REMOVAL_HOURS"))
        spider.removals = Removals(spider.archive, wait, spider.arguments.removals_confirmed)
        spider.fate = Fate(spider.archive, spider.bounds, spider.news, spider.removals)
        spider.again = Again(spider.archive.run)
        allowed = crawler.settings.getint("NEWSPORTAL_DAY_FEEDS")
        spider.day_feeds = DayFeeds(spider.archive.store, allowed)
        crawler.signals.connect(spider.idle, signal=signals.spider_idle)
        return spider

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.walks: dict[str, Walk] = {}
        self.bounds = Bounds()

    # Requests

    async def start(self) -> AsyncIterator[Request | Post]:
        """Begin with the feed; the front page follows when its times are known.

        Before it comes what a run that died had read, and not written.
        """
        if self.archive.pages is not None and self.archive.pages.adopted:
            async for post in left_behind(self.crawler, self.archive, self.site):
                yield post
        store = self.archive.store
        if self.news.settled and not store.has_feed():
            self.archive.run.notes.append("no feed when last looked; the lists are used")
            yield self._request("", _FRONT)
            for key in store.lists_off_the_index():
                yield self._request(key, _MENU)
            return
        feed = self._request(FEED, _FEED, self.parse_feed, self.feed_failed)
        yield feed.replace(meta={"dont_retry": True})

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

    def _wanted(self, row: Row, *, listed: bool = False) -> Iterator[Request]:
        """Yield the request for a post, if it is to be fetched."""
        if self.choice.wants(row, listed=listed):
            yield self._ask(row)

    # Stages

    def idle(self) -> None:
        """Begin the next stage when nothing is left to do."""
        requests = [] if self.archive.run.failure else list(self.next_requests())
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def next_requests(self) -> list[Request]:
        """Return the requests of the next stage that has any."""
        if self.choice.enough():
            return []
        mode, run = self.arguments.mode, self.archive.run_number
        for walk in sorted(self.walks.values(), key=lambda walk: walk.last):
            following = walk.following(self.archive.store, run, to_the_end=mode != "update")
            if following is not None:
                return [self._request(following, _LIST, page_of=walk.key)]
        # Lists know times that the pages of their posts may not tell.
        if requests := self.again.take_lists():
            return requests
        if requests := [self._ask(row) for row in self.choice.rest()]:
            return requests
        if key := self.day_feeds.next_key():
            return [self._request(key, _FEED, self.parse_day_feed)]
        if requests := self.again.take():
            return requests
        for page in self._gaps():
            for pages in (self.archive.run.failed, self.archive.run.unread_lists):
                pages.setdefault(page, "not found, but pages behind it are there")
        all_seen = mode != "update" and not self.arguments.since and self._lists_read()
        if all_seen and (rows := self.archive.store.unlisted(run)):
            return [self._ask(row) for row in rows]
        self.removals.settle()
        # Posts that were thought duplicates of one that changed or went.
        return [self._ask(row) for row in self.choice.rest()]

    def parse_day_feed(self, response: Response) -> Iterator[Request]:
        """Take the exact times of the posts of one day."""
        if isinstance(response, TextResponse):
            for item in feed_items(response, fetch_time(response)):
                if row := self.sightings.feed_item(item, response):
                    yield from self._wanted(row, listed=True)

    def _gaps(self) -> list[str]:
        walk = self.walks.get("")
        return [self.site.root + key for key in walk.gaps(self.site)] if walk else []

    def _lists_read(self) -> bool:
        return not self.archive.run.unread_lists and all(
            walk.at_end() for walk in self.walks.values()
        )

    def _ask(self, row: Row) -> Request:
        self.choice.ask(row)
        # The state knows what was asked for; a duplicate that is released is asked for twice.
        return self._request(row.key, _POST, post=row.key).replace(dont_filter=True)

    # Answers

    def parse_feed(self, response: Response) -> Iterator[Request]:
        """Take the exact times of the newest posts, then begin the walk."""
        assert response.request is not None
        self._arrive(response.request)
        yield self._request("", _FRONT)
        if isinstance(response, TextResponse):
            items = list(feed_items(response, fetch_time(response)))
            self.site.learn(item.url for item in items)
            rows = [row for item in items if (row := self.sightings.feed_item(item, response))]
            if complaint := self.news.judge_feed(rows, fetch_time(response)):
                self.archive.run.notes.append(complaint)
            if rows:
                store = self.archive.store
                store.walked(store.listing(FEED), self.archive.run_number)
            for row in rows:
                yield from self._wanted(row, listed=True)

    def feed_failed(self, failure: Failure) -> Iterator[Request]:
        """Go on without a feed."""
        self._arrive(failure.request)  # type: ignore[attr-defined]
        self.archive.run.notes.append(f"no feed ({_reason(failure)}); the lists are used")
        yield self._request("", _FRONT)

    def parse(
        self, response: Response, post: str | None = None, page_of: str | None = None, page: int = 1
    ) -> Iterator[Request | Post]:
        """Take any page of the portal for what it is, whatever it was requested as."""
        assert response.request is not None
        if self.archive.run.failure:
            return  # asked for before the run had failed
        request = response.request
        self.again.settle(request)
        if asked_for(request) == self.site.root:
            self._arrive(request)
        theme, kind = None, None
        if isinstance(response, TextResponse):
            theme = theme_of(response)
            kind = theme.kind(response)
        if rounds_of(request) < ROUNDS and is_doubtful(
            request, response, theme, kind, self.site.root, self.fate.expected
        ):
            why = f"the page is not what was asked for ({kind})"
            yield from self._missed(request, why, ROUNDS, not_found=kind == "404")
        elif not isinstance(response, TextResponse) or theme is None:
            self.fate.settle(post, State.OTHER)
        elif kind in ("closed", "error"):
            yield from self._missed(response.request, f"the portal shows its {kind} page")
        elif kind == "404":
            self._not_found(request, response, "not found")
        elif kind == "index" and post is not None:
            # No such post, or a portal that answers everything alike: no reason to give one up.
            self.fate.gone(post, response.request.url, "the portal shows its front page")
        elif kind in LISTS:
            # What a menu names may stand in a sidebar, too, and need not be asked for again.
            key = self.site.key(asked_for(request)) if post is None else post
            self.fate.settle(key, State.OTHER)
            yield from self._parse_list(response, theme, kind, page_of, page)
        elif kind == "article" or (kind is None and post is not None):
            yield from self._parse_post(response, theme, post)
        else:
            self.fate.settle(post, State.OTHER)
            # Its posts wait for the lists, which may know their time better.
            for entry in theme.archive(response):
                self.sightings.archived(entry, response)
        if request.url == self.site.root and not self.archive.run.front_page:
            if asked_for(request) in self.archive.run.failed:
                return  # and asked for again
            self._stop(f"{self.site.root} shows no list of posts in a theme that newsportal knows")

    def _arrive(self, request: Request) -> None:
        """Follow the redirect of feed or front page that tells the portal's real name."""
        before = self.site.root
        if self.site.move(asked_for(request), request.url):
            self.archive.store.name(self.site.root)
            self.archive.run.notes.append(
                f"{before} redirects to {self.site.root}; named so, it saves requests"
            )

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Note why a page could not be read."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error, reason = failure.value, _reason(failure)
        if isinstance(error, RunEnds):
            return  # the next run asks
        post, asked = request.cb_kwargs.get("post"), asked_for(request)
        # Never retried by Scrapy: refusals, redirects that lead nowhere, pages too large.
        odd = isinstance(error, IgnoreRequest | DownloadCancelledError | ValueError)
        forbidden = isinstance(error, Forbidden) and request.url == asked
        last = not odd or forbidden or rounds_of(request) == ROUNDS
        if self.site.root in (asked, request.url) and last:
            shows = "shows no list of posts" if isinstance(error, Unreadable) else "cannot be read"
            self._stop(f"{self.site.root} {shows}: {reason}")
        elif isinstance(error, HttpError) and error.response.status in (404, 410):
            named = post is None or self.fate.expected(post)
            if named and rounds_of(request) < ROUNDS:
                yield from self._missed(request, reason, ROUNDS, not_found=True)
                return
            self.again.settle(request)
            self._not_found(request, error.response, reason)
        elif isinstance(error, OffPortal) and last:
            self.fate.settle(post, State.OTHER, reason)
            self.again.settle(request)
        elif isinstance(error, Forbidden) and last:
            self.again.settle(request)
            if self.fate.settle(post, State.FORBIDDEN, reason):
                self.archive.run.forbidden.add(url=request.url, reason=reason)
        elif isinstance(error, DownloadCancelledError) and not request.cb_kwargs and last:
            # A page that a menu names: an archive page grows with the portal, beyond every bound.
            self.again.settle(request)
            self.archive.run.notes.append(f"{request.url} is left out: above DOWNLOAD_MAXSIZE")
        else:
            yield from self._missed(request, reason, ROUNDS if odd else 1)

    def _missed(
        self, request: Request, reason: str, rounds: int = 1, *, not_found: bool = False
    ) -> Iterator[Request]:
        """A page could not be read: ask again at the end of the walk, so many times in all."""
        post, twice = request.cb_kwargs.get("post"), times_not_found(request) > 1
        believed = rounds_of(request) >= rounds and twice  # the other answers said nothing
        if believed and self.fate.gone(post, asked_for(request), "not found"):
            self.again.settle(request)  # a list that shows the post brings it back
            return
        self.again.add(request, reason, rounds, not_found=not_found)
        if request.cb_kwargs.get("page_of") == "":
            yield from self._ahead(self.walks[""], request.cb_kwargs["page"])

    def _stop(self, why: str) -> None:
        self.archive.run.failure = why
        raise CloseSpider("failed")

    def _not_found(self, request: Request, response: Response, reason: str) -> None:
        """The portal has said often enough that it does not know a page."""
        post = request.cb_kwargs.get("post")
        if post is None:
            self.bounds.lists_in_vain += 1
            self.archive.run.lists_gone.add(url=request.url, reason=reason)
        elif complaint := self.fate.not_found(post, fetch_time(response), reason):
            self._stop(complaint)
        if request.cb_kwargs.get("page_of") == "":
            self.walks[""].not_found.add(request.cb_kwargs["page"])

    # Lists

    def _parse_list(
        self, response: TextResponse, theme: Theme, kind: Kind, page_of: str | None, page: int
    ) -> Iterator[Request]:
        entries, pager = theme.entries(response), theme.pager(response)
        if kind == "index" and not self.archive.run.front_page:
            self.archive.run.front_page = bool(entries)
            pages = [*pager.numbered.values(), *theme.menu(response), *theme.categories(response)]
            self.site.learn([*(entry.url for entry in entries), *pages])
        walk = self._walk(response, kind, pager, page_of)
        walk.see(pager, self.site, response.url, base_url(response, self.site))
        self.archive.run.lists += 1
        natural = []
        for entry in entries:
            row = self.sightings.entry(entry, response, walk.listing, index=walk.key == "")
            if row is not None:
                yield from self._wanted(row, listed=True)
                natural += [] if entry.sticky else [row]
        walk.posts = [row.key for row in natural]
        walk.first = walk.first or walk.posts
        self._bound(walk, response, is_first=page_of is None)
        walk.stopped |= self.choice.enough() or self._ends(walk, page, natural)
        if walk.at_end():
            self.archive.store.walked(walk.listing, self.archive.run_number)
        self.sightings.posts(theme.asides(response), response, Route.ELSEWHERE)
        if walk.key == "":
            self.news.walking |= not walk.stopped
            yield from self._ahead(walk, page)
        if kind != "index" or page_of is not None or response.url == self.site.root:
            # Else it is the front page in place of another page: its menus have been read.
            yield from self._lists([*theme.menu(response), *theme.categories(response)], response)

    def _bound(self, walk: Walk, response: Response, *, is_first: bool) -> None:
        """Walk no list that repeats another one, or that shows more posts than there are."""
        if is_first and self.bounds.is_repeat(walk.posts) and response.url != self.site.root:
            self.bounds.lists_in_vain += 1
            if walk.key != "":
                walk.next = None
        walk.shown += self.bounds.shown(len(walk.posts))
        if not walk.stopped and self.bounds.too_long(walk.shown, self.archive.store.known()):
            walk.stopped, walk.next = True, None
            reason = f"the list goes on after {walk.shown} posts, more than there are"
            self.archive.run.refused.add(url=response.url, reason=reason)

    def _ends(self, walk: Walk, page: int, natural: list[Row]) -> bool:
        """Tell whether the pages behind this one are not needed."""
        if natural and all(self.choice.too_old(row.published) for row in natural):
            return True
        if walk.key != "":
            return False
        if page == 1 and (complaint := self.news.judge_front(natural)):
            self.archive.run.notes.append(complaint)
        return self.news.ends(natural)

    def _walk(self, response: TextResponse, kind: Kind, pager: Pager, page_of: str | None) -> Walk:
        if page_of is None:
            links = (pager.first, response.url) if kind != "index" else ()
            keys = (self.sightings.key(link, response) for link in links if link)
            page_of = next(filter(None, keys), "")  # none but the index begins at the front page
        if page_of not in self.walks:
            listing = self.archive.store.listing(page_of)
            self.walks[page_of] = Walk(page_of, listing, after=self.news.settled)
        return self.walks[page_of]

    def _ahead(self, walk: Walk, page: int) -> Iterator[Request]:
        for number, key in walk.ahead(page, self.site):
            yield self._request(key, _INDEX, page_of="", page=number)

    def _lists(self, links: list[str], response: TextResponse) -> Iterator[Request]:
        """Ask for the first pages of lists, and for whatever else a menu names."""
        if not self.news.walking:
            return
        for key in filter(None, (self.sightings.key(link, response) for link in links)):
            if not self.bounds.is_new(key):
                continue
            if self.bounds.menus_allowed():
                yield self._request(key, _MENU)
            else:
                reason = f"{self.bounds.lists_in_vain} lists in menus show no posts of their own"
                self.archive.run.refused.add(url=self.site.root + key, reason=reason)

    # Posts

    def _parse_post(
        self, response: TextResponse, theme: Theme, asked_as: str | None
    ) -> Iterator[Request | Post]:
        now = fetch_time(response)
        self.day_feeds.today = now.astimezone(SHANGHAI).date()
        key = self.site.key(canonical_url(response, self.site))
        run = self.archive.run
        row = self.sightings.post(key, response, Route(0))
        if asked_as != key:
            self.fate.settle(asked_as, State.ALIAS, original=row.n)
            if row.state is not State.NAMED:
                self.bounds.posts_in_vain += 1
                return
        run.fetched += 1
        post, published = read_post(response, theme, self.site, now, self.crawler.stats)
        published = self.sightings.date(row, post, published, response, now)
        if self.choice.too_old(published):
            run.too_old += 1
            return
        run.figures.count(post)
        self.sightings.chained(row, post, response)
        yield post
        self.sightings.linked(post, key, theme.asides(response), response)
        yield from self._lists(theme.categories(response), response)


def _reason(failure: Failure) -> str:
    error = failure.value
    if isinstance(error, HttpError):
        return f"status {error.response.status}"
    return f"{error}".split("\n", 1)[0][:200] or type(error).__name__
