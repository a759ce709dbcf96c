"""Pictures and files of posts: asked for when the walk is over, so that no post waits for them.

Which are owed is told by the state, a few at a time, the hosts in turn. None is asked for twice in
a run. A host that fails several times in a row, or asks to wait, is left to a later run.

A picture at a former address of the portal is asked for where the portal is today, and only if it
is not there at its old address. It is kept as what the record names.
"""

from __future__ import annotations

import logging
import sqlite3
from collections import Counter, defaultdict, deque
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newsportal.middlewares.manners import RunEnds, retry_after
from newsportal.middlewares.media_requests import MANNERS, MEDIUM
from newsportal.middlewares.scrapy_inside import give_up
from newsportal.pages.urls import moved
from newsportal.runs.plain_words import in_words
from newsportal.state import clock
from newsportal.walk.fetched import reason_of

if TYPE_CHECKING:  # Scrapy imports this module in every run
    from newsportal.archive.media.store import Media
    from newsportal.archive.media.table import Medium
    from newsportal.spiders.posts import PostsSpider

logger = logging.getLogger(__name__)

_PRIORITY = -10
_AT_ONCE = 24  # requests handed over at a time
_OF_A_HOST = 8  # of them
_LOOKED_AHEAD = 2000  # rows, among which hosts take turns
_IN_A_ROW = 3  # failures after which a host is left alone,
_REFUSED_IN_A_ROW = 20  # or so many "not found", "forbidden" and the like
_GROUP = 50  # lines of media.jsonl
_REDIRECTS = 3
_ONCE_MORE = "newsportal_medium_once_more"  # in meta: not found where the portal is today


