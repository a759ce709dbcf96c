"""Is a page what it was asked for as? Caches, firewalls and failing servers answer with others.

A post that a list shows a minute ago is answered with "not found"; a category's address brings
the front page. Such pages are asked for again when all else is done, and believed the third time.
"""

from __future__ import annotations

from collections.abc import Callable

from newsportal.pages.keys import shape
from newsportal.pages.page import base_url
from newsportal.pages.site import Site
from newsportal.walk.answer import Answer
from newsportal.walk.fetched import Fetched
from newsportal.walk.questions.retry_queue import ROUNDS

# The portal speaks of itself, or Scrapy has tried several times: once more is enough.
_PLAIN = (
    Answer.CLOSED, Answer.ERROR, Answer.FAILED, Answer.SERVER_ERROR, Answer.NOT_SENT,
)  # fmt: skip
# No page at all, and never tried again by Scrapy.
_NO_ANSWERS = (Answer.STATUS, Answer.OFF_PORTAL, Answer.TOO_LARGE, Answer.ODD)


def is_believed(fetched: Fetched, site: Site, expected: Callable[[str], bool]) -> bool:
    """Tell whether to act on an answer; if not, the page is asked for once more.

    *expected* tells whether the portal itself says that there is a post with a key.
    """
    return fetched.rounds >= ROUNDS or fetched.tried or not _is_odd(fetched, site, expected)


def rounds_for(fetched: Fetched) -> int:
    """Return how often a page may be asked for again in this run after such an answer."""
    if fetched.tried:
        return 0
    return 1 if fetched.answer in _PLAIN else ROUNDS


def is_other_page(fetched: Fetched, site: Site) -> bool:
    """Tell whether an answer is not the page of the list that was asked for."""
    if fetched.answer is not Answer.LIST or (fetched.kind == "index") != (fetched.page_of == ""):
        return True
    pager, (response, _) = fetched.pager, fetched.themed
    asked = fetched.request.cb_kwargs.get("page", pager.current)
    if pager.numbered and pager.current != asked:
        return True
    is_last = pager.current >= max(pager.numbered, default=0)
    if not (is_last or fetched.entries):
        return True
    first = pager.first and site.canonical(pager.first, base_url(response, site))
    if not first or fetched.page_of == "":
        return False
    key = site.key(first)
    if fetched.page_of is not None:
        return key != fetched.page_of
    own = site.key(fetched.asked)  # one list may have addresses of two forms
    return key != own and shape(key) == shape(own) is not None


def _is_odd(fetched: Fetched, site: Site, expected: Callable[[str], bool]) -> bool:
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
        return is_other_page(fetched, site)
    # A page that a menu names, or the front page itself.
    if fetched.request.url == site.root:
        return fetched.kind != "index"
    if answer is Answer.LIST:
        return is_other_page(fetched, site)
    if answer is Answer.POST:  # what a menu names is a list, mostly
        return not fetched.by_hand
    return answer in (Answer.NOT_FOUND, Answer.STRANGE, Answer.NO_PAGE)
