"""The page of its own that an article's page shows in a frame, in the place of the text."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.pages.body.elements import is_hidden, is_pixel
from newsportal.pages.urls import joined
from newsportal.themes.generic.element_names import is_beside

# A page of text, and no player of the portal's, no readers' comments and no forecast
_PAGE = lazy(
    r"(?!.*(?:play|video|vod|live|embed|audio|radio|comment|pinglun|reply|guestbook|/e/pl/|/ads?[/_.]"
    r"|share|weather|tianqi|login|search|vote|count|header|footer|menu))"
    r"[^?#]*(?:/|\.(?:[sx]?html?|php|aspx?|jsp))"
    r"(?:[?#].*)?",
    re.IGNORECASE,
)
_BESIDE = frozenset("nav aside footer header form dialog".split())
_MANY = 20  # frames of a page that are looked at


def is_text_page(address: str) -> bool:
    """Tell whether an address is that of a page that may hold a text, and no player's.

    >>> is_text_page("http://a.cn/nr/7.html"), is_text_page("http://a.cn/player.html?id=7")
    (True, False)
    """
    return _PAGE.fullmatch(address) is not None


def framed(root: etree._Element, url: str) -> str:
    """Return the one page of the host that the page at *url* shows in a frame, "" if there is none.

    >>> page = etree.HTML("<h1>新桥</h1><iframe src=/nr/7.html></iframe>")
    >>> framed(page, "http://a.cn/7.html"), framed(page, "http://a.cn/nr/7.html")
    ('http://a.cn/nr/7.html', '')
    """
    host = urlsplit(url).netloc
    found = {
        address
        for frame in islice(root.iter("iframe"), _MANY)
        if (source := (frame.get("src") or "").strip())
        and (address := joined(url, source)) != url
        and urlsplit(address).netloc == host
        and is_text_page(address)
        and not is_pixel(frame)
        and not any(is_hidden(each) or is_beside(each, _BESIDE) for each in _around(frame))
    }
    return found.pop() if len(found) == 1 else ""


def _around(element: etree._Element) -> list[etree._Element]:
    return [element, *element.iterancestors()]
