"""How many posts there are of each kind, and who knows which: the figures that show gaps."""

from __future__ import annotations

from typing import Any

from newsportal.pages.keys import address_of
from newsportal.state.file.part import Part
from newsportal.state.row import KNOWN, LISTS, Route, State, among

_KNOWN = among(*KNOWN)
_COUNTED = among(State.NAMED, *KNOWN)
_LACKING = among(State.NAMED, State.GONE, State.REJECTED, State.FORBIDDEN, State.BROKEN)
_NOT_LISTED = among(State.GONE, State.ALIAS, State.OTHER)
_LISTED = 100  # at most so many URLs of a kind


class Counts(Part):
    """Counts of posts."""

    def known(self) -> int:
        """Return how many addresses of posts any page has named."""
        return int(self._one("SELECT count(*) FROM posts")[0])

    def of(self, state: State) -> int:
        """Return the number of posts in a state."""
        return int(self._one("SELECT count(*) FROM posts WHERE state = ?", int(state))[0])

    def listed(self, state: State) -> int:
        """Return how many addresses in a state lists name; of aliases but one for each post."""
        sql = "SELECT count(*) - count(DISTINCT original) FROM posts WHERE state = ? AND routes & ?"
        return int(self._one(sql, int(state), int(LISTS))[0])

    def on_index(self) -> int:
        """Return how many posts the index can show, as far as is known."""
        shown = int(Route.INDEX | Route.FEED)
        sql = f"SELECT count(*) FROM posts WHERE state NOT IN {_NOT_LISTED} AND routes & ?"
        return int(self._one(sql, shown)[0])

    def routes(self) -> dict[int, int]:
        """Return how many posts each combination of routes names."""
        sql = f"SELECT routes, count(*) FROM posts WHERE state IN {_COUNTED} GROUP BY routes"
        return dict(self._execute(sql).fetchall())

    def named_only_by(self, route: Route, limit: int) -> list[str]:
        """Return keys of posts that one route alone names."""
        sql = f"SELECT key FROM posts WHERE state IN {_COUNTED} AND routes = ? LIMIT ?"
        return [key for (key,) in self._execute(sql, int(route), limit)]

    def missing_neighbours(self, limit: int) -> list[tuple[str, str, str | None]]:
        """Return posts whose neighbour is not archived, the neighbour and the reason."""
        if self._one(f"SELECT 1 FROM posts WHERE state IN {_LACKING} LIMIT 1") is None:
            return []
        lacking = f"(SELECT n FROM posts WHERE state IN {_LACKING})"
        sql = (
            "SELECT posts.key, other.key, other.reason FROM posts JOIN posts AS other"
            " ON other.n IN (posts.previous, posts.next)"
            f" WHERE posts.state IN {_KNOWN} AND other.state IN {_LACKING}"
            f" AND (posts.previous IN {lacking} OR posts.next IN {lacking}) LIMIT ?"
        )
        return self._execute(sql, limit).fetchall()

    def chain_breaks(self) -> int:
        """Return how many posts have a neighbour that nobody has looked at."""
        if self._one(f"SELECT 1 FROM posts WHERE state = {State.NAMED} LIMIT 1") is None:
            return 0
        named = f"(SELECT n FROM posts WHERE state = {State.NAMED})"
        sql = (
            f"SELECT count(*) FROM posts WHERE state IN {_KNOWN}"
            f" AND (previous IN {named} OR next IN {named})"
        )
        return int(self._one(sql)[0])


def census(counts: Counts, root: str) -> dict[str, Any]:
    """Return how many posts each route names, which it alone names, and missing neighbours."""
    named = counts.routes()
    alone: dict[str, Any] = {}
    for route in Route:
        name = str(route.name).lower()
        count = named.get(int(route), 0)
        keys = counts.named_only_by(route, _LISTED) if count else []
        alone[name] = {
            "count": count,
            "first": [address_of(root, key) for key in keys],
        }
    known = {
        str(route.name).lower(): sum(n for routes, n in named.items() if routes & route)
        for route in Route
    }
    missing = [
        {"url": address_of(root, key), "neighbour": address_of(root, neighbour), "reason": reason}
        for key, neighbour, reason in counts.missing_neighbours(_LISTED)
    ]
    return {"known_by": known, "known_only_by": alone, "missing_neighbours": missing}
