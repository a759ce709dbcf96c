"""In which zone does a portal print its times, and is its feed right about it?

Pages print local times without an offset, and 上海 is only the likeliest place. The feed has an
offset; but some feeds print the local time and call it GMT. So each post of the feed is compared
with what pages say of it:

- ``3小时前`` depends on no zone: where the feed is whole hours off, the feed is wrong.
- ``2026-11-22 04:00``, whole hours off: the zone of the pages is another one, unless that would
  date posts after the time at which they were read. Then it is the feed that is wrong.
- ``4周前 (10-30)``, days only: Z-Blog's feed prints the offset of its own zone, which is that of
  the pages. ``+0000`` is believed where ``3小时前`` says that the feed is right.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from newsportal.chinese.dates import SHANGHAI
from newsportal.rereading.time_zones import LOCAL, in_zone, local, moved, name_of, zone_of
from newsportal.state.published import Published
from newsportal.state.store import Store

_ENOUGH = 3  # posts that say the same
_NEARLY_ALL = 0.8
_QUARTER = 900  # seconds; no zone of today is anything else than quarters of an hour off
_SLACK = 60  # seconds that a page and the feed may differ, as one of them prints no seconds
_WIDEST = 14 * 3600
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
    """Posts of which feed and own page contradict each other, and no zone explains it."""
    _feed_says: dict[str, Published] = field(default_factory=dict)
    _feed_prints: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    """For posts of the feed: its time, and the offset that is printed beside it."""
    _offsets: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    """For posts of the feed: its time, and the offset that the page's local time makes of it."""
    _relative: Counter[int] = field(default_factory=Counter)
    _seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        zone, feed = self.store.portal.zone()
        self.pages, self.feed = zone_of(zone), timedelta(seconds=feed)

    def corrected(
        self, key: str, said: Published | None, now: datetime, offset: int | None = None
    ) -> Published | None:
        """Take what the feed or a page that was fetched *now* says of a post; return the truth.

        *offset* is what a feed prints beside its time.
        """
        if said is None:
            return None
        if said.source == "feed":
            self._feed_says[key] = said
            if offset is not None:
                self._feed_prints[key] = said.at, offset
            return moved(said, lambda at: at + self.feed) if self.feed else said
        if key in self._feed_says and key not in self._seen:
            self._compare(key, said, now)
        return in_zone(said, self.pages)

    @property
    def name(self) -> str:
        """Of the zone of the pages, "" for Shanghai's."""
        return "" if self.pages == SHANGHAI else name_of(self.pages)

    def known(self, key: str, said: Published | None, known: Published | None) -> Published | None:
        """Return what is *known* of a post's time when its page *said* so, by `corrected`.

        Where the feed has said something else in this run, nobody can tell which is right; where
        they agree again, the feed is.
        """
        if said is None or key not in self._feed_says:
            return known
        feed = self._feed_says[key]
        feed = moved(feed, lambda at: at + self.feed) if self.feed else feed
        if said.contradicts(feed):
            self.odd += 1
            return feed.dispute(said)
        return feed if known is not None and known.disputed else known

    def _compare(self, key: str, said: Published, now: datetime) -> None:
        at = self._feed_says[key].at
        if said.relative:
            if said.precision in (*_EXACT, "hour"):
                self._seen.add(key)
                self._relative[round((said.at - at).total_seconds() / 3600)] += 1
        elif said.precision in _EXACT and said.source in LOCAL:
            off = (local(said.at) - at.astimezone(UTC).replace(tzinfo=None)).total_seconds()
            offset = round(off / _QUARTER) * _QUARTER
            if abs(off - offset) <= _SLACK and abs(offset) <= _WIDEST + 8 * 3600:
                self._seen.add(key)
                self._offsets[key] = at, offset
        self._decide(now)

    def _decide(self, now: datetime) -> None:
        hours, count = next(iter(self._relative.most_common(1)), (0, 0))
        if count >= max(_ENOUGH, _NEARLY_ALL * self._relative.total()):
            self._learn(self._zone_of_feed(right=hours == 0), timedelta(hours=hours))
            return
        if len(self._offsets) < _ENOUGH:
            if not self._offsets and not self.feed:
                self._learn(self._zone_of_feed(right=False), timedelta())
            return
        zone = _fitting(self._offsets)
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

    def _zone_of_feed(self, *, right: bool) -> tzinfo:
        """Return the zone that the feed prints its times in, if that can be believed.

        What is printed as UTC may be local time, unless the feed is known to be *right*.
        """
        zone = _fitting(self._feed_prints) if len(self._feed_prints) >= _ENOUGH else None
        believed = right or any(offset for _, offset in self._feed_prints.values())
        return zone if zone is not None and believed else self.pages

    def _learn(self, pages: tzinfo, feed: timedelta) -> None:
        if (pages, feed) == (self.pages, self.feed):
            return
        again = feed != self.feed
        self.pages, self.feed = pages, feed
        self.store.portal.keep_zone(name_of(pages), int(feed.total_seconds()))
        for key, said in self._feed_says.items() if again else ():
            row = self.store.row(key)
            if row is not None and row.published is not None and row.published.source == "feed":
                self.store.publish(row.n, moved(said, lambda at: at + feed))

    def note(self) -> str:
        """Return what people should know of it, "" if there is nothing."""
        if self.feed:
            hours = -self.feed.total_seconds() / 3600
            return f"the feed's times are {hours:+g} h off; corrected"
        return f"pages print times of {self.name}" if self.name else ""


def _fitting(offsets: dict[str, tuple[datetime, int]]) -> tzinfo | None:
    """Return the zone in which nearly all of these times have their offset."""
    seen = {timedelta(seconds=offset) for _, offset in offsets.values()}
    for zone in (*map(ZoneInfo, _ZONES), *(timezone(each) for each in seen if _is_zone(each))):
        fit = sum(
            at.astimezone(zone).utcoffset() == timedelta(seconds=offset)
            for at, offset in offsets.values()
        )
        if fit >= _NEARLY_ALL * len(offsets):
            return zone
    return None


def _is_zone(offset: timedelta) -> bool:
    return abs(offset.total_seconds()) <= _WIDEST
