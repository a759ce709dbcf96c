"""What the classes and ids of elements say that they hold."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy

_SPLIT = lazy(r"[^a-z0-9]+")
_CAMEL = lazy(r"(?<=[a-z])(?=[A-Z])")
_ASIDE = frozenset(
    """
    share sharing shares bdshare bdsharebuttonbox jiathis sharethis related relate relevant relation
    recommend recommended comment comments cmt reply respond copyright license licence cc nav navbar
    navigation navi navs pager pagination pagenavi breadcrumb breadcrumbs crumb crumbs sidebar aside
    toc catalog footer foot foots menu reward donate sponsor qrcode qr adv advert advertisement ads
    ad adsbygoogle banner tags taglist tagcloud prevnext disclaimer statement subscribe login modal
    popup dialog digg vote hot rank ranking toolbar tools mzsm author bio widget widgets skip gutter
    cookie cookies consent onetrust gdpr meta postmeta entrymeta player mplayer vjs lineno linenos
    copybtn header search topbar friendlink links poll polls survey toupiao diaocha
""".split()
)
_OTHERS = frozenset("related recommend recommended recommends comments sidebar".split())
_COMMENT_LIST = frozenset("commentlist postcomments".split())
_COMMENTS = frozenset("comment comments cmt pinglun".split()) | _COMMENT_LIST
_SIGNATURES = frozenset(
    "editor editors edit bianji zebian source sources laiyuan signature sign".split()
)
_REST = frozenset("extended more".split())
_FOOT = frozenset("footer foot footbar bottombar".split())
_PARTS = "body content text con txt cont detail main article".split()
# The last word of what is called after an article and holds what stands above or below its text
_NO_BODY = lazy(r"[_-](?:title|head|header|heading|meta|info|tags|date|time|nav)$")
_BODY = lazy(
    rf"""
    (?:^|[\s_-])
    (?:article|news|post|entry|art|text|detail|show|main|single|page|con|blog|arc|archive)
    [_-]{{0,2}}(?:{"|".join(_PARTS)})s?
    (?:$|[\s_-])
    | (?:^|\s)(?:
      trs_ue(?:ditor|de)? | trs_ueditor | trs_editor | vsb_content | endtext | rich_media_content
    | wp_articlecontent | j-content | xl_con | artibody | o?zoom | content | articlecontent
    | markdown(?:-body)? | entry | text | neirong | zhengwen | prose | nr | body | e-content
    )(?:$|\s)
    """,
    re.VERBOSE | re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def names(element_class: str | None, element_id: str | None) -> frozenset[str]:
    """Return the words in an element's class and id.

    >>> sorted(names("post-footer shareBox", "div7"))
    ['box', 'div7', 'footer', 'post', 'share']
    """
    both = f"{element_class or ''} {element_id or ''}"
    return frozenset(_SPLIT.split(_CAMEL.sub(" ", both).lower())) - {""}


@lru_cache(maxsize=4096)
def named_aside(element_class: str | None, element_id: str | None) -> bool:
    """Tell whether an element is named after something beside an article."""
    return not _ASIDE.isdisjoint(names(element_class, element_id))


def is_beside(element: etree._Element, tags: Collection[str]) -> bool:
    """Tell whether an element is one of *tags* or named after something beside an article.

    The names of ``html`` and ``body`` are those of the whole page.
    """
    if element.tag in ("html", "body"):
        return False
    return element.tag in tags or named_aside(element.get("class"), element.get("id"))


@lru_cache(maxsize=4096)
def named_others(element_class: str | None, element_id: str | None) -> bool:
    """Tell whether an element is named after other posts or what readers write."""
    return not _OTHERS.isdisjoint(names(element_class, element_id))


def named_comments(element_class: str | None, element_id: str | None) -> bool:
    """Tell whether an element is named after what readers write."""
    return not _COMMENTS.isdisjoint(names(element_class, element_id))


def named_comment_list(element_class: str | None, element_id: str | None) -> bool:
    """Tell whether an element is named as what holds readers' comments, and nothing else is."""
    return not _COMMENT_LIST.isdisjoint(names(element_class, element_id))


def named_signature(element_class: str | None, element_id: str | None) -> bool:
    """Tell whether an element is named after the editor or the outlet that it names."""
    return not _SIGNATURES.isdisjoint(names(element_class, element_id))


@lru_cache(maxsize=4096)
def named_foot(element_class: str | None, element_id: str | None) -> bool:
    """Tell whether an element is named after the foot of a page."""
    found = names(element_class, element_id)
    return not _FOOT.isdisjoint(found) and found.isdisjoint(("article", "post", "entry"))


@lru_cache(maxsize=4096)
def named_body(element_class: str | None, element_id: str | None) -> bool:
    """Tell whether an element is named after the body of an article.

    >>> named_body("post-content", None), named_body("post-main-title", None)
    (True, False)
    """
    called = ((name or "").split() for name in (element_class, element_id))
    said = (" ".join(each for each in names if not _NO_BODY.search(each)) for names in called)
    return any(map(_BODY.search, said))


def named_rest(element_class: str | None, element_id: str | None) -> bool:
    """Tell whether an element is named after the rest of an article, below what lists show of it.

    >>> named_rest("entry-more", None), named_rest(None, "extended")
    (True, True)
    """
    return not _REST.isdisjoint(names(element_class, element_id))
