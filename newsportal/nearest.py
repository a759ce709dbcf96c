"""Names that were meant, for names that are not there."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(name: str, known: Iterable[str], closeness: float = 0.6) -> str:
    """Return a question that names the nearest known name, "" if none is near.

    >>> did_you_mean("mdoe", ["mode", "since"])
    '; did you mean mode?'
    >>> did_you_mean("x", ["mode", "since"])
    ''
    """
    found = get_close_matches(name, list(known), 1, closeness)
    return f"; did you mean {found[0]}?" if found else ""
