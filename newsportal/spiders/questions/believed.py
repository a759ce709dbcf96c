"""Is a page what it was asked for as? Caches, firewalls and failing servers answer with others.

A post that a list shows a minute ago is answered with "not found"; a category's address brings
the front page. Such pages are asked for again when all else is done, and believed the third time.
"""

from __future__ import annotations

from collections.abc import Callable

from scrapy.http import TextResponse

from newsportal.spiders.answer import Answer
from newsportal.spiders.got import Got
from newsportal.spiders.questions.asked_again import ROUNDS

# The portal speaks of itself, or Scrapy has tried several times: once more is enough.
_PLAIN = (
    Answer.CLOSED, Answer.ERROR, Answer.FAILED, Answer.SERVER_ERROR, Answer.NOT_SENT,
)  # fmt: skip
# No page at all, and never tried again by Scrapy.
_NO_ANSWERS = (Answer.STATUS, Answer.OFF_PORTAL, Answer.TOO_LARGE, Answer.ODD)


def is_believed(got: Got, root: str, expected: Callable[[str], bool]) -> bool:
    """Tell whether to act on an answer; if not, the page is asked for once more.

    *expected* tells whether the portal itself says that there is a post with a key.
    """
    return got.rounds >= ROUNDS or got.tried or not _is_odd(got, root, expected)


def rounds_for(got: Got) -> int:
    """Return how often a page may be asked for again in this run after such an answer."""
    if got.tried:
        return 0
    return 1 if got.answer in _PLAIN else ROUNDS


def is_other_page(got: Got) -> bool:
    """Tell whether an answer is not the page of the list that was asked for."""
    if got.answer is not Answer.LIST or (got.kind == "index" and got.page_of != ""):
        return True
    assert got.theme is not None and isinstance(got.response, TextResponse)  # noqa: PT018
    pager = got.theme.pager(got.response)
    asked = got.request.cb_kwargs.get("page", pager.current)
    return bool(pager.numbered) and pager.current != asked


def _is_odd(got: Got, root: str, expected: Callable[[str], bool]) -> bool:
    answer = got.answer
    if answer in _PLAIN:
        return False
    if answer in _NO_ANSWERS:
        return True
    if answer is Answer.FORBIDDEN:
        # robots.txt means what was asked for, or only what a redirect leads to.
        return got.request.url != got.asked
    if got.post is not None:
        return answer is not Answer.POST and expected(got.post)
    if got.page_of is not None:
        return is_other_page(got)
    # A page that a menu names, or the front page itself.
    if got.request.url == root:
        return got.kind != "index"
    return got.kind == "index" or answer in (Answer.NOT_FOUND, Answer.STRANGE, Answer.NO_PAGE)
