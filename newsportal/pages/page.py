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
from w3lib.encoding import read_bom

from newsportal.pages.site import Site
from newsportal.pages.tree import Silent, parsed
from newsportal.pages.urls import slashed

_pages: WeakKeyDictionary[TextResponse, Page] = WeakKeyDictionary()


class Page:
    """The tree of one HTML page."""

    def __init__(self, response: TextResponse) -> None:
        self.root = parsed(response.text, _whole_utf8(response))
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
    def _blocks(self) -> _ByClass:
        return _ByClass(self.root.iter("div"))

    @cached_property
    def _links(self) -> _ByClass:
        return _ByClass(self.root.iter("a"))

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
        return self._blocks.having(names)

    def links(self, *names: str) -> list[etree._Element]:
        """Return the ``a`` elements that have one of the classes and an address."""
        return [link for link in self._links.having(names) if link.get("href") is not None]

    def blocks_after(
        self, start: etree._Element, names: Collection[str]
    ) -> Iterator[etree._Element]:
        """Yield the ``div`` elements in and behind *start* that have one of the classes."""
        places = self._blocks.places
        first = places[start]
        return (div for div in self._blocks.having(names) if places[div] > first)


class _ByClass:
    """Elements of one kind, in the order of the page, by their classes."""

    def __init__(self, elements: Iterable[etree._Element]) -> None:
        self._all = list(elements)
        self._found: dict[str, list[etree._Element]] = defaultdict(list)
        for element in self._all:
            if names := element.get("class"):
                for name in names.split():
                    self._found[name].append(element)

    @cached_property
    def places(self) -> dict[etree._Element, int]:
        """The place of each element among all."""
        return {element: place for place, element in enumerate(self._all)}

    def having(self, names: Collection[str]) -> list[etree._Element]:
        """Return the elements that have one of the classes, each once."""
        known = self._found
        found = dict.fromkeys(each for name in names if name in known for each in known[name])
        return sorted(found, key=self.places.__getitem__) if len(names) > 1 else list(found)


def _whole_utf8(response: TextResponse) -> bytes | None:
    """Return the bytes of a page where encoding its text would give the same ones."""
    if response.encoding != "utf-8" or read_bom(response.body)[0] or "\ufffd" in response.text:
        return None
    return response.body


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
    inside: set[etree._Element | None] = set(elements)
    outside: set[etree._Element | None] = {None}
    found = []
    for element in elements:
        passed, above = [], element.getparent()
        while above not in inside and above not in outside:
            passed.append(above)
            above = above.getparent()
        (inside if above in inside else outside).update(passed)
        if above in outside:
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
