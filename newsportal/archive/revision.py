"""What makes a new revision of a post, and how it differs from the one before."""

from __future__ import annotations

import difflib
from typing import Any

from newsportal.chinese.text_hash import text_hash
from newsportal.items import Post

FIELDS = (
    "title", "text", "images", "tags", "category", "source",
    "reporters", "correspondents", "editors",
)  # fmt: skip
_WIDTH = 4  # bytes of hash a field; a change goes unseen once in four thousand million
_SHOWN = 200  # lines of a diff


def digest(post: Post) -> bytes:
    """Return four bytes of hash for each of `FIELDS`; white space does not count."""
    return b"".join(text_hash(_plain(getattr(post, name)), size=_WIDTH) for name in FIELDS)


def changed_fields(before: bytes | None, after: bytes) -> list[str]:
    """Return the names of the fields in which two digests differ."""
    if before is None:
        return list(FIELDS)
    parts = range(0, len(after), _WIDTH)
    differ = [before[part : part + _WIDTH] != after[part : part + _WIDTH] for part in parts]
    return [name for name, differs in zip(FIELDS, differ, strict=True) if differs]


def paragraph_diff(before: dict[str, Any], after: Post) -> list[str]:
    """Return the paragraphs that went (``- ``) and came (``+ ``), title first."""
    old = [before["title"], *before["text"].split("\n")]
    new = [str(after.title), *str(after.text).split("\n")]
    lines = difflib.unified_diff(old, new, lineterm="", n=0)
    kept = [line for line in lines if line[:3] not in ("---", "+++") and line[:2] != "@@"]
    return [f"{line[0]} {line[1:]}" for line in kept[:_SHOWN]]


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "\0".join(element if isinstance(element, str) else element.url for element in value)
    return value or ""
