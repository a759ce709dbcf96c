"""Menus that a page tells machines in JSON-LD: its navigation, and the columns above a page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

_NAVIGATION, _CRUMBS = "SiteNavigationElement", "BreadcrumbList"
_MOST = 10_000  # objects of one script


def structured_menu(script: str) -> str:
    """Return the menu and the breadcrumb that a script of JSON-LD holds, as markup; "" if none.

    >>> item = '{"@type": "SiteNavigationElement", "name": "要闻", "url": "/yw/"}'
    >>> structured_menu(item)
    '<nav class="menu"><a href="/yw/">要闻</a></nav>'
    >>> structured_menu('{"@type": "SiteNavigationElement", "name": ["要闻"], "url": ["/yw/"]}')
    '<nav class="menu"><a href="/yw/">要闻</a></nav>'
    >>> item = '{"position": 2, "name": "要闻", "item": {"@id": "/yw/"}}'
    >>> structured_menu('{"@type": "BreadcrumbList", "itemListElement": [' + item + ']}')
    '<nav class="breadcrumb"><a href="/yw/">要闻</a></nav>'
    """
    if _NAVIGATION not in script and _CRUMBS not in script:
        return ""
    try:
        told = json.loads(script)
    except (ValueError, RecursionError):
        return ""
    return "".join(filter(None, map(_markup, _objects(told))))


def _markup(told: dict[str, Any]) -> str:
    links = [f'<a href="{escape(to)}">{escape(name)}</a>' for name, to in _entries(told)]
    name = "breadcrumb" if told.get("@type") == _CRUMBS else "menu"
    return f'<nav class="{name}">{"".join(links)}</nav>' if links else ""


def _objects(told: Any) -> Iterator[dict[str, Any]]:
    """Yield what JSON-LD tells of, in order, at most so much of it."""
    waiting, count = [told], 0
    while waiting and count < _MOST:
        each, count = waiting.pop(), count + 1
        if isinstance(each, dict):
            yield each
            waiting.extend(reversed(each.values()))
        elif isinstance(each, list):
            waiting.extend(reversed(each))


def _entries(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield name and address of what an object is an entry of a menu for."""
    if told.get("@type") == _NAVIGATION:
        names, addresses = _several(told.get("name")), _several(told.get("url"))
        yield from zip(names, addresses, strict=False)
    if told.get("@type") == _CRUMBS and isinstance(told.get("itemListElement"), list):
        for each in told["itemListElement"]:
            if isinstance(each, dict):
                item = each.get("item")
                more = item if isinstance(item, dict) else {"@id": item}
                name = each.get("name") or more.get("name")
                address = more.get("@id") or more.get("url")
                if isinstance(name, str) and isinstance(address, str):
                    yield name, address


def _several(told: Any) -> list[str]:
    found = told if isinstance(told, list) else [told]
    return [each for each in found if isinstance(each, str)]
