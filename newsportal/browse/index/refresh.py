"""The index brought up to date: it is read from the records, and never more than an index.

Only new lines are read; a file that was cut or replaced is read again from the start.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from newsportal.archive.reading import Record, record_at, records
from newsportal.archive.records_file import open_records
from newsportal.browse.index.entry import lists_of, row_of
from newsportal.browse.index.file import NAME, open_file
from newsportal.browse.tokens import index_text
from newsportal.pages.urls import address_variants

_BATCH = 24_000_000  # bytes of a transaction's lines: some 4,000 posts, 60 MB of memory
_LISTS = 20_000  # whose numbers are remembered
_MARK = 4096  # bytes by which a file is recognised, at either end of what was read
_CLEAR = ("DELETE FROM posts", "DELETE FROM revisions", "DELETE FROM lists", "DELETE FROM facets",
          "INSERT INTO words (words) VALUES ('delete-all')")  # fmt: skip
_ENTER = "INSERT OR IGNORE INTO facets VALUES (?, ?, ?)"
_REMOVED = "removed", ""


def refresh(folder: Path, progress: Callable[[int, int], None] = lambda *_: None) -> bool:
    """Bring the index of an archive up to date; tell whether there was anything to read.

    *progress* is told how many bytes of how many are read. Raises OSError, sqlite3.Error, and
    ValueError for a line that is no record.
    """
    with (
        closing(open_file(folder / NAME)) as database,
        open_records(folder) as file,
    ):
        return _Builder(database, file, progress).run()


class _Builder:
    """One pass over the lines that the index does not have yet."""

    def __init__(
        self, database: sqlite3.Connection, file: BinaryIO, progress: Callable[[int, int], None]
    ) -> None:
        self._database = database
        self._file = file
        self._progress = progress
        self._lists: dict[tuple[str, str], int] = {}
        self._words: list[tuple[int, str, str]] = []
        """Those of a batch. Between other statements FTS5 would write each post's by itself."""
        self._revisions: list[tuple[int, int, int]] = []
        self._entered: list[tuple[int, int, int]] = []
        """Rows of a batch, too, in lists of posts."""

    def run(self) -> bool:
        self._database.execute("BEGIN IMMEDIATE")
        start = begun = self._start()
        self._word = self._last_word()
        size = self._file.seek(0, 2)
        found = False
        for position, record in records(self._file, start):
            if position - begun >= _BATCH:
                begun = position
                self._commit(position)
                self._progress(position, size)
                self._database.execute("BEGIN IMMEDIATE")
                self._word = self._last_word()  # another process may have gone on
            try:
                self._take(position, record)
            except (AttributeError, TypeError, ValueError) as error:
                raise ValueError(
                    f"the record at byte {position} is none of ours: {error}"
                ) from error
            found = True
        if found:
            self._commit(self._file.tell())
        else:
            self._database.execute("COMMIT")
        return found

    def _start(self) -> int:
        """Return where the new lines begin; an index of another file is emptied."""
        end, mark = self._database.execute("SELECT end, mark FROM source").fetchone()
        if end and self._mark(end) != mark:
            for statement in _CLEAR:
                self._database.execute(statement)
            self._database.execute("UPDATE source SET end = 0, mark = x''")
            return 0
        return int(end)

    def _last_word(self) -> int:
        sql = "SELECT ifnull(max(word), 0) FROM revisions"
        return int(self._database.execute(sql).fetchone()[0])

    def _commit(self, end: int) -> None:
        sql = "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)"
        self._database.executemany(sql, self._words)
        self._words.clear()
        self._database.executemany("INSERT INTO revisions VALUES (?, ?, ?)", self._revisions)
        self._revisions.clear()
        self._enter_lists()
        self._database.execute("UPDATE source SET end = ?, mark = ?", (end, self._mark(end)))
        self._database.execute("COMMIT")

    def _mark(self, end: int) -> bytes:
        """Return a hash over the beginning of the file and what stands before *end*."""
        place = self._file.tell()
        digest = hashlib.blake2b(digest_size=16)
        for start in (0, max(0, end - _MARK)):
            self._file.seek(start)
            digest.update(self._file.read(min(_MARK, end - start)))
        self._file.seek(place)
        return digest.digest()

    def _take(self, position: int, record: Record) -> None:
        known = self._known(record)
        if record["deleted_at"] is not None and known:
            self._database.execute(
                "UPDATE posts SET deleted_at = ? WHERE n = ?", (record["deleted_at"], known[0])
            )
            n, at, _ = known
            self._database.execute(_ENTER, (self._list(*_REMOVED), at, n))
            return
        self._word += 1
        word = self._word
        row = {**row_of(position, record), "word": word}
        if known:
            n = known[0]
            self._leave_lists(*known)
            names = ", ".join(f"{name} = :{name}" for name in row if name != "slug")
            self._database.execute(f"UPDATE posts SET {names} WHERE n = {n}", row)  # noqa: S608
        else:
            n = self._insert(row)
        self._revisions.append((word, n, position))
        self._entered += [(self._list(kind, name), row["at"], n) for kind, name in lists_of(record)]
        self._words.append((word, index_text(record["title"]), index_text(record["text"])))

    def _list(self, kind: str, name: str) -> int:
        """Return the number of a list."""
        found = self._lists.get((kind, name))
        if found is None:
            sql = (
                "INSERT INTO lists (kind, name) VALUES (?, ?) ON CONFLICT DO UPDATE"
                " SET name = name RETURNING list"
            )
            (found,) = self._database.execute(sql, (kind, name)).fetchone()
            if len(self._lists) > _LISTS:
                self._lists.clear()
            self._lists[kind, name] = found
        return int(found)

    def _enter_lists(self) -> None:
        self._database.executemany(_ENTER, sorted(self._entered))  # near ones are written together
        self._entered.clear()

    def _leave_lists(self, n: int, at: int, position: int) -> None:
        """Take a post out of the lists in which its last line has put it."""
        place = self._file.tell()
        try:
            before = record_at(self._file, position)
        except ValueError:  # somebody has changed that line
            self._enter_lists()
            self._database.execute("DELETE FROM facets WHERE n = ?", (n,))
            return
        finally:
            self._file.seek(place)
        self._enter_lists()
        lists = [self._list(kind, name) for kind, name in (*lists_of(before), _REMOVED)]
        self._database.executemany(
            "DELETE FROM facets WHERE list = ? AND at = ? AND n = ?",
            [(number, at, n) for number in lists],
        )

    def _known(self, record: Record) -> tuple[int, int, int] | None:
        """Return number, time and place of a record's post, if it is there.

        It is known by its address, else as a later revision by its id.
        """
        known: tuple[int, int, int] | None = self._database.execute(
            "SELECT n, at, position FROM posts WHERE url IN (?, ?, ?, ?)",
            address_variants(record["url"]),
        ).fetchone()
        if known is None and record["revision"] > 1:
            sql = "SELECT n, at, position FROM posts WHERE slug = ?"
            known = self._database.execute(sql, (record["id"],)).fetchone()
        return known

    def _insert(self, row: Record) -> int:
        taken = self._database.execute("SELECT 1 FROM posts WHERE slug = ?", (row["slug"],))
        if taken.fetchone():
            row["slug"] = f"{row['slug']}~{row['position']}"
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        cursor = self._database.execute(f"INSERT INTO posts ({names}) VALUES ({marks})", row)  # noqa: S608
        return int(cursor.lastrowid or 0)
