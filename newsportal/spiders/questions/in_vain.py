"""Pages that run after run could not be read: owed by some runs, then only told."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsportal.spiders.questions.owed_files import TRIES
from newsportal.state.facts import Facts

_KEPT = 1000  # pages; of further ones each run begins anew


@dataclass(slots=True)
class InVain:
    """How many runs have asked for which pages in vain."""

    facts: Facts
    name: str
    """Of the fact that hands it on to later runs."""
    _tries: dict[str, int] = field(default_factory=dict)
    """By address."""

    def __post_init__(self) -> None:
        for line in (self.facts.get(self.name) or "").splitlines():
            tries, _, url = line.partition(" ")
            self._tries[url] = int(tries)

    def is_over(self, url: str) -> bool:
        """Tell whether a page is owed no more."""
        return self._tries.get(url, 0) > TRIES

    def fail(self, url: str) -> bool:
        """Note that a run could not read a page; tell whether it is owed no more."""
        self._tries[url] = min(TRIES, self._tries.get(url, 0)) + 1
        return self.is_over(url)

    def read(self, url: str) -> None:
        """Note that a page was read."""
        self._tries.pop(url, None)

    def save(self) -> None:
        """Hand it on."""
        if not self._tries:
            self.facts.drop(self.name)
            return
        kept = [f"{tries} {url}" for url, tries in self._tries.items()][-_KEPT:]
        self.facts.put(self.name, "\n".join(kept))
