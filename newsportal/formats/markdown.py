"""A post's HTML as Markdown that every reader of Markdown takes alike, in one walk over its tree.

What a post says stays text: only what `markdown_elements` writes is markup.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from lxml import etree

from newsportal.formats.markdown_elements import WRITERS, Child, Element
from newsportal.formats.markdown_text import escaped

# Blanks at the edges of these say nothing.
_BLOCKS = frozenset(
    "p blockquote article div section ol ul li dl dt dd table thead tbody tfoot tr td th"
    " h1 h2 h3 h4 h5 h6".split()
)
_APART = _BLOCKS | {"pre"}
_SILENT = frozenset(("script", "style"))
_INLINE = frozenset("h1 h2 h3 h4 h5 h6 td th".split())
_AS_IT_STANDS = frozenset("pre code kbd samp".split())
_BLANKS = re.compile(r"[\t \r\n][\t \r\n]*")  # looked for in half the time of []+
_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)


def as_markdown(title: str, html: str, places: Mapping[str, str]) -> str:
    """Return a post; *places* are where its pictures and files lie, by their addresses."""
    page = f"<h1>{escape(title)}</h1>{html}".encode("utf-8", "replace")
    root = Element(etree.fromstring(page, _PARSER), None, frozenset(), None, None, places)
    return _written(root).strip() + "\n"


def _written(element: Element) -> str:
    """Return an element as Markdown."""
    text = _inside(element) if element.tree.text or len(element.tree) else ""
    write = WRITERS.get(element.name)
    return write(element, text) if write else text


def _inside(element: Element) -> str:
    """Return what stands in an element as Markdown."""
    tree, name, places = element.tree, element.name, element.places
    within = element.within | {name}
    if name in _INLINE:
        within |= {"_inline"}
    if name in _AS_IT_STANDS:
        within |= {"_noformat"}
    if not len(tree):
        return _text(tree.text, name, within, None, None)
    children = _children(tree)
    pieces = []
    around = [None, *children, None]
    for before, child, behind in zip(around, children, around[2:], strict=False):
        if isinstance(child, str):
            piece = _text(child, name, within, _name(before), _name(behind))
        else:
            piece = _written(Element(child, element, within, before, behind, places))
        if piece:
            pieces.append(piece)
    return "".join(pieces if "pre" in within else _joined(pieces))


def _children(tree: Any) -> list[Child]:
    """Return the texts and the elements in an element, in their order."""
    children: list[Child] = [tree.text] if tree.text else []
    for child in tree:
        if child.tag not in _SILENT:
            children.append(child)
        if child.tail:
            children.append(child.tail)
    return children


def _name(child: Child | None) -> str | None:
    """Return the name of an element, "" of a text, None where nothing is."""
    return None if child is None else "" if isinstance(child, str) else child.tag


def _text(
    text: str, parent: str, within: frozenset[str], before: str | None, behind: str | None
) -> str:
    """Return a text that stands in an element, between two others."""
    first = before in _APART or (before is None and parent in _BLOCKS)
    last = behind in _APART or (behind is None and parent in _BLOCKS)
    if (first or last) and not text.strip():
        return ""
    if "pre" not in within:
        text = _BLANKS.sub(_blank, text)
    if "_noformat" not in within:
        text = escaped(text)
    if first:
        text = text.lstrip(" \t\r\n")
    return text.rstrip() if last else text


def _blank(found: re.Match[str]) -> str:
    """Return the one blank that stands for some: a line feed where one is among them."""
    return " " if {"\r", "\n"}.isdisjoint(found[0]) else "\n"


def _joined(pieces: list[str]) -> list[str]:
    """Return pieces of which two share the line feeds between them: two at most."""
    if len(pieces) < 2:
        return pieces
    parts: list[str] = []
    ended = 0
    for piece in pieces:
        said = piece.strip("\n")
        begin = piece.index(said[0]) if said else len(piece)
        feeds = min(2, max(ended, begin)) if ended and begin else ended + begin
        parts += ("\n" * feeds, said)
        ended = len(piece) - begin - len(said)
    parts.append("\n" * ended)
    return parts
