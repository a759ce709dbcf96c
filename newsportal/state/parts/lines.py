"""Which posts have their line in posts.jsonl, and which have lost it."""

from __future__ import annotations

from collections.abc import Iterable

from newsportal.state.parts.part import Part
from newsportal.state.row import Route, Row, State, among, rows_where


class Lines(Part):
    """Where the lines of posts stand."""

    def forget_positions(self, rotated: list[int]) -> None:
        """Forget where lines stand, before posts.jsonl and some rotated files are read."""
        self._execute("UPDATE posts SET position = NULL WHERE part IS NULL")
        for part in rotated:
            self._execute("UPDATE posts SET position = NULL, part = NULL WHERE part = ?", part)

    def lose(self) -> tuple[int, list[str]]:
        """Send posts that no line tells of back to be read again, as if they were new.

        Their duplicates, too: with them their text is gone. Return how many these posts are, and
        the keys of those that cannot be read again, since the portal has removed them.
        """
        states = among(State.ARCHIVED, State.GONE)
        nowhere = f"revision > 0 AND position IS NULL AND part IS NULL AND state IN {states}"
        gone = self._execute(
            f"SELECT key FROM posts WHERE {nowhere} AND state = {State.GONE}"
        ).fetchall()
        self._execute(
            f"UPDATE posts SET state = {State.NAMED}, original = NULL, asked = NULL"
            f" WHERE state = {State.DUPLICATE}"
            f" AND original IN (SELECT n FROM posts WHERE {nowhere})"
        )
        lost = self._execute(
            "UPDATE posts SET lost = 1, revision = 0, line = NULL, content_hash = NULL,"
            " digest = NULL, stale = 0, asked = NULL, missing_since = NULL,"
            f" state = CASE state WHEN {State.ARCHIVED} THEN {State.NAMED} ELSE state END,"
            f" routes = routes | ? WHERE {nowhere}",
            int(Route.ELSEWHERE),
        )
        return lost.rowcount - len(gone), [key for (key,) in gone]

    def forget(self) -> None:
        """Forget by what lines are recognised, before they are written anew."""
        self._execute("UPDATE posts SET line = NULL")

    def count_here(self) -> int:
        """Return how many archived posts have their last line in posts.jsonl."""
        return self.count_in(-1)

    def count_in(self, part: int) -> int:
        """Return how many archived posts have their last line in a rotated file."""
        sql = f"SELECT total(posts) FROM tally WHERE state = {State.ARCHIVED} AND part = ?"
        return int(self._one(sql, part)[0])

    def lost(self) -> list[Row]:
        """Return the posts whose lines are nowhere and that were not read again yet.

        Of those that the portal has removed only the ones that a stored page may tell of.
        """
        gone = f"(state = {State.GONE} AND page_volume IS NOT NULL)"
        return rows_where(
            self._execute, f"lost = 1 AND (state = {State.NAMED} OR {gone}) ORDER BY n"
        )

    def lost_for_good(self, run: int, keys: Iterable[str]) -> list[Row]:
        """Return the posts whose lines are lost and that a run found to be removed.

        And those of *keys*, known to be removed before, that no stored page told of.
        """
        lost = f"lost = 1 AND state = {State.GONE}"
        found = rows_where(self._execute, f"{lost} AND asked = ? ORDER BY n", run)
        for key in keys:
            found += rows_where(self._execute, f"{lost} AND asked IS NOT ? AND key = ?", run, key)
        return found
