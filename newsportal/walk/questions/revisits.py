"""Posts that are due for another look, some time after they were new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from newsportal.state.row import Row
from newsportal.state.store import Store


@dataclass(slots=True)
class Revisits:
    """Chooses by the portal's clock."""

    store: Store
    waits: tuple[int, ...]
    removal: int
    """Seconds after the first "not found" that a second one is believed."""
    run: int
    looks: int = 0
    """How many were asked for."""

    def due(self, now: datetime | None) -> list[Row]:
        """Return some of the posts that are due, the longest known first."""
        if not self.waits:
            return []
        at = int((now or datetime.now(UTC)).timestamp())
        rows = self.store.to_fetch.due(at, self.waits, self.removal, self.run)
        self.looks += len(rows)
        return rows
