"""Files that were posts.jsonl before: as `scrapy rotate` named them, or packed since by somebody.

The state knows the name, and size and digest of the content, however it is packed.
"""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from newsportal.archive.healing.salvage import unpacked

_NAMES = "posts-[0-9]*Z*.jsonl"
_ENDS = ("", ".gz", ".bz2", ".xz")
RECORDS = ("posts.jsonl", *(f"{_NAMES}{end}" for end in _ENDS))
"""Patterns of all files with records that can be read."""
_UNREAD = (".zst", ".zip", ".7z", ".lz4", ".lzma", ".br", ".Z")
_BLOCK = 2**20  # bytes


def rotated_in(folder: Path) -> list[str]:
    """Return the names that the rotated files of a folder got, packed or not, oldest first."""
    found = (path for end in _ENDS for path in folder.glob(f"{_NAMES}{end}"))
    names = {path.name[: path.name.index(".jsonl") + len(".jsonl")] for path in found}
    return sorted(names, key=_moment)


def _moment(name: str) -> tuple[str, int, str]:
    """Return the time in the name of a rotated file, and its number in that second."""
    stamp, _, number = name.removeprefix("posts-").removesuffix(".jsonl").partition("-")
    return stamp, int(number) if number.isdecimal() else 1, name


def unread_in(folder: Path) -> list[tuple[str, Path]]:
    """Return the names of those that are packed so that they cannot be read, and where they are."""
    there = rotated_in(folder)
    found = [path for end in _UNREAD for path in folder.glob(f"{_NAMES}{end}")]
    return [(path.stem, path) for path in found if path.stem not in there]


def place_of(folder: Path, name: str) -> Path:
    """Return where a rotated file is, packed or not; where it would be, if it is not there."""
    places = [folder / f"{name}{end}" for end in _ENDS]
    return next((path for path in places if path.exists()), places[0])


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open the content of a file, however it is packed. Raises OSError, also while it is read."""
    with path.open("rb") as file:
        try:
            yield unpacked(file) or file
        except (EOFError, zlib.error, lzma.LZMAError) as error:
            raise OSError(f"{path} cannot be unpacked: {error}") from None


def size_and_digest(path: Path) -> tuple[int, bytes]:
    """Return how many bytes the content of a file has, and its SHA-256. Raises OSError."""
    size, digest = 0, sha256()
    with opened(path) as file:
        while data := file.read(_BLOCK):
            size += len(data)
            digest.update(data)
    return size, digest.digest()
