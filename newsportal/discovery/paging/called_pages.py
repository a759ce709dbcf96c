"""The further pages of a list whose controls call a function: ``javascript:goPage(2)``.

Where a script of the page itself has that function, and it only puts the number into an address,
the pages have addresses like any other. What a script of another file does is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text
from newsportal.discovery.scripts.data_links import DataLinks

_CALL = lazy(
    r"(?:\s*javascript:)?\s*(?:return\s+)?(?P<name>[A-Za-z_$][\w$]*)"
    r"\(\s*(?:[\"']?(?P<argument>[0-9]{1,6})[\"']?|[\"'](?P<word>[\w./-]{1,60})[\"'])\s*\)\s*(?:;\s*)?"
    r"(?:return\s+(?:false|true)\s*(?:;\s*)?)?",
    re.IGNORECASE,
)
_NUMBER = lazy(r"[\s\W]*(?:第\s*)?([0-9]{1,6})(?:\s*[页頁])?[\s\W]*")
_ON = lazy(
    r"[\s\W]*(?:[下后後][一1]?[页頁]|[末尾][页頁]|next(?:\s?page)?|last(?:\s?page)?)[\s\W]*", re.I
)
_GOES = lazy(
    r"\blocation(?:\s*\.\s*href)?\s*(?:=(?!=)|\.\s*(?:replace|assign)\s*\()|\bwindow\.open\s*\("
)
_TERM = lazy(
    r"\s*(?:\"(?P<double>[^\"\n]*)\"|'(?P<single>[^'\n]*)'|`(?P<template>[^`$]*(?:\$\{\w+\}[^`$]*)*)`"
    r"|\(\s*(?P<moved>\w+)\s*(?P<by>[+-]\s*[0-9])\s*\)|(?:(?:parseInt|String|Number)\s*\(\s*)?"
    r"(?P<name>[A-Za-z_$][\w$]*)(?![\w$.(\[])\s*\)?)\s*"
)
# All functions of a script that take one thing, and all names that are set: each script is looked
# through once, however many calls there are.
_NAME = r"[A-Za-z_$][\w$]{0,59}+"
_FUNCTION = lazy(
    rf"(?:\bfunction\s++(?P<function>{_NAME})|(?<![\w$])(?P<set>{_NAME})\s*+[=:]\s*+(?:function)?+)\s*+"
    r"\(?+\s*+(?P<number>\w++)\s*+\)?+\s*+(?:=>\s*+)?+\{"
)
_IS_SET = lazy(rf"(?<![\w$.])({_NAME})\s*+=(?!=)")
_LONGEST = 2000  # characters of a function, or behind a name that is set, that are looked at
_TERMS = 30  # of a sum
_DEEPEST = 4  # names that stand for one another
Address = tuple[str | int, ...]
"""Text, and what is added to a call's number where that stands."""


def called_pages(root: etree._Element, scripts: list[str]) -> Iterator[tuple[int, str]]:
    """Yield number and address of the pages that the controls of a list lead to by a call.

    >>> page = "<a href='javascript:goPage(2)'>2</a><a href=# onclick='goPage(9)'>尾页</a>"
    >>> script = "function goPage(n) { var url = 'list_' + n; location.href = url + '.html'; }"
    >>> list(called_pages(etree.HTML(page), [script]))
    [(2, 'list_2.html'), (9, 'list_9.html')]
    >>> list(called_pages(etree.HTML(page), ["function goPage(n) { load(n, '/api/list'); }"]))
    []
    """
    calls = list(_calls(root))
    moved = {number - argument for number, _, argument in calls if number}
    if len(moved) > 1 or not moved <= {0, 1}:  # page 2 is called 2, or 1
        return
    called, first = CalledAddresses(scripts), max(moved, default=0)
    for _, name, argument in calls:
        if argument + first > 1 and (address := called.to(name, argument)):
            yield argument + first, address


