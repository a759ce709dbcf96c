"""Near duplicates across portals, by the signatures that the archives hold.

Posts that share one of 17 bands are compared; those that are near each other, directly or through
others, make a cluster. Memory: one band of all posts at a time; the signatures lie in a file.
"""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from newsportal.chinese.similarity import NEAR, NEAR_SAME_TITLE, PERMUTATIONS, Signature
from newsportal.corpus.months import name_of
from newsportal.pages.urls import address_of
from newsportal.runs.plain_words import in_words
from newsportal.state.file.tables import open_read_only

BANDS = 17
_COMPARED = 50  # posts of one band: in a larger group each is compared with the first so many
_BATCH = 100_000  # comparisons at a time

Pairs = npt.NDArray[np.int64]
Names = Sequence[int]
"""Names of addresses, sorted."""


@dataclass(slots=True)
class Signatures:
    """The signatures of all archives, in one order, as files in a folder."""

    folder: Path
    archives: array[int] = field(default_factory=lambda: array("l"))
    """Of each post the number of its archive,"""
    rows: array[int] = field(default_factory=lambda: array("q"))
    """its row in the archive's state,"""
    times: array[float] = field(default_factory=lambda: array("d"))
    """and its first time."""

    def __len__(self) -> int:
        return len(self.rows)


def gather(archives: list[Path], wanted: Sequence[Names], folder: Path) -> Signatures:
    """Write the signatures of each archive's *wanted* posts, sorted names, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    found = Signatures(folder)
    with (folder / "minhash").open("wb") as sketches, (folder / "bands").open("wb") as bands:
        for number, (archive, names) in enumerate(zip(archives, wanted, strict=True)):
            for url, row, signature, at in _signatures(archive):
                if _has(names, name_of(url)):
                    found.archives.append(number)
                    found.rows.append(row)
                    found.times.append(at)
                    sketches.write(signature.minhash)
                    bands.write(np.array(signature.bands(), np.int64).tobytes())
    return found


def addresses(archives: list[Path], found: Signatures, posts: Iterable[int]) -> dict[int, str]:
    """Return the addresses of some posts by their numbers."""
    asked: list[dict[int, int]] = [{} for _ in archives]
    for post in posts:
        asked[found.archives[post]][found.rows[post]] = post
    urls: dict[int, str] = {}
    for archive, rows in zip(archives, asked, strict=True):
        if rows:
            with closing(open_read_only(archive / "state.db")) as database:
                root = database.execute("SELECT root FROM export").fetchone()[0] or ""
                for row, key in database.execute("SELECT n, key FROM posts"):
                    if row in rows:
                        urls[rows[row]] = address_of(root, key)
    return urls


def _has(names: Names, name: int) -> bool:
    place = bisect_left(names, name)
    return place < len(names) and names[place] == name


def _signatures(archive: Path) -> Iterator[tuple[str, int, Signature, float]]:
    state = archive / "state.db"
    if not state.exists():
        return
    with closing(open_read_only(state)) as database:
        root = database.execute("SELECT root FROM export").fetchone()[0] or ""
        query = (
            "SELECT key, n, minhash, signatures.title, coalesce(at, seen_at)"
            " FROM signatures JOIN posts USING (n) ORDER BY n"
        )
        try:
            for key, row, minhash, title, at in database.execute(query):
                yield address_of(root, key), row, Signature(minhash, title), float(at)
        except sqlite3.OperationalError as error:
            raise ValueError(
                f"{state} cannot be read: {in_words(error)}; the next run of that portal mends it"
            ) from error


def near_pairs(folder: Path, count: int, band: int) -> Pairs:
    """Return the pairs of posts, by their numbers, that share a band and are near each other."""
    if count == 0:
        return np.empty((0, 2), np.int64)
    bands = np.memmap(folder / "bands", np.int64, "r", shape=(count, BANDS))
    sketches = np.memmap(folder / "minhash", np.uint32, "r", shape=(count, PERMUTATIONS))
    keys = np.array(bands[:, band])
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    sizes = np.diff(np.r_[starts, count])
    found = []
    for batch in _batches(order, starts[sizes > 1], sizes[sizes > 1]):
        one, other = batch[:, 0], batch[:, 1]
        alike = (sketches[one] == sketches[other]).mean(axis=1)
        same_title = bands[one, -1] == bands[other, -1]
        found.append(batch[alike >= np.where(same_title, NEAR_SAME_TITLE, NEAR)])
    return np.concatenate(found) if found else np.empty((0, 2), np.int64)


def _batches(order: Any, starts: Any, sizes: Any) -> Iterator[Pairs]:
    batch: list[Pairs] = []
    waiting = 0
    for start, size in zip(starts, sizes, strict=True):
        members = order[start : start + size]
        for place in range(min(size - 1, _COMPARED)):
            others = members[place + 1 :]
            batch.append(np.column_stack([np.full(len(others), members[place]), others]))
            waiting += len(others)
            if waiting >= _BATCH:
                yield np.concatenate(batch)
                batch, waiting = [], 0
    if batch:
        yield np.concatenate(batch)


def clusters(pairs: Pairs, times: Sequence[float]) -> list[list[int]]:
    """Return the clusters, in each the earliest post first.

    >>> clusters(np.array([[0, 1], [3, 1]]), [5.0, 4.0, 0.0, 9.0])
    [[1, 0, 3]]
    """
    leader: dict[int, int] = {}

    def find(post: int) -> int:
        while (above := leader.setdefault(post, post)) != post:
            leader[post] = leader[above]
            post = above
        return post

    for one, other in pairs.tolist():
        leader[find(one)] = find(other)
    members: dict[int, list[int]] = {}
    for post in leader:
        members.setdefault(find(post), []).append(post)
    return sorted(sorted(group, key=lambda post: (times[post], post)) for group in members.values())
