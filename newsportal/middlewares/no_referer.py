"""Spider middleware: no page is told which other one has led to it."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response
from scrapy.spidermiddlewares.referer import RefererMiddleware


class NoReferer(RefererMiddleware):
    """What Scrapy's redirects ask for the header, which they take off.

    Scrapy's own sends it where a page asks for that, and each request and item passes through a
    generator of it: 3 % of what a page costs.
    """

    process_spider_output = process_spider_output_async = None  # type: ignore[assignment]

    def get_processed_request(self, request: Request, response: Response | None) -> Request:  # noqa: ARG002
        """Return the request as it is."""
        return request
