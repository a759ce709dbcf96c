"""The portal's feed, and the feed of one day: exact times of posts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from newsportal.middlewares.manners import fetch_time
from newsportal.platforms.zblog import FEED, day_feed
from newsportal.platforms.zblog_feed import zblog_feed_items
from newsportal.state.facts import Fact
from newsportal.state.row import Row
from newsportal.walk.answer import Answer
from newsportal.walk.fetched import Fetched, reason_of
from newsportal.walk.questions.owed_files import OwedFiles
from newsportal.walk.questions.retry_queue import first_address
from newsportal.walk.themed.request_factory import Priority

if TYPE_CHECKING:
    from newsportal.spiders.posts import PostsSpider


class Feeds:
    """Takes feeds."""

    def __init__(self, spider: PostsSpider) -> None:
        self._spider = spider
        self._newest: list[str] = []
        self._owed = OwedFiles(spider.archive.run, spider.archive.store.facts, Fact.DAY_FEEDS_OWED)

    def newest(self) -> Request:
        """Return the request for the feed of the newest posts."""
        requests = self._spider.requests
        feed = requests.page(FEED, Priority.FEED, self.parse, self.failed)
        return feed.replace(meta={"dont_retry": True})

    def of_a_day(self) -> list[Request]:
        """Return the request for the feed of the next day whose posts have no better time."""
        day = self._spider.which_days.next()
        if day is None:
            return []
        page, told = self._spider.requests.page, {"day": day.isoformat()}
        return [page(day_feed(day), Priority.FEED, self.parse_day, self.failed_day, **told)]

    def take_named(self) -> list[Row]:
        """Return the posts that the feed has named, once.

        They wait for the front page, whose times tell whether those of the feed are right.
        """
        named, self._newest = self._newest, []
        return [row for key in named if (row := self._spider.archive.store.row(key))]

    def parse(self, response: Response) -> Iterator[Request]:
        """Take the exact times of the newest posts, then begin the walk."""
        spider = self._spider
        assert response.request is not None
        spider.arrive(response.request)
        yield spider.requests.front()
        if isinstance(response, TextResponse):
            items = list(zblog_feed_items(response, fetch_time(response)))
            spider.site.learn(item.url for item in items)
            rows = [row for item in items if (row := spider.sightings.feed_item(item, response))]
            if complaint := spider.how_far.judge_feed(rows, fetch_time(response)):
                asked = first_address(response.request)
                led = "" if response.url == asked or rows else f" (it leads to {response.url})"
                spider.archive.run.notes.append(complaint + led)
            if rows:
                listings = spider.archive.store.listings
                listings.walked(listings.number(FEED), spider.archive.run_number)
            self._newest = [row.key for row in rows]

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Go on without a feed."""
        assert failure.value is not None
        self._spider.arrive(failure.request)  # type: ignore[attr-defined]
        self._spider.archive.run.notes.append(
            f"no feed ({reason_of(failure.value)}); the lists are used"
        )
        yield self._spider.requests.front()

    def parse_day(self, response: Response, day: str) -> Iterator[Request]:
        """Take the exact times of the posts of one day."""
        assert response.request is not None
        self._spider.retry_queue.settle(response.request)
        self._owed.settle(first_address(response.request))
        self._spider.which_days.settle(date.fromisoformat(day))
        if isinstance(response, TextResponse):
            items = zblog_feed_items(response, fetch_time(response))
            rows = (self._spider.sightings.feed_item(item, response) for item in items)
            yield from self._spider.requests.posts_if_wanted(filter(None, rows))

    def failed_day(self, failure: Failure) -> None:
        """Ask again, some runs: the feed of a day says what nothing else does."""
        fetched = Fetched.failed(failure)
        if fetched.answer is Answer.NOT_SENT:
            return
        there = fetched.answer is not Answer.NOT_FOUND
        if there and fetched.rounds < 1:
            self._spider.retry_queue.add(fetched.request, fetched.reason)
            return
        self._spider.retry_queue.settle(fetched.request)
        if there and self._owed.fail(fetched.asked, fetched.reason):
            self._spider.which_days.stop()
            return
        self._spider.which_days.settle(date.fromisoformat(fetched.request.cb_kwargs["day"]))
        if there:
            self._owed.give_up(fetched.asked, fetched.reason, Fact.FEED)
