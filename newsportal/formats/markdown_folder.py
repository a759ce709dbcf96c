"""Markdown: a folder with one file a post, ``YYYY/MM/ID.md``, by the estimate of its time.

Front matter (YAML, every value written as JSON, which YAML contains) has all fields but ``text``
and ``html``; the body is the post's HTML as Markdown.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from newsportal.archive.media.lookup import Stored, StoredMedium
from newsportal.archive.reading import Record
from newsportal.formats import MARK, to_json
from newsportal.formats.markdown import as_markdown
from newsportal.items import Post

_FRONT = [name for name in Post.__slots__ if name not in ("text", "html")]
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})-")
# What JSON leaves as it is and YAML does not print.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_IN_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_MARKUP = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<[]`"})
_MARKS = re.compile("[][<`]")


def write_markdown(records: Iterable[Record], path: Path, archive: Path | None = None) -> None:
    """Write the records as files below the folder *path*.

    The pictures and files that the *archive* has of them are copied to its folder media.
    """
    path.mkdir()
    (path / MARK).touch()
    folders: dict[str, Path] = {}
    with Stored(archive) if archive else nullcontext() as stored:
        for record in records:
            folder = _folder(record)
            if folder not in folders:
                folders[folder] = path / folder
                folders[folder].mkdir(parents=True, exist_ok=True)
            media = stored.of_post(record["id"]) if stored else {}
            _write(record, folders[folder], _taken_along(media, path, folder))


def _taken_along(media: dict[str, StoredMedium], path: Path, folder: str) -> dict[str, str]:
    """Copy media; return where they are, as seen from a folder."""
    up, places = "../" * (folder.count("/") + 1), {}
    for url, medium in media.items():
        copy = path / "media" / medium.name
        copy.parent.mkdir(exist_ok=True)
        if not copy.exists():
            content = medium.opened()
            if content is None:
                continue
            with content, copy.open("wb") as file:
                shutil.copyfileobj(content, file)
        places[url] = f"{up}media/{medium.name}"
    return places


def _write(record: Record, folder: Path, places: dict[str, str]) -> None:
    content = (
        f"---\n{_front_matter(record)}---\n\n{as_markdown(record['title'], record['html'], places)}"
    ).encode()
    try:
        file = (folder / f"{_name(record)}.md").open("xb")
    except FileExistsError:  # two addresses with one id
        file = (folder / f"{_name(record)}-{_hash(record)}.md").open("xb")
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
    # Readers that know no front matter take it for text, in which nothing may come to life.
    text = "".join([f"{name}: {_quoted(record[name])}\n" for name in _FRONT])
    return _UNPRINTABLE.sub(lambda char: f"\\u{ord(char[0]):04x}", text)


def _quoted(value: Any) -> str:
    if value is None:
        return "null"
    text = to_json(value)
    if not _MARKS.search(text, 1, len(text) - 1):
        return text  # the outer brackets of a list are its own
    return _IN_STRING.sub(lambda found: found[0].translate(_MARKUP), text)
