"""The walk over a portal whose software nobody has described.

1. Read the front page as a list. From its pager and its links on, read lists breadth-first, each as
   long as its pages show posts that no list of this run has shown before. What a list shows as
   posts is named; of shapes of address that are undecided a few samples are read.
2. Read the posts of the shapes that are posts'. Posts and lists take turns, so that little waits.
3. Read feeds and sitemaps, which name what lists do not, and tell what has changed.
4. Ask again for what could not be read, or was neither a post nor a list.

An update asks the feed, the sitemap if it tells news, and page 1 of the lists that brought news.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from newsportal.chinese.dates import parse_date
from newsportal.discovery.refusal import why_not
from newsportal.discovery.shape import shape_of
from newsportal.extract import canonical_url, read_post
from newsportal.items import Post
from newsportal.middlewares.manners import fetch_time
from newsportal.pages.urls import Site
from newsportal.platforms.generic import GENERIC
from newsportal.spiders.answer import Answer
from newsportal.spiders.anywhere.frontier import Frontier
from newsportal.spiders.anywhere.lists import ListWalk
from newsportal.spiders.anywhere.look import Look, folded
from newsportal.spiders.anywhere.neighbours import NeighbourOrder
from newsportal.spiders.anywhere.routes import Routes
from newsportal.spiders.got import Got
from newsportal.spiders.questions.asked_again import (
    ROUNDS,
    first_address,
    rounds_of,
    times_not_found,
)
from newsportal.state.card import Card
from newsportal.state.facts import Facts
from newsportal.state.published import Published
from newsportal.state.row import KNOWN, Route, Row, State
from newsportal.state.shapes import SAMPLES, Shape, Shapes, Verdict
from newsportal.themes import THEMES
from newsportal.themes.told import Told

if TYPE_CHECKING:
    from newsportal.spiders.posts import PostsSpider

_SEED, _POST, _LIST = 50, 30, 20  # priorities
_AT_ONCE = 4  # lists asked for at a time
_SHOWN = Route.INDEX | Route.LISTING | Route.FEED
_TITLES = 100_000  # kept in memory
_HELD = 40  # pages of undecided shapes kept until they are decided
Following = Iterator[Request | Post]


class AnyWalk:
    """The strategy of the spider on such a portal."""

    def __init__(self, spider: PostsSpider) -> None:
        self.spider = spider
        self.archive, self.site = spider.archive, spider.site
        self.site.platform = GENERIC
        self.run, self.store = self.archive.run, self.archive.store
        self.which_posts, self.asked_again = spider.which_posts, spider.asked_again
        self.not_there, self.sightings = spider.not_there, spider.sightings
        self.settled = spider.how_far.settled
        self.shapes = Shapes(self.store)
        self.facts = Facts(self.store)
        self.told = spider.told
        self.theme = Told(self.told.select, self.told.drop)
        self.frontier = Frontier()
        self.routes = Routes(self)
        self.neighbours = NeighbourOrder(self.store, self.site, self.facts)
        self.walks: dict[str, ListWalk] = {}
        self._held: dict[str, list[tuple[str, Look]]] = defaultdict(list)
        self._titles: dict[str, str] = {}
        self._samples: dict[str, int] = defaultdict(int)
        self._counted: set[str] = set()
        self._prints: dict[int, str] = {}
        self._done = False
        self._apply_told()

    def _apply_told(self) -> None:
        """Settle by portal.toml what earlier runs could not, or took for something else."""
        for n, key, shape in self.shapes.named():
            if (told := self.told.pattern(key)) and (wanted := self.shapes.told(*told)).n != shape:
                self.shapes.move(n, wanted)

    # Requests

    def start(self) -> Iterator[Request]:
        """Yield the first requests of a run on a portal that is known to be such a one."""
        yield self._list("", "")
        if self.settled:
            yield from self.routes.update()
            for key in self.routes.fruitful():
                yield self._list(key, key)

    def begin(self, response: TextResponse) -> Following:
        """Take the front page, which no theme has recognised."""
        yield from self._read_front(response)

    def request(self, url: str, callback: Any, priority: int, **kwargs: Any) -> Request:
        """Return a request; what fails is told to `failed`."""
        return Request(
            url, callback, priority=priority, errback=self.failed, cb_kwargs=kwargs,
            dont_filter=True,
        )  # fmt: skip

    def _list(self, key: str, walk: str) -> Request:
        self.frontier.take(key)
        return self.request(self.site.root + key, self.parse, _LIST, walk=walk)

    def _ask(self, rows: Iterable[Row]) -> list[Request]:
        requests = []
        for row in rows:
            if self.which_posts.limit_reached():
                break
            self.which_posts.ask(row)
            self.frontier.take(row.key)
            url = self.site.root + row.key
            requests.append(self.request(url, self.parse, _POST, post=row.key))
        return requests

    # Stages

    def next_requests(self) -> list[Request]:
        """Return the next requests, when nothing is left to do."""
        if self.which_posts.limit_reached():
            return []
        self._give_shapes()
        stages = (
            self.routes.feeds,
            self._posts,
            self._pages,
            self._lists,
            self._samples_of_posts,
            self.routes.maps,
            self._settle_shapes,
            self._second_looks,
            self.asked_again.take_lists,
            self.asked_again.take,
            self._others,
        )
        for stage in stages:
            if requests := stage():
                self.shapes.save()
                return requests
        self._finish()
        self.spider.removals.settle()
        self.shapes.save()
        return self._posts()

    def _give_shapes(self) -> None:
        """Give their shape to addresses that stored pages or rebuilt records have named."""
        for n, key in self.shapes.without():
            shape = self.shape_at(key)
            self.store.update(n, shape=shape.n)
            if shape.verdict in (Verdict.LIST, Verdict.OTHER):
                self.store.settle(n, State.OTHER, reason="no post by the shape of its address")

    def _posts(self) -> list[Request]:
        rows = self.shapes.to_fetch(self.archive.run_number)
        return self._ask(row for row in rows if not self.which_posts.too_old(row.published))

    def _second_looks(self) -> list[Request]:
        return self._ask(self.spider.second_looks.due(self.sightings.now))

    def _pages(self) -> list[Request]:
        """Return the requests for further pages of lists."""
        requests: list[Request] = []
        for walk in self.walks.values():
            if len(requests) < _AT_ONCE and (key := walk.take()) is not None:
                requests.append(self._list(key, walk.key))
        return requests

    def _lists(self) -> list[Request]:
        """Return the requests for lists that were not read yet, and samples of what may be one."""
        if self.settled:
            return []
        allowed = {
            shape.shape: shape.verdict is Verdict.LIST
            or (shape.verdict is None and self._samples[shape.shape] < SAMPLES)
            for shape in self.shapes
        }
        found = self.frontier.best(allowed, self.run.fetched, _AT_ONCE)
        for candidate in found:
            self._samples[candidate.shape] += 1
        return [self._list(candidate.key, candidate.key) for candidate in found]

    def _samples_of_posts(self) -> list[Request]:
        """Return the requests for what lists show as posts, of shapes that are undecided."""
        requests = []
        for shape in list(self.shapes):
            left = SAMPLES - self._samples[shape.shape]
            if shape.verdict is None and left > 0:
                rows = self.shapes.undecided(shape, self.archive.run_number, left)
                self._samples[shape.shape] += len(rows)
                requests += self._ask(rows)
        return requests

    def _settle_shapes(self) -> list[Request]:
        """Decide by what there is, when there are no further samples."""
        for shape in list(self.shapes):
            if shape.verdict is None and shape.decide(exhausted=True):
                held = self._held.pop(shape.shape, [])
                if shape.verdict is Verdict.POST:
                    for key, _ in held:  # read once more, now that it is known what they are
                        row = self.sight(key, self._now(), Route.ELSEWHERE)
                        self.store.update(row.n, asked=None)
                else:
                    self.shapes.dismiss(shape, "no post by the shape of its address")
        return self._posts()

    def _others(self) -> list[Request]:
        """Return the requests for known posts that the mode asks for."""
        mode, run = self.spider.arguments.mode, self.archive.run_number
        if mode == "refetch":
            return self._ask(self.store.to_refetch(run))
        if mode == "full" and not self.run.unread_lists and not self.spider.arguments.since:
            return self._ask(self.store.unlisted(run))
        return []

    def _finish(self) -> None:
        """Say what is owed."""
        if self._done:
            return
        self._done = True
        if not self.run.fetched and not self.store.count(State.ARCHIVED):
            self.run.failure = (
                f"{self.site.root} shows no list of posts: newsportal has read {self.run.lists}"
                " pages, and nothing on them reads like news"
            )
        for shape in self.shapes:
            if shape.verdict is None and (owed := self.shapes.owed(shape)):
                self.run.failed[self.site.root + shape.shape] = (
                    f"{owed} addresses of this shape are undecided; portal.toml settles it:"
                    f' posts = ["{shape.shape}"] or lists = ["{shape.shape}"]'
                )

    # Answers

    def failed(self, failure: Failure) -> Following:
        """Take what came instead of a page."""
        assert failure.value is not None
        got = Got.error(failure.request, failure.value)  # type: ignore[attr-defined]
        if got.answer is Answer.NOT_SENT:
            return
        if self.site.root in (got.asked, got.request.url) and got.rounds >= 1:
            self.spider.stop(f"{self.site.root} cannot be read: {got.reason}")
        role = got.request.cb_kwargs
        if "walk" in role and role["walk"] in self.walks:
            self.walks[role["walk"]].skip(self.site.key(got.asked))
        post = got.post
        if got.answer in (Answer.NOT_FOUND, Answer.FORBIDDEN, Answer.OFF_PORTAL, Answer.TOO_LARGE):
            if post is None:
                self.asked_again.settle(got.request)
                self.run.lists_gone.add(url=got.request.url, reason=got.reason)
                return
            if got.answer is Answer.FORBIDDEN:
                self.asked_again.settle(got.request)
                if self.not_there.settle(post, State.FORBIDDEN, got.reason):
                    self.run.forbidden.add(url=got.request.url, reason=got.reason)
                return
            if got.answer is Answer.NOT_FOUND and (
                got.rounds >= ROUNDS or not self._is_expected(post)
            ):
                self.asked_again.settle(got.request)
                if not self.not_there.not_found(post, got.time, got.reason):
                    told = f"{got.reason}, though a list shows it; asked for again by a later run"
                    self.asked_again.owe(got.request, told)
                elif self.spider.removals.too_many():
                    self.spider.stop(self.spider.removals.complaint())
                return
        if post is None and not self._is_needed(got.request):
            return
        self._missed(got.request, got.reason, not_found=got.answer is Answer.NOT_FOUND)
        yield from ()

    def _is_expected(self, post: str) -> bool:
        return self.not_there.expected(post)

    def _is_needed(self, request: Request) -> bool:
        """Tell whether a page is known to be part of a list."""
        walk = request.cb_kwargs.get("walk")
        return walk == "" or (walk is not None and self.site.root + walk != first_address(request))

    def _missed(self, request: Request, reason: str, *, not_found: bool = False) -> None:
        """A page could not be read: ask again at the end, so many times in all."""
        post, twice = request.cb_kwargs.get("post"), times_not_found(request) > 1
        if (
            rounds_of(request) >= ROUNDS
            and twice
            and self.not_there.gone(post, first_address(request), "not found")
        ):
            self.asked_again.settle(request)
            return
        if rounds_of(request) < ROUNDS:
            self.asked_again.add(request, reason, not_found=not_found)
            return
        self.asked_again.owe(request, reason)
        if post is not None:
            self.not_there.in_vain(post)

    def parse(
        self, response: Response, post: str | None = None, walk: str | None = None
    ) -> Following:
        """Take any page for what it is."""
        if self.run.failure:
            return
        request = response.request
        assert request is not None
        asked = first_address(request)
        if asked == self.site.root:
            self.spider.arrive(request)
            if isinstance(response, TextResponse):
                yield from self._read_front(response)
            else:
                self.spider.stop(f"{self.site.root} shows no list of posts: it is no page of text")
            self.shapes.save()
            return
        canonical = self.site.canonical(response.url)
        if not isinstance(response, TextResponse) or canonical is None:
            self.asked_again.settle(request)
            self.not_there.settle(post, State.OTHER, "no page of text")
            return
        key, asked_key = (
            self.site.key(canonical),
            self.site.key(self.site.canonical(asked) or asked),
        )
        if key == "" and asked_key != "":
            if post is not None:
                self._missed(request, "the portal leads to its front page")
            return
        look = Look.at(response, self.site, self.theme)
        if walk is not None and key != walk and walk in self.walks:  # a further page
            yield from self._further(request, look, key, walk)
        else:
            yield from self._take(request, look, key, post)
        self.shapes.save()

    def _further(self, request: Request, look: Look, key: str, walk: str) -> Following:
        """Take a further page of a list."""
        if any(each.is_post for each in look.named):
            self.asked_again.settle(request)
            yield from self._read_list(look, key, walk)
        elif look.named or rounds_of(request) >= ROUNDS:
            self.asked_again.settle(request)  # behind the end of the list
        else:
            self._missed(request, "the page shows no list of posts")

    def _take(self, request: Request, look: Look, key: str, post: str | None) -> Following:
        shape = self.shape_at(key)
        row = self.store.row(post or key)
        known = row is not None and row.state in KNOWN
        if shape.verdict is None or shape.pages < 20:
            if not (look.article or look.listing) and rounds_of(request) < ROUNDS:
                if self._matters(shape, row, look):
                    self._missed(request, "the page reads as neither post nor list")
                    return
            elif not known:
                self._count(shape, look, key)
        if shape.decide():
            yield from self._decided(shape)
        if shape.verdict is Verdict.POST:
            yield from self._of_post_shape(request, look, key, post, row)
        elif shape.verdict is None:
            self.asked_again.settle(request)
            if (
                self._is_shown(row)
                and look.article
                and look.is_titled(self._titles.get(post or key, ""))
            ):
                yield from self._read_post(look, key, post)  # the page says so as well as the list
            elif len(self._held[shape.shape]) < _HELD:
                self._held[shape.shape].append((key, look))
        else:
            self.asked_again.settle(request)
            self.not_there.settle(post, State.OTHER, "no post by its address")
            yield from self._read_other(look, key)

    def _count(self, shape: Shape, look: Look, key: str) -> None:
        """Count a page as evidence for its shape, once; one that stands elsewhere, too, is none."""
        if key in self._counted:
            return
        self._counted.add(key)
        other = self._prints.setdefault(look.print, key) if look.article else key
        shape.page(article=look.article and other == key, listing=look.listing)

    def _is_shown(self, row: Row | None) -> bool:
        """Tell whether a list, a feed or a neighbour has named a post."""
        return row is not None and bool(row.routes & ~(Route.ELSEWHERE | Route.SITEMAP))

    def _matters(self, shape: Shape, row: Row | None, look: Look) -> bool:
        """Tell whether a page that reads as nothing is owed: a list has shown it as a post."""
        if row is None or not self._is_shown(row):
            return shape.verdict is Verdict.POST
        title = self._titles.get(row.key)
        return not (title and look.is_titled(title))

    def _of_post_shape(
        self, request: Request, look: Look, key: str, post: str | None, row: Row | None
    ) -> Following:
        """Take a page whose address looks like a post's."""
        title = self._titles.get(post or key, "")
        named = self._is_shown(row)
        if title and look.is_titled(title):
            is_post = True
        elif named or self.frontier.was_shown(key) is None:
            is_post = look.article or look.plausible
        else:
            is_post = False  # only menus name it: a page about the portal
        if is_post:
            self.asked_again.settle(request)
            yield from self._read_post(look, key, post)
        elif look.listing:
            self.asked_again.settle(request)
            self.not_there.settle(post, State.OTHER, "a list of posts")
            yield from self._read_other(look, key)
        elif named:
            self._missed(request, "the page reads as neither post nor list")
        else:
            self.asked_again.settle(request)
            self.not_there.settle(post, State.OTHER, "no post")

    def _decided(self, shape: Shape) -> Following:
        """Do what follows from a new verdict on a shape."""
        held = self._held.pop(shape.shape, [])
        if shape.verdict is Verdict.POST:
            for key, candidate in self.frontier.waiting.pop(shape.shape, {}).items():
                if not candidate.navigation:
                    self.sight(key, self._now(), Route.ELSEWHERE)
            for key, look in held:
                row = self.store.row(key)
                request = look.response.request
                assert request is not None
                yield from self._of_post_shape(
                    request, look, key, request.cb_kwargs.get("post"), row
                )
            return
        self.shapes.dismiss(shape, "no post by the shape of its address")
        for key, look in held:
            yield from self._read_other(look, key)

    # Lists

    def _read_front(self, response: TextResponse) -> Following:
        look = Look.at(response, self.site, self.theme)
        assert response.request is not None
        changed = any(theme.recognises(response) for theme in THEMES)
        if changed and self.facts.get("theme") and not self.spider.arguments.theme:
            self.spider.stop(
                f"{self.site.root} has a new look, which newsportal knows; run with -a"
                " theme=tpure to read it so from now on, or with -a theme=generic as before"
            )
        if not look.links:
            why = f"{self.site.root} shows no list of posts: {why_not(response)}"
            if rounds_of(response.request) == ROUNDS:
                self.spider.stop(why)
            self.asked_again.add(response.request, why)  # it may be an error's page
            self.spider.any_walk = None
            return
        self.asked_again.settle(response.request)
        self.run.front_page = True
        self.routes.learn(response)
        yield from self._read_list(look, "", "")
        self.shapes.save()

    def _read_other(self, look: Look, key: str) -> Following:
        """Take a page that is no post: a list, or a page that names further ones."""
        yield from self._read_list(look, key, key)

    def _read_list(self, look: Look, key: str, walk_key: str) -> Following:
        """Enter into the state what a page of a list shows."""
        response = look.response
        walk = self.walks.get(walk_key)
        if walk is None:
            walk = self.walks[walk_key] = ListWalk(walk_key, self.store.listing(walk_key))
        self.run.lists += 1
        fresh = news = 0
        rows = []
        for named in look.named:
            shape = self.shape_at(named.key)
            new, newly_shown = self.frontier.meet(named.key, shown=named.is_post)
            if new:
                shape.link(shown=named.is_post)
            elif newly_shown:
                shape.show()
            if named.is_post and shape.verdict in (None, Verdict.POST):
                row = self._listed(named.key, named.link.text, named.date, response, walk)
                fresh += row.listed != self.archive.run_number
                news += row.run > self.settled
                rows.append(row)
            elif shape.verdict is Verdict.POST:
                if not named.link.navigation:
                    self.sight(named.key, fetch_time(response), Route.ELSEWHERE)
            elif shape.verdict is not Verdict.OTHER:
                self.frontier.offer(named.key, navigation=named.link.navigation)
        walk.shows = walk.shows or len(rows)
        if news:
            self.routes.brought(walk.listing)
        shape = self.shape_at(key)
        if fresh and key != "" and shape.verdict is Verdict.OTHER and not shape.told:
            shape.verdict, shape.changed = Verdict.LIST, True  # it names what no other list does
        if key == walk_key and key != "":
            self.frontier.result(key, fresh=fresh > 0)
        walk.see(key, look.pages, fresh=fresh > 0)
        if not rows and key != "":
            walk.stopped = True
        if self.settled and news < len(rows):
            walk.stopped = True  # an old post: what follows is older still
        yield from ()

    def _listed(
        self, key: str, title: str, date: str, response: TextResponse, walk: ListWalk
    ) -> Row:
        moment = parse_date(date, fetch_time(response)) if date else None
        published = Published.of(moment, "listing") if moment else None
        route = Route.INDEX if walk.key == "" else Route.LISTING
        row = self.sight(key, fetch_time(response), route, published, walk.listing)
        self.title(key, title)
        card = Card.of(walk.listing % 256, title, "")
        before = Card.read(row.card) if row.card else None
        if before is None:
            self.store.update(row.n, card=card.data)
        elif before.route == card.route and before.title != card.title:
            self.store.update(row.n, card=card.data, stale=row.stale or row.state in KNOWN)
        return row

    def shape_at(self, key: str) -> Shape:
        """Return the shape of an address; where portal.toml has a pattern for it, the pattern."""
        told = self.told.pattern(key)
        return self.shapes.of(shape_of(key)) if told is None else self.shapes.told(*told)

    def title(self, key: str, title: str) -> None:
        """Remember the title that a list gives a post."""
        if len(title) > len(self._titles.get(key, "")) and len(self._titles) < _TITLES:
            self._titles[key] = title

    def sight(
        self, key: str, at: datetime, route: Route, published: Published | None = None,
        listing: int | None = None,
    ) -> Row:  # fmt: skip
        """Note that a page fetched *at* names a post."""
        run = self.archive.run_number
        row = self.store.sight(key, route, at, run, published, listing)
        if row.state is State.GONE and route & _SHOWN:
            self.store.settle(row.n, State.NAMED)  # it is there again
        if row.state is State.OTHER and route & _SHOWN and not row.routes & _SHOWN:
            self._reopen(row)
        if not row.routes and row.run == run:
            self.store.update(row.n, shape=self.shape_at(key).n)
        return row

    def _reopen(self, row: Row) -> None:
        """Ask again for what read like no post before a list has shown it as one."""
        if self.shape_at(row.key).verdict is Verdict.POST:
            self.store.settle(row.n, State.NAMED)
            self.store.update(row.n, asked=None)

    def _now(self) -> datetime:
        return datetime.now(UTC)

    # Posts

    def _read_post(self, look: Look, key: str, asked_as: str | None) -> Following:
        response = look.response
        key, row = self._own_row(response, key)
        if asked_as is not None and asked_as != key:
            self.not_there.settle(asked_as, State.ALIAS, original=row.n)
            if row.state is not State.NAMED:
                return
        now = fetch_time(response)
        self.run.fetched += 1
        post, published = read_post(response, self.theme, self.site, now, self.spider.crawler.stats)
        post.url = self.site.root + key
        post.id = self.site.platform.post_id(response, key)
        if post.text is None and look.is_titled(self._titles.get(asked_as or key, "")):
            post.text = ""  # what a list names and the page confirms: pictures alone, or a film
        self._keep_posts(post)
        self.neighbours.order(post, published or row.published)
        around = self.sightings.neighbours(post)
        published = self.sightings.date(row, post, published, around, response, now)
        if self.which_posts.too_old(published):
            self.run.too_old += 1
            return
        self.run.figures.count(post)
        self.sightings.chained(row, post, around, response)
        for neighbour_key, neighbour in around:
            if neighbour_key and neighbour is None:
                self._shape_row(neighbour_key)
        if self.facts.get("theme") is None:
            self.facts.put("theme", "generic")
        self.spider.send(post, row, response, self.theme)
        yield post
        for named in look.named:
            shape = self.shape_at(named.key)
            if shape.verdict is Verdict.POST and not named.link.navigation:
                self.sight(named.key, fetch_time(response), Route.ELSEWHERE)

    def _shape_row(self, key: str) -> None:
        row = self.store.row(key)
        if row is not None:
            self.store.update(row.n, shape=self.shape_at(key).n)

    def _own_row(self, response: TextResponse, key: str) -> tuple[str, Row]:
        """Return key and row of the post on a page, by its canonical link if that is believed."""
        row = self.sight(key, fetch_time(response), Route(0))
        if not row.routes:
            self._shape_row(key)
        said = self.site.key(canonical_url(response, self.site))
        if said == key or self.shape_at(said).verdict not in (None, Verdict.POST):
            return key, row
        other = self.store.row(said)
        if other is None or not other.routes & (_SHOWN):
            if row.routes & (_SHOWN):
                return key, row  # lists know this address and not the other
        elif (other.state in KNOWN and folded(other.title or "") not in folded(response.text)) or (
            other.state is State.NAMED and row.routes & (Route.INDEX | Route.LISTING)
        ):
            return key, row
        other = self.sight(said, fetch_time(response), Route(0))
        self._shape_row(said)
        return said, other

    def _keep_posts(self, post: Post) -> None:
        """Leave of the neighbours and related posts what is of a post's shape."""
        for name in ("previous", "next"):
            link = getattr(post, name)
            if link is not None and not self._is_post(self.site, link.url):
                setattr(post, name, None)
        post.related = [link for link in post.related if self._is_post(self.site, link.url)]

    def _is_post(self, site: Site, url: str) -> bool:
        canonical = site.canonical(url)
        if canonical is None or canonical == site.root:
            return False
        return self.shape_at(site.key(canonical)).verdict is Verdict.POST
