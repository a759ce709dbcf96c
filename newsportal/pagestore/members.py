"""WARC records as bytes: each a gzip member of its own, as ISO 28500:2017 (WARC 1.1) has them.

warcio writes the headers. Records are put together here, since both length and digest are known
at once: its builder looks for each several times. The gzip is ours, too: warcio packs everything
as tightly as it can, on pages that came packed the work of a millisecond for nothing, and even of
what is short the packing takes as long as all else that is done to store a page.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from warcio.recordbuilder import RecordBuilder
from warcio.statusandheaders import StatusAndHeaders

from newsportal.pagestore.scan import BLANK

Headers = list[tuple[str, str]]

_VERSION = "WARC/1.1"
# They say how the bytes travelled, which is not how they are stored.
_HOP_BY_HOP = frozenset(
    ("connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding",
     "upgrade")
)  # fmt: skip
_RENAMED = "X-Archive-Orig-"
_BYTEWISE = "latin-1"  # servers send addresses and names in any encoding: they stay as they came
_LEVEL = 3  # 4 takes a quarter longer and saves 4 %
_GZIP = bytes((0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255))  # deflate, no name, no time, any system
_COMMENT = 16  # flag of the gzip header
_BLOCK = 0xFFFF  # bytes that deflate stores as they are
NOTES = "urn:newsportal:notes"
_NOTES_TYPE = "application/x-ndjson"
_REFERS_TO = "WARC-Refers-To", "WARC-Refers-To-Target-URI", "WARC-Refers-To-Date"


@dataclass(slots=True)
class Exchange:
    """A question to the portal and its answer."""

    url: str
    at: datetime
    method: str
    asked: Headers | None
    """Headers of the request, a character a byte; None where they are not known."""
    status: int
    headers: Headers
    """Headers of the answer."""
    body: bytes
    """After transfer decoding, its content coding kept."""
    protocol: str = "HTTP/1.1"
    address: str | None = None
    """The IP address that answered."""
    cut: bool = False
    """Whether only the beginning of the body was taken."""


def new_id() -> str:
    """Return a new WARC-Record-ID: a random UUID, at a third of what `uuid.uuid4` takes."""
    random = os.urandom(16).hex()
    parts = random[:8], random[8:12], "4" + random[13:16], "a" + random[17:20], random[20:]
    return f"<urn:uuid:{'-'.join(parts)}>"


@lru_cache(maxsize=4)  # each page's is needed three times
def warc_date(at: datetime) -> str:
    """Return a time as WARC 1.1 writes it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def sha1_of(*parts: bytes) -> bytes:
    """Return the digest of a body, or of a record's block."""
    digest = hashlib.sha1(usedforsecurity=False)
    for part in parts:
        digest.update(part)
    return digest.digest()


def _told(digest: bytes) -> str:
    return "sha1:" + base64.b32encode(digest).decode()


def digest_in(headers: Mapping[str, str]) -> bytes | None:
    """Return the digest of its body that a record tells, None for one that we do not write.

    >>> digest_in({"warc-payload-digest": "sha1:AAAQEAYEAUDAOCAJBIFQYDIOB4IBCEQT"}).hex()
    '000102030405060708090a0b0c0d0e0f10111213'
    """
    algorithm, _, told = headers.get("warc-payload-digest", "").partition(":")
    try:
        return base64.b32decode(told) if algorithm == "sha1" else None
    except ValueError:
        return None


