"""Text in elements of tpure that may hold more than text, and the pictures among it."""

from __future__ import annotations

from lxml import etree

from newsportal.pages.body.elements import is_hidden
from newsportal.pages.body.reader import BodyReader
from newsportal.pages.pictures import picture_address
from newsportal.themes.finding import line_of

_INLINE = frozenset(("a", "b", "strong"))


def lines_of(element: etree._Element) -> str:
    """Return the text of an element, which may have several lines."""
    inside = element.iterdescendants("*") if len(element) else ()
    if not is_hidden(element) and not any(map(_is_more_than_text, inside)):
        return line_of(element)  # most comments
    return BodyReader("", image_address).read([element]).text


def _is_more_than_text(part: etree._Element) -> bool:
    return part.tag not in _INLINE or bool(part.get("style")) or is_hidden(part)


def image_address(image: etree._Element) -> str | None:
    """Return where a picture is, which may be what its link opens."""
    if address := picture_address(image):
        return _mended(address)
    parent = image.getparent()
    if parent is not None and parent.get("data-fancybox"):
        return _mended(parent.get("href", ""))
    return None


def _mended(address: str) -> str:
    """Undo what the theme's gallery setting does to WeChat pictures (?wx_fmt=png → ?wx_fmt.png)."""
    head, mark, query = address.rpartition("wx_fmt.")
    return f"{head}wx_fmt={query}" if mark else address
