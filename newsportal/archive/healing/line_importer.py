"""Lines entered into the state: where they stand, and what it does not know of their posts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from newsportal.archive.healing.adopt import Adoption
from newsportal.archive.healing.line import Record, own_digest, record_on
from newsportal.archive.healing.pieces import Pieces
from newsportal.archive.healing.recognise import AT_A_TIME, RecordLine, recognise
from newsportal.archive.healing.record_batch import RecordBatch
from newsportal.archive.healing.rotated import opened, place_of
from newsportal.state.row import Row, State


class _Spot(NamedTuple):
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
        store, older = self.adoption.store, dict[int, Path]()
        if begin == 0:
            rotated = {n: place_of(path.parent, name) for n, name in store.rotated()}
            older = {n: file for n, file in rotated.items() if file.exists()}
            store.lines.forget_positions([*older, *self.renamed_back])
        with store.counted_later() if begin == 0 else nullcontext():
            for n, file in older.items():
                self._enter_file(file, 0, n, self._recognised(file, 0))
            end = self._enter_file(path, begin, None, self._recognised(path, begin))
        self._tell(whole=begin == 0)
        return end

    def enter_sifted(self, path: Path, lines: Iterable[RecordLine]) -> int:
        """Enter lines of a posts.jsonl that a sieve lets stay, into a state that knows no post.

        So they are parsed once. All of the file has to stay. Return where it ends.
        """
        with self.adoption.store.counted_later():
            end = self._enter_file(path, 0, None, ((line.data, line) for line in lines))
        self._tell(whole=True)
        return end

    def _recognised(self, path: Path, begin: int) -> Iterator[tuple[bytes, RecordLine | None]]:
        return recognise(_lines(path, begin), self.adoption.store, self.adoption.portal_hosts)

    def _enter_file(
        self, path: Path, position: int, part: int | None,
        lines: Iterator[tuple[bytes, RecordLine | None]],
    ) -> int:  # fmt: skip
        """Enter lines as `recognise` has them; return where they end."""
        pieces = Pieces(self.adoption.store, position) if part is None else None
        while some := list(islice(lines, AT_A_TIME)):
            found = []
            for data, line in some:
                found.append((_Spot(path, position, part), line))
                position += len(data)
                if pieces:
                    pieces.add(data)
            self._enter_some(found)
        if pieces:
            pieces.end()
        return position

    def _tell(self, *, whole: bool) -> None:
        self.behind = len(self._older)
        for spot in self._older.values():
            self._go_back(spot)
        if whole:
            self.lost, self.gone = self.adoption.store.lines.lose()

    def _enter_some(self, lines: list[tuple[_Spot, RecordLine | None]]) -> None:
        many, alone, entered = RecordBatch(self.adoption), False, set[str]()
        for spot, line in lines:
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
