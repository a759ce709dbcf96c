"""Lists of posts that are computed, not stored: page 50,000 costs what page 1 costs.

A post is a *key*: 0 is the oldest one, time grows with the key. What a post belongs to repeats with
a fixed period (category, tags, author), so the members of a list are the keys with certain
residues. A handful of exceptions (stickies, removed posts) are left out, a handful (posts dated
ahead) come first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator


class Listing:
    """Keys, newest first.

    >>> list(Listing(12, period=5, residues=(1, 3), without=(6, 7), first=(7,)))
    [7, 11, 8, 3, 1]
    >>> Listing(10**9, period=20, residues=(3,))[12_345_678]
    753086423
    """

    def __init__(
        self,
        stop: int,
        *,
        start: int = 0,
        period: int = 1,
        residues: tuple[int, ...] = (0,),
        without: Iterable[int] = (),
        first: Iterable[int] = (),
    ) -> None:
        self._period, self._residues = period, residues
        self._first = tuple(first)
        self._base = self._below(start)
        count = max(0, self._below(stop) - self._base)
        self._gaps = sorted(
            {
                place
                for key in without
                if key % period in residues
                and 0 <= (place := self._below(key) - self._base) < count
            }
        )
        self._rest = count - len(self._gaps)

    def __len__(self) -> int:
        return len(self._first) + self._rest

    def __getitem__(self, place: int) -> int:
        if not 0 <= place < len(self):
            raise IndexError(place)
        if place < len(self._first):
            return self._first[place]
        index = self._rest - 1 - (place - len(self._first))
        for gap in self._gaps:
            if gap > index:
                break
            index += 1
        block, slot = divmod(self._base + index, len(self._residues))
        return block * self._period + self._residues[slot]

    def __iter__(self) -> Iterator[int]:
        return (self[place] for place in range(len(self)))

    def place(self, key: int) -> int:
        """Return where a member stands."""
        if key in self._first:
            return self._first.index(key)
        index = self._below(key) - self._base
        index -= bisect_left(self._gaps, index)
        return len(self._first) + self._rest - 1 - index

    def part(self, start: int, count: int) -> list[int]:
        """Return up to *count* keys from place *start* on."""
        return [self[place] for place in range(start, min(start + count, len(self)))]

    def _below(self, key: int) -> int:
        block, residue = divmod(key, self._period)
        return block * len(self._residues) + bisect_left(self._residues, residue)
