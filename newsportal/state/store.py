"""The state of an archive: what was seen, and what became of it.

`Store` itself keeps the table of posts; each other subject is a part with a module of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from newsportal.state.facts import Facts
from newsportal.state.file.state_file import StateFile
from newsportal.state.parts.addresses import Addresses
from newsportal.state.parts.blocks import Blocks
from newsportal.state.parts.counts import Counts
from newsportal.state.parts.duplicates import Duplicates
from newsportal.state.parts.edits import Edits
from newsportal.state.parts.ledger import Ledger
from newsportal.state.parts.lines import Lines
from newsportal.state.parts.listings import Listings
from newsportal.state.parts.page_table import PageTable
from newsportal.state.parts.portal import Portal
from newsportal.state.parts.to_fetch import ToFetch
from newsportal.state.published import Published
from newsportal.state.row import (
    COLUMNS_SQL,
    DATES,
    KNOWN,
    LISTS,
    Route,
    Row,
    State,
    among,
    dates_of,
    moment,
    row_of,
    rows_where,
)

_KNOWN = among(*KNOWN)
_LISTED = int(LISTS)
_ON_A_LIST = int(Route.INDEX | Route.LISTING)
_BY_KEY = f"SELECT {COLUMNS_SQL} FROM posts WHERE key = ?"


class Store(StateFile):
    """What was seen of a portal."""

    def __init__(self, path: Path) -> None:
        self._categories: dict[str, int] = {}
        super().__init__(path)
        self.pages, self.edits = PageTable(self.execute), Edits(self)
        self.runs, self.portal, self.facts = Ledger(self), Portal(self), Facts(self)
        self.listings, self.to_fetch, self.counts = Listings(self), ToFetch(self), Counts(self)
        self.lines, self.duplicates, self.blocks = Lines(self), Duplicates(self), Blocks(self)
        self.addresses = Addresses(self)

    def rollback(self) -> None:
        """Forget all changes since the last commit."""
        self._categories.clear()
        super().rollback()

    @contextmanager
    def kept_if(self, good: Callable[[], bool]) -> Iterator[None]:
        """Keep what is changed within only if that is *good* in the end."""
        self.execute("SAVEPOINT doubtful")
        yield
        if not good():
            self.execute("ROLLBACK TO doubtful")
            self._categories.clear()
        self.execute("RELEASE doubtful")

    def row(self, key: str) -> Row | None:
        """Return what is known of a post."""
        found = self.one(_BY_KEY, key)
        return row_of(found) if found else None

    def rows(self, keys: Iterable[str]) -> dict[str, Row]:
        """Return what is known of posts, by their keys."""
        some = "key IN (SELECT value FROM json_each(?))"
        return {row.key: row for row in rows_where(self.execute, some, json.dumps([*keys]))}

    def rows_of_ids(self, ids: Iterable[str]) -> dict[str, Row]:
        """Return what is known of the posts that records name by ids."""
        archived_last = (
            f"id IN (SELECT value FROM json_each(?)) ORDER BY state = {State.ARCHIVED}, n DESC"
        )
        named = json.dumps([*filter(None, ids)])
        return {row.id or "": row for row in rows_where(self.execute, archived_last, named)}

    def numbers(self, keys: Iterable[str]) -> dict[str, int]:
        """Return the numbers of posts by their keys."""
        some = "SELECT key, n FROM posts WHERE key IN (SELECT value FROM json_each(?))"
        return dict(self.execute(some, json.dumps([*keys])).fetchall())

    def times(self, numbers: Iterable[int]) -> dict[int, float]:
        """Return when posts were published, by their numbers, as far as that is known."""
        some = "SELECT n, at FROM posts WHERE at IS NOT NULL"
        some += " AND n IN (SELECT value FROM json_each(?))"
        return dict(self.execute(some, json.dumps([*numbers])).fetchall())

    def row_of_id(self, id_: str) -> Row | None:
        """Return what is known of the post that records name by an id."""
        if not id_:
            return None
        archived_first = f"id = ? ORDER BY state = {State.ARCHIVED} DESC, n LIMIT 1"
        found = rows_where(self.execute, archived_first, id_)
        return found[0] if found else None

    def posts_are_named_by_address(self) -> bool:
        """Tell whether a record's id is its address, as on portals of any software."""
        sql = (
            f"SELECT 1 FROM posts WHERE state = {State.ARCHIVED} AND id = key"
            " AND id GLOB '*[^0-9]*' LIMIT 1"
        )
        return self.one(sql) is not None

    def sight(
        self,
        key: str,
        route: Route,
        at: datetime,
        run: int,
        published: Published | None = None,
        listing: int | None = None,
        row: Row | None = None,
        card: bytes | None = None,
    ) -> Row:
        """Note that a page, fetched *at*, names a post; return what is known of the post.

        *row* is what is known of it already, if that is at hand, *card* how it looks if it is new.
        """
        known = row or self.row(key)
        row = known or Row(0, key, run, moment(int(at.timestamp())), card=card)
        changes: dict[str, Any] = {}
        new, before = int(route), int(row.routes)  # plain numbers: a flag's operators are slow
        if new & ~before:
            changes["routes"] = before | new
            changes["listing"] = listing if row.listing is None else row.listing
        if new & _ON_A_LIST and row.listed != run:
            changes["listed"] = run
        if new & _LISTED and row.missing_since is not None and row.state is State.ARCHIVED:
            changes |= {"missing_since": None, "missing_own": None}  # a sign of life
        if published is not None:
            changes |= self._date(row, published, run)
        if known is None:
            seen_at = int(row.seen_at.timestamp())
            row.n = self._enter(key=key, run=run, seen_at=seen_at, card=card, **changes)
        elif changes:
            self.update(row.n, **changes)
        return row

    def _enter(self, **columns: Any) -> int:
        """Make a row of a post and return its number."""
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        sql = f"INSERT INTO posts ({names}) VALUES ({marks})"
        return self.execute(sql, *columns.values()).lastrowid or 0

    def note(self, keys: Iterable[str], route: Route, at: datetime, run: int) -> int:
        """Note that a page, fetched *at*, names posts; return how many of them nobody knew."""
        rows = [(key, run, int(at.timestamp()), int(route)) for key in keys]
        if not rows:
            return 0  # most pages name what all others do
        before = self._last()
        self.note_rows(rows)
        return self._last() - before

    def note_rows(self, rows: Iterable[tuple[str, int, int, int]]) -> None:
        """Note posts by key, run, time in seconds and route."""
        into = "INTO posts (key, run, seen_at, routes)"
        then = "DO UPDATE SET routes = routes | excluded.routes WHERE ~routes & excluded.routes"
        self.enter_many(into, rows, f"ON CONFLICT (key) {then}")

    def _last(self) -> int:
        return int(self.one("SELECT coalesce(max(n), 0) FROM posts")[0])

    def _date(self, row: Row, said: Published, run: int) -> dict[str, Any]:
        """Take what a page says of the time of a post; return the columns that change."""
        said = said.in_year_of(row.published)
        better = said.merge(row.published) if row.published else said
        # What is new today has no new date yet. An archive page may be months old; other lists that
        # contradict what was known before know of one.
        if row.run != run and said.source != "archive" and not said.agrees(row.published):
            row.redated, better = True, said
        if better == row.published:
            return {}
        row.published = better
        return _columns(better)

    def update(self, n: int, **columns: Any) -> None:
        """Set columns of a post (the names are ours, never a page's)."""
        self.execute(_update_of(*columns), *columns.values(), n)

    def publish(self, n: int, published: Published | None, **columns: Any) -> None:
        """Keep what is known of a publication time, and set other columns of the post."""
        self.update(n, **columns, **(_columns(published) if published else {}))

    def update_all(self, columns: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Set columns of many posts, whose values and number each row has."""
        self.execute_many(_update_of(*columns), rows)

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
            self.duplicates.release(n)

    def to_forget(self, id_: str) -> list[Row]:
        """Return the posts of an id, and those that repeat their text."""
        named = "SELECT n FROM posts WHERE id = ?"
        repeating = f"state = {State.DUPLICATE} AND original IN ({named})"
        some = f"n IN ({named}) OR ({repeating}) ORDER BY n"
        return rows_where(self.execute, some, id_, id_)

    def titled(self, title: str) -> int:
        """Return how many posts have a title."""
        return int(self.one("SELECT count(*) FROM posts WHERE title = ?", title)[0])

    def forgotten(self, id_: str) -> Row | None:
        """Return the post of an id that was taken out for good."""
        found = rows_where(self.execute, f"id = ? AND state = {State.FORGOTTEN} LIMIT 1", id_)
        return found[0] if found else None

    def forget(self, posts: list[int]) -> None:
        """Keep nothing of posts but their addresses and ids, and that no run asks for them."""
        for n in posts:
            self.duplicates.unsign(n)
            self.settle(
                n, State.FORGOTTEN, title=None, position=None, line=None, part=None, lost=0,
                content_hash=None, digest=None, card=None, feed=None, revision=0,
                at=None, precision=None, earliest=None, latest=None, source=None,
                category=None, previous=None, next=None, missing_since=None,
                page_volume=None, page_offset=None,
            )  # fmt: skip

    def category(self, path: list[str]) -> int | None:
        """Return the number of a category."""
        if not path:
            return None
        name = "\t".join(path)
        if name not in self._categories:
            self.execute("INSERT OR IGNORE INTO categories (path) VALUES (?)", name)
            found = self.one("SELECT n FROM categories WHERE path = ?", name)
            self._categories[name] = int(found[0])
        return self._categories[name]

    def like(self, pattern: str) -> bool:
        """Tell whether a post is archived whose key has a form (GLOB)."""
        sql = f"SELECT 1 FROM posts WHERE state IN {_KNOWN} AND key GLOB ? LIMIT 1"
        return self.one(sql, pattern) is not None

    def has_own_ids(self, before: str, after: str) -> bool:
        """Tell whether an archived post has its id between these two pieces of its address."""
        sql = f"SELECT 1 FROM posts WHERE key = ? || id || ? AND state = {State.ARCHIVED} LIMIT 1"
        return self.one(sql, before, after) is not None

    def by_id(self, post_id: str) -> Row | None:
        """Return the post that was archived under the portal's own id."""
        found = rows_where(self.execute, "id = ? AND revision > 0 ORDER BY n DESC LIMIT 1", post_id)
        return found[0] if found else None

    def reset(self, run: int, states: Iterable[State]) -> None:
        """Forget what a run that went wrong as a whole made of the posts it asked for."""
        for state in states:
            self.execute(
                f"UPDATE posts SET state = {State.NAMED}"
                " WHERE asked = ? AND state = ? AND revision = 0",
                run, int(state),
            )  # fmt: skip


@lru_cache(maxsize=64)  # a dozen are used
def _update_of(*columns: str) -> str:
    names = ", ".join(f"{name} = ?" for name in columns)
    return f"UPDATE posts SET {names} WHERE n = ?"


def _columns(published: Published) -> dict[str, Any]:
    return dict(zip(DATES, dates_of(published), strict=True))
