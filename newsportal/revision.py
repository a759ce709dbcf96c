"""What makes a new revision of a post, and how it differs from the one before."""

from __future__ import annotations

import difflib
import hashlib
from typing import Any

from newsportal.items import Post

FIELDS = (
    "title", "text", "images", "tags", "category", "source",
    "reporters", "correspondents", "editors",
)  # fmt: skip
_WIDTH = 4  # bytes of hash a field; a change goes unseen once in four thousand million
_SHOWN = 200  # lines of a diff


def digest(post: Post) -> bytes:
    """Return four bytes of hash for each of `FIELDS`; white space does not count."""
    return b"".join(_hash(_plain(getattr(post, name))) for name in FIELDS)


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


def short_hash(*parts: str) -> bytes:
    """Return eight bytes of hash over texts, white space aside."""
    return hashlib.blake2b(_squeezed("\0".join(parts)), digest_size=8).digest()


def _hash(text: str) -> bytes:
    return hashlib.blake2b(_squeezed(text), digest_size=_WIDTH).digest()


def _squeezed(text: str) -> bytes:
    return "".join(text.split()).encode("utf-8", "replace")


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "\0".join(element if isinstance(element, str) else element.url for element in value)
    return value or ""
