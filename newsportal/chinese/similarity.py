"""Near duplicates: MinHash over shingles of four characters, looked up by bands.

16 bands of 4 rows find a pair with Jaccard similarity 0.7 with a chance of 99 %. A 17th band is the
title alone: short news of the same title are compared however few bands they share. Candidates are
then judged by the whole signature of 128 values (standard error 0.04).
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from operator import eq
from struct import Struct

from rensa import RMinHash

PERMUTATIONS = 128
_BANDS, _ROWS = 16, 4
_SEED = 20_240_919  # part of the stored format: another seed makes old signatures worthless
_MIN_CHARACTERS = 20  # below that a shared phrase is no evidence
# In UTF-8: how long the character is that a byte begins, and the bytes that begin none.
_LENGTHS = bytes(
    1 if byte < 0x80 else 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4 for byte in range(256)
)
_INNER = bytes(range(0x80, 0xC0))
_IN_TWO_DIGITS = bytes(int(f"{number}", 16) if number < 100 else 0 for number in range(256))
_ROWS_OF_BANDS, _HASHES_OF_BANDS = Struct(f"{_ROWS * 4}s" * _BANDS), Struct(f">{_BANDS}q")
NEAR = 0.7
NEAR_SAME_TITLE = 0.5


@dataclass(frozen=True)
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
        minhash.update(_shingles(text))
        return cls(array("I", minhash.digest()).tobytes(), hash64(title.encode()))

    @cached_property
    def bands(self) -> list[int]:
        """The 17 lookup keys, signed 64-bit integers as SQLite stores them."""
        bands = enumerate(_ROWS_OF_BANDS.unpack_from(self.minhash))
        hashes = [blake2b(b"%c%b" % band, digest_size=8).digest() for band in bands]
        return [*_HASHES_OF_BANDS.unpack(b"".join(hashes)), self.title]  # each as `hash64` is

    def similarity(self, other: Signature) -> float:
        """Return the estimated Jaccard similarity of the two texts, 0 to 1."""
        mine, others = (memoryview(each.minhash).cast("I") for each in (self, other))
        return float(sum(map(eq, mine, others)) / PERMUTATIONS)

    def is_near(self, other: Signature, similarity: float) -> bool:
        """Tell whether two texts of that similarity are nearly the same news."""
        return similarity >= (NEAR_SAME_TITLE if self.title == other.title else NEAR)


def _shingles(text: str) -> list[bytes]:
    """Return every four characters that follow one another, in any order, as UTF-8.

    They are cut by formats like ``12s12s10s``, one for all that follow one another without an
    overlap: a third of what a slice for each costs. *text* has at least four characters.

    >>> sorted(shingle.decode() for shingle in _shingles("泰安2026"))
    ['2026', '安202', '泰安20']
    """
    data = text.encode("utf-8", "replace")
    lengths = data.translate(_LENGTHS, _INNER)
    one = int.from_bytes(lengths, "little")  # so that all are added at once, a byte each
    sums = (one + (one >> 8) + (one >> 16) + (one >> 24)).to_bytes(len(lengths) + 1, "little")
    digits = sums[: len(lengths) - 3].translate(_IN_TWO_DIGITS)
    shingles: list[bytes] = []
    for first in range(min(4, len(digits))):
        cut = Struct(digits[first::4].hex("s") + "s")
        shingles += cut.unpack_from(data, sum(lengths[:first]))
    return shingles


def hash64(data: bytes) -> int:
    """Return a number that stands for some bytes, the same in every process."""
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big", signed=True)
