"""One Parquet file: the posts of one portal and month."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import numpy as np

from newsportal.archive.reading import Record, record_at
from newsportal.corpus.months import Month
from newsportal.corpus.tasks import whole
from newsportal.formats.parquet_file import write_parquet


def write_partition(files: Sequence[Path], rows: Path, month: Month, target: Path) -> int:
    """Write the records of a month and return the size of the file.

    Whoever looks finds all of it or none. Raises OSError, and ValueError for what is no record.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    places = np.load(rows, mmap_mode="r")[["file", "position"]][month.start : month.stop]
    with whole(target) as draft:
        write_parquet(_records(files, places.tolist()), draft)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
    return target.stat().st_size


def _records(files: Sequence[Path], places: Iterable[tuple[int, int]]) -> Iterator[Record]:
    """Yield the records at some places, those of a file after those of another."""
    for number, positions in groupby(places, key=itemgetter(0)):
        with files[number].open("rb") as file:
            for _, position in positions:
                yield record_at(file, position)
