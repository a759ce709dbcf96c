"""Pages that could not be read, or were odd, are asked for again when all else is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from scrapy import Request

from newsportal.archive.broken_lists import BrokenLists, Why
from newsportal.runs.run import Run

ROUNDS = 3  # for pages that were odd; one for those that were retried already


@dataclass(slots=True)
class RetryQueue:
    """The pages of a run that wait for another round, and their place in its account."""

    run: Run
    broken: BrokenLists
    failing: dict[str, Why] = field(default_factory=dict)
    """Pages of lists that could not be read."""
    _read: set[str] = field(default_factory=set)
    """Pages of lists that were read, or of which the answer is believed."""
    _waiting: list[Request] = field(default_factory=list)
    _dropped: set[str] = field(default_factory=set)
    """Pages that need not be asked for again."""

    def add(self, request: Request, reason: str, *, not_found: bool = False) -> None:
        """Note that a page could not be read, and ask for it once more."""
        self.owe(request, reason)
        meta = {"again": rounds_of(request) + 1, "not_found": times_not_found(request) + not_found}
        meta["dont_retry"] = bool(request.meta.get("dont_retry"))
        url = first_address(request)
        self._waiting.append(request.replace(url=url, dont_filter=True, meta=meta))

    def owe(self, request: Request, reason: str, why: Why = Why.FAULT) -> None:
        """Note that a page could not be read in this run."""
        url = first_address(request)
        self.run.failed[url] = reason
        if request.cb_kwargs.get("post") is None:
            self.run.unread_lists[url], self.failing[url] = reason, why
            self._read.discard(url)

    def lacks(self, url: str, reason: str) -> None:
        """Note that a page of a list is not there, though those behind it are."""
        self.run.failed.setdefault(url, reason)
        self.run.unread_lists.setdefault(url, reason)
        self.failing.setdefault(url, Why.FAULT)
        self._read.discard(url)

    def settle(self, request: Request) -> None:
        """Note that a page was read at last, or that its answer is believed."""
        url = first_address(request)
        for pages in (self.run.failed, self.run.unread_lists):
            pages.pop(url, None)
        if request.cb_kwargs.get("post") is None:
            self._read.add(url)
            self.failing.pop(url, None)

    def due(self) -> list[str]:
        """Return the pages of lists that earlier runs could not read and this one has not tried."""
        return [url for url in self.broken.due() if not self._is_tried(url)]

    def settle_lists(self, at: datetime, named: Callable[[str], bool]) -> None:
        """Owe those pages of lists no more that are broken; *named*: see `BrokenLists`."""
        for url in self._read:
            self.broken.read(url)
        self.broken.settle(self.failing, at, named)

    def end(self) -> None:
        """Forget the pages of lists that a walk over everything has not come across."""
        self.broken.keep(self._is_tried)

    def _is_tried(self, url: str) -> bool:
        return url in self._read or url in self.failing

    def drop(self, url: str) -> None:
        """Ask for a page no more that waits: it was read, as another one has led to it."""
        self.run.failed.pop(url, None)
        self._dropped.add(url)

    def take_lists(self) -> list[Request]:
        """Return the requests of the next round but for those of posts."""
        lists = [request for request in self._waiting if request.cb_kwargs.get("post") is None]
        self._waiting = [request for request in self._waiting if request not in lists]
        return lists

    def take(self) -> list[Request]:
        """Return the requests of the next round."""
        waiting, self._waiting = self._waiting, []
        return [request for request in waiting if request.url not in self._dropped]


def rounds_of(request: Request) -> int:
    """Return how often a page was asked for again."""
    return int(request.meta.get("again", 0))


def times_not_found(request: Request) -> int:
    """Return how often the portal has said in earlier rounds that it does not know the page."""
    return int(request.meta.get("not_found", 0))


def first_address(request: Request) -> str:
    """Return the address that was asked for, before all redirects."""
    return str(request.meta.get("redirect_urls", [request.url])[0])
