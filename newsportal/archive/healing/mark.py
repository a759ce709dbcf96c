"""Is it the same file, and untouched? Told without reading it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

_BLOCK = 2**20  # bytes


def check_kind(path: Path) -> None:
    """Raise OSError if there is something in the place of a file that is none."""
    if path.is_symlink() and not path.exists():
        raise OSError(f"{path} is a link to {path.readlink()}, which is not there")
    if path.exists() and not path.is_file():
        raise OSError(f"{path} is no file")


def mark_of(path: Path) -> str:
    """Return by what a file is recognised that nobody has touched, "" if there is none.

    That is its inode, size and times; the last of these no program can set.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        return ""
    return f"{status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def inode(mark: str) -> str:
    """Return the part of a mark that stays when a file is written to."""
    return mark.partition(" ")[0]


def file_digest(path: Path, start: int = 0, end: int | None = None) -> bytes:
    """Return the SHA-256 of a file, or of a stretch of it."""
    digest = sha256()
    with path.open("rb") as file:
        file.seek(start)
        while data := file.read(_BLOCK if end is None else min(_BLOCK, end - file.tell())):
            digest.update(data)
    return digest.digest()
