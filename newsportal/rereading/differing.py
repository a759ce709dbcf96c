"""In which fields a record differs from what its page reads as today."""

from __future__ import annotations

import json
from typing import Any

from newsportal.items import Post

# What is not read from the page alone, and what follows from the rest.
_LEFT_OUT = frozenset(
    ("id", "revision", "changed_by", "extractor", "content_hash", "near_duplicate_of",
     "similarity", "extra", "deleted_at")
)  # fmt: skip
_EMPTY: dict[str, Any] = json.loads(Post().to_json())


def differing(record: dict[str, Any], post: Post) -> list[str]:
    """Return the names of the fields in which *post* is not what *record* says."""
    today = json.loads(post.to_json())
    return [
        name
        for name, value in today.items()
        if name not in _LEFT_OUT and record.get(name, _EMPTY[name]) != value
    ]
