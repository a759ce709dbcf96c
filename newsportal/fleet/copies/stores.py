"""Where copies lie: a folder, an S3-compatible store, or another machine that rsync reaches."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import fsspec

from newsportal.fleet.copies.rsync import Rsync, is_target


class CopyStore(Protocol):
    """Files under names with slashes. Raises OSError, and whatever a store's library raises."""

    def write(self, name: str, data: bytes) -> None:
        """Keep a file, at the latest with the next `flush`."""

    def flush(self) -> None:
        """Return when all that was written is there."""

    def read(self, names: Sequence[str]) -> Iterator[bytes]:
        """Yield the files' contents, in this order."""

    def listed(self, folder: str) -> list[str]:
        """Return the last parts of the names below a folder, which need not be there."""

    def remove(self, folder: str, names: Iterable[str]) -> None:
        """Remove files of a folder."""


def store_at(url: str) -> CopyStore:
    """Return the place for copies that `NEWSPORTAL_REPLICA` names.

    That is a folder, ``rsync://HOST/MODULE`` or ``HOST:PATH``, else what fsspec takes, such as
    ``s3://BUCKET/PATH``.
    """
    return Rsync(url) if is_target(url) else FilesystemStore(url)


class FilesystemStore:
    """A folder, or what else fsspec reaches."""

    def __init__(self, url: str) -> None:
        self._files, self._root = fsspec.core.url_to_fs(url)

    def write(self, name: str, data: bytes) -> None:
        """Write at once; a file is there whole or not at all."""
        path = f"{self._root}/{name}"
        if "file" not in self._files.protocol:
            self._files.pipe_file(path, data)
            return
        draft = Path(f"{path}.tmp")
        draft.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)

    def flush(self) -> None:
        """Do nothing: all of it is there."""

    def read(self, names: Sequence[str]) -> Iterator[bytes]:
        """Yield one file after the other."""
        yield from (self._files.cat_file(f"{self._root}/{name}") for name in names)

    def listed(self, folder: str) -> list[str]:
        """Return the names in a folder."""
        place = f"{self._root}/{folder}"
        self._files.invalidate_cache(place)
        try:
            return [path.rpartition("/")[2] for path in self._files.ls(place, detail=False)]
        except FileNotFoundError:
            return []

    def remove(self, folder: str, names: Iterable[str]) -> None:
        """Remove one file after the other."""
        for name in names:
            self._files.rm_file(f"{self._root}/{folder}/{name}")
