"""What else lies in an archive's folder and tells of a post that was taken out.

Programs that synchronise folders leave copies of files, editors others, and people their own. What
is none of ours is not changed; it is named.
"""

from __future__ import annotations

import lzma
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from newsportal.archive.healing.salvage import unpacked
from newsportal.archive.maintenance.places import TakedownScope, record_files
from newsportal.archive.media.files import aside_of
from newsportal.runs.accounts import accounts

_OWN = frozenset(("lock", "state.db", "state.db-wal", "state.db-shm", "forgotten.jsonl"))
# ZIP, 7z, RAR, Zstandard and Parquet: what they hold is packed in parts, and not searched.
_PACKED = (b"PK\3\4", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd", b"PAR1")
_CHUNK = 1 << 20
_OVERLAP = 1 << 14  # bytes; no trace is longer


def left_over(folder: Path, what: TakedownScope) -> list[Path]:
    """Return the files that still tell of the posts, or cannot be read. Raises OSError."""
    from newsportal.pagestore.blanking import any_of, page_files
    from newsportal.pagestore.scan import is_whole

    marks = any_of(what.traces)
    found = [path for path in page_files(what.pages) if not is_whole(path)]
    for path in _others(folder, what.pages):
        try:
            with path.open("rb") as raw:
                begin = raw.read(8)
                contents = (unpacked(raw), raw)
                told = begin.startswith(_PACKED) or any(
                    marks.search(part) for file in contents if file for part in _parts(file)
                )
        except (OSError, EOFError, zlib.error, lzma.LZMAError):
            told = True
        if told:
            found.append(path)
    if any((aside := aside_of(folder, "")).glob("*")):  # any of these may be the posts'
        found.append(aside)
    return found


def _others(folder: Path, pages: Path) -> Iterator[Path]:
    """Yield the files that no place of a takedown has searched."""
    from newsportal.pagestore.blanking import page_files

    searched = {*record_files(folder), *accounts(folder), *page_files(pages)}
    searched |= {path.with_suffix(".html") for path in accounts(folder)}
    searched |= {folder / name for name in _OWN}
    for place in {folder, pages}:
        for parent, folders, names in os.walk(place):
            if Path(parent) == folder / "media":  # by content; the folder's own files have texts
                folders[:] = [name for name in folders if len(name) != len("ab")]
            for path in (Path(parent, name) for name in sorted(names)):
                if path not in searched and path.is_file():
                    yield path


def _parts(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    before = b""
    while data := file.read(_CHUNK):
        yield before + data
        before = data[-_OVERLAP:]