class CalledAddresses:
    """The addresses to which the functions of one page lead."""

    def __init__(self, scripts: list[str]) -> None:
        self._scripts = scripts
        self.data = DataLinks(scripts)
        self._by: dict[str, Address | None] = {}

    @cached_property
    def _script(self) -> _Scope:
        return _Scope("\n".join(self._scripts))  # most pages call nothing

    @cached_property
    def _functions(self) -> dict[str, re.Match[str]]:
        found: dict[str, re.Match[str]] = {}
        for each in _FUNCTION.finditer(self._script.text):
            found.setdefault(each["function"] or each["set"], each)
        return found

    def of(self, handler: str) -> str:
        """Return where a call leads, "" where that cannot be told.

        >>> script = "function openNews(id) { window.open('/b/' + id + '.html'); }"
        >>> CalledAddresses([script]).of("javascript:openNews('1178')")
        '/b/1178.html'
        >>> CalledAddresses([script]).of("openNews('xw')")
        '/b/xw.html'
        >>> CalledAddresses([script]).of("share(7)")
        ''
        """
        call = _CALL.fullmatch(handler)
        if call is None:
            return ""
        argument = call["argument"]
        return self.to(call["name"], int(argument) if argument else call["word"])

    def to(self, name: str, told: int | str) -> str:
        """Return where a function leads that is *told* a number or a word, "" if nobody knows."""
        if name not in self._by:
            head = self._functions.get(name)
            self._by[name] = None if head is None else _written_by(head, self._script)
        parts = self._by[name] or ()
        if isinstance(told, str):
            return "".join(told if part == 0 else str(part) for part in parts)
        return "".join(part if isinstance(part, str) else str(told + part) for part in parts)


def _calls(root: etree._Element) -> Iterator[tuple[int, str, int]]:
    """Yield the number that a control shows, 0 for 下一页, its function and what that is told."""
    for element in root.iter("a", "button", "span", "li", "input"):
        href = (element.get("href") or "").strip()
        told = element.get("onclick") or (href if href.lower().startswith("javascript:") else "")
        call = _CALL.fullmatch(told) if told else None
        if call is None or not call["argument"]:
            continue
        text = clean_text("".join(element.itertext())) or element.get("value") or ""
        if label := _NUMBER.fullmatch(text):
            yield int(label[1]), call["name"], int(call["argument"])
        elif _ON.fullmatch(text):
            yield 0, call["name"], int(call["argument"])


class _Scope:
    """A piece of a script, and what is set in it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def set_once(self) -> dict[str, int | None]:
        """The place behind each name that is set, None where that is done twice."""
        found: dict[str, int | None] = {}
        for each in _IS_SET.finditer(self.text):
            found[each[1]] = None if each[1] in found else each.end()
        return found


def _written_by(head: re.Match[str], script: _Scope) -> Address | None:
    """Return the address to which a function leads, None where it is not one that can be told."""
    body = _block(script.text[head.end() : head.end() + _LONGEST])
    scopes = (_Scope(body), script)
    told = (_address(body[found.end() :], head["number"], scopes) for found in _GOES.finditer(body))
    # Page 1 may have an address of its own.
    found = {
        each for each in told if each is None or not all(isinstance(part, str) for part in each)
    }
    return found.pop() if len(found) == 1 else None


def _block(text: str) -> str:
    """Return *text* up to the bracket that ends the block in which it begins."""
    depth = 1
    for place, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return text[:place]
    return text


def _address(text: str, number: str, scopes: tuple[_Scope, ...], depth: int = 0) -> Address | None:
    """Return what the sum at the beginning of *text* puts together, None if that is not told.

    *number* is what the function calls the page's number, *scopes* where other names are set.
    """
    parts: list[str | int] = []
    position = 0
    while (term := _TERM.match(text, position)) is not None:
        part = _value(term, number, scopes, depth)
        if part is None or len(parts) > _TERMS:
            return None
        parts += part
        position = term.end()
        if text[position : position + 1] != "+":
            over = text[position - 1 : position + 1]
            return tuple(parts) if position == len(text) or set(over) & {*";),}\n"} else None
        position += 1
    return None


def _value(
    term: re.Match[str], number: str, scopes: tuple[_Scope, ...], depth: int
) -> Address | None:
    for kind in ("double", "single"):
        if term[kind] is not None:
            return (term[kind],)
    if term["template"] is not None:
        pieces = re.split(r"\$\{(\w+)\}", term["template"])
        if any(piece != number for piece in pieces[1::2]):
            return None
        return tuple(0 if place % 2 else piece for place, piece in enumerate(pieces))
    if term["moved"]:
        return (int(re.sub(r"\s", "", term["by"])),) if term["moved"] == number else None
    name = term["name"]
    if name == number:
        return (0,)
    for scope in scopes if depth < _DEEPEST else ():
        if name in scope.set_once:
            place = scope.set_once[name]
            if place is None:
                return None
            return _address(scope.text[place : place + _LONGEST], number, scopes, depth + 1)
    return None
