"""Feeds of single days: exact times of posts that are known only to the day, for a few requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from newsportal.platforms.zblog import day_feed
from newsportal.state.store import Store


@dataclass(slots=True)
class WhichDays:
    """Hands out the days worth a request, the newest first, each once in the archive's life."""

    store: Store
    left: int
    """Requests that may still be spent."""
    today: date = date.max
    """The day by the portal's clock, Asia/Shanghai: its feed is not yet complete."""

    def next_key(self) -> str | None:
        """Return the key of the next feed, None if there is none to ask for."""
        if self.left < 1 or not self.store.listings.has_feed():
            return None
        for day in self.store.to_fetch.imprecise_days(before=self.today, limit=1):
            self.left -= 1
            self.store.to_fetch.settle_day(day)
            return day_feed(day)
        return None
