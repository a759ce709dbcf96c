"""What an answer is, whether it is believed, and what follows.

An answer may be something else than what was asked for. `Fetched` says what it is (`Answer`),
`believes` whether to act on it, and the table in `Answers` which method does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from newsportal.archive.broken_lists import Why
from newsportal.middlewares.scrapy_inside import calm_down
from newsportal.state.row import State
from newsportal.walk.answer import Answer
from newsportal.walk.fetched import Fetched, Following
from newsportal.walk.questions.believed import is_believed, is_other_page, rounds_for
from newsportal.walk.questions.retry_queue import times_not_found
from newsportal.walk.themed.page_reader import PageReader

if TYPE_CHECKING:
    from newsportal.spiders.posts import PostsSpider


class Answers:
    """Takes answers."""

    def __init__(self, spider: PostsSpider) -> None:
        self._spider = spider
        self._run = spider.archive.run
        self._retry_queue, self._not_there = spider.retry_queue, spider.not_there
        self._reading = reading = PageReader(spider, self.no_post)
        self._what_follows: dict[Answer, Callable[[Fetched], Following]] = {
            Answer.POST: self._post,
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

    def take(self, fetched: Fetched) -> Following:
        """Do what follows from an answer."""
        if not self.believes(fetched):
            yield from self._missed(fetched, fetched.doubt)
            return
        self._retry_queue.settle(fetched.request)
        yield from self._what_follows.get(fetched.answer, self._missed)(fetched)

    def believes(self, fetched: Fetched) -> bool:
        """Tell whether to act on an answer."""
        return is_believed(fetched, self._spider.site, self._not_there.expected)

    def no_post(self, fetched: Fetched) -> Following:
        """A page came that is none of a post or list: no verdict, if the portal says it is one."""
        # Another post's page, without a redirect: a cache has confused the two.
        anothers = fetched.answer is Answer.POST and not fetched.moved
        strange = anothers or fetched.answer is Answer.STRANGE
        if fetched.post is not None and self._not_there.is_owed(fetched.post, strange=strange):
            yield from self._missed(fetched)
        elif fetched.post is None and self._is_of_a_list(fetched):
            yield from self._owe(fetched, fetched.reason)
        elif fetched.answer is Answer.FRONT_PAGE:
            self._not_there.gone(fetched.post, fetched.request.url, fetched.reason)
        else:
            self._not_there.settle(fetched.post, State.OTHER, fetched.reason)

    def _is_of_a_list(self, fetched: Fetched) -> bool:
        """Tell whether a page of a list was asked for: a further one, or one read before."""
        site, listings = self._spider.site, self._spider.archive.store.listings
        known = fetched.asked != site.root and listings.was_read(site.key(fetched.asked))
        return known or fetched.page_of is not None

    def _post(self, fetched: Fetched) -> Following:
        """Read a post, unless it stands in the place of a list, or of what seems to be one."""
        if fetched.post is None and (
            self._is_of_a_list(fetched)
            or (not fetched.moved and self._reading.stands_for_another(fetched))
        ):
            yield from self._owe(fetched, fetched.doubt)
        else:
            yield from self._reading.post(fetched)

    def _list_page(self, fetched: Fetched) -> Following:
        """Read a page of a list, even if it is another one each time: that asked for is owed."""
        if fetched.post is not None and self._not_there.is_owed(fetched.post, strange=False):
            yield from self._missed(fetched)
            return
        in_turn = fetched.request.meta.get("in_turn")
        of_menu = fetched.page_of is None and fetched.kind != "index"
        if (of_menu or (fetched.page_of is not None and not in_turn)) and is_other_page(
            fetched, self._spider.site
        ):
            self._retry_queue.owe(fetched.request, fetched.doubt, Why.AWAY)
        yield from self._reading.list_page(fetched)

    def _strange(self, fetched: Fetched) -> Following:
        if fetched.post is not None or self._is_of_a_list(fetched):
            yield from self.no_post(fetched)
        elif self._reading.seems_a_list(fetched.asked):
            yield from self._owe(fetched, fetched.reason)
        else:
            self._run.strange.add(url=fetched.asked, reason=fetched.reason)
            yield from self._reading.page(fetched)

    def _not_found(self, fetched: Fetched) -> Following:
        """Take it that the portal, which has said so often enough, does not know a page."""
        removals = self._spider.removals
        if fetched.post is None:
            self._spider.traps.fruitless_lists += 1
            self._run.lists_gone.add(url=fetched.request.url, reason=fetched.reason)
        elif not self._not_there.not_found(fetched.post, fetched.time, fetched.reason):
            told = f"{fetched.reason}, though a list shows it; asked for again by a later run"
            self._retry_queue.owe(fetched.request, told)
        elif removals.too_many():
            self._spider.stop(removals.complaint())
        if fetched.page_of is not None:
            self._spider.lists.unread(fetched.page_of, fetched.number, missing=True)
        yield from ()

    def _forbidden(self, fetched: Fetched) -> Following:
        if fetched.moved:  # to a login, say
            yield from self.no_post(fetched)
        elif self._not_there.settle(fetched.post, State.FORBIDDEN, fetched.reason):
            self._run.forbidden.add(url=fetched.request.url, reason=fetched.reason)

    def _too_large(self, fetched: Fetched) -> Following:
        if fetched.request.cb_kwargs:
            yield from self._missed(fetched)
            return
        # A page that a menu names: an archive page grows with the portal, beyond every bound.
        self._run.notes.append(f"{fetched.request.url} is left out: above DOWNLOAD_MAXSIZE")

    def _missed(self, fetched: Fetched, reason: str = "") -> Following:
        """A page could not be read: ask again at the end of the walk, so many times in all."""
        rounds = rounds_for(fetched)
        if fetched.rounds >= rounds:
            yield from self._owe(fetched, reason or fetched.reason)
            return
        denied = fetched.answer is Answer.NOT_FOUND
        self._retry_queue.add(fetched.request, reason or fetched.reason, not_found=denied)
        if denied and fetched.post is not None:
            # A list shows what is "not found": the portal is overloaded.
            calm_down(self._spider.crawler)
        yield from self._go_on(fetched)

    def _owe(self, fetched: Fetched, reason: str) -> Following:
        """A page could not be read in this run: the next one asks for it."""
        twice = times_not_found(fetched.request) > 1
        if fetched.post is not None and twice and not self._not_there.is_archived(fetched.post):
            # The last answers said nothing; what the portal said before them is believed.
            yield from self._not_found(replace(fetched, reason="not found"))
            return
        self._retry_queue.owe(fetched.request, reason, fetched.why)
        if fetched.post is not None:
            self._not_there.note_try(fetched.post)
            if fetched.answer is Answer.SERVER_ERROR:
                self._not_there.failed(fetched.post, fetched.status, fetched.time)
        yield from self._go_on(fetched)

    def _go_on(self, fetched: Fetched) -> Following:
        """Ask for the pages of a list behind one that could not be read."""
        if fetched.page_of == "":
            yield from self._spider.requests.ahead(fetched.number)
        elif fetched.page_of is not None and not fetched.request.meta.get("in_turn"):
            self._spider.lists.unread(fetched.page_of, fetched.number, missing=False)
