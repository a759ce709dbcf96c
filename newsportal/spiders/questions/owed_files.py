"""Is a feed, or a file of a sitemap, that cannot be read to be asked for again? For some runs."""

from __future__ import annotations

from collections.abc import Iterator

from newsportal.runs.run import Run
from newsportal.runs.verdict import Alert
from newsportal.state.facts import Facts

TRIES = 3  # runs that ask for a file in vain before it is only told


class OwedFiles:
    """The files that runs have asked for in vain, and how many did."""

    def __init__(self, run: Run, facts: Facts, name: str) -> None:
        self._run, self._facts, self._name = run, facts, name
        lines = (line.partition(" ") for line in (facts.get(name) or "").splitlines())
        self._tries = {url: int(tries) for tries, _, url in lines if url}

    def __iter__(self) -> Iterator[str]:
        return iter([*self._tries])

    def in_vain(self, url: str, reason: str) -> bool:
        """Note that this run asks in vain; tell whether the file is owed, or given up."""
        tries = self._tries.pop(url, 0) + 1
        if tries <= TRIES:
            self._tries[url] = tries
            self._run.failed[url] = reason
        self._keep()
        return tries <= TRIES

    def settle(self, url: str) -> None:
        """Note that a file was read, or is not there."""
        if self._tries.pop(url, 0):
            self._keep()

    def give_up(self, url: str, reason: str, fact: str) -> None:
        """Have updates ask for it no more, who do what *fact* says; say so."""
        if self._facts.get(fact) == url:
            self._facts.drop(fact)
        line = f"{url} could not be read in {TRIES} runs and is asked for no more: {reason}"
        self._run.notes.append(line)
        self._run.noticed.append(Alert(fact, line))

    def _keep(self) -> None:
        if self._tries:
            kept = (f"{tries} {url}" for url, tries in self._tries.items())
            self._facts.put(self._name, "\n".join(kept))
        else:
            self._facts.drop(self._name)
