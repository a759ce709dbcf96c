"""Where a request ended: the front page, a file, a further page of a list, any page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response, TextResponse

from newsportal.archive.broken_lists import Why
from newsportal.discovery.pagers import leads_back
from newsportal.pages.file_kinds import kind_of
from newsportal.state.row import State
from newsportal.themes.generic.article_page import ArticlePage
from newsportal.themes.generic.fallback.denial import denies
from newsportal.walk.anywhere.misses import LEADS_TO_FRONT
from newsportal.walk.anywhere.page_analysis import PageAnalysis
from newsportal.walk.anywhere.sources.confused_lists import doubt, is_sure
from newsportal.walk.anywhere.sources.issues import is_silent_day
from newsportal.walk.fetched import Following
from newsportal.walk.questions.retry_queue import ROUNDS, first_address, rounds_of

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk


class Answers:
    """Takes pages."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self.retry_queue = walk.retry_queue
        self.known = walk.known
        self.not_there = walk.not_there
        self.run = walk.run
        self.shapes = walk.shapes
        self.site = walk.site
        self.spider = walk.spider
        self.store = walk.store

    def parse(
        self, response: Response, post: str | None = None, walk: str | None = None
    ) -> Following:
        """Take any page for what it is, and the files that it names as posts."""
        yield from self._parse(response, post, walk)
        yield from self.walk.file_posts.posts()

    def _parse(self, response: Response, post: str | None, walk: str | None) -> Following:
        if self.run.failure:
            return
        request = response.request
        assert request is not None
        asked = first_address(request)
        if asked == self.site.root:
            self.spider.arrive(request)
            if isinstance(response, TextResponse):
                self.walk.front.read(response)
            else:
                self.spider.stop(f"{self.site.root} shows no list of posts: it is no page of text")
            self.shapes.save()
            return
        canonical = self.site.canonical(response.url)
        # What an address ends with, Scrapy takes for what it leads to.
        is_file = kind_of(response.body) is not None
        if is_file or not isinstance(response, TextResponse) or canonical is None:
            self._no_page(request, response, post)
            return
        self.walk.front.doubt(response)
        key, asked_key = (
            self.site.key(canonical),
            self.site.key(self.site.canonical(asked) or asked),
        )
        if key == "" and asked_key != "":
            reason = LEADS_TO_FRONT
            if post is not None:
                self.walk.misses.missed(request, reason)
            elif walk == asked_key:
                self.walk.misses.in_its_place(request, reason)
            elif walk is not None:
                self._first_in_place(request, asked_key, walk, reason)
            return
        if walk is not None and key == walk != asked_key:
            if asked_key.rstrip("/") == key.rstrip("/"):
                self.retry_queue.settle(request)  # page 1 under its other name
                return
            self._first_in_place(request, asked_key, walk, "it leads to the list's first page")
            return
        page = PageAnalysis.at(response, self.site, self.walk.theme)
        if post is not None and denies(ArticlePage.of(response)):
            self.walk.misses.denied_in_words(request, post)
            return
        if (walk and (why := doubt(self.walk, page, walk))) and (
            rounds_of(request) < ROUNDS or is_sure(self.walk, page, walk)
        ):
            self.walk.misses.lost(request, why, Why.AWAY)
            return
        if walk is not None and key != walk and walk in self.walk.lists.walks:  # a further page
            self._further(request, page, key, walk)
        elif walk is None or not self.walk.misses.is_no_list(request, page):
            if post is None:
                self.walk.lists.entries.confirm(page, key)
            yield from self.walk.kinds.take(request, page, key, post)
        self.shapes.save()

    def _no_page(self, request: Request, response: Response, post: str | None) -> None:
        """Take what is no page of text: a list may have shown a file as a post."""
        shown = post is not None and self.known.is_shown(self.store.row(post))
        if shown and post is not None and not self.walk.file_posts.read(post, response):
            self.walk.misses.missed(request, "no page of text")
            return
        self.retry_queue.settle(request)
        if not shown:
            self.not_there.settle(post, State.OTHER, "no page of text")

    def _further(self, request: Request, page: PageAnalysis, key: str, walk: str) -> None:
        """Take a further page of a list."""
        shows = bool(page.files) or any(
            each.is_post
            or (each.date and not each.link.navigation)  # the last page may show but one
            or self.known.is_post_link(each.link)
            or self.known.is_wordless(each.link)
            for each in page.named
        )
        if shows or is_silent_day(page, key):
            self.retry_queue.settle(request)
            self.walk.lists.read(page, key, walk)
        elif self._is_behind(page, request, walk):
            self.retry_queue.settle(request)
        else:
            why = Why.FAULT if self.walk.front.has_frame(page) else Why.WALL
            self.walk.misses.lost(request, "the page shows no list of posts", why)

    def _is_behind(self, page: PageAnalysis, request: Request, walk: str) -> bool:
        """Tell whether a page without posts is one behind the end of its list.

        It leads back into the list; a message with the portal's menus does not. Of a page that no
        link names any page with links is believed.
        """
        if page.pages.numbered or leads_back(page.response):
            return True
        key = self.site.key(first_address(request))
        return bool(page.named) and key not in self.walk.lists.walks[walk].named

    def _first_in_place(self, request: Request, key: str, walk: str, reason: str) -> None:
        """Take a first page in place of a further one of a list, unless that is page 1 as well."""
        known = self.walk.lists.walks.get(walk)
        if known is not None and known.numbered.get(1) != key:
            self.walk.misses.lost(request, reason, Why.AWAY)
