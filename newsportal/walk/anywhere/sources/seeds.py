"""Feeds and sitemaps: asked once they are known, and again by updates where they tell news."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from newsportal.discovery import feeds
from newsportal.discovery.days.feed_clock import is_clock_right
from newsportal.discovery.feeds import FeedItem, feed_items, feed_links
from newsportal.items import Post
from newsportal.middlewares.manners import fetch_time
from newsportal.pages.keys import address_of
from newsportal.state import clock
from newsportal.state.facts import Fact
from newsportal.state.published import Published
from newsportal.state.row import Route
from newsportal.walk.answer import Answer
from newsportal.walk.anywhere.sources.sitemaps import Sitemaps
from newsportal.walk.fetched import Fetched
from newsportal.walk.questions.owed_files import OwedFiles
from newsportal.walk.questions.retry_queue import first_address

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk

_SEED = 50  # priority
_LINKED = 3  # feeds that a page names and that are tried
_RECENT = timedelta(days=30)
_NONE_THERE = (Answer.NOT_FOUND, Answer.FORBIDDEN, Answer.OFF_PORTAL)
_FRUITFUL = 20  # lists asked by an update


class Seeds:
    """What the walk asks besides lists and posts."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self._feeds: list[str] = []
        self._asked: set[str] = set()
        self._feed_found = False
        self._named: set[str] = set()
        """Feeds that the front page names: they must be there."""
        self._owed = OwedFiles(walk.run, walk.facts, Fact.FEEDS_OWED)
        self.sitemaps = Sitemaps(walk)
        self.overlaps = False
        """The feed names a post that earlier runs have met: none is missing between."""
        self._waiting: set[str] = set()
        """Keys of lists that brought news lately and that an update has no room for."""

    # What to ask

    def learn(self, front: TextResponse) -> None:
        """Take from the front page which feeds there are."""
        base = front.url
        linked = [urljoin(base, link) for link in feed_links(front)][:_LINKED]
        self._named = {*linked}
        root = self.walk.site.root
        self._feeds = linked or [root + path for path in feeds.USUAL]
        self.sitemaps.learn(front)

    def feeds(self) -> list[Request]:
        """Return the request for the next address that may be the feed's."""
        while self._feeds and not self._feed_found and not self.walk.settled:
            url = self._feeds.pop(0)
            if self._is_new(url):
                return [self._request(url, self.parse_feed)]
        return []

    def update(self) -> Iterator[Request]:
        """Yield the requests of an update."""
        known = self.walk.facts.get(Fact.FEED)
        for url in dict.fromkeys([*([known] if known else []), *self._owed]):
            yield self._request(url, self.parse_feed)
        yield from self.sitemaps.update()

    def _is_new(self, url: str) -> bool:
        new = url not in self._asked and self.walk.site.holds(url)
        self._asked.add(url)
        return new

    def _request(self, url: str, callback: Any) -> Request:
        return Request(
            url, callback, priority=_SEED, errback=self.failed, dont_filter=True,
            meta={"dont_retry": not self.walk.settled and url not in self._named},
        )  # fmt: skip

    # Answers

    def failed(self, failure: Failure) -> None:
        """Go on without it; what an update relies on, or the front page names, is owed."""
        fetched = Fetched.failed(failure)
        named = fetched.asked in self._named and fetched.answer not in _NONE_THERE
        if (named or self.walk.settled) and fetched.answer is not Answer.NOT_SENT:
            self._in_vain(fetched.asked, fetched.reason)

    def _in_vain(self, url: str, reason: str) -> None:
        """Note that a feed was asked for in vain: owed, until it is believed to be gone."""
        if not self._owed.fail(url, reason):
            self._owed.give_up(url, reason, Fact.FEED)

    def parse_feed(self, response: Response) -> Iterator[Post]:
        """Take the posts that a feed names."""
        now = fetch_time(response)
        items = feed_items(response, now)
        self.walk.spider.zone.see_feed(is_clock_right(response, now))
        if len(items) >= feeds.MOST:
            line = f"of the feed {response.url} {feeds.MOST} posts were read"
            self.sitemaps.left_out.append(line)
        rows = [self._item(item, response) for item in items]
        assert response.request is not None
        url = first_address(response.request)
        if any(rows):
            self._feed_found = True
            self.walk.facts.put(Fact.FEED, url)
        if items:
            self._owed.settle(url)
        elif self.walk.settled:
            self._in_vain(url, "it is no feed, or has no posts")
        self.walk.shapes.save()
        yield from self.walk.file_posts.posts()

    def _item(self, item: FeedItem, response: Response) -> bool:
        walk = self.walk
        file = walk.site.file(item.url, response.url)
        canonical = file or walk.site.canonical(item.url, response.url)
        if canonical is None or canonical == walk.site.root:
            return False
        key = walk.site.key(canonical) if file else walk.known.own(walk.site.key(canonical))
        shape = walk.known.shape_at(key)
        new, newly_shown = walk.frontier.meet(key, shown=True)
        if new:
            shape.link(shown=True)
        elif newly_shown:
            shape.show()
        if not walk.known.may_hold_posts(shape):
            return False
        now = fetch_time(response)
        said = Published.of(item.published, "feed") if item.published else None
        published = walk.spider.zone.corrected(key, said, now, item.offset)
        row = walk.known.sight(key, now, Route.FEED, published)
        self.overlaps |= row.run <= walk.settled
        walk.titles.note(key, item.title, sure=True)
        if row.feed != item.hash:
            walk.store.update(row.n, feed=item.hash)
            if row.feed is not None:
                walk.known.looks_changed(row)
        if file:
            walk.file_posts.named(key, item.title, response)
        return True

    # Lists that bring news

    def brought(self, listing: int) -> None:
        """Note that a list has named a post that was new."""
        now = int(clock.now().timestamp())
        self.walk.store.execute("UPDATE listings SET brought = ? WHERE n = ?", now, listing)

    def may_bring(self, listing: int) -> None:
        """Note that a list is empty: a new column has no post yet. Updates read it in turn."""
        sql = "UPDATE listings SET brought = -1 WHERE n = ? AND brought IS NULL"
        self.walk.store.execute(sql, listing)

    def fruitful(self) -> list[str]:
        """Return the keys of the lists that brought news lately, but for the front page.

        Those that were not read for longest: where there are more than fit, all have their turn.
        """
        found = self.walk.store.execute(
            "SELECT key FROM listings WHERE key <> '' AND brought >= ?"
            " ORDER BY looked, brought DESC, n",
            self._lately(),
        )
        keys = [key for (key,) in found]
        self._waiting = {*keys[_FRUITFUL - 1 :]}
        return keys[: _FRUITFUL - 1]

    def lists(self) -> list[str]:
        """Return the keys of the lists that an update asks for; say how many more wait."""
        fruitful = self.fruitful()
        keys = [*fruitful, *self.in_turn(fruitful)]
        if count := len(self._waiting.difference(keys)):
            line = f"{count} lists that brought news lately wait for the next update"
            self.walk.run.notes.append(line)
        return keys

    def in_turn(self, fruitful: list[str]) -> list[str]:
        """Return the key of one list beside these, if there is room: that not read for longest.

        A column with news twice a year would never be read again; only a sitemap beside the feed
        is sure to name them.
        """
        brought, facts = "SELECT 1 FROM listings WHERE key = '' AND brought >= ?", self.walk.facts
        front = self.walk.store.execute(brought, self._lately()).fetchone() is not None
        if sum(facts.get(name) is not None for name in (Fact.FEED, Fact.SITEMAP)) > front:
            return []
        found = self.walk.store.execute(
            "SELECT key FROM listings WHERE key <> '' AND brought IS NOT NULL ORDER BY looked, n"
        )
        key = next((key for (key,) in found if key not in fruitful), None)
        if key is None:
            return []
        self.walk.run.in_turn = address_of(self.walk.site.root, key)
        return [key]

    @staticmethod
    def _lately() -> int:
        return int((clock.now() - _RECENT).timestamp())
