"""Markdown: a folder with one file a post, ``YYYY/MM/ID.md``, by the estimate of its time.

Front matter (YAML, every value written as JSON, which YAML contains) has all fields but ``text``
and ``html``; the body is the post's HTML as Markdown.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from markdownify import ATX, MarkdownConverter

from newsportal.archive.reading import Record
from newsportal.formats import MARK
from newsportal.items import Post

_FRONT = [name for name in Post.__slots__ if name not in ("text", "html")]
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})-")
# What JSON leaves as it is and YAML does not print.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


class _Converter(MarkdownConverter):
    """Films and sounds are links that show their file's name."""

    def convert_video(self, element: Any, _text: str, **_: Any) -> str:
        address = str(element.get("src", ""))
        name = re.sub(r"([^\w.-])", r"\\\1", address.rpartition("/")[2])
        return f"[{name}]({address})\n\n"

    convert_audio = convert_video


# escape_misc: a text that shows <script> or # must not become markup.
_CONVERTER = _Converter(heading_style=ATX, escape_misc=True, bs4_options="lxml")


def write_markdown(records: Iterable[Record], path: Path) -> None:
    """Write the records as files below the folder *path*."""
    path.mkdir()
    (path / MARK).touch()
    for record in records:
        folder = path / _folder(record)
        folder.mkdir(parents=True, exist_ok=True)
        content = f"---\n{_front_matter(record)}---\n\n{_body(record)}"
        try:
            file = (folder / f"{_name(record)}.md").open("x", encoding="utf-8")
        except FileExistsError:  # two addresses with one id
            file = (folder / f"{_name(record)}-{_hash(record)}.md").open("x", encoding="utf-8")
        with file:
            file.write(content)


def _folder(record: Record) -> str:
    """Return the folder of a post; its parts are digits, whatever the record says."""
    found = _MONTH.match(record["published_at"] or "")
    if not found:
        return "undated"
    return found[1] if record["published_precision"] == "year" else f"{found[1]}/{found[2]}"


def _name(record: Record) -> str:
    """Return a file name without its ending: the id, if that is a plain number.

    >>> _name({"id": "91054", "url": "https://news.example/post/91054.html"})
    '91054'
    >>> _name({"id": "../../CON", "url": "https://news.example/CON"})
    'con-ebcc8bea'
    """
    if re.fullmatch(r"[0-9]{1,18}", record["id"]):
        return str(record["id"])
    plain = re.sub(r"[^0-9a-z]+", "-", record["id"].lower()).strip("-")[:40]
    return f"{plain or 'post'}-{_hash(record)}"


def _hash(record: Record) -> str:
    return hashlib.sha256(record["url"].encode("utf-8", "replace")).hexdigest()[:8]


def _front_matter(record: Record) -> str:
    lines = (f"{name}: {json.dumps(record[name], ensure_ascii=False)}\n" for name in _FRONT)
    return _UNPRINTABLE.sub(lambda char: f"\\u{ord(char[0]):04x}", "".join(lines))


def _body(record: Record) -> str:
    title = f"<h1>{escape(record['title'])}</h1>"
    return str(_CONVERTER.convert(title + record["html"])).strip() + "\n"
