"""posts.jsonl and state.db heal each other at the start of a run.

- A file that is as the last commit left it is not read, but for its end and a stretch in turn: what
  decays on the disk shows in time.
- One that was copied or touched is read: as long as the digests of its pieces are those that the
  state has, it is whole. Behind these, whole records are adopted.
- Else all of it goes through the sieve. Where anything in it is no record of this portal, or is one
  twice, the file is written anew; the old one stays beside it.
- Posts whose line is nowhere are read again (`Store.lost`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from newsportal.archive.healing.adopt import Adoption, known_all
from newsportal.archive.healing.homes import Homes
from newsportal.archive.healing.line import Record, own_digest, record_on
from newsportal.archive.healing.many import Many
from newsportal.archive.healing.mark import file_digest, inode, mark_of
from newsportal.archive.healing.rewrite import rewrite
from newsportal.archive.healing.rotated import opened, place_of
from newsportal.archive.healing.sieve import Sieve
from newsportal.state.row import Row, State
from newsportal.state.store import Store

_AT_A_TIME = 500  # lines
_PIECE = 2**20  # bytes; digests of smaller pieces make a long list, those of larger ones wait long
_Placed = tuple[bytes, dict[str, Any]]
_STRETCH = 2 * 2**20  # bytes that a run reads of what nobody has touched


@dataclass(slots=True)
class Healing:
    """What was done to make file and state agree."""

    notes: list[str] = field(default_factory=list)
    """For people; the result of the run is healed if there are any."""
    adopted: int = 0
    """Records that the state did not know."""
    quiet: bool = False
    """Whether these are but what a killed run wrote last."""
    lost: int = 0
    """Posts to be read again."""
    gone: list[str] = field(default_factory=list)
    """Keys of posts that the portal has removed and whose lines are lost."""
    position: int = 0
    """Length of the file."""


def reconcile(
    path: Path, store: Store, homes: Homes, run: int, name: str, *, whole: bool = False
) -> Healing:
    """Make file and state agree, in the store's open transaction, as the run of that *name*.

    With *whole* all that there is is read, whatever the state knows. Raises OSError, sqlite3.Error.
    """
    healing, committed = Healing(position=store.position()), store.mark()
    mark = mark_of(path)
    untouched = not whole and mark == committed
    if untouched and _last_piece_holds(path, store) and _stretch_holds(path, store, run):
        return healing
    # What a run wrote just before it was killed is no news.
    killed = store.runs.died(run) and (not committed or inode(mark) == inode(committed))
    trusted = not whole and (store.sealed or killed)
    begin = healing.position if trusted and _pieces_hold(path, store) else 0
    healing.quiet = killed and begin == healing.position
    if not store.sealed:
        store.runs.doubt(run)
    if not whole and begin == healing.position == _size(path):
        return healing
    path.with_name(f"{path.name}.new").unlink(missing_ok=True)
    _sift(path, Sieve(store, homes, begin, _older(path, store, begin)), healing, name)
    _enter(path, Adoption(store, homes, run), begin, healing)
    return healing


# Recognising


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _last_piece_holds(path: Path, store: Store) -> bool:
    start, end, digest = store.last_piece()
    return end == store.position() and (end == 0 or _digest(path, start, end) == digest)


def _stretch_holds(path: Path, store: Store, run: int) -> bool:
    """Tell whether the stretch of the file whose turn it is in a run is as it was written."""
    begin = run * _STRETCH % max(store.position(), 1)
    start = 0
    for end, digest in store.pieces():
        if end > begin and _digest(path, start, end) != digest:
            return False
        if end >= begin + _STRETCH:
            break
        start = end
    return True


def _pieces_hold(path: Path, store: Store) -> bool:
    """Tell whether the committed part of a file is as it was written."""
    start = 0
    for end, digest in store.pieces():
        if _digest(path, start, end) != digest:
            return False
        start = end
    return start == store.position()


def _digest(path: Path, start: int, end: int) -> bytes | None:
    return file_digest(path, start, end) if path.exists() else None


# The file


def _sift(path: Path, sieve: Sieve, healing: Healing, name: str) -> None:
    """Take out of the file what is not to stay."""
    if not path.exists():
        return
    written = healing.position
    with path.open("rb") as file:
        for _ in sieve.lines(file, written):
            pass
        if sieve.dirty:
            again = Sieve(sieve.store, sieve.homes, sieve.start, sieve.older)
            kept = None if sieve.forgotten else f"posts.jsonl.before-{name}"
            old = rewrite(path, _whole(file, again, written), kept)
            what = ", ".join(_told(sieve)) or "it was not as we write it"
            where = f"; the old file is {old}" if old else ""
            healing.notes.append(f"posts.jsonl was written anew ({what}){where}")
        elif sieve.tail is not None:
            os.truncate(path, sieve.tail)
        elif sieve.unended:
            with path.open("ab") as end:
                end.write(b"\n")
                end.flush()
                os.fsync(end.fileno())


def _older(path: Path, store: Store, begin: int) -> list[Path]:
    """Return the rotated files, whose lines are not to stand in posts.jsonl again."""
    if begin:
        return []
    old = [place_of(path.parent, name) for _, name in store.rotated()]
    return [file for file in old if file.exists()]


def _whole(file: BinaryIO, sieve: Sieve, written: int) -> Iterator[bytes]:
    """Yield the content of the new file."""
    file.seek(0)
    for start in range(0, sieve.start, _PIECE):
        yield file.read(min(_PIECE, sieve.start - start))
    yield from sieve.lines(file, written)


def _told(sieve: Sieve) -> Iterator[str]:
    if sieve.unread:
        yield f"{sieve.unread} bytes were no lines of records"
    if sieve.edited:
        yield f"{sieve.edited} records were changed by another program"
    if sieve.repeated:
        yield f"{sieve.repeated} records stood there twice"
    if sieve.forgotten:
        yield f"{sieve.forgotten} records were of posts that scrapy forget has taken out"
    if sieve.others:
        yield f"{sieve.others} records are of other portals, first {', '.join(sieve.foreign)}"


# The state


def _enter(path: Path, adoption: Adoption, begin: int, healing: Healing) -> None:
    """Enter where the lines from *begin* on stand, and what the state does not know of them."""
    store, pieces = adoption.store, _Pieces(adoption.store, begin)
    behind: dict[int, tuple[Path, dict[str, Any]]] = {}
    older: dict[int, Path] = {}
    if begin == 0:
        rotated = {n: place_of(path.parent, name) for n, name in store.rotated()}
        older = {n: file for n, file in rotated.items() if file.exists()}
        store.lines.forget_positions([*older])
    with store.counted_later() if begin == 0 else nullcontext():
        for n, file in older.items():
            for lines in _placed(file, 0, n):
                _enter_lines(file, lines, adoption, healing, behind)
        for lines in _placed(path, begin, None):
            _enter_lines(path, lines, adoption, healing, behind)
            for line, _ in lines:
                pieces.add(line)
    pieces.end()
    healing.position = pieces.position
    for file, place in behind.values():
        _go_back(file, place, adoption)
    if begin == 0:
        healing.lost, healing.gone = store.lines.lose()
    if healing.lost or behind:
        count = healing.lost + len(behind)
        healing.notes.append(f"{count} posts whose last lines are not there are read again")
    if healing.gone:
        healing.notes.append(
            f"the lines of {len(healing.gone)} posts that the portal has removed are lost;"
            " only stored pages can tell of them"
        )


def _placed(path: Path, begin: int, part: int | None) -> Iterator[list[_Placed]]:
    """Yield the lines of a file, some at a time, and where they stand."""
    position, lines = begin, _lines(path, begin)
    while some := list(islice(lines, _AT_A_TIME)):
        placed = []
        for line in some:
            placed.append((line, {"position": position, "part": part}))
            position += len(line)
        yield placed


def _enter_lines(
    path: Path, lines: list[_Placed], adoption: Adoption, healing: Healing,
    behind: dict[int, tuple[Path, dict[str, Any]]],
) -> None:  # fmt: skip
    """Enter lines; note where a post's last one is *behind* the revision that the state knows."""
    found = ((line, record_on(line), place) for line, place in lines)
    # Of a rotated file; the sieve lets nothing of the kind stay in posts.jsonl.
    whole = [
        (line, record, place)
        for line, record, place in found
        if record is not None and adoption.homes.key(record["url"]) is not None
    ]
    rows = known_all([record for _, record, _ in whole], adoption.store, adoption.homes)
    many, alone = Many(adoption), False
    for (line, record, place), row in zip(whole, rows, strict=True):
        if alone or many.waits(record):
            many.enter()
            row = adoption.row(record)  # as it is by now
        alone |= not _enter_line(path, line, record, row, place, many, adoption, healing, behind)
    many.enter()


