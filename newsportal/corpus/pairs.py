"""Posts that are near each other: those that share one of 17 bands are compared.

Bands are written by post and read by value: each band lies in parts by the value, so that one part
is sorted at a time, and the pairs found in it lie in parts by their first post, so that a pair
that shares several bands is compared once. Memory: one such part a task.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from newsportal.chinese.similarity import NEAR, NEAR_SAME_TITLE, PERMUTATIONS
from newsportal.corpus.signatures import Signatures
from newsportal.corpus.tasks import save

BANDS = 17
_ROWS = 4
_PART = 500_000  # posts of a part
_WINDOW = 50  # posts of one value: each is compared with so many that follow it
_BATCH = 10_000  # comparisons at a time
_KEY = np.dtype([("value", "u8"), ("post", "i8")])
_LIKENESS = np.uint64(0xFFFF)  # bits of a value that only order equal ones
Pairs = npt.NDArray[np.int64]
"""Two columns: the numbers of two posts, the lower one first."""


def parts_of(count: int) -> int:
    """Return in how many parts so many posts are handled."""
    return 1 + count // _PART


def write_bands(signatures: Signatures) -> None:
    """Write each band of all posts, in parts by value."""
    parts = parts_of(len(signatures))
    folder = signatures.folder
    names = [folder / f"band-{band}-{part}" for band in range(BANDS) for part in range(parts)]
    for name in names:
        name.write_bytes(b"")
    for first, batch in signatures.batches():
        keys = np.empty(len(batch), _KEY)
        keys["post"] = np.arange(first, first + len(batch))
        for band, values in enumerate(values_of(batch)):
            keys["value"] = values
            places = values >> np.uint64(20) if parts > 1 else np.zeros_like(values)
            for part in range(parts):
                with (folder / f"band-{band}-{part}").open("ab") as file:
                    keys[places % np.uint64(parts) == part].tofile(file)


def values_of(batch: npt.NDArray[np.void]) -> list[npt.NDArray[np.uint64]]:
    """Return the 17 bands: 48 bits that posts of one band share, and 16 that order them.

    Equal values of the 16 bits come from another row of the sketch: in a band that thousands
    share, such as a title that stands over every weather report, near posts lie side by side.
    """
    hashes = np.ascontiguousarray(batch["minhash"])
    words = hashes.view("u8")
    bands = [
        _mixed(_mixed(words[:, 2 * band]) ^ words[:, 2 * band + 1]) for band in range(BANDS - 1)
    ]
    bands.append(_mixed(batch["title"].view("u8")))
    others = [hashes[:, (_ROWS * band + PERMUTATIONS // 2) % PERMUTATIONS] for band in range(BANDS)]
    return [
        band & ~_LIKENESS | _mixed(other.astype("u8")) & _LIKENESS
        for band, other in zip(bands, others, strict=True)
    ]


def _mixed(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return values whose every bit depends on every bit of those given (splitmix64)."""
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        values = (values ^ (values >> np.uint64(shift))) * np.uint64(factor)
    return values ^ (values >> np.uint64(31))


def write_candidates(signatures: Signatures, band: int, part: int) -> None:
    """Write the pairs that share a value of a part of a band, in parts by the first post."""
    count = len(signatures)
    keys = np.fromfile(signatures.folder / f"band-{band}-{part}", _KEY)
    order = np.argsort(keys["value"], kind="stable")
    values, posts = keys["value"][order] >> np.uint64(16), keys["post"][order]
    del keys, order
    found = [np.empty(0, np.int64)]
    at = np.arange(len(values))
    for distance in range(1, _WINDOW + 1):
        at = at[at + distance < len(values)]
        at = at[values[at] == values[at + distance]]
        if not len(at):
            break
        one, other = posts[at], posts[at + distance]
        found.append(np.minimum(one, other) * count + np.maximum(one, other))
    codes = np.sort(np.concatenate(found))
    limits = np.arange(1, parts_of(count)) * (_PART * count)
    for number, some in enumerate(np.split(codes, np.searchsorted(codes, limits))):
        save(signatures.folder / f"candidates-{number}-{band}-{part}.npy", some)


def write_near(signatures: Signatures, part: int) -> None:
    """Write the pairs of a part that are near each other."""
    count = len(signatures)
    candidates = np.empty(0, np.int64)
    for path in signatures.folder.glob(f"candidates-{part}-*.npy"):
        candidates = np.union1d(candidates, np.load(path))
    near = [np.empty((0, 2), np.int64)]
    for start in range(0, len(candidates), _BATCH):
        codes = candidates[start : start + _BATCH]
        near.append(_near(signatures, np.column_stack([codes // count, codes % count])))
    save(signatures.folder / f"near-{part}.npy", np.concatenate(near))


def _near(signatures: Signatures, pairs: Pairs) -> Pairs:
    posts, places = np.unique(pairs, return_inverse=True)
    sketches = signatures.sketches(posts)
    one, other = places.reshape(-1, 2).T
    alike = (sketches["minhash"][one] == sketches["minhash"][other]).mean(axis=1)
    same_title = sketches["title"][one] == sketches["title"][other]
    is_near: npt.NDArray[np.bool_] = alike >= np.where(same_title, NEAR_SAME_TITLE, NEAR)
    return pairs[is_near]
