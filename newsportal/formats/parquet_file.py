"""Parquet: nested values keep their structure, times are timestamps in Asia/Shanghai.

`extra` is a text of JSON, since its fields differ from post to post.
"""

from __future__ import annotations

import json
import types
from collections.abc import Iterable, Iterator
from dataclasses import is_dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from newsportal.archive.reading import Line, Record
from newsportal.formats import to_json
from newsportal.items import Post

# A row group is held in memory; whichever comes first ends it.
_POSTS = 2_000
_CHARACTERS = 16_000_000
_KINDS = get_type_hints(Post)
_TIMES = [name for name, kind in _KINDS.items() if datetime in get_args(kind)]
Group = list[bytes | Record]
"""Posts of a row group; of those that stand as this version writes them, the lines."""


def write_parquet(records: Iterable[Record], path: Path) -> None:
    """Write the records as Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema(pa, pa.timestamp("us", tz="Asia/Shanghai"))
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(records):
            writer.write_table(_of_lines(pa, group, schema) or _of_values(pa, group, schema))


@cache
def _schema(pa: Any, time: Any) -> Any:
    return pa.schema([(name, _arrow(pa, kind, time)) for name, kind in _KINDS.items()])


def _arrow(pa: Any, kind: Any, time: Any) -> Any:
    """Return the Arrow type of an annotation of the record's classes; *time* is that of times."""
    if types.NoneType in get_args(kind):
        kind = next(part for part in get_args(kind) if part is not types.NoneType)
    if get_origin(kind) is list:
        return pa.list_(_arrow(pa, get_args(kind)[0], time))
    if is_dataclass(kind):
        parts = get_type_hints(kind).items()
        return pa.struct([(name, _arrow(pa, part, time)) for name, part in parts])
    return {int: pa.int64(), float: pa.float64(), datetime: time}.get(kind, pa.string())


def _groups(records: Iterable[Record]) -> Iterator[Group]:
    group: Group = []
    size = 0
    for record in records:
        group.append(record.line if isinstance(record, Line) else record)
        size += len(record["text"]) + len(record["html"])
        if len(group) >= _POSTS or size >= _CHARACTERS:
            yield group
            group, size = [], 0
    if group:
        yield group


def _of_lines(pa: Any, group: Group, schema: Any) -> Any:
    """Return the table of lines as Arrow reads them, None where it might not read as Python does.

    Nearly all lines are as this version writes them, and value by value takes three times as long.
    What Arrow would read otherwise it refuses: fields in `extra`, numbers and times of other
    forms, a field that stands twice, half of a surrogate pair.
    """
    from pyarrow.json import ParseOptions, ReadOptions, read_json

    lines = [line for line in group if isinstance(line, bytes)]
    if len(lines) < len(group):
        return None
    text = b"".join(lines)
    place = schema.get_field_index("extra")
    empty = pa.field("extra", pa.struct([]), nullable=False)
    told = _schema(pa, pa.string()).set(place, empty)
    try:
        table = read_json(
            pa.BufferReader(text),
            ReadOptions(use_threads=False, block_size=len(text)),
            ParseOptions(explicit_schema=told, unexpected_field_behavior="error"),
        )
        table.validate(full=True)
        return table.set_column(place, "extra", [["{}"] * len(table)]).cast(schema)
    except pa.ArrowInvalid:
        return None


def _of_values(pa: Any, group: Group, schema: Any) -> Any:
    records = (json.loads(one) if isinstance(one, bytes) else one for one in group)
    return pa.Table.from_pylist([_row(record) for record in records], schema=schema)


def _row(record: Record) -> Record:
    times = {name: record[name] and datetime.fromisoformat(record[name]) for name in _TIMES}
    comments = [
        {**comment, "published_at": at and datetime.fromisoformat(at)}
        for comment in record["comments"]
        for at in [comment["published_at"]]
    ]
    extra = to_json(record["extra"])
    return {**record, **times, "comments": comments, "extra": extra}
