"""Downloader middlewares: a page is read only if it is all there and the one that was meant."""

from __future__ import annotations

import re
from typing import Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import HtmlResponse, Response

_END = re.compile(rb"</html", re.IGNORECASE)
_NEVER_ENDED = 3  # pages that came without their end in every attempt: such is the portal
_REFRESH_PAGE = 4096  # bytes; a page that only leads elsewhere is smaller


class Unreadable(Exception):  # noqa: N818 (the portal's doing, no error of the program)
    """A page that came empty or cut off, in every attempt."""


class WholePageMiddleware:
    """Asks again for pages that are empty, or cut off before ``</html>``."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._ends = False
        self._never_ended = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Return the page, or the request for another attempt."""
        if request.meta.get("dont_obey_robotstxt"):  # robots.txt itself, which may be empty
            return response
        fault = self._fault(response) if response.status == 200 else None
        if fault is None:
            return response
        assert self._crawler.spider is not None
        again = get_retry_request(request, spider=self._crawler.spider, reason=fault)
        if again is not None and not request.meta.get("dont_retry"):
            return again
        if fault == "the page is cut off":
            self._never_ended += 1 if self._ends else _NEVER_ENDED
            if request.meta.get("again") or not self._ends:
                return response  # such is this page, or such are all pages here
        raise Unreadable(fault)

    def _fault(self, response: Response) -> str | None:
        if not response.body.strip(b" \t\r\n\0"):
            return "the page is empty"
        if not isinstance(response, HtmlResponse):
            return None
        if _END.search(response.body):
            self._ends = True
            return None
        return "the page is cut off" if self._never_ended < _NEVER_ENDED else None


class RefreshMiddleware(MetaRefreshMiddleware):
    """Follows a meta refresh only where the page has nothing else to say."""

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002
    ) -> Request | Response:
        """Return the page, or the request for the one that it leads to."""
        if len(response.body) > _REFRESH_PAGE:
            return response
        return super().process_response(request, response)
