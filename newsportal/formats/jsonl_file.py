"""JSON Lines of the posts as they last read, with the type of every column beside them.

Readers that guess types from the first lines (DuckDB, polars, Arrow) take a field that is null in
these for one that is always null. ``posts.schema.sql`` is what DuckDB needs to read the file
rightly; ``posts.schema.json`` names the same types for all others.
"""

from __future__ import annotations

import json
import types
from collections.abc import Iterable
from dataclasses import is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from newsportal.archive.reading import Line, Record
from newsportal.formats import WRITE_BUFFER
from newsportal.formats.published_on import published_on
from newsportal.items import Post, as_line, parts_lines


def write_jsonl(records: Iterable[Record], path: Path) -> None:
    """Write one record a line, every field in each, ``published_on`` at the end."""
    with path.open("wb", WRITE_BUFFER) as file:
        for record in records:
            file.write(_as_it_stands(record) or as_line(_row(record)) + b"\n")


def _row(record: Record) -> Record:
    return {
        **{name: record[name] for name in Post.__slots__},
        "published_on": published_on(record),
    }


def _as_it_stands(record: Record) -> bytes | None:
    """Return the line that a record was read from with the day added, None where that is no row.

    Nearly all lines are as this version writes them; to write one anew takes as long as to read it.
    """
    line = record.line if isinstance(record, Line) else b""
    if not line.endswith(b"}\n") or parts_lines(line):
        return None
    day = published_on(record)
    return b'%s,"published_on":%s}\n' % (line[:-2], b'"%s"' % day.encode() if day else b"null")


def write_schema(path: Path) -> None:
    """Write the types of the columns beside the file at *path*."""
    columns = {name: _sql(kind) for name, kind in get_type_hints(Post).items()}
    columns["published_on"] = "DATE"
    typed = ",\n    ".join(f"\"{name}\": '{kind}'" for name, kind in columns.items())
    source = str(path.absolute()).replace("'", "''")
    path.with_suffix(".schema.json").write_text(
        json.dumps(columns, indent=1) + "\n", encoding="utf-8"
    )
    read = f"read_json('{source}', format = 'newline_delimited', columns = {{\n    {typed}\n}})"
    path.with_suffix(".schema.sql").write_text(
        f"SET TimeZone = 'Asia/Shanghai';\nCREATE VIEW posts AS FROM {read};\n", encoding="utf-8"
    )


def _sql(kind: Any) -> str:
    """Return the SQL type of an annotation of the record's classes.

    >>> _sql(list[str]), _sql(int | None), _sql(datetime)
    ('VARCHAR[]', 'BIGINT', 'TIMESTAMPTZ')
    """
    if types.NoneType in get_args(kind):
        kind = next(part for part in get_args(kind) if part is not types.NoneType)
    if get_origin(kind) is list:
        return f"{_sql(get_args(kind)[0])}[]"
    if get_origin(kind) is dict:
        return "JSON"
    if is_dataclass(kind):
        parts = (f"{name} {_sql(part)}" for name, part in get_type_hints(kind).items())
        return f"STRUCT({', '.join(parts)})"
    return {int: "BIGINT", float: "DOUBLE", datetime: "TIMESTAMPTZ"}.get(kind, "VARCHAR")
