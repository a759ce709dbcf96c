"""Sitemaps: which posts they name, what could not be read of them, what they say was changed."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree
from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.utils.sitemap import sitemap_urls_from_robots
from twisted.python.failure import Failure

from newsportal.discovery import sitemaps
from newsportal.discovery.shape_evidence import Shape, Verdict
from newsportal.discovery.sitemaps import SitemapEntry, sitemap_of
from newsportal.middlewares.manners import fetch_time
from newsportal.pages.page import Page
from newsportal.state.facts import Fact
from newsportal.state.published import Published
from newsportal.state.row import KNOWN, Route
from newsportal.walk.answer import Answer
from newsportal.walk.anywhere.file_posts import name_of
from newsportal.walk.fetched import Fetched
from newsportal.walk.questions.owed_files import OwedFiles
from newsportal.walk.questions.retry_budget import TRIES
from newsportal.walk.questions.retry_queue import first_address

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk

_FILES = 5000  # of one portal; what more there are is told
_HELD = 200_000  # addresses of undecided shapes; a file that names more is read again
_ANCHORS = 50  # files that a page links to for people
_MANY, _SHARE = 5, 0.05  # posts changed at once: more is a site that was made anew as a whole
_LINKED = etree.XPath("//link[contains(concat(' ', @rel, ' '), ' sitemap ')]/@href")
_XML = etree.XPath(
    "//a[contains(@href, '.xml')][contains(translate(@href, 'SM', 'sm'), 'sitemap')]/@href"
)
_WORDPRESS = re.compile(rb"/wp-(?:content|includes)/|WordPress", re.IGNORECASE)


class Sitemaps:
    """Asks for the files of a portal's sitemap, and takes them."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self._queue: list[str] = []
        self._named: set[str] = set()
        """Files that robots.txt or an index names: they must be there."""
        self._asked: set[str] = set()
        self._linked: list[str] = []
        """Files that the front page links to as its sitemap, which may be a page for people."""
        self._found = False
        self._held: dict[str, dict[str, Published | None]] = defaultdict(dict)
        """Addresses of undecided shapes, by shape."""
        self._count = 0
        self._owed = OwedFiles(walk.run, walk.facts, Fact.SITEMAPS_OWED)
        self._unread: dict[str, str] = {}
        self.left_out: list[str] = []
        """Lines for people on what was not read."""
        self.files: set[str] = set()
        """Keys of files of the portal (PDF ...) that a sitemap names."""
        self.first: str | None = None
        """The first file of the sitemap."""
        self.count = 0
        """Addresses that it names."""

    def _in_robots(self) -> list[str]:
        """Return the files that robots.txt of the portal's hosts names, read by whichever run."""
        site, found = self.walk.site, list[str]()
        for host, rules in self.walk.store.portal.every_robots():
            robots = urljoin(site.root, f"//{host}/robots.txt")
            if site.holds(robots):
                found += sitemap_urls_from_robots(rules, robots)
        return [url for url in found if url not in self._asked]

    # What to ask

    def learn(self, front: TextResponse) -> None:
        """Take from the front page where a sitemap may be."""
        root = self.walk.site.root
        wordpress = [root + "wp-sitemap.xml"] if _WORDPRESS.search(front.body) else []
        linked = [urljoin(front.url, link) for link in _LINKED(Page.of(front).root)]
        for_people = (urljoin(front.url, link) for link in _XML(Page.of(front).root))
        own = (url for url in for_people if self.walk.site.holds(url))  # not the theme's author's
        self._linked = [*islice(own, _ANCHORS)]
        self._queue = [
            *linked,
            *self._linked,
            *wordpress,
            *(root + path for path in sitemaps.USUAL),
        ]

    def update(self) -> list[Request]:
        """Return the requests of an update: the file that tells news, and those that are owed."""
        known = self.walk.facts.get(Fact.SITEMAP)
        files = dict.fromkeys([*([known] if known else []), *self._owed])
        self._named |= {*files}
        return [self._request(url) for url in files if self._is_new(url)]

    def rely(self) -> None:
        """Have updates ask for the sitemap though it may not tell what is new: no list does."""
        if self.first is not None:
            self.walk.facts.put(Fact.SITEMAP, self.first)

    def next(self) -> list[Request]:
        """Return the request for the next file, or for an address where one may be."""
        if not self.walk.settled and (told := self._in_robots()):
            self._named |= {*told}
            self._queue = [*dict.fromkeys([*told, *self._queue])]
        while self._queue:
            url = self._queue.pop(0)
            guessed = url not in self._named and url not in self._linked
            if guessed and (self._found or self.walk.settled):
                continue
            if self._is_new(url):
                return [self._request(url)]
        return []

    def _is_new(self, url: str) -> bool:
        if url in self._asked:
            return False
        self._asked.add(url)
        if not self.walk.site.holds(url):
            self.left_out.append(f"the sitemap {url} is on another host and was not read")
            return False
        return True

    def _request(self, url: str) -> Request:
        return Request(
            url, self.parse, priority=50, errback=self.failed, dont_filter=True,
            meta={"dont_retry": url not in self._named},
        )  # fmt: skip

    # Answers

    def failed(self, failure: Failure) -> None:
        """Take what came instead of a file; one that is named is owed unless it is not there."""
        fetched = Fetched.failed(failure)
        if fetched.answer is Answer.NOT_SENT or fetched.asked not in self._named:
            return
        if fetched.answer in (Answer.NOT_FOUND, Answer.FORBIDDEN):
            self._owed.settle(fetched.asked)
            self.walk.run.notes.append(f"{fetched.asked} cannot be read: {fetched.reason}")
        else:
            self._unread[fetched.asked] = fetched.reason

    def parse(self, response: Response) -> None:
        """Take the addresses that a file names."""
        read = sitemap_of(response, fetch_time(response))
        assert response.request is not None
        url = first_address(response.request)
        if read is None:
            if url in self._named:
                self._unread[url] = "it is no sitemap"
            return
        self._found = True
        self.first = self.first or url
        self.count += len(read.pages)
        # Where no list leads on, a file that has no news may be the index of one that has.
        whole = not self.walk.settled or self.walk.front.is_known_bare
        if read.files and (whole or url in self._owed):
            self._further([place.url for place in read.files])
        self._owed.settle(url)
        if read.more:
            self.left_out.append(f"{read.more} entries of {url} were not read: too many for a file")
        before = self._count
        posts = sum(self._place(place, response) for place in read.pages)
        if self._count > before and self._count >= _HELD:
            self._unread[url] = "it names more addresses of undecided shapes than fit"
        if posts:
            self._changed(read.pages, url)
        self.walk.shapes.save()

    def _further(self, urls: list[str]) -> None:
        """Take the further files that an index names."""
        new = [url for url in dict.fromkeys(urls) if url not in self._named | self._asked]
        fitting = new[: max(0, _FILES - len(self._named))]
        if len(fitting) < len(new):
            self.left_out.append(
                f"{len(new) - len(fitting)} files of the sitemap were not read,"
                f" first {new[len(fitting)]}"
            )
        self._named |= {*fitting}
        self._queue[:0] = fitting

    def _place(self, place: SitemapEntry, response: Response) -> bool:
        walk = self.walk
        canonical = walk.site.canonical(place.url)
        if canonical is None:
            if file := walk.site.file(place.url):
                self._file(walk.site.key(file), place, response)
            return False
        if canonical == walk.site.root:
            return False
        key = walk.known.own(walk.site.key(canonical))
        shape = walk.known.shape_at(key)
        published = Published.of(place.published, "sitemap") if place.published else None
        if shape.verdict is Verdict.POST:
            walk.known.sight(key, fetch_time(response), Route.SITEMAP, published)
            return True
        if shape.verdict is None and (not walk.settled or walk.shapes.is_new(shape)):
            walk.frontier.offer(key, navigation=False, kept_elsewhere=True)
            self._count += 1
            if self._count < _HELD:
                self._held[shape.shape][key] = published
        return False

    def _file(self, key: str, place: SitemapEntry, response: Response) -> None:
        """Take a file: news if a person says so, else told where no post has it."""
        told = self.walk.portal_toml.pattern(key)
        if told is None:
            self.files.add(key)
        elif told[0] == "posts":
            published = Published.of(place.published, "sitemap") if place.published else None
            self.walk.known.sight(key, fetch_time(response), Route.SITEMAP, published)
            self.walk.file_posts.named(key, name_of(key), response)

    def decided(self, shape: Shape) -> None:
        """Enter what files have named before it was known that these addresses are posts'."""
        held = self._held.pop(shape.shape, {})
        self._count -= len(held)
        if shape.verdict is Verdict.POST:
            now = datetime.now(UTC)
            for key, published in held.items():
                self.walk.known.sight(key, now, Route.SITEMAP, published)

    def _changed(self, places: list[SitemapEntry], url: str) -> None:
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
            sql = "SELECT modified FROM posts WHERE n = ?"
            (before,) = walk.store.execute(sql, row.n).fetchone()
            if before != at:
                walk.store.update(row.n, modified=at)
                post = walk.store.duplicates.standing_for(row)
                if before is not None and at > before and post.state in KNOWN:
                    changed.append(row)
        if len(days) > 1 and (walk.facts.get(Fact.SITEMAP) or not walk.settled):
            walk.facts.put(Fact.SITEMAP, url)
        if len(changed) <= max(_MANY, _SHARE * walk.store.counts.known()):
            for row in changed:
                walk.known.looks_changed(row)

    def settle(self) -> None:
        """Say what is owed: the next runs ask for it, some times."""
        for url, reason in self._unread.items():
            if self._owed.fail(url, reason):
                continue
            if self.walk.front.is_known_bare and self.walk.facts.get(Fact.SITEMAP) == url:
                self.walk.run.failed[url] = reason  # nothing else names posts
            elif self.walk.settled:
                self._owed.give_up(url, reason, Fact.SITEMAP)
            else:  # said with all else that is left out
                self.left_out.append(f"{url} could not be read in {TRIES} runs: {reason}")
        self._unread.clear()
