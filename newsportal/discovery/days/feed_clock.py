"""Whether the zone of a feed's times can be believed, by what it says of its making."""

from __future__ import annotations

from datetime import datetime, timedelta

from scrapy.http import Response

from newsportal.chinese.dates import parse_date
from newsportal.chinese.lazy_pattern import lazy

_HEAD = 20_000  # bytes
_ITEM = lazy(r"<(?:item|entry)[\s>]")
# It keeps each time in UTC beside the local one.
_RECKONS = lazy(r"<generator[^<>]{0,200}>[^<>]{0,60}wordpress")
_MADE = lazy(r"<(?:lastBuildDate|updated|pubDate)>\s{0,20}([^<>]{8,60}?)\s{0,20}<")
_JUST_NOW = timedelta(minutes=5)
_AHEAD = timedelta(minutes=45)  # clocks go wrong by less, zones differ by more


def is_clock_right(response: Response, now: datetime) -> bool | None:
    """Tell whether a feed that was fetched *now* prints times by the clock it says.

    None where nothing tells. One that says it was made later than now is wrong; made just now, it
    is right, if its posts have times of the same form. So is that of software that keeps UTC.

    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 26, 4, tzinfo=UTC)
    >>> for hour in (12, 4, 1):
    ...     made = f"<lastBuildDate>Thu, 26 Nov 2026 {hour:02}:00:00 GMT</lastBuildDate>"
    ...     feed = f"<rss>{made}<item><pubDate>Wed, 25 Nov 2026 08:30:00 GMT</pubDate>"
    ...     print(is_clock_right(Response("http://news.example", body=feed.encode()), now))
    False
    True
    None
    """
    body = response.body[:_HEAD].decode("utf-8", "replace")
    first = _ITEM.search(body)
    if first is None:
        return None
    head, items = body[: first.start()], body[first.start() :]
    made = _MADE.search(head)
    printed = made[1] if made else ""
    moment = parse_date(printed, now) if printed else None
    if moment is not None and moment.at > now + _AHEAD:
        return False
    if _RECKONS.search(head):
        return True
    other = _MADE.search(items)
    if moment is None or other is None or abs(moment.at - now) > _JUST_NOW:
        return None
    return True if printed[-5:] == other[1][-5:] else None
