"""The elements of a page by class, so that a rule need not search the page."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import cast
from weakref import WeakKeyDictionary

from lxml import etree
from scrapy.http import TextResponse

_CLASSED = etree.XPath("//*[@class]")
_pages: WeakKeyDictionary[TextResponse, Classes] = WeakKeyDictionary()


class Classes:
    """The elements of one page that have a class, in the order of the document."""

    def __init__(self, root: etree._Element) -> None:
        self._elements = cast("list[etree._Element]", _CLASSED(root))
        self._places: dict[str, list[int]] = {}
        for place, element in enumerate(self._elements):
            for name in element.get("class").split():
                self._places.setdefault(name, []).append(place)

    @classmethod
    def of(cls, response: TextResponse) -> Classes:
        """Return those of a response, which are looked for once."""
        if response not in _pages:
            _pages[response] = cls(response.selector.root)
        return _pages[response]

    def __call__(self, *names: str, tag: str | None = None) -> list[etree._Element]:
        """Return the elements that have one of the classes, and that tag."""
        return [element for _, element in self._found(names, tag)]

    def within(self, name: str, outer: str) -> Iterator[etree._Element]:
        """Yield the ``div`` elements of class *name* that lie in a ``div`` of class *outer*."""
        outside = set(self(outer, tag="div"))
        return (
            element
            for element in (self(name, tag="div") if outside else ())
            if not outside.isdisjoint(element.iterancestors("div"))
        )

    def after(
        self, start: etree._Element, names: Collection[str], tag: str
    ) -> Iterator[etree._Element]:
        """Yield the elements in and behind *start* that have one of the classes, and that tag."""
        first = self._elements.index(start)
        return (element for place, element in self._found(names, tag) if place > first)

    def _found(
        self, names: Collection[str], tag: str | None
    ) -> Iterator[tuple[int, etree._Element]]:
        places = {place for name in names for place in self._places.get(name, ())}
        for place in sorted(places):
            element = self._elements[place]
            if tag is None or element.tag == tag:
                yield place, element
