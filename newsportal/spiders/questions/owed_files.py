"""Is a feed, or a file of a sitemap, that cannot be read to be asked for again? For some runs."""

from __future__ import annotations

from collections.abc import Iterator

from newsportal.runs.run import Run
from newsportal.runs.verdict import Alert
from newsportal.spiders.questions.in_vain import TRIES, InVain
from newsportal.state.facts import Facts


class OwedFiles:
    """The files that runs have asked for in vain."""

    def __init__(self, run: Run, facts: Facts, name: str) -> None:
        self._run, self._facts = run, facts
        self._asked = InVain(facts, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._asked)

    def in_vain(self, url: str, reason: str) -> bool:
        """Note that this run asks in vain; tell whether the file is owed, or given up."""
        if is_over := self._asked.fail(url):
            self._asked.forget(url)
        else:
            self._run.failed[url] = reason
        self._asked.save()
        return not is_over

    def settle(self, url: str) -> None:
        """Note that a file was read, or is not there."""
        if self._asked.forget(url):
            self._asked.save()

    def give_up(self, url: str, reason: str, fact: str) -> None:
        """Have updates ask for it no more, who do what *fact* says; say so."""
        if self._facts.get(fact) == url:
            self._facts.drop(fact)
        line = f"{url} could not be read in {TRIES} runs and is asked for no more: {reason}"
        self._run.notes.append(line)
        self._run.noticed.append(Alert(fact, line))
