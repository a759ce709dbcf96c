"""posts.jsonl: append-only, whole lines, cut back to what the state has committed."""

from __future__ import annotations

import itertools
import json
import logging
import os
from pathlib import Path
from typing import Any

from newsportal.state.durable import sync_folder

logger = logging.getLogger(__name__)


class Journal:
    """The export file, opened for appending at a committed position. Raises OSError."""

    def __init__(self, path: Path, position: int, last: tuple[int, int] | None = None) -> None:
        """*last* is where the last committed line begins, and the revision that it tells."""
        self._path = path
        self.position = position
        self.notes: list[str] = []
        self._fd: int | None = None
        size = path.stat().st_size if path.exists() else None
        if size is None:
            if position:
                self._note(f"{path} was moved away; a new file is started with the new posts")
            self.position = 0
        elif size < position:
            self._note(f"{path} is shorter than it was; its lines are kept and added to")
            self.position = _whole_lines(path)
        elif position and not self._is_ours(last):
            self._note(f"{path} was changed by another program; its lines are kept and added to")
            self.position = _whole_lines(path)
        if size is not None and size > self.position:
            # Written by a run that died before it could commit; its posts are fetched again.
            os.truncate(path, self.position)

    def _is_ours(self, last: tuple[int, int] | None) -> bool:
        """Tell whether the committed part ends as it was written."""
        with self._path.open("rb") as file:
            file.seek(self.position - 1)
            if file.read(1) != b"\n":
                return False
            if last is None:
                return True
            file.seek(last[0])
            line = file.readline()
        record = self.record(last[0])
        whole = record is not None and record.get("revision") == last[1]
        return whole and last[0] + len(line) == self.position

    def append(self, lines: list[bytes]) -> None:
        """Write whole lines and make them durable; on failure nothing of them stays."""
        if self._fd is None:
            self._fd = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            sync_folder(self._path.parent)
        start = self.position
        try:
            for line in lines:
                _write(self._fd, line)
            os.fsync(self._fd)
        except OSError:
            self.cut(start)
            raise
        self.position = start + sum(map(len, lines))

    def cut(self, position: int) -> None:
        """Take back what was appended after *position*."""
        if self._fd is not None:
            os.ftruncate(self._fd, position)
        self.position = position

    def record(self, position: int) -> dict[str, Any] | None:
        """Return the record that begins at a position, None if there is none."""
        try:
            with self._path.open("rb") as file:
                file.seek(position)
                record = json.loads(file.readline())
        except (OSError, ValueError):
            return None
        return record if isinstance(record, dict) else None

    def close(self) -> None:
        """Close the file."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def _note(self, text: str) -> None:
        logger.info(text)
        self.notes.append(text)


def set_aside(path: Path) -> Path | None:
    """Rename an export file that no state belongs to, so that nothing of it is cut off."""
    if not path.exists() or path.stat().st_size == 0:
        return None
    names = (path.with_name(f"{path.name}.{number}") for number in itertools.count(1))
    orphan = next(name for name in names if not name.exists())
    path.rename(orphan)
    logger.warning("There was no state for %s, which is now %s", path, orphan)
    return orphan


def _write(fd: int, data: bytes) -> None:
    while data:
        data = data[os.write(fd, data) :]


def _whole_lines(path: Path) -> int:
    """Return the length of a file up to its last line feed."""
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        while end > 0:
            start = max(0, end - 65536)
            file.seek(start)
            if (found := file.read(end - start).rfind(b"\n")) >= 0:
                return start + found + 1
            end = start
    return 0
