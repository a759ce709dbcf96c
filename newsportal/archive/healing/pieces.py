"""The digests of pieces of posts.jsonl, by which it is known to be as it was written."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from newsportal.archive.healing.mark import file_digest
from newsportal.state.store import Store

_PIECE = 2**20  # bytes; digests of smaller pieces make a long list, those of larger ones wait long
_STRETCH = 2 * 2**20  # bytes that a run reads of what nobody has touched


@dataclass(slots=True)
class Pieces:
    """The digests of the lines that are entered, a megabyte at a time."""

    store: Store
    position: int
    _begin: int = 0
    _digest: Any = None

    def __post_init__(self) -> None:
        self.store.forget_pieces(self.position)
        self._begin, self._digest = self.position, sha256()

    def add(self, line: bytes) -> None:
        """Take the next line."""
        self.position += len(line)
        self._digest.update(line)
        if self.position - self._begin >= _PIECE:
            self.end()

    def end(self) -> None:
        """Keep the digest of what was taken since the last one."""
        if self.position > self._begin:
            self.store.add_piece(self.position, self._digest.digest())
            self._begin, self._digest = self.position, sha256()


def pieces_hold(path: Path, store: Store) -> bool:
    """Tell whether the committed part of a file is as it was written."""
    start = 0
    for end, digest in store.pieces():
        if _digest(path, start, end) != digest:
            return False
        start = end
    return start == store.position()


def last_piece_holds(path: Path, store: Store) -> bool:
    """Tell whether the end of a file is as it was written."""
    start, end, digest = store.last_piece()
    return end == store.position() and (end == 0 or _digest(path, start, end) == digest)


def stretch_holds(path: Path, store: Store, run: int) -> bool:
    """Tell whether the stretch of the file whose turn it is in a run is as it was written."""
    begin = run * _STRETCH % max(store.position(), 1)
    start = 0
    for end, digest in store.pieces():
        if end > begin and _digest(path, start, end) != digest:
            return False
        if end >= begin + _STRETCH:
            break
        start = end
    return True


def _digest(path: Path, start: int, end: int) -> bytes | None:
    return file_digest(path, start, end) if path.exists() else None
