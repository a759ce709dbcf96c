"""Pages of lists that a portal fails to show day after day: when are they owed no more?

As a post is broken: a page that could not be read on three days by both clocks, while others were,
is only counted. An update asks for it once a day; when it is read, it is as if nothing had been.
What the portal refuses, and nothing but a link says is a list, is told once and counted at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING

from newsportal.runs.run import Run
from newsportal.runs.verdict import Alert
from newsportal.state import clock
from newsportal.state.facts import Fact
from newsportal.state.row import BROKEN_AFTER
from newsportal.state.store import Store

if TYPE_CHECKING:
    from newsportal.archive.archive import ArchiveWriter

_ASKED = 20  # broken pages that an update asks for; where there are more, all have their turn
_REFUSED = 5  # pages; where a portal refuses more, or fails as well, they are owed like others
_KEPT = 1000  # pages that are remembered; further ones are owed in each run


class Why(Enum):
    """Why a page of a list could not be read."""

    FAULT = auto()
    """The portal fails to show it."""
    MISSING = auto()
    """The portal says that it is not there: in the end it is believed, as it is of a post."""
    AWAY = auto()
    """It leads off the portal, or shows another page in its place."""
    WALL = auto()
    """A challenge, a login, a notice: it says nothing of the page, however often it comes."""
    REFUSED = auto()
    """The portal refuses to everybody what nothing but a link says is a list: an author's page."""


@dataclass(slots=True)
class Fault:
    """On how many days a page could not be read, the last of them by both clocks, and why."""

    days: int
    day: int
    own_day: int
    why: Why
    reason: str

    @property
    def is_broken(self) -> bool:
        """Whether the page is owed no more."""
        return self.days >= BROKEN_AFTER or self.why is Why.REFUSED

    @property
    def counts(self) -> bool:
        """Whether posts may be missing for it."""
        return self.is_broken and self.why is not Why.MISSING


def faults(told: str | None) -> Iterator[tuple[str, Fault]]:
    """Yield the addresses that a state remembers, with what is known of them."""
    for line in (told or "").splitlines():
        days, day, own_day, why, url, reason = line.split(" ", 5)
        yield url, Fault(int(days), int(day), int(own_day), Why[why], reason)


@dataclass(slots=True)
class BrokenLists:
    """Counts the days on which pages of lists could not be read."""

    archive: ArchiveWriter
    _faults: dict[str, Fault] = field(init=False)
    """By address."""

    def __post_init__(self) -> None:
        self._faults = dict(faults(self._store.facts.get(Fact.BROKEN_LISTS)))

    @property
    def _run(self) -> Run:
        return self.archive.run

    @property
    def _store(self) -> Store:
        return self.archive.store

    def is_broken(self, url: str) -> bool:
        """Tell whether a page is owed no more: one request is enough."""
        fault = self._faults.get(url)
        return fault is not None and fault.is_broken

    def is_owed(self, url: str) -> bool:
        """Tell whether an earlier run could not read a page, which is not broken yet."""
        return url in self._faults and not self.is_broken(url)

    def is_remembered(self, url: str) -> bool:
        """Tell whether updates go on at a page that could not be read."""
        return url in self._faults and len(self._faults) <= _KEPT

    def is_doubted(self, url: str) -> bool:
        """Tell whether an earlier run has seen another page in the place of one."""
        fault = self._faults.get(url)
        return fault is not None and fault.why is Why.AWAY

    def due(self) -> Iterator[str]:
        """Yield the pages that an update asks for: broken ones once a day, the others each time."""
        today = clock.now().toordinal()
        broken = [
            (fault.own_day, url)
            for url, fault in self._faults.items()
            if fault.counts and fault.own_day < today
        ]
        yield from (url for url, fault in self._faults.items() if not fault.is_broken)
        yield from (url for _, url in sorted(broken)[:_ASKED])

    def read(self, url: str) -> None:
        """Note that a page was read, or that what the portal says of it is believed."""
        self._faults.pop(url, None)

    def settle(self, failing: dict[str, Why], at: datetime, named: Callable[[str], bool]) -> None:
        """Take the pages that this run could not read: those that are broken are not owed.

        *named* tells whether a page of this run leads to one: a list that leads elsewhere, and that
        nothing leads to, was taken away.
        """
        else_well = all(why is Why.REFUSED or self.is_broken(url) for url, why in failing.items())
        believed = else_well and len(failing) <= _REFUSED
        for url, why in failing.items():
            if why is Why.REFUSED and not believed:
                why = Why.FAULT
            reason = self._run.unread_lists.get(url)
            if reason is None:
                continue
            key = url.removeprefix(self.archive.root)
            self._store.listings.asked_in_vain(key, self.archive.run_number)
            known = self.is_broken(url)
            if not self._fail(url, why, reason, at):
                continue
            if why is Why.REFUSED and not known:
                self._run.noticed.append(
                    Alert("refused", f"{url}: the portal refuses it: {reason}")
                )
            for pages in (self._run.failed, self._run.unread_lists):
                pages.pop(url, None)
            if why is Why.MISSING:
                self._run.lists_gone.add(url=url, reason=reason)
            elif why is Why.AWAY and not named(url):
                self.read(url)
                self._store.listings.retire(key)
                self._run.lists_gone.add(url=url, reason=reason)
            else:
                self._run.broken_lists.add(url=url, reason=reason)
        self._keep()

    def _fail(self, url: str, why: Why, reason: str, at: datetime) -> bool:
        """Note that a page could not be read; tell whether it is owed no more."""
        day, own_day = clock.days(at)
        fault = self._faults.pop(url, None) or Fault(0, 0, 0, why, "")
        counts = why is not Why.WALL
        if counts and (fault.days == 0 or (day > fault.day and own_day > fault.own_day)):
            fault.days = min(fault.days, BROKEN_AFTER) + 1
            fault.day = day
        fault.own_day, fault.why, fault.reason = own_day, why, reason.replace("\n", " ")
        self._faults[url] = fault
        return fault.is_broken and counts

    def keep(self, wanted: Callable[[str], bool]) -> None:
        """Forget all other pages: nothing leads to them any more, or a person has settled them."""
        self._faults = {url: fault for url, fault in self._faults.items() if wanted(url)}
        self._keep()

    def _keep(self) -> None:
        self._run.still_broken_lists = sum(each.counts for each in self._faults.values())
        lines = [
            f"{each.days} {each.day} {each.own_day} {each.why.name} {url} {each.reason}"
            for url, each in self._faults.items()
        ]
        if lines:
            self._store.facts.put(Fact.BROKEN_LISTS, "\n".join(lines[-_KEPT:]))
        else:
            self._store.facts.drop(Fact.BROKEN_LISTS)
