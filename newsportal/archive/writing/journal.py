"""posts.jsonl while a run appends to it: whole lines, behind what the state has committed."""

from __future__ import annotations

import contextlib
import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

from newsportal.archive.healing.mark import mark_of
from newsportal.archive.healing.rotated import opened
from newsportal.state.file.durable import sync_folder, write_all


class Journal:
    """The export file, opened for appending at a committed position. Raises OSError."""

    def __init__(self, path: Path, position: int) -> None:
        self._path = path
        self.position = position
        self._fd: int | None = None

    @property
    def mark(self) -> str:
        """By what the file is recognised."""
        return mark_of(self._path)

    def append(self, lines: list[bytes]) -> bytes:
        """Write whole lines, make them durable, and return the digest of all of them.

        On failure nothing of them counts, and what got into the file is taken back if it can be.
        """
        if self._fd is None:
            self._fd = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            sync_folder(self._path.parent)
        if os.fstat(self._fd).st_size != self.position:
            raise OSError(f"{self._path} was changed by another program during the run")
        try:
            for line in lines:
                write_all(self._fd, line)
            os.fsync(self._fd)
        except OSError:
            with contextlib.suppress(OSError):  # the next run takes it back
                os.ftruncate(self._fd, self.position)
            raise
        self.position += sum(map(len, lines))
        return sha256(b"".join(lines)).digest()

    def record(self, position: int) -> dict[str, Any] | None:
        """Return the record that begins at a position, None if there is none."""
        return record_in(self._path, position)

    def close(self) -> None:
        """Close the file."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


def record_in(path: Path, position: int) -> dict[str, Any] | None:
    """Return the record that begins at a position of a file, None if there is none."""
    try:
        with opened(path) as file:
            file.seek(position)
            record = json.loads(file.readline())
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) else None
