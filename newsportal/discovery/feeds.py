"""Feeds: RSS 2.0 and 1.0, Atom, JSON; where pages name them, and where they usually are.

Written here rather than taken from feedparser: of what that does we need little, and it reads
entities, cleans markup and guesses dates in ways of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any

from lxml import etree
from scrapy.http import Response, TextResponse

from newsportal.chinese.date_forms import MIDNIGHT
from newsportal.chinese.dates import SHANGHAI, Moment, parse_date, printed_offset
from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text
from newsportal.chinese.text_hash import text_hash
from newsportal.pages.body.reader import BodyReader
from newsportal.pages.page import Page
from newsportal.pages.pictures import picture_address
from newsportal.pages.tree import parsed

USUAL = ("feed", "rss.xml", "atom.xml", "feed.xml", "index.xml", "rss.php")
_TYPES = lazy(r"application/(?:rss|atom|rdf)\+xml|application/(?:feed\+)?json", re.IGNORECASE)
_COMMENTS = lazy(r"comment|评论|回复", re.IGNORECASE)
_ALTERNATE = etree.XPath("//link[contains(concat(' ', @rel, ' '), ' alternate ')][@href]")
MOST = 50_000  # items
_LONGEST = 1_000_000  # characters of a title or text that are read: their markup makes large trees
_TAG = lazy(r"<[a-zA-Z/!]")


@dataclass(slots=True)
class FeedItem:
    """A post as a feed has it."""

    url: str
    title: str
    published: Moment | None
    hash: bytes
    """Over title and content; another one means that the post was edited."""
    offset: int | None = None
    """Seconds that the time printed is ahead of UTC, where it says so in digits."""


def feed_links(response: TextResponse) -> list[str]:
    """Return the addresses of the feeds that a page names, those of comments left out."""
    found = []
    for link in _ALTERNATE(Page.of(response).root):
        told = f"{link.get('title') or ''} {link.get('href')}"
        if _TYPES.match(link.get("type") or "") and not _COMMENTS.search(told):
            found.append(link.get("href"))
    return list(dict.fromkeys(found))


def is_feed(body: bytes) -> bool:
    """Tell whether an answer is RSS or Atom, with items or without."""
    return re.search(rb"<(?:\w+:)?(?:rss|feed|RDF)\b", body[:4096]) is not None


def feed_items(response: Response, now: datetime) -> list[FeedItem]:
    """Return the items of a feed in order; nothing if the answer is no feed."""
    body = response.body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if body.startswith(b"{"):
        return list(_of_json(body, now))
    if not is_feed(body):
        return []
    encoding = None
    if isinstance(response, TextResponse):
        text = re.sub(r"^\s*<\?xml[^>]*\?>", "", response.text.lstrip("\ufeff"))
        body, encoding = text.encode("utf-8", "replace"), "utf-8"
    # No entities but the five of XML; no network; broken markup is mended.
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        encoding=encoding,
    )
    root = etree.fromstring(body, parser)
    return [] if root is None else list(_of_xml(root, now))


def _of_xml(root: etree._Element, now: datetime) -> Iterator[FeedItem]:
    count = 0
    for element in root.iter("{*}item", "{*}entry"):
        parts: dict[str, etree._Element] = {}
        for child in element:
            if isinstance(child.tag, str):
                name = etree.QName(child).localname
                if name != "link" or _is_page(child, parts.get("link")):
                    parts[name] = child
        url = _address(parts)
        if url and (count := count + 1) <= MOST:
            title = _plain(_text(parts.get("title")))
            content = next(
                (
                    text
                    for name in ("encoded", "content", "description", "summary")
                    if (text := _text(parts.get(name)))
                ),
                "",
            )
            dates = (_text(parts.get(name)) for name in ("pubDate", "published", "date", "issued"))
            printed = next(filter(None, dates), "")
            hashed, offset = _hash(title, content, url), printed_offset(printed)
            yield FeedItem(url, title, _feed_date(printed, now), hashed, offset)


def _is_page(link: etree._Element, before: etree._Element | None) -> bool:
    return before is None or link.get("rel") in (None, "alternate")


def _address(parts: dict[str, etree._Element]) -> str:
    link = parts.get("link")
    if link is not None and (found := (link.get("href") or _text(link)).strip()):
        return found
    identity = _text(parts.get("guid") if "guid" in parts else parts.get("id")).strip()
    return identity if identity.startswith(("http://", "https://")) else ""


def _of_json(body: bytes, now: datetime) -> Iterator[FeedItem]:
    try:
        feed: Any = json.loads(body)
    except (ValueError, RecursionError):
        return
    items = (
        feed.get("items")
        if isinstance(feed, dict) and "jsonfeed" in str(feed.get("version"))
        else None
    )
    for item in items[:MOST] if isinstance(items, list) else ():
        url = item.get("url") if isinstance(item, dict) else None
        if isinstance(url, str) and url:
            title = clean_text(str(item.get("title") or ""))
            content = str(item.get("content_html") or item.get("content_text") or "")
            printed = str(item.get("date_published") or "")
            hashed, offset = _hash(title, content, url), printed_offset(printed)
            yield FeedItem(url, title, _feed_date(printed, now), hashed, offset)


def _text(element: etree._Element | None) -> str:
    """Return the text of an element; of one that holds markup (type xhtml) its source."""
    if element is None:
        return ""
    if len(element):
        return str(etree.tostring(element, encoding="unicode", with_tail=False))
    return element.text or ""


def _plain(title: str) -> str:
    title = title[:_LONGEST]
    text = parsed(title).xpath("string()") if _TAG.search(title) else unescape(title)
    return clean_text(text)


def _hash(title: str, content: str, url: str) -> bytes:
    if not content.strip():
        return text_hash(title)
    body = BodyReader(url, picture_address).read([parsed(content[:_LONGEST])])
    return text_hash(title, body.text, *(image.url for image in body.images))


def _feed_date(text: str, now: datetime) -> Moment | None:
    """Return the time that a feed tells, in any of the forms of RFC 822 and ISO 8601.

    Midnight to the second is a day: who writes a day alone has it stored so, often in UTC.

    >>> now = datetime(2026, 11, 26, tzinfo=SHANGHAI)
    >>> for text in ("Thu, 19 Nov 2026 08:30:00 EST", "19 November 26 08:30 UT"):
    ...     print(_feed_date(text, now).at)
    2026-11-19 21:30:00+08:00
    2026-11-19 16:30:00+08:00
    >>> _feed_date("2026-11-19T00:00:00.000Z", now).precision
    'day'
    """
    text = text.strip()
    if not text:
        return None
    if found := parse_date(MIDNIGHT.sub("", text), now):
        return found
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError, IndexError):
        return None
    if not 1990 <= at.year <= 2100:
        return None
    at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(SHANGHAI)
    return Moment(at, "second", at, at)
