"""What ``scrapy reextract`` would change, counted and shown; nothing is written or locked."""

from __future__ import annotations

import asyncio
import difflib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from newsportal.archive.kept_pages import elsewhere_by, pages_folder, pages_of
from newsportal.archive.reading import record_at
from newsportal.language.chosen import local, say
from newsportal.pages.site import Site
from newsportal.rereading.changes import Change, Changes, Selection, Unread
from newsportal.runs.plain_words import in_words
from newsportal.runs.run import FAILED, OK
from newsportal.state.file.tables import open_read_only
from newsportal.state.parts.page_table import PageTable
from newsportal.state.row import Row

_SHOWN = 20


def dry_run(
    folder: Path, site: Site, settings: Mapping[str, Any], choice: Selection, processes: int,
    *, as_json: bool = False,
) -> int:  # fmt: skip
    """Print what would change and return the exit status."""
    try:
        with closing(open_read_only(folder / "state.db")) as state:
            pages = pages_of(folder, pages_folder(elsewhere_by(settings), folder), state)
            archive = _Archive(folder, state)
            changes = Changes(
                folder, site, pages, archive.pages.post_at, archive.record, archive.pages.archived,
                choice, processes, archive.zone(),
            )  # fmt: skip
            asyncio.run(_show(changes, as_json=as_json))
    except (OSError, sqlite3.Error, ValueError) as error:
        say(f"{folder} cannot be read: {in_words(error)}")
        return FAILED
    return FAILED if changes.unread.pages_lost else OK


class _Archive:
    """State and records, as they are found."""

    def __init__(self, folder: Path, state: sqlite3.Connection) -> None:
        self._state = state
        self.pages = PageTable(lambda sql, *values: state.execute(sql, values))
        self._export = folder / "posts.jsonl"

    def zone(self) -> str:
        """Return in which zone the portal is known to print times."""
        return str(self._state.execute("SELECT zone FROM export").fetchone()[0])

    def record(self, row: Row) -> dict[str, Any] | None:
        """Return the last record of a post, None where it is not in the file."""
        if row.position is None or row.part is not None:
            return None
        with self._export.open("rb") as file:
            return record_at(file, row.position)


async def _show(changes: Changes, *, as_json: bool) -> None:
    counts: Counter[str] = Counter()
    posts = others = 0
    async for change in changes:
        if change.record is None:
            others += 1
            continue
        posts += 1
        counts.update(change.fields)
        if posts <= _SHOWN and not as_json:
            print("\n".join(_diff(change, change.record)))  # noqa: T201
    unread = changes.unread
    if as_json:
        told = {"posts": posts, "fields": counts, "others": others, **asdict(unread)}
        print(json.dumps(told))  # noqa: T201
        return
    names = ", ".join(f"{name} {count}" for name, count in counts.most_common())
    print(local(f"{posts} posts would read differently{': ' if names else ''}{names}"))  # noqa: T201
    if others:
        print(local(f"{others} pages that gave no record would be looked at again"))  # noqa: T201
    for line in _missing(unread):
        print(local(line))  # noqa: T201


def _missing(unread: Unread) -> Iterator[str]:
    if unread.pages_lost:
        yield f"stored pages of {unread.pages_lost} posts are lost; these cannot be read again"
    if unread.without_page:
        yield f"{unread.without_page} posts are without a stored page"


def _diff(change: Change, record: dict[str, Any]) -> Iterator[str]:
    today = json.loads(change.post.to_json())
    before, after = (
        [line for name in change.fields for line in _lines(name, values.get(name))]
        for values in (record, today)
    )
    yield from difflib.unified_diff(before, after, record["url"], "today", n=0, lineterm="")


def _lines(name: str, value: Any) -> list[str]:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return [f"{name}: {line}" for line in text.split("\n")]
