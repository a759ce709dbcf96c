"""Menus that a script spells: short names beside addresses, as ``['要闻', '/yw/index.html']``.

Pairs, objects, arguments of a call, keys of an object, or a list of each: two entries are enough,
where a list of posts has three and longer names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from newsportal.chinese.lazy_pattern import lazy

_LEAST = 2  # entries; of one thing that has a name scripts are full
_HAN = r"(?:[\u3400-\u9fff]|\\u[3-9][0-9a-fA-F]{3})"
_NAMED = lazy(rf"[\"'`|]{_HAN}(?:{_HAN}|[ ·・/&\w]){{1,59}}+[\"'`|]")
_NAME = lazy("[\u3400-\u9fff][\u3400-\u9fff ·・/&A-Za-z0-9]{1,9}")
_BRACKET = lazy(r"[\[\](){};]")
_LITERAL = lazy(r"([\"'`])((?:(?!\1)[^\n<>]){1,300}+)\1")
_PAGE = lazy(
    r"(?=[/?.]|https?:|.*(?:/|\.\w{3,5})$)(?!.*/api/)(?:(?:https?:)?//[\w.:-]{3,60}(?=[/?]|$))?(?:[\w%.~-]{0,100}/){0,9}"
    r"(?:[\w%~-]{1,100}(?:\.(?:s?html?|php|aspx?|jsp))?)?(?:\?[\w=&%.-]{1,200})?",
    re.IGNORECASE,
)
_ESCAPED = lazy(r"\\u[0-9a-fA-F]{4}|\\/")


def menu_entries(script: str) -> dict[str, str]:
    r"""Return what a script calls pages of the portal by their addresses, {} for fewer than two.

    >>> menu_entries("var menu = [['要闻', '/yw/'], ['民生', 'ms/index.html']];")
    {'/yw/': '要闻', 'ms/index.html': '民生'}
    >>> menu_entries("[{url: '/yw', icon: 'a.png', name: '要闻'}, {url: '/ms', name: '民生'}]")
    {'/yw': '要闻', '/ms': '民生'}
    >>> menu_entries(r'{"\u8981\u95fb": "\/yw\/", "\u6c11\u751f": "\/ms\/"}')
    {'/yw/': '要闻', '/ms/': '民生'}
    >>> menu_entries("var names = ['要闻', '民生'], to = ['/yw/', '/ms/'];")
    {'/yw/': '要闻', '/ms/': '民生'}
    >>> menu_entries("share({title: '青禾新闻', icon: '/logo.png', url: '/'});")
    {}
    """
    if len(_NAMED.findall(script)) < _LEAST:
        return {}  # as nearly all scripts
    found: dict[str, str] = {}
    names: list[str] = []
    for part in _BRACKET.split(script):
        told = [*_told(part)]
        addresses = [each for each, is_address in told if is_address]
        if not addresses and told:
            names = [each for each, _ in told]
        elif len(addresses) == len(told) == len(names) >= _LEAST:
            pairs = zip(addresses, names, strict=True)
            found.update((address, name) for address, name in pairs if address not in found)
        else:
            _pair(told, found)
    return found if len(found) >= _LEAST else {}


def names_in(script: str) -> list[str]:
    """Return the names of sections, or what reads like them, that a script has.

    >>> names_in("var menu = [['要闻', 'yw'], ['民生', 'ms'], ['请您填写姓名和电话号码']];")
    ['要闻', '民生']
    """
    texts = (_unescaped(each[2]) for each in _LITERAL.finditer(script))
    return [text for text in texts if _NAME.fullmatch(text)]


def _told(part: str) -> Iterator[tuple[str, bool]]:
    """Yield the names and the addresses between two brackets in order, and which of both it is."""
    for literal in _LITERAL.finditer(part):
        for each in _unescaped(literal[2]).split("|"):
            if _NAME.fullmatch(each) or _PAGE.fullmatch(each):
                yield each, _NAME.fullmatch(each) is None


def _unescaped(literal: str) -> str:
    return _ESCAPED.sub(lambda found: json.loads(f'"{found[0]}"'), literal)


def _pair(told: list[tuple[str, bool]], found: dict[str, str]) -> None:
    """Give each address the name before it, or the one behind it where addresses come first."""
    if told and told[0][1]:
        told = told[::-1]
    name = ""
    for each, is_address in told:
        if not is_address:
            name = each
        elif name:
            found.setdefault(each, name)
            name = ""
