"""What posts.jsonl holds, beside what the state says that it does."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from newsportal.archive.healing.line import is_torn, record_on
from newsportal.archive.healing.mark import file_digest, mark_of
from newsportal.archive.healing.rotated import place_of, size_and_digest
from newsportal.archive.healing.salvage import parts
from newsportal.state.row import State

_LISTED = 20  # addresses


@dataclass(slots=True)
class Contents:
    """The posts of an archive, counted in its files, and where these differ from the state."""

    posts: int = 0
    """Posts that posts.jsonl tells of and that the portal has not removed."""
    faults: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)


def contents(path: Path, database: sqlite3.Connection, *, whole: bool = False) -> Contents:
    """Count what an export file holds; it is read if it was touched since the last commit.

    If then each of its bytes is as it was written, the state knows what they say. With *whole* the
    records are read in any case. Raises OSError, sqlite3.Error.
    """
    found = Contents()
    position, mark = database.execute("SELECT position, mark FROM export").fetchone()
    if whole or (mark_of(path) != mark and not _is_as_written(path, database, position)):
        _read(path, database, position, found)
    else:
        found.posts = _count(database, -1)
    _rotated(path.parent, database, found)
    return found


def _is_as_written(path: Path, database: sqlite3.Connection, position: int) -> bool:
    (sealed,) = database.execute("SELECT sealed FROM export").fetchone()
    if not sealed or not path.exists() or path.stat().st_size != position:
        return False
    start = 0
    for end, digest in database.execute("SELECT end, digest FROM pieces ORDER BY end"):
        if file_digest(path, start, end) != digest:
            return False
        start = end
    return start == position


def _count(database: sqlite3.Connection, part: int) -> int:
    sql = f"SELECT total(posts) FROM tally WHERE state = {State.ARCHIVED} AND part = ?"
    return int(database.execute(sql, (part,)).fetchone()[0])


def _read(path: Path, database: sqlite3.Connection, position: int, found: Contents) -> None:
    """Compare the posts of the file and those of the state, by id."""
    standing: set[int] = set()
    removed: set[int] = set()
    odd = 0
    end = 0
    for line in _lines(path):
        record = record_on(line)
        if record is not None and line.endswith(b"\n"):
            post = hash(record["id"])
            gone = record.get("deleted_at") is not None
            (removed if gone else standing).add(post)
            (standing if gone else removed).discard(post)
        elif not (end >= position and is_torn(line)):
            odd += 1
        end += len(line)
    found.posts = len(standing)
    known = set()
    for key, id_ in database.execute(
        f"SELECT key, id FROM posts WHERE state = {State.ARCHIVED} AND part IS NULL"
    ):
        known.add(hash(id_))
        if hash(id_) not in standing:
            why = "its line is not in posts.jsonl; the next run reads it again"
            found.faults.append(f"{key}: {why}")
    if more := len(standing - known - _elsewhere(database)):
        why = "that the state does not know; the next run adopts them"
        found.faults.append(f"posts.jsonl has {more} posts {why}")
    if odd:
        why = "are not as they were written; the next run writes it anew"
        found.faults.append(f"{odd} lines of posts.jsonl {why}")


def _lines(path: Path) -> Iterator[bytes]:
    if path.exists():
        with path.open("rb") as file:
            yield from parts(file)


def _elsewhere(database: sqlite3.Connection) -> set[int]:
    """Return the posts whose last line is in a rotated file."""
    found = database.execute("SELECT id FROM posts WHERE part IS NOT NULL")
    return {hash(id_) for (id_,) in found}


def _rotated(folder: Path, database: sqlite3.Connection, found: Contents) -> None:
    """Count the posts of the files that stood in the place of posts.jsonl before."""
    if away := _count(database, 0):
        found.facts.append(f"moved away before version 3: {away} posts")
    found.posts += away
    for n, name, size, digest in database.execute("SELECT * FROM rotated ORDER BY n"):
        count = _count(database, n)
        found.posts += count
        path = place_of(folder, name)
        now = _size(path) if path.exists() else None
        here = "" if now is not None else ", not here"
        here = here or f", packed as {path.name}" * (path.name != name)
        found.facts.append(
            f"rotated: {name}: {count} posts, {size} bytes, SHA-256 {digest.hex()}{here}"
        )
        if now not in (None, size):
            found.faults.append(f"{name} has {now} bytes, and had {size} when it was rotated")
    gone = database.execute(
        f"SELECT key FROM posts WHERE lost = 1 AND state = {State.GONE} ORDER BY n"
    ).fetchall()
    if gone:
        found.facts.append(f"lost: the lines of {len(gone)} posts that the portal has removed")
        found.facts += [f"  {key}" for (key,) in gone[:_LISTED]]


def _size(path: Path) -> int:
    """Return how many bytes a rotated file has, unpacked."""
    if path.suffix == ".jsonl":
        return path.stat().st_size
    try:
        return size_and_digest(path)[0]
    except OSError:
        return 0  # what cannot be unpacked holds nothing
