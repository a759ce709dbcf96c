"""Who knows which posts: the figures that show gaps in an archive."""

from __future__ import annotations

from typing import Any

from newsportal.state import Route
from newsportal.store import Store

_LISTED = 100  # at most so many URLs of a kind


def census(store: Store, root: str) -> dict[str, Any]:
    """Return how many posts each route names, and the posts that only one names."""
    counts = store.routes()
    alone: dict[str, Any] = {}
    for route in Route:
        name = str(route.name).lower()
        keys = store.named_only_by(route, _LISTED)
        alone[name] = {"count": counts.get(int(route), 0), "first": [root + key for key in keys]}
    known = {
        str(route.name).lower(): sum(n for routes, n in counts.items() if routes & route)
        for route in Route
    }
    return {"known_by": known, "known_only_by": alone}
