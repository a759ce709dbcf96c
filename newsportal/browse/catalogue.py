"""The archive as the site sees it: lists from browse.db, texts from the records; both read-only."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from newsportal.archive.reading import Record, record_at
from newsportal.archive.records_file import open_records
from newsportal.browse.index.entry import EARLIEST
from newsportal.browse.index.file import NAME
from newsportal.browse.query import FIELDS, Query
from newsportal.pages.urls import address_variants
from newsportal.state.file.tables import open_read_only, root_of
from newsportal.state.row import State

PAGE = 30  # posts
_REVISIONS = 50  # of a post, the newest
_NAMES = 2_000  # of a kind, the most frequent
_LIST = "list = (SELECT list FROM lists WHERE kind = ? AND name = ?)"
_CURSOR = re.compile(r"(older|newer)\.(-?[0-9]{1,12})\.([0-9]{1,18})")

Entry = sqlite3.Row
"""A row of the table posts: what a list shows of a post."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list, which is ordered by time, newest first, then by number."""

    at: int
    n: int
    older: bool = True
    """Whether the page holds what is older than the place, else what is newer."""

    @property
    def undated(self) -> bool:
        """Whether the place is at a post without a date."""
        return self.at < EARLIEST

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the cursor that `str` wrote; ValueError if it is none."""
        found = _CURSOR.fullmatch(text)
        if not found:
            raise ValueError(f"{text!r} is no place in a list")
        direction, at, n = found.groups()
        return cls(int(at), int(n), direction == "older")

    def __str__(self) -> str:
        return f"{'older' if self.older else 'newer'}.{self.at}.{self.n}"


@dataclass(slots=True)
class ResultPage:
    """A page of a list."""

    entries: list[Entry]
    newer: Cursor | None
    older: Cursor | None
    count: int
    """Posts of the whole list."""


@dataclass(slots=True)
class PostView:
    """A post with all that its page shows."""

    entry: Entry
    record: Record
    """The revision that was asked for."""
    revisions: list[Record] = field(default_factory=list)
    """The newest fifty, oldest first."""
    resembling: list[Entry] = field(default_factory=list)
    """Posts that are marked as nearly the same as this one."""
    duplicates: list[str] = field(default_factory=list)
    """Addresses on which the portal shows the same title and text."""


class MovedError(Exception):
    """The file of records is another than the index speaks of; the index soon follows."""


class Catalogue:
    """One reader's connection; close it."""

    def __init__(self, folder: Path) -> None:
        """Raises sqlite3.Error."""
        self._folder = folder
        self._database = open_read_only(folder / NAME)
        self._database.row_factory = sqlite3.Row

    def close(self) -> None:
        """Close the connection."""
        self._database.close()

    def page(self, kind: str, name: str, cursor: Cursor | None) -> ResultPage:
        """Return a page of the posts that stand in a list."""
        source = f"facets JOIN posts USING (n) WHERE {_LIST}"
        (count,) = self._one(f"SELECT count(*) FROM facets WHERE {_LIST}", kind, name)  # noqa: S608
        return self._page(source, "facets", (kind, name), cursor, count)

    def search(self, query: Query, cursor: Cursor | None) -> ResultPage:
        """Return a page of the posts that a query asks for."""
        source, values = _found_by(query)
        (count,) = self._one(f"SELECT count(*) FROM {source}", *values)  # noqa: S608
        return self._page(source, "posts", values, cursor, count, query.order)

    def _page(
        self, source: str, table: str, values: tuple[Any, ...], cursor: Cursor | None, count: int,
        order: str = "newest",
    ) -> ResultPage:  # fmt: skip
        """Return a page of what *source* selects; what has no date is last in either order."""
        forward = cursor is None or cursor.older is (order == "newest")
        older = forward is (order == "newest")
        keys = [f"{table}.at", "posts.n"]
        place = [] if cursor is None else [cursor.at, cursor.n]
        if order == "oldest":
            keys.insert(0, "posts.published_at IS NULL")
            if cursor is not None:
                place.insert(0, cursor.undated)
        sign, direction = ("<", "DESC") if older else (">", "ASC")
        behind = f"AND ({', '.join(keys)}) {sign} ({', '.join('?' * len(place))})" if place else ""
        ordered = ", ".join(f"{key} {direction}" for key in keys)
        found = self._database.execute(
            f"SELECT posts.* FROM {source} {behind} ORDER BY {ordered} LIMIT {PAGE + 1}",  # noqa: S608
            (*values, *place),
        ).fetchall()
        more, entries = len(found) > PAGE, found[:PAGE]
        if not forward:
            entries.reverse()
        if not entries:
            return ResultPage([], None, None, count)
        before = cursor is not None if forward else more
        after = more if forward else True
        newest, oldest = (entries[0], entries[-1])[:: 1 if order == "newest" else -1]
        has_newer, has_older = (before, after)[:: 1 if order == "newest" else -1]
        return ResultPage(
            entries,
            Cursor(newest["at"], newest["n"], older=False) if has_newer else None,
            Cursor(oldest["at"], oldest["n"]) if has_older else None,
            count,
        )

    def names(self, kind: str, start: str = "") -> list[tuple[str, int]]:
        """Return the lists of a kind whose names begin with *start*, with their lengths.

        By name; of more than 2,000 only the longest.
        """
        found = self._database.execute(
            "SELECT name, count(*) FROM lists JOIN facets USING (list)"
            " WHERE kind = ? AND substr(name, 1, ?) = ? GROUP BY list ORDER BY 2 DESC LIMIT ?",
            (kind, len(start), start, _NAMES),
        )
        return sorted((name, count) for name, count in found)

    def years(self) -> list[tuple[str, int]]:
        """Return the years of the posts, newest first, with their numbers of posts."""
        found = self._database.execute(
            "SELECT substr(name, 1, 4), count(*) FROM lists JOIN facets USING (list)"
            " WHERE kind = 'day'"
            " GROUP BY 1 ORDER BY 1 DESC"
        )
        return [(year, count) for year, count in found]

    def span(self) -> tuple[int, Entry | None, Entry | None]:
        """Return the number of posts, the newest and the oldest of those with a date."""
        (count,) = self._one("SELECT count(*) FROM posts")
        return count, self._end("DESC"), self._end("ASC")

    def _end(self, order: str) -> Entry | None:
        """Return the first post with a date in such an order, any where none has one."""
        sql = (
            f"SELECT posts.* FROM facets JOIN posts USING (n) WHERE {_LIST} {{}}"  # noqa: S608
            f" ORDER BY facets.at {order} LIMIT 1"
        )
        dated: Entry | None = self._one(sql.format("AND published_at NOT NULL"), "all", "")
        return dated or self._one(sql.format(""), "all", "")

    def entry(self, url: str) -> Entry | None:
        """Return the post that the archive has of an address."""
        found: Entry | None = self._one(
            "SELECT * FROM posts WHERE url IN (?, ?, ?, ?)", *address_variants(url)
        )
        return found

    def neighbour(self, url: str) -> Entry | None:
        """Return the post that the archive has of an address, or of the same text elsewhere."""
        if (entry := self.entry(url)) is not None:
            return entry
        originals = self._told_by_state(
            "SELECT post.key FROM posts JOIN posts AS post ON posts.original = post.n"
            " WHERE posts.key IN (?, ?, ?, ?)",
            address_variants(url),
        )
        return next(map(self.entry, originals), None)

    def _told_by_state(self, sql: str, urls: Iterable[str], *more: int) -> list[str]:
        """Return addresses that the state tells of others; without a state nothing is known."""
        try:
            with closing(open_read_only(self._folder / "state.db")) as state:
                root = root_of(state)
                keys = (url.removeprefix(root) for url in urls)
                return [f"{root}{key}" for (key,) in state.execute(sql, (*keys, *more))]
        except (sqlite3.Error, TypeError):
            return []

    def record(self, entry: Entry) -> Record:
        """Return the last record of a post that has a text; raises MovedError."""
        return self._records(entry, [entry["position"]])[0]

    def post(self, slug: str, revision: int | None) -> PostView | None:
        """Return a post, at a revision or the last; None if there is no such thing.

        Raises sqlite3.Error and MovedError.
        """
        entry = self._one("SELECT * FROM posts WHERE slug = ?", slug)
        if entry is None:
            return None
        places = self._database.execute(
            "SELECT position FROM revisions WHERE n = ? ORDER BY position DESC LIMIT ?",
            (entry["n"], _REVISIONS),
        ).fetchall()
        revisions = self._records(entry, [place for (place,) in reversed(places)])
        asked = [one for one in revisions if revision in (None, one["revision"])]
        if not asked:
            return None
        resembling = self._database.execute(
            "SELECT * FROM posts WHERE near = ? ORDER BY at", (entry["url"],)
        ).fetchall()
        return PostView(entry, asked[-1], revisions, resembling, self._duplicates(entry["url"]))

    def _duplicates(self, url: str) -> list[str]:
        return self._told_by_state(
            "SELECT copy.key FROM posts JOIN posts AS copy ON copy.original = posts.n"
            " WHERE posts.key = ? AND copy.state = ? ORDER BY copy.n",
            [url], int(State.DUPLICATE),
        )  # fmt: skip

    def _records(self, entry: Entry, places: list[int]) -> list[Record]:
        try:
            with open_records(self._folder) as file:
                found = [record_at(file, place) for place in places]
        except (OSError, ValueError) as error:
            raise MovedError from error
        slug = entry["slug"]
        if any(record["id"] != slug and f"{record['id']}~" not in slug for record in found):
            raise MovedError
        return found

    def _one(self, sql: str, *values: Any) -> Any:
        return self._database.execute(sql, values).fetchone()


def _found_by(query: Query) -> tuple[str, tuple[Any, ...]]:
    """Return what selects the posts of a query, behind FROM, and its values."""
    source, conditions = "posts", ["1"]
    values: list[Any] = []
    if query.groups:
        source = "words JOIN posts ON word = words.rowid"
        conditions.append("words MATCH ?")
        values.append(query.expression)
    if query.excluded:
        conditions.append("word NOT IN (SELECT rowid FROM words WHERE words MATCH ?)")
        values.append(query.without)
    for field_name, name in query.names.items():
        kinds = FIELDS[field_name]
        marks = ", ".join("?" * len(kinds))
        lists = f"SELECT list FROM lists WHERE kind IN ({marks}) AND name = ?"  # noqa: S608
        there = f"SELECT 1 FROM facets WHERE list IN ({lists}) AND at = posts.at AND n = posts.n"  # noqa: S608
        conditions.append(f"EXISTS ({there})")
        values += [*kinds, name]
    for bound, comparison in ((query.after, ">="), (query.before, "<")):
        if bound is not None:
            conditions.append(f"published_at NOT NULL AND posts.at {comparison} ?")
            values.append(bound)
    return f"{source} WHERE {' AND '.join(conditions)}", tuple(values)
