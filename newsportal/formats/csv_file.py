"""CSV for spreadsheets: UTF-8 with a byte-order mark, without which Excel garbles Chinese.

Lists of texts are joined with ``; ``; other nested values are JSON. A cell that a spreadsheet
would take for a formula gets an apostrophe before it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from newsportal.archive.reading import Record
from newsportal.formats import to_json
from newsportal.items import Post

# A post's title may be written by anybody; =cmd|... and the like would run in the reader's
# spreadsheet. East Asian versions take the full-width signs, too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_csv(records: Iterable[Record], path: Path) -> None:
    """Write the records as CSV (RFC 4180)."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(Post.__slots__)
        writer.writerows(map(cells, records))


def cells(record: Record) -> list[Any]:
    """Return what stands in a row, in the order of the record's fields."""
    return [_cell(record[name]) for name in Post.__slots__]


def _cell(value: Any) -> Any:
    """Return what stands in a cell.

    >>> _cell(["林晓舟", "周一鸣"]), _cell({"title": "甲"}), _cell(7)
    ('林晓舟; 周一鸣', '{"title": "甲"}', 7)
    >>> _cell("=1+1"), _cell("＠甲"), _cell(["-甲"])
    ("'=1+1", "'＠甲", "'-甲")
    """
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "; ".join(value)
    elif isinstance(value, (list, dict)):
        value = to_json(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
