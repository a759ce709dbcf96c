"""Downloader middleware: requests for media are counted apart from those for pages."""

from __future__ import annotations

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.stats import DownloaderStats
from scrapy.http import Response

from newsportal.middlewares.media_requests import is_medium


class PageStats(DownloaderStats):
    """Scrapy's figures, which say how the portal answers, without what is asked for media."""

    def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002
        """Count a request."""
        if is_medium(request):
            self.stats.inc_value("newsportal/media/requests")
        else:
            super().process_request(request)

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002
    ) -> Response:
        """Count an answer and return it."""
        if is_medium(request):
            self.stats.inc_value("newsportal/media/bytes", len(response.body))
        else:
            super().process_response(request, response)
        return response

    def process_exception(
        self,
        request: Request,
        exception: Exception,
        spider: Spider | None = None,  # noqa: ARG002
    ) -> None:
        """Count a request that got no answer."""
        if not is_medium(request):
            super().process_exception(request, exception)
