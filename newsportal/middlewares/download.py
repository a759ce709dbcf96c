"""Download handler: the headers of an answer are bounded as its body is.

Twisted bounds the length of a header line, but neither their number nor all of them together: a
server that never ends them would fill the memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response

from newsportal.middlewares.scrapy_inside import encode_names_once

_LINES = 500
_SIZE = 64 * 1024  # bytes


class HeadersTooLarge(Exception):  # noqa: N818 (the portal's doing, no error of the program)
    """An answer has more headers than any that makes sense."""


class _Parser(_LenientHTTPClientParser):
    _lines = _size = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 (Twisted's)
        # Of all heads of one answer: "100 Continue" may come without end, too.
        self._lines += 1
        self._size += len(line)
        if self._lines > _LINES or self._size > _SIZE:
            raise HeadersTooLarge
        super().lineReceived(line)

    def allHeadersReceived(self) -> None:  # noqa: N802 (Twisted's)
        # Twisted stops reading until somebody takes the body. Scrapy takes it, or closes, before
        # this returns: to stop and to go on would be two calls of the kernel, 1 % of a page.
        transport, self.transport = self.transport, _Going()  # type: ignore[assignment]
        try:
            super().allHeadersReceived()  # type: ignore[no-untyped-call]
        finally:
            self.transport = transport


class _Going:
    """In place of a connection that need not be paused."""

    def pauseProducing(self) -> None:  # noqa: N802 (Twisted's)
        """Do nothing."""


class _Protocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Any:
        answer = super().request(request)
        # As in Scrapy, which replaces the parser's class in the same way.
        self._parser.__class__ = _Parser
        return answer


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _Protocol:  # noqa: ARG002, N802 (Twisted's)
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class BoundedDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's, but no answer has headers without end."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory
        encode_names_once()

    async def download_request(self, request: Request) -> Response:
        """Return the answer; DownloadCancelledError if it is beyond all bounds."""
        try:
            return await super().download_request(request)
        except Exception as error:
            if any(isinstance(cause, HeadersTooLarge) for cause in _causes(error)):
                raise DownloadCancelledError(
                    f"more than {_LINES} lines or {_SIZE // 1024} KiB of response headers"
                ) from None
            raise


def _causes(error: BaseException | None) -> Iterator[object]:
    """Yield an error and what has led to it; Twisted keeps several in ``reasons``."""
    while error is not None:
        yield error
        for reason in getattr(error, "reasons", None) or ():
            yield getattr(reason, "value", reason)
        error = error.__cause__ or error.__context__
