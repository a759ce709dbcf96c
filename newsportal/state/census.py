"""Who knows which posts: the figures that show gaps in an archive."""

from __future__ import annotations

from typing import Any

from newsportal.pages.urls import address_of
from newsportal.state.row import Route
from newsportal.state.store import Store

_LISTED = 100  # at most so many URLs of a kind


def census(store: Store, root: str) -> dict[str, Any]:
    """Return how many posts each route names, which it alone names, and missing neighbours."""
    counts = store.routes()
    alone: dict[str, Any] = {}
    for route in Route:
        name = str(route.name).lower()
        keys = store.named_only_by(route, _LISTED)
        alone[name] = {
            "count": counts.get(int(route), 0),
            "first": [address_of(root, key) for key in keys],
        }
    known = {
        str(route.name).lower(): sum(n for routes, n in counts.items() if routes & route)
        for route in Route
    }
    missing = [
        {"url": address_of(root, key), "neighbour": address_of(root, neighbour), "reason": reason}
        for key, neighbour, reason in store.missing_neighbours(_LISTED)
    ]
    return {"known_by": known, "known_only_by": alone, "missing_neighbours": missing}
