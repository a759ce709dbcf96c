"""browse.db: what the site lists and finds, read from posts.jsonl and never more than an index.

It holds no text: a line of a list, and where in posts.jsonl the records begin. Delete it whenever
you like. Only new lines are read; a file that was cut or replaced is read again from the start.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from newsportal.archive.reading import Record, record_at, records
from newsportal.browse.tokens import index_text
from newsportal.chinese.dates import SHANGHAI
from newsportal.pages.urls import faces

NAME = "browse.db"
PATH = " › "
"""Parts the names in a category's path."""
_VERSION = 5
_BATCH = 1_000  # lines of a transaction
_EXCERPT = 110  # characters
_SENTENCE_END = re.compile("[。！？!?]")
_DEPTH = 8  # of a category
_LISTS = 20_000  # whose numbers are remembered
_MARK = 4096  # bytes by which a file is recognised, at either end of what was read
_WAIT = 60.0  # seconds for another process that is building the same index
_SCHEMA = """
-- How far posts.jsonl is read, and a hash that recognises it.
CREATE TABLE source (end INTEGER NOT NULL, mark BLOB NOT NULL);
CREATE TABLE posts (
    n INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    slug TEXT NOT NULL UNIQUE,      -- its address on the site: the id, made unique
    position INTEGER NOT NULL,      -- of the last line with a text
    word INTEGER NOT NULL UNIQUE,   -- of that line, the rowid in words
    title TEXT NOT NULL,
    at INTEGER NOT NULL,            -- to sort by: seconds since 1970, UTC
    published_at TEXT, precision TEXT,
    category TEXT NOT NULL,         -- JSON
    source TEXT,
    excerpt TEXT NOT NULL,
    images INTEGER NOT NULL,
    near TEXT,
    revision INTEGER NOT NULL,
    deleted_at TEXT
);
CREATE INDEX posts_by_near ON posts (near) WHERE near IS NOT NULL;
CREATE TABLE revisions (word INTEGER PRIMARY KEY, n INTEGER, position INTEGER);
CREATE INDEX revisions_by_post ON revisions (n, position);
CREATE TABLE lists (list INTEGER PRIMARY KEY, kind TEXT, name TEXT, UNIQUE (kind, name));
CREATE TABLE facets (list INTEGER, at INTEGER, n INTEGER, PRIMARY KEY (list, at, n)) WITHOUT ROWID;
-- Rows of earlier revisions stay and are found by no post. Small numbers and the long column first
-- make it half as large as places in the file and the title first.
CREATE VIRTUAL TABLE words USING fts5 (text, title, content='', columnsize=0, tokenize='ascii');
-- Many words wait in memory before they are sorted in, and their parts are joined late.
INSERT INTO words (words, rank) VALUES ('hashsize', 16777216);
INSERT INTO words (words, rank) VALUES ('automerge', 8);
INSERT INTO source VALUES (0, x'')
"""
_CLEAR = ("DELETE FROM posts", "DELETE FROM revisions", "DELETE FROM lists", "DELETE FROM facets",
          "INSERT INTO words (words) VALUES ('delete-all')")  # fmt: skip
_ENTER = "INSERT OR IGNORE INTO facets VALUES (?, ?, ?)"
_REMOVED = "removed", ""


def refresh(folder: Path, progress: Callable[[int, int], None] = lambda *_: None) -> bool:
    """Bring the index of an archive up to date; tell whether there was anything to read.

    *progress* is told how many bytes of how many are read. Raises OSError, sqlite3.Error, and
    ValueError for a line that is no record.
    """
    with closing(_open(folder / NAME)) as database, (folder / "posts.jsonl").open("rb") as file:
        return _Builder(database, file, progress).run()


def _open(path: Path) -> sqlite3.Connection:
    try:
        return _opened(path)
    except sqlite3.DatabaseError as error:
        if type(error) is not sqlite3.DatabaseError:
            raise  # such as a full disk
        # Of another version or damaged: it can be made again.
        for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(name).unlink(missing_ok=True)
        return _opened(path)


def _opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    try:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version not in (0, _VERSION):
            raise sqlite3.DatabaseError("another version")
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("BEGIN IMMEDIATE")
        if database.execute("PRAGMA user_version").fetchone() == (0,):
            for statement in _SCHEMA.split(";\n"):
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {_VERSION}")
        database.execute("COMMIT")
    except BaseException:
        database.close()
        raise
    return database


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
        start = self._start()
        self._word = self._last_word()
        size = self._file.seek(0, 2)
        found = False
        for count, (position, record) in enumerate(records(self._file, start)):
            if count and count % _BATCH == 0:
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
        row = {**_row(position, record), "word": word}
        if known:
            n = known[0]
            self._leave_lists(*known)
            names = ", ".join(f"{name} = :{name}" for name in row if name != "slug")
            self._database.execute(f"UPDATE posts SET {names} WHERE n = {n}", row)  # noqa: S608
        else:
            n = self._insert(row)
        self._revisions.append((word, n, position))
        self._entered += [(self._list(kind, name), row["at"], n) for kind, name in _facets(record)]
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
        lists = [self._list(kind, name) for kind, name in (*_facets(before), _REMOVED)]
        self._database.executemany(
            "DELETE FROM facets WHERE list = ? AND at = ? AND n = ?",
            [(number, at, n) for number in lists],
        )

    def _known(self, record: Record) -> tuple[int, int, int] | None:
        """Return number, time and place of a record's post, if it is there.

        It is known by its address, else as a later revision by its id.
        """
        known: tuple[int, int, int] | None = self._database.execute(
            "SELECT n, at, position FROM posts WHERE url IN (?, ?, ?, ?)", faces(record["url"])
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


def _row(position: int, record: Record) -> Record:
    shown = record["published_at"] or record["first_seen_at"]
    return {
        "url": record["url"],
        "slug": record["id"],
        "position": position,
        "title": record["title"],
        "at": int(datetime.fromisoformat(shown).timestamp()),
        "published_at": record["published_at"],
        "precision": record["published_precision"],
        "category": json.dumps(record["category"], ensure_ascii=False),
        "source": record["source"],
        "excerpt": _excerpt(record["text"]),
        "images": len(record["images"]),
        "near": record["near_duplicate_of"],
        "revision": record["revision"],
        "deleted_at": record["deleted_at"],
    }


def _excerpt(text: str) -> str:
    """Return the beginning of a text, from its first whole sentence: credit lines are none."""
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if _SENTENCE_END.search(line)), 0)
    return " ".join(" ".join(lines[first:]).split())[:_EXCERPT]


def _facets(record: Record) -> Iterator[tuple[str, str]]:
    """Yield kind and name of each list that a post stands in."""
    yield "all", ""
    path = record["category"][:_DEPTH]
    yield from (("category", PATH.join(path[:depth])) for depth in range(1, len(path) + 1))
    yield from (("tag", name) for name in record["tags"])
    for role in ("reporter", "correspondent", "editor"):
        yield from ((role, name) for name in record[f"{role}s"])
        yield from (("person", name) for name in record[f"{role}s"])  # whatever the role
    yield from ((kind, record[kind]) for kind in ("source", "author") if record[kind])
    if record["published_at"]:
        day = datetime.fromisoformat(record["published_at"]).astimezone(SHANGHAI).date()
        # Only what is known: a post of some day in October stands under the month.
        length = {"week": 7, "month": 7, "year": 4}.get(record["published_precision"], 10)
        yield "day", day.isoformat()[:length]
    if record["revision"] > 1:
        yield "changed", ""
    if record["deleted_at"]:
        yield "removed", ""
