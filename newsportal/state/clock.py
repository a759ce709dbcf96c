"""Our own clock, beside the portal's: what must be a day apart is a day apart by both of them."""

from __future__ import annotations

from datetime import datetime

from newsportal.chinese.dates import SHANGHAI


def now() -> datetime:
    """Return the present time by our own clock."""
    return datetime.now(SHANGHAI)


def days(at: datetime) -> tuple[int, int]:
    """Return the days of a moment *at* by the portal's clock, and of the present by our own."""
    return at.astimezone(SHANGHAI).toordinal(), now().toordinal()
