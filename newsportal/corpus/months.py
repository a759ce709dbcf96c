"""Which lines of an archive belong to which month, and whether a month has changed."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from newsportal.archive.reading import lines, record_of
from newsportal.chinese.similarity import hash64
from newsportal.corpus.tasks import save
from newsportal.pages.urls import bare_address
from newsportal.runs.plain_words import in_words

UNKNOWN = "unknown"
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})-")
_BATCH = 8_192  # lines at a time
_LINE = np.dtype([
    ("id", "i8"), ("url", "i8"), ("first", "?"), ("removed", "?"),
    ("month", "i4"), ("file", "i2"), ("position", "i8"), ("name", "i8"), ("told", "i8"),
])  # fmt: skip
_ROW = np.dtype(
    [("month", "i4"), ("file", "i2"), ("position", "i8"), ("name", "i8"), ("told", "i8")]
)
Rows = npt.NDArray[np.void]
"""Lines: month, in which of the archive's files they are and where they begin, `name_of` the
address, digest of the line."""


@dataclass(frozen=True, slots=True)
class Month:
    """The lines of one month of one archive."""

    name: str
    start: int
    """Its first row,"""
    stop: int
    """and the one after its last."""
    digest: str
    """Changes when other lines belong to the month, or one of them was written anew."""


def unreadable(path: Path, error: Exception) -> ValueError:
    """Return what says, of many archives, which one cannot be read."""
    return ValueError(
        f"{path} cannot be read: {in_words(error)}; the next run of that portal mends it"
    )


def name_of(url: str) -> int:
    """Return a number that stands for an address."""
    return hash64(url.encode("utf-8", "replace"))


def write_rows(files: Sequence[Path], target: Path, *, history: bool) -> None:
    """Write the rows of an archive's files, by month, to a file.

    Of each post the latest line counts, and none if the portal removed it; with *history* every
    line does. Memory: some 100 bytes a line of this archive. Raises OSError, and ValueError for a
    line that is no record.
    """
    with tempfile.TemporaryFile(dir=target.parent) as drafts:
        for number, path in enumerate(files):
            for batch in _batches(number, path):
                batch.tofile(drafts)
        drafts.seek(0)
        found = np.fromfile(drafts, _LINE)
    kept = np.arange(len(found)) if history else _latest(found)
    kept = kept[np.argsort(found["month"][kept], kind="stable")]
    rows = np.empty(len(kept), _ROW)
    for name in _ROW.names or ():
        rows[name] = found[name][kept]
    save(target, rows)


def _batches(number: int, path: Path) -> Iterator[npt.NDArray[np.void]]:
    """Yield the lines of a file, which has a *number* among all, some at a time."""
    with path.open("rb") as file:
        every = (_line(number, *each) for each in lines(file))
        try:
            while len(batch := np.fromiter(islice(every, _BATCH), _LINE)):
                yield batch
        except ValueError as error:
            raise unreadable(path, error) from error


def _line(file: int, position: int, line: bytes) -> tuple[Any, ...]:
    record = record_of(line, position)
    url = hash(bare_address(record["url"]))
    return (
        hash(record["id"]) if record["id"] else url, url, record["revision"] == 1,
        record["deleted_at"] is not None, _month(record["published_at"]), file,
        position, name_of(record["url"]), hash64(line),
    )  # fmt: skip


def _latest(lines: Rows) -> npt.NDArray[np.int64]:
    """Return the places of the last line of each post that stands, in order.

    Lines of early versions may give one id to two posts; then the second begins at revision 1.
    """
    urls = lines["url"]
    _, first, inverse = np.unique(lines["id"], return_index=True, return_inverse=True)
    others = urls[(urls != urls[first][inverse]) & lines["first"]]
    post = np.where(np.isin(urls, others), urls, lines["id"])
    _, back = np.unique(post[::-1], return_index=True)
    last: npt.NDArray[np.int64] = np.sort(len(lines) - 1 - back)
    stands: npt.NDArray[np.bool_] = ~lines["removed"][last]
    return last[stands]


def months_of(rows: Rows) -> Iterator[Month]:
    """Yield the months of an archive in order, ``unknown`` first for posts without a date."""
    ends = np.flatnonzero(np.diff(rows["month"])) + 1
    for start, stop in zip([0, *ends], [*ends, len(rows)], strict=True):
        if start < stop:
            number = int(rows["month"][start])
            name = f"{number // 100:04d}-{number % 100:02d}" if number else UNKNOWN
            content = b"".join(rows[field][start:stop].tobytes() for field in ("name", "told"))
            digest = hashlib.sha256(content).hexdigest()[:16]
            yield Month(name, int(start), int(stop), digest)


def _month(published_at: str | None) -> int:
    """Return the month of a time, in Asia/Shanghai as it is printed; 0 if there is none.

    >>> _month("2026-11-01T00:30:00+08:00"), _month(None)
    (202611, 0)
    """
    found = _MONTH.match(published_at or "")
    return int(found[1]) * 100 + int(found[2]) if found else 0
