"""How a post looks in lists and in the feed: enough to see that it was edited."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from newsportal.chinese.text_hash import text_hash

_WIDTH = 8


@dataclass(frozen=True, slots=True)
class Card:
    """Title and excerpt of a post in a kind of list, as hashes."""

    route: int
    """The kind of list: the index may cut excerpts otherwise than other lists."""
    title: bytes
    excerpt: bytes
    """Empty where the list shows none."""
    text: str = ""
    """The excerpt itself, without white space; not stored."""

    @classmethod
    def of(cls, route: int, title: str, excerpt: str) -> Card:
        """Return the card of an entry."""
        text = "".join(excerpt.rstrip("…. ").split())
        return cls(route, text_hash(title), text_hash(excerpt) if text else b"", text)

    @classmethod
    def read(cls, data: bytes) -> Card:
        """Return a stored card."""
        return cls(data[0], data[1 : 1 + _WIDTH], data[1 + _WIDTH :])

    @property
    def data(self) -> bytes:
        """The card as stored."""
        return bytes([self.route]) + self.title + self.excerpt

    def differs(self, later: Card) -> bool:
        """Tell whether a later card shows an edit."""
        comparable = self.route == later.route and self.excerpt and later.excerpt
        return self.title != later.title or bool(comparable and self.excerpt != later.excerpt)

    def merge(self, later: Card) -> Card:
        """Return what to remember after a later card; excerpts of another kind of list are none."""
        shown = later.route == self.route and later.excerpt
        return replace(self, title=later.title, excerpt=later.excerpt if shown else self.excerpt)

    def contradicts(self, record: dict[str, Any]) -> bool:
        """Tell whether the card cannot be that of a record."""
        text = "".join(record["text"].split())
        return self.title != text_hash(record["title"]) or not text.startswith(self.text)


def feed_hash(record: dict[str, Any]) -> bytes:
    """Return what the feed would be hashed to if it showed a record."""
    images = (image["url"] for image in record["images"])
    return text_hash(record["title"], record["text"], *images)
