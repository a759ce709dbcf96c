"""The spider: opens the archive, and hands each answer to the walk that fits the portal.

`ThemedWalk` walks over a portal that a theme knows, `AnyWalk` over one of any software. Which
of them it is was kept by an earlier run, or the front page shows it. When nothing is left to be
asked for, the walk says what comes next; pictures and files come last.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider, UsageError
from scrapy.http import Response, TextResponse
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.broken_lists import BrokenLists
from newsportal.archive.kept_pages import Keeping
from newsportal.archive.removal import Removals
from newsportal.arguments import Arguments
from newsportal.discovery.discussion import Discussion
from newsportal.items import Post
from newsportal.middlewares.whole import Unreadable
from newsportal.pages.site import Site
from newsportal.platforms.zblog import ZBLOG
from newsportal.portal_toml import PortalToml
from newsportal.rereading.left_behind import posts_left_behind
from newsportal.runs.contact import contact_warning
from newsportal.runs.durations import waits_of
from newsportal.runs.media_options import MediaOptions
from newsportal.spiders.components import add_components, missing_component
from newsportal.spiders.inspection import is_inspection, temporary_archive
from newsportal.state.facts import Fact
from newsportal.state.row import Row, State
from newsportal.themes import THEMES
from newsportal.themes.base import Theme
from newsportal.walk.answer import Answer
from newsportal.walk.fetched import Fetched, Following
from newsportal.walk.questions.how_far import HowFar
from newsportal.walk.questions.link_budget import LinkBudget
from newsportal.walk.questions.not_there import NotThere
from newsportal.walk.questions.retry_queue import RetryQueue, first_address
from newsportal.walk.questions.revisits import Revisits
from newsportal.walk.questions.traps import TrapGuard
from newsportal.walk.questions.which_days import WhichDays
from newsportal.walk.questions.which_post import WhichPost
from newsportal.walk.questions.which_posts import WhichPosts
from newsportal.walk.questions.zones.which_zone import WhichZone
from newsportal.walk.sightings import Sightings
from newsportal.walk.themed.answers import Answers
from newsportal.walk.themed.feeds import Feeds
from newsportal.walk.themed.lists import Lists
from newsportal.walk.themed.request_factory import RequestFactory
from newsportal.walk.themed.walk import ThemedWalk

if TYPE_CHECKING:  # loaded only where they are wanted
    from newsportal.walk.anywhere.walk import AnyWalk
    from newsportal.walk.media import MediaWalk

_INSTEAD = "; the lists are used"


class PostsSpider(Spider):
    """Archives one portal. Arguments: see `Arguments`."""

    name = "posts"
    arguments: Arguments
    site: Site
    archive: ArchiveWriter
    sightings: Sightings
    revisits: Revisits
    which_posts: WhichPosts
    which_days: WhichDays
    how_far: HowFar
    lists: Lists
    not_there: NotThere
    which_post: WhichPost
    retry_queue: RetryQueue
    any_walk: AnyWalk | None
    """The walk over a portal that no theme knows."""
    keeps = True
    """Whether what it reads stays; else its archive is a passing one."""
    takes_media = True
    """Whether it asks for pictures and files, where they are wanted."""
    media: MediaWalk | None = None
    """What is asked for when the walk over the posts is over."""
    instead: Callable[[Request], Response | None] | None = None
    """What answers in place of the network, for a spider that asks no portal."""
    _walked = False

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        if not is_inspection(cls, settings):
            add_components(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        try:
            arguments = Arguments.parse(kwargs, crawler.settings["NEWSPORTAL_URL"])
        except ValueError as error:
            raise UsageError(f"-a {error}", print_help=False) from None
        arguments.site.platform = ZBLOG
        if is_inspection(cls, crawler.settings):
            spider.begin(arguments, temporary_archive(crawler, arguments))
            return spider
        if complaint := missing_component(crawler.settings):
            raise UsageError(complaint, print_help=False)
        data_dir, keeping = crawler.settings["NEWSPORTAL_DATA_DIR"], Keeping.of(crawler.settings)
        archive = ArchiveWriter.open(data_dir, arguments, keeping)
        spider.begin(arguments, archive)
        if cls.takes_media and (wanted := MediaOptions.of(crawler.settings)):
            from newsportal.walk.media import MediaWalk

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
        self.traps = TrapGuard()
        self.zone = WhichZone(archive.store)
        self.link_budget = LinkBudget(archive, self.traps)
        self.sightings = Sightings(archive, self.site, self.zone, self.link_budget)
        self.which_posts = WhichPosts(archive, arguments, self.traps)
        self.lists = Lists(
            archive, self.site, self.sightings, self.which_posts, self.how_far, self.traps
        )
        wait = timedelta(hours=settings.getfloat("NEWSPORTAL_REMOVAL_HOURS"))
        waits, run = waits_of(settings["NEWSPORTAL_REVISITS"]), archive.run_number
        removal = int(wait.total_seconds())
        self.revisits = Revisits(archive.store, waits, removal, run)
        self.removals = Removals(archive, wait, arguments.removals_confirmed)
        self.not_there = NotThere(archive, self.traps, self.how_far, self.removals)
        self.which_post = WhichPost(archive, self.site, self.sightings, self.not_there)
        self.retry_queue = RetryQueue(archive.run, BrokenLists(archive))
        self.which_days = WhichDays(archive.store, settings.getint("NEWSPORTAL_DAY_FEEDS"))
        self.portal_toml = PortalToml.read(archive.folder)
        theme = arguments.theme or self.portal_toml.theme or archive.store.facts.get(Fact.THEME)
        if theme is None and archive.store.posts_are_named_by_address():
            theme = "generic"  # the state that knew it is lost
        self.requests, self.feeds, self.answers = RequestFactory(self), Feeds(self), Answers(self)
        self.themed_walk = ThemedWalk(self)
        self.any_walk = self.walk_anywhere() if theme == "generic" else None
        self._theme_known = theme is not None or archive.store.counts.of(State.ARCHIVED) > 0

    def walk_anywhere(self) -> AnyWalk:
        """Return the walk over a portal of any software, at its beginning."""
        from newsportal.walk.anywhere.walk import AnyWalk

        return AnyWalk(self)

    async def start(self) -> AsyncIterator[Request]:
        """Begin with what stored pages tell that the records do not, then with the walk."""
        if left_behind := posts_left_behind(self.archive, self.site):
            from newsportal.rereading.hand_over import hand_over

            await hand_over(self.crawler, left_behind)
        for request in (self.any_walk or self.themed_walk).start():
            yield request

    def idle(self) -> None:
        """Begin the next stage when nothing is left to do.

        What a stage raises is counted with what callbacks raise: Scrapy only logs it, and the run
        would end as if no stage were left. An error of the state ends it (`BrokenState`).
        """
        try:
            requests = [] if self.archive.run.failure else self._next()
        except sqlite3.Error:
            raise
        except Exception:
            self.crawler.stats.inc_value("spider_exceptions/count")
            raise
        for request in requests:
            self.crawler.engine.crawl(request)
        waits = self.any_walk is not None and self.any_walk.waits and not self.archive.run.failure
        if requests or waits:
            raise DontCloseSpider

    def _next(self) -> list[Request]:
        requests = [] if self._walked else self.next_requests()
        if not requests and self.media is not None and not self.archive.run.failure:
            self._walked = True
            requests = self.media.next_requests()
        return requests

    def next_requests(self) -> list[Request]:
        """Return the requests of the next stage that has any."""
        return (self.any_walk or self.themed_walk).next_requests()

    def parse(self, response: Response, **_: Any) -> Following:
        """Take any page of the portal for what it is, whatever it was requested as."""
        if self.archive.run.failure:
            return  # asked for before the run had failed
        fetched = Fetched.page(response)
        if fetched.asked == self.site.root:
            self.arrive(fetched.request)
            if self.is_of_any_software(fetched):
                assert isinstance(fetched.response, TextResponse)
                walk = self.any_walk = self.walk_anywhere()
                run = self.archive.run  # what it says of feeds, it says of Z-Blog's
                run.notes = [note for note in run.notes if not note.endswith(_INSTEAD)]
                yield from walk.begin(fetched.response)
                if walk.front.is_asked_again:
                    self.any_walk = None
                return
        yield from self.answers.take(fetched)
        if fetched.request.url == self.site.root and not self.archive.run.front_page:
            if fetched.asked in self.archive.run.failed:
                return  # and asked for again
            self.stop(self._no_list(fetched))

    def failed(self, failure: Failure) -> Following:
        """Take what came instead of a page."""
        fetched = Fetched.failed(failure)
        if fetched.answer is Answer.NOT_SENT:
            return  # the next run asks
        if self.site.root in (fetched.asked, fetched.request.url) and self.answers.believes(
            fetched
        ):
            lost = isinstance(failure.value, Unreadable)
            shows = "shows no list of posts" if lost else "cannot be read"
            self.stop(f"{self.site.root} {shows}: {fetched.reason}")
        yield from self.answers.take(fetched)

    def is_of_any_software(self, fetched: Fetched) -> bool:
        """Tell whether it is the front page of a portal that no theme knows.

        ``<body class="index">`` has many a portal; only Z-Blog's own pages mean by it what it does.
        """
        if self._theme_known or not isinstance(fetched.response, TextResponse):
            return False
        if any(theme.recognises(fetched.response) for theme in THEMES):
            return False
        return fetched.answer is Answer.STRANGE or not ZBLOG.wrote(fetched.response)

    def _no_list(self, fetched: Fetched) -> str:
        """Say that the front page is in no known look, and what to do."""
        root, software = self.site.root, _generator(fetched.response)
        if theme := self.archive.store.facts.get(Fact.THEME):
            return (
                f"{root} has a new look: it was read by the theme {theme}, which does"
                f" not know this one{software}; newsportal probe"
                f" {root} says what it is, -a theme=generic reads it by general rules"
                " from now on"
            )
        return (
            f"{root} shows no list of posts in a theme that newsportal knows"
            f"{software}; newsportal probe {root} says what it is,"
            " -a theme=generic reads portals of any software"
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
        """End the run as failed."""
        self.archive.run.failure = why
        raise CloseSpider("failed")

    def send(self, post: Post, row: Row, response: TextResponse, theme: Theme) -> None:
        """Send along with a post what the pipelines have to know."""
        all_comments = self.settings["NEWSPORTAL_COMMENTS"] == "all"
        more = Discussion.of(post, response, theme, self.site.root) if all_comments else None
        self.archive.in_flight.put(post, row, more)


def _generator(response: Response | None) -> str:
    """Name the software that a page says it was made with."""
    named = None
    if isinstance(response, TextResponse):
        named = response.css('meta[name="generator" i]::attr(content)').get()
    return f" (it says it is made with {named[:60]!r})" if named else ""
