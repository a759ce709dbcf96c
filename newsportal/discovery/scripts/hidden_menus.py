"""Menus that only a script opens or writes: told where a front page leads to no other list.

What a script of the page itself spells is read; this is what is left of it: entries that hand a
word to a function of another file, an empty menu, a file that writes one as it stands there.
"""

from __future__ import annotations

import re
from collections import defaultdict

from lxml import etree
from scrapy.http import TextResponse

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text
from newsportal.discovery.scripts.menu_entries import names_in
from newsportal.pages.page import Page

_CALL = lazy(
    r"\s{0,9}(?:javascript:)?\s{0,9}(?:return\s{1,9})?(?:\w{1,30}\.){0,3}(?P<name>\w{1,60})"
    r"\(\s{0,9}(?:this\s{0,9},\s{0,9})?[\"']?(?P<word>[\w./-]{1,60})[\"']?\s{0,9}[,)]",
    re.IGNORECASE,
)
_STAYS = lazy(  # what changes this page, or leads away from the portal
    r"tab|switch|show|hid[ei]|toggle|slid|share|font|size|zoom|search|log|lang|vote|play|chang|color|skin"
    r"|copy|print|fav|home|set|add|count|track|stat|submit|alert|open_?win|scroll|top|void|weather|city",
    re.IGNORECASE,
)
_NAME = lazy("[\u3400-\u9fff]{2,8}")
_MENU = lazy(
    r"(?:main|top|head|header|site|left|page|web)?[-_]?(?:nav|menu|daohang|lanmu|columns?|channels?|pindao)"
    r"[-_]?(?:list|bar|box|wrap|con|main)?",
    re.IGNORECASE,
)
_WRITER = lazy(r"(?:.*/)?[\w-]*(?:menu|nav|daohang|lanmu|column|channel|pindao)[\w-]*\.js", re.I)
_COMPUTED = lazy(
    r"href\b[\\\"'`,=\s]{1,9}(?!https?:|#|javascript)[\w./?=&-]{0,100}(?:[\"'`]\s{0,9}\+|\$\{)",
    re.IGNORECASE,
)
_ENTRIES = 3


def menu_of_script(response: TextResponse) -> str:
    """Return the words of a menu that only a script leads on from, "" if there is none.

    >>> entry = "<li onclick=\\"go('{0}')\\">{1}</li>"
    >>> page = "<ul>" + "".join(entry.format(*x) for x in zip("abc", ("要闻", "民生", "教育")))
    >>> menu_of_script(TextResponse("http://h/", body=page.encode(), encoding="utf-8"))
    '要闻'
    >>> page = "<div id=menu></div><script src=/js/site.js></script>"
    >>> menu_of_script(TextResponse("http://h/", body=page.encode(), encoding="utf-8"))
    '#menu'
    >>> page = "<div class=top><script src=/js/menu.js></script></div>"
    >>> menu_of_script(TextResponse("http://h/", body=page.encode(), encoding="utf-8"))
    '/js/menu.js'
    >>> page = "<script>[['要闻', 1], ['民生', 2]].map(x => a.href = '/l/' + x[1])</script>"
    >>> menu_of_script(TextResponse("http://h/", body=page.encode(), encoding="utf-8"))
    '要闻'
    """
    page = Page.of(response)
    root = page.root
    return _called(root) or _empty(root) or file_of_menu(root) or _computed(page.silent.scripts)


def _called(root: etree._Element) -> str:
    """Return the first of several names that hand different words to one function."""
    entries: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for element in root.iter("a", "li", "span", "div", "td", "button", "dd"):
        handler = element.get("onclick") or element.get("href") or ""
        call = _CALL.match(handler) if "(" in handler else None
        if call is None or _STAYS.search(call["name"]):
            continue
        text = clean_text("".join(element.itertext()).replace("\n", " "))
        if _NAME.fullmatch(text):
            entries[call["name"]].setdefault(call["word"], text)
    several = (each for each in entries.values() if len({*each.values()}) >= _ENTRIES)
    return next((next(iter(each.values())) for each in several), "")


def _empty(root: etree._Element) -> str:
    """Return the name of an empty element that is called a menu, where there are scripts."""
    if next(root.iter("script"), None) is None:
        return ""
    for element in root.iter("ul", "div", "nav", "dl", "td"):
        if len(element) or (element.text or "").strip():
            continue
        names = f"#{element.get('id') or ''} {element.get('class') or ''}".split()
        if name := next((x for x in names if _MENU.fullmatch(x.removeprefix("#"))), ""):
            return name
    return ""


def file_of_menu(root: etree._Element) -> str:
    """Return the address of a script that is called a menu's and stands where one would."""
    for script in root.iter("script"):
        address, above = script.get("src") or "", script.getparent()
        inside = above is not None and above.tag not in ("head", "html")
        further = (each for each in script.itersiblings() if each.tag in ("div", "ul", "table"))
        stands = inside and (above.tag != "body" or next(further, None) is not None)
        if stands and _WRITER.fullmatch(address.partition("?")[0]):
            return address
    return ""


def _computed(scripts: list[str]) -> str:
    """Return the first name in a script that makes addresses of what stands beside such names."""
    for script in scripts:
        names = names_in(script) if _COMPUTED.search(script) else []
        if len({*names}) > 1:
            return names[0]
    return ""
