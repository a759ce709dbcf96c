"""Texts that keep a pattern busy: what its own parts match, again and again.

A pattern that looks at the same characters from every place takes four times as long for a text
twice as long. Which texts those are its parse tree tells: repeat what one of its loops matches,
or all of it but the end.
"""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import newsportal
from newsportal.chinese.lazy_pattern import lazy

_parser: Any = re._parser  # type: ignore[attr-defined]
_Lazy: Any = type(lazy(""))
_OF_CATEGORY = {"DIGIT": "7", "SPACE": " ", "NOT_WORD": "-"}  # a letter of all others
_MANY = 10  # repetitions from which on a loop may go on and on
_TRIES = 6
_PIECES = 12


class Kept(NamedTuple):
    """A pattern of the package."""

    names: list[str]  # of all modules that know it
    pattern: re.Pattern[Any]
    searched: bool  # is it tried from every place of a text?


def patterns_of_package() -> list[Kept]:
    """Return the patterns that modules and their classes keep.

    The sample portal reads nothing but its own pages.
    """
    names: dict[tuple[Any, int], list[str]] = defaultdict(list)
    for info in pkgutil.walk_packages(newsportal.__path__, "newsportal."):
        if info.name.endswith("__main__") or info.name.startswith("newsportal.sample"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for each in _patterns(value):
                names[each.pattern, each.flags].append(f"{info.name}.{name}")
    return [
        Kept(known, re.compile(*key), any(map(_is_searched, known))) for key, known in names.items()
    ]


def _is_searched(name: str) -> bool:
    """Tell whether a pattern is used other than by match and fullmatch under this name."""
    module, _, name = name.rpartition(".")
    methods = set(re.findall(rf"\b{name}\.(\w+)", _source(module)))
    return not methods <= {"match", "fullmatch", "pattern"}


@cache
def _source(module: str) -> str:
    return Path(str(importlib.import_module(module).__file__)).read_text("utf-8")


def _patterns(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, (re.Pattern, _Lazy)):
        yield value
    elif isinstance(value, dict):
        yield from _patterns((*value, *value.values()))
    elif isinstance(value, (tuple, list, set, frozenset)):
        for each in value:
            yield from _patterns(each)
    elif isinstance(value, type) and value.__module__.startswith("newsportal."):
        for each in vars(value).values():
            if not isinstance(each, type):
                yield from _patterns(each)


def pieces(pattern: re.Pattern[Any], chance: random.Random) -> list[str]:
    """Return short texts whose repetition may keep *pattern* busy."""
    source = pattern.pattern
    if isinstance(source, bytes):
        source = source.decode("latin-1")
    tree = _parser.parse(source, pattern.flags & ~re.UNICODE & ~re.LOCALE)
    found: set[str] = set()
    for _ in range(_TRIES):
        loops: list[str] = []
        word = _word(tree, loops, chance)[:60]
        found |= {*loops, word, word[:-1], word[: len(word) // 2 + 1], word[:1]}
    return sorted(found - {""}, key=lambda piece: (len(piece), piece))[:_PIECES]


def _word(tree: Any, loops: list[str], chance: random.Random) -> str:
    """Return a text that *tree* matches, and add what its loops repeat to *loops*."""
    word = ""
    for operator, given in tree:
        match str(operator):
            case "LITERAL":
                word += chr(given)
            case "NOT_LITERAL":
                word += "a" if given != ord("a") else "b"
            case "ANY":
                word += "a"
            case "IN":
                word += _char(given, chance)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least, most, inner = given
                part = _word(inner, loops, chance)
                if most > _MANY:
                    loops.append(part)
                word += part * min(max(least, chance.randrange(3)), most, 20)
            case "SUBPATTERN" | "ATOMIC_GROUP":
                word += _word(given[-1] if str(operator) == "SUBPATTERN" else given, loops, chance)
            case "BRANCH":
                word += _word(chance.choice(given[1]), loops, chance)
    return word


def _char(members: Any, chance: random.Random) -> str:
    chars = []
    for operator, given in members:
        match str(operator):
            case "LITERAL":
                chars.append(chr(given))
            case "RANGE":
                chars += [chr(given[0]), chr(chance.randint(*given))]
            case "CATEGORY":
                chars.append(_OF_CATEGORY.get(str(given).removeprefix("CATEGORY_"), "a"))
    if str(members[0][0]) == "NEGATE":
        return next(char for char in "a一7 -（~\x01" if char not in chars)
    return chance.choice(chars)
