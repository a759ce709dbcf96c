"""Z-BlogPHP: few query names select a page, page 1 has no number, the feed is ``feed.php``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar
from urllib.parse import parse_qsl, unquote, urlencode

from scrapy.http import TextResponse

from newsportal.pages.page import Page
from newsportal.pages.platform import Platform

FEED = "feed.php"

# Everything else in a query (tracking, order, sort, external_link, must_use_mobile) shows the same
# page again.
_SELECTORS = ("id", "alias", "cate", "tags", "auth", "date", "page")
# The CMS's own folders and services.
_NO_PAGE = re.compile(
    r"(?:index\.php/)?(?:zb_(?:system|users)/|(?:feed|search)\.php|(?:feed|search)/?$)",
    re.IGNORECASE,
)
# Page 1 of a list has no number; the CMS also answers under _1 and _0.
_FIRST_PAGE = re.compile(
    r"(?:index\.php/)?page[_/][01](?:\.html|/)?$"
    r"|(?=.*_[01](?:\.html|/)$)(?P<list>.*(?:category|tags|date|author)[-/].+)_[01](?P<end>\.html|/)$"
)
_INDEX_PHP = re.compile(r"^(?:index\.php/)+")
_FOLDERS = re.compile(rb"/zb_(?:users|system)/")


@dataclass(frozen=True, slots=True)
class ZBlog:
    """The platform of the reference portal.


    >>> zblog = ZBlog()
    >>> zblog.key("index.php", "page=3&id=7&order=viewlist"), zblog.key("category-3_1.html", "")
    ('?id=7&page=3', 'category-3.html')
    >>> zblog.key("page_0.html", ""), zblog.key("zb_system/login.php", "") is None
    ('', True)
    """

    name: ClassVar = "zblog"
    index_php: bool = False
    """Whether the portal's own addresses carry ``index.php/`` (hosts without rewrite rules)."""

    def key(self, path: str, query: str) -> str | None:
        """Return the one key of the page at *path* below the root; None if it is no page."""
        path = _INDEX_PHP.sub("index.php/" if self.index_php else "", path)
        if _NO_PAGE.match(path):
            return None
        if path in ("", "index.php"):
            return _selecting(query)
        if first := _FIRST_PAGE.match(path):
            return first["list"] + first["end"] if first["list"] else ""
        return path

    @staticmethod
    def wrote(response: TextResponse) -> bool:
        """Tell whether a page names the CMS's own folders, as each of its pages does."""
        return _FOLDERS.search(response.body) is not None

    def learn(self, links: Iterable[str]) -> Platform:
        """Return the platform with ``index.php/`` in addresses if links have it."""
        if self.index_php or not any("/index.php/" in link for link in links):
            return self  # the same one: healing asks for every link of every record
        return replace(self, index_php=True)

    def post_id(self, response: TextResponse, key: str) -> str:
        """Return the number that the page tells, else what its address does.

        >>> page = TextResponse("http://h/", body=b"<p>", encoding="utf-8")
        >>> [ZBlog().post_id(page, key) for key in ("post/91.html", "?id=7", "2026/2/38/", "a/b/")]
        ['91', '7', '38', 'b']
        """
        inputs = Page.of(response).silent.of("input")
        told = next((each.get("value") for each in inputs if each.get("id") == "inpId"), None)
        return told or _id_of(key)


ZBLOG = ZBlog()


def day_feed(day: date) -> str:
    """Return the key of the feed of one day's posts."""
    return f"{FEED}?date={day.year}-{day.month}-{day.day}"


def _selecting(query: str) -> str:
    chosen = {name: value for name, value in sorted(parse_qsl(query)) if name in _SELECTORS}
    if chosen.get("page") in ("0", "1"):
        del chosen["page"]
    if not chosen:
        return ""
    return "?" + urlencode({name: chosen[name] for name in _SELECTORS if name in chosen})


def _id_of(key: str) -> str:
    if key.startswith("?"):
        chosen = dict(parse_qsl(key[1:]))
        return chosen.get("id") or chosen.get("alias") or key
    return unquote(key.rstrip("/").rpartition("/")[2].removesuffix(".html"))
