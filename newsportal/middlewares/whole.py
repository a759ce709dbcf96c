"""Downloader middlewares: a page is read only if it is all there and the one that was meant."""

from __future__ import annotations

import gc
import re
from collections import Counter
from typing import Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Response

from newsportal.discovery.shape import is_twin
from newsportal.middlewares.media_requests import is_medium
from newsportal.pages.page import Page
from newsportal.pages.unpacking import Unpacker
from newsportal.pages.urls import destinations
from newsportal.runs.plain_words import in_words

# Feeds, sitemaps and the lists of JCMS are sent as pages, too: they end as they began.
_END = re.compile(
    rb"</html|</(?:\w+:)?(?:rss|feed|RDF|urlset|sitemapindex|datastore)\s*>\s*"
    rb"(?:<!--(?:[^-]|-(?!->)){0,500}+-->\s*+)*+\Z",
    re.IGNORECASE | re.DOTALL,
)
_LARGE, _LOOK_AFTER = 1024 * 1024, 16 * 1024 * 1024  # bytes of a page, and of such pages
_HTML_END = b"</html"
_CUT = "the page is cut off"
_END_SIZE = 64  # bytes
_NUMBER = re.compile(rb"[0-9]+")  # the time that a page took, and the like
_TAG_BEGINS = re.compile(rb"</?[a-z][^>]*|<!?-?|</", re.IGNORECASE)
_TAG = re.compile(
    rb"<(/?)(head|title|script|style|div|table|[uod]l|section|article|main|form)\b", re.IGNORECASE
)
_DOCUMENT = re.compile(rb"<(?:!doctype|html|head|body|title)\b", re.IGNORECASE)
_BEGINNING = 4096  # bytes
_ALIKE = 3  # pages with the same end: such is the portal
_ENDS = 1000  # kept in memory
_REFRESH_PAGE = 4096  # bytes; a page that only leads elsewhere is smaller
_REFRESH_TEXT = 60  # characters: 正在跳转，请稍候
_SILENT = frozenset(("script", "style", "title", "noscript"))
_LOOKS = re.compile(r"navigator|userAgent|screen\.|(?:client|inner|offset)Width", re.IGNORECASE)
_TELEPHONE = re.compile(r"//(?:m|wap|3g)\.|[?&](?:m|wap)=|mobile", re.IGNORECASE)


class Unreadable(Exception):  # noqa: N818 (the portal's doing, no error of the program)
    """A page that came empty, cut off or badly packed, in every attempt."""


def another_attempt(crawler: Crawler, request: Request, reason: str) -> Request | None:
    """Return the request for another attempt; None after the last, or where none is wanted."""
    assert crawler.spider is not None
    again = get_retry_request(request, spider=crawler.spider, reason=reason)
    return None if request.meta.get("dont_retry") else again


