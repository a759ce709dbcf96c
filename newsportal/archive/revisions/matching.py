"""Where two sequences are the same, in nearly linear time.

What both have at the beginning and at the end is the same. In what is left, stretches that stand
equally often in both, usually once, are anchors if they come in the same order; between two
anchors the same is done once more with shorter stretches; what is small by then is compared in
full. Python's difflib needs quadratic time or more for the same: 43 s for 32,000 lines.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

_STRETCHES = (8, 3, 1)  # elements; long ones are rarely there twice
_SMALL = 2_500  # comparisons of everything with everything


class Match(NamedTuple):
    """*size* elements that are equal from *old* on in one and from *new* on in the other."""

    old: int
    new: int
    size: int


def matching(old: Sequence[Any], new: Sequence[Any]) -> list[Match]:
    """Return what is the same in both, in order; what touches is one.

    >>> matching("会议昨日召开", "会议今日召开了")
    [Match(old=0, new=0, size=2), Match(old=3, new=3, size=3)]
    """
    found: list[Match] = []
    for same in _within(old, new, 0, len(old), 0, len(new), 0):
        last = found[-1] if found else Match(0, 0, 0)
        if found and last.old + last.size == same.old and last.new + last.size == same.new:
            found[-1] = last._replace(size=last.size + same.size)
        else:
            found.append(same)
    return found


def _within(
    old: Sequence[Any], new: Sequence[Any], a: int, b: int, c: int, d: int, level: int
) -> Iterator[Match]:
    """Yield what is the same in ``old[a:b]`` and ``new[c:d]``."""
    head = 0
    while a + head < b and c + head < d and old[a + head] == new[c + head]:
        head += 1
    tail = 0
    while b - tail > a + head and d - tail > c + head and old[b - tail - 1] == new[d - tail - 1]:
        tail += 1
    if head:
        yield Match(a, c, head)
    yield from _inside(old, new, a + head, b - tail, c + head, d - tail, level)
    if tail:
        yield Match(b - tail, d - tail, tail)


def _inside(
    old: Sequence[Any], new: Sequence[Any], a: int, b: int, c: int, d: int, level: int
) -> Iterator[Match]:
    if a == b or c == d:
        return
    if (b - a) * (d - c) <= _SMALL:
        yield from _in_full(old, new, a, b, c, d)
        return
    while level < len(_STRETCHES):
        size, level = _STRETCHES[level], level + 1
        anchors = _anchors(old, new, a, b, c, d, size)
        if not anchors:
            continue
        for place, other in [*anchors, (b, d)]:
            if place < a or other < c:
                continue  # within what the anchor before has grown to
            yield from _within(old, new, a, place, c, other, level)
            grown = 0
            while place + grown < b and other + grown < d and (
                old[place + grown] == new[other + grown]
            ):  # fmt: skip
                grown += 1
            if grown:
                yield Match(place, other, grown)
            a, c = place + grown, other + grown
        return


def _anchors(
    old: Sequence[Any], new: Sequence[Any], a: int, b: int, c: int, d: int, size: int
) -> list[tuple[int, int]]:
    """Return where stretches stand that are there equally often, as many as are in one order."""
    places, others = _places(old, a, b, size), _places(new, c, d, size)
    pairs = [
        pair
        for stretch, found in places.items()
        if len(found) == len(others.get(stretch, ()))
        for pair in zip(found, others[stretch], strict=True)
    ]
    pairs.sort()
    # The longest increasing row of the second numbers (patience sorting)
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for number, (_, other) in enumerate(pairs):
        pile = bisect_left(ends, other)
        before.append(at[pile - 1] if pile else -1)
        ends[pile : pile + 1] = [other]
        at[pile : pile + 1] = [number]
    found: list[tuple[int, int]] = []
    number = at[-1] if at else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _places(sequence: Sequence[Any], start: int, end: int, size: int) -> dict[Any, list[int]]:
    """Return where the stretches of a part of a sequence begin."""
    found: dict[Any, list[int]] = {}
    for place in range(start, end - size + 1):
        stretch = sequence[place] if size == 1 else sequence[place : place + size]
        key = tuple(stretch) if isinstance(stretch, list) else stretch
        found.setdefault(key, []).append(place)
    return found


def _in_full(
    old: Sequence[Any], new: Sequence[Any], a: int, b: int, c: int, d: int
) -> Iterator[Match]:
    """Yield a longest common subsequence, element by element."""
    width = d - c + 1
    lengths = [[0] * width for _ in range(b - a + 1)]
    for i in range(b - a - 1, -1, -1):
        row, below = lengths[i], lengths[i + 1]
        for j in range(d - c - 1, -1, -1):
            equal = old[a + i] == new[c + j]
            row[j] = below[j + 1] + 1 if equal else max(below[j], row[j + 1])
    i = j = 0
    while i < b - a and j < d - c:
        if old[a + i] == new[c + j]:
            yield Match(a + i, c + j, 1)
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
