"""media.jsonl: a line for each use of a stored medium by a post, and for each that could not be
had whenever its status changes.

Fields: ``url, sha256, type, size, post_id, fetched_at, status``. Of what could not be had the
first three after the address are null; ``status`` is that of the last answer, null where none came.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from newsportal.pages.file_kinds import ENDINGS

FILE_NAME = "media.jsonl"


@dataclass(frozen=True, slots=True)
class MediaLine:
    """One line."""

    url: str
    sha256: str | None
    type: str | None
    size: int | None
    post_id: str
    fetched_at: str
    status: int | None

    def to_bytes(self) -> bytes:
        """Return the line as it is written."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    @property
    def name(self) -> str | None:
        """The name of the file; None for what could not be had."""
        return f"{self.sha256}.{ENDINGS[self.type]}" if self.sha256 and self.type else None

    @property
    def at(self) -> int:
        """When it was fetched, in seconds since 1970."""
        return int(datetime.fromisoformat(self.fetched_at).timestamp())


_NAMES = {field.name for field in fields(MediaLine)}


def _line_of(data: bytes) -> MediaLine | None:
    """Return the line that the bytes are, None if they are none."""
    try:
        found: Any = json.loads(data.decode())
        if not data.endswith(b"\n") or not isinstance(found, dict) or found.keys() < _NAMES:
            return None
        line = MediaLine(**{name: found[name] for name in _NAMES})
        return line if _is_true(line) else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _is_true(line: MediaLine) -> bool:
    if not all(isinstance(text, str) for text in (line.url, line.post_id, line.fetched_at)):
        return False
    if line.sha256 is None:
        return line.at >= 0
    whole = len(bytes.fromhex(line.sha256)) == 32 and isinstance(line.size, int)
    return whole and line.type in ENDINGS and line.at >= 0


def lines_in(path: Path) -> Iterator[tuple[bytes, MediaLine | None]]:
    """Yield every line of a file as it stands there, and what it says."""
    if path.exists():
        with path.open("rb") as file:
            for data in file:
                yield data, _line_of(data)
