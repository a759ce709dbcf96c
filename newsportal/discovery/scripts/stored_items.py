"""Lists that a page holds as data for a script: ``var news = [{title: "...", url: "/7.html"}]``.

So have portals whose columns are made in the browser: as JSON, as an object of JavaScript, or as
the state of an app. They become lists like any other; one whose items have no address is told.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from html import escape

from newsportal.chinese.lazy_pattern import lazy
from newsportal.discovery.scripts.menu_entries import menu_entries

_TITLES = ("title", "Title", "name", "subject", "headline", "biaoti")  # of three items: it is quick
_LEAST = 3
_SHORTEST = 100  # characters of so many items
_STRING = r"\"(?:[^\"\\\n]|\\.){0,2000}+\"|'(?:[^'\\\n]|\\.){0,2000}+'"
_PART = lazy(
    rf"(?:[\"'](?P<quoted>\w{{1,40}})[\"']|(?<![\w$])(?P<bare>[A-Za-z_$]\w{{0,40}}+))\s{{0,9}}:\s{{0,9}}"
    rf"(?P<value>{_STRING})|(?P<bracket>[{{}}])|{_STRING}"
)
_ADDRESSED = lazy(r"(?:[Uu]rl|URL|[Ll]ink|[Hh]ref|[Uu]ri|[Pp]ath)[\"']?\s{0,9}:\s{0,9}[\"']")
_ADDRESS_NAME = lazy(
    r"(?!.*(?:img|pic|image|thumb|cover|icon|logo|avatar|video))(?:\w*(?:url|link|href|uri)|path)",
    re.IGNORECASE,
)
_TITLE_NAME = lazy(r"\w*(?:title|name|subject|headline|biaoti)", re.IGNORECASE)
_TIME_NAME = lazy(r"\w*(?:date|time|created|published|riqi)\w*", re.IGNORECASE)
_ADDRESS = lazy(r"(?:https?://|\.{0,2}/|[?])\S{1,300}|[\w-][^\s:]{0,300}(?:/|\.\w{2,5}|=\d+)")
# ["要闻", "/yw/index.html"]
_PAIR = lazy(
    r"\[\s{0,9}[\"'](?P<title>[^\"'<>\n]{2,60})[\"']\s{0,9},\s{0,9}[\"'](?P<address>(?:https?://|\.{0,2}/)[^\"'\s<>]{1,300}"
    r"|[\w-][^\"'\s<>:]{0,300}(?:/|\.s?html?))[\"']\s{0,9}[\],]"
)
_ASSIGNED = lazy(r"(?<![\w$.])([A-Za-z_$][\w$]*)\s*=\s*\[\s*\{")
_TITLE = 8  # characters of what is a title, where there is no address beside it


def stored_items(script: str) -> Iterator[str]:
    """Yield the lists that a script holds, as markup.

    >>> item = "{{id: {0}, title: '青禾大桥{0}号桥墩', url: '/{0}.html'}},".format
    >>> [markup[:71] for markup in stored_items(f"var news = [{item(1)}{item(2)}{item(3)}];")]
    ['<ul class="title-url"><li><a href="/1.html">青禾大桥1号桥墩</a> </li><li><a hr']
    """
    known: set[str] = set()
    pairs = {found["address"]: found["title"] for found in _PAIR.finditer(script)}
    if len(pairs) >= _LEAST:
        known.update(pairs)
        links = (f"<li>{_link(*pair)}</li>" for pair in pairs.items())
        yield f'<ul class="pairs">{"".join(links)}</ul>'
    for names, items in _lists(script).items():
        if len(items) >= _LEAST:
            known.update(items)
            yield f'<ul class="{names}">{"".join(items.values())}</ul>'
    menu = menu_entries(script)
    if entries := [_link(*entry) for entry in menu.items() if entry[0] not in known]:
        yield f'<nav class="menu">{"".join(entries)}</nav>'


def _lists(script: str) -> dict[str, dict[str, str]]:
    """Return by the names of their parts the objects that have address and title, as markup."""
    lists: dict[str, dict[str, str]] = defaultdict(dict)
    if not _has_titles(script) or len(_ADDRESSED.findall(script)) < _LEAST:
        return lists  # most scripts name things, and few of them pages
    for item in _items(script):
        address, title = _first(item, _ADDRESS_NAME), _first(item, _TITLE_NAME)
        if title and _ADDRESS.fullmatch(address):
            time = escape(_first(item, _TIME_NAME))
            lists["-".join(item)].setdefault(address, f"<li>{_link(address, title)} {time}</li>")
    return lists


def _link(address: str, title: str) -> str:
    return f'<a href="{escape(address)}">{escape(title)}</a>'


def title_without_address(script: str) -> str:
    """Return the first title of a list in a script whose items have no address, "" for nothing.

    >>> title_without_address("var news = [" + "{id: 7, title: '青禾大桥今天正式通车'}," * 3 + "];")
    '青禾大桥今天正式通车'
    """
    titles = [
        title
        for item in (_items(script) if _has_titles(script) else ())
        if len(title := _first(item, _TITLE_NAME)) >= _TITLE
        and not _ADDRESS.fullmatch(_first(item, _ADDRESS_NAME))
    ]
    return titles[0] if len(titles) >= _LEAST else ""


def names_of_lists(scripts: list[str]) -> set[str]:
    """Return the names of the variables that hold such lists."""
    return {
        found[1]
        for script in scripts
        if any(stored_items(script))
        for found in _ASSIGNED.finditer(script)
    }


def _has_titles(script: str) -> bool:
    return len(script) >= _SHORTEST and any(script.count(name) >= _LEAST for name in _TITLES)


def _items(script: str) -> Iterator[dict[str, str]]:
    """Yield the texts of each object in a script by their names."""
    within: list[dict[str, str]] = []
    for part in _PART.finditer(script):
        if part["bracket"] == "{":
            within.append({})
        elif part["bracket"] and within:
            if len(item := within.pop()) > 0:
                yield item
        elif part["value"] and within:
            within[-1].setdefault(part["quoted"] or part["bare"], _unquoted(part["value"]))


def _unquoted(literal: str) -> str:
    """Return what a literal of JavaScript says."""
    inner = literal[1:-1].replace("\\'", "'")
    if "\\" not in inner:
        return inner
    try:
        return str(json.loads(f'"{inner}"'))
    except ValueError:
        return re.sub(r"\\(.)", r"\1", inner)


def _first(item: dict[str, str], names: re.Pattern[str]) -> str:
    return next((item[name].strip() for name in item if names.fullmatch(name)), "")
