"""Is it the same text? Hashes over what a reader sees, so that white space does not count."""

from __future__ import annotations

import hashlib


def text_hash(*parts: str, size: int = 8) -> bytes:
    """Return *size* bytes of hash over texts, white space aside.

    >>> text_hash("泰安　新闻") == text_hash("泰安新闻")
    True
    """
    squeezed = "".join("\0".join(parts).split())
    return hashlib.blake2b(squeezed.encode("utf-8", "replace"), digest_size=size).digest()
