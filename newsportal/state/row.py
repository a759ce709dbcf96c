"""What the state knows of a post, as the rest of the program sees it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from enum import IntEnum, IntFlag
from functools import lru_cache
from typing import Any

from newsportal.chinese.dates import SHANGHAI
from newsportal.state.published import Published


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
    FORGOTTEN = 8
    """Taken out for good; never asked for again."""
    BROKEN = 9
    """The portal has failed to show it on several days, while it showed other posts."""


KNOWN = (State.ARCHIVED, State.DUPLICATE)


def among(*states: State) -> str:
    """Return states as SQL has them after ``IN``.

    >>> among(*KNOWN)
    '(1, 2)'
    """
    return f"({', '.join(str(int(state)) for state in states)})"


ALONE = "state IN (1, 2) AND routes & (routes - 1) = 0"
"""Which known posts only one route names, in the words of the index of them."""
AWAY = "state IN (3, 4, 7, 9)"
"""Which posts were looked for and cannot be had, in the words of the index of them."""


class Route(IntFlag):
    """Who named a post."""

    INDEX = 1
    LISTING = 2
    FEED = 4
    ARCHIVE = 8
    CHAIN = 16
    RELATED = 32
    ELSEWHERE = 64
    SITEMAP = 128


LISTS = Route.INDEX | Route.LISTING | Route.FEED
"""The routes by which the portal itself says that an address is one of its posts."""
BROKEN_AFTER = 3
"""Days on which a post must have failed before it counts as broken."""
ANSWERED: dict[str, Any] = {
    "missing_since": None, "missing_own": None, "tried": None, "fault": None, "fault_days": 0,
}  # fmt: skip
"""Columns of a post whose page was read: nothing is wrong with it any more."""


_NOBODY = Route(0)


@dataclass(slots=True)
class Row:
    """A post as the state knows it; what has a default here has it in the table, too."""

    n: int
    key: str
    run: int
    seen_at: datetime
    state: State = State.NAMED
    routes: Route = _NOBODY
    stale: bool = False
    asked: int | None = None
    listed: int | None = None
    listing: int | None = None
    id: str | None = None
    title: str | None = None
    missing_since: datetime | None = None
    missing_own: datetime | None = None
    tried: datetime | None = None
    fault: int | None = None
    fault_days: int = 0
    fault_day: int | None = None
    fault_own_day: int | None = None
    fetched_at: int | None = None
    page_volume: int | None = None
    page_offset: int | None = None
    revision: int = 0
    position: int | None = None
    line: bytes | None = None
    part: int | None = None
    lost: bool = False
    content_hash: bytes | None = None
    digest: bytes | None = None
    card: bytes | None = None
    feed: bytes | None = None
    original: int | None = None
    published: Published | None = None
    redated: bool = False
    """Whether the page at hand contradicts what was known of its time."""
    renamed: bool = False
    """Whether it has a new address since a moment ago."""


DATES = "at", "precision", "earliest", "latest", "source"
"""Columns of the publication time."""
_NO_COLUMNS = ("published", "redated", "renamed")
_COLUMNS = (*(field.name for field in fields(Row) if field.name not in _NO_COLUMNS), *DATES)
_TIMES = ("missing_since", "missing_own", "tried")
_SEEN_AT = _COLUMNS.index("seen_at")
_PLACES = tuple((name, _COLUMNS.index(name)) for name in _TIMES)
COLUMNS_SQL = ", ".join(_COLUMNS)
# Looked up, which takes a fifth of the time that making one takes.
_STATES = tuple(State)
_ROUTES = tuple(map(Route, range(2 * max(Route))))


def row_of(values: tuple[Any, ...]) -> Row:
    """Return the row that a SELECT of `COLUMNS_SQL` found."""
    *columns, at, precision, earliest, latest, source = values
    published = None
    if at is not None:
        published = Published.stored(moment(at), precision, moment(earliest), _time(latest), source)
    row = Row(*(*columns, published))
    row.state, row.routes, row.stale = _STATES[row.state], _ROUTES[row.routes], bool(row.stale)
    row.lost = bool(row.lost)
    row.seen_at = moment(values[_SEEN_AT])
    for name, place in _PLACES:
        if values[place] is not None:
            setattr(row, name, moment(values[place]))
    return row


def rows_where(
    execute: Callable[..., sqlite3.Cursor], condition: str, *values: object
) -> list[Row]:
    """Return the rows for which a condition in SQL holds."""
    return [row_of(row) for row in execute(_select(condition), *values)]


@lru_cache(maxsize=64)  # one string each, which the cache of statements need not hash again
def _select(condition: str) -> str:
    return f"SELECT {COLUMNS_SQL} FROM posts WHERE {condition}"


def moment(seconds: float) -> datetime:
    """Return a time as the state keeps it."""
    return datetime.fromtimestamp(seconds, SHANGHAI)


def _time(seconds: float | None) -> datetime | None:
    return None if seconds is None else moment(seconds)


def dates_of(published: Published) -> tuple[Any, ...]:
    """Return the values of the columns `DATES`."""
    latest = None if published.latest is None else published.latest.timestamp()
    at, earliest = published.at.timestamp(), published.earliest.timestamp()
    return at, published.precision, earliest, latest, published.told
