"""A post without text that stands at two addresses: its pictures or films tell that it is one.

Its title does not: a portal may call its pictures of each day the same. So both pages must show the
same pictures, films and files, and their times must not exclude each other. Addresses of one shape
are most likely those of two posts: there the times must agree to the minute.
"""

from __future__ import annotations

from typing import Any

from newsportal.archive.archive import ArchiveWriter
from newsportal.discovery.shape import shape_of
from newsportal.items import Post
from newsportal.pages.site import Site
from newsportal.state.row import Row

_EXACT = ("second", "minute")
_SHOWN = ("images", "videos", "files")


def bare_twin(post: Post, own: Row, archive: ArchiveWriter, site: Site) -> Row | None:
    """Return the archived post that a post without text is, None if it is one of its own."""
    shown = [[each.url for each in getattr(post, name)] for name in _SHOWN]
    if not any(shown):
        return None
    for row in archive.store.duplicates.twins(post.content_hash):
        if row.n != own.n and _may_be(post, site.key(post.url), row):
            record = archive.record(row)
            if record is not None and _shown(record) == shown:
                return row
    return None


def _shown(record: dict[str, Any]) -> list[list[str]]:
    return [[each["url"] for each in record.get(name) or ()] for name in _SHOWN]


def _may_be(post: Post, key: str, row: Row) -> bool:
    """Tell whether times and addresses allow that two posts are one."""
    other, alike = row.published, shape_of(key) == shape_of(row.key)
    if other is None or post.published_earliest is None:
        return not alike
    begins = max(other.earliest, post.published_earliest)
    ends = [end for end in (other.latest, post.published_latest) if end is not None]
    if any(end < begins for end in ends):
        return False
    return not alike or (other.precision in _EXACT and post.published_precision in _EXACT)
