"""Posts that go on under other addresses, and the addresses that lead to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsportal.state.row import DATES, Route, Row, State, dates_of, rows_where

if TYPE_CHECKING:
    from newsportal.state.store import Store

_SAID = "routes", "listed", "listing", "card", "feed"
_UNSAID: dict[str, Any] = dict.fromkeys(_SAID) | {"routes": Route.ELSEWHERE}


class Addresses:
    """Gives rows of the table of posts other keys."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def readdress(self, n: int, key: str, run: int) -> None:
        """Give a post another address; the one before becomes another name of it."""
        before, seen_at = self._store.one("SELECT key, seen_at FROM posts WHERE n = ?", n)
        self._store.update(n, key=key)
        self._store.execute(
            "INSERT INTO posts (key, state, run, seen_at, original) VALUES (?, ?, ?, ?, ?)",
            before, int(State.ALIAS), run, seen_at, n,
        )  # fmt: skip

    def of(self, posts: list[Row]) -> list[str]:
        """Return the keys that are other addresses of posts."""
        sql = f"SELECT key FROM posts WHERE state = {State.ALIAS} AND original = ?"
        return [key for post in posts for (key,) in self._store.execute(sql, post.n)]

    def queried(self) -> list[Row]:
        """Return the addresses with a query."""
        return [*rows_where(self._store.execute, f"instr(key, '?') AND state <> {State.ALIAS}")]

    def archived_with_query(self, path: str) -> list[Row]:
        """Return the archived posts at a path with any query."""
        where = f"key > ? AND key < ? AND state = {State.ARCHIVED}"  # "@" comes behind "?"
        return [*rows_where(self._store.execute, where, f"{path}?", f"{path}@")]

    def rename(self, row: Row, key: str) -> None:
        """Let a post go on under another address, of which the old one is an alias from now on."""
        old, other = row.key, self._store.row(key)
        if other is None:
            n = int(self._store.execute(
                "INSERT INTO posts (key, run, asked, seen_at) VALUES (?, ?, ?, ?)",
                f"\0{key}", row.run, row.asked, int(row.seen_at.timestamp()),
            ).lastrowid or 0)  # fmt: skip
        else:
            n = other.n
            row.routes |= other.routes
            row.listed, row.asked = other.listed or row.listed, other.asked or row.asked
            self._store.update(n, key=f"\0{key}")
        self._store.update(
            row.n, key=key, routes=int(row.routes), listed=row.listed, asked=row.asked, tried=None
        )
        self._store.update(n, key=old)
        self._store.settle(n, State.ALIAS, original=row.n)
        row.key, row.renamed = key, True

    def exchange(self, row: Row, key: str) -> Row:
        """Let a post that was read at another's address go on at its own; return that other one.

        What lists have said stays with the addresses, but for the times of the other one.
        """
        before, own = row.key, self._store.row(key)
        here, there = (
            {name: getattr(each, name) for name in _SAID} if each else _UNSAID
            for each in (row, own)
        )
        at = dates_of(own.published) if own and own.published else (None,) * len(DATES)
        self.rename(row, key)
        other = self._store.row(before)
        assert other is not None
        self._store.update(row.n, **there, **dict(zip(DATES, at, strict=True)))
        self._store.update(other.n, **here, **dict.fromkeys(DATES))
        return other
