"""HTML as a tree: whatever the markup, as browsers see it, within bounds."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice

from lxml import etree

from newsportal.pages.markup import flattened, mended

_SILENT = ("base", "input", "link", "meta", "script", "title")
_TAGS = 2000  # fewer cannot be nested too deep
# Comments, and what libxml2 makes one of. lxml's iterwalk takes quadratic time in their number
# where they stand side by side.
_REMARK = re.compile(rb"<[!?]|</[^a-zA-Z>]")
_STYLED = "<?xml-stylesheet"
_PROLOGUE = 2000  # characters in which it stands
_PARTS = 3  # tags, for a character that is asked for
_REMARKS = 2000  # of a page; where there are more, the tree has none


def parsed(source: str, encoded: bytes | None = None) -> etree._Element:
    """Return the ``html`` element that *source* is, or is a part of; an empty one for nothing.

    *encoded*: the same in UTF-8, where that is known.

    >>> parsed("<?php x ?>Notice<!DOCTYPE html><body class=a><p>b").find("body").get("class")
    'a'
    >>> parsed("<p>甲<直播>乙")[0][0].text
    '甲<直播>乙'
    >>> etree.tostring(parsed("<p>a</br>b")[0][0], encoding="unicode")
    '<p>a<br/>b</p>'
    """
    if _STYLED in source[:_PROLOGUE]:
        from newsportal.pages.styled_xml import markup_of  # late: few portals have any

        if markup := markup_of(source):
            source, encoded = markup, None
    if not source.startswith("<"):
        source, encoded = source.strip(), None
    data = source.encode("utf-8", "replace") if encoded is None else encoded
    if b"\0" in data:
        source, data = source.replace("\0", ""), data.replace(b"\0", b"")
    sound = mended(source)
    if sound is not source:
        data = sound.encode("utf-8", "replace")
    root, too_deep = _parsed(data)
    if too_deep:
        root, _ = _parsed(flattened(sound).encode("utf-8", "replace"))
    _empty(list(root.iter("embed")))
    return root


def _parsed(data: bytes) -> tuple[etree._Element, bool]:
    # As in Scrapy's selectors: broken markup is mended, depth and length are not limited.
    many = data.count(b"<") >= _TAGS
    without = many and len(_REMARK.findall(data)) > _REMARKS
    parser = etree.HTMLParser(
        recover=True, encoding="utf-8", huge_tree=True, remove_comments=without, remove_pis=without
    )
    # Blanks at the end are cut off here, where a copy is nearly free.
    root = etree.fromstring(data.rstrip() or b"<html/>", parser)
    if root is None:
        root = etree.fromstring(b"<html/>", parser)
    if not many:
        return root, False
    return root, any("Excessive depth" in error.message for error in parser.error_log)


def _empty(embeds: list[etree._Element]) -> None:
    """Put behind each ``embed``, which browsers never close, what libxml2 has put into it.

    >>> etree.tostring(parsed("<div><embed src=a>b<p>c</p>d</div>e")[0][0], encoding="unicode")
    '<div><embed src="a"/>b<p>c</p>d</div>e'
    """
    for embed in embeds:
        inside, text, tail = list(embed), embed.text, embed.tail or ""
        if not inside and not text:
            continue
        embed.text = embed.tail = None
        for element in reversed(inside):
            embed.addnext(element)
        embed.tail = text
        last = inside[-1] if inside else embed
        last.tail = (last.tail or "") + tail


def beginning(element: etree._Element, size: int) -> str:
    """Return the first *size* characters in an element that are no blanks, or a few more.

    Rules that ask every element of a page what it says take so the same time for each, however
    much stands in those that hold others. Where nearly nothing is said, as many parts are read.

    >>> beginning(etree.HTML("<p>甲<b>乙 </b>丙<i>丁</i>戊</p>"), 3)
    '甲乙 丙'
    """
    parts: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, each in islice(walk, _PARTS * size):
        text = each.text if event == "start" else each is not element and each.tail
        if text:
            parts.append(text)
            if not text.isspace():
                size -= len("".join(text.split()))
            if size <= 0:
                break
    return "".join(parts)


def holding(one: etree._Element, other: etree._Element) -> etree._Element | None:
    """Return the innermost element that holds both, or is one of them.

    >>> item = etree.HTML("<ul><li><a>1</a><li><a>2</a></ul>")[0][0][0]
    >>> holding(item, item.getnext()[0]).tag, holding(item, item[0]).tag
    ('ul', 'li')
    """
    above = {one, *one.iterancestors()}
    return next((each for each in (other, *other.iterancestors()) if each in above), None)


class Silent:
    """The elements of a tree that are not shown, in order: one pass serves many rules."""

    def __init__(self, root: etree._Element) -> None:
        self._found: dict[str, list[etree._Element]] = {name: [] for name in _SILENT}
        for element in root.iter(_SILENT):
            self._found[str(element.tag)].append(element)

    def of(self, name: str) -> list[etree._Element]:
        """Return the ``base``, ``input``, ``link``, ``meta``, ``script`` or ``title`` elements.

        >>> silent = Silent(etree.HTML("<title>甲</title><p>乙<script>x</script>"))
        >>> [each.text for each in silent.of("title")], silent.scripts
        (['甲'], ['x'])
        """
        return self._found[name]

    @cached_property
    def title(self) -> str:
        """What the page calls itself, "" if it has no name."""
        return next((each.text or "" for each in self.of("title")), "")

    @cached_property
    def scripts(self) -> list[str]:
        """The scripts that the page itself holds."""
        own = (each for each in self.of("script") if each.get("src") is None)
        return [script.text for script in own if script.text]
