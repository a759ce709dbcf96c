"""Local times of pages, as what they are in the zone of their portal.

Pages print times without an offset, which are read as if they were of Shanghai. What has been
learnt of the zone is kept by name, or as the seconds that it is ahead of UTC.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from newsportal.chinese.dates import SHANGHAI
from newsportal.state.published import Published

_FIRST, _LAST = time(), time(23, 59, 59)
_DOUBTED, _MISLABELLED, _LOCAL = "?", "=", "!"  # behind a zone's name
LOCAL = ("page", "listing", "archive")
"""Sources that print local times."""


@dataclass(frozen=True, slots=True)
class PageZone:
    """The zone of the local times that a portal's pages print."""

    zone: tzinfo = SHANGHAI
    doubted: bool = False
    """Whether the days may be Shanghai's as well, and its feed be wrong instead."""
    mislabelled: bool = False
    """Whether pages call UTC what by their printed days are local times."""
    prints_local: bool = False
    """Whether times that pages print, and call UTC's to machines, are known to be local."""

    @classmethod
    def named(cls, name: str) -> PageZone:
        """Return the zone of a *name* that was kept.

        >>> PageZone.named("UTC?"), PageZone.named("") == PageZone()
        (PageZone(zone=zoneinfo.ZoneInfo(key='UTC'), doubted=True, mislabelled=False, \
prints_local=False), True)
        """
        zone = name.rstrip(f"{_DOUBTED}{_MISLABELLED}{_LOCAL}")
        return cls(zone_of(zone), _DOUBTED in name, _MISLABELLED in name, _LOCAL in name)

    @property
    def name(self) -> str:
        """By which it is kept."""
        doubted, mislabelled = _DOUBTED * self.doubted, _MISLABELLED * self.mislabelled
        return f"{name_of(self.zone)}{doubted}{mislabelled}{_LOCAL * self.prints_local}"

    def on_page(self, said: Published) -> Published:
        """Return what a page says of a time; in doubt all that it may mean."""
        if self.mislabelled and said.called_utc in ("open", "apart"):
            here = moved(said, lambda at: at.astimezone(UTC).replace(tzinfo=SHANGHAI))
            return here.dispute(said)
        if said.called_utc == "printed" and self.zone == SHANGHAI and not self.prints_local:
            return said.dispute(in_zone(said, UTC))
        there = in_zone(said, self.zone)
        if not self.doubted or there is said:
            return there
        if said.precision != "day":
            return said
        ends = [each.latest for each in (said, there) if each.latest is not None]
        latest = max(ends) if len(ends) == 2 else None
        at = max(said.at, there.at)
        return replace(there, at=at, earliest=min(said.earliest, there.earliest), latest=latest)

    def in_feed(self, said: Published) -> Published:
        """Return what a feed says of a time, of which in doubt the zone may be wrong."""
        if not self.doubted or said.precision not in ("second", "minute"):
            return said
        return said.dispute(
            moved(said, lambda at: at.astimezone(self.zone).replace(tzinfo=SHANGHAI))
        )


def zone_of(name: str) -> tzinfo:
    """Return the zone of a name that `name_of` gave.

    >>> zone_of(""), zone_of("UTC"), zone_of("-16200").utcoffset(None) == timedelta(hours=-4.5)
    (zoneinfo.ZoneInfo(key='Asia/Shanghai'), zoneinfo.ZoneInfo(key='UTC'), True)
    """
    if not name:
        return SHANGHAI
    if name.lstrip("-").isdigit():
        return timezone(timedelta(seconds=int(name)))
    return ZoneInfo(name)


def name_of(zone: tzinfo) -> str:
    """Return by which name a zone is kept.

    >>> name_of(timezone(timedelta(hours=-4.5))), name_of(SHANGHAI)
    ('-16200', 'Asia/Shanghai')
    """
    if isinstance(zone, ZoneInfo):
        return zone.key
    offset = zone.utcoffset(None) or timedelta()
    return str(int(offset.total_seconds()))


def local(at: datetime) -> datetime:
    """Return the time that was printed."""
    return at.astimezone(SHANGHAI).replace(tzinfo=None)


def in_zone(said: Published, zone: tzinfo) -> Published:
    """Return what a page says of a time, whose local times are those of a *zone*."""
    if zone == SHANGHAI or said.source not in LOCAL or said.relative:
        return said
    if said.precision == "day":
        return _day_in_zone(said, zone)
    return moved(said, lambda at: local(at).replace(tzinfo=zone))


def _day_in_zone(said: Published, zone: tzinfo) -> Published:
    """Return a day of a *zone*. What 4周前 and the clock say of its ends depends on no zone."""
    day = local(said.earliest).date()
    start, end = (
        datetime.combine(day, each, zone).astimezone(SHANGHAI) for each in (_FIRST, _LAST)
    )
    earliest = start if local(said.earliest).time() == _FIRST else max(start, said.earliest)
    latest = said.latest
    if latest is not None:
        latest = end if local(latest).time() >= _LAST else min(end, latest)
        if latest < earliest:
            earliest, latest = start, end
    at = earliest if local(said.at).time() == _FIRST else max(earliest, said.at)
    return replace(said, at=min(at, latest or at), earliest=earliest, latest=latest)


def moved(said: Published, move: Callable[[datetime], datetime]) -> Published:
    """Return the same with all its times moved."""
    latest = None if said.latest is None else move(said.latest).astimezone(SHANGHAI)
    at, earliest = (move(each).astimezone(SHANGHAI) for each in (said.at, said.earliest))
    return replace(said, at=at, earliest=earliest, latest=latest)
