"""The shapes of address of one portal in its state, and the addresses that have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from newsportal.discovery.shape_evidence import Shape, Verdict
from newsportal.state.row import BROKEN_AFTER, COLUMNS_SQL, KNOWN, LISTS, Row, State, among, row_of
from newsportal.state.store import Store

FILES = "(files)"
SAMPLES = 5
_BATCH = 100
_UNDATED = 3  # pages without a date, where other posts have one, that make a shape doubtful

# The last word of an address that is a number and nothing else.
_NUMBERED = re.compile(r"(?<![^/])#((?:\.\w+)?/?)$")

_TOLD = {"posts": Verdict.POST, "lists": Verdict.LIST, "other": Verdict.OTHER}


class Shapes:
    """The shapes of one portal."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, Shape] = {}
        self._mixed: dict[int, bool] = {}
        for n, shape, links, shown, pages, articles, lists, verdict, told in store.execute(
            "SELECT n, shape, links, shown, pages, articles, lists, verdict, told FROM shapes"
        ):
            self._known[shape] = Shape(
                n, shape, links, shown, pages, articles, lists,
                Verdict(verdict) if verdict else None, bool(told),
            )  # fmt: skip
        self._newest = max((shape.n for shape in self._known.values()), default=0)

    def __iter__(self) -> Iterator[Shape]:
        return iter(self._known.values())

    def of(self, shape: str) -> Shape:
        """Return what is known of a shape."""
        found = self._known.get(shape)
        if found is None:
            cursor = self._store.execute("INSERT INTO shapes (shape) VALUES (?)", shape)
            found = self._known[shape] = Shape(int(cursor.lastrowid or 0), shape)
        return found

    def is_new(self, shape: Shape) -> bool:
        """Tell whether no earlier run has met a shape."""
        return shape.n > self._newest

    def told(self, kind: str, pattern: str) -> Shape:
        """Return the shape that stands for a pattern in portal.toml."""
        shape = self.of(f"{pattern} (portal.toml)")
        verdict = _TOLD[kind]
        if shape.verdict is not verdict:
            shape.verdict, shape.told, shape.changed = verdict, True, True
        return shape

    def files(self) -> Shape:
        """Return the shape that stands for all files: whatever a list shows as news is a post."""
        shape = self.of(FILES)
        if shape.verdict is None:
            shape.verdict, shape.told, shape.changed = Verdict.POST, True, True
        return shape

    def named(self) -> Iterator[tuple[int, str, int]]:
        """Yield number, key and shape of every address that is not archived nor refused."""
        yield from self._store.execute(
            "SELECT n, key, shape FROM posts WHERE state IN (0, 6) AND shape IS NOT NULL"
        ).fetchall()

    def without(self) -> list[tuple[int, str]]:
        """Return number and key of the addresses to fetch that have no shape yet."""
        sql = "SELECT n, key FROM posts WHERE state = 0 AND shape IS NULL"
        return self._store.execute(sql).fetchall()

    def move(self, n: int, shape: Shape) -> None:
        """Give an address another shape, and its fate with it."""
        post = shape.verdict is Verdict.POST
        self._store.execute(
            "UPDATE posts SET shape = ?, state = ?, reason = ? WHERE n = ?",
            shape.n, 0 if post else 6, None if post else "no post, by portal.toml", n,
        )  # fmt: skip

    def follow(self, before: Shape, after: Shape) -> None:
        """Judge addresses of a shape that was not met yet as those of another one were."""
        if after.links or after.pages or after.told:
            return
        for name in ("links", "shown", "pages", "articles", "lists", "verdict", "dated"):
            setattr(after, name, getattr(before, name))
        after.changed = True

    def save(self) -> None:
        """Enter what has changed into the state."""
        for shape in self._known.values():
            if shape.changed:
                self._store.execute(
                    "UPDATE shapes SET links = ?, shown = ?, pages = ?, articles = ?, lists = ?,"
                    " verdict = ?, told = ? WHERE n = ?",
                    shape.links, shape.shown, shape.pages, shape.articles, shape.lists,
                    shape.verdict, shape.told, shape.n,
                )  # fmt: skip
                shape.changed = False

    def to_fetch(self, run: int, failed_before: datetime) -> list[Row]:
        """Return posts of decided shapes to fetch, that this run has not asked for.

        Broken ones only if they were last asked for before *failed_before*. What repeats a post
        waits for it: read before, it would seem to be a post of its own. So does what is called as
        a portal's repetition.
        """
        twins = ", ".join(str(shape.n) for shape in self if shape.is_twin)
        first = "SELECT 1 FROM posts AS first WHERE first.n = posts.original AND first.stale = 1"
        rest = (
            f" AND asked IS NOT ? AND NOT EXISTS ({first})"
            f" AND (fault_days < {BROKEN_AFTER} OR tried <= ?)"
            " AND shape IN (SELECT n FROM shapes WHERE verdict IS NOT NULL)"
        )
        waiting = f"(state = 0 OR stale = 1){rest}"
        values = run, failed_before.timestamp(), _BATCH
        # In the order of the index: sorting all that wait for each batch takes quadratic time.
        return (
            self._rows(f"{waiting} AND shape NOT IN ({twins}) ORDER BY n LIMIT ?", *values)
            or self._rows(f"{waiting} ORDER BY n LIMIT ?", *values)
            or self._rows(f"state = {State.BROKEN}{rest} ORDER BY n LIMIT ?", *values)
        )

    def undecided(self, shape: Shape, run: int, limit: int) -> list[Row]:
        """Return addresses of a shape that lists have shown as posts, to be read as samples.

        Some of each list: one column's pages may be of another kind than all others'.
        """
        return self._rows(
            "state = 0 AND shape = ? AND asked IS NOT ?"
            " ORDER BY row_number() OVER (PARTITION BY listing ORDER BY n), n LIMIT ?",
            shape.n, run, limit,
        )  # fmt: skip

    def is_doubtful(self, shape: Shape) -> bool:
        """Tell whether pages of a shape look like posts, but have no date as other posts' pages do.

        So are the products of a company, and the people of an office.
        """
        if not shape.is_dateless or shape.pages < _UNDATED:
            return False
        dated = (
            f"SELECT count(*) FROM posts WHERE state IN {among(*KNOWN)}"
            " AND rtrim(source, '?') IN ('page', 'meta')"
        )
        return int(self._store.execute(dated).fetchone()[0]) > shape.links

    def owed(self, shape: Shape) -> int:
        """Return how many addresses of a shape are named and not settled."""
        sql = "SELECT count(*) FROM posts WHERE state = 0 AND shape = ?"
        return int(self._store.execute(sql, shape.n).fetchone()[0])

    def dismiss(self, shape: Shape, reason: str) -> None:
        """Settle the addresses of a shape that turned out to be no posts.

        What lists show as posts is asked for all the same if some of it was one.
        """
        spared = int(LISTS) if self.is_mixed(shape) else 0
        self._store.execute(
            "UPDATE posts SET state = 6, stale = 0, reason = ?"
            " WHERE state = 0 AND shape = ? AND NOT routes & ?",
            reason, shape.n, spared,
        )  # fmt: skip

    def is_mixed(self, shape: Shape) -> bool:
        """Tell whether there are posts among the addresses of a shape that is none of posts."""
        if shape.told:
            return False
        if shape.n not in self._mixed:
            led = among(*KNOWN, State.ALIAS)
            sql = f"SELECT 1 FROM posts WHERE shape = ? AND state IN {led} LIMIT 1"
            self._mixed[shape.n] = self._store.execute(sql, shape.n).fetchone() is not None
        return self._mixed[shape.n]

    def is_number_among_names(self, shape: Shape) -> bool:
        """Tell whether posts have a name where addresses of a shape have a number: it is one, too.

        Of ten names made of eight hexadecimal digits one or the other has no letter.
        """
        named = self._known.get(_NUMBERED.sub(r"*\1", shape.shape))
        return named is not None and named is not shape and named.verdict is Verdict.POST

    def mix(self, shape: Shape) -> None:
        """Note that a page of a shape is a post, whatever the others are."""
        self._mixed[shape.n] = True

    def _rows(self, condition: str, *values: object) -> list[Row]:
        found = self._store.execute(f"SELECT {COLUMNS_SQL} FROM posts WHERE {condition}", *values)
        return [row_of(row) for row in found]
