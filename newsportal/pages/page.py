"""A page as a tree that is parsed once, with its blocks and links by class.

Rules that search a page from its root take a tenth of a millisecond each, and a post has thirty
of them. One pass over its blocks and one over its links answer most; the others are then asked of
the few elements below the right one. Scrapy's selectors would do the same with elements that are
slower to make: they ask Python for the class of every one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import takewhile
from urllib.parse import urljoin
from weakref import WeakKeyDictionary

from lxml import etree
from scrapy.http import HtmlResponse, Response, TextResponse

from newsportal.pages.site import Site
from newsportal.pages.tree import Silent, parsed
from newsportal.pages.urls import slashed

_pages: WeakKeyDictionary[TextResponse, Page] = WeakKeyDictionary()
_ByClass = dict[str, dict[int, etree._Element]]
"""Elements by their classes and their places among all of their kind."""


class Page:
    """The tree of one HTML page."""

    def __init__(self, response: TextResponse) -> None:
        self.root = parsed(response.text)
        self.silent = Silent(self.root)
        bases = (element.get("href") for element in self.silent.of("base"))
        self._base = next((href for href in bases if href is not None), "")

    @cached_property
    def canonical(self) -> str:
        """The address that the page names as its own, "" if it names none."""
        named = (link for link in self.silent.of("link") if link.get("rel") == "canonical")
        hrefs = (link.get("href") for link in named if _is_of_head(link, self.root))
        return next((href for href in hrefs if href is not None), "")

    @cached_property
    def _divs(self) -> list[etree._Element]:
        return list(self.root.iter("div"))

    @cached_property
    def _blocks(self) -> _ByClass:
        return _by_class(self._divs)

    @cached_property
    def _links(self) -> _ByClass:
        return _by_class(self.root.iter("a"))

    @classmethod
    def of(cls, response: TextResponse) -> Page:
        """Return the page that a response holds."""
        page = _pages.get(response)
        if page is None:
            page = _pages[response] = cls(response)
        return page

    def base(self, url: str, site: Site) -> str:
        """Return what the relative addresses on the page, which is at *url*, are relative to.

        The page's ``base`` counts, as in browsers, if it is on the portal: one that leads
        elsewhere is a mistake or a trick, and would hide all links of the page.
        """
        if not self._base:
            return url
        try:
            base = urljoin(url, slashed(self._base.strip()))
        except ValueError:
            return url
        return base if site.holds(base) else url

    def blocks(self, *names: str) -> list[etree._Element]:
        """Return the ``div`` elements that have one of the classes, in the order of the page."""
        return list(_having(self._blocks, names).values())

    def links(self, *names: str) -> list[etree._Element]:
        """Return the ``a`` elements that have one of the classes and an address."""
        links = _having(self._links, names).values()
        return [link for link in links if link.get("href") is not None]

    def blocks_after(
        self, start: etree._Element, names: Collection[str]
    ) -> Iterator[etree._Element]:
        """Yield the ``div`` elements in and behind *start* that have one of the classes."""
        first = self._divs.index(start)
        return (div for place, div in _having(self._blocks, names).items() if place > first)


def _by_class(elements: Iterable[etree._Element]) -> _ByClass:
    found: _ByClass = defaultdict(dict)
    for place, element in enumerate(elements):
        if names := element.get("class"):
            for name in names.split():
                found[name][place] = element
    return found


def _having(elements: _ByClass, names: Collection[str]) -> dict[int, etree._Element]:
    parts = [elements[name] for name in names if name in elements]
    if len(parts) < 2:
        return parts[0] if parts else {}
    return dict(sorted({place: each for part in parts for place, each in part.items()}.items()))


def _is_of_head(element: etree._Element, root: etree._Element) -> bool:
    above = element.getparent()
    return above is not None and above.tag == "head" and above.getparent() is root


def base_url(response: Response, site: Site) -> str:
    """Return what the relative addresses in an answer are relative to."""
    if not isinstance(response, HtmlResponse):
        return response.url
    return Page.of(response).base(response.url, site)


def outermost(elements: list[etree._Element]) -> list[etree._Element]:
    """Return *elements*, which stand in the order of the page, without those inside others.

    What is looked for below each of them is then found once, and in linear time, however deep
    a broken page has nested them.
    """
    if len(elements) < 2:
        return elements
    tags = {str(element.tag) for element in elements}
    if not all(map(str.isalnum, tags)):
        tags.clear()  # broken markup has names that nothing can be asked for by
    covered: set[etree._Element] = set()
    found = []
    for element in elements:
        if element not in covered:
            covered.update(element.iter(*tags))
            found.append(element)
    return found


def own_parts(blocks: list[etree._Element]) -> Iterator[Iterator[etree._Element]]:
    """Yield for each of *blocks* the elements that are its own.

    Where an item of a list is not closed, the parser puts all later items into it. Its own are
    only those elements that come before the next item.
    """
    others = set(blocks)
    for block in blocks:
        yield takewhile(
            lambda element, block=block: element is block or element not in others,  # type: ignore[misc]
            block.iter("*"),
        )
