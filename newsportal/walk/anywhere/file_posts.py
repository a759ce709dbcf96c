"""News that are files: what names them says all that is known of them, and no page is read.

A list names a PDF among its posts: the record has its title and date from there, the file in
`files` and no text. The file itself is asked for by nobody but the part for media, where that is
wanted; so whether it is still there is not known either.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote

from scrapy.http import Response

from newsportal.extract import file_post
from newsportal.items import Post
from newsportal.middlewares.manners import fetch_time
from newsportal.pages.file_kinds import kind_of
from newsportal.pages.keys import address_of
from newsportal.state.row import Row, State

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk

_NOBODY = ("", None), ("", None)  # neighbours


class FilePosts:
    """Makes their records."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self._read: list[Post] = []
        self._undated: dict[str, tuple[str, Response]] = {}
        """By key, title and page of those that a list still to be read may date."""
        self._handed: set[asyncio.Future[None]] = set()

    def named(self, key: str, title: str, response: Response) -> None:
        """Take a file that a page names as a post and the state knows as one."""
        row = self.walk.store.row(key)
        if row is None or not (row.state is State.NAMED or row.stale):
            return
        if row.title != title:
            self.walk.store.update(row.n, title=title)  # for a later run, if this one dies
            self.walk.titles.note_kept(title)
        if not self._is_wanted(row):
            return
        self.walk.which_posts.ask(row)
        if row.published is None:
            self._undated[key] = title, response
        else:
            self._make(row, title, response)

    def make_undated(self) -> bool:
        """Make the records that waited for a date, once all lists were read."""
        waited, self._undated = self._undated, {}
        for key, (title, response) in waited.items():
            if (row := self.walk.store.row(key)) is not None:
                self._make(row, title, response)
        return bool(waited)

    def read(self, key: str, response: Response) -> bool:
        """Take the answer to a post's address if it is a file and no page."""
        row = self.walk.store.row(key)
        if row is None or kind_of(response.body) is None:
            return False
        self.walk.run.fetched += 1
        title = self.walk.titles.of(key) or row.title or name_of(key)
        self._make(row, title, response)
        return True

    def again(self, row: Row) -> None:
        """Take a file that an earlier run has named and made no record of, by what is known."""
        if row.state is not State.NAMED and not row.stale:
            return
        post = self._post(row, row.title or name_of(row.key), datetime.now(UTC))
        if row.published is not None:
            row.published.write_to(post)
        post.first_seen_at = min(row.seen_at, post.fetched_at or row.seen_at)
        self._take(post)

    def posts(self) -> list[Post]:
        """Return the records made since the last call."""
        found, self._read = self._read, []
        return found

    def hand_over(self) -> None:
        """Give the records to the pipelines that no answer is there to bring."""
        scraper = self.walk.spider.crawler.engine.scraper
        for post in self.posts():
            task = asyncio.ensure_future(scraper.start_itemproc_async(post, response=None))
            self._handed.add(task)
            task.add_done_callback(self._handed.discard)

    @property
    def waiting(self) -> bool:
        """Whether such records are on their way."""
        return bool(self._handed)

    def _make(self, row: Row, title: str, response: Response) -> None:
        now = fetch_time(response)
        post = self._post(row, title, now)
        self.walk.sightings.date(row, post, None, _NOBODY, response, now)
        self._take(post)

    def _is_wanted(self, row: Row) -> bool:
        which = self.walk.which_posts
        if which.limit_reached() or row.asked == self.walk.archive.run_number:
            return False
        if which.too_old(row.published):
            self.walk.run.too_old += 1
            return False
        return True

    def _post(self, row: Row, title: str, now: datetime) -> Post:
        walk = self.walk
        post = file_post(address_of(walk.site.root, row.key), row.key, title, now)
        walk.archive.in_flight.put(post, row)
        walk.run.file_posts.add(url=post.url, title=post.title)
        return post

    def _take(self, post: Post) -> None:
        self.walk.run.figures.count(post)  # with its date, as figures tell how many have none
        self._read.append(post)


def name_of(key: str) -> str:
    """Return the name of a file that nothing gives a title.

    >>> name_of("upload/%E5%85%AC%E6%8A%A5.pdf?v=1")
    '公报.pdf'
    """
    return unquote(key.partition("?")[0].rstrip("/").rpartition("/")[2]) or key
