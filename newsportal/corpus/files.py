"""The files that an archive's records are in: posts.jsonl, and those that stood in its place."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from newsportal.archive.healing.rotated import opened, place_of, rotated_in, unread_in
from newsportal.corpus.tasks import whole
from newsportal.state.file.tables import open_read_only
from newsportal.state.row import State

_ARCHIVED = f"SELECT key FROM posts WHERE state = {State.ARCHIVED} LIMIT 1"  # noqa: S608


def files_of(archive: Path, folder: Path) -> list[Path]:
    """Return the files with an archive's records, oldest first.

    Packed ones are unpacked into *folder*, since records are read by their places. Raises OSError.
    """
    files = [_plain(place_of(archive, name), folder) for name in rotated_in(archive)]
    export = archive / "posts.jsonl"
    return [*files, export] if export.exists() else files


def _plain(path: Path, folder: Path) -> Path:
    if path.suffix == ".jsonl":
        return path
    folder.mkdir(exist_ok=True)
    with whole(folder / path.stem) as draft, opened(path) as packed, draft.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return folder / path.stem


def is_archive(folder: Path) -> bool:
    """Tell whether a folder has records."""
    return (folder / "posts.jsonl").is_file() or bool(rotated_in(folder))


def missing_from(archive: Path) -> list[str]:
    """Return, for people, what the archive's state tells of and its folder does not have."""
    packed = dict(unread_in(archive))
    missing = [
        f"{path} cannot be read; unpack it, or pack {name} with gzip, bzip2 or xz"
        for name, path in packed.items()
    ]
    missing += [
        f"{archive / name} is not there: its posts are not in this corpus"
        for name in _told(archive, "SELECT name FROM rotated ORDER BY n")
        if name not in packed and not place_of(archive, name).exists()
    ]
    if not (missing or is_archive(archive)) and _told(archive, _ARCHIVED):
        missing.append(f"{archive} has no posts.jsonl; it is left out")
    return missing


def _told(archive: Path, question: str) -> list[str]:
    """Return what the state answers; nothing if it is none, or of an early version."""
    try:
        with closing(open_read_only(archive / "state.db")) as database:
            return [answer for (answer,) in database.execute(question)]
    except sqlite3.OperationalError:
        return []
