"""In which zone do clocks differ from UTC as was seen?"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone, tzinfo
from itertools import chain
from zoneinfo import ZoneInfo

NEARLY_ALL = 0.8
WIDEST = 14 * 3600
# Where a difference fits several zones, the likeliest comes first; some have summer time.
ZONES = (
    "Asia/Shanghai", "UTC", "America/New_York", "America/Los_Angeles", "America/Chicago",
    "Europe/Berlin", "Europe/London", "Asia/Tokyo", "Australia/Sydney", "America/Denver",
)  # fmt: skip


def fitting(offsets: dict[str, tuple[datetime, int]]) -> tzinfo | None:
    """Return the zone in which nearly all of these times have their offset, in seconds.

    >>> at = datetime.fromisoformat("2026-11-22T04:00+00:00")
    >>> fitting({"7.html": (at, 0)}), fitting({"7.html": (at, 28800)})
    (zoneinfo.ZoneInfo(key='UTC'), zoneinfo.ZoneInfo(key='Asia/Shanghai'))
    """
    seen = {timedelta(seconds=offset) for _, offset in offsets.values()}
    for zone in chain(map(ZoneInfo, ZONES), map(timezone, filter(_is_zone, seen))):
        fit = sum(
            at.astimezone(zone).utcoffset() == timedelta(seconds=offset)
            for at, offset in offsets.values()
        )
        if fit >= NEARLY_ALL * len(offsets):
            return zone
    return None


def _is_zone(offset: timedelta) -> bool:
    return abs(offset.total_seconds()) <= WIDEST
