"""Pages that could not be had: asked for again, owed, or believed to be gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scrapy import Request
from twisted.python.failure import Failure

from newsportal.items import Post
from newsportal.middlewares.scrapy_inside import calm_down
from newsportal.pages.keys import address_of
from newsportal.spiders.answer import Answer
from newsportal.spiders.fetched import Fetched
from newsportal.spiders.questions.asked_again import (
    ROUNDS,
    first_address,
    rounds_of,
    times_not_found,
)
from newsportal.spiders.questions.retry_budget import TRIES, RetryBudget
from newsportal.state.facts import Fact
from newsportal.state.row import State

if TYPE_CHECKING:
    from newsportal.spiders.anywhere.walk import AnyWalk

Following = Iterator[Request | Post]
_KEPT = 1000  # addresses of pages that earlier runs could not read


class Misses:
    """Takes what came instead of pages."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self.asked_again = walk.asked_again
        self.not_there = walk.not_there
        self.run = walk.run
        self.site = walk.site
        self.spider = walk.spider
        self.retries = RetryBudget(walk.facts, Fact.LIST_PAGES_OWED, _KEPT)
        self._lost: set[str] = set()
        """Further pages of lists that links lead to and that could not be read at first."""
        self._forbidden: list[str] = []
        """Those that robots.txt forbids."""

    def failed(self, failure: Failure) -> Following:
        """Take what came instead of a page."""
        assert failure.value is not None
        fetched = Fetched.error(failure.request, failure.value)  # type: ignore[attr-defined]
        if fetched.answer is Answer.NOT_SENT:
            return
        if self.site.root in (fetched.asked, fetched.request.url) and fetched.rounds >= 1:
            self.spider.stop(f"{self.site.root} cannot be read: {fetched.reason}")
        post = fetched.post
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
                self.asked_again.settle(fetched.request)
                if self.not_there.settle(post, State.FORBIDDEN, fetched.reason):
                    self.run.forbidden.add(url=fetched.request.url, reason=fetched.reason)
                return
            if fetched.answer is Answer.NOT_FOUND and (
                fetched.rounds >= ROUNDS or not self.not_there.expected(post)
            ):
                self.asked_again.settle(fetched.request)
                if not self.not_there.not_found(post, fetched.time, fetched.reason):
                    told = (
                        f"{fetched.reason}, though a list shows it; asked for again by a later run"
                    )
                    self.asked_again.owe(fetched.request, told)
                elif self.spider.removals.too_many():
                    self.spider.stop(self.spider.removals.complaint())
                return
        self.missed(fetched.request, fetched.reason, not_found=fetched.answer is Answer.NOT_FOUND)
        yield from ()

    def _list_failed(self, fetched: Fetched) -> None:
        request = fetched.request
        if self._is_needed(request):
            if fetched.answer is Answer.FORBIDDEN and not fetched.moved:
                self._believe(request, fetched.reason)
                self._forbidden.append(fetched.asked)
            else:
                self.lost(request, fetched.reason, not_found=fetched.answer is Answer.NOT_FOUND)
        elif fetched.answer in (
            Answer.NOT_FOUND, Answer.FORBIDDEN, Answer.OFF_PORTAL, Answer.TOO_LARGE,
        ):  # fmt: skip
            self._believe(request, fetched.reason)

    def _believe(self, request: Request, reason: str) -> None:
        self.asked_again.settle(request)
        self.run.lists_gone.add(url=request.url, reason=reason)

    def lost(self, request: Request, reason: str, *, not_found: bool = False) -> None:
        """Take it that a further page of a list was not to be had.

        Where a link has led to it, it is owed. One whose number was only reckoned is asked for
        once more where it comes first: then it was the end of the list.
        """
        url, lists = first_address(request), self.walk.lists.walks
        walk, key = lists.get(request.cb_kwargs["walk"]), self.site.key(url)
        if walk is not None and rounds_of(request) == 0:
            walk.skip(key)
        if walk is None or key in walk.named or key == walk.key:
            if self.retries.is_spent(url) and self.walk.settled:
                self._believe(request, reason)
                return
            self._lost.add(url)
            self.missed(request, reason, not_found=not_found)
        elif rounds_of(request) == 0 and walk.missing == 1:
            self.asked_again.add(request, reason, not_found=not_found)
        else:
            self._believe(request, reason)

    def settle(self) -> list[str]:
        """Count the further pages of lists that are owed; return a line on those owed no more."""
        over = {}
        for url in sorted(self._lost):
            if url not in self.run.unread_lists:
                self.retries.forget(url)
            elif self.retries.fail(url):
                over[url] = self.run.unread_lists.pop(url)
                self.run.failed.pop(url, None)
        self.retries.save()
        lines = []
        if over:
            url, reason = next(iter(over.items()))
            lines.append(
                f"{len(over)} further pages of lists could not be read in {TRIES} runs, first"
                f" {url}: {reason}; -a mode=full asks once more"
            )
        if self._forbidden and self.walk.seeds.sitemaps.first is None and not self.walk.settled:
            count, first = len(self._forbidden), self._forbidden[0]
            lines.append(f"robots.txt forbids {count} further pages of lists, first {first}")
        return lines

    def _is_needed(self, request: Request) -> bool:
        """Tell whether a page is known to be part of a list."""
        walk = request.cb_kwargs.get("walk")
        return walk == "" or (
            walk is not None and address_of(self.site.root, walk) != first_address(request)
        )

    def missed(self, request: Request, reason: str, *, not_found: bool = False) -> None:
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
            if not_found and post is not None:
                # A list shows what is "not found": the portal is overloaded.
                calm_down(self.spider.crawler)
            return
        self.asked_again.owe(request, reason)
        if post is not None:
            self.not_there.note_try(post)
