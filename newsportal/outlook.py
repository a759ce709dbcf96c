"""How much of a crawl is still to come, told from what the lists promise."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from newsportal.archive import Archive
from newsportal.arguments import Arguments
from newsportal.spiders.walk import Walk
from newsportal.state import State

_REMEMBERED = 200  # answers, by which the present rate is told


@dataclass(slots=True)
class Outlook:
    """Requests to come and the time they take, at the present rate."""

    _answers: deque[float] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))

    def answered(self, at: float) -> None:
        """Note an answer of the portal, in seconds of any clock that never goes back."""
        self._answers.append(at)

    def held(self, seconds: float) -> None:
        """Leave out of the rate a time in which nothing was sent, since the portal asked for it."""
        self._answers = deque((at + seconds for at in self._answers), maxlen=_REMEMBERED)

    def rate(self) -> float:
        """Return answers a second, 0 as long as there are too few to say."""
        if len(self._answers) < 2:
            return 0.0
        elapsed = self._answers[-1] - self._answers[0]
        return (len(self._answers) - 1) / elapsed if elapsed > 0 else 0.0

    def left(self, requests: int, wait: float) -> float | None:
        """Return the seconds that so many requests take after a *wait*, None if nobody knows."""
        rate = self.rate()
        return wait + requests / rate if rate else None


def requests_to_come(archive: Archive, arguments: Arguments, walks: Iterable[Walk]) -> int:
    """Return how many posts and pages of lists this run is still to ask for, as far as is known.

    Lists other than the index are walked to their ends only by ``full`` and ``refetch``.
    """
    every = list(walks)
    index = next((walk for walk in every if walk.key == ""), None)
    pages = sum(
        _unread(walk) for walk in (every if arguments.mode != "update" else [index]) if walk
    )
    run, store = archive.run, archive.store
    named = store.count(State.NAMED)
    posts = named
    if arguments.mode == "refetch":
        posts += max(0, store.count(State.ARCHIVED) - run.fetched)
    elif index is not None and _unread(index):
        # So much of what the index has shown was new; what it is still to show will be alike.
        gained = run.new.count + run.duplicates.count
        fresh = min(1.0, (gained + named) / max(1, index.shown))
        promised = index.shown / index.read * index.last * fresh
        posts = max(named, round(promised) - gained)
    if arguments.limit is not None:
        posts = min(posts, max(0, arguments.limit - run.fetched))
    return posts + pages


def _unread(walk: Walk) -> int:
    return 0 if walk.stopped else max(0, walk.last - walk.read)
