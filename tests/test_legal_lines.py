"""What a page says of its use and age: every rule is tried where it may begin."""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from newsportal.themes.generic.words import LEGAL, OUTDATED


def _begin(rules: Iterable[tuple[Any, Any]]) -> tuple[set[str], bool]:
    """Return the characters that parsed rules begin with, and whether they may be empty."""
    found: set[str] = set()
    for operation, of in rules:
        if operation is constants.LITERAL:
            return found | {chr(of)}, False
        if operation is constants.IN:
            return found | {chr(char) for _, char in of}, False
        parts = of[1] if operation is constants.BRANCH else [of[-1]]
        begun = [_begin(part) for part in parts]
        found.update(*(characters for characters, _ in begun))
        optional = operation is constants.MAX_REPEAT and of[0] == 0
        if not optional and not any(empty for _, empty in begun):
            return found, False
    return found, True


@pytest.mark.parametrize("pattern", [LEGAL, OUTDATED])
def test_the_characters_that_the_rules_begin_with_are_all_of_them(pattern: re.Pattern[str]) -> None:
    characters, rules = pattern.pattern.removeprefix("[").split("](?<=(?=", 1)
    begun, empty = _begin(parser.parse(rules.removesuffix(").)"), re.VERBOSE))
    assert not empty
    assert begun == set(characters)
