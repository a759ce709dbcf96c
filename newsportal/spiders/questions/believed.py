"""Is a page what it was asked for as? Caches, firewalls and failing servers answer with others.

A post that a list shows a minute ago is answered with "not found"; a category's address brings
the front page. Such pages are asked for again when all else is done, and believed the third time.
"""

from __future__ import annotations

from collections.abc import Callable

from scrapy.http import TextResponse

from newsportal.spiders.answer import Answer
from newsportal.spiders.fetched import Fetched
from newsportal.spiders.questions.retry_queue import ROUNDS

# The portal speaks of itself, or Scrapy has tried several times: once more is enough.
_PLAIN = (
    Answer.CLOSED, Answer.ERROR, Answer.FAILED, Answer.SERVER_ERROR, Answer.NOT_SENT,
)  # fmt: skip
# No page at all, and never tried again by Scrapy.
_NO_ANSWERS = (Answer.STATUS, Answer.OFF_PORTAL, Answer.TOO_LARGE, Answer.ODD)


def is_believed(fetched: Fetched, root: str, expected: Callable[[str], bool]) -> bool:
    """Tell whether to act on an answer; if not, the page is asked for once more.

    *expected* tells whether the portal itself says that there is a post with a key.
    """
    return fetched.rounds >= ROUNDS or fetched.tried or not _is_odd(fetched, root, expected)


def rounds_for(fetched: Fetched) -> int:
    """Return how often a page may be asked for again in this run after such an answer."""
    if fetched.tried:
        return 0
    return 1 if fetched.answer in _PLAIN else ROUNDS


def is_other_page(fetched: Fetched) -> bool:
    """Tell whether an answer is not the page of the list that was asked for."""
    if fetched.answer is not Answer.LIST or (fetched.kind == "index" and fetched.page_of != ""):
        return True
    assert fetched.theme is not None and isinstance(fetched.response, TextResponse)  # noqa: PT018
    pager = fetched.theme.pager(fetched.response)
    asked = fetched.request.cb_kwargs.get("page", pager.current)
    return bool(pager.numbered) and pager.current != asked


def _is_odd(fetched: Fetched, root: str, expected: Callable[[str], bool]) -> bool:
    answer = fetched.answer
    if answer in _PLAIN:
        return False
    if answer in _NO_ANSWERS:
        return True
    if answer is Answer.FORBIDDEN:
        # robots.txt means what was asked for, or only what a redirect leads to.
        return fetched.request.url != fetched.asked
    if fetched.post is not None:
        return answer is not Answer.POST and expected(fetched.post)
    if fetched.page_of is not None:
        return is_other_page(fetched)
    # A page that a menu names, or the front page itself.
    if fetched.request.url == root:
        return fetched.kind != "index"
    if answer is Answer.POST:  # what a menu names is a list, mostly
        return not fetched.by_hand
    return fetched.kind == "index" or answer in (Answer.NOT_FOUND, Answer.STRANGE, Answer.NO_PAGE)
