"""Downloader middlewares that keep a crawl harmless: robots.txt, Crawl-delay, Retry-After."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from time import monotonic
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured, StopDownload
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler, load_object
from w3lib.encoding import read_bom

from newsportal.middlewares.boundary import OffPortal
from newsportal.middlewares.media_requests import MANNERS, is_foreign, is_medium
from newsportal.middlewares.scrapy_inside import slow_down, slow_down_host
from newsportal.pages.urls import resolved
from newsportal.runs.plain_words import in_words
from newsportal.state import clock

logger = logging.getLogger(__name__)

_LONGEST_WAIT = 3600.0  # seconds; a longer Retry-After is a mistake or a way to be rid of us
_LONGEST_DELAY = 60.0  # seconds between two media of a host that is not the portal's
_ROBOTS_KEPT = timedelta(hours=23)  # RFC 9309 allows a day
_ROBOTS_SIZE = 500 * 1024  # bytes; RFC 9309 asks for at least so much
_ROBOTS_LARGEST = 64 * 1024 * 1024  # bytes; no more than the beginning is ever loaded
FETCHED = "newsportal_fetched"
_CLOCK_YEARS = range(2020, 2101)  # a server without a clock says 1970, 2000 or 2010
_SHORTEST_DELAY = 0.001  # seconds; the downloader looks at its clock only if there is a delay


def retry_after(value: str, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header (RFC 9110, 10.2.3) asks for, at most an hour.

    >>> retry_after("120", datetime(2026, 11, 22, 4, tzinfo=UTC))
    120.0
    >>> retry_after("Sun, 22 Nov 2026 04:00:30 GMT", datetime(2026, 11, 22, 4, tzinfo=UTC))
    30.0
    >>> retry_after("soon", datetime(2026, 11, 22, 4, tzinfo=UTC))
    """
    if value.strip().isascii() and value.strip().isdigit():
        seconds = float(value.strip()[:9])
    else:
        try:
            date = parsedate_to_datetime(value)
        except (ValueError, OverflowError):
            return None
        date = date if date.tzinfo else date.replace(tzinfo=UTC)
        seconds = (date - now).total_seconds()
    return min(max(seconds, 0.0), _LONGEST_WAIT)


def robots_rules(body: bytes) -> bytes:
    r"""Return the lines of a robots.txt as its parser needs them, half a megabyte at most.

    A line that is cut would say something else: ``Disallow: /a`` forbids more than ``/about``.

    >>> robots_rules("\ufeffUser-agent: *\r\nDisallow: /\0".encode("utf-16"))
    b'User-agent: *\r\nDisallow: /'
    """
    if len(body) > _ROBOTS_SIZE:
        lines, end, _ = body[:_ROBOTS_SIZE].rpartition(b"\n")
        body = lines + end
    encoding, mark = read_bom(body)
    text = body[len(mark or b"") :].decode(encoding or "utf-8", "replace")
    return text.replace("\ufeff", "").replace("\0", "").encode()


@lru_cache(maxsize=1)  # asked for once a link of the page
def fetch_time(response: Response) -> datetime:
    """Return when the portal made the page: its Date header, else the present time.

    Of a page that others have fetched, its request knows when (`FETCHED`), since its header does
    not tell: that was long ago, or by a clock that nobody has set.
    """
    said = _date_header(response.headers.get("Date") or b"")
    if said is None and response.request is not None:
        said = response.request.meta.get(FETCHED)
    return said or datetime.now(UTC)


@lru_cache(maxsize=16)  # neighbouring answers share it
def _date_header(value: bytes) -> datetime | None:
    try:
        date = parsedate_to_datetime(value.decode("latin-1"))
    except (ValueError, OverflowError):
        return None
    if date.year not in _CLOCK_YEARS:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def hold(crawler: Crawler, seconds: float, host: str | None = None) -> None:
    """Let every request to the portal, under any of its names, queued or not, wait so long.

    Those to one host only, where that is a *host* of media.
    """
    for name, slot in crawler.engine.downloader.slots.items():
        if host not in (None, name):
            continue
        slot.delay = max(slot.delay, _SHORTEST_DELAY)
        slot.lastseen = max(slot.lastseen, monotonic() + seconds)


