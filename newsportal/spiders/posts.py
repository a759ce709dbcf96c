"""The walk over a portal.

1. Read the feed, which has exact times, then the front page. If the feed still shows posts that
   the last good run knew, it has told all that is new, and an update leaves out steps 3 and 5.
2. Read the index, page after page: all of it, or in an update as far as there is news. On the way
   read whatever menus name: categories, the archive page. Posts are asked for before further pages
   of lists, so that few requests wait at a time.
3. Read the categories, the smallest first: as long as they bring news, or with ``mode=full`` to
   their ends.
4. Read the posts that no list has named, only other posts or sidebars, and those that look edited.
5. ``refetch``: read every known post again. ``full``: read the known posts that no list has shown.
6. Ask again for what could not be read.
7. Ask for pictures and files, where they are wanted.

Steps 1 and 2 run by the priorities of their requests. Each later step begins when no request is
left (`next_requests`).

An answer may be something else than what was asked for. `answer` says what it is, `believed`
whether to act on it, and the table in `_take` what follows.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider, UsageError
from scrapy.http import Response, TextResponse
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.kept_pages import Keeping
from newsportal.archive.removal import Removals
from newsportal.arguments import Arguments
from newsportal.chinese.dates import SHANGHAI
from newsportal.discovery.discussion import Discussion
from newsportal.extract import read_post
from newsportal.items import Post
from newsportal.middlewares.manners import fetch_time
from newsportal.middlewares.scrapy_inside import calm_down
from newsportal.middlewares.whole import Unreadable
from newsportal.pages.feed import feed_items
from newsportal.pages.urls import Site, address_of
from newsportal.platforms.zblog import FEED, ZBLOG
from newsportal.portal_toml import PortalToml
from newsportal.rereading.left_behind import posts_left_behind
from newsportal.runs.contact import contact_warning
from newsportal.runs.verdict import Alert
from newsportal.runs.waits import waits_of
from newsportal.runs.wanted import Wanted
from newsportal.spiders.answer import Answer
from newsportal.spiders.anywhere.walk import AnyWalk
from newsportal.spiders.components import add_components, missing_component
from newsportal.spiders.got import Got, reason_of
from newsportal.spiders.lists import ListPage, Lists
from newsportal.spiders.looks import only_looks, passing_archive
from newsportal.spiders.questions.asked_again import AskedAgain, first_address, times_not_found
from newsportal.spiders.questions.believed import is_believed, rounds_for
from newsportal.spiders.questions.enough import Enough
from newsportal.spiders.questions.how_far import HowFar
from newsportal.spiders.questions.how_many import HowMany
from newsportal.spiders.questions.not_there import NotThere
from newsportal.spiders.questions.rotation import next_look
from newsportal.spiders.questions.second_looks import SecondLooks
from newsportal.spiders.questions.which_days import WhichDays
from newsportal.spiders.questions.which_post import WhichPost
from newsportal.spiders.questions.which_posts import WhichPosts
from newsportal.spiders.questions.which_zone import WhichZone
from newsportal.spiders.sightings import Sightings
from newsportal.state.row import Row, State
from newsportal.themes import THEMES
from newsportal.themes.base import Theme

if TYPE_CHECKING:  # loaded only where media are wanted
    from newsportal.spiders.media import MediaWalk

_FEED, _FRONT, _MENU, _POST, _INDEX, _LIST = 60, 50, 40, 30, 20, 10  # priorities
_INSTEAD = "; the lists are used"
Following = Iterator[Request | Post]


class PostsSpider(Spider):
    """Archives one portal. Arguments: see `Arguments`."""

    name = "posts"
    arguments: Arguments
    site: Site
    archive: ArchiveWriter
    sightings: Sightings
    second_looks: SecondLooks
    which_posts: WhichPosts
    which_days: WhichDays
    how_far: HowFar
    lists: Lists
    not_there: NotThere
    which_post: WhichPost
    asked_again: AskedAgain
    any_walk: AnyWalk | None
    """The walk over a portal that no theme knows."""
    walk_class: type[AnyWalk] = AnyWalk
    takes_media = True
    """Whether it asks for pictures and files, where they are wanted."""
    media: MediaWalk | None = None
    """What is asked for when the walk over the posts is over."""
    _walked = False

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        if not only_looks(cls, settings):
            add_components(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        try:
            arguments = Arguments.parse(kwargs, crawler.settings["NEWSPORTAL_URL"])
        except ValueError as error:
            raise UsageError(f"-a {error}", print_help=False) from None
        arguments.site.platform = ZBLOG
        if only_looks(cls, crawler.settings):
            spider.begin(arguments, passing_archive(crawler, arguments))
            return spider
        if complaint := missing_component(crawler.settings):
            raise UsageError(complaint, print_help=False)
        data_dir, keeping = crawler.settings["NEWSPORTAL_DATA_DIR"], Keeping.of(crawler.settings)
        archive = ArchiveWriter.open(data_dir, arguments, keeping)
        spider.begin(arguments, archive)
        if cls.takes_media and (wanted := Wanted.of(crawler.settings)):
            from newsportal.spiders.media import MediaWalk

            spider.media = MediaWalk(spider, archive.want_media(wanted))
        if warning := contact_warning(crawler.settings, arguments.site.root):
            spider.logger.warning(warning)
            archive.run.notes.append(warning)
        crawler.signals.connect(spider.idle, signal=signals.spider_idle)
        return spider

    def begin(self, arguments: Arguments, archive: ArchiveWriter) -> None:
        """Set up the helpers, each of which answers one question about the walk."""
        settings = self.crawler.settings
        self.arguments, self.site, self.archive = arguments, arguments.site, archive
        update = arguments.mode == "update"
        self.how_far = HowFar(archive.store.runs.last_settled() if update else 0)
        self.enough = Enough()
        self.zone = WhichZone(archive.store)
        self.how_many = HowMany(archive, self.enough)
        self.sightings = Sightings(archive, self.site, self.zone, self.how_many)
        self.which_posts = WhichPosts(archive, arguments, self.enough)
        self.lists = Lists(
            archive, self.site, self.sightings, self.which_posts, self.how_far, self.enough
        )
        wait = timedelta(hours=settings.getfloat("NEWSPORTAL_REMOVAL_HOURS"))
        waits, run = waits_of(settings["NEWSPORTAL_REVISITS"]), archive.run_number
        removal = int(wait.total_seconds())
        self.second_looks = SecondLooks(archive.store, waits, removal, run)
        self.removals = Removals(archive, wait, arguments.removals_confirmed)
        self.not_there = NotThere(archive, self.enough, self.how_far, self.removals)
        self.which_post = WhichPost(archive, self.site, self.sightings, self.not_there)
        self.asked_again = AskedAgain(archive.run)
        self.looked = False
        self._in_feed: list[str] = []
        self.which_days = WhichDays(archive.store, settings.getint("NEWSPORTAL_DAY_FEEDS"))
        self.facts = archive.store.facts
        self.told = PortalToml.read(archive.folder)
        theme = arguments.theme or self.told.theme or self.facts.get("theme")
        if theme is None and archive.store.posts_are_named_by_address():
            theme = "generic"  # the state that knew it is lost
        self.any_walk = self.walk_class(self) if theme == "generic" else None
        self._theme_known = theme is not None or archive.store.counts.of(State.ARCHIVED) > 0

    # Requests

    async def start(self) -> AsyncIterator[Request | Post]:
        """Begin with the feed; the front page follows when its times are known.

        Before it comes what stored pages tell that the records do not.
        """
        if left_behind := posts_left_behind(self.crawler, self.archive, self.site):
            async for post in left_behind:
                yield post
        if self.any_walk is not None:
            for request in self.any_walk.start():
                yield request
            return
        store = self.archive.store
        if self.how_far.settled and not store.listings.has_feed():
            self.archive.run.notes.append("no feed when last looked; the lists are used")
            yield self._request("", _FRONT)
            for key in store.listings.off_the_index():
                yield self._request(key, _MENU)
            return
        feed = self._request(FEED, _FEED, self.parse_feed, self.feed_failed)
        yield feed.replace(meta={"dont_retry": True})

    def _request(
        self, key: str, priority: int, callback: Any = None, errback: Any = None, **kwargs: Any
    ) -> Request:
        return Request(
            address_of(self.site.root, key),
            callback or self.parse,
            priority=priority,
            errback=errback or self.failed,
            cb_kwargs=kwargs,
        )

    def _ask(self, rows: Iterable[Row]) -> list[Request]:
        """Return the requests for posts, noted at once: another page may name the same posts."""
        requests = []
        for row in rows:
            self.which_posts.ask(row)
            # The state knows what was asked for; a duplicate that is released is asked for twice.
            meta = {"tried": row.tried is not None, "dont_retry": row.fault is not None}
            request = self._request(row.key, _POST, post=row.key)
            requests.append(request.replace(dont_filter=True, meta=meta))
        return requests

    def _ask_if_wanted(self, rows: Iterable[Row]) -> list[Request]:
        """Return the requests for those posts on a list that are to be fetched."""
        once = {row.n: row for row in rows}  # a list may name a post by two addresses
        return self._ask(row for row in once.values() if self.which_posts.wanted(row, listed=True))

    def _ahead(self, number: int) -> Iterator[Request]:
        for page, key in self.lists.ahead(number):
            yield self._request(key, _INDEX, page_of="", page=page)

    # Stages

    def idle(self) -> None:
        """Begin the next stage when nothing is left to do."""
        requests = [] if self.archive.run.failure else self._next()
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests or (self.any_walk is not None and self.any_walk.waits):
            raise DontCloseSpider

    def _next(self) -> list[Request]:
        requests = [] if self._walked else self.next_requests()
        if not requests and self.media is not None and not self.archive.run.failure:
            self._walked = True
            requests = self.media.next_requests()
        return requests

    def next_requests(self) -> list[Request]:
        """Return the requests of the next stage that has any."""
        if self.any_walk is not None:
            return self.any_walk.next_requests()
        if self.which_posts.limit_reached():
            self.how_many.settle()
            return []
        stages = (
            self._next_page,
            self._page_in_turn,
            # Lists know times that the pages of their posts may not tell.
            self.asked_again.take_lists,
            self._other_posts,
            self._day_feed,
            self._second_looks,
            self.asked_again.take,
            self._known_lists,
            self._unlisted_posts,
        )
        for stage in stages:
            if requests := stage():
                return requests
        self.removals.settle()
        self.not_there.settle_faults()
        self.how_many.settle()
        self.archive.run.zone = self.zone.note()
        self.archive.run.figures.contradicted = self.zone.odd
        return self._other_posts()  # thought duplicates of one that changed or went

    def _next_page(self) -> list[Request]:
        found = self.lists.following(to_the_end=self.arguments.mode != "update")
        return [] if found is None else [self._request(found[1], _LIST, page_of=found[0])]

    def _page_in_turn(self) -> list[Request]:
        """Read one more page in an update that has looked at feed and front page only."""
        store, run = self.archive.store, self.archive.run_number
        if self.looked or not self.how_far.settled or not self.archive.run.front_page:
            return []
        self.looked = True
        look = next_look(store.listings, run)
        if look is None or (look.page == 1 and look.listing.looked == run):
            return []
        self.archive.run.in_turn = address_of(self.site.root, look.key)
        return [self._look(look.listing.key, look.page, look.key)]

    def _look(self, listing: str, page: int, key: str) -> Request:
        request = self._request(key, _LIST, page_of=listing, page=page)
        return request.replace(meta={"look": True}, dont_filter=True)

    def _known_lists(self) -> list[Request]:
        """Read the lists that only pages of posts name, which a full run does not read again."""
        if self.arguments.mode == "update" or self.arguments.since:
            return []
        keys = (key for key in self.archive.store.listings.others() if key not in self.lists.walks)
        return [self._request(key, _MENU) for key in keys if self.enough.is_new(key)]

    def _other_posts(self) -> list[Request]:
        return self._ask(self.which_posts.rest())

    def _second_looks(self) -> list[Request]:
        return self._ask(self.second_looks.due(self.sightings.now))

    def _day_feed(self) -> list[Request]:
        key = self.which_days.next_key()
        return [] if key is None else [self._request(key, _FEED, self.parse_day_feed)]

    def _unlisted_posts(self) -> list[Request]:
        """Look for known posts that no list has shown, if all lists were read to their ends."""
        run = self.archive.run
        for page in self.lists.gaps():
            for pages in (run.failed, run.unread_lists):
                pages.setdefault(page, "not found, but pages behind it are there")
        if self.arguments.mode == "update" or self.arguments.since or not self.lists.all_read():
            return []
        return self._ask(self.archive.store.to_fetch.unlisted(self.archive.run_number))

    # Feeds

    def parse_feed(self, response: Response) -> Iterator[Request]:
        """Take the exact times of the newest posts, then begin the walk."""
        assert response.request is not None
        self.arrive(response.request)
        yield self._request("", _FRONT)
        if isinstance(response, TextResponse):
            items = list(feed_items(response, fetch_time(response)))
            self.site.learn(item.url for item in items)
            rows = [row for item in items if (row := self.sightings.feed_item(item, response))]
            if complaint := self.how_far.judge_feed(rows, fetch_time(response)):
                asked = first_address(response.request)
                led = "" if response.url == asked or rows else f" (it leads to {response.url})"
                self.archive.run.notes.append(complaint + led)
            if rows:
                store = self.archive.store
                store.listings.walked(store.listings.number(FEED), self.archive.run_number)
            self._in_feed = [row.key for row in rows]

    def feed_failed(self, failure: Failure) -> Iterator[Request]:
        """Go on without a feed."""
        assert failure.value is not None
        self.arrive(failure.request)  # type: ignore[attr-defined]
        self.archive.run.notes.append(f"no feed ({reason_of(failure.value)}); the lists are used")
        yield self._request("", _FRONT)

    def parse_day_feed(self, response: Response) -> Iterator[Request]:
        """Take the exact times of the posts of one day."""
        if isinstance(response, TextResponse):
            items = feed_items(response, fetch_time(response))
            rows = (self.sightings.feed_item(item, response) for item in items)
            yield from self._ask_if_wanted(filter(None, rows))

    # Answers

    def parse(self, response: Response, **_: Any) -> Following:
        """Take any page of the portal for what it is, whatever it was requested as."""
        if self.archive.run.failure:
            return  # asked for before the run had failed
        got = Got.page(response)
        if got.asked == self.site.root:
            self.arrive(got.request)
            if self._is_of_any_software(got):
                assert isinstance(got.response, TextResponse)
                self.any_walk = self.walk_class(self)
                run = self.archive.run  # what it says of feeds, it says of Z-Blog's
                run.notes = [note for note in run.notes if not note.endswith(_INSTEAD)]
                yield from self.any_walk.begin(got.response)
                return
        yield from self._take(got)
        if got.request.url == self.site.root and not self.archive.run.front_page:
            if got.asked in self.archive.run.failed:
                return  # and asked for again
            if theme := self.facts.get("theme"):
                self.stop(
                    f"{self.site.root} has a new look: it was read by the theme {theme}, which does"
                    f" not know this one{_generator(got.response)}; newsportal probe"
                    f" {self.site.root} says what it is, -a theme=generic reads it by general rules"
                    " from now on"
                )
            self.stop(
                f"{self.site.root} shows no list of posts in a theme that newsportal knows"
                f"{_generator(got.response)}; newsportal probe {self.site.root} says what it is,"
                " -a theme=generic reads portals of any software"
            )

    def failed(self, failure: Failure) -> Following:
        """Take what came instead of a page."""
        assert failure.value is not None
        got = Got.error(failure.request, failure.value)  # type: ignore[attr-defined]
        if got.answer is Answer.NOT_SENT:
            return  # the next run asks
        if self.site.root in (got.asked, got.request.url) and self._believes(got):
            lost = isinstance(failure.value, Unreadable)
            shows = "shows no list of posts" if lost else "cannot be read"
            self.stop(f"{self.site.root} {shows}: {got.reason}")
        yield from self._take(got)

    def _take(self, got: Got) -> Following:
        """Do what follows from an answer."""
        if not self._believes(got):
            yield from self._missed(got, got.doubt)
            return
        what_follows: dict[Answer, Callable[[Got], Following]] = {
            Answer.POST: self._read_post,
            Answer.LIST: self._read_list,
            Answer.PAGE: self._read_page,
            Answer.STRANGE: self._read_strange,
            Answer.FRONT_PAGE: self._no_post,
            Answer.NOT_FOUND: self._not_found,
            Answer.NO_PAGE: self._no_post,
            Answer.OFF_PORTAL: self._no_post,
            Answer.FORBIDDEN: self._forbidden,
            Answer.TOO_LARGE: self._too_large,
        }
        self.asked_again.settle(got.request)
        yield from what_follows.get(got.answer, self._missed)(got)

    def _believes(self, got: Got) -> bool:
        return is_believed(got, self.site.root, self.not_there.expected)

    def _is_of_any_software(self, got: Got) -> bool:
        """Tell whether this is the front page of a portal that no theme knows."""
        return (
            not self._theme_known
            and isinstance(got.response, TextResponse)
            and got.answer is Answer.STRANGE
            and not any(theme.recognises(got.response) for theme in THEMES)
        )

    def arrive(self, request: Request) -> None:
        """Follow the redirect of feed or front page that tells the portal's real name."""
        before = self.site.root
        if self.site.move(first_address(request), request.url):
            self.archive.store.portal.name(self.site.root)
            self.archive.run.notes.append(
                f"{before} redirects to {self.site.root}; named so, it saves requests"
            )

    def stop(self, why: str) -> None:
        self.archive.run.failure = why
        raise CloseSpider("failed")

    # What follows from an answer

    def _read_post(self, got: Got) -> Following:
        response, theme = got.response, got.theme
        assert isinstance(response, TextResponse) and theme is not None  # noqa: PT018
        now, run = fetch_time(response), self.archive.run
        self.which_days.today = now.astimezone(SHANGHAI).date()
        post, published = read_post(response, theme, self.site, now, self.crawler.stats)
        row = self.which_post.on(post, got)
        if row is None:
            yield from self._no_post(got)
            return
        if got.post != row.key and row.state is not State.NAMED and not row.renamed:
            self.enough.posts_in_vain += 1
            return  # known; if it was edited, lists and feed tell
        run.fetched += 1
        around = self.sightings.neighbours(post)
        published = self.zone.told(row.key, published, now)
        published = self.sightings.date(row, post, published, around, response, now)
        if self.which_posts.too_old(published):
            run.too_old += 1
            return
        run.figures.count(post)
        self._keep_theme(theme.name)
        self.sightings.chained(row, post, around, response)
        self.send(post, row, response, theme)
        yield post
        self.sightings.linked(post, row.key, theme.asides(response), response)
        for menu in self.lists.named(theme.categories(response), response):
            yield self._request(menu, _MENU)

    def _keep_theme(self, name: str) -> None:
        """Keep which theme reads the portal's posts; say so when it is another one than before."""
        before = self.facts.get("theme")
        if before == name:
            return
        self.facts.put("theme", name)
        if before not in (None, "generic"):
            self.archive.run.noticed.append(
                Alert(
                    "theme",
                    f"the portal has a new look: its posts were read by the theme {before} and are"
                    f" read by {name} from now on",
                )
            )

    def send(self, post: Post, row: Row, response: TextResponse, theme: Theme) -> None:
        """Send along with a post what the pipelines have to know."""
        all_comments = self.settings["NEWSPORTAL_COMMENTS"] == "all"
        more = Discussion.of(post, response, theme, self.site.root) if all_comments else None
        self.archive.carried.put(post, row, more)

    def _read_list(self, got: Got) -> Following:
        # What a menu names may stand in a sidebar, too, and need not be asked for again.
        key = self.site.key(got.asked) if got.post is None else got.post
        self.not_there.settle(key, State.OTHER)
        page = self.lists.read(got)
        # Not before: the times on the front page tell whether those of the feed are right.
        in_feed, self._in_feed = map(self.archive.store.row, self._in_feed), []
        yield from self._ask_if_wanted([*filter(None, in_feed), *page.rows])
        if got.request.meta.get("look"):
            yield from self._look_on(page)
            return
        self.lists.finish(page)
        if page.walk.key == "":
            yield from self._ahead(got.number)
        for key in self.lists.menu(page):
            yield self._request(key, _MENU)

    def _look_on(self, page: ListPage) -> Following:
        """Read the pages beside a page of the index that was read in turn and brought news."""
        run, number, template = self.archive.run_number, page.got.number, ""
        if page.natural and self.how_far.is_old(page.natural[-1]):
            page.walk.next = None  # lists are in order of time: nothing new follows
        news = [row for row in page.rows if row.run == run]
        if page.walk.key == "" and news:
            template = page.walk.template(self.site) or ""
        for beside in (number - 1, number + 1) if template else ():
            if 1 < beside <= page.walk.last and beside not in self.lists.beside:
                self.lists.beside.add(beside)
                yield self._look("", beside, template.format(beside))

    def _read_page(self, got: Got) -> Following:
        assert isinstance(got.response, TextResponse) and got.theme is not None  # noqa: PT018
        yield from self._no_post(got)
        # Its posts wait for the lists, which may know their time better.
        for entry in got.theme.archive(got.response):
            self.sightings.archived(entry, got.response)

    def _read_strange(self, got: Got) -> Following:
        if got.post is None:
            self.archive.run.strange.add(url=got.asked, reason=got.reason)
            yield from self._read_page(got)
        else:
            yield from self._no_post(got)

    def _no_post(self, got: Got) -> Following:
        """A page came that is none of a post: no verdict, if the portal says that there is one."""
        strange = got.answer is Answer.STRANGE
        if got.post is not None and self.not_there.is_owed(got.post, strange=strange):
            yield from self._missed(got)
        elif got.answer is Answer.FRONT_PAGE:
            self.not_there.gone(got.post, got.request.url, got.reason)
        else:
            self.not_there.settle(got.post, State.OTHER, got.reason)

    def _not_found(self, got: Got) -> Following:
        """Take it that the portal, which has said so often enough, does not know a page."""
        if got.post is None:
            self.enough.lists_in_vain += 1
            self.archive.run.lists_gone.add(url=got.request.url, reason=got.reason)
        elif not self.not_there.not_found(got.post, got.time, got.reason):
            told = f"{got.reason}, though a list shows it; asked for again by a later run"
            self.asked_again.owe(got.request, told)
        elif self.removals.too_many():
            self.stop(self.removals.complaint())
        if got.page_of == "":
            self.lists.missing(got.number)
        yield from ()

    def _forbidden(self, got: Got) -> Following:
        if got.moved:  # to a login, say
            yield from self._no_post(got)
        elif self.not_there.settle(got.post, State.FORBIDDEN, got.reason):
            self.archive.run.forbidden.add(url=got.request.url, reason=got.reason)

    def _too_large(self, got: Got) -> Following:
        if got.request.cb_kwargs:
            yield from self._missed(got)
            return
        # A page that a menu names: an archive page grows with the portal, beyond every bound.
        self.archive.run.notes.append(f"{got.request.url} is left out: above DOWNLOAD_MAXSIZE")

    def _missed(self, got: Got, reason: str = "") -> Following:
        """A page could not be read: ask again at the end of the walk, so many times in all."""
        rounds = rounds_for(got)
        if got.rounds >= rounds:
            yield from self._owe(got, reason or got.reason)
            return
        denied = got.answer is Answer.NOT_FOUND
        self.asked_again.add(got.request, reason or got.reason, not_found=denied)
        if denied and got.post is not None:
            calm_down(self.crawler)  # a list shows what is "not found": the portal is overloaded
        if got.page_of == "":
            yield from self._ahead(got.number)

    def _owe(self, got: Got, reason: str) -> Following:
        """A page could not be read in this run: the next one asks for it."""
        twice = times_not_found(got.request) > 1
        if got.post is not None and twice and not self.not_there.is_archived(got.post):
            # The last answers said nothing; what the portal said before them is believed.
            yield from self._not_found(replace(got, reason="not found"))
            return
        self.asked_again.owe(got.request, reason)
        if got.post is not None:
            self.not_there.in_vain(got.post)
            if got.answer is Answer.SERVER_ERROR:
                self.not_there.failed(got.post, got.status, got.time)
        if got.page_of == "":
            yield from self._ahead(got.number)


def _generator(response: Response | None) -> str:
    """Name the software that a page says it was made with."""
    named = None
    if isinstance(response, TextResponse):
        named = response.css('meta[name="generator" i]::attr(content)').get()
    return f" (it says it is made with {named[:60]!r})" if named else ""
