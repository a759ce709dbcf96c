"""What the state knows of the lists of a portal: their length, and when they were looked at."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from newsportal.state.row import KNOWN, Route, among


@dataclass(frozen=True, slots=True)
class Listing:
    """One list."""

    n: int
    key: str
    """Key of its first page; "" is the index."""
    pages: int
    """Pages that it had when last seen."""
    template: str
    """Key of a further page with ``{}`` for its number; "" where it is not known."""
    looked: int
    """The run that last read its first page."""
    deep: int
    """The last of the deeper pages that were read in turn."""
    hidden: bool
    """Whether it has posts that the index does not show."""


class Listings:
    """The lists in a state file, within the transaction of a run."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def all(self) -> list[Listing]:
        """Return the lists that were ever read."""
        hidden = {
            n
            for (n,) in self._db.execute(
                "SELECT DISTINCT listing FROM posts WHERE listing IS NOT NULL"
                f" AND state IN {among(*KNOWN)} AND NOT routes & {int(Route.INDEX)}"
            )
        }
        found = self._db.execute(
            "SELECT n, key, pages, template, looked, deep FROM listings WHERE pages > 0 ORDER BY n"
        )
        return [
            Listing(n, key, pages, template, looked, deep, n in hidden)
            for n, key, pages, template, looked, deep in found
        ]

    def see(self, n: int, pages: int, template: str | None) -> None:
        """Keep how long a list is, and how its further pages are named."""
        self._db.execute(
            "UPDATE listings SET pages = ?, template = coalesce(?, template) WHERE n = ?",
            (pages, template, n),
        )

    def looked(self, n: int, page: int, run: int) -> None:
        """Note that a run has read a page of a list."""
        if page == 1:
            self._db.execute("UPDATE listings SET looked = ? WHERE n = ?", (run, n))
        else:
            self._db.execute("UPDATE listings SET deep = max(deep, ?) WHERE n = ?", (page, n))

    def begin_again(self, run: int) -> None:
        """Begin with the deeper pages once more: all of them were read."""
        self._db.execute("UPDATE listings SET deep = 1")
        self._db.execute("UPDATE export SET round = ?", (run,))

    def seen(self, run: int) -> dict[str, int]:
        """Return within how many runs page 1 of every list was read, and how many others are left.

        The deeper pages are read in rounds; the present one began with the run ``round``.
        """
        lists = self.all()
        (began,) = self._db.execute("SELECT round FROM export").fetchone()
        return {
            "first_pages": max((run - each.looked for each in lists), default=0),
            "deeper_pages_left": sum(each.pages - each.deep for each in lists),
            "round": began,
        }

    def promised(self) -> int:
        """Return how many posts the index has promised by its length when it was last walked."""
        found = self._db.execute("SELECT promised FROM listings WHERE key = ''").fetchone()
        return int(found[0]) if found else 0

    def promise(self, posts: int) -> None:
        """Keep how many posts the index promises, though a walk to its end has not found them."""
        self._db.execute("UPDATE listings SET promised = ? WHERE key = ''", (posts,))
