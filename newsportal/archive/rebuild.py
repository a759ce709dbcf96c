"""A new state.db from posts.jsonl, where the old one is lost or damaged.

What the file cannot know: posts that were left out (duplicates, gone, rejected), which list showed
what, and how posts looked in lists. The next run walks all lists again and finds these out; it
fetches no post again that the file has.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from filelock import FileLock

from newsportal.archive.revision import digest
from newsportal.items import Image, Post
from newsportal.pages.urls import Site
from newsportal.runs.run import FAILED
from newsportal.state.durable import sync_folder
from newsportal.state.published import Published
from newsportal.state.row import Route, State
from newsportal.state.similarity import Signature
from newsportal.state.store import Store

_SHOWN = 10  # numbers of lines


@dataclass(slots=True)
class Rebuilt:
    """What came of it."""

    posts: int = 0
    removed: int = 0
    left: list[int] = field(default_factory=list)
    """Numbers of the lines that are no records; they stay in the file."""
    old: Path | None = None
    """Where the old state is."""

    def __str__(self) -> str:
        text = f"rebuilt: {self.posts} posts, {self.removed} removed"
        if self.left:
            shown = ", ".join(map(str, self.left[:_SHOWN]))
            more = "" if len(self.left) <= _SHOWN else ", ..."
            text += f"; {len(self.left)} lines are no records and were passed over: {shown}{more}"
        return text + (f"; the old state is now {self.old}" if self.old else "")


def rebuild(folder: Path, site: Site) -> Rebuilt:
    """Replace the state of an archive; raises OSError, and Timeout while a run is active."""
    export, state, draft = (folder / name for name in ("posts.jsonl", "state.db", "state.db.new"))
    folder.stat()  # no archive, no lock
    with FileLock(folder / "lock", timeout=0):
        export.stat()  # no file, nothing to do
        _discard(draft)
        store = Store(draft)
        try:
            rebuilt = _read(export, site, store)
        finally:
            store.close()
        if state.exists():
            names = (folder / f"state.db.{number}" for number in count(1))
            rebuilt.old = next(name for name in names if not name.exists())
            for end in ("", "-wal", "-shm"):
                if (part := Path(f"{state}{end}")).exists():
                    part.rename(f"{rebuilt.old}{end}")
        draft.rename(state)
        sync_folder(folder)
    return rebuilt


def _discard(database: Path) -> None:
    for end in ("", "-wal", "-shm"):
        Path(f"{database}{end}").unlink(missing_ok=True)


def _read(export: Path, site: Site, store: Store) -> Rebuilt:
    rebuilt = Rebuilt()
    run, position = store.begin_run("rebuild"), 0
    for number, line in enumerate(_lines(export), 1):
        record = _record(line, site)
        if record is None:
            rebuilt.left.append(number)
        else:
            _enter(record, position, run, site, store)
        position += len(line)
    store.name(site.root)
    rebuilt.posts, rebuilt.removed = store.count(State.ARCHIVED), store.count(State.GONE)
    why = "the state was rebuilt from posts.jsonl; the next run completes it"
    store.end_run(run, FAILED, why, None, whole=True)
    store.commit(position)
    return rebuilt


def _lines(export: Path) -> Iterator[bytes]:
    """Yield the whole lines; a last one that lacks but its line feed gets it."""
    with export.open("rb+") as file:
        for line in file:
            if line.endswith(b"\n"):
                yield line
            elif _parsed(line) is not None:
                file.seek(0, os.SEEK_END)
                file.write(b"\n")
                file.flush()
                os.fsync(file.fileno())
                yield line + b"\n"


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _record(line: bytes, site: Site) -> dict[str, Any] | None:
    """Return the record on a line, None if it is none, or of another portal."""
    record = _parsed(line)
    try:
        if record is None or site.canonical(record["url"]) is None:
            return None
        for name in ("title", "text", "content_hash", "id"):
            if not isinstance(record[name], str):
                return None
        record["revision"] = int(record["revision"])
        for name in ("first_seen_at", "fetched_at"):
            record[name] = datetime.fromisoformat(record[name])
        bytes.fromhex(record["content_hash"])
        _post(record)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return record


def _enter(record: dict[str, Any], position: int, run: int, site: Site, store: Store) -> None:
    """Enter a record as the last one of its post."""
    key = site.key(site.canonical(record["url"]) or "")
    row = store.sight(key, Route.ELSEWHERE, record["first_seen_at"], run)
    removed = record.get("deleted_at") is not None
    reason = "removed by the portal" if removed else None
    store.settle(row.n, State.GONE if removed else State.ARCHIVED, reason=reason)
    store.update(
        row.n,
        id=record["id"],
        title=record["title"],
        revision=record["revision"],
        position=position,
        content_hash=bytes.fromhex(record["content_hash"]) or None,
        fetched_at=int(record["fetched_at"].timestamp()),
    )
    if removed:
        return
    post = _post(record)
    neighbours = {name: _named(record, name, run, site, store) for name in ("previous", "next")}
    category = store.category(post.category)
    store.update(row.n, digest=digest(post), category=category, **neighbours)
    for link in record.get("related") or ():
        _sight(link, Route.RELATED, record, run, site, store)
    if published := _published(record):
        store.publish(row.n, published)
    if signature := Signature.of(record["title"], record["text"]):
        store.sign(row.n, signature)


def _named(record: dict[str, Any], name: str, run: int, site: Site, store: Store) -> int | None:
    return _sight(record.get(name), Route.CHAIN, record, run, site, store)


def _sight(
    link: Any, route: Route, record: dict[str, Any], run: int, site: Site, store: Store
) -> int | None:
    url = site.canonical(link["url"]) if isinstance(link, dict) and "url" in link else None
    if url is None or url == site.root:
        return None
    return store.sight(site.key(url), route, record["fetched_at"], run).n


def _post(record: dict[str, Any]) -> Post:
    """Return what makes a revision of a record."""
    post = Post(title=record["title"], text=record["text"], source=record.get("source"))
    post.images = [Image(str(image["url"]), "") for image in record.get("images") or ()]
    for name in ("tags", "category", "reporters", "correspondents", "editors"):
        setattr(post, name, [str(text) for text in record.get(name) or ()])
    return post


def _published(record: dict[str, Any]) -> Published | None:
    try:
        at, earliest, latest = (
            datetime.fromisoformat(record[name]) if record[name] else None
            for name in ("published_at", "published_earliest", "published_latest")
        )
        if at is None or earliest is None:
            return None
        precision, source = record["published_precision"], record["published_from"]
        return Published(at, precision, earliest, latest, source)
    except (KeyError, TypeError, ValueError):
        return None


def remedy(path: Path, error: sqlite3.Error) -> str:
    """Return what is wrong with a state file, and what helps."""
    if "locked" in str(error):
        return f"{path} is in use by another program ({error}); run again when that has ended"
    if isinstance(error, sqlite3.OperationalError):
        return f"{path}: {error}"
    return f"{path} is damaged ({error}); scrapy rebuild makes a new one from posts.jsonl"
