"""What a run's account says of changed posts, as the site shows differences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from newsportal.archive.revisions.differences import Comparison, Paragraph, Piece, of_lines

_PARAGRAPHS = 12  # of a post
_GONE, _AROUND = 300, 40  # characters of what changed, and of what stayed on either side of it


class Changed(NamedTuple):
    """A changed post with what is shown of it."""

    post: dict[str, Any]
    title: list[Piece]
    paragraphs: list[Paragraph]
    left: int
    """How many paragraphs more have changed."""


def changed(posts: Sequence[dict[str, Any]]) -> Iterator[Changed]:
    """Yield the posts; together they are compared for a second at most."""
    comparison = Comparison()
    for post in posts:
        title, paragraphs = of_lines(post["diff"], "title" in post["fields"], comparison)
        shown = [one._replace(pieces=_shortened(one.pieces)) for one in paragraphs[:_PARAGRAPHS]]
        yield Changed(post, _shortened(title), shown, len(paragraphs) - len(shown))


def _shortened(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces; of long ones that stayed only what is beside a change.

    >>> [text for _, text in _shortened([Piece("same", "一" * 99), Piece("new", "二")])]
    ['…一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一', '二']
    """
    last = len(pieces) - 1
    return [
        Piece(change, _beside(text, number > 0, number < last) if change == "same" else _cut(text))
        for number, (change, text) in enumerate(pieces)
    ]


def _beside(text: str, after: bool, before: bool) -> str:
    """Return the ends of a text that stand *after* and *before* a change."""
    if len(text) <= 2 * _AROUND:
        return text if (after and before) or len(text) <= _AROUND else _end(text, after)
    return f"{text[:_AROUND] if after else ''}…{text[-_AROUND:] if before else ''}"


def _end(text: str, after: bool) -> str:
    return f"{text[:_AROUND]}…" if after else f"…{text[-_AROUND:]}"


def _cut(text: str) -> str:
    return text if len(text) <= _GONE else f"{text[: _GONE - 1]}…"
