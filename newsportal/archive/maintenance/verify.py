"""Is all that an archive stores whole, and as it was written? Read without the lock.

Each check yields a line for people for every fault that it finds, with what to do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from newsportal.archive.healing.line import digest_of, own_digest, record_on
from newsportal.archive.healing.mark import file_digest
from newsportal.archive.healing.rotated import place_of, size_and_digest
from newsportal.archive.healing.salvage import parts
from newsportal.archive.kept_pages import pages_folder
from newsportal.state.facts import unfinished_takedowns
from newsportal.state.file.tables import VERSION, open_read_only, version_of
from newsportal.state.file.tally import drift
from newsportal.state.row import State

_HEALS = "the next run of scrapy crawl heals it"

Check = Callable[[Path, sqlite3.Connection], Iterator[str]]


def verify(folder: Path, pages: Path | None = None) -> list[str]:
    """Return what is wrong with an archive, whose *pages* may be kept elsewhere.

    Raises OSError, sqlite3.Error, ValueError.
    """
    from newsportal.archive.media.faults import faults as media_faults

    state = folder / "state.db"
    with closing(open_read_only(state)) as database:
        if version_of(database, state) < VERSION:
            raise ValueError(f"{state} is of an earlier version; the next run brings it up to date")
        found = [fault for check in CHECKS for fault in check(folder, database)]
        found += media_faults(folder, database)
        return [*found, *_pages(pages or pages_folder(None, folder), database)]


def _state(folder: Path, database: sqlite3.Connection) -> Iterator[str]:
    for (complaint,) in database.execute("PRAGMA integrity_check(3)"):
        if complaint != "ok":
            yield f"{folder / 'state.db'} is damaged ({complaint}); {_HEALS}"


def _takedowns(folder: Path, database: sqlite3.Connection) -> Iterator[str]:  # noqa: ARG001
    """Name the takedowns that were killed: pages, media and reports may still tell of the post."""
    for id_ in unfinished_takedowns(database):
        yield f"scrapy forget {id_} was not finished; run it again"


def _tally(folder: Path, database: sqlite3.Connection) -> Iterator[str]:
    if drift(database):
        yield f"{folder / 'state.db'} counts other posts than it has; scrapy rebuild heals it"


def _lines(folder: Path, database: sqlite3.Connection) -> Iterator[str]:
    """Compare each post's last line with the state, and all others with their records' hashes."""
    path = folder / "posts.jsonl"
    (committed,) = database.execute("SELECT position FROM export").fetchone()
    expected = dict(
        database.execute(
            "SELECT position, line FROM posts WHERE part IS NULL AND position IS NOT NULL"
        )
    )
    wrong, first, end, lost = 0, 0, 0, dict.fromkeys(expected)
    for position, line in _lines_below(committed, path):
        if _is_as_written(line, expected.get(position)):
            lost.pop(position, None)
        else:
            wrong, first = wrong + 1, first if wrong else position
        end = position + len(line)
    if wrong:
        yield f"{path}: the line at byte {first} is not as it was written"
    if end < committed:
        yield f"{path} has {end} bytes instead of {committed}"
    if wrong or lost:
        yield f"{path}: {wrong} lines are wrong, {len(lost)} posts have no line; {_HEALS}"


def _lines_below(committed: int, path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a file that begin before a position, with their own, if it is there."""
    if not path.exists():
        return
    position = 0
    with path.open("rb") as file:
        for line in parts(file):
            if position >= committed:
                break  # a run is writing it
            yield position, line
            position += len(line)


def _is_as_written(line: bytes, digest: bytes | None) -> bool:
    """Tell whether a line is whole, and has the *digest* of its post's last one, if it is that."""
    if not line.endswith(b"\n"):
        return False
    if digest == digest_of(line):
        return True  # nearly all: nobody need parse them
    record = record_on(line)
    return record is not None and (not digest or own_digest(line, record, digest) == digest)


def _pieces(folder: Path, database: sqlite3.Connection) -> Iterator[str]:
    path, start = folder / "posts.jsonl", 0
    for end, digest in database.execute("SELECT end, digest FROM pieces ORDER BY end"):
        if not path.exists() or file_digest(path, start, end) != digest:
            yield f"{path}: bytes {start} to {end} are not what was written there; {_HEALS}"
        start = end


def _rotated(folder: Path, database: sqlite3.Connection) -> Iterator[str]:
    for name, digest in database.execute("SELECT name, digest FROM rotated ORDER BY n"):
        path = place_of(folder, name)
        if path.exists() and not _holds(path, digest):
            remedy = f"put back a copy whose SHA-256 is {digest.hex()}"
            yield f"{path} is not as it was rotated; {remedy}"


def _holds(path: Path, digest: bytes) -> bool:
    try:
        return size_and_digest(path)[1] == digest
    except OSError:
        return False  # it cannot be unpacked


def _pages(folder: Path, database: sqlite3.Connection) -> Iterator[str]:
    sizes = dict(database.execute("SELECT n, size FROM volumes WHERE dropped = 0"))
    if not sizes:
        return
    from newsportal.pagestore.faults import faults

    placed = "SELECT DISTINCT page_volume FROM posts WHERE page_volume IS NOT NULL"
    sizes = dict.fromkeys((volume for (volume,) in database.execute(placed)), 0) | sizes
    others: dict[int, list[str]] = {}  # a post's other addresses
    aliases = f"SELECT original, key FROM posts WHERE state = {State.ALIAS} AND original NOTNULL"
    for n, key in database.execute(aliases):
        others.setdefault(n, []).append(key)

    def expected(volume: int) -> dict[int, tuple[str, ...]]:
        found = database.execute(
            "SELECT n, page_offset, key FROM posts WHERE page_volume = ?", (volume,)
        )
        return {offset: (key, *others.get(n, ())) for n, offset, key in found}

    yield from faults(folder, sizes, expected)


CHECKS: tuple[Check, ...] = (_state, _tally, _lines, _pieces, _rotated, _takedowns)
