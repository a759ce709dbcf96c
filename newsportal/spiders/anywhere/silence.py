"""Lists that hold posts back: a script or a form would bring them, and nothing else does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsportal.discovery.beyond import filled_by_script, held_back
from newsportal.runs.verdict import Alert
from newsportal.spiders.anywhere.look import Look
from newsportal.state.row import Route

if TYPE_CHECKING:
    from newsportal.spiders.anywhere.walk import AnyWalk

FACT = "held_back"
_COVERED = 0.9  # share of a list's posts that another route names, too: it is whole itself


class Silence:
    """Notes what the first pages of lists show and hold back; says it when the walk is over."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self._lists: dict[str, tuple[str, set[int]]] = {}
        """By the list's key: the control's words and the posts that it shows."""
        self._elsewhere: set[int] = set()
        """Posts that lists show which hold nothing back."""

    def see(self, look: Look, key: str, shown: list[int], *, first: bool) -> None:
        """Take a page of a list."""
        if self.walk.settled:
            return
        control = ""
        if first and not look.pages.keys():
            control = filled_by_script(look.response) or (held_back(look.response) if shown else "")
        if control:
            self._lists[key] = control, set(shown)
        else:
            self._elsewhere.update(shown)

    def told(self) -> list[str]:
        """Return a line for people where lists hold back what nothing else leads to."""
        silent = [key for key, (_, shown) in self._lists.items() if not self._is_covered(shown)]
        if not silent:
            return []
        address, words = self.walk.site.root + silent[0], self._lists[silent[0]][0]
        return [
            f"{len(silent)} lists may have further posts that only a script or a form brings,"
            f" first {address} ({words!r})"
        ]

    def say(self) -> None:
        """Say it in run and state."""
        if self.walk.settled:
            return
        self.walk.facts.drop(FACT)
        for line in self.told():
            self.walk.facts.put(FACT, line)
            self.walk.run.notes.append(line)
            self.walk.run.noticed.append(Alert("silence", line))

    def _is_covered(self, shown: set[int]) -> bool:
        """Tell whether the sitemap names all that this list shows, or other lists that and more."""
        enough = _COVERED * len(shown)
        if shown and len(shown & self._elsewhere) >= enough and not self._elsewhere <= shown:
            return True
        by_map = self.walk.store.execute(
            "SELECT n FROM posts WHERE routes & ?", int(Route.SITEMAP)
        ).fetchall()
        # A sitemap that names what all other lists show names the posts of an empty one, too.
        wanted = shown or self._elsewhere
        return bool(wanted) and len(wanted & {n for (n,) in by_map}) >= _COVERED * len(wanted)
