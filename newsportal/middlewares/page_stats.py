"""What a run counts of its requests: those for media apart from those for pages."""

from __future__ import annotations

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.stats import DownloaderStats
from scrapy.http import Response
from scrapy.statscollectors import MemoryStatsCollector

from newsportal.middlewares.media_requests import is_medium


class PlainCollector(MemoryStatsCollector):
    """Scrapy's collector, without its look at each use whether a ``spider`` was handed over.

    That is deprecated, and Scrapy's says so; it does no harm. Each page counts a dozen things, each
    of which cost two errors that were caught: 1 % of what a page costs.
    """

    __getattribute__ = object.__getattribute__


class PageStats(DownloaderStats):
    """Scrapy's figures that say how the portal answers, without what is asked for media.

    Bytes are those of bodies as they came: to add those of headers up, Scrapy puts each head
    together once more, 1 % of what a page costs.
    """

    def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002
        """Count a request."""
        medium = is_medium(request)
        self.stats.inc_value("newsportal/media/requests" if medium else "downloader/request_count")

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002
    ) -> Response:
        """Count an answer and return it."""
        size = len(response.body)
        if is_medium(request):
            self.stats.inc_value("newsportal/media/bytes", size)
        else:
            self.stats.inc_value("downloader/response_count")
            self.stats.inc_value(f"downloader/response_status_count/{response.status}")
            self.stats.inc_value("downloader/response_bytes", size)
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
