"""The files that an archive's records are in: posts.jsonl, and those that stood in its place."""

from __future__ import annotations

import shutil
from pathlib import Path

from newsportal.archive.healing.rotated import opened
from newsportal.archive.records_file import files_of, is_archive, missing_from, told_by_state
from newsportal.corpus.tasks import whole
from newsportal.state.row import State

_ARCHIVED = f"SELECT key FROM posts WHERE state = {State.ARCHIVED} LIMIT 1"  # noqa: S608


def plain_files_of(archive: Path, folder: Path) -> list[Path]:
    """Return the files with an archive's records, oldest first.

    Packed ones are unpacked into *folder*, since records are read by their places. Raises OSError.
    """
    return [_plain(path, folder) for path in files_of(archive)]


def _plain(path: Path, folder: Path) -> Path:
    if path.suffix == ".jsonl":
        return path
    folder.mkdir(exist_ok=True)
    with whole(folder / path.stem) as draft, opened(path) as packed, draft.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return folder / path.stem


def left_out(archive: Path) -> list[str]:
    """Return, for people, what the archive's state tells of and its folder does not have."""
    missing = missing_from(archive)
    if not (missing or is_archive(archive)) and told_by_state(archive, _ARCHIVED):
        missing.append(f"{archive} has no posts.jsonl; it is left out")
    if is_archive(archive) and not (archive / "state.db").exists():
        missing.append(
            f"{archive} has no state.db; what is nearly alike there is not known until its next run"
        )
    return missing
