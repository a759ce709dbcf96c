"""Blocks that stand on every page: lines of the portal, not of its posts."""

from __future__ import annotations

from newsportal.state.parts.part import Part


class Blocks(Part):
    """What the first and last blocks of the posts read last were, and which of them recur."""

    def ends(self) -> list[tuple[int, bytes]]:
        """Return the posts whose ends are remembered, in the order in which they were read."""
        return self._execute("SELECT n, hashes FROM ends ORDER BY seq").fetchall()

    def remember_ends(self, n: int, hashes: bytes, limit: int) -> None:
        """Remember the ends of a post's body, and at least those of the *limit* posts before."""
        sql = "INSERT OR REPLACE INTO ends (n, hashes) VALUES (?, ?)"  # SQLite counts on in seq
        seq = self._execute(sql, n, hashes).lastrowid or 0
        if seq % limit == 0:
            self._execute("DELETE FROM ends WHERE seq <= ?", seq - limit)

    def boilerplate(self) -> set[bytes]:
        """Return the hashes of the blocks that are known to be on every page."""
        return {found for (found,) in self._execute("SELECT hash FROM boilerplate")}

    def keep_boilerplate(self, hashed: bytes) -> None:
        """Remember a block that is on every page, for good: old pages come back from caches."""
        self._execute("INSERT OR IGNORE INTO boilerplate VALUES (?)", hashed)
