"""Downloader middleware: decode every page by what its bytes say."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.utils.python import to_unicode
from w3lib.encoding import http_content_type_encoding

from newsportal.encoding import detect_encoding


class EncodingMiddleware:
    """Sets the encoding of text responses by `detect_encoding`."""

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002
        """Return the response with its real encoding."""
        if not isinstance(response, TextResponse):
            return response
        header = to_unicode(response.headers.get("Content-Type") or b"", "latin-1")
        encoding = detect_encoding(response.body, http_content_type_encoding(header))
        return response.replace(encoding=encoding)
