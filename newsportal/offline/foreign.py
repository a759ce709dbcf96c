"""Somebody else's WARC files of a portal, as answers to questions that we did not ask."""

from __future__ import annotations

import gzip
import os
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from scrapy import Request
from scrapy.http import Headers, Response
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader

from newsportal.pages.site import Site
from newsportal.pagestore.members import Exchange
from newsportal.pagestore.unpacking import unpacked
from newsportal.pagestore.volumes import volumes_in
from newsportal.state.file.durable import sync_folder

_LARGEST = 16 * 1024 * 1024  # bytes
_OURS = b"software: newsportal"
_BROKEN = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, ArchiveLoadFailed)
_RECORDS = (".warc", ".warc.gz", ".arc", ".arc.gz")
_ZSTD = (".warc.zst", ".arc.zst")
_FIRST_YEAR = 1991
_CODING = "content-encoding"
_UNCHANGED = "server-not-modified"  # tells of no body
_LOADER = ArcWarcRecordLoader(verify_http=False)


@dataclass(frozen=True, slots=True)
class Found:
    """An answer, as a file has it."""

    exchange: Exchange
    """Its status is 0 where the file has no head of the answer."""
    names: tuple[object, ...]
    """By what the body is known: its digest as the file has it; address and time of its answer."""
    again: bool
    """Whether the body is that of another answer, which one of the names tells."""


def is_ours(path: Path) -> bool:
    """Tell whether newsportal has written a file: then it has notes of how pages were read."""
    return all(_begins_as_ours(part) for part in _parts(path))


def _begins_as_ours(part: Part) -> bool:
    with part.records() as file:
        first: Any = next(ArchiveIterator(file), None)
        info = first is not None and first.rec_type == "warcinfo"
        return bool(info) and _OURS in first.raw_stream.read()


def check(path: Path) -> None:
    """Raise ValueError for a file that is no WARC file, nor an ARC file, nor holds any."""
    if path.name.endswith(_ZSTD):
        raise ValueError(f"{path} is packed with Zstandard; unpack it first")
    try:
        for part in _parts(path):
            with part.records() as file:
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
    made: list[Path] = []
    try:
        for part in chain.from_iterable(map(_parts, paths)):
            with part.open() as file, (folder / part.name).open("xb") as copy:
                made.append(folder / part.name)
                shutil.copyfileobj(file, copy)
                copy.flush()
                os.fsync(copy.fileno())
        if len(volumes_in(folder)) != len(list(folder.iterdir())):
            raise ValueError("the files must be named as newsportal names them, NAME-00001.warc.gz")
    except BaseException:
        for path in made:  # half of them would make an archive that seems whole
            path.unlink()
        raise
    sync_folder(folder)


def answers(path: Path, site: Site) -> Iterator[Found]:
    """Yield the portal's answers, as the file has them in order.

    Raises OSError; EOFError where the file ends, or is broken, in the middle of a record; in the
    end ValueError if there were answers that cannot be read.
    """
    wrong = 0
    try:
        for part in _parts(path):
            for record in part.whole_records():
                try:
                    found = _answer(record, site)
                except ValueError:
                    found, wrong = None, wrong + 1
                if found is not None:
                    yield found
    except _BROKEN:
        raise EOFError(f"{path} ends in the middle of a record, or is broken there") from None
    if wrong:
        raise ValueError(f"{path}: {wrong} answers have no date that can be read")


@dataclass(frozen=True, slots=True)
class Part:
    """A file of records, alone or in a WACZ."""

    name: str
    open: Callable[[], IO[bytes]]

    @contextmanager
    def records(self) -> Iterator[BinaryIO]:
        """Open it, packed in any way: whole, or a member a record."""
        with self.open() as file:
            begin = file.read(2)
            file.seek(0)
            packed = begin == b"\x1f\x8b"
            yield cast("BinaryIO", gzip.GzipFile(fileobj=file) if packed else file)

    def whole_records(self) -> Iterator[Any]:
        """Yield its records; EOFError behind one that is not all there."""
        with self.records() as file:
            # Heads are read by others: warcio reads none where an address begins with HTTP://.
            for record in ArchiveIterator(file, no_record_parse=True, arc2warc=True):
                yield record
                if getattr(record.raw_stream, "limit", 0) > 0 and not _is_read(record):
                    raise EOFError


def _parts(path: Path) -> list[Part]:
    if not zipfile.is_zipfile(path):
        return [Part(path.name, lambda: path.open("rb"))]
    return list(_packed_in(path, str(path)))


