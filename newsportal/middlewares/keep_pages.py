"""Downloader middleware: every answer is kept as it came, before anything is made of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response

from newsportal.archive.kept_pages import Keeping
from newsportal.middlewares.media_requests import is_medium

if TYPE_CHECKING:
    from newsportal.pagestore.volumes import Place

STORED = "newsportal_stored"


class KeepPagesMiddleware:
    """Hands each answer to the archive; stands next to the network, where bodies are packed."""

    def __init__(self, crawler: Crawler) -> None:
        from newsportal.pagestore.members import Exchange

        self._crawler = crawler
        self._exchange = Exchange

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if Keeping.of(crawler.settings) is None:
            raise NotConfigured
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the response unchanged."""
        if is_medium(request):
            return response  # stored under its content
        spider: Any = self._crawler.spider
        stored = spider.archive.pages.add(
            self._exchange(
                response.url, datetime.now(UTC), request.method, _pairs(request.headers),
                response.status, _pairs(response.headers), response.body,
                response.protocol or "HTTP/1.1",
                str(response.ip_address) if response.ip_address else None,
                cut="download_stopped" in response.flags,
            )
        )  # fmt: skip
        request.meta[STORED] = stored
        return response


def stored_at(response: Response) -> tuple[Place, Place] | None:
    """Return where a page and its body lie, None if it is not kept."""
    assert response.request is not None
    stored: tuple[Place, Place] | None = response.request.meta.get(STORED)
    return stored


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    # As they lie there: Scrapy's own `items` brings each name into its form once more.
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in dict.items(headers)
        for value in values
    ]
