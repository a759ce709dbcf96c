"""Feeds and sitemaps: asked once they are known, and again by updates where they tell news."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.utils.sitemap import sitemap_urls_from_robots
from twisted.python.failure import Failure

from newsportal.discovery import feeds, sitemaps
from newsportal.discovery.feeds import FeedItem, feed_items, feed_links
from newsportal.discovery.sitemaps import Place, sitemap_of
from newsportal.items import Post
from newsportal.middlewares.manners import fetch_time, robots_read
from newsportal.spiders.questions.asked_again import first_address
from newsportal.state.published import Published
from newsportal.state.row import KNOWN, Route
from newsportal.state.shapes import Verdict

if TYPE_CHECKING:
    from newsportal.spiders.anywhere.walk import AnyWalk

_SEED = 50  # priority
_LINKED = 3  # feeds that a page names and that are tried
_FILES = 500  # of one sitemap
_RECENT = timedelta(days=30)
_FRUITFUL = 20  # lists asked by an update
_MANY, _SHARE = 5, 0.05  # posts changed at once: more is a site that was made anew as a whole
_WORDPRESS = re.compile(rb"/wp-(?:content|includes)/|WordPress", re.IGNORECASE)


class Routes:
    """What the walk asks besides lists and posts."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self._feeds: list[str] = []
        self._maps: list[str] = []
        self._robots: list[str] = []
        self._asked: set[str] = set()
        self._feed_found = self._map_found = False
        self._files = 0
        self.sitemap: str | None = None
        """The first file of the sitemap."""
        self.in_sitemap = 0
        """Addresses that it names."""
        signals = walk.spider.crawler.signals
        signals.connect(self._robots_read, signal=robots_read)

    def _robots_read(self, rules: bytes, url: str) -> None:
        self._robots += sitemap_urls_from_robots(rules, url)

    # What to ask

    def learn(self, front: TextResponse) -> None:
        """Take from the front page which feeds there are."""
        base = front.url
        linked = [urljoin(base, link) for link in feed_links(front)][:_LINKED]
        root = self.walk.site.root
        self._feeds = linked or [root + path for path in feeds.USUAL]
        wordpress = [root + "wp-sitemap.xml"] if _WORDPRESS.search(front.body) else []
        self._maps = [*wordpress, *(root + path for path in sitemaps.USUAL)]

    def feeds(self) -> list[Request]:
        """Return the request for the next address that may be the feed's."""
        while self._feeds and not self._feed_found and not self.walk.settled:
            url = self._feeds.pop(0)
            if self._is_new(url):
                return [self._request(url, self.parse_feed)]
        return []

    def maps(self) -> list[Request]:
        """Return the request for the next file of the sitemap, or address that may be its."""
        if self.walk.settled:
            return []
        if self._robots:
            self._maps, self._robots = [*self._robots, *self._maps], []
        while self._maps and (not self._map_found or self._files):
            url = self._maps.pop(0)
            if self._is_new(url):
                return [self._request(url, self.parse_map)]
        return []

    def update(self) -> Iterator[Request]:
        """Yield the requests of an update."""
        for name, callback in (("feed", self.parse_feed), ("sitemap", self.parse_map)):
            if url := self.walk.facts.get(name):
                yield self._request(url, callback)

    def _is_new(self, url: str) -> bool:
        new = url not in self._asked and self.walk.site.holds(url)
        self._asked.add(url)
        return new

    def _request(self, url: str, callback: Any) -> Request:
        return Request(
            url, callback, priority=_SEED, errback=self.failed, dont_filter=True,
            meta={"dont_retry": not self.walk.settled},
        )  # fmt: skip

    # Answers

    def failed(self, failure: Failure) -> None:
        """Go on without it; what an update relies on is said."""
        request: Request = failure.request  # type: ignore[attr-defined]
        if self.walk.settled:
            self.walk.run.notes.append(f"{first_address(request)} cannot be read")

    def parse_feed(self, response: Response) -> Iterator[Post]:
        """Take the posts that a feed names."""
        items = feed_items(response, fetch_time(response))
        rows = [self._item(item, response) for item in items]
        if any(rows):
            self._feed_found = True
            assert response.request is not None
            self.walk.facts.put("feed", first_address(response.request))
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
        published = Published.of(item.published, "feed") if item.published else None
        row = walk.known.sight(key, fetch_time(response), Route.FEED, published)
        walk.known.title(key, item.title, sure=True)
        if row.feed != item.hash:
            stale = row.feed is not None and row.state in KNOWN
            walk.store.update(row.n, feed=item.hash, stale=row.stale or stale)
        if file:
            walk.file_posts.named(key, item.title, response)
        return True

    def parse_map(self, response: Response) -> None:
        """Take the addresses that a sitemap names."""
        read = sitemap_of(response, fetch_time(response))
        assert response.request is not None
        url = first_address(response.request)
        self._files = max(0, self._files - 1)
        if read is None:
            return
        self._map_found = True
        self.sitemap = self.sitemap or url
        self.in_sitemap += len(read.pages)
        if read.files and not self.walk.settled:
            new = [place.url for place in read.files if place.url not in self._asked][:_FILES]
            self._maps[:0] = new
            self._files += len(new)
        posts = sum(self._place(place, response) for place in read.pages)
        if posts:
            self._changed(read.pages, url)
        self.walk.shapes.save()

    def _place(self, place: Place, response: Response) -> bool:
        walk = self.walk
        canonical = walk.site.canonical(place.url)
        if canonical is None or canonical == walk.site.root:
            return False
        key = walk.known.own(walk.site.key(canonical))
        verdict = walk.known.shape_at(key).verdict
        if verdict is Verdict.POST:
            said = place.published
            walk.known.sight(
                key,
                fetch_time(response),
                Route.SITEMAP,
                Published.of(said, "sitemap") if said else None,
            )
            return True
        if verdict is None:
            walk.frontier.offer(key, navigation=False)
        return False

    def _changed(self, places: list[Place], url: str) -> None:
        """Mark the posts that the sitemap says were changed, unless nearly all were."""
        walk = self.walk
        changed = []
        days = set()
        for place in places:
            canonical = walk.site.canonical(place.url)
            if canonical is None or place.modified is None:
                continue
            days.add(place.modified.earliest)
            row = walk.store.row(walk.site.key(canonical))
            if row is None:
                continue
            at = int(place.modified.earliest.timestamp())
            before = walk.store.execute("SELECT modified FROM posts WHERE n = ?", row.n).fetchone()[
                0
            ]
            if before != at:
                walk.store.update(row.n, modified=at)
                if before is not None and at > before and row.state in KNOWN:
                    changed.append(row)
        if len(days) > 1 and (walk.facts.get("sitemap") or not walk.settled):
            walk.facts.put("sitemap", url)
        if len(changed) <= max(_MANY, _SHARE * walk.store.counts.known()):
            for row in changed:
                walk.store.update(row.n, stale=1)

    # Lists that bring news

    def brought(self, listing: int) -> None:
        """Note that a list has named a post that was new."""
        now = int(datetime.now(UTC).timestamp())
        self.walk.store.execute("UPDATE listings SET brought = ? WHERE n = ?", now, listing)

    def fruitful(self) -> list[str]:
        """Return the keys of the lists that brought news lately, but for the front page."""
        since = int((datetime.now(UTC) - _RECENT).timestamp())
        found = self.walk.store.execute(
            "SELECT key FROM listings WHERE key <> '' AND brought >= ? ORDER BY brought DESC, n"
            " LIMIT ?",
            since, _FRUITFUL - 1,
        )  # fmt: skip
        return [key for (key,) in found]
