"""Records as the crawler writes them, for tests that need no crawl."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from newsportal.items import Post

PORTAL = "http://news.example/"


def record(number: int | str, title: str, text: str = "", **fields: Any) -> dict[str, Any]:
    """Return a post of 23 October 2026; *fields* are added to it."""
    return {
        **json.loads(Post().to_json()),
        "id": str(number),
        "url": f"{PORTAL}post/{number}.html",
        "title": title,
        "text": text,
        "html": f"<p>{text}</p>",
        "published_at": "2026-10-23T09:00:00+08:00",
        "published_precision": "minute",
        "content_hash": hashlib.sha256(f"{title}\n{text}".encode()).hexdigest(),
        "first_seen_at": "2026-10-23T10:00:00+08:00",
        "fetched_at": "2026-10-23T10:00:00+08:00",
        **fields,
    }


def tombstone(number: int) -> dict[str, Any]:
    """Return the last line of a removed post."""
    return record(number, "撤下", html="", revision=2, published_at=None,
                  deleted_at="2026-11-01T08:00:00+08:00")  # fmt: skip
