"""How posts.jsonl stands, as the state knows it: committed in one transaction with all else.

A transaction is open all the time; `commit` ends it together with the length of posts.jsonl and
with what recognises the file, so that state and export never disagree.

A copy of the folder may hold pages of the state from different moments of a run. `unseal` and
`seal` frame a run, each with a checkpoint, so that a state that is sealed is of one moment.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import chain, islice
from pathlib import Path
from typing import Any

from newsportal.state.file.tables import VERSION, create, migrate, version_of
from newsportal.state.file.tally import counted_later, recount

_ENTERED = 100  # rows that a statement enters
_HELD = 32_000  # KiB; SQLite's own measure of 2,000 is full after some 10,000 posts


class StateFile:
    """The state file; raises sqlite3.Error, and ValueError for a file of a newer version."""

    def __init__(self, path: Path) -> None:
        wal = path.with_name(f"{path.name}-wal")
        frames = wal.exists() and wal.stat().st_size > 0
        self._db = sqlite3.connect(path, isolation_level=None)
        try:
            version = version_of(self._db, path)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self.is_new = version == 0
            if self.is_new:
                create(self._db)
            elif version < VERSION:
                migrate(self._db, path, version)
            self._db.execute("BEGIN IMMEDIATE")
            self.sealed = bool(self.one("SELECT sealed FROM export")[0]) and not frames
            """Whether all of it is of one moment, between two runs."""
        except BaseException:
            self._db.close()
            raise

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        if not self._db.in_transaction:
            raise _lost()
        return self._db.execute(sql, values)

    def execute_many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        if not self._db.in_transaction:
            raise _lost()
        self._db.executemany(sql, rows)

    def enter_many(self, into: str, rows: Iterable[tuple[Any, ...]], then: str = "") -> None:
        """Insert rows, a hundred by one statement: one for each takes half as long again."""
        source = iter(rows)
        while some := list(islice(source, _ENTERED)):
            marks = f"({', '.join('?' * len(some[0]))})"
            if len(some) == _ENTERED:
                all_marks = ", ".join([marks] * _ENTERED)
                self.execute(f"INSERT {into} VALUES {all_marks} {then}", *chain.from_iterable(some))
            else:  # each other length would be another statement to be compiled
                self.execute_many(f"INSERT {into} VALUES {marks} {then}", some)

    def one(self, sql: str, *values: Any) -> Any:
        return self.execute(sql, *values).fetchone()

    def hold_more(self) -> None:
        """Keep more of the file in memory: many posts are entered, each at other places of it."""
        self.execute(f"PRAGMA cache_size = -{_HELD}")

    def counted_later(self) -> AbstractContextManager[None]:
        """Keep no counts of posts while many are entered; they are counted at the end."""
        return counted_later(self._db)

    # Transaction

    def check(self) -> None:
        """Raise sqlite3.DatabaseError if the file is damaged; looked into deeper if not sealed.

        What is kept counted is counted anew: nothing else tells pages of different moments apart.
        """
        pragma = "quick_check" if self.sealed else "integrity_check"
        if (complaint := self.one(f"PRAGMA {pragma}(1)")[0]) != "ok":
            raise sqlite3.DatabaseError(complaint.replace("\n", " "))
        recount(self._db)

    def commit(self, position: int, mark: str) -> None:
        """Make all changes durable, with the length of posts.jsonl and what recognises it."""
        self.execute("UPDATE export SET position = ?, mark = ?", position, mark)
        self.execute("COMMIT")
        self._db.execute("BEGIN IMMEDIATE")

    def unseal(self, position: int, mark: str) -> None:
        """Commit as `commit` does; from now on the file is of one moment no more."""
        self.execute("UPDATE export SET sealed = 0")
        self.commit(position, mark)
        self._checkpoint()
        self._db.execute("BEGIN IMMEDIATE")

    def seal(self) -> None:
        """Bring all that is committed into one file, and mark it as of one moment."""
        self._checkpoint()
        self._db.execute("UPDATE export SET sealed = 1")
        self._checkpoint()

    def shred(self) -> None:
        """Leave no byte in the file of what was deleted, and seal it."""
        self._checkpoint()
        self._db.execute("VACUUM")
        self.seal()

    def _checkpoint(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def rollback(self) -> None:
        """Forget all changes since the last commit."""
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")
        self._db.execute("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Close the file; uncommitted changes are forgotten."""
        self._db.close()

    # posts.jsonl

    def position(self) -> int:
        """Return how many bytes of posts.jsonl are committed."""
        return int(self.one("SELECT position FROM export")[0])

    def mark(self) -> str:
        """Return what posts.jsonl was recognised by at the last commit, "" if it was not there."""
        return str(self.one("SELECT mark FROM export")[0])

    def pieces(self) -> Iterator[tuple[int, bytes]]:
        """Yield where each piece of posts.jsonl ends, and its digest."""
        yield from self.execute("SELECT end, digest FROM pieces ORDER BY end")

    def last_piece(self) -> tuple[int, int, bytes]:
        """Return where the last piece begins and ends, and its digest; 0, 0 if there is none."""
        found = self.execute("SELECT end, digest FROM pieces ORDER BY end DESC LIMIT 2").fetchall()
        (end, digest), (start, _) = [*found, (0, b""), (0, b"")][:2]
        return start, end, digest

    def add_piece(self, end: int, digest: bytes) -> None:
        """Keep the digest of what stands in posts.jsonl between the last piece and *end*."""
        self.execute("INSERT INTO pieces VALUES (?, ?)", end, digest)

    def forget_pieces(self, start: int) -> None:
        """Forget the pieces that end behind *start*."""
        self.execute("DELETE FROM pieces WHERE end > ?", start)

    def rotated(self) -> list[tuple[int, str]]:
        """Return number and name of the files that were posts.jsonl before, the oldest first."""
        return self.execute("SELECT n, name FROM rotated ORDER BY n").fetchall()

    def last_rotated(self) -> tuple[str, int, bytes] | None:
        """Return name, size and digest of the last of them."""
        found: tuple[str, int, bytes] | None = self.one(
            "SELECT name, size, digest FROM rotated ORDER BY n DESC LIMIT 1"
        )
        return found

    def add_rotated(self, name: str, size: int, digest: bytes) -> int:
        """Enter a file that is posts.jsonl no more; return its number."""
        sql = "INSERT INTO rotated (name, size, digest) VALUES (?, ?, ?)"
        return int(self.execute(sql, name, size, digest).lastrowid or 0)

    def change_rotated(self, n: int, size: int, digest: bytes) -> None:
        """Take it that a rotated file was written anew."""
        self.execute("UPDATE rotated SET size = ?, digest = ? WHERE n = ?", size, digest, n)

    def rotate(self, name: str, size: int, digest: bytes) -> None:
        """Take it that posts.jsonl becomes a file of another name, and a new one is begun."""
        part = self.add_rotated(name, size, digest)
        self.execute("UPDATE posts SET part = ? WHERE part IS NULL AND position IS NOT NULL", part)
        self.forget_pieces(0)


def _lost() -> sqlite3.OperationalError:
    """Return the error of a full disk, which makes SQLite roll back by itself.

    Going on would commit halves.
    """
    return sqlite3.OperationalError("the transaction is lost")