def _packed(plain: bytes) -> bytes:
    """Return bytes as one gzip member."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return packer.compress(plain) + packer.flush()


def _wrapped(plain: bytes) -> bytes:
    """Return bytes as one gzip member that holds them as they are.

    For what came packed, or is short: to pack it would cost time and save next to nothing.
    """
    parts = [_GZIP]
    for start in range(0, len(plain), _BLOCK):
        block = plain[start : start + _BLOCK]
        last = start + _BLOCK >= len(plain)
        parts += [struct.pack("<BHH", last, len(block), len(block) ^ 0xFFFF), block]
    parts.append(struct.pack("<II", zlib.crc32(plain), len(plain) & 0xFFFFFFFF))
    return b"".join(parts)


def info_member(name: str, facts: Mapping[str, str]) -> bytes:
    """Return the record that says who wrote the file and how."""
    said = "".join(f"{fact}: {value}\r\n" for fact, value in facts.items() if value)
    named = [
        ("WARC-Record-ID", new_id()),
        ("WARC-Filename", name),
        ("WARC-Date", warc_date(datetime.now(UTC))),
    ]
    return _packed(_record("warcinfo", named, b"", said.encode()))


def answer_member(
    exchange: Exchange, record_id: str, digest: bytes, earlier: Sequence[str] = ()
) -> bytes:
    """Return the record of an answer.

    Where the same body is stored already, *earlier* names id, address and date of its record, and
    only the headers are kept.
    """
    named = [
        ("WARC-Record-ID", record_id),
        ("WARC-Target-URI", exchange.url),
        ("WARC-Date", warc_date(exchange.at)),
    ]
    if exchange.address:
        named.append(("WARC-IP-Address", exchange.address))
    if exchange.cut:
        named.append(("WARC-Truncated", "length"))
    # The reason phrase is not known any more; the blank before it belongs to the line.
    line = StatusAndHeaders(f"{exchange.status} ", _kept(exchange), exchange.protocol)
    head = line.to_bytes(encoding=_BYTEWISE)
    if earlier:
        named.append(("WARC-Profile", RecordBuilder.REVISIT_PROFILE_1_1))
        named += zip(_REFERS_TO, earlier, strict=True)
        return _wrapped(_record("revisit", [*named, ("WARC-Payload-Digest", _told(digest))], head))
    named.append(("WARC-Payload-Digest", _told(digest)))
    plain = _record("response", named, head, exchange.body)
    coded = any(name.lower() == "content-encoding" for name, _ in exchange.headers)
    return _wrapped(plain) if coded else _packed(plain)


def question_member(exchange: Exchange, answer_id: str) -> bytes:
    """Return the record of the request that led to an answer."""
    named = [
        ("WARC-Record-ID", new_id()),
        ("WARC-Target-URI", exchange.url),
        ("WARC-Date", warc_date(exchange.at)),
        ("WARC-Concurrent-To", answer_id),
    ]
    path = exchange.url.split("/", 3)
    assert exchange.asked is not None
    target = "/" + path[3] if len(path) > 3 else "/"
    line = StatusAndHeaders(f"{exchange.method} {target} {exchange.protocol}", exchange.asked, "")
    return _wrapped(_record("request", named, line.to_bytes(encoding=_BYTEWISE)))


def notes_member(at: datetime, notes: Iterable[Mapping[str, Any]]) -> bytes:
    """Return a metadata record that holds *notes* as lines of JSON."""
    return _packed(_notes_record(_lines(notes), new_id(), warc_date(at)))


def blank_member(length: int) -> bytes:
    """Return a record that says nothing, as a member of that length.

    The gzip header has a comment that takes the room.
    """
    named = [
        ("WARC-Record-ID", new_id()),
        ("WARC-Target-URI", BLANK),
        ("WARC-Date", warc_date(datetime.now(UTC))),
    ]
    return _filled(_record("metadata", named, type_="text/plain"), length)


def shorter_notes(notes: Iterable[Mapping[str, Any]], was: Mapping[str, str], length: int) -> bytes:
    """Return a record of notes as a member of that length, in the place of a longer one."""
    record = _notes_record(_lines(notes), was["warc-record-id"], was["warc-date"])
    return _filled(record, length)


def _filled(plain: bytes, length: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = packer.compress(plain) + packer.flush()
    data += struct.pack("<II", zlib.crc32(plain), len(plain))
    room = length - len(_GZIP) - len(data)
    if room == 0:
        return _GZIP + data
    if room < 0:
        raise ValueError("there is no room")
    head = bytes((*_GZIP[:3], _COMMENT, *_GZIP[4:]))
    return head + b" " * (room - 1) + b"\0" + data


def _lines(notes: Iterable[Mapping[str, Any]]) -> bytes:
    lines = [json.dumps(note, ensure_ascii=False, separators=(",", ":")) for note in notes]
    return "".join(f"{line}\n" for line in lines).encode()


def _notes_record(body: bytes, record_id: str, date: str) -> bytes:
    named = [("WARC-Record-ID", record_id), ("WARC-Date", date), ("WARC-Target-URI", NOTES)]
    return _record("metadata", named, b"", body, _NOTES_TYPE)


def _record(
    kind: str, named: Headers, head: bytes = b"", body: bytes = b"", type_: str = ""
) -> bytes:
    """Return a record, not packed: *head* and *body* are its block."""
    headers = [
        *named,
        ("WARC-Type", kind),
        ("WARC-Block-Digest", _told(sha1_of(head, body))),
        ("Content-Type", type_ or RecordBuilder.WARC_RECORDS[kind]),
        ("Content-Length", str(len(head) + len(body))),
    ]
    written = StatusAndHeaders("", headers, _VERSION).to_bytes()
    return b"".join((written, head, body, b"\r\n\r\n"))


def _kept(exchange: Exchange) -> Headers:
    kept = []
    for name, value in exchange.headers:
        lower = name.lower()
        odd = lower == "content-length" and value.strip() != str(len(exchange.body))
        kept.append((_RENAMED + name if odd or lower in _HOP_BY_HOP else name, value))
    return kept
