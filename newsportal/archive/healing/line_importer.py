"""Lines entered into the state: where they stand, and what it does not know of their posts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from newsportal.archive.healing.adopt import Adoption
from newsportal.archive.healing.line import Record, own_digest, record_on
from newsportal.archive.healing.pieces import Pieces
from newsportal.archive.healing.recognise import RecordLine, recognise
from newsportal.archive.healing.record_batch import RecordBatch
from newsportal.archive.healing.rotated import opened, place_of
from newsportal.state.row import Row, State

_AT_A_TIME = 500  # lines


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a line stands."""

    path: Path
    position: int
    part: int | None
    """Number of the rotated file, None for posts.jsonl."""


@dataclass(slots=True)
class LineImporter:
    """Enters the lines of posts.jsonl, and of the rotated files where all of it is read."""

    adoption: Adoption
    renamed_back: list[int] = field(default_factory=list)
    """Numbers of rotated files of which all that there is stands in posts.jsonl."""
    adopted: int = 0
    """Records that the state did not know."""
    behind: int = 0
    """Posts whose last line is lost, while an earlier one is there."""
    lost: int = 0
    """Posts whose lines are nowhere."""
    gone: list[str] = field(default_factory=list)
    """Keys of posts that the portal has removed and whose lines are lost."""
    _older: dict[int, _Spot] = field(default_factory=dict)
    """Where the last line is of posts of which the state knows a later revision."""
    _stay: list[tuple[int, int | None, int]] = field(default_factory=list)
    """Where lines stand that the state knows, and of which posts they are."""

    def enter(self, path: Path, begin: int) -> int:
        """Enter the lines of a posts.jsonl from *begin* on; return where they end."""
        store, pieces = self.adoption.store, Pieces(self.adoption.store, begin)
        older: dict[int, Path] = {}
        if begin == 0:
            rotated = {n: place_of(path.parent, name) for n, name in store.rotated()}
            older = {n: file for n, file in rotated.items() if file.exists()}
            store.lines.forget_positions([*older, *self.renamed_back])
        with store.counted_later() if begin == 0 else nullcontext():
            for n, file in older.items():
                for lines, spots in _some(file, 0, n):
                    self._enter_some(lines, spots)
            for lines, spots in _some(path, begin, None):
                self._enter_some(lines, spots)
                for line in lines:
                    pieces.add(line)
        pieces.end()
        self.behind = len(self._older)
        for spot in self._older.values():
            self._go_back(spot)
        if begin == 0:
            self.lost, self.gone = store.lines.lose()
        return pieces.position

    def _enter_some(self, lines: list[bytes], spots: list[_Spot]) -> None:
        store, portal_hosts = self.adoption.store, self.adoption.portal_hosts
        many, alone, entered = RecordBatch(self.adoption), False, set[str]()
        for line, spot in zip(recognise(lines, store, portal_hosts), spots, strict=True):
            if line is None or line.key is None:
                continue  # of a rotated file; the sieve lets nothing of the kind stay
            row, waits = line.row, many.waits(line)
            if row is not None and line.record is None and not alone and not waits:
                self._stay.append((spot.position, spot.part, row.n))
                self._older.pop(row.n, None)
                continue
            self._note_places()
            record = line.parsed()
            if alone or waits or {line.id, line.key} & entered:
                many.enter()
                row = self.adoption.row(record)  # as it is by now
            entered |= {line.id, line.key}
            alone |= not self._enter_one(line, record, row, spot, many)
        self._note_places()
        many.enter()

    def _note_places(self) -> None:
        if self._stay:
            sql = "UPDATE posts SET position = ?, part = ? WHERE n = ?"
            self.adoption.store.execute_many(sql, self._stay)
            self._stay.clear()

    def _enter_one(
        self, line: RecordLine, record: Record, row: Row | None, spot: _Spot, many: RecordBatch
    ) -> bool:
        """Enter a line, or have it wait; tell whether no other line's post can have changed."""
        store, revision, plain = self.adoption.store, line.revision, True
        place = {"position": spot.position, "part": spot.part}
        digest = own_digest(line.data, record, row.line if row else None)
        if row is None or row.revision < revision or _is_open(row, record):
            if plain := many.takes(line, record, row):
                many.add(line, record, line=digest, **place)
            else:
                many.enter()
                self.adoption.enter(record, line=digest, **place)
            self.adopted += 1
        elif row.revision == revision:
            store.update(row.n, line=digest, **place)
        else:
            store.update(row.n, **place)
            self._older[row.n] = spot
        if row is not None and row.revision <= revision:
            self._older.pop(row.n, None)
        return plain

    def _go_back(self, spot: _Spot) -> None:
        """The last line of a post is lost, an earlier one is there: go on from that."""
        line = next(_lines(spot.path, spot.position))
        record = record_on(line)
        row = self.adoption.row(record) if record is not None else None
        assert record is not None
        assert row is not None
        digest = own_digest(line, record, row.line)
        self.adoption.enter(record, line=digest, position=spot.position, part=spot.part)
        # Known to be gone already, it need not be missed for a day once more.
        seen = int(row.seen_at.timestamp())
        since = {"missing_since": seen, "missing_own": seen} if row.state is State.GONE else {}
        self.adoption.store.update(row.n, stale=1, asked=None, **since)


def _some(path: Path, begin: int, part: int | None) -> Iterator[tuple[list[bytes], list[_Spot]]]:
    """Yield the lines of a file, some at a time, and where they stand."""
    position, lines = begin, _lines(path, begin)
    while some := list(islice(lines, _AT_A_TIME)):
        spots = []
        for line in some:
            spots.append(_Spot(path, position, part))
            position += len(line)
        yield some, spots


def _lines(path: Path, start: int) -> Iterator[bytes]:
    if path.exists():
        with opened(path) as file:
            file.seek(start)
            yield from file


def _is_open(row: Row, record: Record) -> bool:
    """Tell whether the state has not settled a post of which a record tells."""
    settled = State.GONE if record.get("deleted_at") is not None else State.ARCHIVED
    open_ = row.state not in (settled, State.FORGOTTEN)
    return row.revision <= record["revision"] and open_
