"""Bodies without their content coding."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Response, TextResponse
from scrapy.responsetypes import responsetypes
from scrapy.utils.python import to_unicode
from w3lib.encoding import http_content_type_encoding, read_bom

if TYPE_CHECKING:
    from newsportal.pagestore.scan import Member

_LARGEST = 16 * 1024 * 1024  # bytes, unpacked
_AT_ONCE = 1024 * 1024  # bytes, unpacked; nearly all pages are smaller


class Unpacker(HttpCompressionMiddleware):
    """Scrapy's own; what nearly all answers are, one whole stream of gzip, it unpacks at once.

    Scrapy goes through a file in memory, piece by piece, and copies all headers: a third more time.
    """

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002
    ) -> Request | Response:
        """Return the response without its packing; errors are Scrapy's and those of libraries."""
        packings = response.headers.getlist("Content-Encoding")
        if packings != [b"gzip"] or request.method == "HEAD":
            return super().process_response(request, response)
        sizes = request.meta.get("download_maxsize", self._max_size), self._warn_size
        body = gunzipped(response.body, min(filter(None, (*sizes, _AT_ONCE))))
        if body is None:
            return super().process_response(request, response)
        if self.stats:
            self.stats.inc_value("httpcompression/response_bytes", len(body))
            self.stats.inc_value("httpcompression/response_count")
        return _with_body(response, body)


def gunzipped(packed: bytes, below: int) -> bytes | None:
    """Return what is packed; None if it is not one whole stream of gzip *below* so many bytes.

    >>> import gzip
    >>> gunzipped(gzip.compress(b"news"), 5), gunzipped(gzip.compress(b"news"), 4)
    (b'news', None)
    >>> gunzipped(gzip.compress(b"news")[:-1], 5), gunzipped(b"news", 5)
    (None, None)
    """
    unpacker = zlib.decompressobj(31)  # gzip with its header and its sum
    try:
        found = unpacker.decompress(packed, below)
    except zlib.error:
        return None
    return found if unpacker.eof and not unpacker.unused_data and len(found) < below else None


def _with_body(response: Response, body: bytes) -> Response:
    """Return a response with its body unpacked, as what Scrapy takes it for.

    Its encoding is asked for several times, and looked for each time where it is not given.
    """
    headers = response.headers
    del headers["Content-Encoding"]
    kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
    given: dict[str, Any] = {name: getattr(response, name) for name in Response.attributes}
    given |= {"headers": None, "body": body}
    if issubclass(kind, TextResponse):
        said = to_unicode(headers.get("Content-Type") or b"", "latin-1")
        given["encoding"] = read_bom(body)[0] or http_content_type_encoding(said)
    found = kind(**given)
    found.headers = headers  # as they are: nobody needs those of the packed answer any more
    return found


class _Reader(Unpacker):
    """Without a crawl."""

    def __init__(self) -> None:
        self.stats = None
        self._max_size, self._warn_size = _LARGEST, _LARGEST + 1


_READER = _Reader()


def unpacked(request: Request, response: Response) -> Response | None:
    """Return a response with its body unpacked; None if it cannot be."""
    try:
        found = _READER.process_response(request, response)
    except (IgnoreRequest, Exception):  # every packing has errors of its own
        return None
    assert isinstance(found, Response)
    return found


def readable(member: Member) -> bytes:
    """Return all that a stored answer says, headers and body, as bytes to search in."""
    head, _, body = member.block.partition(b"\r\n\r\n")
    headers: dict[bytes, list[bytes]] = {}
    for name, _, value in (line.partition(b":") for line in head.split(b"\r\n")[1:]):
        headers.setdefault(name, []).append(value.strip())
    request = Request("http://stored.invalid/")
    found = unpacked(request, Response(request.url, headers=Headers(headers), body=body))
    return head + b"\r\n" + (found.body if found is not None else body)
