"""What a page holds but shows by a script alone: a hidden text, or one that machines are told.

Asked where a page shows no text at all, or one of its parts; `folded` is where it shows the
beginning and a button. Some templates hide the article until all is loaded, some keep it in a
``textarea``, a ``template`` or a ``noscript`` that a script copies, some tell it in JSON-LD or in
a string of a script and leave the rest to a program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import islice

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.pages.body.elements import is_hidden
from newsportal.pages.tree import Silent, parsed
from newsportal.themes.generic.element_names import is_beside
from newsportal.themes.generic.fallback.scripted import text_in
from newsportal.themes.generic.fallback.told_gallery import gallery_in, is_object
from newsportal.themes.generic.metadata import Metadata
from newsportal.themes.generic.page_title import PageTitle

_KEEPERS = ("noscript", "template", "textarea")
_MAY_BE_HIDDEN = etree.XPath("//*[@hidden or contains(@style, 'none') or contains(@style, 'NONE')]")
_STRING = etree.XPath("string()")
_TITLE = etree.XPath("(//h1 | //h2)[normalize-space()][1]")
_HEADING_ABOVE = etree.XPath("preceding::h1[normalize-space()][1]")
BESIDE = frozenset("nav aside footer header form dialog script style head".split())
STOP = lazy("[，。！？；]")
_MARKUP = lazy(r"<(?:p|br|div|span|img|section|table)[\s/>]", re.IGNORECASE)
_DISPLAY = lazy(r"display\s*:\s*none\s*(?:!\s*important)?\s*;?", re.IGNORECASE)
_LEAST = 60  # characters of a text
_TEMPLATES = ("text/html", "text/template", "text/x-template", "text/plain")
_GAP = lazy(r"\{\{|<%|\$\{|\{%")  # that a template has for what it is to show
_KEPT = ("data-content", "data-html", "data-text", "data-body")
_KEPT_IN = etree.XPath(f"//*[{' or '.join(f'@{name}' for name in _KEPT)}]")
_STOPS = 2  # in it
_MOST_LINKED = 0.4  # of it
_MANY = 50  # elements that may be looked at


def revealed(root: etree._Element) -> etree._Element | None:
    """Return a copy of the tree with what only a script would show; None where there is nothing.

    >>> page = "<h1>新桥</h1><div style='display:none'><p>%s</p></div>" % ("桥通了，人来了。" * 9)
    >>> revealed(parsed(page)).find(".//div").attrib
    {}
    >>> revealed(parsed("<h1>新桥</h1><p hidden>登录</p>")) is None
    True
    """
    if next(hidden_texts(root), None) is not None:
        copy = deepcopy(root)
        for element in list(hidden_texts(copy)):
            show(element)
            for inside in list(element.iter(*_KEEPERS)):
                show(inside)
        return copy
    silent = Silent(root)
    told = Metadata.of(silent)
    kept = next((text for text in _kept(root, silent) if reads(text)), "")
    body = told.body if reads(told.body) else text_in(silent.scripts) or kept
    called = max(PageTitle.of(silent.title).parts, key=len, default="")
    return _with_told(deepcopy(root), body, [*told.titles, called]) if body else None


def _kept(root: etree._Element, silent: Silent) -> Iterator[str]:
    """Yield what a script of markup, an attribute or a hidden field keeps for a script to show."""
    for script in silent.of("script"):
        text = script.text or ""
        if (script.get("type") or "").lower() in _TEMPLATES and not _GAP.search(text):
            yield text
    for element in islice(_KEPT_IN(root), _MANY):
        yield next((said for name in _KEPT if (said := element.get(name))), "")
    for field in silent.of("input"):
        if (field.get("type") or "").lower() == "hidden":
            yield field.get("value") or ""


def hidden_texts(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements that a browser does not show and that hold a text, the outer ones."""
    found: set[etree._Element] = set()
    elements = [*(each for each in _MAY_BE_HIDDEN(root) if is_hidden(each)), *root.iter(*_KEEPERS)]
    for element in elements[:_MANY]:
        above = set(element.iterancestors())
        if found.isdisjoint(above) and not any(
            is_beside(each, BESIDE) for each in (element, *above)
        ):
            links = sum(len(said(link)) for link in element.iter("a"))
            text = said(element)
            if reads(text) and links <= _MOST_LINKED * len(text):
                found.add(element)
                yield element


def said(element: etree._Element) -> str:
    """Return all that an element says, as it stands there."""
    return str(_STRING(element))


def reads(text: str) -> bool:
    """Tell whether words read like an article."""
    return len(text) >= _LEAST and len(STOP.findall(text)) >= _STOPS


def parted(root: etree._Element) -> etree._Element | None:
    """Return a copy that shows all parts of a text of which a browser shows one at a time.

    >>> part = "<div class=a%s><p>" + "桥通了，人来了。" * 9 + "</div>"
    >>> page = f"<div>{part % ''}{part % ' hidden'}<a href='#p=1'>1</a><a href='#p=2'>2</a></div>"
    >>> len(parted(parsed(page)).xpath("//div[@class='a'][not(@hidden)]"))
    2
    """
    copy = deepcopy(root)
    parts = [each for each in hidden_texts(copy) if is_part(each)]
    for each in parts:
        show(each)
    return copy if parts else None


def is_part(element: etree._Element) -> bool:
    """Tell whether a hidden element stands beside one of its form, over links with numbers."""
    around = element.getparent()
    if around is None or not element.get("class"):
        return False
    forms = [(each.tag, each.get("class")) for each in element.itersiblings(preceding=True)]
    return (element.tag, element.get("class")) in forms and any(
        (link.text or "").strip() == "2"
        and (link.get("href") or "#").startswith(("#", "javascript:"))
        for link in around.iter("a")
    )


def show(element: etree._Element) -> None:
    """Let an element that a script would show be like those that a page shows."""
    element.attrib.pop("hidden", None)
    if style := element.get("style"):
        rest = _DISPLAY.sub("", style)
        if rest.strip():
            element.set("style", rest)
        else:
            del element.attrib["style"]
    if element.tag in _KEEPERS:
        element.tag = "div"
        if not len(element) and is_object(element.text or ""):
            element[:], element.text = gallery_in(element.text or ""), None
            for heading in _HEADING_ABOVE(element):  # with its date
                heading.addnext(element)
        elif not len(element) and _MARKUP.search(element.text or ""):
            _fill(element, element.text or "")


def _with_told(root: etree._Element, told: str, titles: list[str]) -> etree._Element:
    """Put what machines are told below the heading, or where the page has none at its top."""
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    text = etree.Element("div", {"itemprop": "articleBody"})
    _fill(text, told)
    heading = next(iter(_TITLE(body)), None)
    if heading is None:
        heading = etree.Element("h1")
        heading.text = titles[0]
        body.insert(0, heading)
    heading.addnext(text)
    return root


def _fill(element: etree._Element, text: str) -> None:
    """Let an element hold what a text says, be it markup or lines."""
    element.text = None
    if _MARKUP.search(text):
        held = parsed(text).find("body")
        if held is not None:
            element.text = held.text
            element.extend(list(held))
        return
    for line in text.splitlines():
        if line.strip():
            etree.SubElement(element, "p").text = line.strip()
