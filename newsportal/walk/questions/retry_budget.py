"""What run after run could not be read: owed by some runs, then only told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from newsportal.state.facts import Fact, Facts

TRIES = 3  # runs that ask in vain before it is only told


@dataclass(slots=True)
class RetryBudget:
    """How many runs have asked for which addresses in vain."""

    facts: Facts
    name: Fact
    """Of the fact that hands it on to later runs."""
    most: int | None = None
    """Addresses that are handed on; for further ones each run begins anew."""
    _tries: dict[str, int] = field(default_factory=dict)
    """By address."""

    def __post_init__(self) -> None:
        for line in (self.facts.get(self.name) or "").splitlines():
            tries, _, url = line.partition(" ")
            if url:  # the state of an earlier version has the number alone
                self._tries[url] = int(tries)

    def __iter__(self) -> Iterator[str]:
        return iter([*self._tries])

    def is_spent(self, url: str) -> bool:
        """Tell whether an address is owed no more."""
        return self._tries.get(url, 0) > TRIES

    def fail(self, url: str) -> bool:
        """Note that a run asks in vain; tell whether the address is owed no more."""
        self._tries[url] = min(TRIES, self._tries.get(url, 0)) + 1
        return self.is_spent(url)

    def forget(self, url: str) -> bool:
        """Note that an address was read, or is asked for no more; tell whether runs had failed."""
        return self._tries.pop(url, 0) > 0

    def save(self) -> None:
        """Hand it on."""
        if not self._tries:
            self.facts.drop(self.name)
            return
        kept = [f"{tries} {url}" for url, tries in self._tries.items()]
        self.facts.put(self.name, "\n".join(kept[-self.most :] if self.most else kept))
