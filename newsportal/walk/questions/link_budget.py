"""How many addresses that only links in texts and sidebars name are entered into the state.

A page may name any number of them, and each costs a row. What there is no room for is counted, and
its page named: as traps where others like them led to nothing, else the page is owed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from newsportal.archive.archive import ArchiveWriter
from newsportal.state.facts import Fact
from newsportal.walk.questions.traps import TrapGuard

_ROOM, _A_PAGE = 2000, 50  # addresses nobody knew, and as many again for each page of a post


@dataclass(slots=True)
class LinkBudget:
    """Counts what is entered, and remembers what is not."""

    archive: ArchiveWriter
    traps: TrapGuard
    _entered: int = 0
    _left: dict[str, int] = field(default_factory=dict)
    """Links that there was no room for, by the page that has them."""

    def fitting(self, keys: list[str], page: str) -> list[str]:
        """Return those of the *keys* on a page that are known or that there is room for."""
        room = max(0, _ROOM + _A_PAGE * self.archive.run.fetched - self._entered)
        if len(keys) <= room:
            return keys
        known = {key for key in keys if self.archive.store.row(key) is not None}
        unknown = [key for key in keys if key not in known]
        if len(unknown) > room:
            self.leave(page, len(unknown) - room)
        return [*known, *unknown[:room]]

    def entered(self, count: int) -> None:
        """Note that so many addresses were entered that nobody knew."""
        self._entered += count

    def leave(self, page: str, count: int) -> None:
        """Note that so many links of a page are left out."""
        self._left[page] = self._left.get(page, 0) + count

    def settle(self) -> None:
        """Say what was left out. A page whose links may be posts is read again by the next run."""
        run, store = self.archive.run, self.archive.store
        traps = not self.traps.posts_allowed(run.fetched)
        for page, count in self._left.items():
            run.left_out.add(url=self.archive.root + page, links=count)
            if not traps:
                run.failed[self.archive.root + page] = f"{count} links in it are more than fit"
                if row := store.row(page):
                    store.update(row.n, stale=True)
        if traps and self._left:
            facts, left = store.facts, sum(self._left.values())
            facts.put(Fact.LEFT_OUT, str(int(facts.get(Fact.LEFT_OUT) or 0) + left))
            run.notes.append(
                f"{left} links in texts and sidebars were left out, since others like them led to"
                f" no post; first on {run.left_out.first[0]['url']}"
            )
        self._left.clear()
