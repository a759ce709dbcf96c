"""Files, lines and rows of media agree again, whatever has happened to any of them.

Drafts get their places where a line tells of them. Lines behind the committed position, and all
lines where media.jsonl was touched, are compared with the state: what it does not know is adopted
if the file is there, what has no line gets one. Media whose files are missing are owed again;
files of which neither line nor row tells are set aside: where both were lost, the portal may have
them no more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from newsportal.archive.healing.mark import mark_of
from newsportal.archive.healing.rewrite import rewrite
from newsportal.archive.media.files import MediaFiles
from newsportal.archive.media.media_line import FILE_NAME, MediaLine, lines_in
from newsportal.archive.media.table import MediaTable
from newsportal.pages.file_kinds import FILE, IMAGE


@dataclass(slots=True)
class Healed:
    """What was done."""

    position: int = 0
    """Bytes that media.jsonl has now."""
    notes: list[str] = field(default_factory=list)
    """What no run of ours has caused."""


def heal(
    folder: Path, table: MediaTable, files: MediaFiles, mark: str, position: int, run: str
) -> Healed:
    """Make the three agree; *mark* and *position* are of media.jsonl at the last commit."""
    path, healed = folder / FILE_NAME, Healed(position)
    touched = mark_of(path) != mark
    told: list[MediaLine] = []
    if touched:
        told, healed.position = _read(path, position, healed.notes, run)
    files.recover({line.name for line in told if line.name})
    if touched:
        _compare(told, table, files)
    _files(table, files, healed.notes)
    return healed


def _read(path: Path, position: int, notes: list[str], run: str) -> tuple[list[MediaLine], int]:
    """Return the lines of the file, without what is none of ours, and its size then."""
    found, whole, odd, end = [], 0, 0, 0
    for data, line in lines_in(path):
        if line is not None:
            found.append(line)
            whole += len(data)
        elif whole < end or data.endswith(b"\n") or end < position:
            odd += 1
        end += len(data)
    if whole == end:
        return found, whole
    if not odd:  # the beginning of a line, behind all others: of a run that died
        with path.open("r+b") as file:
            file.truncate(whole)
        return found, whole
    old = rewrite(path, (line.to_bytes() for line in found), keep=f"{path.name}.before-{run}")
    notes.append(f"{odd} lines of media.jsonl were damaged; as it was it is now {old}")
    return found, path.stat().st_size


def _compare(told: list[MediaLine], table: MediaTable, files: MediaFiles) -> None:
    """Take from the lines what the state does not know, and note which uses have one."""
    there = {name for _, names in files.by_prefix() for name in names}
    table.unline()
    for line in told:
        if line.name is None or line.name not in there:
            continue
        medium = table.find(line.url)
        if medium is not None and medium.dropped:
            continue
        if medium is None or medium.name is None:
            kind = IMAGE if (line.type or "").startswith("image/") else FILE
            table.name(line.url, kind, line.post_id)
            medium = table.find(line.url)
            assert medium is not None
            assert line.type is not None
            assert line.size is not None
            table.keep(medium.n, line.name, line.type, line.size, line.status, line.at)
        if medium.name in (None, line.name):
            table.name(line.url, medium.kinds, line.post_id)
            table.lined(medium.n, line.post_id)


def _files(table: MediaTable, files: MediaFiles, notes: list[str]) -> None:
    """Compare the files with the rows."""
    lost = aside = 0
    for digits, there in files.by_prefix():
        known = table.names(digits)
        for name in known - there:
            lost += table.lose(name)
        if not files.shared:
            files.set_aside(there - known)
            aside += len(there - known)
    if lost:
        notes.append(f"the files of {lost} media were missing; they are asked for again")
    if aside:
        notes.append(f"{aside} files of media that nothing tells of are now in media/aside")
