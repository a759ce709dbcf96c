"""Posts that may not be whole: for each reason how many there are, and the first of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from enum import StrEnum

from newsportal.state.facts import Fact, Facts


class Lack(StrEnum):
    """Why a part of a post may be missing."""

    SCRIPT = "script"
    """A script alone brings the rest."""
    KEPT_BACK = "kept_back"
    """A notice stands in place of a part of the text."""
    FRAME = "frame"
    """A frame stands in place of the text."""


@dataclass(slots=True)
class Partial:
    """The posts that lack something for one reason."""

    count: int
    url: str
    """Of the first one,"""
    words: str
    """and what its page says."""

    def line(self, lack: Lack) -> str:
        """Return it for people."""
        count, url, words = self.count, self.url, self.words
        if lack is Lack.SCRIPT:
            return f"{count} posts may go on by a script alone, first {url} ({words!r})"
        if lack is Lack.FRAME:
            return f"{count} posts have their text in a frame, first {url} ({words!r})"
        return f"{count} posts are kept back in part, first {url} ({words!r})"


class PartialPosts:
    """Keeps them at once: a run that is killed says nothing at its end."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._found = _read(facts.get(Fact.PARTIAL_POSTS))
        self._before = {*self._found}

    def forget(self) -> None:
        """Begin anew: every post is read again."""
        self._found.clear()
        self._facts.drop(Fact.PARTIAL_POSTS)

    def note(self, lack: Lack, url: str, words: str, *, again: bool) -> None:
        """Note a post; one that is read *again* was counted before."""
        if (found := self._found.get(lack)) is None:
            self._found[lack] = Partial(1, url, words)
        elif not again:
            found.count += 1
        kept = {lack: astuple(partial) for lack, partial in self._found.items()}
        self._facts.put(Fact.PARTIAL_POSTS, json.dumps(kept, ensure_ascii=False))

    def lines(self, *, new: bool = False) -> list[str]:
        """Return a line for each reason; *new*: for those that no run before has met."""
        known = self._before if new else ()
        return [partial.line(lack) for lack, partial in self._found.items() if lack not in known]


def partial_lines(kept: str | None) -> Iterator[str]:
    """Yield a line for each reason that the fact `PARTIAL_POSTS` holds."""
    for lack, partial in _read(kept).items():
        yield partial.line(lack)


def _read(kept: str | None) -> dict[Lack, Partial]:
    return {Lack(lack): Partial(*values) for lack, values in json.loads(kept or "{}").items()}
