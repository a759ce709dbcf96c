"""Near duplicates across portals as clusters: posts near each other, directly or through others.

Memory: 8 bytes a post of the corpus, some 200 a post in a cluster.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from newsportal.corpus.pairs import Pairs
from newsportal.corpus.signatures import Numbers, Signatures
from newsportal.corpus.tasks import whole
from newsportal.pages.keys import address_of
from newsportal.state.file.tables import open_read_only, root_of

_BATCH = 100_000  # pairs at a time


@dataclass(frozen=True, slots=True)
class Clusters:
    """The posts that are in clusters, cluster by cluster, the earliest first."""

    posts: Numbers
    """Their numbers, in order."""
    numbers: Numbers
    """Of each the number of its cluster."""
    first: npt.NDArray[np.bool_]
    """Of each whether it is the earliest of its cluster."""

    def __len__(self) -> int:
        return int(self.first.sum())


def leaders(pairs: Iterable[Pairs], count: int) -> Numbers:
    """Return for each of *count* posts one post of its cluster, the same one for all of it.

    >>> leaders([np.array([[0, 1], [1, 3]])], 4).tolist()
    [3, 3, 2, 3]
    """
    leader = array("q", range(count))

    def find(post: int) -> int:
        while (above := leader[post]) != post:
            leader[post] = post = leader[above]
        return post

    for some in pairs:
        for start in range(0, len(some), _BATCH):
            for one, other in some[start : start + _BATCH].tolist():
                leader[find(one)] = find(other)
    found = np.array(leader, np.int64)
    while not np.array_equal(found, above := found[found]):
        found = above
    return found


def clusters(leader: Numbers, signatures: Signatures) -> Clusters:
    """Return the clusters in the order of their earliest posts' numbers."""
    has_other = np.zeros(len(leader), np.bool_)
    has_other[leader[leader != np.arange(len(leader))]] = True
    posts = np.flatnonzero(has_other[leader])
    by_time = np.lexsort((posts, signatures.posts(posts)["at"], leader[posts]))
    posts = posts[by_time]
    first = np.diff(leader[posts], prepend=-1) != 0
    earliest = posts[first][np.cumsum(first) - 1]
    order = np.argsort(earliest, kind="stable")
    first = first[order]
    return Clusters(posts[order], np.cumsum(first) - 1, first)


def write_clusters(
    archives: Sequence[Path], signatures: Signatures, found: Clusters, target: Path
) -> None:
    """Write the table of clusters."""
    known = signatures.posts(found.posts)
    numbers = signatures.archives(found.posts)
    names = pa.array([archive.name for archive in archives], pa.string())
    table = pa.table({
        "cluster": pa.array(found.numbers),
        "portal": names.take(pa.array(numbers)),
        "url": pa.array(_addresses(archives, numbers, known["row"]), pa.string()),
        "at": pa.array((known["at"] * 1e6).astype("i8")).cast(
            pa.timestamp("us", tz="Asia/Shanghai")
        ),
        "first": pa.array(found.first),
    })  # fmt: skip
    with whole(target) as draft:
        pq.write_table(table, draft)


def _addresses(archives: Sequence[Path], numbers: Numbers, rows: Numbers) -> list[Any]:
    """Return the addresses of posts by the numbers of their archives and their rows there."""
    urls: list[Any] = [None] * len(rows)
    for number in np.unique(numbers).tolist():
        with closing(open_read_only(archives[number] / "state.db")) as database:
            root = root_of(database)
            for place in np.flatnonzero(numbers == number).tolist():
                row = int(rows[place])
                (key,) = database.execute("SELECT key FROM posts WHERE n = ?", (row,)).fetchone()
                urls[place] = address_of(root, key)
    return urls
