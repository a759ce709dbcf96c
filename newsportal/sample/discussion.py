"""Readers' comments: how many a post has, what they say and who answers whom."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from newsportal.sample import vocabulary as words
from newsportal.sample.chance import chance, drawn


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment."""

    id: int
    author: str
    homepage: str
    place: str
    time: int
    text: str
    parent: int | None
    """Id of the comment that it answers."""

    @property
    def html(self) -> str:
        """The text as the CMS prints it: escaped, lines broken."""
        return escape(self.text).replace("\n", "<br/>")


def count(seed: int, key: int) -> int:
    """Return the number of comments of a post, replies included.

    >>> [count(0, key) for key in range(211, 215)]
    [260, 0, 2, 25]
    """
    if key % 400 == 211:
        return 260
    if key % 50 == 14:
        return 25
    return (0, 0, 1, 2, 4, 0, 0)[drawn(7, seed, "comments", key)]


def remarks(seed: int, key: int, published: int, until: int) -> list[Remark]:
    """Return all comments of a post, oldest first; those of past posts are older than *until*."""
    number = count(seed, key)
    draw = chance(seed, "remarks", key)
    apart = max(1, min(4000, (until - published) // (number + 1)))
    found: list[Remark] = []
    for place in range(number):
        answers = place > 0 and draw.random() < 0.35
        reader = draw.choice(words.READERS)
        found.append(
            Remark(
                id=key * 1000 + place + 1,
                author=reader,
                homepage="https://reader.example/?u=" + str(place) if draw.random() < 0.2 else "",
                place=draw.choice(words.PROVINCES),
                time=published + apart * (place + 1),
                text=draw.choice(words.REMARKS),
                parent=draw.choice(found[-6:]).id if answers else None,
            )
        )
    return found


def threads(found: list[Remark]) -> list[tuple[Remark, list[Remark]]]:
    """Return the roots, oldest first, each with all below it, flattened depth-first."""
    answers: dict[int | None, list[Remark]] = {}
    for remark in found:
        answers.setdefault(remark.parent, []).append(remark)

    def below(remark: Remark) -> list[Remark]:
        return [
            member for answer in answers.get(remark.id, ()) for member in (answer, *below(answer))
        ]

    return [(root, below(root)) for root in answers.get(None, ())]
