"""Near duplicates: MinHash over shingles of four characters, looked up by bands.

16 bands of 4 rows find a pair with Jaccard similarity 0.7 with a chance of 99 %. A 17th band is the
title alone: short news of the same title are compared however few bands they share. Candidates are
then judged by the whole signature of 128 values (standard error 0.04).
"""

from __future__ import annotations

import hashlib
from array import array
from dataclasses import dataclass
from operator import eq

from rensa import RMinHash

PERMUTATIONS = 128
_BANDS, _ROWS = 16, 4
_SEED = 20_240_919  # part of the stored format: another seed makes old signatures worthless
_MIN_CHARACTERS = 20  # below that a shared phrase is no evidence
NEAR = 0.7
NEAR_SAME_TITLE = 0.5


@dataclass(frozen=True, slots=True)
class Signature:
    """The sketch of one post: 512 bytes of MinHash and the hash of its title."""

    minhash: bytes
    title: int

    @classmethod
    def of(cls, title: str, text: str) -> Signature | None:
        """Return the signature of a post, None if its text is too short to be compared."""
        text = "".join(text.split())
        if len(text) < _MIN_CHARACTERS:
            return None
        minhash = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
        minhash.update([text[start : start + 4] for start in range(len(text) - 3)])
        return cls(array("I", minhash.digest()).tobytes(), _hash64(title.encode()))

    def bands(self) -> list[int]:
        """Return the 17 lookup keys, signed 64-bit integers as SQLite stores them."""
        width = _ROWS * 4
        return [
            _hash64(bytes([band]) + self.minhash[band * width : (band + 1) * width])
            for band in range(_BANDS)
        ] + [self.title]

    def similarity(self, other: Signature) -> float:
        """Return the estimated Jaccard similarity of the two texts, 0 to 1."""
        mine, others = (memoryview(each.minhash).cast("I") for each in (self, other))
        return float(sum(map(eq, mine, others)) / PERMUTATIONS)

    def is_near(self, other: Signature, similarity: float) -> bool:
        """Tell whether two texts of that similarity are nearly the same news."""
        return similarity >= (NEAR_SAME_TITLE if self.title == other.title else NEAR)


def _hash64(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big", signed=True)
