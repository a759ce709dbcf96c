"""Counts of the table of posts that are kept up to date rather than counted.

Triggers keep them, in the transaction of the change, whoever makes it: `tally` has how many posts
there are of each kind, `periods` how many archived ones of each day. None stands as 0, of a part
as -1.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

_KIND = (
    "{0}state, {0}routes, ifnull({0}listing, 0), ifnull({0}category, 0), ifnull({0}part, -1),"
    " ({0}next IS NULL) + 2 * ({0}previous IS NULL)"
)
# By whole days, as date.fromordinal has them, Asia/Shanghai.
_PERIOD = (
    "ifnull(CAST({0}at + 8 * 3600 + 719163 * 86400 AS INTEGER) / 86400, 0),"
    " ifnull({0}precision, ''), ifnull({0}category, 0)"
)
_KINDS = f"SELECT {_KIND.format('')}, count(*) FROM posts GROUP BY 1, 2, 3, 4, 5, 6"
_PERIODS = f"SELECT {_PERIOD.format('')}, count(*) FROM posts WHERE state = 1 GROUP BY 1, 2, 3"
_TALLY_KEY = "state, routes, listing, category, part, ends"
_PERIODS_KEY = "day, precision, category"


def _count(table: str, key: str, values: str, more: int, condition: str = "1") -> str:
    """Return the statement of a trigger that counts one post more or less."""
    return (
        f"INSERT INTO {table} SELECT {values}, {more} WHERE {condition}"
        f" ON CONFLICT ({key}) DO UPDATE SET posts = posts + {more};"
    )


def _tally(row: str, more: int) -> str:
    return _count("tally", _TALLY_KEY, _KIND.format(row), more)


def _period(row: str, more: int) -> str:
    return _count("periods", _PERIODS_KEY, _PERIOD.format(row), more, f"{row}state = 1")


# A statement ends where its line does, and within a trigger none does.
TALLY = f"""
CREATE TABLE tally (
    state INTEGER, routes INTEGER, listing INTEGER, category INTEGER, part INTEGER,
    ends INTEGER,                       -- 1: no newer neighbour, 2: no older one
    posts INTEGER NOT NULL,
    PRIMARY KEY (state, routes, listing, category, part, ends)
) WITHOUT ROWID;
CREATE TABLE periods (
    day INTEGER, precision TEXT, category INTEGER, posts INTEGER NOT NULL,
    PRIMARY KEY (day, precision, category)
) WITHOUT ROWID;
INSERT INTO tally {_KINDS};
INSERT INTO periods {_PERIODS};
CREATE TRIGGER posts_added AFTER INSERT ON posts BEGIN {_tally("new.", 1)} {_period("new.", 1)} END;
CREATE TRIGGER posts_taken AFTER DELETE ON posts
    BEGIN {_tally("old.", -1)} {_period("old.", -1)} END;
CREATE TRIGGER posts_moved AFTER UPDATE OF state, routes, listing, category, part, next, previous
    ON posts WHEN ({_KIND.format("old.")}) IS NOT ({_KIND.format("new.")})
    BEGIN {_tally("old.", -1)} {_tally("new.", 1)} END;
CREATE TRIGGER posts_dated AFTER UPDATE OF state, at, precision, category ON posts
    WHEN (old.state = 1 OR new.state = 1) AND
    (old.state, {_PERIOD.format("old.")}) IS NOT (new.state, {_PERIOD.format("new.")})
    BEGIN {_period("old.", -1)} {_period("new.", 1)} END;
CREATE INDEX posts_alone ON posts (routes) WHERE state IN (1, 2) AND routes & (routes - 1) = 0;
CREATE INDEX posts_away ON posts (state) WHERE state IN (3, 4, 7, 9);
CREATE INDEX posts_by_previous ON posts (previous) WHERE previous IS NOT NULL;
CREATE INDEX posts_by_next ON posts (next) WHERE next IS NOT NULL"""


def drift(database: sqlite3.Connection) -> bool:
    """Tell whether what is kept is not what there is."""
    return any(
        set(database.execute(f"SELECT * FROM {table} WHERE posts <> 0"))
        != set(database.execute(counted))
        for table, counted in (("tally", _KINDS), ("periods", _PERIODS))
    )


@contextmanager
def counted_later(database: sqlite3.Connection) -> Iterator[None]:
    """Count once, at the end, what is entered meanwhile within the open transaction."""
    triggers = database.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall()
    for name, _ in triggers:
        database.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in triggers:
        database.execute(sql)
    recount(database)


def recount(database: sqlite3.Connection) -> None:
    """Count anew, within the open transaction."""
    for table, counted in (("tally", _KINDS), ("periods", _PERIODS)):
        database.execute(f"DELETE FROM {table}")
        database.execute(f"INSERT INTO {table} {counted}")
