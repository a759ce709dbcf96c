"""The signatures that the archives hold, as files of numbers that tasks read in parts.

Posts are numbered through all archives. Memory: what `read` is asked for, and one batch of posts.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from newsportal.chinese.similarity import PERMUTATIONS
from newsportal.corpus.months import name_of, unreadable
from newsportal.corpus.tasks import whole
from newsportal.pages.keys import address_of
from newsportal.state.file.tables import open_read_only, root_of

Numbers = npt.NDArray[np.int64]
SKETCH = np.dtype([("minhash", "u4", PERMUTATIONS), ("title", "i8")])
_POST = np.dtype([("row", "i8"), ("name", "i8"), ("at", "f8")])
"""Of each post its row in the archive's state, the name of its address, and its first time."""
_BATCH = 8_192  # posts at a time


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signatures of all archives in a folder, those of one archive after those of another."""

    folder: Path
    ends: Numbers
    """Of each archive the number after its last post."""

    def __len__(self) -> int:
        return int(self.ends[-1]) if len(self.ends) else 0

    def archives(self, posts: Numbers) -> Numbers:
        """Return the number of each post's archive."""
        return np.searchsorted(self.ends, posts, side="right")

    def sketches(self, posts: Numbers) -> npt.NDArray[np.void]:
        """Return the sketches of some posts."""
        return _read(self.folder / "sketches", SKETCH, posts)

    def posts(self, posts: Numbers) -> npt.NDArray[np.void]:
        """Return what else is known of some posts."""
        return _read(self.folder / "posts", _POST, posts)

    def batches(self) -> Iterator[tuple[int, npt.NDArray[np.void]]]:
        """Yield the sketches in order, with the number of the first of each batch."""
        first = 0
        with (self.folder / "sketches").open("rb") as file:
            while len(batch := np.fromfile(file, SKETCH, _BATCH)):
                yield first, batch
                first += len(batch)


def _read(path: Path, kind: np.dtype[np.void], places: Numbers) -> npt.NDArray[np.void]:
    # A mapped file would be counted as memory of this process, in pages of 64 KB a post.
    size = kind.itemsize
    with path.open("rb") as file:
        number = file.fileno()
        found = b"".join([os.pread(number, size, place * size) for place in places.tolist()])
    return np.frombuffer(found, kind)


def gather(archive: Path, rows: Path, target: Path) -> int:
    """Write the signatures of the posts in *rows* into the folder *target*; return their number.

    Raises OSError, and ValueError for a state that cannot be read.
    """
    target.mkdir(parents=True, exist_ok=True)
    names = np.unique(np.load(rows)["name"])
    count = 0
    with whole(target / "sketches") as sketches, whole(target / "posts") as posts:  # noqa: SIM117
        with sketches.open("wb") as file, posts.open("wb") as other:
            for post, sketch in _signatures(archive):
                wanted = np.isin(post["name"], names)
                count += int(wanted.sum())
                sketch[wanted].tofile(file)
                post[wanted].tofile(other)
    return count


def join(parts: Sequence[Path], counts: Sequence[int], folder: Path) -> Signatures:
    """Put what `gather` wrote into one file each; the parts are removed."""
    for name in ("sketches", "posts"):
        with (folder / name).open("wb") as whole:
            for part in parts:
                with (part / name).open("rb") as file:
                    shutil.copyfileobj(file, whole)
                (part / name).unlink()
    return Signatures(folder, np.cumsum(counts, dtype=np.int64))


def _signatures(archive: Path) -> Iterator[tuple[npt.NDArray[np.void], npt.NDArray[np.void]]]:
    state = archive / "state.db"
    if not state.exists():
        return
    try:
        with closing(open_read_only(state)) as database:
            root = root_of(database)
            found = database.execute(
                "SELECT n, key, coalesce(at, seen_at), minhash, signatures.title"
                " FROM signatures JOIN posts USING (n) ORDER BY n"
            )
            while batch := found.fetchmany(_BATCH):
                yield _numbers(batch, root)
    except sqlite3.DatabaseError as error:
        raise unreadable(state, error) from error


def _numbers(batch: list[Any], root: str) -> tuple[npt.NDArray[np.void], npt.NDArray[np.void]]:
    rows, keys, times, minhashes, titles = zip(*batch, strict=True)
    posts, sketches = np.empty(len(rows), _POST), np.empty(len(rows), SKETCH)
    posts["row"], posts["at"] = rows, times
    posts["name"] = [name_of(address_of(root, key)) for key in keys]
    sketches["minhash"] = np.frombuffer(b"".join(minhashes), "u4").reshape(-1, PERMUTATIONS)
    sketches["title"] = titles
    return posts, sketches
