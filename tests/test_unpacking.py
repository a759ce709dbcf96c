"""What is unpacked at once is what Scrapy's own way through it would have given."""

from __future__ import annotations

import gzip
import zlib
from functools import cache

import pytest
from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response, TextResponse
from scrapy.utils.test import get_crawler

from newsportal.pages.unpacking import Unpacker

PAGE = "<!DOCTYPE html><html><head><title>泰山</title></head><body><p>日出</p></body></html>"
PACKED = gzip.compress(PAGE.encode())
LARGEST = 100_000
BODIES = {
    "page": PACKED,
    "gbk": gzip.compress(PAGE.encode("gbk")),
    "mark": gzip.compress(b"\xef\xbb\xbf" + PAGE.encode()),
    "two streams": PACKED + gzip.compress(b"<!-- more -->"),
    "zeros behind it": PACKED + bytes(64),
    "other bytes behind it": PACKED + b"more",
    "cut": PACKED[:-20],
    "wrong sum": PACKED[:-8] + bytes(8),
    "nothing packed": gzip.compress(b""),
    "nothing": b"",
    "not packed": PAGE.encode(),
    "zlib": zlib.compress(PAGE.encode()),
    "just small enough": gzip.compress(b" " * LARGEST),
    "too large": gzip.compress(b" " * (LARGEST + 1)),
    "a bomb": gzip.compress(bytes(5_000_000)),
}
HEADERS: dict[str, dict[str, object]] = {
    "plain": {"Content-Type": "text/html; charset=utf-8"},
    "gbk": {"Content-Type": "text/html; charset=gb2312"},
    "no charset": {"Content-Type": "text/html"},
    "xml": {"Content-Type": "application/rss+xml", "Set-Cookie": ["a=1", "b=2"]},
    "nothing": {},
    "download": {"Content-Type": "application/pdf"},
}


@pytest.mark.parametrize("headers", HEADERS)
@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("coding", ["gzip", "GZIP", "gzip, gzip", "x-gzip", "br"])
def test_unpacked_as_by_scrapy(body: str, headers: str, coding: str) -> None:
    ours, scrapys = _unpackers()
    packed = BODIES[body], dict(HEADERS[headers]), coding
    assert _unpacked(ours, *packed) == _unpacked(scrapys, *packed)


@cache
def _unpackers() -> list[HttpCompressionMiddleware]:
    crawler = get_crawler(settings_dict={"DOWNLOAD_MAXSIZE": LARGEST})
    return [kind.from_crawler(crawler) for kind in (Unpacker, HttpCompressionMiddleware)]


def _unpacked(
    unpacker: HttpCompressionMiddleware, body: bytes, headers: dict[str, object], coding: str
) -> object:
    """Return all that a response is, or which error there was."""
    request = Request("http://portal.example/a")
    raw = {**headers, "Content-Encoding": coding}
    response = Response(request.url, headers=raw, body=body, request=request, protocol="HTTP/1.1")
    try:
        found = unpacker.process_response(request, response)
    except Exception as error:  # whichever it is
        return type(error)
    assert isinstance(found, Response)
    text = (found.encoding, found.text) if isinstance(found, TextResponse) else None
    return (
        type(found), found.body, dict(found.headers), text, found.status, found.request is request,
        found.protocol, found.url, found.flags,
    )  # fmt: skip
