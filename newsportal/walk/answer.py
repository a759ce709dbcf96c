"""What is it that the portal has answered? Decided here, and nowhere else, from the answer alone.

Whether the answer is to be believed is another question (`believed`), and so is what follows from
it (the tables in `themed/answers.py` and `anywhere/answers.py`).
"""

from __future__ import annotations

from enum import Enum, auto

from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError

from newsportal.middlewares.boundary import OffPortal
from newsportal.middlewares.manners import Forbidden, RunEnds
from newsportal.themes.base import Kind, Theme

_NOT_FOUND = (404, 410)


class Answer(Enum):
    """The kinds of answers that the spider tells apart."""

    POST = auto()
    LIST = auto()
    PAGE = auto()
    """Another page of the portal: a standalone page, the archive page, results of a search."""
    FRONT_PAGE = auto()
    """The front page in place of a post."""
    STRANGE = auto()
    """A page that no theme knows: a challenge, the message of a failing program, anything."""
    NO_PAGE = auto()
    """No text: a picture, a download."""
    NOT_FOUND = auto()
    CLOSED = auto()
    """The portal says that it is closed for a while."""
    ERROR = auto()
    """The portal shows its page for errors."""
    SERVER_ERROR = auto()
    """Status 500 and above, which Scrapy has tried several times."""
    STATUS = auto()
    """Any other status than that of a page: 403."""
    FORBIDDEN = auto()
    """robots.txt forbids to ask."""
    OFF_PORTAL = auto()
    """A redirect that leaves the portal."""
    TOO_LARGE = auto()
    ODD = auto()
    """Something that Scrapy does not try again: a redirect without end, packing that is none."""
    FAILED = auto()
    """No whole answer, though Scrapy has tried several times."""
    NOT_SENT = auto()
    """The run was to end before the request was made."""


_OF_KIND: dict[Kind, Answer] = {
    "article": Answer.POST,
    "index": Answer.LIST,
    "category": Answer.LIST,
    "tag": Answer.LIST,
    "date": Answer.LIST,
    "author": Answer.LIST,
    "page": Answer.PAGE,
    "search": Answer.PAGE,
    "404": Answer.NOT_FOUND,
    "closed": Answer.CLOSED,
    "error": Answer.ERROR,
}
# The first that fits: some of these are special cases of later ones.
_OF_ERROR: tuple[tuple[type[BaseException], Answer], ...] = (
    (RunEnds, Answer.NOT_SENT),
    (Forbidden, Answer.FORBIDDEN),
    (OffPortal, Answer.OFF_PORTAL),
    (DownloadCancelledError, Answer.TOO_LARGE),
    (IgnoreRequest, Answer.ODD),
    (ValueError, Answer.ODD),
)


def answer_of(response: Response, request: Request, theme: Theme | None) -> Answer:
    """Return what a page is by its status and the look that *theme* finds on it."""
    if response.status in _NOT_FOUND:
        return Answer.NOT_FOUND
    if not 200 <= response.status < 300:
        return Answer.SERVER_ERROR if response.status >= 500 else Answer.STATUS
    if theme is None or not isinstance(response, TextResponse):
        return Answer.NO_PAGE
    kind, asks_for_post = theme.kind(response), request.cb_kwargs.get("post") is not None
    if kind == "index" and asks_for_post:
        return Answer.FRONT_PAGE
    if kind is None:
        # A template of the owner's own may say nothing of its kind, and still have a post in it.
        shows_post = asks_for_post and theme.recognises(response) and theme.fields(response).title
        return Answer.POST if shows_post else Answer.STRANGE
    return _OF_KIND[kind]


def answer_of_error(error: BaseException) -> Answer:
    """Return what it means that Scrapy has no page to show, but an error."""
    if isinstance(error, HttpError):
        status = error.response.status
        if status in _NOT_FOUND:
            return Answer.NOT_FOUND
        return Answer.SERVER_ERROR if status >= 500 else Answer.STATUS
    found = (answer for kind, answer in _OF_ERROR if isinstance(error, kind))
    return next(found, Answer.FAILED)
