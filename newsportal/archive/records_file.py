"""All records of an archive as one file: those that `scrapy rotate` put aside, then posts.jsonl.

A rotation moves a part of it into another file, and no byte of it to another place.
"""

from __future__ import annotations

import io
import lzma
import os
import sqlite3
import zlib
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from newsportal.archive.healing.rotated import place_of, rotated_in, size_and_digest, unread_in
from newsportal.archive.healing.salvage import unpacked
from newsportal.state.file.tables import open_read_only

_BUFFER = 1 << 16  # bytes: some ten posts
_NAMES = "SELECT name FROM rotated ORDER BY n"


def is_archive(folder: Path) -> bool:
    """Tell whether a folder has files with records."""
    return (folder / "posts.jsonl").is_file() or bool(rotated_in(folder))


def files_of(folder: Path) -> list[Path]:
    """Return the files with an archive's records, oldest first."""
    export = folder / "posts.jsonl"
    return [*_rotated(folder), *([export] if export.exists() else [])]


def _rotated(folder: Path) -> list[Path]:
    """Return the rotated files, oldest first: as the state says, since a clock may be set back."""
    names = rotated_in(folder)
    if len(names) > 1:
        order = {name: n for n, name in enumerate(told_by_state(folder, _NAMES))}
        names.sort(key=lambda name: order.get(name, -1))
    return [place_of(folder, name) for name in names]


def open_records(path: Path) -> BinaryIO:
    """Open the records of an archive's folder, or of one file. Raises OSError, also later."""
    export = path / "posts.jsonl" if path.is_dir() else path
    try:
        last = export.open("rb", _BUFFER)
    except FileNotFoundError:
        if path == export or not rotated_in(path):
            raise
        last = None
    # Opened first: if it is rotated in this moment, it is known by its face.
    files = _rotated(path) if path != export else []
    if last is not None:
        files = [one for one in files if not os.path.samestat(one.stat(), os.fstat(last.fileno()))]
        if not files:
            return last
    return io.BufferedReader(_Joined(files, last), _BUFFER)


def missing_from(folder: Path) -> list[str]:
    """Return, for people, which files with records the state knows and no reader can read."""
    packed = dict(unread_in(folder))
    missing = [
        f"{path} cannot be read; unpack it, or pack {name} with gzip, bzip2 or xz"
        for name, path in packed.items()
    ]
    return missing + [
        f"{folder / name} is not there: its posts are left out"
        for name in told_by_state(folder, _NAMES)
        if name not in packed and not place_of(folder, name).exists()
    ]


def told_by_state(folder: Path, question: str) -> list[str]:
    """Return what the state answers; nothing if it is none, or of an early version."""
    try:
        with closing(open_read_only(folder / "state.db", at_a_glance=True)) as database:
            return [answer for (answer,) in database.execute(question)]
    except sqlite3.OperationalError:
        return []


class _Joined(io.RawIOBase):
    """Several files as one; only the last may grow."""

    def __init__(self, files: list[Path], last: BinaryIO | None) -> None:
        self._parts: list[tuple[int, BinaryIO, Path]] = []
        """Where each begins, its content, and what to call it."""
        self._files: list[BinaryIO] = [] if last is None else [last]
        begin = self._position = 0
        try:
            for path in files:
                file = path.open("rb")
                self._files.append(file)
                self._parts.append((begin, unpacked(file) or file, path))
                status = os.fstat(file.fileno())
                begin += _length(path, status.st_mtime_ns, status.st_size)
        except BaseException:
            self.close()
            raise
        self._end = begin
        if last is not None:
            self._parts.append((begin, last, Path(last.name)))
        self._last = last

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if whence == os.SEEK_END:
            end = self._end + (os.fstat(self._last.fileno()).st_size if self._last else 0)
            self._position = end + offset
        else:
            self._position = offset + (self._position if whence == os.SEEK_CUR else 0)
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read from one part; nothing only at the end of the last."""
        for number, (begin, content, path) in enumerate(self._parts):
            end = self._parts[number + 1][0] if number + 1 < len(self._parts) else None
            if self._position < begin or (end is not None and self._position >= end):
                continue
            wanted = len(buffer) if end is None else min(len(buffer), end - self._position)
            try:
                content.seek(self._position - begin)
                data = content.read(wanted)
            except (EOFError, zlib.error, lzma.LZMAError) as error:
                raise OSError(f"{path} cannot be unpacked: {error}") from None
            buffer[: len(data)] = data
            self._position += len(data)
            return len(data)
        return 0

    def close(self) -> None:
        for file in self._files:
            file.close()
        super().close()


@lru_cache(256)
def _length(path: Path, _written: int, size: int) -> int:
    """Return how long the content of a file is that was written then; packed, it is unpacked."""
    return size if path.suffix == ".jsonl" else size_and_digest(path)[0]
