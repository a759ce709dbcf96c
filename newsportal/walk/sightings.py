"""What pages say of posts, entered into the state."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from scrapy.http import Response

from newsportal.archive.archive import ArchiveWriter
from newsportal.chinese.dates import Moment, archive_day, parse_date
from newsportal.chinese.text_hash import text_hash
from newsportal.items import Post
from newsportal.middlewares.keep_pages import stored_at
from newsportal.middlewares.manners import fetch_time
from newsportal.pages.keys import number_of, shape
from newsportal.pages.page import base_url
from newsportal.pages.site import Site
from newsportal.platforms.zblog_feed import ZBlogFeedItem
from newsportal.state.published import Published, Source
from newsportal.state.row import KNOWN, Route, Row
from newsportal.themes.base import Entry
from newsportal.walk.card import Card, feed_hash
from newsportal.walk.questions.link_budget import LinkBudget
from newsportal.walk.questions.zones.which_zone import WhichZone

_REMEMBERED = 10_000  # links
_CALLED = 100_000  # titles
_LINKS = 5000  # in a body; more are no text
Neighbours = tuple[tuple[str, Row | None], tuple[str, Row | None]]
"""Key and row of the older and the newer neighbour; "" and None where there is none."""

_WHOLE = ("http://", "https://")
_HREF = re.compile(r'<a href="([^"]+)"')


@dataclass(slots=True)
class Sightings:
    """Turns the links of a page into rows of the state."""

    archive: ArchiveWriter
    site: Site
    zone: WhichZone
    link_budget: LinkBudget
    now: datetime | None = None
    """The portal's time, as its latest page tells it."""
    called: dict[bytes, str] = field(default_factory=dict)
    """Keys of posts by the hash of what lists call them, of this run or of what is owed."""
    _noted: dict[Route, set[str]] = field(default_factory=dict)
    """Keys and whole addresses that were noted lately."""

    def __post_init__(self) -> None:
        for card, key in self.archive.store.to_fetch.cards(_CALLED):
            self.called[Card.read(card).title] = key

    def key(self, url: str, response: Response) -> str | None:
        """Return the key of a page of the portal, None for the front page and all else.

        A link without an address leads to the page itself: so does 未分类 of Z-Blog's catalog.
        """
        whole = url.startswith(_WHOLE)  # nearly all are
        if not whole and (not url.strip() or url.lstrip().startswith("#")):
            return None
        base = response.url if whole else base_url(response, self.site)
        canonical = self.site.canonical(url, base)
        return None if canonical is None else self.site.key(canonical) or None

    def post(
        self, key: str, response: Response, route: Route, published: Published | None = None,
        listing: int | None = None, row: Row | None = None, card: Card | None = None,
    ) -> Row:  # fmt: skip
        """Note that a page names a post, which looks like *card* if it is new; return its row."""
        run, now = self.archive.run_number, fetch_time(response)
        self.now, looks = now, card.data if card else None
        return self.archive.store.sight(key, route, now, run, published, listing, row, looks)

    def posts(self, urls: Iterable[str], response: Response, route: Route) -> None:
        """Note several posts. Sidebars name the same ones on every page: once is enough."""
        self.now = fetch_time(response)
        noted = self._noted.setdefault(route, set())
        named = {key: url for url in urls if url not in noted and (key := self.key(url, response))}
        if not named:
            return  # most pages name what all others do
        new = [key for key in named if key not in noted]
        new = self.link_budget.fitting(new, self.key(response.url, response) or "")
        self.link_budget.entered(
            self.archive.store.note(new, route, self.now, self.archive.run_number)
        )
        noted.update(new)
        whole = ((key, url) for key, url in named.items() if url.startswith(_WHOLE))
        noted.update(url for key, url in whole if key in noted)
        if len(noted) > _REMEMBERED:
            noted.clear()

    def entry(
        self, entry: Entry, said: Published | None, response: Response, listing: int, index: bool
    ) -> Row | None:
        """Note a post that a list shows, and says so of its time; stale if it looks different."""
        if (key := self.key(entry.url, response)) is None:
            return None
        known = self._known(key, title=text_hash(entry.title))
        route = Route.INDEX if index else Route.LISTING
        published = self.zone.corrected(key, said, fetch_time(response))
        # A sticky post is no member of the list that it stands on.
        member_of = None if index or entry.sticky else listing
        card = Card.of(route, entry.title, entry.excerpt)
        row = self.post(key, response, route, published, member_of, known, card)
        if len(self.called) < _CALLED:
            self.called[card.title] = row.key
        if known is None:
            return row
        before = Card.read(row.card) if row.card else None
        merged = before.merge(card) if before else card
        if merged != before:
            changed = before.differs(card) if before else row.state in KNOWN
            self._compare(row, card=merged.data, changed=changed and self._is_news(row, card))
        return row

    def _is_news(self, row: Row, card: Card) -> bool:
        """Tell whether a card that is not as before shows what has not been fetched yet.

        The edit may have been fetched, now or earlier, as something else told of it.
        """
        if (record := self.archive.record(row)) is not None:
            return card.contradicts(record)
        return bool(row.card) and row.asked != self.archive.run_number

    def times(self, entries: Iterable[Entry], response: Response) -> list[Published | None]:
        """Return what a list says of the times of its posts.

        In which zone that is, all of them tell, before any is entered.
        """
        now = fetch_time(response)
        times = [_said(parse_date(entry.date, now), "listing") for entry in entries]
        for entry, said in zip(entries, times, strict=True):
            if key := self.key(entry.url, response):
                self.zone.corrected(key, said, now)
        return times

    def feed_item(self, item: ZBlogFeedItem, response: Response) -> Row | None:
        """Note a post that the feed shows, stale if it reads differently from before."""
        if (key := self.key(item.url, response)) is None:
            return None
        known = self._known(key, feed=item.hash)
        now, moment = fetch_time(response), item.published
        self.zone.feed_has_own_zone = True  # so does Z-Blog
        published = self.zone.corrected(key, _said(moment, "feed"), now, item.offset)
        row = self.post(key, response, Route.FEED, published, row=known)
        self.archive.boilerplate.feed[row.n] = item.lines
        if row.feed != item.hash:
            record = None if row.feed or row.state not in KNOWN else self.archive.record(row)
            baseline = row.feed or (feed_hash(record) if record else item.hash)
            self._compare(row, feed=item.hash, changed=baseline != item.hash)
        return row

    def _known(self, key: str, title: bytes | None = None, feed: bytes | None = None) -> Row | None:
        """Return the row of a post; one that has a new address gets it.

        That it is the same post, its number and its looks in a list must say. Where they do not,
        the page is read, and tells by the portal's own id (`WhichPost`).
        """
        number, store = number_of(key), self.archive.store
        if (row := store.row(key)) is not None or number is None:
            return row
        known = store.by_id(number)
        if known is None or known.state not in KNOWN or number_of(known.key) != number:
            return None
        looks = text_hash(known.title or "") if title else known.feed
        if looks != (title or feed):
            return None
        store.addresses.rename(known, key)
        return known

    def _compare(self, row: Row, *, changed: bool, **hashes: bytes) -> None:
        row.stale = row.stale or (changed and row.state in KNOWN)
        self.archive.store.update(row.n, stale=row.stale, **hashes)

    def archived(self, entry: Entry, response: Response) -> Row | None:
        """Note a post that the archive page shows."""
        if (key := self.key(entry.url, response)) is None:
            return None
        said = _said(archive_day(entry.month, entry.date), "archive")
        published = self.zone.corrected(key, said, fetch_time(response))
        return self.post(key, response, Route.ARCHIVE, published)

    def linked(self, post: Post, key: str, asides: list[str], response: Response) -> None:
        """Note what a post's page names besides its neighbours."""
        self.posts([link.url for link in post.related], response, Route.RELATED)
        self.posts(asides, response, Route.ELSEWHERE)
        self.posts(self._links_like(post, key), response, Route.ELSEWHERE)

    def _links_like(self, post: Post, key: str) -> Iterator[str]:
        """Yield the links in a body whose addresses have the form of the post's own."""
        form = shape(key)
        links = list(map(html.unescape, _HREF.findall(post.html))) if form else []
        if len(links) > _LINKS:
            self.link_budget.leave(key, len(links) - _LINKS)
        for link in links[:_LINKS]:
            canonical = self.site.canonical(link)
            if canonical is not None and shape(self.site.key(canonical)) == form:
                yield canonical

    def neighbours(self, post: Post) -> Neighbours:
        """Return what is known of the older and the newer neighbour of a post."""
        keys = (self.site.key(link.url) if link else "" for link in (post.previous, post.next))
        older, newer = ((key, self.archive.store.row(key) if key else None) for key in keys)
        return older, newer

    def chained(
        self, row: Row, post: Post, published: Published | None, around: Neighbours,
        response: Response,
    ) -> None:  # fmt: skip
        """Enter the time of a post, its category, and its neighbours, which the audit follows."""
        older, newer = (
            self.post(key, response, Route.CHAIN, row=known) if key else None
            for key, known in around
        )
        self.archive.store.publish(
            row.n,
            published if published != row.published else None,
            previous=older.n if older else None,
            next=newer.n if newer else None,
            category=self.archive.store.category(post.category),
        )

    def date(
        self, row: Row, post: Post, said: Published | None, around: Neighbours,
        response: Response, now: datetime,
    ) -> Published | None:  # fmt: skip
        """Enter the time of a post whose page *said* so into the record, and return it."""
        known = self.zone.known(row.key, said, row.published)
        published = said.after(known, revised=row.revision > 0) if said else known
        older = newer = None
        if published is not None:
            older, newer = (self._time(neighbour) for _, neighbour in around)
            figures = self.archive.run.figures
            figures.neighbours += (older is not None) + (newer is not None)
            figures.disordered += published.disorders(older, newer)
            published = published.between(older, newer)
            figures.ahead += published.is_ahead(now)
            published.write_to(post)
        post.first_seen_at = min(row.seen_at, post.fetched_at or row.seen_at)
        if self.archive.pages is not None and (stored := stored_at(response)):
            beside = older, newer
            self.archive.pages.expect(post, row, stored, now, known, beside, self.zone.name)
        return published

    def _time(self, row: Row | None) -> Published | None:
        """Return what is known of a neighbour's time, if this run has fetched it."""
        if row is None or row.asked != self.archive.run_number or row.revision == 0:
            return None
        return row.published


def _said(moment: Moment | None, source: Source) -> Published | None:
    return Published.of(moment, source) if moment else None
