"""What a page says of its use: every rule is tried where one of its first characters stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from newsportal.themes.generic.words import LEGAL


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


def test_the_characters_that_legal_rules_begin_with_are_all_of_them() -> None:
    characters, rules = LEGAL.pattern.removeprefix("[").split("](?<=(?=", 1)
    begun, empty = _begin(parser.parse(rules.removesuffix(").)"), re.VERBOSE))
    assert not empty
    assert begun == set(characters)
