"""The media of a post that is forgotten: those that no other post uses go with it.

`mark` comes first and is committed: from then on no run asks for them. `remove` takes out files and
lines, and `drop` what the state still had of them. Where a takedown dies, doing it again finds the
marks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from newsportal.archive.healing.mark import mark_of
from newsportal.archive.healing.rewrite import rewrite
from newsportal.archive.media.files import MediaFiles, aside_of, place_of
from newsportal.archive.media.heal import heal
from newsportal.archive.media.media_line import FILE_NAME, MediaLine, lines_in
from newsportal.archive.media.named import name_media
from newsportal.archive.media.table import MediaTable
from newsportal.state.facts import Fact
from newsportal.state.file.durable import sync_folder
from newsportal.state.store import Store


def mark(folder: Path, store: Store, ids: Iterable[str], run: str) -> frozenset[str]:
    """Let no run ask for the media of posts any more; return the addresses of those that go."""
    table, facts = MediaTable(store), store.facts
    if (folder / FILE_NAME).exists() or (folder / "media").exists():
        # All that is stored, and all that other posts use, has to be known.
        known, position = facts.get(Fact.MEDIA_MARK) or "", int(facts.get(Fact.MEDIA_POSITION) or 0)
        heal(folder, table, _files_of(folder, store), known, position, run)
        name_media(folder, store, table)
    for id_ in ids:
        table.drop_uses(id_)
    return frozenset(table.dropped())


def _files_of(folder: Path, store: Store) -> MediaFiles:
    """Return the files of an archive."""
    return MediaFiles(folder, store.facts.get(Fact.MEDIA_STORE) or "")


def remove(folder: Path, ids: frozenset[str], urls: frozenset[str]) -> Iterator[Path]:
    """Take the posts out of the lines, and remove the files that no line tells of any more.

    Those in a bucket go when the state is told (`drop`).
    """
    kept: set[str] = set()
    for path in sorted(folder.glob(f"{FILE_NAME}*")):
        found = [line for _, line in lines_in(path)]
        lines = [line for line in found if line is not None]
        stay = [line for line in lines if line.post_id not in ids and line.url not in urls]
        if len(stay) < len(found):
            rewrite(path, map(MediaLine.to_bytes, stay))
            yield path
        if path.name == FILE_NAME:
            kept = {line.name for line in stay if line.name}
            gone = {line.name for line in lines if line.name} - kept
            places = [where(folder, name) for name in gone for where in (place_of, aside_of)]
            there = sorted(path for path in places if path.exists())
            MediaFiles(folder).remove(gone)
            yield from there
    yield from _thumbnails(folder, kept)


def _thumbnails(folder: Path, kept: set[str]) -> Iterator[Path]:
    """Remove those of pictures that are not kept, wherever these are, and what was never ended."""
    thumbs, stay = folder / "media" / "thumbs", {name[:64] for name in kept}
    for path in sorted(thumbs.glob("*")):
        if path.name[:64] not in stay or path.suffix == ".tmp":
            path.unlink()
            yield path
    if thumbs.is_dir():
        sync_folder(thumbs)


def drop(folder: Path, store: Store) -> None:
    """Take out of the state what it had of media that are gone, and of their lines."""
    table, facts = MediaTable(store), store.facts
    _files_of(folder, store).remove(table.forget_dropped())
    path = folder / FILE_NAME
    if path.exists():
        facts.put(Fact.MEDIA_MARK, mark_of(path))
        facts.put(Fact.MEDIA_POSITION, str(path.stat().st_size))


def clear(copy: sqlite3.Connection) -> None:
    """Take all media out of a copy of a state."""
    for table in ("media", "media_posts"):
        if copy.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
            copy.execute(f"DELETE FROM {table}")
