"""Where stored pages lie: how much of each file is committed, and which bodies are stored."""

from __future__ import annotations

import sqlite3
from base64 import b32decode
from collections.abc import Mapping
from typing import Protocol


class _Execute(Protocol):
    def __call__(self, sql: str, *values: object) -> sqlite3.Cursor: ...


class PageTable:
    """The state's part about stored pages; changes are committed with all others."""

    def __init__(self, execute: _Execute) -> None:
        self._execute = execute

    def sizes(self) -> dict[int, int]:
        """Return how much of each WARC file is committed."""
        return dict(self._execute("SELECT n, size FROM volumes").fetchall())

    def commit_sizes(self, sizes: Mapping[int, int]) -> None:
        """Note how much of each file is whole; to be committed with what it holds."""
        for volume, size in sizes.items():
            self._execute("INSERT OR REPLACE INTO volumes VALUES (?, ?)", volume, size)

    def find(self, digest: str) -> tuple[int, int] | None:
        """Return volume and offset of the answer that came with a body."""
        sql = "SELECT volume, offset FROM payloads WHERE digest = ?"
        found: tuple[int, int] | None = self._execute(sql, _short(digest)).fetchone()
        return found

    def add(self, digest: str, volume: int, offset: int) -> None:
        """Note that a body is stored."""
        sql = "INSERT OR REPLACE INTO payloads VALUES (?, ?, ?)"
        self._execute(sql, _short(digest), volume, offset)

    def belongs(self, post: int, volume: int, offset: int) -> None:
        """Note that the record of a post was read from the page at a place."""
        sql = "UPDATE posts SET page_volume = ?, page_offset = ? WHERE n = ?"
        self._execute(sql, volume, offset, post)

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


def _short(digest: str) -> bytes:
    return b32decode(digest.rpartition(":")[2])
