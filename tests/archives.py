"""An archive at the level of its class: records are added by hand, processes die by hand."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.revisions.revision import digest
from newsportal.arguments import Arguments
from newsportal.items import Post
from newsportal.runs.verdict import Thresholds
from newsportal.state.row import Route, State

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
ARGUMENTS = Arguments.parse({"portal": "http://news.example/"}, "")


def post(number: int, text: str = "文", revision: int = 1) -> Post:
    return Post(
        id=str(number),
        url=f"http://news.example/post/{number}.html",
        title="题",
        text=text,
        content_hash=hashlib.sha256(f"题\n{text}".encode()).hexdigest(),
        revision=revision,
        first_seen_at=NOW,
        fetched_at=NOW,
    )


def lines(folder: Path) -> list[str]:
    path = folder / "posts.jsonl"
    return (
        [json.loads(line)["id"] for line in path.read_text().splitlines()] if path.exists() else []
    )


def opened(tmp_path: Path) -> ArchiveWriter:
    return ArchiveWriter.open(str(tmp_path), ARGUMENTS)


def died(archive: ArchiveWriter) -> None:
    """Let go of an archive as a killed process does."""
    archive.store.close()
    archive._journal.close()
    archive._locks.close()


def archived(archive: ArchiveWriter, number: int, text: str = "文", revision: int = 1) -> None:
    row = archive.store.sight(f"post/{number}.html", Route.INDEX, NOW, archive.run_number)
    item = post(number, text, revision)
    content_hash = bytes.fromhex(item.content_hash)
    archive.store.settle(
        row.n, State.ARCHIVED, content_hash=content_hash, digest=digest(item), lost=0
    )
    archive.add(row.n, item)


def completed(archive: ArchiveWriter) -> None:
    """End a run as one that got to the end of the portal."""
    archive.run.front_page = True
    archive.close("finished", {}, Thresholds())
