"""A portal that refuses or fails is asked less and less, and then no more."""

from __future__ import annotations

import logging
from collections import Counter
from time import monotonic
from typing import Self
from urllib.parse import unquote, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse, XmlResponse

from newsportal.discovery.shape import shape_of
from newsportal.middlewares.boundary import OffPortal
from newsportal.middlewares.firewall import firewall_of
from newsportal.middlewares.manners import hold
from newsportal.middlewares.media_requests import is_medium
from newsportal.middlewares.scrapy_inside import end_run
from newsportal.middlewares.whole import another_attempt
from newsportal.runs.plain_words import in_words
from newsportal.themes import THEMES

logger = logging.getLogger(__name__)

# Answers in a row; those that were under way when a pause began count as one.
_REFUSALS = 7  # 403 of a firewall, its challenge, 429
_FAILURES = 12
_FORGIVEN = 3  # failures without a pause
_OF_A_KIND = 50  # refused pages of one kind; more speak of the portal
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 32.0  # seconds, or the present delay if that is longer
_LONGEST_AFTER_FAILURE = 8.0


class Blocked(Exception):  # noqa: N818 (the portal's doing, no error of the program)
    """A web firewall has answered instead of the portal."""


class BackoffMiddleware:
    """Pauses that double while nothing but refusals and failures come; then the run ends."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._in_a_row = 0
        self._pauses = 0
        self._until = 0.0
        self._led_to = ""
        self._shown: set[str] = set()
        """Shapes of addresses of which this run has seen a page,"""
        self._refused: Counter[str] = Counter()
        """and how many were refused of the others."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Return the response, for a firewall's page the request for another attempt."""
        if is_medium(request):
            return response
        firewall = _firewall(response)
        if firewall is None:
            if response.status == 429 or (response.status == 503 and _asks_to_wait(response)):
                self._count(request, f"status {response.status}", refused=True)
            elif response.status >= 500 or (response.status == 403 and self._is_news(request)):
                self._count(request, f"status {response.status}", refused=False)
            elif response.status != 403:
                self._in_a_row = self._pauses = 0
                self._shown.add(_shape(request))
            return response
        firewalls = self._crawler.spider.archive.run.firewalls  # type: ignore[union-attr]
        firewalls[firewall] = firewalls.get(firewall, 0) + 1
        reason = f"the web firewall {firewall} answers (status {response.status})"
        self._count(request, reason, refused=True)
        if (again := another_attempt(self._crawler, request, "firewall")) is None:
            raise Blocked(reason)
        return again

    def _is_news(self, request: Request) -> bool:
        """Tell whether a refusal speaks of the portal, not of one page, or of pages of one kind.

        A page that was refused before is refused again, and of authors' pages all may be.
        """
        shape = _shape(request)
        if request.meta.get("again"):
            return False
        self._refused[shape] += 1
        return shape in self._shown or not 1 < self._refused[shape] <= _OF_A_KIND

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count a request that got no answer."""
        if is_medium(request):
            return
        if isinstance(exception, OffPortal):
            if self._leads_all_there(request, str(exception)):
                self._count(request, str(exception), refused=False)
        elif not isinstance(exception, IgnoreRequest):
            self._count(request, in_words(exception), refused=False)

    def _leads_all_there(self, request: Request, reason: str) -> bool:
        """Tell whether a portal leads off whatever it is asked for: to a login, to its new host.

        A post that is another outlet's leads to a place of its own, and the portal is well.
        """
        asked = urlsplit(request.meta.get("redirect_urls", [request.url])[0])
        before, self._led_to = self._led_to, reason
        named = asked.netloc in unquote(reason) or (len(asked.path) > 1 and asked.path in reason)
        return named or reason == before

    def _count(self, request: Request, reason: str, *, refused: bool) -> None:
        if monotonic() < self._until:
            return
        self._in_a_row += 1
        if not refused and self._in_a_row <= _FORGIVEN:
            return
        self._pauses += 1
        if self._in_a_row >= (_REFUSALS if refused else _FAILURES):
            self._stop(reason)
            return
        delay = max(_FIRST_PAUSE, self._crawler.settings.getfloat("DOWNLOAD_DELAY"))
        longest = _LONGEST_PAUSE if refused else _LONGEST_AFTER_FAILURE
        pause = min(delay * 2 ** (self._pauses - 1), max(delay, longest))
        self._until = monotonic() + pause
        hold(self._crawler, pause)
        logger.info("%s: %s; nothing is asked for %.1f s", request.url, reason, pause)

    def _stop(self, reason: str) -> None:
        run = self._crawler.spider.archive.run  # type: ignore[union-attr]
        if run.failure is None:
            run.failure = f"stopped after {self._in_a_row} answers like this: {reason}; run later"
            end_run(self._crawler, "refused")


def _firewall(response: Response) -> str | None:
    if not isinstance(response, TextResponse) or isinstance(response, XmlResponse):
        return None
    if any(theme.recognises(response) for theme in THEMES):
        return None
    headers = "\n".join(
        f"{name.decode('latin-1')}: {value.decode('latin-1')}"
        for name, values in response.headers.items()
        for value in values
    )
    return firewall_of(response.status, headers, response.text)


def _shape(request: Request) -> str:
    return shape_of(request.url.partition("://")[2].partition("/")[2])


def _asks_to_wait(response: Response) -> bool:
    return "Retry-After" in response.headers
