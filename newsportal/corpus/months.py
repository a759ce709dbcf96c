"""Which lines of an archive belong to which month, and whether a month has changed."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsportal.archive.reading import records

UNKNOWN = "unknown"
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}-")


@dataclass(slots=True)
class Month:
    """The lines of one month of one archive."""

    positions: list[int]
    """Where they begin in posts.jsonl, in order."""
    urls: list[str]
    digest: str = ""
    """Changes when other lines, or lines with other content, belong to the month."""


def months_of(export: Path, *, history: bool, without: frozenset[str]) -> dict[str, Month]:
    """Return the months of an archive, ``unknown`` for posts without a date.

    Of each post the latest line counts, and none if the portal removed it; with *history* every
    line does. Posts *without* are left out by their address. Memory: some 300 bytes a post.
    """
    lines: dict[object, tuple[str, int, str, str]] = {}
    with export.open("rb") as file:
        for position, record in records(file):
            post: object = position if history else record["id"]
            if record["deleted_at"] and not history:
                lines.pop(post, None)
            elif record["url"] not in without:
                month = _month(record["published_at"])
                content = f"{record['revision']} {record['fetched_at']} {record['content_hash']}"
                lines[post] = (month, position, record["url"], content)
    found: dict[str, Month] = defaultdict(lambda: Month([], []))
    digests: dict[str, Any] = defaultdict(hashlib.sha256)
    for month, position, url, content in sorted(lines.values(), key=lambda line: line[1]):
        found[month].positions.append(position)
        found[month].urls.append(url)
        digests[month].update(f"{url} {content}\n".encode("utf-8", "replace"))
    for month, digest in digests.items():
        found[month].digest = digest.hexdigest()[:16]
    return dict(found)


def _month(published_at: str | None) -> str:
    """Return the month of a time, in Asia/Shanghai as it is printed.

    >>> _month("2026-11-01T00:30:00+08:00"), _month(None)
    ('2026-11', 'unknown')
    """
    found = _MONTH.match(published_at or "")
    return found[0][:-1] if found else UNKNOWN
