"""What the index says of one record: a line of a list, and the lists that it stands in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime

from newsportal.archive.reading import Record
from newsportal.chinese.dates import SHANGHAI

PATH = " › "
"""Parts the names in a category's path."""
_EXCERPT = 110  # characters
_SENTENCE_END = re.compile("[。！？!?]")
_DEPTH = 8  # of a category
_UNDATED = 10**11  # seconds by which a post without a date stands behind all that have one
EARLIEST = -_UNDATED // 2
"""Seconds since 1970: what lies before has no date."""
_json = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps makes an encoder each time


def row_of(position: int, record: Record) -> Record:
    """Return the columns of a record whose line stands at *position*."""
    published = record["published_at"]
    seconds = int(datetime.fromisoformat(published or record["first_seen_at"]).timestamp())
    return {
        "url": record["url"],
        "slug": record["id"],
        "position": position,
        "title": record["title"],
        "at": seconds if published else seconds - _UNDATED,
        "published_at": published,
        "precision": record["published_precision"],
        "category": _json(record["category"]),
        "source": record["source"],
        "excerpt": _excerpt(record["text"]),
        "images": len(record["images"]),
        "near": record["near_duplicate_of"],
        "revision": record["revision"],
        "deleted_at": record["deleted_at"],
    }


def _excerpt(text: str) -> str:
    """Return the beginning of a text, from its first whole sentence: credit lines are none."""
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if _SENTENCE_END.search(line)), 0)
    return " ".join(" ".join(lines[first:]).split())[:_EXCERPT]


def lists_of(record: Record) -> Iterator[tuple[str, str]]:
    """Yield kind and name of each list that a post stands in."""
    yield "all", ""
    path = record["category"][:_DEPTH]
    yield from (("category", PATH.join(path[:depth])) for depth in range(1, len(path) + 1))
    yield from (("tag", name) for name in record["tags"])
    for role in ("reporter", "correspondent", "editor"):
        yield from ((role, name) for name in record[f"{role}s"])
        yield from (("person", name) for name in record[f"{role}s"])  # whatever the role
    if record["source"]:
        yield "source", record["source"]
    if record["published_at"]:
        day = datetime.fromisoformat(record["published_at"]).astimezone(SHANGHAI).date()
        # Only what is known: a post of some day in October stands under the month.
        length = {"week": 7, "month": 7, "year": 4}.get(record["published_precision"], 10)
        yield "day", day.isoformat()[:length]
    if record["revision"] > 1:
        yield "changed", ""
    if record["deleted_at"]:
        yield "removed", ""
