"""Lists that are XML, of which a stylesheet (XSLT) makes a page in the browser.

No stylesheet is run. An element with an address and a title, be they attributes or elements in it,
is an item of a list, whatever their names: ``<item><link>``, ``<row url="..." title="..."/>``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

from lxml import etree

_STYLED = re.compile(r"\s{0,99}(?:<[?!][^>]{0,500}>\s{0,99}){0,9}?<\?xml-stylesheet\s")
_PAGES_OF_HTML = frozenset(("html", "svg"))
_NO_ITEMS = frozenset("author source image enclosure generator logo icon".split())
_TAG = re.compile(r"<[^<>]{0,200}>")
# Half of a pair is no character; libxml2 takes it for one that Python cannot read.
_REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{4})|0*([0-9]{5}));")
_HALVES = range(0xD800, 0xE000)
_ADDRESS_NAME = re.compile(r"(?:\w*(?:url|link|href|uri)|path)", re.IGNORECASE)
_TITLE_NAME = re.compile(r"\w*(?:title|name|subject|headline|biaoti)", re.IGNORECASE)
_TIME_NAME = re.compile(r"\w*(?:date|time|published|riqi)\w*", re.IGNORECASE)
_PICTURE = re.compile(r".*\.(?:png|jpe?g|gif|webp|svg|ico|css|js|xslt?)", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:https?://|\.{0,2}/|\?)\S{1,1000}|[\w-][^\s:<>]{0,300}(?:/|\.\w{2,5}|=\w+)"
)
_NEXT_NAME = re.compile(r"next(?:_?(?:page|url|link|href))?", re.IGNORECASE)
_TOTALS = (  # as scripts call them
    (
        re.compile(r"(?:total_?)?pages|(?:page_?|pages_?)(?:count|total)", re.IGNORECASE),
        "totalPages",
    ),
    (re.compile(r"(?:total|record)_?(?:count|records|num)?|count", re.IGNORECASE), "totalRecords"),
)
_PAGE_NAME = re.compile(r"(?:list)?page\w*", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,5}")
_NEXT = "下一页"
_ATTRIBUTES = 50  # of an element; lxml goes through all of them for each that it is asked for
_TEXT = 300  # characters of a title, a time, an address


def markup_of(source: str) -> str:
    """Return the list that *source* holds as markup, "" where it is none that a stylesheet shows.

    >>> xml = "<?xml version='1.0'?><?xml-stylesheet type='text/xsl' href='a.xsl'?>"
    >>> markup_of(xml + "<list next='2.xml'><row url='/7.html' title='甲' date='10-12'/></list>")
    '<a href="2.xml">下一页</a><ul><li><a href="/7.html">甲</a> 10-12</li></ul>'
    >>> markup_of(xml + "<list><item><title>甲</title><link>/7.html</link></item></list>")
    '<ul><li><a href="/7.html">甲</a> </li></ul>'
    >>> markup_of("<?xml version='1.0'?><list><row url='/7.html' title='甲'/></list>")
    ''
    """
    if not _STYLED.match(source):
        return ""
    # No entities but the five of XML; no network; broken markup is mended.
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
        remove_comments=True, remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    whole = _REFERENCE.sub(_whole, source.strip())
    root = etree.fromstring(whole.encode("utf-8", "replace"), parser)
    if root is None or _name(root) in _PAGES_OF_HTML:
        return ""
    parts: list[str] = []
    for is_item, together in groupby(_links(root), key=lambda each: each.startswith("<li>")):
        links = "".join(together)
        parts.append(f"<ul>{links}</ul>" if is_item else links)
    return "".join(parts)


def _whole(reference: re.Match[str]) -> str:
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return "" if number in _HALVES else reference[0]


def _links(root: etree._Element) -> Iterator[str]:
    """Yield the items of a list, what leads to its further pages, and how many these are."""
    for element in root.iter(etree.Element):
        if _name(element).lower() in _NO_ITEMS:
            continue
        told = dict(_told(element))
        address = _first(told, _ADDRESS_NAME, _ADDRESS)
        own = (element.text or "").strip()[:_TEXT]
        title = _first(told, _TITLE_NAME) or ("" if _ADDRESS.fullmatch(own) else own)
        if address and title:
            time = _first(told, _TIME_NAME)
            yield f"<li>{_link(address, title)} {escape(time)}</li>"
        elif address:
            number = next(filter(_NUMBER.fullmatch, told.values()), "")
            yield _link(address, number or (_NEXT if _NEXT_NAME.fullmatch(_name(element)) else ""))
        for name, value in told.items() if not (address and title) else ():
            if _NEXT_NAME.fullmatch(name) and _ADDRESS.fullmatch(value):
                yield _link(value, _NEXT)
            elif _PAGE_NAME.fullmatch(name) and _ADDRESS.fullmatch(value):
                yield _link(value, next(iter(_NUMBER.findall(value)[::-1]), ""))
            elif _NUMBER.fullmatch(value):
                totals = (each for names, each in _TOTALS if names.fullmatch(name))
                yield from (f"<script>{total}={value}</script>" for total in totals)


def _told(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield what attributes and elements in it say of an element, by their names."""
    for name in element.keys()[:_ATTRIBUTES]:
        yield _local(name), element.get(name, "").strip()[:_TEXT]
    for child in element.iterchildren(etree.Element):
        if not len(child):
            said = (child.text or "").strip() or (child.get("href") or "").strip()
            yield _name(child), said[:_TEXT]


def _first(
    told: dict[str, str], names: re.Pattern[str], values: re.Pattern[str] | None = None
) -> str:
    """Return the first value that is told by such a name, and is none of a picture."""
    return next(
        (
            value
            for name, value in told.items()
            if value and names.fullmatch(name) and not _PICTURE.fullmatch(value)
            and (values is None or values.fullmatch(value))
        ),
        "",
    )  # fmt: skip


def _name(element: etree._Element) -> str:
    return _local(str(element.tag))


def _local(name: str) -> str:
    """Return a name without its namespace, or a prefix that stands for none: ``media:title``."""
    return name.rpartition("}")[2].rpartition(":")[2]


def _link(address: str, text: str) -> str:
    return f'<a href="{escape(address)}">{escape(_TAG.sub("", text) or address)}</a>'
