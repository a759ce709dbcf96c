"""The page store alone: pages as they arrive, and what a crawl notes beside them, made durable."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from newsportal.pagestore.members import Exchange
from newsportal.pagestore.notes import ReadNote
from newsportal.pagestore.store import PageStore
from newsportal.state.store import Store

GROUP = 50  # posts that are made durable together, as in a crawl
_AT = datetime(2026, 11, 27, 4, tzinfo=UTC)
_ASKED = [
    ("User-Agent", "newsportal"),
    ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
    ("Accept-Language", "zh-CN,zh;q=0.9"),
    ("Accept-Encoding", "gzip, deflate, br"),
]
_ANSWERED = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Server", "nginx"),
    ("Vary", "Accept-Encoding"),
    ("Date", "Fri, 27 Nov 2026 04:00:00 GMT"),
]


def arriving(pages: Iterable[tuple[str, bytes]], *, packed: bool) -> Iterator[Exchange]:
    """Yield pages, by address and body, as a server sends them."""
    headers = [*_ANSWERED, ("Content-Encoding", "gzip")] if packed else _ANSWERED
    for url, body in pages:
        sent = gzip.compress(body, 6) if packed else body
        yield Exchange(url, _AT, "GET", _ASKED, 200, headers, sent, address="127.0.0.1")


def store(exchanges: Iterable[Exchange], folder: Path) -> None:
    """Store pages in a new archive, which is taken away again."""
    folder.mkdir()
    state = Store(folder / "state.db")
    kept = PageStore(folder / "warc", folder.name, 10**9, {}, state.pages)
    kept.heal({})
    for number, exchange in enumerate(exchanges, 1):
        page, body = kept.add(exchange)
        kept.note(ReadNote(exchange.url, page, body, _AT, _AT, None, None, None, first=True))
        if number % GROUP == 0:
            kept.sync()
    kept.sync()
    kept.close()
    state.close()
    shutil.rmtree(folder)
