"""The front page: whether it is one, and what to do where it leads nowhere.

A theme may show a cover without a single link while feed and sitemap name every post: such a page
is no reason to refuse a portal before these were asked. Then they are what updates ask, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import TextResponse

from newsportal.discovery.cache_busters import busters, may_have_busters
from newsportal.discovery.refusal import why_not
from newsportal.middlewares.manners import fetch_time
from newsportal.pages.page import Page
from newsportal.state.facts import Fact
from newsportal.state.row import State
from newsportal.themes import THEMES
from newsportal.walk.anywhere.page_analysis import PageAnalysis
from newsportal.walk.questions.retry_queue import ROUNDS, rounds_of

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk


class FrontPage:
    """Takes the front page."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self.bare = ""
        """Why it leads nowhere, "" if it does lead on."""
        self.is_asked_again = False
        """Whether what came was not believed yet."""
        self.title = ""
        """What it says that it is called: on some portals every page does."""
        self._frame: set[str] = set()
        """Keys of what it links to: the portal's other pages link to some of it."""
        self._waiting: Request | None = None
        """What has brought a bare page, until it is known what else names posts."""
        self._first: PageAnalysis | None = None
        """What it showed when it came first, while it is loaded once more to be compared,"""
        self._is_due = False
        """and whether that was not asked for yet."""

    @property
    def is_known_bare(self) -> bool:
        """Whether it led nowhere in an earlier run that read the portal all the same."""
        return self.walk.facts.get(Fact.BARE_FRONT) is not None

    def names(self, key: str) -> bool:
        """Tell whether it links to a page of the portal."""
        return key in self._frame

    def add_to_frame(self, key: str) -> None:
        """Note that its menu, which another file writes, links to a page of the portal."""
        self._frame.add(key)

    def has_frame(self, page: PageAnalysis) -> bool:
        """Tell whether a page looks like one of the portal: it links to what the front page does.

        Of a portal whose front page leads nowhere, any page does; while it is not read, none.
        """
        links = {link.key for link in page.links} - {"", self.walk.site.key(page.response.url)}
        return self.is_known_bare or not links.isdisjoint(self._frame)

    def read(self, response: TextResponse) -> None:
        """Take it: is it one, which feeds does it name, which posts?"""
        walk, request = self.walk, response.request
        assert request is not None
        walk.sightings.now = fetch_time(response)
        page = PageAnalysis.at(response, walk.site, walk.theme)
        known = self._known_look(response)
        if known and walk.facts.get(Fact.THEME) == "generic":
            walk.spider.stop(
                f"{walk.site.root} has a new look, which newsportal knows; run with -a"
                f" theme={known} to read it so from now on, or with -a theme=generic as before"
            )
        if not page.links:
            self._read_bare(response, request)
            return
        if self._is_to_be_compared(page):
            self._first, self._is_due = page, True
            return
        if self._first is not None:
            now = walk.sightings.now.timestamp()
            walk.aliases.join(busters(self._first.named, page.named, now))
            self._first, page = None, PageAnalysis.at(response, walk.site, walk.theme)
        self.bare, self.is_asked_again = "", False
        walk.facts.drop(Fact.BARE_FRONT)
        walk.retry_queue.settle(request)
        walk.run.front_page = True
        self.title = Page.of(response).silent.title.strip()
        self._frame = {link.key for link in page.links}
        walk.seeds.learn(response)
        walk.scripted_menu.learn(response)
        walk.lists.read(page, "", "")
        walk.shapes.save()

    def _is_to_be_compared(self, page: PageAnalysis) -> bool:
        """Tell whether its addresses may differ at each load: an update knows none of them."""
        if self._first is not None or not may_have_busters(page.named):
            return False
        keys = [each.key for each in page.named if each.is_post and "?" in each.key]
        return not (self.walk.settled and self.walk.store.rows(keys))

    def doubt(self, response: TextResponse) -> None:
        """Stop before the first post is read where another page has a look that is known.

        What came as the front page was a challenge, then: by general rules all posts would be read
        under other ids than their own.
        """
        if self.walk.facts.get(Fact.THEME) is None and (known := self._known_look(response)):
            root = self.walk.site.root
            self.walk.spider.stop(
                f"{root} has no look that newsportal knows, but {response.url} has: the next run"
                f" looks again; -a theme=generic reads all by general rules, -a theme={known}"
                " takes nothing else for the front page"
            )

    def _known_look(self, response: TextResponse) -> str | None:
        """Return the theme that a page shows itself to be of, unless a person has said which."""
        if self.walk.spider.arguments.theme or self.walk.portal_toml.theme:
            return None
        return next((theme.name for theme in THEMES if theme.recognises(response)), None)

    def _read_bare(self, response: TextResponse, request: Request) -> None:
        walk = self.walk
        self.bare = f"{walk.site.root} shows no list of posts: {why_not(response)}"
        if self.is_known_bare:
            self._accept(request)
        elif rounds_of(request) < ROUNDS:
            self.is_asked_again = True
            walk.retry_queue.add(request, self.bare)  # it may be an error's page
        else:
            walk.retry_queue.owe(request, self.bare)
            walk.seeds.learn(response)
            self._waiting = request

    def next(self) -> list[Request]:
        """Return what is asked for where the front page leads nowhere for good, or once more."""
        walk, request = self.walk, self._waiting
        if self._is_due:
            self._is_due = False
            return [walk.list_request("", "")]
        if request is None:
            return []
        if not walk.settled:
            if seeds := walk.seeds.feeds() or walk.seeds.sitemaps.next():
                return seeds
            if walk.store.counts.of(State.NAMED) or walk.frontier.is_waiting:
                walk.seeds.sitemaps.rely()
                walk.facts.put(Fact.BARE_FRONT, "1")
                self._accept(request)
                return []
        walk.run.failure = f"{self.bare}, and neither a feed nor a sitemap names posts"
        return []

    def _accept(self, request: Request) -> None:
        self.walk.retry_queue.settle(request)
        self.walk.run.front_page = True
        self._waiting = None