class RetryAfterMiddleware:
    """Holds every request to the portal back while a 429 or 503 asks for it."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise RunEnds for a medium of a host that has asked to wait in the meantime."""
        spider: Any = self._crawler.spider
        if is_medium(request) and spider.media.leaves(request):
            raise RunEnds("the run ends")

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the response unchanged; RetryMiddleware asks again when the wait is over."""
        header = response.headers.get("Retry-After")
        if response.status in (429, 503) and header:
            wait = retry_after(header.decode("latin-1"), fetch_time(response))
            if wait:
                spider: Any = self._crawler.spider
                if is_foreign(request, spider.site):
                    hold(self._crawler, wait, urlparse_cached(request).hostname)
                    return response
                logger.info("The portal asks to wait %.0f s (%s)", wait, request.url)
                self._crawler.stats.inc_value("newsportal/retry_after_seconds", round(wait))
                hold(self._crawler, wait)
        return response


class Forbidden(IgnoreRequest):
    """robots.txt forbids a request."""


class RunEnds(IgnoreRequest):
    """A request was not sent, since the run is to end."""


class RobotsMiddleware:
    """Obeys robots.txt and its Crawl-delay (RFC 9309).

    Where robots.txt is missing (4xx) all is allowed; where it cannot be had (5xx, no connection)
    nothing is.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        settings = crawler.settings
        self._agent: str = settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"]
        self._parser: type[RobotParser] = load_object(crawler.settings["ROBOTSTXT_PARSER"])
        self._parsers: dict[str, asyncio.Future[RobotParser]] = {}
        self._loading = 0
        self._loaded: Counter[Request] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def loading(self, data: bytes, request: Request) -> None:
        """Load no more of a robots.txt than is read."""
        if request.meta.get("dont_obey_robotstxt"):
            self._loaded[request] += len(data)
            if self._loaded[request] > _ROBOTS_SIZE:
                raise StopDownload(fail=False)

    async def process_request(self, request: Request) -> None:
        """Raise IgnoreRequest for what robots.txt forbids."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        host = urlparse_cached(request).netloc
        if host not in self._parsers:
            self._parsers[host] = asyncio.ensure_future(self._rules(request, host))
        parser = await asyncio.shield(self._parsers[host])
        addresses = {request.url, resolved(request.url)}  # as written, and as servers read it
        if not all(parser.allowed(address, self._agent) for address in addresses):
            self._crawler.stats.inc_value("robotstxt/forbidden")
            raise Forbidden("robots.txt forbids it")

    async def _rules(self, request: Request, host: str) -> RobotParser:
        """Return the rules of a host, for an update those of the day if they are kept."""
        spider: Any = self._crawler.spider
        kept, archive = None, getattr(spider, "archive", None)
        if archive is not None and spider.arguments.mode == "update":
            kept = archive.store.portal.robots(host, clock.now() - _ROBOTS_KEPT)
        rules = await self._fetch(request) if kept is None else kept
        if archive is not None and kept is None:
            archive.store.portal.keep_robots(host, rules, clock.now())
        parser = build_from_crawler(self._parser, self._crawler, rules)
        if delay := parser.crawl_delay(self._agent):
            foreign = is_foreign(request, spider.site)
            if delay > (_LONGEST_DELAY if foreign else _LONGEST_WAIT):
                raise IgnoreRequest(f"robots.txt asks for {delay:g} s between requests")
            if foreign:
                least = self._crawler.settings.getfloat("DOWNLOAD_DELAY")
                slow_down_host(
                    self._crawler, urlparse_cached(request).hostname or "", max(delay, least)
                )
            else:
                self._slow_down(delay)
        return parser

    async def _fetch(self, request: Request) -> bytes:
        robots = Request(
            urljoin(request.url, "/robots.txt"),
            priority=1000,
            meta={"dont_obey_robotstxt": True, "download_maxsize": _ROBOTS_LARGEST},
            callback=NO_CALLBACK,
        )
        if is_medium(request):
            robots.meta.update(MANNERS)
        events = self._crawler.signals
        self._loading += 1
        events.connect(self.loading, signal=signals.bytes_received)  # costly: of every page's
        try:
            response = await self._crawler.engine.download_async(robots)
        except OffPortal:
            response = None  # RFC 9309, 2.3.1.2: not to be had, so nothing is forbidden
        except Exception as error:
            raise IgnoreRequest(in_words(error)) from error
        finally:
            self._loading -= 1
            if not self._loading:
                events.disconnect(self.loading, signal=signals.bytes_received)
        if response is not None and response.status >= 500:
            raise IgnoreRequest(f"robots.txt cannot be read: status {response.status}")
        rules = b""
        if response is not None and response.status < 300:
            rules = robots_rules(response.body)
        if response is not None and urlsplit(response.url).path == "/robots.txt":
            # Redirected to the portal's other name: it need not be asked there once more.
            asked = self._parsers[urlparse_cached(request).netloc]
            self._parsers.setdefault(urlsplit(response.url).netloc, asked)
        return rules

    def _slow_down(self, delay: float) -> None:
        logger.info("robots.txt asks for %g s between requests", delay)
        slow_down(self._crawler, delay)
        throttle = self._crawler.get_extension(AutoThrottle)
        if throttle is not None:
            throttle.mindelay = max(throttle.mindelay, delay)
            throttle.maxdelay = max(throttle.maxdelay, delay)