def _packed_in(file: Path | IO[bytes], told: str) -> Iterator[Part]:
    """Yield the files of records in a WACZ, and in those that it holds (multi-WACZ)."""
    wacz = zipfile.ZipFile(file)
    for name in wacz.namelist():
        if name.endswith(".wacz"):
            yield from _packed_in(wacz.open(name), f"{told}: {name}")
        elif name.endswith(_RECORDS):
            yield Part(Path(name).name, partial(wacz.open, name))
        elif name.endswith(_ZSTD):
            raise ValueError(f"{told}: {name} is packed with Zstandard; unpack it first")


def _is_read(record: Any) -> bool:
    """Read a record to its end; tell whether all of it is there."""
    while record.raw_stream.read(1 << 16):
        pass
    return bool(record.raw_stream.limit <= 0)


def _answer(record: Any, site: Site) -> Found | None:
    """Return the portal's answer, None for any other record. Raises ValueError for a wrong date."""
    said = record.rec_headers.get_header
    url = _address(said("WARC-Target-URI") or "")
    if record.rec_type not in ("response", "revisit", "resource"):
        return None
    if not url.startswith(("http://", "https://")) or not site.holds(url):
        return None
    stream = record.raw_stream
    headers = _LOADER.load_http_headers(record.rec_type, url, stream, record.length)
    if record.rec_type == "resource":  # kept by a browser, or made from what it had
        kind = said("Content-Type") or "application/octet-stream"
        status, pairs = "200", [("Content-Type", kind)]
    elif headers is not None:
        status, pairs = headers.get_statuscode() or "", [*headers.headers]
        if "chunked" in (headers.get_header("Transfer-Encoding") or "").lower():
            stream = ChunkedDataReader(stream)
    elif record.rec_type == "revisit" and _UNCHANGED not in (said("WARC-Profile") or ""):
        status, pairs = "0", []
    else:
        return None
    body = stream.read(_LARGEST + 1)
    if len(body) > _LARGEST or not status.isdecimal():
        return None
    if record.raw_stream.limit > 0 and not _is_read(record):
        raise EOFError
    pairs = [(_bytewise(name), _bytewise(value)) for name, value in _said(url, pairs, body)]
    at = _time(said("WARC-Date") or "")
    # Of a revisit, wget and Heritrix say so of the body that they leave out.
    cut = record.rec_type != "revisit" and said("WARC-Truncated") is not None
    exchange = Exchange(url, at, "GET", None, int(status), pairs, body, cut=cut)
    again = record.rec_type == "revisit" and not body and exchange.status in (0, 200)
    names: list[object] = [said("WARC-Payload-Digest")]
    if not again:
        names.append((url, at))
    elif date := said("WARC-Refers-To-Date"):
        names.append((_address(said("WARC-Refers-To-Target-URI") or url), _time(date)))
    return Found(exchange, tuple(filter(None, names)), again)


def _address(url: str) -> str:
    """Return an address as pages of the portal write it.

    >>> _address("<HTTP://News.Example:80/A>"), _address("https://news.example")
    ('http://news.example/A', 'https://news.example/')
    """
    scheme, _, rest = url.strip("<>").partition("://")
    host, _, path = rest.partition("/")
    port = ":443" if scheme.lower() == "https" else ":80"
    return f"{scheme.lower()}://{host.lower().removesuffix(port)}/{path}"


def _time(date: str) -> datetime:
    """Return the first moment that a date may mean. Raises ValueError.

    >>> _time("2026-11").isoformat(), _time("2026-11-26T04:00Z").isoformat()
    ('2026-11-01T00:00:00+00:00', '2026-11-26T04:00:00+00:00')
    """
    at = datetime.fromisoformat(date + "0000-01-01"[len(date) :])
    if at.year < _FIRST_YEAR:
        raise ValueError(date)  # there was no web: what warcio makes of zeros in ARC files
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _bytewise(text: str) -> str:
    """Return of a header that warcio took for UTF-8 what Scrapy has: a character a byte."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode().decode("latin-1")
    return text


def _said(url: str, pairs: list[tuple[str, str]], body: bytes) -> list[tuple[str, str]]:
    """Return headers without a content coding that the body does not have, as browsers keep it."""
    if not body or not any(name.lower() == _CODING for name, _ in pairs):
        return pairs
    coded = Headers({_CODING: [value for name, value in pairs if name.lower() == _CODING]})
    if unpacked(Request(url), Response(url, headers=coded, body=body)) is not None:
        return pairs
    return [(name, value) for name, value in pairs if name.lower() != _CODING]
