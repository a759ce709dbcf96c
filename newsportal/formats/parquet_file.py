"""Parquet: nested values keep their structure, times are timestamps in Asia/Shanghai.

`extra` is a text of JSON, since its fields differ from post to post.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from dataclasses import is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from newsportal.archive.reading import Record
from newsportal.formats import to_json
from newsportal.items import Post

# A row group is held in memory; whichever comes first ends it.
_POSTS = 2_000
_CHARACTERS = 16_000_000
_TIMES = [name for name, kind in get_type_hints(Post).items() if datetime in get_args(kind)]


def write_parquet(records: Iterable[Record], path: Path) -> None:
    """Write the records as Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, _arrow(pa, kind)) for name, kind in get_type_hints(Post).items()])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(records):
            writer.write_table(pa.Table.from_pylist(group, schema=schema))


def _arrow(pa: Any, kind: Any) -> Any:
    """Return the Arrow type of an annotation of the record's classes."""
    if types.NoneType in get_args(kind):
        kind = next(part for part in get_args(kind) if part is not types.NoneType)
    if get_origin(kind) is list:
        return pa.list_(_arrow(pa, get_args(kind)[0]))
    if is_dataclass(kind):
        return pa.struct([(name, _arrow(pa, part)) for name, part in get_type_hints(kind).items()])
    if kind is datetime:
        return pa.timestamp("us", tz="Asia/Shanghai")
    return {int: pa.int64(), float: pa.float64()}.get(kind, pa.string())


def _groups(records: Iterable[Record]) -> Iterator[list[Record]]:
    group: list[Record] = []
    size = 0
    for record in records:
        group.append(_row(record))
        size += len(record["text"]) + len(record["html"])
        if len(group) >= _POSTS or size >= _CHARACTERS:
            yield group
            group, size = [], 0
    if group:
        yield group


def _row(record: Record) -> Record:
    times = {name: record[name] and datetime.fromisoformat(record[name]) for name in _TIMES}
    comments = [
        {**comment, "published_at": at and datetime.fromisoformat(at)}
        for comment in record["comments"]
        for at in [comment["published_at"]]
    ]
    extra = to_json(record["extra"])
    return {**record, **times, "comments": comments, "extra": extra}
