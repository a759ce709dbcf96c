"""Names that were meant, for names that are not there."""

from __future__ import annotations

from collections.abc import Iterable

_SLIPS = 4  # one wrong letter in so many is a slip; with more it is another word
_LONG = 3  # letters of a name that tells something


def did_you_mean(name: str, known: Iterable[str], slips: int = _SLIPS) -> str:
    """Return a question that names the nearest known name, "" if none is near.

    One wrong letter in every *slips* is forgiven, and one in any name that is longer than two; so
    is an end left out. A prefix that all names have does not count.

    >>> did_you_mean("mdoe", ["mode", "since"]), did_you_mean("exp", ["export", "crawl"])
    ('; did you mean mode?', '; did you mean export?')
    >>> did_you_mean("frobnicate", ["rotate", "reextract"]), did_you_mean("x", ["mode"])
    ('', '')
    """
    known = list(known)
    prefix = name[: name.find("_") + 1]
    same = len(prefix) if all(one.startswith(prefix) for one in known) else 0
    typed = name[same:].lower()
    near = [(_distance(typed, one[same:].lower()), one) for one in known]
    allowed = max(len(typed) // slips, len(typed) >= _LONG)
    if near and min(near)[0] <= allowed:
        return f"; did you mean {min(near)[1]}?"
    begun = [one for one in known if one[same:].lower().startswith(typed)]
    return f"; did you mean {begun[0]}?" if len(typed) >= _LONG and begun else ""


def _distance(one: str, other: str) -> int:
    """Return how many letters to change, add, leave out or swap with the next make them alike."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        before, row, last = row, [i], before
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != wanted))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
