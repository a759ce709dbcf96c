"""What Z-Blog puts into a page as it is stored, in whatever look: the body of a post."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree


def stored_body(
    element: etree._Element, end: etree._Element | None
) -> Iterator[etree._Element | str]:
    """Yield the element of a body, and what a stray closing tag has put behind it, up to *end*.

    >>> page = etree.HTML("<div><div id=b><p>甲</p></div><p>乙</p>丙</div><p id=end></p>")
    >>> body, end = page.xpath("//*[@id='b' or @id='end']")
    >>> [getattr(piece, "tag", piece) for piece in stored_body(body, end)]
    ['div', 'p', '丙']
    """
    yield _silent(element)
    node: etree._Element | None = element
    while node is not None and node.tag != "body":
        if node.tail:
            yield node.tail
        for sibling in node.itersiblings():
            if sibling is end:
                return
            if isinstance(sibling.tag, str):
                yield _silent(sibling)
            if sibling.tail:
                yield sibling.tail
        node = node.getparent()


def _silent(element: etree._Element) -> etree._Element:
    for each in element.iterdescendants("*"):
        if (names := each.get("class")) and "zbaudio" in names.split():
            each.set("hidden", "")  # a player: it shows 00:00
    return element
