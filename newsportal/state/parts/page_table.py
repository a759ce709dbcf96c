"""Where stored pages lie: how much of each file is committed, and which bodies are stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from newsportal.state.row import Row, State, rows_where

_PAGE = "page_volume{}, page_offset{}"


class _Execute(Protocol):
    def __call__(self, sql: str, *values: object) -> sqlite3.Cursor: ...


class PageTable:
    """The state's part about stored pages; changes are committed with all others."""

    def __init__(self, execute: _Execute) -> None:
        self._execute = execute

    def sizes(self) -> dict[int, int]:
        """Return how much of each WARC file is committed."""
        return dict(self._execute("SELECT n, size FROM volumes WHERE dropped = 0").fetchall())

    def commit_sizes(self, sizes: Mapping[int, int]) -> None:
        """Note how much of each file is whole; to be committed with what it holds."""
        for volume, size in sizes.items():
            self._execute("INSERT OR REPLACE INTO volumes (n, size) VALUES (?, ?)", volume, size)

    def find(self, digest: bytes) -> tuple[int, int] | None:
        """Return volume and offset of the answer that came with a body."""
        sql = "SELECT volume, offset FROM payloads WHERE digest = ?"
        found: tuple[int, int] | None = self._execute(sql, digest).fetchone()
        return found

    def add(self, bodies: Iterable[tuple[bytes, int, int]]) -> None:
        """Note that bodies are stored, by digest, volume and offset."""
        sql = (
            "INSERT INTO payloads (digest, volume, offset) VALUES (?, ?, ?) ON CONFLICT (digest)"
            " DO UPDATE SET volume = excluded.volume, offset = excluded.offset"
        )
        for body in bodies:
            self._execute(sql, *body)

    def use(self, digest: bytes, volume: int) -> None:
        """Note that an answer in a file refers to a stored body."""
        self._execute("UPDATE payloads SET used = ? WHERE digest = ?", volume, digest)

    def post_at(self, key: str) -> Row | None:
        """Return the post that has an address, or had it when its page was stored."""
        alias = f"SELECT iif(state = {State.ALIAS}, original, n) FROM posts WHERE key = ?"
        found = rows_where(self._execute, f"n = ({alias})", key)
        return found[0] if found else None

    def belongs(self, post: int, volume: int, offset: int) -> None:
        """Note that the record of a post was read from the page at a place."""
        sql = "UPDATE posts SET page_volume = ?, page_offset = ? WHERE n = ?"
        self._execute(sql, volume, offset, post)

    def belongs_no_more(self, post: int) -> None:
        """Note that no page tells of a post."""
        self._execute("UPDATE posts SET page_volume = NULL, page_offset = NULL WHERE n = ?", post)

    def archived(self) -> Iterator[tuple[int, str, bool]]:
        """Yield number and key of each post of the archive, and whether a page of it is stored."""
        sql = f"SELECT n, key, page_volume IS NOT NULL FROM posts WHERE state = {State.ARCHIVED}"
        for n, key, has_page in self._execute(sql):
            yield n, key, bool(has_page)

    def used_later(self, volume: int) -> set[int]:
        """Return where the bodies lie in a file to which later files refer."""
        sql = "SELECT offset FROM payloads WHERE volume = ? AND used > ?"
        return {offset for (offset,) in self._execute(sql, volume, volume)}

    def removed(self) -> tuple[set[str], set[str]]:
        """Return keys and ids of the posts that the portal has removed, or may be about to."""
        found = self._execute(
            f"SELECT key, id FROM posts WHERE (state = {State.GONE} AND revision > 0)"
            f" OR (state = {State.ARCHIVED} AND missing_since IS NOT NULL)"
        ).fetchall()
        return {key for key, _ in found}, {id_ for _, id_ in found if id_}

    def drop(self, volume: int, moved: Mapping[int, tuple[int, int]]) -> None:
        """Take it that a file goes; *moved* tells by offset where lies what stays of it."""
        for offset, place in moved.items():
            for table, names in (("payloads", "volume{}, offset{}"), ("posts", _PAGE)):
                to = names.format(" = ?", " = ?")
                where = names.format(" = ?", " = ?").replace(",", " AND")
                sql = f"UPDATE {table} SET {to} WHERE {where}"
                self._execute(sql, *place, volume, offset)
        self._execute("DELETE FROM payloads WHERE volume = ?", volume)
        self._execute(
            "UPDATE posts SET page_volume = NULL, page_offset = NULL WHERE page_volume = ?", volume
        )
        self._execute("UPDATE volumes SET dropped = 1 WHERE n = ?", volume)

    def dropped(self) -> list[int]:
        """Return the files that are to be taken away, or are."""
        found = self._execute("SELECT n FROM volumes WHERE dropped = 1")
        return [volume for (volume,) in found]

    def forget_behind(self, volume: int, end: int) -> int:
        """Forget all that was behind a place, since it is not there any more.

        Return how many records have no page now.
        """
        self._execute("DELETE FROM payloads WHERE volume = ? AND offset >= ?", volume, end)
        return self._execute(
            "UPDATE posts SET page_volume = NULL, page_offset = NULL"
            " WHERE page_volume = ? AND page_offset >= ?",
            volume, end,
        ).rowcount  # fmt: skip
