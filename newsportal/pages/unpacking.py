"""What an answer's body is packed in, taken off."""

from __future__ import annotations

import zlib
from typing import Any

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response, TextResponse
from scrapy.responsetypes import responsetypes
from scrapy.utils.python import to_unicode
from w3lib.encoding import http_content_type_encoding, read_bom

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
