"""When each post was published, and which id it has: both pure functions of its key."""

from __future__ import annotations

from bisect import bisect_left
from datetime import datetime, timedelta, timezone

from newsportal.sample.chance import drawn
from newsportal.sample.options import Options

ZONE = timezone(timedelta(hours=8))  # Asia/Shanghai; no other offset since 1991

_FIRST_ID = 60_001
_STEP = 3  # ids a post takes up; which one of them is its own varies
_BLOCK, _EARLY, _LATE = 32, 5, 23  # in each block of ids these two places are swapped
_APART = 240  # seconds between neighbours at least, before the jitter
_JITTER = 180


class Timeline:
    """Times and ids of the posts 0, 1, ... `size` - 1; time never falls with the key."""

    def __init__(self, options: Options, anchor: int) -> None:
        self._options, self.anchor = options, anchor
        self.size = options.posts + options.added
        self.ahead = tuple(range(options.posts - 1, max(0, options.posts - options.future) - 1, -1))
        """Keys of the posts that are dated weeks ahead, latest first."""

    def time(self, key: int) -> int:
        """Return when the post was published, in epoch seconds."""
        if key in self.ahead:
            return self.anchor + 86400 * 20 + 5000 * (key - self.ahead[-1])
        return self._regular(key)

    def _regular(self, key: int) -> int:
        options = self._options
        if options.equal_times and key % 20 == 11 and key // 20 % 3 == 1:
            key -= 1
        jitter = drawn(_JITTER, options.seed, "time", key)
        rank = options.posts - 1 - key
        if options.apart:
            return self.anchor - 20 - jitter - options.apart * rank
        if rank < 0:
            return self.anchor - rank * 420 + jitter
        # Dense near the end and sparse in the far past, so that every unit of the dates occurs.
        age = _APART * rank + int(options.days * 86400 * (rank / options.posts) ** 3)
        return self.anchor - 20 - jitter - age

    def at(self, key: int) -> datetime:
        """Return when the post was published, on the portal's clock face."""
        return datetime.fromtimestamp(self.time(key), ZONE)

    def since(self, moment: int) -> int:
        """Return the first key published at *moment* or later, the posts dated ahead aside."""
        return bisect_left(range(self.size), moment, key=self._regular)

    def id(self, key: int) -> int:
        """Return the post's id: ids grow with the keys, but for the back-dated ones, with gaps."""
        place = _swapped(key)
        return _FIRST_ID + _STEP * place + drawn(_STEP, self._options.seed, "id", place)

    def key(self, post_id: int) -> int | None:
        """Return the post that has the id."""
        key = _swapped((post_id - _FIRST_ID) // _STEP)
        return key if 0 <= key < self.size and self.id(key) == post_id else None


def _swapped(place: int) -> int:
    """Return the other one of a pair of places that have changed seats: its own inverse.

    >>> [_swapped(place) for place in (4, 5, 23, 32 + 5)]
    [4, 23, 5, 55]
    """
    seat = place % _BLOCK
    return place + {_EARLY: _LATE - _EARLY, _LATE: _EARLY - _LATE}.get(seat, 0)
