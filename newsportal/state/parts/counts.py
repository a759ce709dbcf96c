"""How many posts there are of each kind, and who knows which: the figures that show gaps."""

from __future__ import annotations

import json
from typing import Any

from newsportal.pages.keys import address_of
from newsportal.state.parts.part import Part
from newsportal.state.row import ALONE, AWAY, KNOWN, LISTS, Route, State, among

_KNOWN = among(*KNOWN)
_COUNTED = among(State.NAMED, *KNOWN)
_NOT_LISTED = among(State.GONE, State.ALIAS, State.OTHER)
_LISTED = 100  # at most so many URLs of a kind


class Counts(Part):
    """Counts of posts."""

    def any(self) -> bool:
        """Tell whether any page has named a post; also while nothing is counted."""
        return self._one("SELECT 1 FROM posts LIMIT 1") is not None

    def known(self) -> int:
        """Return how many addresses of posts any page has named."""
        return int(self._one("SELECT sum(posts) FROM tally")[0] or 0)

    def of(self, state: State) -> int:
        """Return the number of posts in a state."""
        return int(self._one("SELECT total(posts) FROM tally WHERE state = ?", int(state))[0])

    def listed(self, state: State) -> int:
        """Return how many addresses in a state lists name; of aliases but one for each post."""
        there = "SELECT total(posts) FROM tally WHERE state = ? AND routes & ?"
        others = (
            "SELECT count(DISTINCT original) FROM posts"
            " WHERE original IS NOT NULL AND state = ? AND routes & ?"
        )
        found, repeated = (self._one(sql, int(state), int(LISTS))[0] for sql in (there, others))
        return int(found - repeated)

    def on_index(self) -> int:
        """Return how many posts the index can show, as far as is known."""
        shown = int(Route.INDEX | Route.FEED)
        sql = f"SELECT total(posts) FROM tally WHERE state NOT IN {_NOT_LISTED} AND routes & ?"
        return int(self._one(sql, shown)[0])

    def routes(self) -> dict[int, int]:
        """Return how many posts each combination of routes names."""
        sql = (
            f"SELECT routes, sum(posts) FROM tally WHERE state IN {_COUNTED} AND posts > 0"
            " GROUP BY routes"
        )
        return dict(self._execute(sql).fetchall())

    def named_only_by(self, route: Route, limit: int) -> list[str]:
        """Return keys of posts that one route alone names."""
        known = f"SELECT key FROM posts WHERE {ALONE} AND routes = ? ORDER BY n LIMIT ?"
        named = f"SELECT key FROM posts WHERE state = {State.NAMED} AND routes = ? LIMIT ?"
        found = self._execute(known, int(route), limit).fetchall()
        found += self._execute(named, int(route), limit - len(found))
        return [key for (key,) in found]

    def missing_neighbours(self, limit: int) -> list[tuple[str, str, str | None]]:
        """Return posts whose neighbour is not archived, the neighbour and the reason."""
        both = " UNION ALL ".join(
            f"SELECT posts.key, other.key, other.reason FROM posts AS other CROSS JOIN posts"
            f" ON posts.{side} = other.n WHERE posts.state IN {_KNOWN} AND other.{lacking}"
            for lacking in (f"state = {State.NAMED}", AWAY)
            for side in ("previous", "next")
        )
        return self._execute(f"{both} LIMIT ?", limit).fetchall()

    def lead_on(self, posts: set[int]) -> bool:
        """Tell whether posts lead one to the next older one, and the last of them to others.

        All of which are archived.
        """
        before = "SELECT previous FROM posts WHERE n IN (SELECT value FROM json_each(?))"
        newest = posts - {n for (n,) in self._execute(before, json.dumps([*posts]))}
        chain = (
            "WITH RECURSIVE chain (n) AS (SELECT ? UNION SELECT previous FROM chain"
            " JOIN posts USING (n) WHERE previous IS NOT NULL)"
            " SELECT n, state FROM chain JOIN posts USING (n)"
        )
        found = dict(self._execute(chain, *newest)) if len(newest) == 1 else {}
        return found.keys() > posts and all(state in KNOWN for state in found.values())

    def chain_breaks(self) -> int:
        """Return how many posts have a neighbour that nobody has looked at."""
        both = " UNION ".join(
            "SELECT posts.n FROM posts AS other CROSS JOIN posts"
            f" ON posts.{side} = other.n"
            f" WHERE posts.state IN {_KNOWN} AND other.state = {State.NAMED}"
            for side in ("previous", "next")
        )
        return int(self._one(f"SELECT count(*) FROM ({both})")[0])


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
