"""Are the stored media whole, and do files, lines and rows agree? Read without the lock."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from newsportal.archive.media.files import MediaFiles
from newsportal.archive.media.media_line import FILE_NAME, lines_in
from newsportal.state.facts import Fact, fact_in

_REMEDY = "remove it, and the next run with NEWSPORTAL_MEDIA asks for it again"
_HEALS = "the next run with NEWSPORTAL_MEDIA heals it"


def faults(folder: Path, database: sqlite3.Connection) -> Iterator[str]:
    """Yield for every fault what it is, and what to do. Raises OSError, sqlite3.Error."""
    yield from _files(folder, database)
    yield from _lines(folder, database)


def _files(folder: Path, database: sqlite3.Connection) -> Iterator[str]:
    """Compare each file with its digest and its row."""
    known = set()
    files = MediaFiles(folder, fact_in(database, Fact.MEDIA_STORE) or "")
    rows = database.execute("SELECT DISTINCT name, size FROM media WHERE name IS NOT NULL")
    for name, size in rows:
        known.add(name)
        content = files.read(name)
        if content is None:
            yield f"{files.place(name)} is not there; {_HEALS}"
            continue
        with content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
            if content.seek(0, os.SEEK_END) != size or digest != name[:64]:
                yield f"{files.place(name)} is not what was stored; {_REMEDY}"
    (sealed,) = database.execute("SELECT sealed FROM export").fetchone()
    if sealed and not files.shared:  # else a run may be storing them
        strange = sum(len(names - known) for _, names in files.by_prefix())
        if strange:
            yield f"{folder / 'media'} has {strange} files that nothing tells of; {_HEALS}"


def _lines(folder: Path, database: sqlite3.Connection) -> Iterator[str]:
    """Compare the lines with the rows, as far as they are committed."""
    path, end, odd = folder / FILE_NAME, 0, 0
    committed = int(fact_in(database, Fact.MEDIA_POSITION) or 0)
    told = set()
    for data, line in lines_in(path):
        if end >= committed:
            break
        end += len(data)
        if line is None:
            odd += 1
        elif line.name is not None:
            told.add(hash((line.url, line.post_id, line.name)))
    uses = database.execute(
        "SELECT url, post, name FROM media_posts JOIN media ON n = media"
        " WHERE lined = 1 AND name IS NOT NULL AND dropped = 0"
    )
    lost = sum(hash(use) not in told for use in uses)
    if odd or lost or end < committed:
        yield f"{path}: {odd} lines are wrong, {lost} are missing; {_HEALS}"
