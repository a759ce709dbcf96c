"""Elements by class, links below elements, and the text of elements as one line."""

from __future__ import annotations

from itertools import islice

from lxml import etree

from newsportal.chinese.text import clean_text
from newsportal.pages.page import outermost

_PIECES = 500  # tags in a link, a date or a name; a broken page may have the rest of it in there


def _has(name: str) -> str:
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def find(expression: str) -> etree.XPath:
    """Compile an XPath in which ``{name}`` stands for "has this class".

    >>> page = etree.HTML("<p class='info old'>1</p><p class=information>2</p>")
    >>> [p.text for p in find("//p[{info}]")(page)]
    ['1']
    """
    parts = expression.split("{")
    for index, part in enumerate(parts[1:], 1):
        name, _, rest = part.partition("}")
        parts[index] = _has(name) + rest
    return etree.XPath("".join(parts))


def line_of(element: etree._Element, without: str | None = None) -> str:
    """Return the text of an element as one line, leaving out the elements called *without*."""
    if len(element) == 0:
        return clean_text(element.text or "")
    texts = []
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, part in islice(walk, _PIECES):
        if event == "start":
            if part.tag == without:
                walk.skip_subtree()
            elif part.text:
                texts.append(part.text)
        elif part.tail and part is not element:
            texts.append(part.tail)
    return clean_text("".join(texts))


def text_of(element: etree._Element) -> str:
    """Return the text of an element as it stands in the page."""
    return "".join(element.itertext()) if len(element) else element.text or ""


def classes_of(element: etree._Element) -> list[str]:
    """Return the classes of an element."""
    return (element.get("class") or "").split()


def links_below(blocks: list[etree._Element]) -> list[etree._Element]:
    """Return the links below *blocks*, each once; an XPath takes twice as long."""
    return [link for block in outermost(blocks) for link in block.iter("a")]


def addresses_below(blocks: list[etree._Element]) -> list[str]:
    """Return where the links below *blocks* lead."""
    links = links_below(blocks)
    return [address for link in links if (address := link.get("href")) is not None]
