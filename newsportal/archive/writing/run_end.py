"""The end of a run: its figures, its verdict, and what the state is to know of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from newsportal.pages.keys import address_of
from newsportal.runs.figures import Figures
from newsportal.runs.run import FAILED, OK, Run
from newsportal.runs.verdict import Thresholds
from newsportal.state.parts.counts import census
from newsportal.state.row import State
from newsportal.state.store import Store

_COMPARED = 1000  # runs: four weeks of an hourly one


@dataclass(slots=True)
class RunEnd:
    """Brings a run to its end; it has to be told in this order."""

    run: Run
    store: Store
    number: int
    """The run's number in the state."""
    root: str
    """The portal's root URL, after redirects."""
    whole: bool
    """Neither `since` nor `limit` has left posts out."""

    def sum_up(self, reason: str, stats: dict[str, Any]) -> None:
        """Take how the crawl has ended, and how the archive stands."""
        run, counts = self.run, self.store.counts
        run.known = counts.of(State.ARCHIVED)
        run.lists_seen = self.store.listings.seen(self.number)
        run.still_broken = counts.of(State.BROKEN)
        run.figures.rejected = counts.of(State.REJECTED)
        run.figures.aliases = counts.listed(State.ALIAS)
        run.figures.gone = counts.listed(State.GONE)
        run.census = census(counts, self.root)
        run.edits = self.store.edits.counts()
        run.finish(reason, stats)

    def judge(self, limits: Thresholds, gone: Iterable[str]) -> None:
        """Give the run its verdict; a whole one is compared with those before.

        *gone* are the keys of posts whose lines are lost and that were removed before this run.
        """
        compared = self.run.done and self.whole
        ledger = self.store.runs.figures(_COMPARED) if compared else []
        earlier = [Figures.of_json(figures) for figures in ledger]
        for row in self.store.lines.lost_for_good(self.number, gone):
            self.run.lost.add(url=address_of(self.root, row.key), title=row.title)
        self.run.judge(earlier, self.store.counts.chain_breaks() if compared else 0, limits)

    def enter(self) -> None:
        """Enter the end into the state."""
        run = self.run
        if run.fetched and not run.known:
            # A portal that answers everything alike says nothing of a single post.
            self.store.reset(self.number, (State.GONE, State.REJECTED, State.OTHER))
        self.store.runs.end(
            self.number,
            # Odd figures are for people; what the next run does depends on whether the job is done.
            OK if run.done else FAILED,
            run.outcome,
            run.figures.to_json(),
            settled=run.settled,
            whole=self.whole and run.front_page,
        )
