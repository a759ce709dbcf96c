"""Somebody else's WARC files of a portal, as answers to questions that we did not ask."""

from __future__ import annotations

import gzip
import shutil
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from scrapy import Request
from scrapy.http import Headers, Response
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from newsportal.pages.site import Site
from newsportal.pagestore.members import Exchange
from newsportal.pagestore.scan import members
from newsportal.pagestore.unpacking import unpacked
from newsportal.pagestore.volumes import volumes_in
from newsportal.state.file.durable import sync_folder

_LARGEST = 16 * 1024 * 1024  # bytes
_OURS = b"software: newsportal"
_BROKEN = (EOFError, zlib.error, gzip.BadGzipFile, ArchiveLoadFailed)
_CODING = "content-encoding"


@dataclass(frozen=True, slots=True)
class Found:
    """An answer, as a file has it."""

    exchange: Exchange
    digest: str
    """Of the body, as the file has it; ``""`` where it has none."""
    again: bool
    """Whether the body is that of an earlier answer with the same digest."""


def is_ours(path: Path) -> bool:
    """Tell whether newsportal has written a file: then it has notes of how pages were read."""
    first = next(members(path), None)
    return first is not None and first.kind == "warcinfo" and _OURS in first.block


def check(path: Path) -> None:
    """Raise ValueError for a file that is no WARC file, nor an ARC file."""
    try:
        with _opened(path) as file:
            for _ in ArchiveIterator(file, arc2warc=True):
                return
    except _BROKEN:
        pass
    raise ValueError(f"{path} is no WARC file")


def take_over(paths: Iterable[Path], folder: Path) -> None:
    """Copy files of ours into the folder of an archive that has none.

    Raises OSError; ValueError for a file whose name has no number, or one that is there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if volumes_in(folder):
        raise ValueError(f"{folder} has pages already")
    for path in paths:
        shutil.copyfile(path, folder / path.name)
    if len(volumes_in(folder)) != len(list(folder.iterdir())):
        raise ValueError("the files must be named as newsportal names them, NAME-00001.warc.gz")
    sync_folder(folder)


def answers(path: Path, site: Site) -> Iterator[Found]:
    """Yield the portal's answers, as the file has them in order.

    Raises OSError; EOFError where the file ends, or is broken, in the middle of a record.
    """
    try:
        with _opened(path) as file:
            for record in ArchiveIterator(file, arc2warc=True):
                if (found := _answer(record, site)) is not None:
                    yield found
                if getattr(record.raw_stream, "limit", 0) > 0 and not _is_read(record):
                    raise EOFError
    except _BROKEN:
        raise EOFError(f"{path} ends in the middle of a record, or is broken there") from None


def _opened(path: Path) -> BinaryIO:
    """Open a file, packed in any way: whole, or a member a record."""
    file = path.open("rb")
    begin = file.read(2)
    file.seek(0)
    return cast("BinaryIO", gzip.GzipFile(fileobj=file)) if begin == b"\x1f\x8b" else file


def _is_read(record: Any) -> bool:
    """Read a record to its end; tell whether all of it is there."""
    while record.raw_stream.read(1 << 16):
        pass
    return bool(record.raw_stream.limit <= 0)


def _answer(record: Any, site: Site) -> Found | None:
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    date = record.rec_headers.get_header("WARC-Date")
    if record.rec_type not in ("response", "revisit", "resource") or not date:
        return None
    if not url.startswith(("http://", "https://")) or not site.holds(url):
        return None
    headers, stream = record.http_headers, record.raw_stream
    if record.rec_type == "resource":  # kept by a browser, or made from what it had
        kind = record.rec_headers.get_header("Content-Type") or "application/octet-stream"
        status, pairs = "200", [("Content-Type", kind)]
    elif headers is None:
        return None
    else:
        status, pairs = headers.get_statuscode() or "", [*headers.headers]
        if "chunked" in (headers.get_header("Transfer-Encoding") or "").lower():
            stream = ChunkedDataReader(stream)
    body = stream.read(_LARGEST + 1)
    if len(body) > _LARGEST or not status.isdecimal():
        return None
    if record.raw_stream.limit > 0 and not _is_read(record):
        raise EOFError
    exchange = Exchange(
        url, datetime.fromisoformat(date), "GET", None, int(status), _said(url, pairs, body), body,
        cut=record.rec_headers.get_header("WARC-Truncated") is not None,
    )  # fmt: skip
    digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
    return Found(exchange, digest, again=record.rec_type == "revisit" and not body)


def _said(url: str, pairs: list[tuple[str, str]], body: bytes) -> list[tuple[str, str]]:
    """Return headers without a content coding that the body does not have, as browsers keep it."""
    if not body or not any(name.lower() == _CODING for name, _ in pairs):
        return pairs
    coded = Headers({_CODING: [value for name, value in pairs if name.lower() == _CODING]})
    if unpacked(Request(url), Response(url, headers=coded, body=body)) is not None:
        return pairs
    return [(name, value) for name, value in pairs if name.lower() != _CODING]
