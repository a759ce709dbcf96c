"""What outlives a power cut: a name only if its folder is synced, content only if the file is."""

from __future__ import annotations

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def write_all(fd: int, data: bytes) -> None:
    """Write all of *data*, in as many pieces as it takes."""
    while data:
        data = data[os.write(fd, data) :]


def write_whole(path: Path, text: str) -> None:
    """Write a file in UTF-8; whoever looks, even after a power cut, finds all of it or none."""
    draft = path.with_name(f"{path.name}.tmp")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
