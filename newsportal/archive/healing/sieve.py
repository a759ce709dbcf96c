"""Which lines of posts.jsonl stay: this portal's records, each once, as they were written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from newsportal.archive.healing.adopt import known
from newsportal.archive.healing.line import Record, is_torn, own_digest, record_on, seconds
from newsportal.archive.healing.portal_hosts import PortalHosts
from newsportal.archive.healing.recognise import RecordLine, recognise
from newsportal.archive.healing.salvage import Salvage, parts, unpacked
from newsportal.items import as_line
from newsportal.state.row import State
from newsportal.state.store import Store

_NAMED = 3  # addresses in a note


@dataclass(slots=True)
class Sieve:
    """Reads a file once, from *start* on; what is before that is known to be as it should."""

    store: Store
    portal_hosts: PortalHosts
    start: int = 0
    after_a_kill: bool = False
    """Whether what was never committed is but what a killed run, or a power cut, has left."""
    older: list[Path] = field(default_factory=list)
    """Files of lines that are not to stand in this one again."""
    kept: int = 0
    """Bytes of the lines that stay."""
    unread: int = 0
    """Bytes that are no lines of records."""
    unwritten: int = 0
    """The same, of a run that was killed."""
    foreign: list[str] = field(default_factory=list)
    """First addresses of records of other portals."""
    others: int = 0
    """How many these are."""
    repeated: int = 0
    edited: int = 0
    """Records that are not as they were written."""
    forgotten: int = 0
    unended: bool = False
    """Whether the last line, which was never committed, lacks but its line feed."""
    tail: int | None = None
    """Where what was never written to its end begins."""
    dirty: bool = False
    """Whether the file has to be written anew: something in it is no line that stays."""
    parts: set[int] = field(default_factory=set)
    """Numbers of rotated files whose lines stand here."""
    _seen: dict[int, tuple[int, int]] = field(default_factory=dict)

    def lines(self, file: BinaryIO, written: int) -> Iterator[RecordLine]:
        """Yield the lines that stay; behind *written* bytes the last one may lack its end."""
        for path in self.older:
            self._learn(path)
        file.seek(0)
        self.dirty = unpacked(file) is not None
        file.seek(self.start)
        salvage, position, held = Salvage(), self.start, list[Record]()
        for part, line in recognise(parts(file), self.store, self.portal_hosts):
            if position >= written and line is None and is_torn(part):
                self.tail = position if self.tail is None else self.tail
                held += salvage.feed(part)
                position += len(part)
                continue
            if self.tail is not None:  # it is no end of a file: a disk has damaged it
                self.dirty = True
                self.unread += 0 if self.after_a_kill else position - self.tail
                self.unwritten += position - self.tail if self.after_a_kill else 0
                self.tail = None
                yield from self._salvaged(iter(held))
                held.clear()
            if line is not None and part.endswith(b"\n"):
                yield from self._salvaged(salvage.end())
                yield from self._judged(line)
            elif position >= written and line is not None:
                self.unended = True
                line.data += b"\n"
                yield from self._judged(line)
            else:
                self.dirty = True
                self.unread += 0 if line else len(part)
                yield from self._salvaged(salvage.feed(part))
            position += len(part)
        if self.tail is None:
            yield from self._salvaged(salvage.end())

    def _learn(self, path: Path) -> None:
        with path.open("rb") as file:
            for part in parts(file):
                record = record_on(part)
                if record is not None and (key := self.portal_hosts.key(record["url"])) is not None:
                    same = hash((key, record["content_hash"]))
                    self._seen[hash(record["id"])] = record["revision"], same

    def _salvaged(self, records: Iterator[Record]) -> Iterator[RecordLine]:
        for record in records:
            row = known(record, self.store, self.portal_hosts)
            yield from self._judged(
                RecordLine.of(as_line(record) + b"\n", record, row, self.portal_hosts)
            )

    @property
    def strange(self) -> bool:
        """Tell whether there is something that newsportal never wrote."""
        return bool(self.others or self.unread or self.edited)

    def _judged(self, line: RecordLine) -> Iterator[RecordLine]:
        if self._stays(line):
            self.kept += len(line.data)
            yield line
        else:
            self.dirty = True

    def _stays(self, line: RecordLine) -> bool:
        if line.key is None:
            self.others += 1
            if len(self.foreign) < _NAMED:
                self.foreign.append(line.url)
            return False
        row, revision = line.row, line.revision
        if row is not None and row.state is State.FORGOTTEN:
            self.forgotten += 1
            return False
        if row is not None and row.part and revision <= row.revision:
            self.parts.add(row.part)
        if _is_edited(line):
            self.edited += 1
            return False
        post = hash(line.id)
        before, text = self._seen.get(post, (0, 0))
        if self.start and row is not None and row.position is not None:
            before = max(before, row.revision)
        same = hash((line.key, line.content_hash))
        if revision < before or (revision == before and text in (0, same)):
            self.repeated += 1
            return False
        self._seen[post] = revision, same
        return True


def _is_edited(line: RecordLine) -> bool:
    """Tell whether a line is not as we wrote it, though it says that it is the one that we did."""
    row, record = line.row, line.record
    if row is None or record is None or not row.line or row.revision != line.revision:
        return False
    same_fetch = row.fetched_at == seconds(record["fetched_at"])
    return same_fetch and own_digest(line.data, record, row.line) != row.line
