"""Sitemaps: which addresses a portal names to machines, and when it changed them last."""

from __future__ import annotations

import gzip
import re
import zlib
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from scrapy.http import Response
from scrapy.utils.sitemap import Sitemap

from newsportal.chinese.dates import Moment, parse_date
from newsportal.chinese.lazy_pattern import lazy
from newsportal.discovery.feeds import feed_items, is_feed

USUAL = ("sitemap.xml", "sitemap_index.xml", "sitemap.txt")
_LARGEST = 64 * 1024 * 1024  # bytes unpacked; the protocol allows 50 MB
_MOST = 50_000  # addresses of one file, as the protocol has it
_ROOTS = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b")


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """An address in a sitemap."""

    url: str
    modified: Moment | None = None
    published: Moment | None = None
    """Told by news sitemaps only."""


@dataclass(slots=True)
class SitemapFile:
    """What one file of a sitemap says."""

    pages: list[SitemapEntry] = field(default_factory=list)
    files: list[SitemapEntry] = field(default_factory=list)
    """Further files of the sitemap."""
    more: int = 0
    """Entries that are more than a file may have, and were not read."""


def sitemap_of(response: Response, now: datetime) -> SitemapFile | None:
    """Return what a sitemap says, None if the answer is none."""
    body, is_cut = _unpacked(response.body)
    read = _read(body, response, now)
    if read is not None:
        read.more += is_cut  # what was cut off may name posts
    return read


def _read(body: bytes, response: Response, now: datetime) -> SitemapFile | None:
    if _ROOTS.search(body[:4096]):
        return _of_xml(body, now)
    if is_feed(body):  # the protocol allows it, and Nikola's index names the feeds of categories
        items = feed_items(response, now)
        return SitemapFile([SitemapEntry(item.url, published=item.published) for item in items])
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    if lines and all(re.match(rb"https?://\S+$", line) for line in lines):
        places = [SitemapEntry(line.decode("utf-8", "replace")) for line in lines[:_MOST]]
        return SitemapFile(places, more=len(lines) - len(places))
    return None


def _unpacked(body: bytes) -> tuple[bytes, bool]:
    """Return what a file holds, and whether that is only the beginning of it."""
    if not body.startswith(b"\x1f\x8b"):
        return body[:_LARGEST], len(body) > _LARGEST
    try:
        with gzip.open(BytesIO(body)) as file:
            return file.read(_LARGEST), bool(file.read(1))
    except (OSError, EOFError, zlib.error):
        return b"", False


def _of_xml(body: bytes, now: datetime) -> SitemapFile:
    read = SitemapFile()
    sitemap = Sitemap(body)
    found = read.files if sitemap.type == "sitemapindex" else read.pages
    for entry in sitemap:
        if len(found) >= _MOST:
            read.more += 1
        elif url := entry.get("loc", "").strip():
            found.append(SitemapEntry(url, parse_date(entry.get("lastmod", ""), now)))
    if b"publication_date" in body:
        told = dict(_news(body))
        read.pages = [
            SitemapEntry(place.url, place.modified, parse_date(told.get(place.url, ""), now))
            for place in read.pages
        ]
    return read


_NEWS = lazy(r"<(?:\w{1,20}:)?publication_date>([^<]+)</")


def _news(body: bytes) -> list[tuple[str, str]]:
    """Return address and publication date of the entries that tell both."""
    found = []
    for part in body.decode("utf-8", "replace").split("<loc>")[1:]:
        url, _, told = part.partition("</url>")[0].partition("</loc>")
        if date := _NEWS.search(told):
            url = url.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip()
            found.append((url.replace("&amp;", "&"), date[1].strip()))
    return found
