"""Nothing but the portal is ever requested: not by a link, not by a redirect, not through DNS."""

from __future__ import annotations

import logging
from ipaddress import ip_address
from typing import Any, NoReturn, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from newsportal.archive.archive import ArchiveWriter
from newsportal.middlewares.media_requests import is_medium, is_public, why_not

_REDIRECTS = (301, 302, 303, 307, 308)

logger = logging.getLogger(__name__)


class OffPortal(IgnoreRequest):
    """A request that leads to another host or port, or to no web page at all."""


class BoundaryMiddleware:
    """Refuses every request off the portal; redirects pass here too, hop by hop."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise OffPortal for a request that the user has not asked for."""
        spider: Any = self._crawler.spider
        site, is_robots = spider.site, request.meta.get("dont_obey_robotstxt")
        if is_medium(request):
            request.meta.pop("download_slot", None)  # of the host that has redirected it
            if reason := why_not(request.url, site):
                raise OffPortal(f"leads to {request.url[:200]!a}, and {reason}")
            if not site.holds(request.url):
                if not PortalResolver.is_asked:
                    raise OffPortal("other hosts are asked through newsportal's own resolver only")
                request.meta["proxy"] = None  # it would look names up by itself
            return
        if not (site.holds(request.url) if is_robots else site.bounds(request.url)):
            self._refuse(request, request.url)

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the response; OffPortal for a redirect that leads to no web page."""
        location = response.headers.get("Location")
        if response.status in _REDIRECTS and location is not None:
            self._refuse(request, location.decode("latin-1"))
        return response

    def _refuse(self, request: Request, target: str) -> NoReturn:
        asked = request.meta.get("redirect_urls", [request.url])[0]
        if is_medium(request):
            raise OffPortal(f"leads to no web address, {target[:200]!a}")
        reason = f"leads off the portal, to {target[:200]!a}"
        spider: Any = self._crawler.spider
        spider.archive.run.refused.add(url=asked, reason=reason)
        raise OffPortal(reason)


def is_allowed(address: str, portal: str) -> bool:
    """Tell whether to connect to *address* where the portal's own name has led to *portal*."""
    return address == portal or ip_address(address).is_global


class PortalResolver(CachingThreadedResolver):
    """Resolves names that a spider with a portal asks for to public addresses only.

    The first of the portal's own names may lead to a private or a loopback address: the user has
    named a portal there. That one address is allowed for these names, and no other that is not
    public. The names that other spiders of the process ask for lead wherever they lead.
    """

    is_asked = False
    """Whether the process looks names up with it."""
    _portal: str | None = None
    _process: Any
    _refused: set[tuple[str, str]]

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Self:
        """Make the resolver of a process, which Scrapy hands over as the crawler."""
        resolver = super().from_crawler(crawler, reactor)
        resolver._process, resolver._refused = crawler, set()
        return resolver

    def install_on_reactor(self) -> None:
        """Be the one that is asked."""
        super().install_on_reactor()
        PortalResolver.is_asked = True

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802 (Twisted's)
        """Return the address of a host; DNSLookupError for one that must not be connected to."""
        return super().getHostByName(name, timeout).addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        guarded = [crawler for crawler in self._process.crawlers if _has_archive(crawler)]
        others = [crawler for crawler in self._process.crawlers if crawler not in guarded]
        if not any(_asks(crawler, name) for crawler in guarded) and (
            not guarded or any(_asks(crawler, name) for crawler in others)
        ):
            return address
        if any(_is_of_a_medium(crawler, name) for crawler in guarded):
            if is_public(ip_address(address)):
                return address
        else:
            self._portal = self._portal or address
            if is_allowed(address, self._portal):
                return address
        reason = f"its name leads to {address}, which is not a public address"
        if (name, address) not in self._refused:  # asked for at every connection
            self._refused.add((name, address))
            for crawler in guarded:
                crawler.spider.archive.run.refused.add(url=f"//{name}", reason=reason)
            logger.warning("%s is not asked: %s", name, reason)
        raise DNSLookupError(reason)


def _has_archive(crawler: Crawler) -> bool:
    return isinstance(getattr(crawler.spider, "archive", None), ArchiveWriter)


def _is_of_a_medium(crawler: Crawler, name: str) -> bool:
    """Tell whether a host is not the portal's, where pictures of others are asked for."""
    spider: Any = crawler.spider
    if getattr(spider, "media", None) is None:
        return False
    root = urlsplit(spider.site.root)
    netloc = root.netloc.replace(root.hostname or "", name)
    return not spider.site.holds(root._replace(netloc=netloc).geturl())


def _asks(crawler: Crawler, name: str) -> bool:
    """Tell whether a spider has, or had just now, a request to this host under way."""
    return crawler.crawling and name in crawler.engine.downloader.slots
