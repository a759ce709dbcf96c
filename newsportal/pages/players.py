"""Films and players in a body: where they play from."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

PLAYERS = frozenset("iframe embed object mpvideo".split())
MEDIA = frozenset("video audio".split())
_ADDRESSES = ("src", "data-src", "data-original", "data-url", "data-video", "data")
_PARAMETERS = frozenset("movie src url filename flashvars_src".split())


def addresses(element: etree._Element) -> Iterator[str]:
    """Yield the addresses that a player may play from, as printed, the best first."""
    yield from _own(element)
    for part in element.iter("source", "embed", "param", "iframe", "video"):
        if part is element:
            continue
        if part.tag != "param":
            yield from _own(part)
        elif part.get("name", "").lower() in _PARAMETERS:
            yield part.get("value", "").strip()


def _own(element: etree._Element) -> Iterator[str]:
    for name in _ADDRESSES:
        if address := element.get(name, "").strip():
            yield address