class MediaWalk:
    """Asks for what is owed, and takes what comes."""

    def __init__(self, spider: PostsSpider, media: Media) -> None:
        self._spider, self._archive, self._media = spider, spider.archive, media
        self._begun = False
        self._last = 0
        self._waiting: dict[str, deque[Medium]] = defaultdict(deque)
        self._failures: Counter[str] = Counter()
        self._left: set[str] = set()
        self._new = self._asked = 0
        self._former: list[str] = []

    # Requests

    def next_requests(self) -> list[Request]:
        """Return the next requests; none when all is asked for, or nothing can be written."""
        try:
            if not self._begun:
                self._begin()
            return [request for medium in self._take() if (request := self._request(medium))]
        except (OSError, sqlite3.Error) as error:
            self._spider.archive.run.failure = f"the archive cannot be written: {in_words(error)}"
            return []

    def _begin(self) -> None:
        self._begun = True
        self._archive.flush()  # what is named is read from the file
        for note in self._media.begin():
            logger.warning("%s: %s", self._archive.folder, note)
            self._archive.run.notes.append(note)
        self._left = self._media.table.waits(_now())
        self._former = self._archive.store.portal.former()
        self._archive.flush()

    def _take(self) -> list[Medium]:
        """Return media of as many hosts as there are."""
        self._look_ahead()
        taken: list[Medium] = []
        for _ in range(_OF_A_HOST):
            for host, waiting in list(self._waiting.items()):
                if host in self._left or not waiting:
                    del self._waiting[host]
                elif len(taken) < _AT_ONCE:
                    taken.append(waiting.popleft())
        for medium in taken:
            self._media.table.ask(medium.n, self._archive.run_number)
        self._archive.run.media["asked"] = self._asked = self._asked + len(taken)
        return taken

    def _look_ahead(self) -> None:
        kinds, run = self._media.wanted.kinds, self._archive.run_number
        while sum(map(len, self._waiting.values())) < _LOOKED_AHEAD // 2:
            found = self._media.table.owed(kinds, run, _now(), self._last, _LOOKED_AHEAD)
            for medium in found:
                self._last = medium.n
                if (host := _host(self._today(medium.url))) not in self._left:
                    self._waiting[host].append(medium)
            if len(found) < _LOOKED_AHEAD:
                return

    def _request(self, medium: Medium) -> Request | None:
        try:
            return self._at(self._today(medium.url), medium)
        except ValueError:  # a text that is no address
            self._fail(medium, None, "it is no web address")
            return None

    def _today(self, url: str) -> str:
        """Return where a medium is that has moved with its portal."""
        site = self._spider.site
        return url if site.holds(url) else moved(url, site.root, self._former)

    def _at(self, address: str, medium: Medium) -> Request:
        return Request(
            address,
            self.arrived,
            errback=self.failed,
            priority=_PRIORITY,
            dont_filter=True,
            cb_kwargs={"medium": medium},
            meta={
                **MANNERS,
                "redirect_ttl": _REDIRECTS,
                "download_maxsize": self._media.wanted.size,
                "download_warnsize": 0,
            },
        )

    def leaves(self, request: Request) -> bool:
        """Tell whether this run asks a host no more, though a request to it was made."""
        return _host(request.url) in self._left

    # Answers

    def arrived(self, response: Response, medium: Medium) -> list[Request]:
        """Take an answer for what its bytes are; return what to ask for instead."""
        if self._archive.run.failure:
            return []
        kind = self._media.kind_of(response.body, medium.url)
        wanted = medium.kinds & self._media.wanted.kinds
        if response.status != 200:
            return self._missed(response.request, response.status, f"status {response.status}")
        if kind is None or not kind.kinds & wanted:
            what = kind.type if kind else _said(response)
            reason = f"it is {what}, which is not what the post names"
            return self._missed(response.request, response.status, reason)
        self._failures.pop(_host(self._today(medium.url)), None)
        with _Written(self._spider):
            self._new += self._media.store(
                medium, response.body, kind, response.status, datetime.now(UTC)
            )
            self._archive.run.media["new"] = self._new
            self._sync()
        return []

    def failed(self, failure: Failure) -> list[Request]:
        """Take what came instead of an answer; return what to ask for instead."""
        error, request = failure.value, failure.request  # type: ignore[attr-defined]
        if error is None or isinstance(error, RunEnds) or self._archive.run.failure:
            return []
        status = error.response.status if isinstance(error, HttpError) else None
        host = _host(request.url)
        if isinstance(error, HttpError):
            self._heed(error.response, host)
        if not isinstance(error, IgnoreRequest | DownloadCancelledError):  # not asked, too large
            self._failures[host] += 1
            fails = status in (429, None) or status >= 500
            if self._failures[host] >= (_IN_A_ROW if fails else _REFUSED_IN_A_ROW):
                self._left.add(host)
        return self._missed(request, status, reason_of(error))

    def _heed(self, response: Response, host: str) -> None:
        """Leave a host alone that asks for it, in later runs, too."""
        header = response.headers.get("Retry-After")
        if response.status not in (429, 503) or not header:
            return
        wait = retry_after(header.decode("latin-1"), datetime.now(UTC))
        if wait:
            self._left.add(host)
            give_up(self._spider.crawler, host, MEDIUM, RunEnds("the run ends"))
            until = clock.now() + timedelta(seconds=wait)
            self._media.table.wait(host, int(until.timestamp()))

    def _missed(self, request: Request | None, status: int | None, reason: str) -> list[Request]:
        """Ask for a medium where its record names it, if it is not where its portal is today."""
        assert request is not None
        medium: Medium = request.cb_kwargs["medium"]
        if self._today(medium.url) != medium.url and not request.meta.get(_ONCE_MORE):
            again = self._at(medium.url, medium)
            again.meta[_ONCE_MORE] = True
            return [again]
        self._fail(medium, status, reason)
        return []

    def _fail(self, medium: Medium, status: int | None, reason: str) -> None:
        with _Written(self._spider):
            self._media.fail(medium, status, reason, datetime.now(UTC))
            self._archive.run.media_failed.add(url=medium.url, reason=reason)
            self._sync()

    def _sync(self) -> None:
        if self._media.waiting >= _GROUP:
            self._archive.flush()


class _Written:
    """Ends the run where the archive cannot be written."""

    def __init__(self, spider: PostsSpider) -> None:
        self._spider = spider

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, OSError | sqlite3.Error):
            self._spider.stop(f"the archive cannot be written: {in_words(error)}")


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _now() -> int:
    return int(clock.now().timestamp())


def _said(response: Response) -> str:
    """Return what a server calls a content that is of no known type."""
    said = (response.headers.get("Content-Type") or b"nothing known").decode("latin-1")
    return f"{said.partition(';')[0].strip()[:60]!a} of {len(response.body)} bytes"
