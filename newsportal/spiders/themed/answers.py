"""What an answer is, whether it is believed, and what follows.

An answer may be something else than what was asked for. `Got` says what it is (`Answer`),
`believes` whether to act on it, and the table in `Answers` which method does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from scrapy import Request

from newsportal.archive.broken_lists import Why
from newsportal.items import Post
from newsportal.middlewares.scrapy_inside import calm_down
from newsportal.spiders.answer import Answer
from newsportal.spiders.got import Got
from newsportal.spiders.questions.asked_again import times_not_found
from newsportal.spiders.questions.believed import is_believed, is_other_page, rounds_for
from newsportal.spiders.themed.reading import Reading
from newsportal.state.row import State

if TYPE_CHECKING:
    from newsportal.spiders.posts import PostsSpider

Following = Iterator[Request | Post]


class Answers:
    """Takes answers."""

    def __init__(self, spider: PostsSpider) -> None:
        self._spider = spider
        self._run = spider.archive.run
        self._asked_again, self._not_there = spider.asked_again, spider.not_there
        self._reading = reading = Reading(spider, self.no_post)
        self._what_follows: dict[Answer, Callable[[Got], Following]] = {
            Answer.POST: reading.post,
            Answer.LIST: self._list_page,
            Answer.PAGE: reading.page,
            Answer.STRANGE: self._strange,
            Answer.FRONT_PAGE: self.no_post,
            Answer.NOT_FOUND: self._not_found,
            Answer.NO_PAGE: self.no_post,
            Answer.OFF_PORTAL: self.no_post,
            Answer.FORBIDDEN: self._forbidden,
            Answer.TOO_LARGE: self._too_large,
        }

    def take(self, got: Got) -> Following:
        """Do what follows from an answer."""
        if not self.believes(got):
            yield from self._missed(got, got.doubt)
            return
        self._asked_again.settle(got.request)
        yield from self._what_follows.get(got.answer, self._missed)(got)

    def believes(self, got: Got) -> bool:
        """Tell whether to act on an answer."""
        return is_believed(got, self._spider.site.root, self._not_there.expected)

    def no_post(self, got: Got) -> Following:
        """A page came that is none of a post or list: no verdict, if the portal says it is one."""
        strange = got.answer is Answer.STRANGE
        if got.post is not None and self._not_there.is_owed(got.post, strange=strange):
            yield from self._missed(got)
        elif got.post is None and self._is_of_a_list(got):
            yield from self._owe(got, got.reason)
        elif got.answer is Answer.FRONT_PAGE:
            self._not_there.gone(got.post, got.request.url, got.reason)
        else:
            self._not_there.settle(got.post, State.OTHER, got.reason)

    def _is_of_a_list(self, got: Got) -> bool:
        """Tell whether a page of a list was asked for: a further one, or one read before."""
        site, listings = self._spider.site, self._spider.archive.store.listings
        known = got.asked != site.root and listings.was_read(site.key(got.asked))
        return known or got.page_of is not None

    def _list_page(self, got: Got) -> Following:
        """Read a page of a list, even if it is another one each time: that asked for is owed."""
        in_turn = got.request.meta.get("look")
        if got.page_of is not None and not in_turn and is_other_page(got):
            self._asked_again.owe(got.request, got.doubt, Why.AWAY)
        yield from self._reading.list_page(got)

    def _strange(self, got: Got) -> Following:
        if got.post is None and not self._is_of_a_list(got):
            self._run.strange.add(url=got.asked, reason=got.reason)
            yield from self._reading.page(got)
        else:
            yield from self.no_post(got)

    def _not_found(self, got: Got) -> Following:
        """Take it that the portal, which has said so often enough, does not know a page."""
        removals = self._spider.removals
        if got.post is None:
            self._spider.enough.lists_in_vain += 1
            self._run.lists_gone.add(url=got.request.url, reason=got.reason)
        elif not self._not_there.not_found(got.post, got.time, got.reason):
            told = f"{got.reason}, though a list shows it; asked for again by a later run"
            self._asked_again.owe(got.request, told)
        elif removals.too_many():
            self._spider.stop(removals.complaint())
        if got.page_of == "":
            self._spider.lists.missing(got.number)
        yield from ()

    def _forbidden(self, got: Got) -> Following:
        if got.moved:  # to a login, say
            yield from self.no_post(got)
        elif self._not_there.settle(got.post, State.FORBIDDEN, got.reason):
            self._run.forbidden.add(url=got.request.url, reason=got.reason)

    def _too_large(self, got: Got) -> Following:
        if got.request.cb_kwargs:
            yield from self._missed(got)
            return
        # A page that a menu names: an archive page grows with the portal, beyond every bound.
        self._run.notes.append(f"{got.request.url} is left out: above DOWNLOAD_MAXSIZE")

    def _missed(self, got: Got, reason: str = "") -> Following:
        """A page could not be read: ask again at the end of the walk, so many times in all."""
        rounds = rounds_for(got)
        if got.rounds >= rounds:
            yield from self._owe(got, reason or got.reason)
            return
        denied = got.answer is Answer.NOT_FOUND
        self._asked_again.add(got.request, reason or got.reason, not_found=denied)
        if denied and got.post is not None:
            # A list shows what is "not found": the portal is overloaded.
            calm_down(self._spider.crawler)
        if got.page_of == "":
            yield from self._spider.asking.ahead(got.number)

    def _owe(self, got: Got, reason: str) -> Following:
        """A page could not be read in this run: the next one asks for it."""
        twice = times_not_found(got.request) > 1
        if got.post is not None and twice and not self._not_there.is_archived(got.post):
            # The last answers said nothing; what the portal said before them is believed.
            yield from self._not_found(replace(got, reason="not found"))
            return
        self._asked_again.owe(got.request, reason, got.why)
        if got.post is not None:
            self._not_there.in_vain(got.post)
            if got.answer is Answer.SERVER_ERROR:
                self._not_there.failed(got.post, got.status, got.time)
        if got.page_of == "":
            yield from self._spider.asking.ahead(got.number)
