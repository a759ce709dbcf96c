"""The page numbers to which controls set a field of a form: ``document.f.page.value = 2``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from lxml import etree

from newsportal.chinese.lazy_pattern import lazy

_IS_SET = r"\.([\w-]{1,40}+)\.value\s*+=(?!=)\s*+[\"']?+"
_SET_HERE = lazy(rf"{_IS_SET}([0-9]{{1,6}})")
_SET_TO = lazy(rf"{_IS_SET}(\w{{1,60}}+)")
_CALLED = lazy(r"(?<!\w)(\w{1,60}+)\(\s*+[\"']?+([0-9]{1,6}+)[\"']?+\s*+\)")
# Its name and its first argument, each as long as people call one: a longer run is tried but once.
_FUNCTION = lazy(
    r"\bfunction\s+(?P<name>\w{1,60})\s*\(\s*(?P<told>\w{1,60})\b[^()]*\)\s*\{(?P<body>[^{}]{0,500})"
)


class SetFields:
    """What the controls of a page set; looked at once, however many forms and functions it has.

    >>> root = etree.HTML("<a onclick='go(3)'>3</a><a href='javascript:f.page.value=9'>9</a>")
    >>> SetFields(root, ["function go(n) { f.page.value = n; f.submit(); }"]).numbers("page")
    [9, 3]
    """

    def __init__(self, root: etree._Element, scripts: Iterable[str]) -> None:
        self._root, self._scripts = root, scripts

    def numbers(self, field: str) -> list[int]:
        """Return the numbers to which controls set a field, by themselves or by a call."""
        by_call = (self._called.get(name, ()) for name in self._setters.get(field, ()))
        return [*self._set_here.get(field, ()), *(number for each in by_call for number in each)]

    @cached_property
    def _handlers(self) -> list[str]:
        return [
            f"{each.get('href') or ''} {each.get('onclick') or ''}"
            for each in self._root.iter("a", "button", "input", "span", "li")
        ]

    @cached_property
    def _set_here(self) -> dict[str, list[int]]:
        return _grouped(_SET_HERE, self._handlers)

    @cached_property
    def _called(self) -> dict[str, list[int]]:
        return _grouped(_CALLED, self._handlers)

    @cached_property
    def _setters(self) -> dict[str, set[str]]:
        """The functions that set each field to what they are told."""
        found: dict[str, set[str]] = defaultdict(set)
        for function in _FUNCTION.finditer("\n".join(self._scripts)):
            for field, value in _SET_TO.findall(function["body"]):
                if value == function["told"]:
                    found[field].add(function["name"])
        return found


def _grouped(pattern: re.Pattern[str], texts: Iterable[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for text in texts:
        for name, number in pattern.findall(text):
            found[name].append(int(number))
    return found
