"""How much of a crawl is still to come, told from what the lists promise."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from newsportal.archive.archive import ArchiveWriter
from newsportal.arguments import Arguments
from newsportal.state.row import State
from newsportal.walk.themed.list_walk import ListWalk

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
        return max(0.0, wait) + requests / rate if rate else None


def requests_to_come(
    archive: ArchiveWriter, arguments: Arguments, walks: Iterable[ListWalk]
) -> int:
    """Return how many posts and pages of lists this run is still to ask for, as far as is known.

    An update walks lists other than the index only as long as they bring news.
    """
    every = list(walks)
    shares = _shares(every)
    unread = sum(_unread(walk) for walk, own in shares if own)
    run, store = archive.run, archive.store
    named = store.counts.of(State.NAMED)
    posts = named
    if arguments.mode == "refetch":
        posts += max(0, store.counts.of(State.ARCHIVED) - run.fetched)
    elif unread:
        # So much of what the lists have shown was new; what they are still to show will be alike.
        gained = run.new.count + run.duplicates.count
        shown = sum(walk.shown * own for walk, own in shares)
        fresh = min(1.0, (gained + named) / max(1.0, shown))
        promised = sum(_size(walk) * own for walk, own in shares) * fresh
        posts = max(named, round(promised) - gained)
    if arguments.mode != "update":
        unread = sum(map(_unread, every))
    elif posts == named and not any(walk.key == "" for walk, _ in shares):
        unread = 0  # all that is promised has been named
    if arguments.limit is not None:
        posts = min(posts, max(0, arguments.limit - run.fetched))
    return posts + unread


def _shares(walks: list[ListWalk]) -> list[tuple[ListWalk, float]]:
    """Return lists that together show every post, and which part of each is in no other of them.

    Mostly the index alone. Where another list is longer, the index shows the newest posts only.
    Then the others count, each with the part of its first page that no smaller one, such as a
    sub-category, has on its own.
    """
    largest = max(walks, key=lambda walk: (_size(walk), walk.key == ""), default=None)
    if largest is None or largest.key == "":
        return [(largest, 1.0)] if largest else []
    seen: set[str] = set()
    shares = []
    for walk in sorted((walk for walk in walks if walk.key != ""), key=_size):
        own = [key for key in walk.first if key not in seen]
        seen.update(own)
        shares.append((walk, len(own) / max(1, len(walk.first))))
    return shares


def _size(walk: ListWalk) -> float:
    """Return how many posts a list has, by the pages of it that were read."""
    return walk.shown / walk.read * walk.last if walk.read else 0.0


def _unread(walk: ListWalk) -> int:
    return 0 if walk.stopped else max(0, walk.last - walk.read)
