"""CSV for spreadsheets: UTF-8 with a byte-order mark, without which Excel garbles Chinese.

Lists of texts are joined with ``; ``; other nested values are JSON. A cell that a spreadsheet
would take for a formula gets an apostrophe before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from pathlib import Path
from typing import Any

from newsportal.archive.reading import Record
from newsportal.formats import WRITE_BUFFER, to_json
from newsportal.items import Post

HEAD = f"\ufeff{','.join(Post.__slots__)}\r\n"
"""The first row, behind the mark."""
# A post's title may be written by anybody; =cmd|... and the like would run in the reader's
# spreadsheet. East Asian versions take the full-width signs, too.
_FORMULA = "=+-@\t\r\n＝＋－＠"
_values = itemgetter(*Post.__slots__)


def write_csv(records: Iterable[Record], path: Path) -> None:
    """Write the records as CSV (RFC 4180)."""
    with path.open("w", WRITE_BUFFER, encoding="utf-8", newline="") as file:
        file.write(HEAD)
        file.writelines(map(row, records))


def row(record: Record) -> str:
    """Return the row of a record, its fields in their order."""
    return ",".join(map(_cell, _values(record))) + "\r\n"


def _cell(value: Any) -> str:
    """Return what stands in a cell, in quotes where it needs them.

    >>> _cell(["林晓舟", "周一鸣"]), _cell({"title": "甲"}), _cell(-7), _cell(None)
    ('林晓舟; 周一鸣', '"{""title"": ""甲""}"', '-7', '')
    >>> _cell("=1+1"), _cell("＠甲"), _cell(["-甲"])
    ("'=1+1", "'＠甲", "'-甲")
    """
    if value is None or value == []:
        return ""
    if isinstance(value, str):
        text = value
    elif isinstance(value, (list, dict)):
        text = _nested(value)
    else:
        return str(value)
    if text and text[0] in _FORMULA:
        text = f"'{text}"
    if '"' in text:
        text = text.replace('"', '""')
    elif not ("," in text or "\n" in text or "\r" in text):
        return text
    return f'"{text}"'


def _nested(value: list[Any] | dict[str, Any]) -> str:
    try:
        return "; ".join(value) if isinstance(value, list) else to_json(value)
    except TypeError:  # not of texts alone
        return to_json(value)
