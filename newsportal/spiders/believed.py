"""Is a page what it was asked for as? Caches, firewalls and failing servers answer with others."""

from __future__ import annotations

from collections.abc import Callable

from scrapy import Request
from scrapy.http import Response, TextResponse

from newsportal.themes.base import Kind, Theme

LISTS = ("index", "category", "tag", "date", "author")


def is_doubtful(
    request: Request,
    response: Response,
    theme: Theme | None,
    kind: Kind | None,
    root: str,
    expected: Callable[[str], bool],
) -> bool:
    """Tell whether a page had better be asked for once more before it is believed.

    *expected* tells whether the portal itself says that there is a post.
    """
    post, page_of = (request.cb_kwargs.get(name) for name in ("post", "page_of"))
    if post is not None:
        return kind not in ("article", "closed", "error") and expected(post)
    if kind in ("closed", "error"):
        return False
    if page_of is None:
        # A menu names what is there: neither "not found" nor a page in another look, an error's.
        odd = kind in ("404", None) and request.url != root
        return odd or (kind == "index") != (request.url == root)
    if kind not in LISTS or theme is None or (kind == "index" and page_of != ""):
        return True
    assert isinstance(response, TextResponse)
    pager = theme.pager(response)
    page = request.cb_kwargs.get("page", pager.current)
    return bool(pager.numbered) and pager.current != page
