"""The walk over a portal whose software nobody has described.

1. Read the front page as a list. From its pager and its links on, read lists breadth-first, each as
   long as its pages show posts that no list of this run has shown before. What a list shows as
   posts is named; of shapes of address that are undecided a few samples are read.
2. Read the posts of the shapes that are posts'. Posts and lists take turns, so that little waits.
3. Read feeds and sitemaps, which name what lists do not, and tell what has changed.
4. Ask again for what could not be read, or was neither a post nor a list.

An update asks the feed, the sitemap if it tells news, and page 1 of the lists that brought news,
and of one that did not for long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import TextResponse

from newsportal.archive.boilerplate import ON_MANY_POSTS
from newsportal.discovery.shape_evidence import Shape, Verdict
from newsportal.pages.attachments import is_file
from newsportal.pages.keys import address_of
from newsportal.platforms.generic import GENERIC
from newsportal.state.row import Route, Row, State
from newsportal.state.shapes import SAMPLES, Shapes
from newsportal.themes.configured import ConfiguredTheme
from newsportal.walk.anywhere.aliases import Aliases
from newsportal.walk.anywhere.answers import Answers
from newsportal.walk.anywhere.completeness.hidden_lists import HiddenLists
from newsportal.walk.anywhere.completeness.hidden_posts import HiddenPosts
from newsportal.walk.anywhere.completeness.owed import name_what_is_owed
from newsportal.walk.anywhere.file_posts import FilePosts
from newsportal.walk.anywhere.front_page import FrontPage
from newsportal.walk.anywhere.frontier import Frontier
from newsportal.walk.anywhere.known import KnownAddresses
from newsportal.walk.anywhere.misses import Misses
from newsportal.walk.anywhere.other_hosts import OtherHosts
from newsportal.walk.anywhere.page_kinds import PageKinds, asked_as
from newsportal.walk.anywhere.post_pages import PostPages
from newsportal.walk.anywhere.sources.list_pages import ListPages
from newsportal.walk.anywhere.sources.list_titles import ListTitles
from newsportal.walk.anywhere.sources.menus import Menus
from newsportal.walk.anywhere.sources.neighbours import NeighbourOrder
from newsportal.walk.anywhere.sources.next_lists import NextLists
from newsportal.walk.anywhere.sources.scripted_menu import ScriptedMenu
from newsportal.walk.anywhere.sources.seeds import Seeds
from newsportal.walk.fetched import Following

if TYPE_CHECKING:
    from newsportal.spiders.posts import PostsSpider

_POST, _LIST = 30, 20  # priorities


class AnyWalk:
    """The strategy of the spider on such a portal."""

    def __init__(self, spider: PostsSpider) -> None:
        self.spider = spider
        self.archive, self.site = spider.archive, spider.site
        self.site.platform = GENERIC
        self.run, self.store = self.archive.run, self.archive.store
        self.which_posts, self.retry_queue = spider.which_posts, spider.retry_queue
        self.not_there, self.sightings = spider.not_there, spider.sightings
        self.settled = spider.how_far.settled
        self.shapes = Shapes(self.store)
        self.facts = self.store.facts
        self.portal_toml = spider.portal_toml
        self.theme = ConfiguredTheme(self.portal_toml.select, self.portal_toml.drop)
        self.frontier = Frontier()
        self.front, self.seeds = FrontPage(self), Seeds(self)
        self.aliases = Aliases(self)
        self.hidden_lists, self.hidden_posts = HiddenLists(self), HiddenPosts(self)
        self.file_posts = FilePosts(self)
        self.other_hosts = OtherHosts(self.site)
        self.neighbours = NeighbourOrder(self.store, self.site, self.facts)
        self.samples: dict[str, int] = defaultdict(int)
        """Pages asked for as samples of a shape."""
        self._done = False
        self.menus, self.scripted_menu = Menus(), ScriptedMenu(self)
        self.titles = ListTitles(self.store, self.menus)
        self.known = KnownAddresses(self)
        self.posts, self.lists = PostPages(self), ListPages(self)
        self.lists_next = NextLists(self)
        self.misses, self.kinds, self.answers = Misses(self), PageKinds(self), Answers(self)
        self.known.apply_told()
        self.archive.boilerplate.often = ON_MANY_POSTS

    def start(self) -> Iterator[Request]:
        """Yield the first requests of a run on a portal that is known to be such a one."""
        yield self.list_request("", "")
        if self.settled:
            yield from self.seeds.update()
            for key in self.seeds.lists():
                yield self.list_request(key, key)
            for url in self.retry_queue.due():
                if (key := self.site.key(url)) not in self.frontier.asked:
                    request = self.list_request(key, key)
                    broken = self.retry_queue.broken.is_broken(url)
                    yield request.replace(meta={"tried": True, "dont_retry": broken})

    def begin(self, response: TextResponse) -> Following:
        """Take the front page, which no theme has recognised."""
        self.front.read(response)
        yield from self.file_posts.posts()

    def request(self, url: str, callback: Any, priority: int, **kwargs: Any) -> Request:
        """Return a request; what fails is told to `failed`."""
        return Request(
            url, callback, priority=priority, errback=self.misses.failed, cb_kwargs=kwargs,
            dont_filter=True,
        )  # fmt: skip

    def list_request(self, key: str, walk: str) -> Request:
        """Return the request for a page of the list that begins at *walk*."""
        self.frontier.take(key)
        return self.request(address_of(self.site.root, key), self.answers.parse, _LIST, walk=walk)

    def _ask(self, rows: Iterable[Row]) -> list[Request]:
        requests = []
        for row in rows:
            if self.which_posts.limit_reached():
                break
            if self.which_posts.is_taken_out(row, self.titles.of(row.key)):
                continue
            if row.state is State.NAMED:
                known = self.aliases.mirror_of(row.key) or self.aliases.signed(row)
                if known is not None:
                    self.store.settle(row.n, State.ALIAS, original=known.n)
                    continue
            self.which_posts.ask(row)
            if is_file(row.key):
                self.file_posts.again(row)
                continue
            self.frontier.take(row.key)
            url = address_of(self.site.root, row.key)
            request = self.request(url, self.answers.parse, _POST, post=row.key)
            request.meta.update(tried=row.tried is not None, dont_retry=row.fault is not None)
            requests.append(request)
        return requests

    def next_requests(self) -> list[Request]:
        """Return the next requests, when nothing is left to do."""
        if requests := self._next_stage():
            self.shapes.save()
        self.file_posts.hand_over()
        return requests

    @property
    def waits(self) -> bool:
        """Whether records are on their way that no answer brings."""
        return self.file_posts.waiting

    def _next_stage(self) -> list[Request]:
        if self.which_posts.limit_reached():
            self.file_posts.make_undated()
            return []
        self.known.give_shapes()
        stages = (
            self.front.next,
            self.scripted_menu.next,
            self.seeds.feeds,
            self._posts,
            self.lists_next.pages,
            self.lists_next.lists,
            self.lists_next.of_before,
            self._samples_of_posts,
            self.seeds.sitemaps.next,
            self._settle_shapes,
            self.lists_next.in_doubt,
            self._revisits,
            self.retry_queue.take_lists,
            self.retry_queue.take,
            self._taken_back,
            self._others,
        )
        for stage in stages:
            if (requests := stage()) or self.run.failure:
                return requests
        if self.file_posts.make_undated():
            return []  # they are on their way, and nothing is owed of them
        if not self._done:
            self._done = True
            self.spider.zone.tell(self.run)
            name_what_is_owed(self)
        self.spider.removals.settle()
        self.not_there.settle_faults()
        self.shapes.save()
        return self._posts()

    def _posts(self) -> list[Request]:
        while not self.which_posts.limit_reached():
            wanted, allowed = [], self.spider.traps.posts_allowed
            rows = self.shapes.to_fetch(self.archive.run_number, self.which_posts.failed_before)
            for row in rows:
                if self.which_posts.too_old(row.published):
                    self.store.update(row.n, asked=self.archive.run_number)  # others come behind
                elif row.routes == Route.ELSEWHERE and not allowed(self.run.fetched):
                    self.which_posts.refuse(row)
                else:
                    wanted.append(row)
            if (requests := self._ask(wanted)) or not rows:
                return requests
        return []

    def _revisits(self) -> list[Request]:
        return self._ask(self.spider.revisits.due(self.sightings.now))

    def _samples_of_posts(self) -> list[Request]:
        """Return the requests for what lists show as posts, of shapes that are undecided."""
        requests: list[Request] = []
        for shape in sorted(self.shapes, key=lambda shape: shape.is_twin):
            left = SAMPLES - self.samples[shape.shape]
            if shape.verdict is None and left > 0 and not (shape.is_twin and requests):
                rows = self.shapes.undecided(shape, self.archive.run_number, left)
                self.samples[shape.shape] += len(rows)
                requests += self._ask(rows)
        return requests[::-1]  # what was met first is sent first: it gives posts their address

    def _settle_shapes(self) -> list[Request]:
        """Decide by what there is, when there are no further samples.

        What has no date comes last: by then it is known whether the portal's posts have one.
        """
        for dateless in (False, True):
            for shape in list(self.shapes):
                if (
                    shape.verdict is None
                    and shape.is_dateless is dateless
                    and not self.shapes.is_doubtful(shape)
                    and shape.decide(exhausted=True)
                ):
                    self._settled(shape)
            self.shapes.save()
            lists = self.lists_next
            if found := (
                self._posts() or lists.pages() or lists.lists() or self._samples_of_posts()
            ):
                return found
        return []

    def _settled(self, shape: Shape) -> None:
        """Do what follows from a verdict to which the end of the samples has led."""
        held = self.kinds.let_go(shape)
        self.seeds.sitemaps.decided(shape)
        if shape.verdict is Verdict.POST:
            self.kinds.take_waiting(shape)
            for key, page in held:
                self.known.again(asked_as(page) or key)
            return
        posts = [each for each in held if self.kinds.agrees(each[1], each[0])]
        if posts:
            self.shapes.mix(shape)
        self.kinds.dismiss(shape, [each for each in held if each not in posts])
        for key, page in posts:
            self.known.again(asked_as(page) or key)

    def _taken_back(self) -> list[Request]:
        """Return the requests for posts that were read from pages of others."""
        self.titles.take_back()
        return self._posts()

    def _others(self) -> list[Request]:
        """Return the requests for known posts that the mode asks for."""
        mode, run = self.spider.arguments.mode, self.archive.run_number
        self.misses.settle()
        if mode == "refetch":
            return self._ask(self.store.to_fetch.known(run))
        if mode == "full" and not self.run.unread_lists and not self.spider.arguments.since:
            return self._ask(self.store.to_fetch.unlisted(run))
        return []
