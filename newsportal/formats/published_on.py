"""The day of a post by the portal's own calendar."""

from __future__ import annotations

from newsportal.archive.reading import Record

_KNOWN = ("second", "minute", "hour", "day")


def published_on(record: Record) -> str | None:
    """Return the day, None where it is not known to the day.

    Readers that turn times into UTC put what came out before eight in the morning on the day
    before; this stays.

    >>> published_on({"published_at": "2026-09-18T07:30:00+08:00", "published_precision": "minute"})
    '2026-09-18'
    >>> published_on({"published_at": "2026-09-01T00:00:00+08:00", "published_precision": "month"})
    """
    at, precision = record["published_at"], record["published_precision"]
    return at[:10] if at and precision in _KNOWN else None
