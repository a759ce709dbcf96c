"""An answer of the portal, with all that is known of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Self

from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newsportal.archive.broken_lists import Why
from newsportal.items import Post
from newsportal.middlewares.manners import fetch_time
from newsportal.pages.excerpt import page_excerpt
from newsportal.runs.plain_words import in_words
from newsportal.themes import theme_of
from newsportal.themes.base import Entry, Kind, Pager, Theme
from newsportal.walk.answer import Answer, answer_of, answer_of_error
from newsportal.walk.questions.retry_queue import first_address, rounds_of

Following = Iterator[Request | Post]
"""What follows from an answer: further requests, and posts."""
_REASONS = {Answer.NOT_FOUND: "not found", Answer.NO_PAGE: "no page of text"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came for a request, which may have been redirected on its way."""

    answer: Answer
    request: Request
    response: Response | None
    """None where nothing came that could be read."""
    reason: str
    """Why it is no page to read, in words for people."""
    theme: Theme | None = None
    kind: Kind | None = None

    @classmethod
    def page(cls, response: Response) -> Self:
        """Return a page as what it shows itself to be."""
        request = response.request
        assert request is not None
        theme = theme_of(response) if isinstance(response, TextResponse) else None
        kind = theme.kind(response) if theme and isinstance(response, TextResponse) else None
        answer = answer_of(response, request, theme)
        if answer is Answer.STRANGE and isinstance(response, TextResponse):
            reason = f"a page of no known look: {page_excerpt(response)}"
        else:
            reason = _REASONS.get(answer) or f"the portal shows its {kind} page"
        if response.url != first_address(request):
            reason += f" at {response.url}"
        return cls(answer, request, response, reason, theme, kind)

    @classmethod
    def error(cls, request: Request, error: BaseException) -> Self:
        """Return what stands for a page that could not be had.

        An error of the state is raised again: middlewares ask the state, too, and its errors say
        nothing of the page.
        """
        if isinstance(error, sqlite3.Error):
            raise error
        response = error.response if isinstance(error, HttpError) else None
        answer = answer_of_error(error)
        if answer is Answer.SERVER_ERROR:
            request.meta["dont_retry"] = True  # Scrapy has tried it several times
        return cls(answer, request, response, reason_of(error))

    @classmethod
    def failed(cls, failure: Failure) -> Self:
        """Return what Scrapy tells of a request that brought no page."""
        assert failure.value is not None
        return cls.error(failure.request, failure.value)  # type: ignore[attr-defined]

    @property
    def themed(self) -> tuple[TextResponse, Theme]:
        """A page of a known look, and that look."""
        assert isinstance(self.response, TextResponse) and self.theme is not None  # noqa: PT018
        return self.response, self.theme

    @property
    def entries(self) -> list[Entry]:
        """The posts that a page of a list shows, in order."""
        return _entries(self)

    @property
    def pager(self) -> Pager:
        """The links of a page of a list to the other pages."""
        return _pager(self)

    @property
    def by_hand(self) -> bool:
        """Whether not the walk has asked for it, but somebody with ``scrapy parse``."""
        return self.request.errback is None

    @property
    def post(self) -> str | None:
        """Key of the post that was asked for; None where a list or a menu's page was."""
        return self.request.cb_kwargs.get("post")

    @property
    def page_of(self) -> str | None:
        """Key of the list of which a further page was asked for."""
        return self.request.cb_kwargs.get("page_of")

    @property
    def number(self) -> int:
        """Number of that page, as far as it was known."""
        return int(self.request.cb_kwargs.get("page", 1))

    @property
    def doubt(self) -> str:
        """Why it is not believed, in words for people."""
        if self.theme is None or self.answer is Answer.STRANGE:
            return self.reason
        return f"the page is not what was asked for ({self.kind})"

    @property
    def time(self) -> datetime:
        """When the portal answered, by its own clock."""
        return datetime.now(UTC) if self.response is None else fetch_time(self.response)

    @property
    def asked(self) -> str:
        """The address that was asked for, before all redirects."""
        return first_address(self.request)

    @property
    def status(self) -> int:
        """The status of the answer, 0 where none came."""
        return 0 if self.response is None else self.response.status

    @property
    def moved(self) -> bool:
        """Whether a redirect has led to another page."""
        return self.request.url != self.asked

    @property
    def why(self) -> Why:
        """Why it is no page of a list, if one was asked for."""
        if self.answer in (Answer.OFF_PORTAL, Answer.FRONT_PAGE):
            return Why.AWAY
        if self.answer is Answer.NOT_FOUND:
            return Why.MISSING
        if self.answer is Answer.STRANGE:
            return Why.AWAY if self.moved else Why.WALL
        to_login = self.answer is Answer.FORBIDDEN and self.moved
        asks = self.answer is Answer.STATUS and self.status in (401, 407)
        return Why.WALL if to_login or asks or self.answer is Answer.CLOSED else Why.FAULT

    @property
    def tried(self) -> bool:
        """Whether an earlier run has asked for the same post in vain: one request is enough."""
        return bool(self.request.meta.get("tried"))

    @property
    def rounds(self) -> int:
        """How often the page was asked for again."""
        return rounds_of(self.request)


# Asked for three times: is it the page that was asked for, is it to be owed, what does it show?
@lru_cache(maxsize=1)
def _entries(fetched: Fetched) -> list[Entry]:
    response, theme = fetched.themed
    return theme.entries(response)


@lru_cache(maxsize=1)
def _pager(fetched: Fetched) -> Pager:
    response, theme = fetched.themed
    return theme.pager(response)


def reason_of(error: BaseException) -> str:
    """Return an error as one short line."""
    if isinstance(error, HttpError):
        status = error.response.status
        return f"status {status}" + ": it asks for a login" * (status in (401, 407))
    return in_words(error)
