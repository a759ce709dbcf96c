"""WARC records as bytes: each a gzip member of its own, as ISO 28500:2017 (WARC 1.1) has them.

warcio makes the records; the gzip is ours, since warcio packs everything as tightly as it can:
on pages that came packed that is the work of a millisecond for nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import BaseWARCWriter

Headers = list[tuple[str, str]]

_VERSION = "WARC/1.1"
# They say how the bytes travelled, which is not how they are stored.
_HOP_BY_HOP = frozenset(
    ("connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding",
     "upgrade")
)  # fmt: skip
_RENAMED = "X-Archive-Orig-"
_LEVEL = 4
_GZIP = bytes((0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255))  # deflate, no name, no time, any system
_COMMENT = 16  # flag of the gzip header
_BLOCK = 0xFFFF  # bytes that deflate stores as they are
BLANK, NOTES = "urn:newsportal:blank", "urn:newsportal:notes"
_NOTES_TYPE = "application/x-ndjson"


@dataclass(slots=True)
class Exchange:
    """A question to the portal and its answer."""

    url: str
    at: datetime
    method: str
    asked: Headers | None
    """Headers of the request; None where they are not known."""
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


class _Builder(BaseWARCWriter):  # type: ignore[misc]
    """warcio's writer without its gzip."""

    # A payload is what HTTP carries, and questions carry none.
    NO_PAYLOAD_DIGEST_TYPES = ("warcinfo", "revisit", "metadata", "request")

    def __init__(self) -> None:
        super().__init__(gzip=False, warc_version=_VERSION)

    def plain(self, record: Any) -> bytes:
        out = BytesIO()
        self._write_warc_record(out, record)
        return out.getvalue()


_BUILDER = _Builder()


def new_id() -> str:
    """Return a new WARC-Record-ID."""
    return f"<urn:uuid:{uuid4()}>"


def warc_date(at: datetime) -> str:
    """Return a time as WARC 1.1 writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def payload_digest(body: bytes) -> str:
    """Return the digest that names a body in WARC files."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def packed(plain: bytes) -> bytes:
    """Return bytes as one gzip member."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return packer.compress(plain) + packer.flush()


def wrapped(plain: bytes, head: int) -> bytes:
    """Return bytes as one gzip member of which only the first *head* are packed.

    The rest came packed: to pack it once more would cost time and save nothing.
    """
    packer = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    parts = [_GZIP, packer.compress(plain[:head]), packer.flush(zlib.Z_SYNC_FLUSH)]
    for start in range(head, len(plain), _BLOCK):
        block = plain[start : start + _BLOCK]
        last = start + _BLOCK >= len(plain)
        parts += [struct.pack("<BHH", last, len(block), len(block) ^ 0xFFFF), block]
    parts.append(struct.pack("<II", zlib.crc32(plain), len(plain) & 0xFFFFFFFF))
    return b"".join(parts)


def info_member(name: str, facts: Mapping[str, str]) -> bytes:
    """Return the record that says who wrote the file and how."""
    return packed(_BUILDER.plain(_BUILDER.create_warcinfo_record(name, facts)))


def answer_member(
    exchange: Exchange, record_id: str, digest: str, earlier: tuple[str, str] | None = None
) -> bytes:
    """Return the record of an answer.

    Where the same body is stored already, *earlier* names address and date of its record, and
    only the headers are kept.
    """
    facts = {
        "WARC-Record-ID": record_id,
        "WARC-Target-URI": exchange.url,
        "WARC-Date": warc_date(exchange.at),
    }
    if exchange.address:
        facts["WARC-IP-Address"] = exchange.address
    if exchange.cut:
        facts["WARC-Truncated"] = "length"
    # The reason phrase is not known any more; the blank before it belongs to the line.
    line = StatusAndHeaders(f"{exchange.status} ", _kept(exchange), exchange.protocol)
    if earlier is not None:
        record = _BUILDER.create_revisit_record(
            exchange.url, digest, *earlier, http_headers=line, warc_headers_dict=facts
        )
        return packed(_BUILDER.plain(record))
    facts["WARC-Payload-Digest"] = digest
    record = _record("response", exchange, facts, line, exchange.body)
    coded = any(name.lower() == "content-encoding" for name, _ in exchange.headers)
    plain = _BUILDER.plain(record)
    # Behind the body come but the four bytes that end a record.
    return wrapped(plain, len(plain) - len(exchange.body) - 4) if coded else packed(plain)


def question_member(exchange: Exchange, answer_id: str) -> bytes:
    """Return the record of the request that led to an answer."""
    facts = {
        "WARC-Record-ID": new_id(),
        "WARC-Target-URI": exchange.url,
        "WARC-Date": warc_date(exchange.at),
        "WARC-Concurrent-To": answer_id,
    }
    path = exchange.url.split("/", 3)
    assert exchange.asked is not None
    target = "/" + path[3] if len(path) > 3 else "/"
    line = StatusAndHeaders(f"{exchange.method} {target} {exchange.protocol}", exchange.asked, "")
    return packed(_BUILDER.plain(_record("request", exchange, facts, line, b"")))


def notes_member(at: datetime, notes: Iterable[Mapping[str, Any]]) -> bytes:
    """Return a metadata record that holds *notes* as lines of JSON."""
    named = {"WARC-Record-ID": new_id(), "WARC-Date": warc_date(at)}
    record = _notes_record(_lines(notes), named)
    return packed(_BUILDER.plain(record))


def blank_member(length: int) -> bytes:
    """Return a record that says nothing, as a member of that length.

    The gzip header has a comment that takes the room.
    """
    named = {"WARC-Record-ID": new_id(), "WARC-Target-URI": BLANK}
    record = _BUILDER.create_warc_record(
        BLANK, "metadata", BytesIO(b""), 0, "text/plain", warc_headers_dict=named
    )
    return _filled(_BUILDER.plain(record), length)


def shorter_notes(notes: Iterable[Mapping[str, Any]], was: Mapping[str, str], length: int) -> bytes:
    """Return a record of notes as a member of that length, in the place of a longer one."""
    body = _lines(notes)
    named = {"WARC-Record-ID": was["warc-record-id"], "WARC-Date": was["warc-date"]}
    return _filled(_BUILDER.plain(_notes_record(body, named)), length)


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


def _notes_record(body: bytes, named: dict[str, str]) -> Any:
    return _BUILDER.create_warc_record(
        NOTES, "metadata", BytesIO(body), len(body), _NOTES_TYPE, warc_headers_dict=named
    )


def _record(
    kind: str, exchange: Exchange, facts: dict[str, str], line: StatusAndHeaders, body: bytes
) -> Any:
    return _BUILDER.create_warc_record(
        exchange.url, kind, BytesIO(body), len(body), warc_headers_dict=facts, http_headers=line
    )


def _kept(exchange: Exchange) -> Headers:
    kept = []
    for name, value in exchange.headers:
        lower = name.lower()
        odd = lower == "content-length" and value.strip() != str(len(exchange.body))
        kept.append((_RENAMED + name if odd or lower in _HOP_BY_HOP else name, value))
    return kept
