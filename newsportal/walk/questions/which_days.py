"""Feeds of single days: exact times of posts that are known only to the day, for a few requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from newsportal.state.store import Store


@dataclass(slots=True)
class WhichDays:
    """Hands out the days worth a request, the newest first, each once in the archive's life."""

    store: Store
    left: int
    """Requests that may still be spent."""
    today: date = date.max
    """The day by the portal's clock, Asia/Shanghai: its feed is not yet complete."""

    def next(self) -> date | None:
        """Return the next day to ask the feed of, None if there is none; `settle` or `stop` it."""
        if self.left < 1 or not self.store.listings.has_feed():
            return None
        self.left -= 1
        return next(iter(self.store.to_fetch.imprecise_days(before=self.today, limit=1)), None)

    def settle(self, day: date) -> None:
        """Note that the feed of a day was read, or is not there."""
        self.store.to_fetch.settle_day(day)

    def stop(self) -> None:
        """Leave the days to the next run: their feeds fail."""
        self.left = 0
