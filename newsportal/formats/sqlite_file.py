"""SQLite: one table ``posts``; lists and nested values are JSON, which ``json_each`` reads.

``posts_fts`` is its full-text index, which Datasette finds by itself. It knows every run of three
or more characters, Chinese ones, too; shorter words are found by ``LIKE``. ``published_on`` is the
day by the portal's calendar.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from newsportal.archive.reading import Record
from newsportal.formats import to_json
from newsportal.formats.published_on import published_on
from newsportal.items import Post

_NUMBERS = {"views": "INTEGER", "comment_count": "INTEGER", "revision": "INTEGER",
            "extractor": "INTEGER", "similarity": "REAL"}  # fmt: skip


def write_sqlite(records: Iterable[Record], path: Path) -> None:
    """Write the records as a SQLite database; raises sqlite3.Error."""
    columns = [f'"{name}" {_NUMBERS.get(name, "TEXT")}' for name in Post.__slots__]
    columns.append('"published_on" TEXT')
    marks = ", ".join("?" * len(columns))
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")  # a draft that nobody else sees
        database.execute("BEGIN")
        database.execute(f"CREATE TABLE posts ({', '.join(columns)}, PRIMARY KEY (url))")
        database.executemany(f"INSERT INTO posts VALUES ({marks})", map(_row, records))  # noqa: S608
        database.execute("CREATE INDEX posts_by_id ON posts (id)")
        database.execute("CREATE INDEX posts_by_time ON posts (published_at)")
        database.execute("CREATE INDEX posts_by_day ON posts (published_on)")
        database.execute(
            "CREATE VIRTUAL TABLE posts_fts"
            " USING fts5 (title, text, content=\"posts\", tokenize='trigram')"
        )
        # Many words wait in memory before they are sorted in: six tenths of the time.
        database.execute("INSERT INTO posts_fts (posts_fts, rank) VALUES ('hashsize', 16777216)")
        database.execute("INSERT INTO posts_fts (posts_fts) VALUES ('rebuild')")
        database.execute("DELETE FROM posts_fts_config WHERE k = 'hashsize'")  # here alone
        database.execute("COMMIT")


def _row(record: Record) -> list[Any]:
    row = [
        to_json(value) if isinstance(value, (list, dict)) else value
        for value in (record[name] for name in Post.__slots__)
    ]
    return [*row, published_on(record)]
