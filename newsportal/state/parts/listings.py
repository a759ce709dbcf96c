"""What the state knows of the lists of a portal: their length, and when they were looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from newsportal.state.parts.part import Part
from newsportal.state.row import KNOWN, Route, among

_OFF_THE_INDEX = f"state IN {among(*KNOWN)} AND NOT routes & {int(Route.INDEX)} AND posts > 0"


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


class Listings(Part):
    """The lists in a state file, within the transaction of a run."""

    def all(self) -> list[Listing]:
        """Return the lists that were ever read."""
        hidden = {
            n
            for (n,) in self._execute(f"SELECT DISTINCT listing FROM tally WHERE {_OFF_THE_INDEX}")
        }
        found = self._execute(
            "SELECT n, key, pages, template, looked, deep FROM listings WHERE pages > 0 ORDER BY n"
        )
        return [
            Listing(n, key, pages, template, looked, deep, n in hidden)
            for n, key, pages, template, looked, deep in found
        ]

    def see(self, n: int, pages: int, template: str | None) -> None:
        """Keep how long a list is, and how its further pages are named."""
        self._execute(
            "UPDATE listings SET pages = ?, template = coalesce(?, template) WHERE n = ?",
            pages,
            template,
            n,
        )

    def looked(self, n: int, page: int, run: int) -> None:
        """Note that a run has read a page of a list."""
        if page == 1:
            self._execute("UPDATE listings SET looked = ? WHERE n = ?", run, n)
        else:
            self._execute("UPDATE listings SET deep = max(deep, ?) WHERE n = ?", page, n)

    def asked_in_vain(self, key: str, run: int) -> None:
        """Note that a run has asked for the first page of a list: others come before it now."""
        self._execute("UPDATE listings SET looked = ? WHERE key = ?", run, key)

    def is_known(self, key: str) -> bool:
        """Tell whether a run has asked for a list."""
        return self._execute("SELECT 1 FROM listings WHERE key = ?", key).fetchone() is not None

    def read_before(self, run: int) -> list[str]:
        """Return the keys of the lists that earlier runs have read and this one has not."""
        sql = "SELECT key FROM listings WHERE looked > 0 AND looked < ? AND key <> '' ORDER BY n"
        return [key for (key,) in self._execute(sql, run)]

    def leave_to_its_turn(self, n: int) -> None:
        """Take it that a list has brought its news long ago: updates read it now and then."""
        self._execute("UPDATE listings SET brought = 0 WHERE n = ? AND brought >= 0", n)

    def begin_again(self, run: int) -> None:
        """Begin with the deeper pages once more: all of them were read."""
        self._execute("UPDATE listings SET deep = 1")
        self._execute("UPDATE export SET round = ?", run)

    def seen(self, run: int) -> dict[str, int]:
        """Return within how many runs page 1 of every list was read, and how many others are left.

        The deeper pages are read in rounds; the present one began with the run ``round``.
        """
        lists = self.all()
        (began,) = self._execute("SELECT round FROM export").fetchone()
        return {
            "first_pages": max((run - each.looked for each in lists), default=0),
            "deeper_pages_left": sum(each.pages - each.deep for each in lists),
            "round": began,
        }

    def promised(self) -> int:
        """Return how many posts the index has promised by its length when it was last walked."""
        found = self._execute("SELECT promised FROM listings WHERE key = ''").fetchone()
        return int(found[0]) if found else 0

    def promise(self, posts: int) -> None:
        """Keep how many posts the index promises, though a walk to its end has not found them."""
        self._execute("UPDATE listings SET promised = ? WHERE key = ''", posts)

    def number(self, key: str) -> int:
        """Return the number of a list (by the key of its first page)."""
        self._execute("INSERT OR IGNORE INTO listings (key) VALUES (?)", key)
        return int(self._one("SELECT n FROM listings WHERE key = ?", key)[0])

    def was_read(self, key: str) -> bool:
        """Tell whether a list was ever read (by the key of its first page)."""
        return self._one("SELECT 1 FROM listings WHERE key = ? AND pages > 0", key) is not None

    def like(self, pattern: str) -> bool:
        """Tell whether a list was ever read whose key has a form (GLOB)."""
        sql = "SELECT 1 FROM listings WHERE key GLOB ? AND pages > 0 LIMIT 1"
        return self._one(sql, pattern) is not None

    def has_brought(self, key: str) -> bool:
        """Tell whether a list has ever named a post that was new."""
        sql = "SELECT 1 FROM listings WHERE key = ? AND (brought >= 0 OR pages > 0)"
        return self._one(sql, key) is not None

    def queried(self) -> list[str]:
        """Return the keys of lists with a query."""
        return [key for (key,) in self._execute("SELECT key FROM listings WHERE instr(key, '?')")]

    def rename(self, key: str, other: str) -> None:
        """Let a list go on under another key; where that is one's already, it is there no more."""
        if self.is_known(other):
            self.retire(key)
        else:
            self._execute("UPDATE listings SET key = ? WHERE key = ?", other, key)

    def retire(self, key: str) -> None:
        """Take it that a list is there no more: no later run looks for it by itself."""
        self._execute("UPDATE listings SET pages = 0, brought = NULL WHERE key = ?", key)

    def others(self) -> list[str]:
        """Return the keys of all lists but the index."""
        return [listing.key for listing in self.all() if listing.key]

    def walked(self, listing: int, run: int) -> None:
        """Note that a walk over a list got to its end."""
        self._execute("UPDATE listings SET walked = ? WHERE n = ?", run, listing)

    def has_feed(self) -> bool:
        """Tell whether the feed has ever named a post."""
        found = self._one("SELECT walked FROM listings WHERE key = 'feed.php'")
        return bool(found and found[0])

    def off_the_index(self) -> list[str]:
        """Return the keys of lists that have posts which the index does not show."""
        off = f"(SELECT listing FROM tally WHERE {_OFF_THE_INDEX})"
        found = self._execute(f"SELECT key FROM listings WHERE n IN {off} ORDER BY n")
        return [key for (key,) in found]

    def news(self, keys: Iterable[str], run: int, settled: int) -> bool:
        """Tell whether a page of a list names a post that no walked list has named yet.

        Walked are the index, the archive page, every list whose end this run has reached, and
        all that was named up to the run *settled*.
        """
        walked = (
            "SELECT posts.run <= ? OR routes & ? OR coalesce(walked, 0) = ? FROM posts"
            " LEFT JOIN listings ON posts.listing = listings.n WHERE posts.key = ?"
        )
        shown = int(Route.INDEX | Route.ARCHIVE)
        return any(not self._one(walked, settled, shown, run, key)[0] for key in keys)