class UnpackMiddleware(Unpacker):
    """Unpacks pages, and asks again for those that are not what their Content-Encoding says."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self._crawler = crawler
        self._unpacked = 0  # bytes of large pages, since garbage was looked for

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002
    ) -> Request | Response:
        """Return the page unpacked, or the request for another attempt."""
        try:
            page = super().process_response(request, response)
        except IgnoreRequest as error:
            too_large = str(error)
        except Exception as error:  # every packing has errors of its own
            too_large, fault = "", f"the page cannot be unpacked: {in_words(error)}"
        else:
            if isinstance(page, Response) and len(page.body) > _LARGE:
                self._free_others(len(page.body))
            return page
        # Not raised above: the frames of those errors hold all that was unpacked.
        if too_large:
            raise IgnoreRequest(too_large)
        if (again := another_attempt(self._crawler, request, fault)) is None:
            raise Unreadable(fault)
        return again

    def _free_others(self, size: int) -> None:
        """Free large pages that could not be read: the frames of their errors hold them."""
        self._unpacked += size
        if self._unpacked > _LOOK_AFTER:
            self._unpacked = 0
            gc.collect()


class WholePageMiddleware:
    """Asks again for pages that are empty, a part only, or cut off before ``</html>``."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._ended = False
        self._first = ""
        """Address of a page that broke off before any page had ended."""
        self._other_ends: dict[bytes, set[str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Return the page, or the request for another attempt."""
        # robots.txt itself may be empty; media are looked at by whoever has asked
        if request.meta.get("dont_obey_robotstxt") or is_medium(request):
            return response
        fault = self._fault(request, response) if 200 <= response.status < 300 else None
        if fault is None:
            return response
        if (again := another_attempt(self._crawler, request, fault)) is not None:
            return again
        if fault == _CUT:
            if not _breaks_off(response.body):
                if request.meta.get("again") or not self._ended:
                    return response  # such is this page, or such are all pages here
            elif not (self._ended or self._first):
                self._first = response.url
                return response  # the front page; others tell what becomes of it
        raise Unreadable(fault)

    def _fault(self, request: Request, response: Response) -> str | None:
        if not response.body.strip(b" \t\r\n\0"):
            return "the page is empty"
        if response.status == 206:  # nothing here asks for parts
            return "only a part of the page came"
        if not isinstance(response, HtmlResponse) or request.meta.get("fragment"):
            return None
        # Nearly always, and then at the end; the pattern looks at every character.
        if response.body.rfind(_HTML_END) >= 0:
            self._see_end()
            return None
        if end := _END.search(response.body):
            if end[0].lower() == _HTML_END:
                self._see_end()
            return None
        if _is_fragment(response.body) or self._ends_as_others(response):
            return None
        return _CUT

    def _see_end(self) -> None:
        """Note that pages of this portal have an end; one that had none before is owed."""
        if self._first and not self._ended:
            run = self._crawler.spider.archive.run  # type: ignore[union-attr]
            run.failed[self._first] = _CUT
        self._ended = True

    def _ends_as_others(self, response: Response) -> bool:
        """Tell whether several pages have this end: no connection breaks at one place thrice."""
        end = _NUMBER.sub(b"0", response.body.rstrip()[-_END_SIZE:])
        if not end.endswith(b">") and _breaks_off(response.body):
            return False  # in the midst of words that many posts share
        if len(self._other_ends) > _ENDS:
            self._other_ends.clear()
        pages = self._other_ends.setdefault(end, set())
        if len(pages) < _ALIKE:
            pages.add(response.url)
        return len(pages) == _ALIKE


def _is_fragment(body: bytes) -> bool:
    """Tell whether a page is a piece for a script to put into another one: it has no end to lack.

    >>> _is_fragment(b"<ul><li>news</li></ul>"), _is_fragment(b"<ul><li>news</li>")
    (True, False)
    >>> _is_fragment(b"<!DOCTYPE html><html><body><p>news</p>")
    False
    """
    begins = _DOCUMENT.search(body, 0, _BEGINNING) is not None
    return not begins and body.rstrip().endswith(b">") and not _breaks_off(body)


def _breaks_off(body: bytes) -> bool:
    """Tell whether a page breaks off inside a tag or an element, and lacks more than its end.

    >>> _breaks_off(b'<p>news</p><div class="te'), _breaks_off(b"<div><p>ne")
    (True, True)
    >>> _breaks_off(b"<body><div><p>news</div> ... 1 < 2 ")
    False
    """
    tag = _TAG_BEGINS.fullmatch(body, max(0, body.rfind(b"<")))
    if tag and not any(end.startswith(tag[0].lower()) for end in (b"</body>", _HTML_END)):
        return True
    left_open = Counter[bytes]()
    for closes, name in _TAG.findall(body):
        left_open[name.lower()] += -1 if closes else 1
    return any(count > 0 for count in left_open.values())


class RefreshMiddleware(MetaRefreshMiddleware):
    """Follows a meta refresh only where the page has nothing else to say.

    A script that leads elsewhere, whoever the reader is, counts as one: so begin many e-papers.
    """

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002
    ) -> Request | Response:
        """Return the page, or the request for the one that it leads to."""
        if len(response.body) > _REFRESH_PAGE or is_medium(request):
            return response
        led = super().process_response(request, response)
        if led is not response or request.meta.get("dont_redirect"):
            return led
        address = led_to(response) if isinstance(response, HtmlResponse) else ""
        if not address.startswith(("http://", "https://")):
            return response
        redirected = self._redirect_request_using_get(request, response, address)
        return self._redirect(redirected, request, "script")


def led_to(response: HtmlResponse) -> str:
    """Return where a page without text and links is left for by its script, "" if nowhere.

    Of one that asks for the browser, the one address that is not for telephones.
    """
    if b"location" not in response.body or b"cookie" in response.body.lower():
        return ""
    root = Page.of(response).root
    if next(root.iter("a", "frame", "iframe", "form"), None) is not None:
        return ""
    texts = (
        part.strip()
        for element in root.iter("*")
        for part in (element.tag not in _SILENT and element.text, element.tail)
        if part
    )
    if sum(map(len, texts)) > _REFRESH_TEXT:
        return ""
    script = "\n".join(script.text or "" for script in root.iter("script"))
    found = destinations(script)
    if _LOOKS.search(script):
        others = [each for each in found if not (is_twin(each) or _TELEPHONE.search(each))]
        found = others if len(others) < len(found) else []  # else it is no choice of looks
    address = found[0] if len(found) == 1 else ""
    try:
        return response.urljoin(address) if address else ""
    except ValueError:
        return ""
