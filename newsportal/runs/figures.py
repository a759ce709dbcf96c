"""The figures of a run that later runs are compared with; kept in the state's run ledger."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Self

from newsportal.items import Post

RULES = "newsportal/rules/"  # the stats that count what the rules of a theme find

# Fields that a portal may leave empty, but not all of a sudden everywhere.
_FIELDS = (
    "category", "author", "source", "reporters", "correspondents", "editors", "published_at",
    "text", "images", "tags", "views", "comment_count", "comments", "related", "previous", "next",
    "copyright",
)  # fmt: skip


@dataclass(slots=True)
class Figures:
    """What one run counted; sums of several runs are made with `together`."""

    at: float = 0.0
    """When the run began, seconds since 1970."""
    new: int = 0
    """Posts archived for the first time."""
    pages: int = 0
    """Post pages read."""
    everything: bool = False
    """Whether these were most of the archive's posts, of all ages, and not the newest ones."""
    filled: dict[str, int] = field(default_factory=dict)
    """How many of them have a value in a field."""
    rules: dict[str, int] = field(default_factory=dict)
    """On how many of them the theme's rule for a field found something."""
    neighbours: int = 0
    """Neighbours whose times were compared with a post's own."""
    disordered: int = 0
    """Those of them that lie on the wrong side of it."""
    ahead: int = 0
    """Post pages that date their post after the time of the fetch."""
    rejected: int = 0
    aliases: int = 0
    gone: int = 0
    """Addresses in these states: of the latter two, those that lists name."""
    canonicals: int = 0
    """Posts whose pages name another post's address as their own."""
    contradicted: int = 0
    """Posts of which feed and page give different times, and no zone explains it."""
    bare: int = 0
    """Posts archived for the first time that have neither text nor picture, film or file."""
    first_bare: str = ""
    """The address of one of these."""

    def count(self, post: Post) -> None:
        """Count one post page and its fields."""
        self.pages += 1
        for name in _FIELDS:
            if getattr(post, name) not in (None, "", []):
                self.filled[name] = self.filled.get(name, 0) + 1

    def count_new(self, post: Post) -> None:
        """Count a post that is archived for the first time, with all of its pages."""
        if not (post.text or post.images or post.videos or post.files):
            self.bare += 1
            self.first_bare = self.first_bare or post.url or ""

    def fill(self) -> dict[str, float]:
        """Return the share of pages that have a value in each field."""
        if not self.pages:
            return {}
        return {name: round(self.filled.get(name, 0) / self.pages, 3) for name in _FIELDS}

    def finish(self, started_at: datetime, new: int, known: int) -> None:
        """Take what is known at the end of the run only; *known* posts are in the archive."""
        self.at = started_at.timestamp()
        self.new = new
        self.everything = self.pages * 2 >= known

    def to_json(self) -> str:
        """Return the figures as the state keeps them."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of_json(cls, text: str) -> Self:
        """Return the figures that `to_json` wrote."""
        return cls(**json.loads(text))


def together(runs: Iterable[Figures]) -> Figures:
    """Return the sums over several runs."""
    total, filled, rules = Figures(), Counter[str](), Counter[str]()
    for run in runs:
        total.new += run.new
        total.bare += run.bare
        total.pages += run.pages
        filled.update(run.filled)
        rules.update(run.rules)
        total.neighbours += run.neighbours
        total.disordered += run.disordered
    total.filled, total.rules = dict(filled), dict(rules)
    return total
