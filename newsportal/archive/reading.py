"""posts.jsonl as everybody else reads it: whole lines only, while a run may be appending."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from newsportal.archive.records_file import open_records
from newsportal.items import Post
from newsportal.pages.urls import bare_address

Record = dict[str, Any]
Outline = tuple[str, str, int, str | None]
"""Of a line what `latest` asks first: id, url, revision, deleted_at."""
# What lines of earlier versions lack
_ADDED = ("extractor", "changed_by", "extra", "files", "pages", "videos")
# How a line of ours begins, and what stands on one of a post that is not removed
_NAMES = re.compile(rb'\{"id":"([^"\\]*)","url":"([^"\\]*)",')
_STANDING = b',"deleted_at":null,'
_REVISION = re.compile(rb'"revision":([0-9]{1,9})\Z')
_IN_ORDER = list(Post.__slots__)
_FIELDS = frozenset(_IN_ORDER) - set(_ADDED)
_NEWEST = 1 << 18  # bytes at the end of the records: some fifty posts


class Line(Record):
    """A record as this version writes it, all fields in their order, and the line it stands in."""

    def __init__(self, record: Record, line: bytes) -> None:
        super().__init__(record)
        self.line = line


def records(file: BinaryIO, start: int = 0, end: int | None = None) -> Iterator[tuple[int, Record]]:
    """Yield position and record of each whole line from *start*, up to *end*.

    A last line without its line feed is still being written and left out. Raises OSError, and
    ValueError for a line that is no record.
    """
    for position, line in lines(file, start, end):
        yield position, record_of(line, position)


def lines(file: BinaryIO, start: int = 0, end: int | None = None) -> Iterator[tuple[int, bytes]]:
    """Yield position and text of each whole line from *start*, up to *end*. Raises OSError."""
    file.seek(start)
    position = start
    while end is None or position < end:
        line = file.readline()
        if not line.endswith(b"\n"):
            return
        yield position, line
        position += len(line)


def record_at(file: BinaryIO, position: int) -> Record:
    """Return the record whose line begins at *position*; raises OSError, ValueError."""
    file.seek(position)
    return record_of(file.readline(), position)


def record_of(line: bytes, position: int) -> Record:
    """Return the record of a line; ValueError names the *position* of what is none."""
    try:
        record = json.loads(line)
    except ValueError:
        record = None
    if isinstance(record, dict) and record.keys() >= _FIELDS:
        if "videos" not in record:
            empty: Record = {name: getattr(Post(), name) for name in _ADDED}
            record = {**empty, "extractor": None, **record}
        return record
    raise ValueError(f"no record begins at byte {position}")


def latest(path: Path, *, deleted: bool = False) -> Iterator[Record]:
    """Yield every post of an archive's folder, or of one file, once, in the order of its lines.

    Posts that the portal removed are left out; with *deleted* they come, too, with the time of
    their removal; all as they last read. Memory: some 150 bytes a post. Raises OSError, and
    ValueError for a line that is no record or a file that is cut meanwhile.
    """
    with open_records(path) as file:
        places = _places(file)
        end, found = file.tell(), 0
        for position, line in lines(file, 0, end):
            if position not in places:
                continue
            found += 1
            if (at := places[position]) is None:
                record = record_of(line, position)
                yield Line(record, line) if list(record) == _IN_ORDER else record
            elif deleted:
                yield {**record_of(line, position), "deleted_at": at}
        if found != len(places):
            raise ValueError("it was changed while it was read; run again")


def _places(file: BinaryIO) -> dict[int, str | None]:
    """Return where the last line with a text of each post begins, and when the post was removed."""
    standing: dict[int, int] = {}
    removed: dict[int, str] = {}
    posts = _Posts()
    for position, line in lines(file):
        id_, url, revision, deleted_at = _outline(line) or _outline_of(record_of(line, position))
        post = posts.key(id_, url, revision)
        if deleted_at is None:
            standing[post] = position
            removed.pop(post, None)
        else:
            standing.setdefault(post, position)
            removed[post] = deleted_at
    return {position: removed.get(post) for post, position in standing.items()}


def portal_name(path: Path) -> str | None:
    """Return what most of the newest posts are signed with, None if they are not.

    *path* is an archive's folder, or one file.
    """
    try:
        with open_records(path) as file:
            start = max(0, file.seek(0, 2) - _NEWEST)
            file.seek(start)
            if start:
                start += len(file.readline())
            found = [record for _, record in records(file, start) if record["text"]]
    except (OSError, ValueError):
        return None
    names = Counter(record["author"] for record in found)
    name, count = next(iter(names.most_common(1)), (None, 0))
    return name if count * 2 > len(found) else None


def _outline(line: bytes) -> Outline | None:
    """Return the outline of a line as we write it; all of it need not be parsed.

    >>> _outline(b'{"id":"7","url":"http://h/7","revision":2,"deleted_at":null,"extra":{}}')
    ('7', 'http://h/7', 2, None)
    >>> _outline(b'{"id":"7","url":"http://h/7","revision":2,"deleted_at":"2026-01-01"}') is None
    True
    """
    end = line.rfind(_STANDING)
    names, revision = _NAMES.match(line), _REVISION.search(line, max(0, end - 24), max(0, end))
    if names is None or revision is None or line.count(b'"deleted_at":') != 1:
        return None
    id_, url = names.groups()
    return id_.decode("utf-8", "replace"), url.decode("utf-8", "replace"), int(revision[1]), None


def _outline_of(record: Record) -> Outline:
    return record["id"], record["url"], record["revision"], record["deleted_at"]


class _Posts:
    """Joins the lines of posts, wherever the portal was when they were written: by their ids.

    Lines of early versions may give one id to two posts; then the second begins at revision 1.
    """

    def __init__(self) -> None:
        self._addresses: dict[int, int] = {}
        self._others: set[int] = set()

    def key(self, id_: str, url: str, revision: int) -> int:
        """Return what all lines of a post share, asked in their order."""
        # 64 bits with a random key: safe from chance and malice
        address = hash(bare_address(url))
        post = hash(id_) if id_ else address
        first = self._addresses.setdefault(post, address)
        if address != first and revision == 1:
            self._others.add(address)
        return address if address in self._others else post
