"""Which media the posts name, read from posts.jsonl: each line once, whoever has written it.

The state knows how far the file was read. Where that is another file now (rotated, written anew,
an older copy), all of it is read again, the rotated files too; media that are known stay as they
are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

from newsportal.archive.healing.rotated import opened, place_of
from newsportal.archive.media.table import MediaTable
from newsportal.pages.attachments import is_file
from newsportal.pages.file_kinds import FILE, IMAGE
from newsportal.state.facts import Fact
from newsportal.state.store import Store

_LONGEST = 2000  # characters of an address
_LINK = re.compile(r'<a [^>]*?href="([^"]+)"')
_BLOCK = 4096  # bytes before a position by which the file is recognised


def name_media(folder: Path, store: Store, table: MediaTable) -> None:
    """Enter into the table what committed records name. Raises OSError."""
    path, facts, end = folder / "posts.jsonl", store.facts, store.position()
    start = _known(path, facts.get(Fact.MEDIA_NAMED), end)
    if start is None:
        for _, name in store.rotated():
            if (old := place_of(folder, name)).exists():
                _name_all(old, 0, None, table)
        start = 0
    _name_all(path, start, end, table)
    facts.put(Fact.MEDIA_NAMED, f"{end} {_digest(path, end)}")


def _known(path: Path, fact: str | None, end: int) -> int | None:
    """Return up to where the file was read; None if that was another file."""
    if fact is None:
        return None
    position, _, digest = fact.partition(" ")
    known = int(position) <= end and _digest(path, int(position)) == digest
    return int(position) if known else None


def _digest(path: Path, end: int) -> str:
    if not path.exists():
        return ""
    with path.open("rb") as file:
        file.seek(max(0, end - _BLOCK))
        return sha256(file.read(min(end, _BLOCK))).hexdigest()


def _name_all(path: Path, start: int, end: int | None, table: MediaTable) -> None:
    if end is not None and start >= end:
        return
    with opened(path) as file:
        file.seek(start)
        while (end is None or file.tell() < end) and (line := file.readline()):
            for url, kind, post in _names_on(line):
                table.name(url, kind, post)


def _names_on(line: bytes) -> Iterator[tuple[str, int, str]]:
    try:
        record: Any = json.loads(line)
    except ValueError:
        return
    named = [(image["url"], IMAGE) for image in record.get("images") or ()]
    named += [(file["url"], FILE) for file in record.get("files") or ()]
    # Not every theme tells files from other links.
    links = (unescape(href) for href in _LINK.findall(record.get("html") or ""))
    named += [(url, FILE) for url in links if is_file(url)]
    for url, kind in dict.fromkeys(named):
        if url.startswith(("http://", "https://")) and len(url) <= _LONGEST:
            yield url, kind, record["id"]
