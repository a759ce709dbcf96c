"""One Parquet file: the posts of one portal and month."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from newsportal.archive.reading import Record, record_at
from newsportal.formats.parquet_file import write_parquet


def write_partition(export: Path, positions: Iterable[int], target: Path) -> int:
    """Write the records at some positions of posts.jsonl and return the size of the file.

    Whoever looks finds all of it or none. Raises OSError, and ValueError for what is no record.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".tmp")
    write_parquet(_records(export, positions), draft)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(target)
    return target.stat().st_size


def _records(export: Path, positions: Iterable[int]) -> Iterator[Record]:
    with export.open("rb") as file:
        for position in positions:
            yield record_at(file, position)
