"""In which zone does a portal print its times, and is its feed right about it?

Pages print local times without an offset, and 上海 is only the likeliest place. The feed has an
offset; but some feeds print the local time and call it GMT. So each post of the feed is compared
with what pages say of it:

- ``3小时前`` depends on no zone: where the feed is whole hours off, the feed is wrong.
- ``2026-11-22 04:00``, whole hours off: the zone of the pages is another one, unless that would
  date posts after the time at which they were read. Then it is the feed that is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from newsportal.chinese.dates import SHANGHAI
from newsportal.state.published import Published
from newsportal.state.store import Store

_ENOUGH = 3  # posts that say the same
_NEARLY_ALL = 0.8
_QUARTER = 900  # seconds; no zone of today is anything else than quarters of an hour off
_SLACK = 60  # seconds that a page and the feed may differ, as one of them prints no seconds
_WIDEST = 14 * 3600
_LOCAL = ("page", "listing", "archive")
_EXACT = ("second", "minute")
# Where a difference fits several zones, the likeliest comes first; some have summer time.
_ZONES = (
    "Asia/Shanghai", "UTC", "America/New_York", "America/Los_Angeles", "America/Chicago",
    "Europe/Berlin", "Europe/London", "Asia/Tokyo", "Australia/Sydney", "America/Denver",
)  # fmt: skip


@dataclass(slots=True)
class WhichZone:
    """Learns the zone of a portal's pages, or by how much its feed is wrong."""

    store: Store
    pages: tzinfo = SHANGHAI
    feed: timedelta = timedelta()
    odd: int = 0
    """Posts of which feed and own page contradict each other by something else than a zone."""
    _feed_says: dict[str, Published] = field(default_factory=dict)
    _offsets: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    """For posts of the feed: its time, and the offset that the page's local time makes of it."""
    _relative: Counter[int] = field(default_factory=Counter)
    _seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        zone, feed = self.store.portal.zone()
        self.pages, self.feed = _zone(zone), timedelta(seconds=feed)

    def told(self, key: str, said: Published | None, now: datetime) -> Published | None:
        """Take what the feed or a page that was fetched *now* says of a post; return the truth."""
        if said is None:
            return None
        if said.source == "feed":
            self._feed_says[key] = said
            return _moved(said, lambda at: at + self.feed) if self.feed else said
        if key in self._feed_says and key not in self._seen:
            self._compare(key, said, now)
        if self.pages != SHANGHAI and said.source in _LOCAL and not said.relative:
            return _moved(said, lambda at: _local(at).replace(tzinfo=self.pages))
        return said

    def _compare(self, key: str, said: Published, now: datetime) -> None:
        at = self._feed_says[key].at
        if said.relative:
            if said.precision in (*_EXACT, "hour"):
                self._seen.add(key)
                self._relative[round((said.at - at).total_seconds() / 3600)] += 1
        elif said.precision in _EXACT and said.source in _LOCAL:
            off = (_local(said.at) - at.astimezone(UTC).replace(tzinfo=None)).total_seconds()
            offset = round(off / _QUARTER) * _QUARTER
            if abs(off - offset) <= _SLACK and abs(offset) <= _WIDEST + 8 * 3600:
                self._seen.add(key)
                self._offsets[key] = at, offset
            elif said.source == "page":
                self._seen.add(key)
                self.odd += 1
        self._decide(now)

    def _decide(self, now: datetime) -> None:
        hours, count = next(iter(self._relative.most_common(1)), (0, 0))
        if count >= max(_ENOUGH, _NEARLY_ALL * self._relative.total()):
            self._learn(SHANGHAI, timedelta(hours=hours))
            return
        if len(self._offsets) < _ENOUGH:
            return
        zone = self._zone_of_pages()
        off, count = Counter(offset for _, offset in self._offsets.values()).most_common(1)[0]
        shift = timedelta(seconds=off - 8 * 3600)
        if count >= _NEARLY_ALL * len(self._offsets) and self._ahead(now) > self._ahead(
            now - shift
        ):
            self._learn(SHANGHAI, shift)
        elif zone is not None:
            self._learn(zone, timedelta())

    def _ahead(self, now: datetime) -> int:
        return sum(said.at > now for said in self._feed_says.values())

    def _zone_of_pages(self) -> tzinfo | None:
        """Return the zone in which nearly all pages print the time that the feed has."""
        offsets = {timedelta(seconds=offset) for _, offset in self._offsets.values()}
        for zone in (
            *map(ZoneInfo, _ZONES),
            *(timezone(each) for each in offsets if _is_zone(each)),
        ):
            fit = sum(
                at.astimezone(zone).utcoffset() == timedelta(seconds=offset)
                for at, offset in self._offsets.values()
            )
            if fit >= _NEARLY_ALL * len(self._offsets):
                return zone
        return None

    def _learn(self, pages: tzinfo, feed: timedelta) -> None:
        if (pages, feed) == (self.pages, self.feed):
            return
        again = feed != self.feed
        self.pages, self.feed = pages, feed
        self.store.portal.keep_zone(_name(pages), int(feed.total_seconds()))
        for key, said in self._feed_says.items() if again else ():
            row = self.store.row(key)
            if row is not None and row.published is not None and row.published.source == "feed":
                self.store.publish(row.n, _moved(said, lambda at: at + feed))

    def note(self) -> str:
        """Return what people should know of it, "" if there is nothing."""
        if self.feed:
            hours = -self.feed.total_seconds() / 3600
            return f"the feed's times are {hours:+g} h off; corrected"
        return "" if self.pages == SHANGHAI else f"pages print times of {_name(self.pages)}"


def _zone(name: str) -> tzinfo:
    if not name:
        return SHANGHAI
    if name.lstrip("-").isdigit():
        return timezone(timedelta(seconds=int(name)))
    return ZoneInfo(name)


def _name(zone: tzinfo) -> str:
    if isinstance(zone, ZoneInfo):
        return zone.key
    offset = zone.utcoffset(None) or timedelta()
    return str(int(offset.total_seconds()))


def _is_zone(offset: timedelta) -> bool:
    return abs(offset.total_seconds()) <= _WIDEST


def _local(at: datetime) -> datetime:
    """Return the time that was printed: all are read as if they were of Shanghai."""
    return at.astimezone(SHANGHAI).replace(tzinfo=None)


def _moved(said: Published, move: Callable[[datetime], datetime]) -> Published:
    latest = None if said.latest is None else move(said.latest).astimezone(SHANGHAI)
    at, earliest = (move(each).astimezone(SHANGHAI) for each in (said.at, said.earliest))
    return replace(said, at=at, earliest=earliest, latest=latest)
