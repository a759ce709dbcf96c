"""Raised and lowered characters in plain text: 10⁸ must not read 108."""

from __future__ import annotations

from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import normalise

_PLAIN = "0123456789+-−–=()in"
_RAISED = dict(zip(_PLAIN, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁱⁿ", strict=True))
_LOWERED = dict(zip(_PLAIN, "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎ᵢₙ", strict=True))
_FULL_WIDTH = str.maketrans("＋－＝（）—﹣‐‑﹢", "+-=()----+")
_LONGEST = 20  # characters; more are a sentence in small print
# What does not run into a word or number before it: a note's [1] or ①, ™; and the th of 20th.
_APART = lazy(r"[^0-9A-Za-z+\-−–]|(?:st|nd|rd|th|TM|SM|R)$")


def raised(text: str) -> str:
    """Return how a ``sup`` reads: in raised characters, else after a ``^``.

    >>> raised("8"), raised("－６"), raised("2.5"), raised("[1]"), raised("th")
    ('⁸', '⁻⁶', '^2.5', '[1]', 'th')
    """
    plain = _told(text)
    if plain is None:
        return text
    shown = _replaced(plain, _RAISED)
    return shown or (plain if _APART.match(plain) else f"^{plain}")


def lowered(text: str) -> str:
    """Return how a ``sub`` reads: in lowered characters, else as it is.

    >>> lowered("2"), lowered("2.5"), lowered("pqr")
    ('₂', '2.5', 'pqr')
    """
    plain = _told(text)
    return text if plain is None else _replaced(plain, _LOWERED) or plain


def _told(text: str) -> str | None:
    if len(text) > _LONGEST * 10:  # and maybe one of many in one another
        return None
    plain = normalise(text).translate(_FULL_WIDTH).strip()
    return plain if plain and "\n" not in text and len(plain) <= _LONGEST else None


def _replaced(plain: str, forms: dict[str, str]) -> str:
    """Return *plain* in other forms, "" if a character has none."""
    there = forms.values()
    if not all(char in forms or char in there for char in plain):
        return ""
    return "".join(forms.get(char, char) for char in plain)
