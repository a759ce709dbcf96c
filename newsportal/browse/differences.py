"""How two revisions of a post differ, for a reader."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple

from newsportal.archive.reading import Record

# Beyond these a comparison of everything with everything takes too long.
_LINES = 1_000
_CHARACTERS = 1_000
_ISLAND = 2  # fewer equal characters between two changes are noise
_ALIKE = 0.4  # below this a paragraph was replaced, not edited
_NEAR = 8  # paragraphs among which its later form is looked for

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
    return _edited(before["title"], after["title"])


def paragraphs(before: Record, after: Record) -> list[Paragraph]:
    """Return how the text changed, [] if it did not."""
    old, new = (one["text"].split("\n")[:_LINES] if one["text"] else [] for one in (before, after))
    if old == new:
        return []
    return list(_paragraphs(old, new))


def _paragraphs(old: list[str], new: list[str]) -> Iterator[Paragraph]:
    for change, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change == "equal":
            yield Paragraph("skipped", [], b - a)
            continue
        place = c
        for gone in old[a:b]:
            near = range(place, min(d, place + _NEAR))
            match = next((number for number in near if _alike(gone, new[number])), None)
            if match is None:
                yield Paragraph("gone", [Piece("gone", gone)])
                continue
            yield from (Paragraph("new", [Piece("new", came)]) for came in new[place:match])
            yield Paragraph("edited", _edited(gone, new[match]))
            place = match + 1
        yield from (Paragraph("new", [Piece("new", came)]) for came in new[place:d])


def _alike(old: str, new: str) -> bool:
    """Tell whether a paragraph is another's later form."""
    if max(len(old), len(new)) > _CHARACTERS:
        return False
    matcher = SequenceMatcher(None, old, new)
    cheap_first = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
    return all(ratio() >= _ALIKE for ratio in cheap_first)


def _edited(old: str, new: str) -> list[Piece]:
    """Return what became of a paragraph, by characters; all of it if little was left."""
    if not _alike(old, new):
        return _pieces(old, new)
    matcher = SequenceMatcher(None, old, new)
    pieces: list[Piece] = []
    gone = came = ""
    for change, a, b, c, d in matcher.get_opcodes():
        at_edge = b == len(old) or a == 0
        if change == "equal" and (b - a >= _ISLAND or at_edge):
            pieces += _pieces(gone, came)
            pieces.append(Piece("same", old[a:b]))
            gone = came = ""
        else:
            gone += old[a:b]
            came += new[c:d]
    return pieces + _pieces(gone, came)


def _pieces(gone: str, came: str) -> list[Piece]:
    return [Piece(change, text) for change, text in (("gone", gone), ("new", came)) if text]  # type: ignore[arg-type]
