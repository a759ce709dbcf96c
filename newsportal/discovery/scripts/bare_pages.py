"""What a page has of its own: that of a menu's entry which has nothing is left to a script."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from lxml import etree
from scrapy.http import TextResponse

from newsportal.chinese.lazy_pattern import lazy
from newsportal.pages.page import Page

_NO_WORD = lazy(r"[\W\d_]+")
_SAYS_SO = lazy(
    r"[暂尚]无|没有|未找到|整理中|建设中|维护中|敬请期待|\b(?:nothing|no|not|empty|soon)\b",
    re.IGNORECASE,
)
_UNSEEN = frozenset(("script", "style", "title", "noscript", "template"))
_PICTURES = ("img", "iframe", "frame", "embed", "object", "video", "audio", "canvas", "svg")
_WORDS = 10  # letters of what is more than 正在加载 or the name of a column


def contents(response: TextResponse) -> frozenset[str]:
    """Return all that a page shows: words, without their numbers; addresses, pictures, fields."""
    found: set[str] = set()
    for element in Page.of(response).root.iter():
        inside = element.text if element.tag not in _UNSEEN else None
        found.update(_NO_WORD.sub("", text) for text in (inside, element.tail) if text)
        if not isinstance(element.tag, str):
            continue
        if element.tag in _PICTURES:
            found.add(f"<{element.tag} {element.get('src') or element.get('data') or ''}")
        elif element.tag in ("input", "select", "textarea", "button"):
            found.add(f"<{element.tag} {element.get('name') or ''}")
        elif element.tag in ("a", "area"):
            found.add(f"<a {element.get('href') or ''}")
    return frozenset(found - {""})


def is_bare(response: TextResponse, elsewhere: AbstractSet[str]) -> bool:
    """Tell whether a page shows nothing but what stands *elsewhere* on its portal, and its name.

    One that says that there is nothing yet shows that; without a script, or an empty element that
    one finds by its id, it is as empty as it looks.

    >>> page = "<title>视听-青禾网</title><a href=/>青禾网</a>{}<script src=/a.js></script>".format
    >>> read = [TextResponse("http://h/", body=page(text).encode(), encoding="utf-8")
    ...         for text in ("", "<p>视听<p>加载中", "<p>暂无内容", "<p>电话：青禾县报社总编室")]
    >>> [is_bare(each, contents(read[0])) for each in read]
    [True, True, False, False]
    """
    own = contents(response) - elsewhere
    if not any(map(_may_fill, Page.of(response).root.iter())):
        return False
    if any(each.startswith("<") for each in own):
        return False
    title = _NO_WORD.sub("", Page.of(response).silent.title)
    words = [each for each in own if each not in title]
    return sum(map(len, words)) < _WORDS and not any(map(_SAYS_SO.search, words))


def _may_fill(element: etree._Element) -> bool:
    """Tell whether an element is a script, or may be filled by one."""
    is_empty = not len(element) and not (element.text or "").strip()
    return element.tag == "script" or (is_empty and bool(element.get("id")))
