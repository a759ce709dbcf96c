"""Which lines of an archive belong to which month, and whether a month has changed."""

from __future__ import annotations

import hashlib
import re
import sys
from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsportal.archive.reading import records

UNKNOWN = "unknown"
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}-")


@dataclass(slots=True)
class Month:
    """The lines of one month of one archive."""

    positions: array[int] = field(default_factory=lambda: array("q"))
    """Where they begin in posts.jsonl, in order."""
    posts: array[int] = field(default_factory=lambda: array("q"))
    """`name_of` their addresses."""
    digest: str = ""
    """Changes when other lines, or lines with other content, belong to the month."""


def name_of(url: str) -> int:
    """Return a number that stands for an address."""
    return int.from_bytes(_digest(url), "big", signed=True)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()


def months_of(export: Path, *, history: bool, without: frozenset[int]) -> dict[str, Month]:
    """Return the months of an archive, ``unknown`` for posts without a date.

    Of each post the latest line counts, and none if the portal removed it; with *history* every
    line does. Posts *without* are left out by the names of their addresses. Memory: some 300 bytes
    a post of this archive, and 16 once it has returned.
    """
    lines: dict[int, tuple[str, int, int, bytes]] = {}
    with export.open("rb") as file:
        for position, record in records(file):
            post = position if history else name_of(record["id"])
            name = name_of(record["url"])
            if record["deleted_at"] and not history:
                lines.pop(post, None)
            elif name not in without:
                told = f"{record['revision']} {record['fetched_at']} {record['content_hash']}"
                month = sys.intern(_month(record["published_at"]))
                lines[post] = (month, position, name, _digest(told))
    found: dict[str, Month] = defaultdict(Month)
    digests: dict[str, Any] = defaultdict(hashlib.sha256)
    for month, position, name, digest in sorted(lines.values(), key=lambda line: line[1]):
        found[month].positions.append(position)
        found[month].posts.append(name)
        digests[month].update(b"%d %b" % (name, digest))
    for month, content in digests.items():
        found[month].digest = content.hexdigest()[:16]
    return dict(found)


def _month(published_at: str | None) -> str:
    """Return the month of a time, in Asia/Shanghai as it is printed.

    >>> _month("2026-11-01T00:30:00+08:00"), _month(None)
    ('2026-11', 'unknown')
    """
    found = _MONTH.match(published_at or "")
    return found[0][:-1] if found else UNKNOWN
