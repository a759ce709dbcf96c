"""The portal's RSS feed: its newest posts with exact times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from scrapy.http import TextResponse

from newsportal.chinese.dates import Moment, parse_date, printed_offset
from newsportal.chinese.text import clean_text
from newsportal.chinese.text_hash import text_hash
from newsportal.pages.body.reader import Body, BodyReader
from newsportal.pages.pictures import picture_address
from newsportal.pages.tree import parsed


@dataclass(slots=True)
class ZBlogFeedItem:
    """A post as the feed has it."""

    url: str
    published: Moment | None
    hash: bytes
    """Over title, text and pictures; another one means that the post was edited."""
    lines: frozenset[bytes] = frozenset()
    """Hashes of the lines of its body."""
    offset: int | None = None
    """Seconds that the time printed is ahead of UTC: the CMS prints its own zone."""


def zblog_feed_items(response: TextResponse, now: datetime) -> Iterator[ZBlogFeedItem]:
    """Yield the items of a feed in order; nothing if the page is no feed."""
    if b"<item" not in response.body:
        return
    for item in response.xpath("//*[local-name() = 'item']"):
        try:
            link, title, date, body = (
                item.xpath(f"string(*[local-name() = '{name}'])").get("")
                for name in ("link", "title", "pubDate", "description")
            )
        except UnicodeDecodeError:
            continue  # a reference to half a character (&#xD800;): the lists have the post, too
        if link:
            content = _body(body, response.url)
            images = [image.url for image in content.images]
            hashed = text_hash(clean_text(title), content.text, *images)
            lines = frozenset(map(text_hash, filter(None, content.text.split("\n"))))
            yield ZBlogFeedItem(link, parse_date(date, now), hashed, lines, printed_offset(date))


def _body(source: str, base_url: str) -> Body:
    """Return what the HTML in a description says."""
    reader = BodyReader(base_url, picture_address)
    return reader.read([parsed(source)] if source.strip() else [])
