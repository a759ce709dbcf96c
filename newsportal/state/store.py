"""The state of an archive: what was seen, and what became of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from newsportal.state.edits import Edits
from newsportal.state.listings import Listings
from newsportal.state.page_table import PageTable
from newsportal.state.published import Published
from newsportal.state.row import (
    BROKEN_AFTER,
    COLUMNS_SQL,
    KNOWN,
    LISTS,
    Route,
    Row,
    State,
    among,
    row_of,
)
from newsportal.state.similarity import Signature
from newsportal.state.standing import Standing

_KNOWN = among(*KNOWN)
_COUNTED = among(State.NAMED, *KNOWN)
_LACKING = among(State.NAMED, State.GONE, State.REJECTED, State.FORBIDDEN, State.BROKEN)
_NOT_LISTED = among(State.GONE, State.ALIAS, State.OTHER)
_BATCH = 100  # posts handed out at a time, so that the queue of a crawl stays small


class Store(Standing):
    """What was seen of a portal."""

    def __init__(self, path: Path) -> None:
        self._categories: dict[str, int] = {}
        super().__init__(path)
        self.pages = PageTable(self._execute)
        self.edits = Edits(self._execute)

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        """Run a statement on a table that has a module of its own, in the open transaction."""
        return self._execute(sql, *values)

    def rollback(self) -> None:
        """Forget all changes since the last commit."""
        self._categories.clear()
        super().rollback()

    # Runs and lists

    def begin_run(self, name: str) -> int:
        """Enter a run into the ledger and return its number."""
        return int(self._execute("INSERT INTO runs (name) VALUES (?)", name).lastrowid or 0)

    def end_run(
        self, run: int, exit_status: int, outcome: str, figures: str | None,
        *, whole: bool, settled: bool | None = None,
    ) -> None:  # fmt: skip
        """Enter how a run ended; *whole* if it saw the portal, and left nothing out on request.

        *settled* if every list was read as far as was needed, though single posts may be owed.
        """
        settled = exit_status == 0 if settled is None else settled
        self._execute(
            "UPDATE runs SET exit = ?, outcome = ?, figures = ?, whole = ?, settled = ?"
            " WHERE n = ?",
            exit_status, outcome, figures, whole, settled, run,
        )  # fmt: skip

    def figures(self, limit: int) -> list[str]:
        """Return the figures of the latest runs that were whole and done, newest first."""
        sql = (
            "SELECT figures FROM runs WHERE figures IS NOT NULL AND exit = 0 AND whole = 1"
            " ORDER BY n DESC LIMIT ?"
        )
        return [figures for (figures,) in self._execute(sql, limit)]

    def last_run(self) -> int | None:
        """Return the number of the last run, None if there was none."""
        number: int | None = self._one("SELECT max(n) FROM runs")[0]
        return number

    def died(self, run: int) -> bool:
        """Tell whether the run before a *run* never got to its end."""
        found = self._one("SELECT exit FROM runs WHERE n < ? ORDER BY n DESC LIMIT 1", run)
        return found is not None and found[0] is None

    def doubt(self, run: int) -> None:
        """Take it that the run before a *run* did not get to its end, whatever it says."""
        self._execute(
            "UPDATE runs SET exit = 1 WHERE exit = 0 AND n = (SELECT max(n) FROM runs WHERE n < ?)",
            run,
        )

    def settled_run(self) -> int:
        """Return the number of the last run whose walks got to their ends, 0 if there was none.

        What was first named after it may belong to a walk that never got there. Single posts may
        still be owed: each is known by its own row.
        """
        found = self._one("SELECT max(n) FROM runs WHERE settled = 1 AND whole = 1")
        return int(found[0] or 0)

    def listing(self, key: str) -> int:
        """Return the number of a list (by the key of its first page)."""
        self._execute("INSERT OR IGNORE INTO listings (key) VALUES (?)", key)
        return int(self._one("SELECT n FROM listings WHERE key = ?", key)[0])

    @property
    def listings(self) -> Listings:
        """What is known of the lists themselves."""
        return Listings(self._db)

    def other_lists(self) -> list[str]:
        """Return the keys of all lists but the index."""
        return [listing.key for listing in self.listings.all() if listing.key]

    def on_index(self) -> int:
        """Return how many posts the index can show, as far as is known."""
        shown = int(Route.INDEX | Route.FEED)
        sql = f"SELECT count(*) FROM posts WHERE state NOT IN {_NOT_LISTED} AND routes & ?"
        return int(self._one(sql, shown)[0])

    def zone(self) -> tuple[str, int]:
        """Return the zone of the times on pages, and the seconds by which the feed is too early."""
        zone, feed = self._one("SELECT zone, feed_shift FROM export")
        return str(zone), int(feed)

    def keep_zone(self, zone: str, feed: int) -> None:
        """Keep what was learnt of the portal's zone."""
        self._execute("UPDATE export SET zone = ?, feed_shift = ?", zone, feed)

    def robots(self, host: str, since: datetime) -> bytes | None:
        """Return the rules of a host's robots.txt if they were read after a time."""
        sql = "SELECT rules FROM robots WHERE host = ? AND at > ?"
        found = self._one(sql, host, since.timestamp())
        return found[0] if found else None

    def keep_robots(self, host: str, rules: bytes, at: datetime) -> None:
        """Keep the rules of a host's robots.txt."""
        self._execute(
            "INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", host, rules, int(at.timestamp())
        )

    def walked(self, listing: int, run: int) -> None:
        """Note that a walk over a list got to its end."""
        self._execute("UPDATE listings SET walked = ? WHERE n = ?", run, listing)

    def has_feed(self) -> bool:
        """Tell whether the feed has ever named a post."""
        found = self._one("SELECT walked FROM listings WHERE key = 'feed.php'")
        return bool(found and found[0])

    def lists_off_the_index(self) -> list[str]:
        """Return the keys of lists that have posts which the index does not show."""
        sql = (
            "SELECT DISTINCT listings.key FROM posts JOIN listings ON posts.listing = listings.n"
            f" WHERE state IN {_KNOWN} AND NOT routes & ?"
        )
        return [key for (key,) in self._execute(sql, int(Route.INDEX))]

    def news(self, keys: Iterable[str], run: int, settled: int) -> bool:
        """Tell whether a page of a list names a post that no walked list has named yet.

        Walked are the index, the archive page, every list whose end this run has reached, and
        all that was named up to the run *settled*.
        """
        walked = (
            "SELECT posts.run <= ? OR routes & ? OR coalesce(walked, 0) = ? FROM posts"
            " LEFT JOIN listings ON posts.listing = listings.n WHERE posts.key = ?"
        )
        shown = int(Route.INDEX | Route.ARCHIVE)
        return any(not self._one(walked, settled, shown, run, key)[0] for key in keys)

    # Posts

    def row(self, key: str) -> Row | None:
        """Return what is known of a post."""
        found = self._one(f"SELECT {COLUMNS_SQL} FROM posts WHERE key = ?", key)
        return row_of(found) if found else None

    def row_of_id(self, id_: str) -> Row | None:
        """Return what is known of the post that records name by an id."""
        found = (
            self._rows(f"id = ? ORDER BY state = {State.ARCHIVED} DESC, n LIMIT 1", id_)
            if id_
            else []
        )
        return found[0] if found else None

    def posts_are_named_by_address(self) -> bool:
        """Tell whether a record's id is its address, as on portals of any software."""
        sql = (
            f"SELECT 1 FROM posts WHERE state = {State.ARCHIVED} AND id = key"
            " AND id GLOB '*[^0-9]*' LIMIT 1"
        )
        return self._one(sql) is not None

    def standing_for(self, row: Row) -> Row:
        """Return the archived post that a duplicate repeats, else the post itself."""
        if row.state is not State.DUPLICATE or row.original is None:
            return row
        found = self._rows("n = ?", row.original)
        return found[0] if found else row

    def sight(
        self,
        key: str,
        route: Route,
        at: datetime,
        run: int,
        published: Published | None = None,
        listing: int | None = None,
        row: Row | None = None,
    ) -> Row:
        """Note that a page, fetched *at*, names a post; return what is known of the post.

        *row* is what is known of it already, if that is at hand.
        """
        row = row or self.row(key)
        if row is None:
            self._execute(
                "INSERT INTO posts (key, run, seen_at) VALUES (?, ?, ?)",
                key, run, int(at.timestamp()),
            )  # fmt: skip
            row = self.row(key)
            assert row is not None
        changes: dict[str, Any] = {}
        if route & ~row.routes:
            changes["routes"] = int(row.routes | route)
            changes["listing"] = listing if row.listing is None else row.listing
        if route & (Route.INDEX | Route.LISTING) and row.listed != run:
            changes["listed"] = run
        listed = route & (Route.INDEX | Route.LISTING | Route.FEED)
        if listed and row.missing_since is not None and row.state is State.ARCHIVED:
            changes |= {"missing_since": None, "missing_own": None}  # a sign of life
        if published is not None:
            changes |= self._date(row, published)
        if changes:
            self.update(row.n, **changes)
        return row

    def note(self, keys: Iterable[str], route: Route, at: datetime, run: int) -> int:
        """Note that a page, fetched *at*, names posts; return how many of them nobody knew."""
        seconds, bits, before = int(at.timestamp()), int(route), self._last()
        self._execute_many(
            "INSERT INTO posts (key, run, seen_at, routes) VALUES (?, ?, ?, ?) ON CONFLICT (key)"
            " DO UPDATE SET routes = routes | excluded.routes WHERE ~routes & excluded.routes",
            ((key, run, seconds, bits) for key in keys),
        )
        return self._last() - before

    def _last(self) -> int:
        return int(self._one("SELECT coalesce(max(n), 0) FROM posts")[0])

    def _date(self, row: Row, said: Published) -> dict[str, Any]:
        """Take what a page says of the time of a post; return the columns that change."""
        better = said.merge(row.published) if row.published else said
        # An archive page may be months old; other lists that contradict know of a new date.
        if said.source != "archive" and not said.agrees(row.published):
            row.redated, better = True, said
        if better == row.published:
            return {}
        row.published = better
        return _columns(better)

    def update(self, n: int, **columns: Any) -> None:
        """Set columns of a post (the names are ours, never a page's)."""
        names = ", ".join(f"{name} = ?" for name in columns)
        self._execute(f"UPDATE posts SET {names} WHERE n = ?", *columns.values(), n)

    def publish(self, n: int, published: Published) -> None:
        """Keep what is known of a publication time."""
        self.update(n, **_columns(published))

    def settle(
        self,
        n: int,
        state: State,
        *,
        reason: str | None = None,
        original: int | None = None,
        **columns: Any,
    ) -> None:
        """Note what became of a post, and set other columns of it."""
        self.update(n, state=int(state), stale=0, reason=reason, original=original, **columns)
        if state not in KNOWN:
            self.release(n)

    def readdress(self, n: int, key: str, run: int) -> None:
        """Give a post another address; the one before becomes another name of it."""
        before, seen_at = self._one("SELECT key, seen_at FROM posts WHERE n = ?", n)
        self.update(n, key=key)
        self._execute(
            "INSERT INTO posts (key, state, run, seen_at, original) VALUES (?, ?, ?, ?, ?)",
            before, int(State.ALIAS), run, seen_at, n,
        )  # fmt: skip

    # Lines of posts.jsonl

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

    def forget_lines(self) -> None:
        """Forget by what lines are recognised, before they are written anew."""
        self._execute("UPDATE posts SET line = NULL")

    def to_forget(self, id_: str) -> list[Row]:
        """Return the posts of an id, and those that repeat their text."""
        named = "SELECT n FROM posts WHERE id = ?"
        return self._rows(
            f"n IN ({named}) OR (state = {State.DUPLICATE} AND original IN ({named})) ORDER BY n",
            id_, id_,
        )  # fmt: skip

    def forget(self, posts: list[int]) -> None:
        """Keep nothing of posts but their addresses and ids, and that no run asks for them."""
        for n in posts:
            for table in ("signatures", "bands"):
                self._execute(f"DELETE FROM {table} WHERE n = ?", n)
            self.settle(
                n, State.FORGOTTEN, title=None, position=None, line=None, part=None, lost=0,
                content_hash=None, digest=None, card=None, feed=None, revision=0,
                at=None, precision=None, earliest=None, latest=None, source=None,
                category=None, previous=None, next=None, missing_since=None,
                page_volume=None, page_offset=None,
            )  # fmt: skip

    def count_here(self) -> int:
        """Return how many archived posts have their last line in posts.jsonl."""
        sql = f"SELECT count(*) FROM posts WHERE state = {State.ARCHIVED} AND part IS NULL"
        return int(self._one(sql)[0])

    def lost(self) -> list[Row]:
        """Return the posts whose lines are nowhere and that were not read again yet.

        Of those that the portal has removed only the ones that a stored page may tell of.
        """
        gone = f"(state = {State.GONE} AND page_volume IS NOT NULL)"
        return self._rows(f"lost = 1 AND (state = {State.NAMED} OR {gone}) ORDER BY n")

    def lost_for_good(self, run: int, keys: Iterable[str]) -> list[Row]:
        """Return the posts whose lines are lost and that a run found to be removed.

        And those of *keys*, known to be removed before, that no stored page told of.
        """
        lost = f"lost = 1 AND state = {State.GONE}"
        found = {row.n: row for row in self._rows(f"{lost} AND asked = ? ORDER BY n", run)}
        for key in keys:
            found |= {row.n: row for row in self._rows(f"{lost} AND key = ?", key)}
        return list(found.values())

    def category(self, path: list[str]) -> int | None:
        """Return the number of a category."""
        if not path:
            return None
        name = "\t".join(path)
        if name not in self._categories:
            self._execute("INSERT OR IGNORE INTO categories (path) VALUES (?)", name)
            found = self._one("SELECT n FROM categories WHERE path = ?", name)
            self._categories[name] = int(found[0])
        return self._categories[name]

    def unsettled(
        self, run: int, routes: Route, today: datetime, since: datetime | None = None
    ) -> list[Row]:
        """Return posts to fetch, not surely older than *since*, that this run has not requested.

        Broken ones only if they were not asked for since *today* (a day ago by our own clock).
        """
        values = int(routes), run, since.timestamp() if since else 0, today.timestamp(), _BATCH
        rest = (
            " AND routes & ? AND asked IS NOT ? AND (latest IS NULL OR latest >= ?)"
            f" AND (fault_days < {BROKEN_AFTER} OR tried <= ?) ORDER BY n LIMIT ?"
        )
        found = self._rows(f"(state = {State.NAMED} OR stale = 1){rest}", *values)
        return found or self._rows(f"state = {State.BROKEN}{rest}", *values)

    def like(self, pattern: str) -> bool:
        """Tell whether a post is archived whose key has a form (GLOB)."""
        sql = f"SELECT 1 FROM posts WHERE state IN {_KNOWN} AND key GLOB ? LIMIT 1"
        return self._one(sql, pattern) is not None

    def by_id(self, post_id: str) -> Row | None:
        """Return the post that was archived under the portal's own id."""
        found = self._rows("id = ? AND revision > 0 ORDER BY n DESC LIMIT 1", post_id)
        return found[0] if found else None

    def rename(self, row: Row, key: str) -> None:
        """Let a post go on under another address, of which the old one is an alias from now on."""
        old, other = row.key, self.row(key)
        if other is None:
            n = int(self._execute(
                "INSERT INTO posts (key, run, asked, seen_at) VALUES (?, ?, ?, ?)",
                f"\0{key}", row.run, row.asked, int(row.seen_at.timestamp()),
            ).lastrowid or 0)  # fmt: skip
        else:
            n = other.n
            row.routes |= other.routes
            row.listed, row.asked = other.listed or row.listed, other.asked or row.asked
            self.update(n, key=f"\0{key}")
        self.update(
            row.n, key=key, routes=int(row.routes), listed=row.listed, asked=row.asked, tried=None
        )
        self.update(n, key=old)
        self.settle(n, State.ALIAS, original=row.n)
        row.key, row.renamed = key, True

    def to_refetch(self, run: int) -> list[Row]:
        """Return known posts that this run has not requested yet, duplicates last.

        A duplicate that is read before its original may seem a post of its own: both were edited.
        """
        originals, duplicates = (
            self._rows(f"state = {state} AND asked IS NOT ? ORDER BY n DESC LIMIT ?", run, _BATCH)
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
        return self._rows(
            f"state = {State.ARCHIVED} AND asked IS NOT ? AND (missing_since + ? <= ?"
            " OR (missing_since IS NULL AND (at >= seen_at - ? OR (at IS NULL AND run > 1))"
            f" AND ({looks}))) ORDER BY n LIMIT ?",
            run, removal, now, max(times), *values, _BATCH,
        )  # fmt: skip

    def unlisted(self, run: int) -> list[Row]:
        """Return archived posts that no list of this run has shown, not requested by it yet."""
        return self._rows(
            f"state = {State.ARCHIVED} AND listed IS NOT ? AND asked IS NOT ? ORDER BY n LIMIT ?",
            run,
            run,
            _BATCH,
        )

    def imprecise_days(self, before: date, limit: int) -> list[date]:
        """Return the newest days, Asia/Shanghai, of posts with no better date than the day."""
        found = self._execute(
            "SELECT DISTINCT date(at, 'unixepoch', '+8 hours') AS day FROM posts"
            f" WHERE state = {State.ARCHIVED}"
            " AND precision = 'day' AND day < ? AND day NOT IN (SELECT day FROM days)"
            " ORDER BY day DESC LIMIT ?",
            before.isoformat(), limit,
        )  # fmt: skip
        return [date.fromisoformat(day) for (day,) in found]

    def settle_day(self, day: date) -> None:
        """Note that the feed of a day was read: it never says more."""
        self._execute("INSERT OR IGNORE INTO days VALUES (?)", day.isoformat())

    def _rows(self, condition: str, *values: Any) -> list[Row]:
        found = self._execute(f"SELECT {COLUMNS_SQL} FROM posts WHERE {condition}", *values)
        return [row_of(row) for row in found]

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
        sql = (
            "SELECT posts.key, other.key, other.reason FROM posts JOIN posts AS other"
            " ON other.n IN (posts.previous, posts.next)"
            f" WHERE posts.state IN {_KNOWN} AND other.state IN {_LACKING} LIMIT ?"
        )
        return self._execute(sql, limit).fetchall()

    def chain_breaks(self) -> int:
        """Return how many posts have a neighbour that nobody has looked at."""
        sql = (
            f"SELECT count(*) FROM posts WHERE state IN {_KNOWN} AND EXISTS (SELECT 1 FROM posts"
            " AS other WHERE other.n IN (posts.previous, posts.next)"
            f" AND other.state = {State.NAMED})"
        )
        return int(self._one(sql)[0])

    def known(self) -> int:
        """Return how many addresses of posts any page has named."""
        return int(self._one("SELECT count(*) FROM posts")[0])

    def count(self, state: State) -> int:
        """Return the number of posts in a state."""
        return int(self._one("SELECT count(*) FROM posts WHERE state = ?", int(state))[0])

    def count_listed(self, state: State) -> int:
        """Return how many addresses in a state lists name; of aliases but one for each post."""
        sql = "SELECT count(*) - count(DISTINCT original) FROM posts WHERE state = ? AND routes & ?"
        return int(self._one(sql, int(state), int(LISTS))[0])

    def reset(self, run: int, states: Iterable[State]) -> None:
        """Forget what a run that went wrong as a whole made of the posts it asked for."""
        for state in states:
            self._execute(
                f"UPDATE posts SET state = {State.NAMED}"
                " WHERE asked = ? AND state = ? AND revision = 0",
                run, int(state),
            )  # fmt: skip

    # What is on every page

    def ends(self) -> list[tuple[int, bytes]]:
        """Return the posts whose ends are remembered, in the order in which they were read."""
        return self._execute("SELECT n, hashes FROM ends ORDER BY seq").fetchall()

    def remember_ends(self, n: int, hashes: bytes, limit: int) -> None:
        """Remember the ends of a post's body, and those of the *limit* posts read last."""
        seq = int(self._one("SELECT coalesce(max(seq), 0) + 1 FROM ends")[0])
        self._execute("INSERT OR REPLACE INTO ends VALUES (?, ?, ?)", seq, n, hashes)
        self._execute("DELETE FROM ends WHERE seq <= ?", seq - limit)

    def boilerplate(self) -> set[bytes]:
        """Return the hashes of the blocks that are known to be on every page."""
        return {found for (found,) in self._execute("SELECT hash FROM boilerplate")}

    def keep_boilerplate(self, hashed: bytes) -> None:
        """Remember a block that is on every page, for good: old pages come back from caches."""
        self._execute("INSERT OR IGNORE INTO boilerplate VALUES (?)", hashed)

    # Duplicates

    def twin(self, content_hash: str) -> Row | None:
        """Return the archived post with that content, if any."""
        found = self._rows(
            f"content_hash = ? AND state = {State.ARCHIVED}", bytes.fromhex(content_hash)
        )
        return found[0] if found else None

    def release(self, original: int) -> None:
        """Let the duplicates of a post that changed or went become posts of their own."""
        self._execute(
            f"UPDATE posts SET state = {State.NAMED}, original = NULL, asked = NULL"
            f" WHERE original = ? AND state = {State.DUPLICATE}",
            original,
        )

    def sign(self, n: int, signature: Signature) -> None:
        """Keep a post's signature for later comparisons."""
        self._execute(
            "INSERT OR REPLACE INTO signatures VALUES (?, ?, ?)",
            n,
            signature.minhash,
            signature.title,
        )
        self._execute_many(
            "INSERT OR IGNORE INTO bands VALUES (?, ?)", [(band, n) for band in signature.bands()]
        )

    def alike(self, signature: Signature) -> Iterator[tuple[str, Signature]]:
        """Yield key and signature of the posts that share most bands, at most five."""
        marks = ",".join("?" * len(bands := signature.bands()))
        found = self._execute(
            "SELECT key, minhash, signatures.title FROM signatures JOIN posts USING (n) JOIN ("
            f" SELECT n, count(*) AS shared FROM bands WHERE hash IN ({marks}) GROUP BY n"
            " ORDER BY shared DESC, (SELECT key FROM posts WHERE posts.n = bands.n) LIMIT 5)"
            # By number it would depend on which of them was named first.
            " USING (n) ORDER BY shared DESC, key",
            *bands,
        )
        for key, minhash, title in found:
            yield key, Signature(minhash, title)


def _columns(published: Published) -> dict[str, Any]:
    latest = published.latest
    return {
        "at": published.at.timestamp(),
        "precision": published.precision,
        "earliest": published.earliest.timestamp(),
        "latest": None if latest is None else latest.timestamp(),
        "source": published.told,
    }
