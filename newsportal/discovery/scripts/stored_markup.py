"""Markup that a page holds back for a script, which puts it into the page as it is.

So have government portals on JCMS: ``<script type="text/xml"><datastore>``, items in CDATA. What
follows is another such store, at the address in its ``nextgroup``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.discovery.scripts.stored_items import stored_items
from newsportal.discovery.scripts.structured_menus import structured_menu
from newsportal.pages.tree import parsed

_MARKUP = lazy(r"text/(?:xml|html|template|x-template|x-handlebars)", re.IGNORECASE)
_LINK = lazy(r"<a\s[^<>]*href", re.IGNORECASE)
_LEAST = 3  # links of a list in a field; one or two are for copying
_WRITES = lazy(r"document\.write(?:ln)?\(\s{0,99}")
_TEXT = lazy(
    r"""(["'])(?P<markup>(?:(?!\1)[^\\\n]|\\.){0,100000}+)\1\s{0,99}+(?P<sign>[+,)])\s{0,99}+"""
)
_DATA = etree.XPath("//@*[contains(., '{') or starts-with(., '[')]")
# An attribute, as JSON
_HOLDS_DATA = ("{&quot;", "{&#34;", "[&quot;", "='[{", "='{\"", "='[[", '="[{', '="[[', '="{')
_STORE = lazy(r"\s*(?:<\?xml[^<>]*>\s*)?<datastore[\s>]")
_NEXT_GROUP = "<nextgroup>"


def markup_in_scripts(root: etree._Element, source: str) -> Iterator[etree._Element]:
    """Yield what the scripts of a page would put into it; *source* is the page as it came."""
    if any(mark in source for mark in _HOLDS_DATA):
        values = (str(value) for value in _DATA(root))
        if items := "".join(chain.from_iterable(map(stored_items, values))):
            yield parsed(items)
    for area in root.iter("textarea"):  # kept there until somebody scrolls to it
        if len(_LINK.findall(text := area.text or "")) >= _LEAST:
            yield parsed(text)
    for frame in root.iter("iframe"):
        if _LINK.search(text := frame.get("srcdoc") or ""):
            yield parsed(text)
    for script in root.iter("script"):
        text, kind = script.text or "", script.get("type") or ""
        is_structured = kind.endswith("ld+json")
        items = structured_menu(text) if is_structured else "".join(stored_items(text))
        if items:
            yield parsed(items)
        if is_structured or not _LINK.search(text):
            continue
        if _MARKUP.search(kind):
            yield parsed(_items(text) or text)
        elif "document.write" in text and (written := "".join(written_markup(text))):
            yield parsed(written)


def written_markup(script: str) -> Iterator[str]:
    """Yield what a script writes into the page as it stands there.

    >>> [*written_markup("document.write('<li><a href=\\"/7.html\\">...</a>'); write('<p>');")]
    ['<li><a href="/7.html">...</a>']
    >>> [*written_markup("document.write('<a href=' + url + '>');")]
    []
    >>> [*written_markup("document.write('<a href=/a/>' + 'A</a>');")]
    ['<a href=/a/>A</a>']
    """
    for call in _WRITES.finditer(script):
        parts, position, sign = [], call.end(), "+"
        while sign != ")" and (found := _TEXT.match(script, position)):
            parts.append(re.sub(r"\\(.)", r"\1", found["markup"]))
            position, sign = found.end(), found["sign"]
        if parts and sign == ")":
            yield "".join(parts)


def datastore(text: str) -> etree._Element | None:
    """Return what an answer holds that is nothing but such a store, None if it is a page.

    >>> store = "<datastore><nextgroup><![CDATA[<a href=p?page=2></a>]]></nextgroup><recordset>"
    >>> root = datastore(store + "<record><![CDATA[<li><a href=7.html>...</a></li>]]></record>")
    >>> [link.get("href") for link in root.iter("a")]
    ['p?page=2', '7.html']
    """
    return parsed(_items(text)) if _STORE.match(text) else None


def _items(text: str) -> str:
    """Return the items of a store, the link to the next one marked as that of a next page."""
    before, *rest = text.split("<![CDATA[")
    items = []
    for part in rest:
        item, _, after = part.partition("]]>")
        is_next = before.rstrip().endswith(_NEXT_GROUP)
        items.append(f'<div class="next">{item}</div>' if is_next else item)
        before = after
    return "".join(items)
