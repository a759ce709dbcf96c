"""Chance that can be repeated: the same words always give the same draws."""

from __future__ import annotations

import random
from zlib import crc32


def chance(*words: object) -> random.Random:
    """Return a source of draws for these words.

    >>> chance(0, "title", 7).random() == chance(0, "title", 7).random()
    True
    """
    return random.Random(" ".join(map(str, words)))


def drawn(limit: int, *words: object) -> int:
    """Return a number below *limit*; cheap, for what is asked many thousand times.

    >>> drawn(10, "x", 1) == drawn(10, "x", 1) < 10
    True
    """
    return crc32(" ".join(map(str, words)).encode()) % limit
