"""browse.db: what the site lists and finds. Delete it whenever you like, it is made again.

It holds no text: a line of a list, and where the records begin in the file of all.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

NAME = "browse.db"
_VERSION = 6
_WAIT = 60.0  # seconds for another process that is building the same index
_SCHEMA = """
-- How far the records are read, and a hash that recognises it.
CREATE TABLE source (end INTEGER NOT NULL, mark BLOB NOT NULL);
CREATE TABLE posts (
    n INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    slug TEXT NOT NULL UNIQUE,      -- its address on the site: the id, made unique
    position INTEGER NOT NULL,      -- of the last line with a text
    word INTEGER NOT NULL UNIQUE,   -- of that line, the rowid in words
    title TEXT NOT NULL,
    at INTEGER NOT NULL,            -- to sort by: seconds since 1970, UTC; far below 0: no date
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
-- Many words wait in memory before they are sorted in, and their parts are joined very late.
INSERT INTO words (words, rank) VALUES ('hashsize', 67108864);
INSERT INTO words (words, rank) VALUES ('automerge', 16);
INSERT INTO source VALUES (0, x'')
"""


def open_file(path: Path) -> sqlite3.Connection:
    """Open the index at *path*, an empty one where there is none that can be read."""
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
