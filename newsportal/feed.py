"""The portal's RSS feed: its newest posts with exact times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from scrapy.http import TextResponse

from newsportal.dates import Moment, parse_date


def feed_items(response: TextResponse, now: datetime) -> Iterator[tuple[str, Moment | None]]:
    """Yield address and publication time of each item; nothing if the page is no feed."""
    if b"<item" not in response.body:
        return
    for item in response.xpath("//*[local-name() = 'item']"):
        link = item.xpath("string(*[local-name() = 'link'])").get("")
        date = item.xpath("string(*[local-name() = 'pubDate'])").get("")
        yield link, parse_date(date, now)
