"""Pages that could not be read, or were odd, are asked for again when all else is done."""

from __future__ import annotations

from dataclasses import dataclass, field

from scrapy import Request

from newsportal.runs.run import Run

ROUNDS = 3  # for pages that were odd; one for those that were retried already


@dataclass(slots=True)
class AskedAgain:
    """The pages of a run that wait for another round, and their place in its account."""

    run: Run
    _waiting: list[Request] = field(default_factory=list)

    def add(self, request: Request, reason: str, *, not_found: bool = False) -> None:
        """Note that a page could not be read, and ask for it once more."""
        self.owe(request, reason)
        meta = {"again": rounds_of(request) + 1, "not_found": times_not_found(request) + not_found}
        url = first_address(request)
        self._waiting.append(request.replace(url=url, dont_filter=True, meta=meta))

    def owe(self, request: Request, reason: str) -> None:
        """Note that a page could not be read in this run."""
        url = first_address(request)
        self.run.failed[url] = reason
        if request.cb_kwargs.get("post") is None:
            self.run.unread_lists[url] = reason

    def settle(self, request: Request) -> None:
        """Note that a page was read at last, or that its answer is believed."""
        for pages in (self.run.failed, self.run.unread_lists):
            pages.pop(first_address(request), None)

    def take_lists(self) -> list[Request]:
        """Return the requests of the next round but for those of posts."""
        lists = [request for request in self._waiting if request.cb_kwargs.get("post") is None]
        self._waiting = [request for request in self._waiting if request not in lists]
        return lists

    def take(self) -> list[Request]:
        """Return the requests of the next round."""
        waiting, self._waiting = self._waiting, []
        return waiting


def rounds_of(request: Request) -> int:
    """Return how often a page was asked for again."""
    return int(request.meta.get("again", 0))


def times_not_found(request: Request) -> int:
    """Return how often the portal has said in earlier rounds that it does not know the page."""
    return int(request.meta.get("not_found", 0))


def first_address(request: Request) -> str:
    """Return the address that was asked for, before all redirects."""
    return str(request.meta.get("redirect_urls", [request.url])[0])
