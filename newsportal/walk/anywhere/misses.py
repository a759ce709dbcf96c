"""Pages that could not be had: asked for again, owed, or believed to be gone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy import Request
from twisted.python.failure import Failure

from newsportal.archive.broken_lists import Why
from newsportal.discovery.shape_evidence import Verdict
from newsportal.middlewares.scrapy_inside import calm_down
from newsportal.pages.keys import address_of
from newsportal.state.row import Route, State
from newsportal.walk.answer import Answer
from newsportal.walk.anywhere.page_analysis import PageAnalysis
from newsportal.walk.fetched import Fetched, Following
from newsportal.walk.questions.believed import rounds_for
from newsportal.walk.questions.retry_queue import (
    ROUNDS,
    first_address,
    rounds_of,
    times_not_found,
)

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk

_ELSEWHERE = (Answer.FORBIDDEN, Answer.OFF_PORTAL, Answer.TOO_LARGE)
_REFUSED = 403
LEADS_TO_FRONT = "the portal leads to its front page"
"""Why a page was not had that the portal redirects to its front page."""
_DEAD = 30  # lists that menus name and that are not found: so many are asked for once more


class Misses:
    """Takes what came instead of pages."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self.retry_queue = walk.retry_queue
        self.not_there = walk.not_there
        self.run = walk.run
        self.site = walk.site
        self.spider = walk.spider
        self.dead = 0
        self._further: set[str] = set()
        """Pages that could not be read of lists whose first pages were."""
        self._forbidden: list[str] = []
        """Pages of lists that robots.txt forbids."""

    def failed(self, failure: Failure) -> Following:
        """Take what came instead of a page."""
        fetched = Fetched.failed(failure)
        if fetched.answer is Answer.NOT_SENT:
            return
        if self.site.root in (fetched.asked, fetched.request.url) and fetched.rounds >= 1:
            self.spider.stop(f"{self.site.root} cannot be read: {fetched.reason}")
        post, last = fetched.post, fetched.rounds >= rounds_for(fetched)
        if post is None:
            self._list_failed(fetched)
            return
        if fetched.answer in (
            Answer.NOT_FOUND,
            Answer.FORBIDDEN,
            Answer.OFF_PORTAL,
            Answer.TOO_LARGE,
        ):
            to_login = fetched.moved and self.not_there.expected(post)
            if fetched.answer is Answer.FORBIDDEN and not to_login:
                self.retry_queue.settle(fetched.request)
                state = State.FORBIDDEN if self._is_named_as_post(post) else State.OTHER
                if self.not_there.settle(post, state, fetched.reason):
                    self.run.forbidden.add(url=fetched.request.url, reason=fetched.reason)
                return
            if fetched.answer is Answer.NOT_FOUND and (last or not self.not_there.expected(post)):
                self._denied(fetched.request, post, fetched.time, fetched.reason)
                return
            if fetched.answer is Answer.OFF_PORTAL and (fetched.rounds or last):
                self._not_ours(fetched, post, "it may be another portal's")
                return
        elif fetched.status == _REFUSED and (fetched.rounds or last):
            self._not_ours(fetched, post, "it may be closed to all")
            return
        elif fetched.answer is Answer.SERVER_ERROR and last:
            self.not_there.failed(post, fetched.status, fetched.time)
        not_found = fetched.answer is Answer.NOT_FOUND
        self.missed(
            fetched.request, fetched.reason, not_found=not_found, rounds=rounds_for(fetched)
        )
        yield from ()

    def denied_in_words(self, request: Request, post: str) -> None:
        """Owe a post whose page says, with status 200, that it is not there: no verdict on it."""
        settles = f'portal.toml settles it: other = ["{post}"]'
        self.missed(request, f"its page says that it is not there; if so, {settles}")

    def _is_named_as_post(self, key: str) -> bool:
        """Tell whether a list, a sitemap or a neighbour names a post, not only links of any page.

        Such as a wiki's link to its categories, below all articles.
        """
        row = self.walk.store.row(key)
        return row is not None and bool(row.routes & ~Route.ELSEWHERE)

    def _not_ours(self, fetched: Fetched, post: str, doubt: str) -> None:
        """Owe a post that leads off the portal, or is refused: nobody else may read it either."""
        shape = self.walk.known.shape_at(post)
        pattern = post if shape.verdict is Verdict.POST else shape.shape
        settles = f'portal.toml settles it: other = ["{pattern}"]'
        self.retry_queue.owe(fetched.request, f"{fetched.reason}; {doubt}; {settles}")
        self.not_there.note_try(post)

    def _denied(self, request: Request, post: str, at: datetime, reason: str) -> None:
        """Take it that the portal says, often enough for one run, that a post is not there."""
        self.retry_queue.settle(request)
        if not self.not_there.not_found(post, at, reason):
            told = f"{reason}, though a list shows it; asked for again by a later run"
            self.retry_queue.owe(request, told)
        elif self.spider.removals.too_many():
            self.spider.stop(self.spider.removals.complaint())

    def _list_failed(self, fetched: Fetched) -> None:
        """Take what came instead of a page of a list.

        Of a list that was never read the portal is believed that it is not there, or elsewhere.
        """
        request, answer, rounds = fetched.request, fetched.answer, rounds_for(fetched)
        forbidden = answer is Answer.FORBIDDEN and not fetched.moved
        missing = answer is Answer.NOT_FOUND
        if self._is_needed(request):
            if forbidden:
                self._believe(request, fetched.reason)
                self._forbidden.append(fetched.asked)
            elif missing and fetched.rounds >= ROUNDS and self._is_first(request):
                self._believe(request, fetched.reason)
            else:
                self.lost(request, fetched.reason, fetched.why, not_found=missing, rounds=rounds)
        elif missing:
            self._not_there(request, fetched.reason)
        elif answer in _ELSEWHERE or fetched.why is Why.WALL or self._is_told(fetched.asked):
            self._believe(request, fetched.reason)
        else:
            key, reason, why = self.site.key(fetched.asked), fetched.reason, fetched.why
            if fetched.rounds == 0:
                self.walk.frontier.result(key, fresh=False)
            if fetched.status == _REFUSED:
                reason += f'; if it is no list, portal.toml settles it: other = ["{key}"]'
                if self.walk.known.shape_at(key).verdict is not Verdict.LIST:
                    why = Why.REFUSED
            self.lost(request, reason, why, rounds=rounds)

    def _not_there(self, request: Request, reason: str) -> None:
        """Take it that a list which was never read is not there, when the portal says so twice."""
        if rounds_of(request) or self.dead >= _DEAD:
            self._believe(request, reason)
        else:
            self.dead += 1
            self.retry_queue.add(request, reason, not_found=True)

    def in_its_place(self, request: Request, reason: str) -> None:
        """Take it that another page stands in the place of the first page of a list."""
        if self._is_needed(request):
            self.lost(request, reason, Why.AWAY)
        else:
            self._not_there(request, reason)

    def is_no_list(self, request: Request, page: PageAnalysis) -> bool:
        """Tell whether a page is none of the list that was asked for, and ask once more.

        What a known list shows says something of it if it names posts, or in the end if it is the
        portal's own page; anything else may be a challenge, which looks like no page of the portal.
        One that names nothing new may be a list that a cache shows empty.
        """
        named = (each.is_post or self.walk.known.is_post_link(each.link) for each in page.named)
        if page.article or page.files or any(named) or self.walk.lists.further.leads_on(page):
            return False
        again, strange = rounds_of(request) < ROUNDS, not self.walk.front.has_frame(page)
        needed = self._is_needed(request)
        met = (self.walk.frontier.was_shown(each.key) is not None for each in page.named)
        empty = not rounds_of(request) and not self.walk.settled and all(met)
        if (again and (needed or strange)) or (needed and strange) or empty:
            self.lost(request, "the page shows no list of posts", Why.WALL)
            return True
        return False

    def _believe(self, request: Request, reason: str) -> None:
        self.retry_queue.settle(request)
        self.run.lists_gone.add(url=request.url, reason=reason)

    def lost(
        self, request: Request, reason: str, why: Why = Why.FAULT, *,
        not_found: bool = False, rounds: int = ROUNDS,
    ) -> None:  # fmt: skip
        """Take it that a page of a list was not to be had.

        Where a link has led to it, it is owed. One whose number was only reckoned is asked for
        once more where it comes first: then it was the end of the list.
        """
        url, lists = first_address(request), self.walk.lists.walks
        walk, key = lists.get(request.cb_kwargs["walk"]), self.site.key(url)
        if walk is not None and rounds_of(request) == 0:
            walk.skip(key)
        if walk is not None and key != walk.key:
            self._further.add(url)
        if walk is None or key == walk.key or walk.is_missed(key, not_found=not_found):
            if self.retry_queue.broken.is_broken(url):
                self.retry_queue.owe(request, reason, why)
            else:
                self.missed(request, reason, why, not_found=not_found, rounds=rounds)
        elif rounds_of(request) == 0 and walk.missing == 1:
            self.retry_queue.add(request, reason, not_found=not_found)
        else:
            self._believe(request, reason)

    def settle(self) -> None:
        """Owe no more what is broken among the pages of lists."""
        queue = self.retry_queue
        queue.settle_lists(self._now(), self._is_named)
        queue.broken.keep(lambda url: not self._is_told(url))
        again = queue.failing if self.walk.settled else queue.failing.keys() & self._further
        self.run.to_go_on = [url for url in again if queue.broken.is_remembered(url)]

    def _now(self) -> datetime:
        return self.walk.sightings.now or datetime.now(UTC)

    def _is_told(self, url: str) -> bool:
        """Tell whether a person has said that a page is no list."""
        return self.walk.known.is_told_other(self.site.key(url))

    def _is_named(self, url: str) -> bool:
        """Tell whether a page of this run names a list; a further page is its list's."""
        key = self.site.key(url)
        named = self.walk.frontier.was_shown(key) is not None
        return named or not self.walk.store.listings.has_brought(key)

    def lines(self) -> list[str]:
        """Return a line on the pages of lists that robots.txt forbids."""
        if not self._forbidden or self.walk.seeds.sitemaps.first is not None or self.walk.settled:
            return []
        count, first = len(self._forbidden), self._forbidden[0]
        return [f"robots.txt forbids {count} pages of lists, first {first}"]

    def _is_first(self, request: Request) -> bool:
        walk: str | None = request.cb_kwargs.get("walk")
        return bool(walk) and address_of(self.site.root, walk or "") == first_address(request)

    def _is_needed(self, request: Request) -> bool:
        """Tell whether a page is known to be of a list: a further one, read before, or owed."""
        walk = request.cb_kwargs.get("walk")
        if walk is None or not self._is_first(request):
            return walk is not None
        owed = self.retry_queue.broken.is_owed(first_address(request))
        return owed or self.walk.store.listings.has_brought(walk)

    def withheld(self, request: Request, words: str, key: str) -> None:
        """Take it that a post's text is not shown to everybody: owed, until a person settles it."""
        self.retry_queue.owe(
            request,
            f'the page keeps the text back ({words!r}); portal.toml settles it: other = ["{key}"]',
            Why.WALL,
        )
        self.not_there.note_try(key)
        if row := self.walk.store.row(key):
            self.walk.store.update(row.n, reason=f"its text is kept back: {words}")

    def missed(
        self, request: Request, reason: str, why: Why = Why.FAULT, *,
        not_found: bool = False, rounds: int = ROUNDS,
    ) -> None:  # fmt: skip
        """A page could not be read: ask again at the end, so many times in all."""
        post, twice = request.cb_kwargs.get("post"), times_not_found(request) > 1
        if rounds_of(request) < rounds:
            self.retry_queue.add(request, reason, not_found=not_found)
            if not_found and post is not None:
                # A list shows what is "not found": the portal is overloaded.
                calm_down(self.spider.crawler)
        elif post is not None and twice and not self.not_there.is_archived(post):
            # The last answers said nothing; what the portal said before them is believed.
            self._denied(request, post, self._now(), "not found")
        else:
            self.retry_queue.owe(request, reason, why)
            if post is not None:
                self.walk.titles.keep(post)
                self.not_there.note_try(post)
