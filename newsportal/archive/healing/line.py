"""A line of posts.jsonl: is it a record, whole and true to itself?"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime
from typing import Any

from newsportal.items import as_line

Record = dict[str, Any]
LONGEST = 64 * 2**20  # bytes; a page of 16 MiB in GBK makes 48 of text and HTML
_WIDTH = 8
_LISTS = ("images", "tags", "category", "reporters", "correspondents", "editors", "related")
# Blanks about marks, escapes that we do not write; two patterns, since each begins with one byte,
# which is found faster
_OTHERS = re.compile(rb'"(?:: | :)'), re.compile(rb"\\[u/]")
_BEGINNING = b'{"id":"'


def record_on(line: bytes) -> Record | None:
    """Return the record on a line, None if there is none or it is not as it was written.

    Its hash tells whether title and text are; for the other fields only their kind is looked at.
    """
    try:
        record = json.loads(line.decode())  # bytes may be taken for UTF-16
        return record if isinstance(record, dict) and _is_true(record) else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _is_true(record: Record) -> bool:
    texts = (record["id"], record["url"], record["title"], record["text"], record["content_hash"])
    if not all(isinstance(text, str) for text in texts) or type(record["revision"]) is not int:
        return False
    if {type(record.get(name) or []) for name in _LISTS} != {list}:
        return False
    if not all(isinstance(image["url"], str) for image in record.get("images") or ()):
        return False
    bytes.fromhex(record["content_hash"])
    for name in ("first_seen_at", "fetched_at"):
        datetime.fromisoformat(record[name])
    if record.get("deleted_at") is not None:
        return bool(datetime.fromisoformat(record["deleted_at"]))
    content = f"{record['title']}\n{record['text']}".encode("utf-8", "replace")
    return bool(record["content_hash"] == hashlib.sha256(content).hexdigest())


def digest_of(line: bytes) -> bytes:
    """Return by what a line is recognised."""
    return hashlib.sha256(line.rstrip(b"\r\n")).digest()[:_WIDTH]


def own_digest(line: bytes, record: Record, known: bytes | None) -> bytes:
    """Return the digest of a line as we would have written its record.

    That is its own where that is the *known* one, or nothing in it looks like another's writing:
    then nobody need write it to see.
    """
    digest = digest_of(line)
    if known == digest or not any(other.search(line) for other in _OTHERS):
        return digest
    return digest_of(as_line(record))


def seconds(time: str) -> int:
    """Return a record's time as the state has it."""
    return int(datetime.fromisoformat(time).timestamp())


def is_torn(data: bytes) -> bool:
    r"""Tell whether *data*, behind all that was committed, is what a write left that never ended.

    That is the beginning of a line of ours at the end of the file. After a power cut, parts of it
    may be zeros.

    >>> [is_torn(data) for data in (b'{"i', b'{"id":"7","url', b'{"a":1', b'{"id":"7"}\n')]
    [True, True, False, False]
    >>> is_torn(b'\0\0\0,"tags":[]}\n'), is_torn(b'{"id":"7\0\0\0\n'), is_torn(b'junk\0')
    (True, True, False)
    """
    if b"\0" in data:
        return data[:1] in (b"\0", _BEGINNING[:1])
    return data[: len(_BEGINNING)] == _BEGINNING[: len(data)] and b"\n" not in data