def _enter_line(
    path: Path, line: bytes, record: Record, row: Row | None, place: dict[str, Any], many: Many,
    adoption: Adoption, healing: Healing, behind: dict[int, tuple[Path, dict[str, Any]]],
) -> bool:  # fmt: skip
    """Enter a line, or have it wait; tell whether no other line's post can have changed by it."""
    revision, plain = record["revision"], True
    digest = own_digest(line, record, row.line if row else None)
    if row is None or row.revision < revision or _is_open(row, record):
        if plain := many.takes(record, row):
            many.add(record, line=digest, **place)
        else:
            many.enter()
            adoption.enter(record, line=digest, **place)
        healing.adopted += 1
    elif row.revision == revision:
        adoption.store.update(row.n, line=digest, **place)
    else:
        adoption.store.update(row.n, **place)
        behind[row.n] = path, place
    if row is not None and row.revision <= revision:
        behind.pop(row.n, None)
    return plain


@dataclass(slots=True)
class _Pieces:
    """The digests of the lines that are entered, a megabyte at a time."""

    store: Store
    position: int
    _begin: int = 0
    _digest: Any = None

    def __post_init__(self) -> None:
        self.store.forget_pieces(self.position)
        self._begin, self._digest = self.position, sha256()

    def add(self, line: bytes) -> None:
        self.position += len(line)
        self._digest.update(line)
        if self.position - self._begin >= _PIECE:
            self.end()

    def end(self) -> None:
        if self.position > self._begin:
            self.store.add_piece(self.position, self._digest.digest())
            self._begin, self._digest = self.position, sha256()


def _is_open(row: Row, record: Record) -> bool:
    """Tell whether the state has not settled a post of which a record tells."""
    settled = State.GONE if record.get("deleted_at") is not None else State.ARCHIVED
    open_ = row.state not in (settled, State.FORGOTTEN)
    return row.revision <= record["revision"] and open_


def _lines(path: Path, start: int) -> Iterator[bytes]:
    if path.exists():
        with opened(path) as file:
            file.seek(start)
            yield from file


def _go_back(path: Path, place: dict[str, Any], adoption: Adoption) -> None:
    """The last line of a post is lost, an earlier one is there: go on from that."""
    line = next(_lines(path, place["position"]))
    record = record_on(line)
    row = adoption.row(record) if record is not None else None
    assert record is not None
    assert row is not None
    adoption.enter(record, line=own_digest(line, record, row.line), **place)
    # Known to be gone already, it need not be missed for a day once more.
    seen = int(row.seen_at.timestamp())
    since = {"missing_since": seen, "missing_own": seen} if row.state is State.GONE else {}
    adoption.store.update(row.n, stale=1, asked=None, **since)
