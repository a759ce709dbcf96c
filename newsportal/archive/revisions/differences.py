"""How two revisions of a post differ, for a reader: the same for site, report and messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import add
from typing import Any, Literal, NamedTuple

from newsportal.archive.reading import Record
from newsportal.archive.revisions.matching import Match, matching

_EFFORT = 400_000  # characters that are compared one by one: a second; nobody reads on that far
_ISLAND = 2  # fewer equal characters between two changes are noise
_ALIKE = 0.4  # below this a paragraph was replaced, not edited
_NEAR = 8  # paragraphs among which its later form is looked for
_LONG = 200  # characters; longer ones share single characters, whatever they say
_LONG_ALIKE = 0.12  # of runs of three

_NAMES = ("category", "tags", "source", "reporters", "correspondents", "editors")

Change = Literal["same", "gone", "new"]


class Piece(NamedTuple):
    """Characters of a paragraph."""

    change: Change
    text: str


class Paragraph(NamedTuple):
    """A paragraph that is in one of the two or in both."""

    change: Literal["gone", "new", "edited", "skipped"]
    pieces: list[Piece]
    """Of a skipped one none."""
    skipped: int = 0
    """How many equal paragraphs stand here."""


class Field(NamedTuple):
    """A field other than title and text that differs."""

    name: str
    before: list[str]
    after: list[str]


def fields(before: Record, after: Record) -> list[Field]:
    """Return the fields apart from title and text that differ, as lists of texts."""
    found = [Field(name, _texts(before[name]), _texts(after[name])) for name in _NAMES]
    found.append(
        Field("images", *([image["url"] for image in one["images"]] for one in (before, after)))
    )
    return [field for field in found if field.before != field.after]


def _texts(value: Any) -> list[str]:
    return list(value) if isinstance(value, list) else [value] if value else []


def title(before: Record, after: Record) -> list[Piece]:
    """Return how the title changed, [] if it did not."""
    if before["title"] == after["title"]:
        return []
    old, new = before["title"], after["title"]
    found = Comparison().of(old, new)
    return _edited(old, new, found) if found else _pieces(old, new)


def paragraphs(before: Record, after: Record) -> list[Paragraph]:
    """Return how the text changed, [] if it did not."""
    old, new = (one["text"].split("\n") if one["text"] else [] for one in (before, after))
    if old == new:
        return []
    return list(_paragraphs(old, new))


def of_lines(
    lines: Sequence[str], title: bool, comparison: Comparison
) -> tuple[list[Piece], list[Paragraph]]:
    """Return how title and text changed, told from the lines that went (``- ``) and came (``+ ``).

    *title* says whether the first of them are the title's. How many paragraphs stayed is not
    known any more.

    >>> lines = ["- 会议昨日召开", "+ 会议今日召开"]
    >>> [text for _, text in of_lines(lines, False, Comparison())[1][0].pieces]
    ['会议', '昨', '今', '日召开']
    """
    hunks: list[tuple[list[str], list[str]]] = [([], [])]
    for line in lines:
        if line.startswith("- ") and hunks[-1][1]:
            hunks.append(([], []))
        hunks[-1][line.startswith("+ ")].append(line[2:])
    headline: list[Piece] = []
    if title:
        old, new = ("".join(side[:1]) for side in hunks[0])
        found = comparison.of(old, new)
        headline = _edited(old, new, found) if found else _pieces(old, new)
        hunks[0] = hunks[0][0][1:], hunks[0][1][1:]
    changes = [change for old, new in hunks for change in _replaced(old, new, comparison)]
    return headline, changes


def _paragraphs(old: list[str], new: list[str]) -> Iterator[Paragraph]:
    comparison = Comparison()
    a = c = 0
    for same in [*matching(old, new), None]:
        b, d = (len(old), len(new)) if same is None else (same.old, same.new)
        yield from _replaced(old[a:b], new[c:d], comparison)
        if same is not None:
            yield Paragraph("skipped", [], same.size)
            a, c = b + same.size, d + same.size


def _replaced(old: list[str], new: list[str], comparison: Comparison) -> Iterator[Paragraph]:
    """Yield what became of paragraphs of which none stayed as it was."""
    place = 0
    for gone in old:
        found = None
        for number in range(place, min(len(new), place + _NEAR)):
            if found := comparison.of(gone, new[number]):
                break
        if not found:
            yield Paragraph("gone", [Piece("gone", gone)])
            continue
        yield from (Paragraph("new", [Piece("new", came)]) for came in new[place:number])
        yield Paragraph("edited", _edited(gone, new[number], found))
        place = number + 1
    yield from (Paragraph("new", [Piece("new", came)]) for came in new[place:])


@dataclass(slots=True)
class Comparison:
    """Compares paragraphs as long as there is time for it."""

    left: int = _EFFORT

    def of(self, old: str, new: str) -> list[Match]:
        """Return what is the same if one is the other's later form, else nothing."""
        both = len(old) + len(new)
        if 2 * min(len(old), len(new)) < _ALIKE * both or self.left < 0:
            return []
        if 2 * (Counter(old) & Counter(new)).total() < _ALIKE * both:
            return []
        if both > 2 * _LONG:
            ours, theirs = (
                Counter(map(add, map(add, one, one[1:]), one[2:])) for one in (old, new)
            )
            if 2 * (ours & theirs).total() < _LONG_ALIKE * both:
                return []
        self.left -= both
        found = matching(old, new)
        return found if 2 * sum(same.size for same in found) >= _ALIKE * both else []


def _edited(old: str, new: str, found: list[Match]) -> list[Piece]:
    """Return what became of a paragraph, by characters."""
    pieces: list[Piece] = []
    gone = came = ""
    a = c = 0
    for place, other, size in found:
        gone, came = gone + old[a:place], came + new[c:other]
        a, c = place + size, other + size
        at_edge = a == len(old) or place == 0
        if size >= _ISLAND or at_edge:
            pieces += _pieces(gone, came)
            pieces.append(Piece("same", old[place:a]))
            gone = came = ""
        else:
            gone, came = gone + old[place:a], came + new[other:c]
    return pieces + _pieces(gone + old[a:], came + new[c:])


def _pieces(gone: str, came: str) -> list[Piece]:
    return [Piece(change, text) for change, text in (("gone", gone), ("new", came)) if text]  # type: ignore[arg-type]
