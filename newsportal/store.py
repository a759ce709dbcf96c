"""The state of an archive: what was seen, what became of it, where the export stands.

One SQLite file. A transaction is open all the time; `commit` ends it together with the write
position in posts.jsonl, so that state and export never disagree.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum, IntFlag
from pathlib import Path
from typing import Any

from newsportal.dates import SHANGHAI
from newsportal.published import Published
from newsportal.similarity import Signature

_VERSION = 1
_SCHEMA = """
CREATE TABLE posts (
    n INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,           -- canonical URL after the portal's root
    state INTEGER NOT NULL DEFAULT 0,   -- State
    routes INTEGER NOT NULL DEFAULT 0,  -- Route: who named it
    listing INTEGER,                    -- list other than the index that named it first
    asked INTEGER,                      -- run that requested it last
    seen_at INTEGER NOT NULL,           -- times are seconds since 1970, UTC
    fetched_at INTEGER,
    at REAL, precision TEXT, earliest REAL, latest REAL, source TEXT,  -- Published
    revision INTEGER NOT NULL DEFAULT 0,
    content_hash BLOB,
    original INTEGER,                   -- for DUPLICATE and ALIAS: the post that stands for it
    reason TEXT                         -- why it could not be archived
);
CREATE INDEX posts_by_content ON posts (content_hash) WHERE content_hash IS NOT NULL;
CREATE INDEX posts_unsettled ON posts (n) WHERE state = 0;
CREATE TABLE listings (
    n INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    complete INTEGER NOT NULL DEFAULT 0 -- a walk got to its end
);
CREATE TABLE signatures (n INTEGER PRIMARY KEY, minhash BLOB NOT NULL, title INTEGER NOT NULL);
CREATE TABLE bands (hash INTEGER, n INTEGER, PRIMARY KEY (hash, n)) WITHOUT ROWID;
CREATE TABLE runs (n INTEGER PRIMARY KEY, name TEXT NOT NULL, exit INTEGER, outcome TEXT);
CREATE TABLE export (position INTEGER NOT NULL);
INSERT INTO export VALUES (0);
"""


class State(IntEnum):
    """What became of a post."""

    NAMED = 0
    """A page named it; not fetched yet, or the attempt failed."""
    ARCHIVED = 1
    DUPLICATE = 2
    """Its title and text equal those of another post, which is archived."""
    GONE = 3
    """The portal says that there is no such page."""
    REJECTED = 4
    """The page has no title or no body."""
    ALIAS = 5
    """Another address of a known post."""
    OTHER = 6
    """A page of the portal, but no post."""
    FORBIDDEN = 7
    """robots.txt forbids it."""


class Route(IntFlag):
    """Who named a post."""

    INDEX = 1
    LISTING = 2
    FEED = 4
    ARCHIVE = 8
    CHAIN = 16
    RELATED = 32
    ELSEWHERE = 64


@dataclass(slots=True)
class Row:
    """A post as the state knows it."""

    n: int
    key: str
    state: State
    routes: Route
    asked: int | None
    seen_at: datetime
    published: Published | None


_ROW = "n, key, state, routes, asked, seen_at, at, precision, earliest, latest, source"


class Store:
    """The state file; raises sqlite3.Error, and ValueError for a file of another version."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        try:
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            if version not in (0, _VERSION):
                raise ValueError(f"{path} was written by another version of newsportal ({version})")
            self._db.execute("BEGIN IMMEDIATE")
            if version == 0:
                for statement in _SCHEMA.split(";\n"):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {_VERSION}")
        except BaseException:
            self._db.close()
            raise

    def _execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        if not self._db.in_transaction:
            # A full disk makes SQLite roll back by itself; going on would commit halves.
            raise sqlite3.OperationalError("the transaction is lost")
        return self._db.execute(sql, values)

    def _one(self, sql: str, *values: Any) -> Any:
        return self._execute(sql, *values).fetchone()

    # Transaction and export position

    def position(self) -> int:
        """Return how many bytes of posts.jsonl are committed."""
        return int(self._one("SELECT position FROM export")[0])

    def commit(self, position: int) -> None:
        """Make all changes durable, together with the write position."""
        self._execute("UPDATE export SET position = ?", position)
        self._execute("COMMIT")
        self._db.execute("BEGIN IMMEDIATE")

    def rollback(self) -> None:
        """Forget all changes since the last commit."""
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")
        self._db.execute("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Close the file; uncommitted changes are forgotten."""
        self._db.close()

    # Runs and listings

    def begin_run(self, name: str) -> int:
        """Enter a run into the ledger and return its number."""
        return int(self._execute("INSERT INTO runs (name) VALUES (?)", name).lastrowid or 0)

    def end_run(self, run: int, exit_status: int, outcome: str) -> None:
        """Enter how a run ended."""
        self._execute(
            "UPDATE runs SET exit = ?, outcome = ? WHERE n = ?", exit_status, outcome, run
        )

    def listing(self, key: str) -> int:
        """Return the number of a list (by the key of its first page)."""
        self._execute("INSERT OR IGNORE INTO listings (key) VALUES (?)", key)
        return int(self._one("SELECT n FROM listings WHERE key = ?", key)[0])

    def complete(self, listing: int) -> None:
        """Note that a walk over a list got to its end."""
        self._execute("UPDATE listings SET complete = 1 WHERE n = ?", listing)

    # Posts

    def row(self, key: str) -> Row | None:
        """Return what is known of a post."""
        found = self._one(f"SELECT {_ROW} FROM posts WHERE key = ?", key)  # noqa: S608
        return _row(found) if found else None

    def sight(
        self,
        key: str,
        route: Route,
        at: datetime,
        published: Published | None = None,
        listing: int | None = None,
    ) -> Row:
        """Note that a page, fetched *at*, names a post; return what is known of the post."""
        row = self.row(key)
        if row is None:
            self._execute(
                "INSERT INTO posts (key, routes, listing, seen_at) VALUES (?, ?, ?, ?)",
                key,
                int(route),
                listing,
                int(at.timestamp()),
            )
            row = self.row(key)
            assert row is not None
        elif not row.routes & route:
            self._execute(
                "UPDATE posts SET routes = routes | ?, listing = coalesce(listing, ?) WHERE n = ?",
                int(route),
                listing,
                row.n,
            )
        if published is not None:
            better = published.merge(row.published) if row.published else published
            if better != row.published:
                self.date(row.n, better)
                row.published = better
        return row

    def date(self, n: int, published: Published) -> None:
        """Keep what is known of a publication time."""
        latest = published.latest
        self._execute(
            "UPDATE posts SET at = ?, precision = ?, earliest = ?, latest = ?, source = ?"
            " WHERE n = ?",
            published.at.timestamp(),
            published.precision,
            published.earliest.timestamp(),
            None if latest is None else latest.timestamp(),
            published.route,
            n,
        )

    def ask(self, n: int, run: int) -> None:
        """Note that a run requests a post."""
        self._execute("UPDATE posts SET asked = ? WHERE n = ?", run, n)

    def settle(
        self,
        n: int,
        state: State,
        *,
        reason: str | None = None,
        original: int | None = None,
        content_hash: str | None = None,
        fetched_at: datetime | None = None,
    ) -> None:
        """Note what became of a post."""
        self._execute(
            "UPDATE posts SET state = ?, reason = ?, original = ?, content_hash = ?,"
            " fetched_at = ?, revision = revision + (? = 1) WHERE n = ?",
            int(state),
            reason,
            original,
            bytes.fromhex(content_hash) if content_hash else None,
            int(fetched_at.timestamp()) if fetched_at else None,
            int(state),
            n,
        )

    def unsettled(self, run: int, routes: Route, limit: int = 100) -> list[Row]:
        """Return posts that some page named, not settled and not yet requested by this run."""
        found = self._execute(
            f"SELECT {_ROW} FROM posts WHERE state = 0 AND routes & ?"  # noqa: S608
            " AND (asked IS NULL OR asked != ?) ORDER BY n LIMIT ?",
            int(routes),
            run,
            limit,
        )
        return [_row(values) for values in found]

    def news(self, keys: Iterable[str]) -> bool:
        """Tell whether a page of a list names a post that no walked list has named yet.

        Walked are the index, the archive page, and every list whose end a walk has reached.
        """
        walked = (
            "SELECT routes & ? OR coalesce(complete, 0) FROM posts"
            " LEFT JOIN listings ON posts.listing = listings.n WHERE posts.key = ?"
        )
        return any(not self._one(walked, int(Route.INDEX | Route.ARCHIVE), key)[0] for key in keys)

    def count(self, state: State) -> int:
        """Return the number of posts in a state."""
        return int(self._one("SELECT count(*) FROM posts WHERE state = ?", int(state))[0])

    def reset(self, run: int, states: Iterable[State]) -> None:
        """Forget what a run that went wrong as a whole made of the posts it asked for."""
        for state in states:
            self._execute(
                "UPDATE posts SET state = 0 WHERE asked = ? AND state = ?", run, int(state)
            )

    # Duplicates

    def twin(self, content_hash: str) -> Row | None:
        """Return the archived post with that content, if any."""
        found = self._one(
            f"SELECT {_ROW} FROM posts WHERE content_hash = ? AND state = 1",  # noqa: S608
            bytes.fromhex(content_hash),
        )
        return _row(found) if found else None

    def sign(self, n: int, signature: Signature) -> None:
        """Keep a post's signature for later comparisons."""
        self._execute(
            "INSERT OR REPLACE INTO signatures VALUES (?, ?, ?)",
            n,
            signature.minhash,
            signature.title,
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO bands VALUES (?, ?)", [(band, n) for band in signature.bands()]
        )

    def alike(self, signature: Signature) -> Iterator[tuple[str, Signature]]:
        """Yield key and signature of the posts that share most bands, at most five."""
        marks = ",".join("?" * len(bands := signature.bands()))
        found = self._execute(
            "SELECT posts.key, minhash, title FROM signatures JOIN posts USING (n) JOIN ("  # noqa: S608
            f" SELECT n, count(*) AS shared FROM bands WHERE hash IN ({marks}) GROUP BY n"
            " ORDER BY shared DESC, n LIMIT 5) USING (n) ORDER BY shared DESC, n",
            *bands,
        )
        for key, minhash, title in found:
            yield key, Signature(minhash, title)


def _row(values: tuple[Any, ...]) -> Row:
    n, key, state, routes, asked, seen_at, at, precision, earliest, latest, source = values
    published = None
    if at is not None:
        published = Published(
            _time(at), precision, _time(earliest), None if latest is None else _time(latest), source
        )
    return Row(n, key, State(state), Route(routes), asked, _time(seen_at), published)


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).astimezone(SHANGHAI)
