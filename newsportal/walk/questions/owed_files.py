"""Is a feed, or a file of a sitemap, that cannot be read to be asked for again? For some runs."""

from __future__ import annotations

from collections.abc import Iterator

from newsportal.runs.run import Run
from newsportal.runs.verdict import Alert
from newsportal.state.facts import Fact, Facts
from newsportal.walk.questions.retry_budget import TRIES, RetryBudget


class OwedFiles:
    """The files that runs have asked for in vain."""

    def __init__(self, run: Run, facts: Facts, name: Fact) -> None:
        self._run, self._facts = run, facts
        self._budget = RetryBudget(facts, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._budget)

    def fail(self, url: str, reason: str) -> bool:
        """Note that this run asks in vain; tell whether the file is owed, or given up."""
        if is_spent := self._budget.fail(url):
            self._budget.forget(url)
        else:
            self._run.failed[url] = reason
        self._budget.save()
        return not is_spent

    def settle(self, url: str) -> None:
        """Note that a file was read, or is not there."""
        if self._budget.forget(url):
            self._budget.save()

    def give_up(self, url: str, reason: str, fact: Fact) -> None:
        """Have updates ask for it no more, who do what *fact* says; say so."""
        if self._facts.get(fact) == url:
            self._facts.drop(fact)
        line = f"{url} could not be read in {TRIES} runs and is asked for no more: {reason}"
        self._run.notes.append(line)
        self._run.noticed.append(Alert(fact, line))
