"""Lines of records, and what the state knows of their posts.

A line whose digest the state has is as it was written: nobody need parse it, which is most of the
work where a file has changed in one place and is in doubt as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from newsportal.archive.healing.adopt import known_all
from newsportal.archive.healing.line import Record, digest_of, record_on
from newsportal.archive.healing.portal_hosts import PortalHosts
from newsportal.state.row import Row, State
from newsportal.state.store import Store

AT_A_TIME = 500
"""Lines that are looked up at once."""
# How a line of ours begins, and what stands in it once; within a text, quotes have a backslash.
_ID, _URL = b'{"id":"', b'","url":"'
_DELETED, _STANDS = b'"deleted_at":', b'"deleted_at":null'


@dataclass(slots=True)
class RecordLine:
    """A line that is a record."""

    data: bytes
    id: str
    url: str
    key: str | None
    """By which the state has the post; None if it is of another portal."""
    revision: int
    content_hash: str
    row: Row | None
    """What the state knows of the post."""
    record: Record | None
    """None where the state has the line's digest, and the line was not parsed."""

    @classmethod
    def of(
        cls, data: bytes, record: Record, row: Row | None, portal_hosts: PortalHosts
    ) -> RecordLine:
        """Return what a record says, of which *data* is the line."""
        return cls(
            data, record["id"], record["url"], portal_hosts.key(record["url"]), record["revision"],
            record["content_hash"], row, record,
        )  # fmt: skip

    def parsed(self) -> Record:
        """Return the record, which is read for it if it was not."""
        record = self.record or record_on(self.data)
        assert record is not None  # its digest says that we wrote it
        return record


def recognise(
    lines: Iterable[bytes], store: Store, portal_hosts: PortalHosts
) -> Iterator[tuple[bytes, RecordLine | None]]:
    """Yield lines with what each tells, None where there is no record on it.

    `AT_A_TIME` of them are looked up when all before these have been taken, and may be entered.
    """
    source, are_known = iter(lines), store.counts.any()
    while some := list(islice(source, AT_A_TIME)):
        found = _as_written(some, store, portal_hosts) if are_known else {}
        yield from zip(some, _recognised(some, found, store, portal_hosts), strict=True)


def _recognised(
    lines: Sequence[bytes], found: dict[int, RecordLine], store: Store, portal_hosts: PortalHosts
) -> list[RecordLine | None]:
    others = [n for n in range(len(lines)) if n not in found]
    records = {n: record for n in others if (record := record_on(lines[n])) is not None}
    rows = known_all([*records.values()], store, portal_hosts)
    for (n, record), row in zip(records.items(), rows, strict=True):
        found[n] = RecordLine.of(lines[n], record, row, portal_hosts)
    return [found.get(n) for n in range(len(lines))]


def _as_written(
    lines: Sequence[bytes], store: Store, portal_hosts: PortalHosts
) -> dict[int, RecordLine]:
    """Return the lines whose digests the state has, by their numbers."""
    names = {n: name for n, line in enumerate(lines) if (name := _name_on(line)) is not None}
    rows = store.rows_of_ids(id_ for id_, _ in names.values())
    found = {}
    for n, (id_, url) in names.items():
        line, row = lines[n], rows.get(id_)
        if row is None or row.line is None or row.line != digest_of(line):
            continue
        state = State.ARCHIVED if _STANDS in line else State.GONE
        if row.state is state and line.count(_DELETED) == 1 and row.content_hash:
            key = row.key if url == portal_hosts.site.root + row.key else portal_hosts.key(url)
            if key is not None:
                content = row.content_hash.hex()
                found[n] = RecordLine(line, id_, url, key, row.revision, content, row, None)
    return found


def _name_on(line: bytes) -> tuple[str, str] | None:
    """Return id and address of the record on a line, None if it is not plainly one of ours."""
    if not line.startswith(_ID) or not line.endswith(b"\n"):
        return None
    id_, _, rest = line[len(_ID) :].partition(_URL)
    url, _, _ = rest.partition(b'"')
    names = id_ + url
    if b"\\" in names or b'"' in names:
        return None
    return id_.decode("utf-8", "replace"), url.decode("utf-8", "replace")
