"""Which posts are to be asked for, a batch at a time, so that the queue of a crawl stays small."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from newsportal.state.parts.part import Part
from newsportal.state.row import BROKEN_AFTER, Route, Row, State, rows_where

_BATCH = 100
# As the index of what waits has it
_TITLED = f"(state = {State.NAMED} OR stale = 1) AND state = {State.NAMED}"


class ToFetch(Part):
    """The posts that wait for a request."""

    def unsettled(
        self, run: int, routes: Route, failed_before: datetime, since: datetime | None = None
    ) -> list[Row]:
        """Return posts to fetch, not surely older than *since*, that this run has not requested.

        Broken ones only if they were last asked for before *failed_before*.
        """
        first = since.timestamp() if since else 0
        values = int(routes), run, first, failed_before.timestamp(), _BATCH
        rest = (
            " AND routes & ? AND asked IS NOT ? AND (latest IS NULL OR latest >= ?)"
            f" AND (fault_days < {BROKEN_AFTER} OR tried <= ?) ORDER BY n LIMIT ?"
        )
        found = rows_where(self._execute, f"(state = {State.NAMED} OR stale = 1){rest}", *values)
        return found or rows_where(self._execute, f"state = {State.BROKEN}{rest}", *values)

    def titled(self, title: str) -> list[str]:
        """Return the keys of posts that lists have given a title and that wait to be read.

        All that wait are looked through.
        """
        return [row.key for row in rows_where(self._execute, f"{_TITLED} AND title = ?", title)]

    def titles(self) -> list[str]:
        """Return the titles that lists have given to posts that wait to be read."""
        sql = f"SELECT title FROM posts WHERE {_TITLED} AND title IS NOT NULL"
        return [title for (title,) in self._execute(sql)]

    def known(self, run: int) -> list[Row]:
        """Return known posts that this run has not requested yet, duplicates last.

        A duplicate that is read before its original may seem a post of its own: both were edited.
        """
        originals, duplicates = (
            rows_where(
                self._execute,
                f"state = {state} AND asked IS NOT ? ORDER BY n DESC LIMIT ?",
                run,
                _BATCH,
            )
            for state in (State.ARCHIVED, State.DUPLICATE)
        )
        return originals or duplicates

    def due(self, now: int, waits: Iterable[int], removal: int, run: int) -> list[Row]:
        """Return posts that were new so many seconds ago and were not looked at since.

        And those that were not found *removal* seconds ago.
        """
        times = list(waits)
        looks = " OR ".join(
            ["seen_at + ? <= ? AND coalesce(looked_at, fetched_at) < seen_at + ?"] * len(times)
        )
        values = [value for wait in times for value in (wait, now, wait)]
        return rows_where(
self._execute,
f"state = {State.ARCHIVED} AND asked IS NOT ? AND (missing_since + ? <= ?"
            " OR (missing_since IS NULL AND (at >= seen_at - ? OR (at IS NULL AND run > 1))"
            f" AND ({looks}))) ORDER BY n LIMIT ?",
            run, removal, now, max(times), *values, _BATCH,
        )  # fmt: skip

    def unlisted(self, run: int) -> list[Row]:
        """Return archived posts that no list of this run has shown, not requested by it yet.

        One that lists show by another of its addresses is shown; a duplicate is another post.
        """
        shown = (
            f"SELECT 1 FROM posts AS other WHERE other.state = {State.ALIAS}"
            " AND other.original = posts.n AND other.listed = ?"
        )
        return rows_where(
            self._execute,
            f"state = {State.ARCHIVED} AND listed IS NOT ? AND asked IS NOT ?"
            f" AND NOT EXISTS ({shown}) ORDER BY n LIMIT ?",
            run, run, run, _BATCH,
        )  # fmt: skip

    def cards(self, most: int) -> list[tuple[bytes, str]]:
        """Return how lists showed the posts that are to be fetched, with their keys."""
        sql = f"SELECT card, key FROM posts WHERE state = {State.NAMED} AND card IS NOT NULL"
        return self._execute(f"{sql} LIMIT ?", most).fetchall()

    def imprecise_days(self, before: date, limit: int) -> list[date]:
        """Return the newest days, Asia/Shanghai, of posts with no better date than the day."""
        found = self._execute(
            "SELECT DISTINCT day FROM periods WHERE precision = 'day' AND posts > 0 AND day < ?"
            " AND date((day - 719163) * 86400, 'unixepoch') NOT IN (SELECT day FROM days)"
            " ORDER BY day DESC LIMIT ?",
            before.toordinal(), limit,
        )  # fmt: skip
        return [date.fromordinal(day) for (day,) in found]

    def settle_day(self, day: date) -> None:
        """Note that the feed of a day was read: it never says more."""
        self._execute("INSERT OR IGNORE INTO days VALUES (?)", day.isoformat())
