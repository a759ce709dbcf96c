"""What ``scrapy reextract`` would change, counted and shown."""

from __future__ import annotations

import asyncio
import difflib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from newsportal.archive.archive import Archive, ArchiveLockedError
from newsportal.archive.kept_pages import Keeping
from newsportal.arguments import Arguments
from newsportal.items import Post
from newsportal.rereading.replay import Choice, Replay
from newsportal.runs.run import FAILED, LOCKED, OK

_SHOWN = 20


def dry_run(
    data_dir: str, arguments: Arguments, settings: Mapping[str, Any], choice: Choice, processes: int
) -> int:
    """Print what would change and return the exit status; nothing of it is written."""
    try:
        archive = Archive.open(data_dir, arguments, Keeping.of(settings))
    except ArchiveLockedError as error:
        print(f"newsportal: {error}")  # noqa: T201
        return LOCKED
    except (OSError, sqlite3.Error, ValueError) as error:
        print(f"newsportal: the archive cannot be opened: {error}")  # noqa: T201
        return FAILED
    try:
        asyncio.run(_show(archive, arguments, choice, processes))
    finally:
        archive.abandon()
    return OK


async def _show(archive: Archive, arguments: Arguments, choice: Choice, processes: int) -> None:
    counts: Counter[str] = Counter()
    posts = new = 0
    async for post, record, fields in Replay(archive, arguments.site).changed(choice, processes):
        archive.carried.take(post)
        if record is None:
            new += 1
            continue
        posts += 1
        counts.update(fields)
        if posts <= _SHOWN:
            print("\n".join(_diff(record, post, fields)))  # noqa: T201
    names = ", ".join(f"{name} {count}" for name, count in counts.most_common())
    print(f"{posts} posts would read differently{': ' if names else ''}{names}")  # noqa: T201
    if new:
        print(f"{new} pages that gave no record would be looked at again")  # noqa: T201


def _diff(record: dict[str, Any], post: Post, fields: list[str]) -> Iterator[str]:
    today = json.loads(post.to_json())
    before, after = (
        [line for name in fields for line in _lines(name, values.get(name))]
        for values in (record, today)
    )
    yield from difflib.unified_diff(before, after, record["url"], "today", n=0, lineterm="")


def _lines(name: str, value: Any) -> list[str]:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return [f"{name}: {line}" for line in text.split("\n")]
