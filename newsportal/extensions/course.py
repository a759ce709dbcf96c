"""Notes in the run's account how fast the portal answers."""

from __future__ import annotations

from time import monotonic
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from newsportal.middlewares.media_requests import is_medium
from newsportal.runs.course import Course


class CourseOfRun:
    """Hands every answer of the portal, those to be asked again too, to a `Course`."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._start = monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler.spider.archive.run.course)  # type: ignore[union-attr]
        crawler.signals.connect(extension.response_downloaded, signal=signals.response_downloaded)
        return extension

    def response_downloaded(self, response: Response, request: Request) -> None:
        """Handle one answer."""
        if is_medium(request):
            return
        latency = request.meta.get("download_latency", 0.0)
        self._course.add(monotonic() - self._start, response.url, response.status, latency)
