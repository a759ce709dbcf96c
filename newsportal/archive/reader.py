"""An archive for programs in Python: ``from newsportal import Archive``. It only reads."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import datetime
from functools import cache
from os import PathLike
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from newsportal.archive.reading import Record, latest, records
from newsportal.archive.records_file import is_archive, open_records
from newsportal.items import Post


class Archive:
    """The posts of one portal, read from its folder (or from a posts.jsonl) whenever asked for.

    Nothing is kept in memory and nothing is locked: a run may append meanwhile.

    >>> from newsportal import Archive
    >>> for post in Archive("data/news.example"):  # doctest: +SKIP
    ...     print(post.published_at, post.title)
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        """Raises FileNotFoundError where no archive is."""
        self.path = Path(path)
        if not (is_archive(self.path) if self.path.is_dir() else self.path.is_file()):
            raise FileNotFoundError(f"no archive at {path}: there is no posts.jsonl")

    def __iter__(self) -> Iterator[Post]:
        """Yield every post as it last read; those that the portal removed are left out."""
        return self.posts()

    def posts(self, *, removed: bool = False) -> Iterator[Post]:
        """Yield every post as it last read; with *removed* also those that the portal took down.

        Raises ValueError, with the place, for a line that is no record.
        """
        return map(_post_of, latest(self.path, deleted=removed))

    def revisions(self, id: str | None = None) -> Iterator[Post]:  # noqa: A002 (the field's name)
        """Yield all lines in their order, or those of one post: its revisions and its end."""
        with open_records(self.path) as file:
            for _, record in records(file):
                if id is None or record["id"] == id:
                    yield _post_of(record)


def _post_of(record: Record) -> Post:
    """Return the post of a line: times as datetime, links, pictures and comments as classes."""
    return Post(**{name: _value(kind, record[name]) for name, kind in _kinds(Post).items()})


@cache
def _kinds(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _value(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if types.NoneType in get_args(kind):
        kind = next(part for part in get_args(kind) if part is not types.NoneType)
    if kind is datetime:
        return datetime.fromisoformat(value)
    if get_origin(kind) is list:
        return [_value(get_args(kind)[0], element) for element in value]
    if is_dataclass(kind) and isinstance(kind, type):
        return kind(**{name: _value(part, value[name]) for name, part in _kinds(kind).items()})
    return value
