"""What makes a new revision of a post, and how it differs from the one before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from newsportal.archive.revisions.matching import Match, matching
from newsportal.chinese.text_hash import text_hash
from newsportal.items import Post
from newsportal.pages.urls import address_variants, bare_address, moved

FIELDS = (
    "title", "text", "images", "tags", "category", "source",
    "reporters", "correspondents", "editors",
)  # fmt: skip
_WIDTH = 4  # bytes of hash a field; a change goes unseen once in four thousand million
_NOTHING = text_hash("", size=_WIDTH)  # of most fields
_SHOWN, _WIDTH_SHOWN = 200, 2_000  # lines of a diff, characters of each


def content_hash(title: str | None, text: str | None) -> str:
    """Return what tells exact duplicates: SHA-256 (hex) over title and text."""
    return hashlib.sha256(f"{title}\n{text}".encode("utf-8", "replace")).hexdigest()


def digest(post: Post) -> bytes:
    """Return four bytes of hash for each of `FIELDS`; white space does not count."""
    return digest_of([getattr(post, name) for name in FIELDS])


def digest_of(values: Iterable[Any]) -> bytes:
    """Return the digest of the values of `FIELDS`, of which pictures may be but addresses."""
    return b"".join(
        [text_hash(_plain(value), size=_WIDTH) if value else _NOTHING for value in values]
    )


def changed_fields(before: bytes | None, after: bytes) -> list[str]:
    """Return the names of the fields in which two digests differ."""
    if before is None:
        return list(FIELDS)
    parts = range(0, len(after), _WIDTH)
    differ = [before[part : part + _WIDTH] != after[part : part + _WIDTH] for part in parts]
    return [name for name, differs in zip(FIELDS, differ, strict=True) if differs]


def changes(before: bytes | None, post: Post, root: str, former: Iterable[str]) -> list[str]:
    """Return the fields in which a post differs from what a digest was made of.

    Pictures on the portal's own host that moved with it, from one of its *former* roots or between
    http and https, are the same ones.
    """
    fields = changed_fields(before, digest(post))
    if before is None or "images" not in fields:
        return fields
    roots = [root for known in (root, *former) for root in address_variants(known)]
    return min((changed_fields(before, digest(_at(post, root, roots))) for root in roots), key=len)


def _at(post: Post, root: str, roots: Iterable[str]) -> Post:
    """Return a post as it was where the portal's own pictures were at a root of it."""
    own = tuple({bare_address(known) for known in roots})
    images = [replace(image, url=moved(image.url, root, own)) for image in post.images]
    return replace(post, images=images)


def paragraph_diff(before: dict[str, Any], after: Post) -> list[str]:
    """Return the paragraphs that went (``- ``) and came (``+ ``), title first.

    >>> paragraph_diff({"title": "题", "text": "甲"}, Post(title="题", text="乙"))
    ['- 甲', '+ 乙']
    """
    old = [before["title"], *before["text"].split("\n")]
    new = [str(after.title), *str(after.text).split("\n")]
    lines: list[str] = []
    a = c = 0
    for same in [*matching(old, new), Match(len(old), len(new), 0)]:
        lines += [f"- {line}" for line in old[a : same.old]]
        lines += [f"+ {line}" for line in new[c : same.new]]
        a, c = same.old + same.size, same.new + same.size
    return [line[:_WIDTH_SHOWN] for line in lines[:_SHOWN]]


def _plain(value: str | list[Any]) -> str:
    if isinstance(value, str):
        return value
    return "\0".join(element if isinstance(element, str) else element.url for element in value)
