"""A fleet that is disturbed: what is done to it, and what must hold all the same.

The test strikes once in each way, ``python -m tests.kills`` a hundred times by chance.
"""

from __future__ import annotations

import shutil
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise

import psycopg

from newsportal.fleet.roster import RosterEntry
from newsportal.sample.options import Options
from tests.crawling import archive_folder, read_records
from tests.fleets import Fleet, until
from tests.street import Asked, House

FAULTS = ("worker and runs", "worker alone", "database", "asleep", "disk lost")
NODES = ("a", "b", "c")
_RESTART = 5.0  # seconds after which a worker that was killed is started again, as by systemd
_ASLEEP = 40.0  # seconds, longer than heartbeat and lease
_AT_ONCE = 5.0  # seconds
_IN_FLIGHT = 2  # requests that may be under way when a run is stopped


@dataclass(frozen=True, slots=True)
class Held:
    """Who has a portal, as the database says."""

    node: str | None
    fence: int
    running: bool
    told: bool
    """The end of its run has been recorded; else it goes on, or was cut off."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A run that was cut off."""

    at: float
    fault: str
    node: str


@dataclass
class Drill:
    """A fleet of three nodes, its portals, and what happened to them."""

    fleet: Fleet
    houses: list[House]
    held: dict[str, Held] = field(default_factory=dict)
    taken_up: list[float] = field(default_factory=list)
    """Seconds after which portals whose run was cut off were taken up again."""
    done: Counter[str] = field(default_factory=Counter)
    cuts: dict[str, list[Cut]] = field(default_factory=dict)
    """Runs that were cut off, by portal."""
    waiting: dict[str, tuple[int, float]] = field(default_factory=dict)
    """Portals that nobody has taken up since: under which fence they were had, and since when."""

    def begin(self) -> None:
        """Add the portals and start the nodes."""
        for house in self.houses:
            self.fleet.add(house.root, "slots=99", "interval=1m..2m")
        for node in NODES:
            self._start(node)

    def _start(self, node: str) -> None:
        self.fleet.work(node, DOWNLOAD_DELAY="0.5")

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Note twice a second who has which portal."""
        ended = threading.Event()

        def watch() -> None:
            while not ended.wait(0.5):
                try:
                    with psycopg.connect(self.fleet.server.url, connect_timeout=5) as database:
                        rows = database.execute(
                            "SELECT root, node, fence, coalesce(lease_until > now(), false),"
                            " lease_until IS NULL FROM newsportal_portals"
                        ).fetchall()
                except psycopg.Error:
                    continue
                self.held = {root: Held(*rest) for root, *rest in rows}
                for root, (fence, since) in list(self.waiting.items()):
                    if self.held[root].fence > fence:
                        self.taken_up.append(time.monotonic() - since)
                        del self.waiting[root]
                    elif self.held[root].told:  # it had just ended: its node told so later
                        del self.waiting[root]

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def strike(self, fault: str, node: str) -> None:
        """Do one of FAULTS and bring back what a node's system would."""
        self.done[fault] += 1
        if fault == "database":
            self.fleet.server.stop("immediate")
            time.sleep(_RESTART)
            self.fleet.server.start()
            return
        for root, one in self.held.items():
            if one.running and one.node == node:
                now = time.monotonic()
                self.waiting[root] = one.fence, now
                self.cuts.setdefault(root, []).append(Cut(now, fault, node))
        if fault == "asleep":
            self.fleet.signal(node, signal.SIGSTOP, runs=True)
            time.sleep(_ASLEEP)
            self.fleet.signal(node, signal.SIGCONT, runs=True)
            return
        self.fleet.signal(node, signal.SIGKILL, runs=fault != "worker alone")
        self.fleet.workers[node].wait()
        if fault == "disk lost":
            shutil.rmtree(self.fleet.disk(node))
        time.sleep(_RESTART)
        self._start(node)

    def settle(self, seconds: float) -> None:
        """Wait until every portal has had a good run since now; none waits for its turn."""
        with psycopg.connect(self.fleet.server.url, autocommit=True) as database:
            ((now,),) = database.execute("SELECT now()").fetchall()
            database.execute("UPDATE newsportal_portals SET next_run = least(now(), next_run)")

        def behind() -> list[RosterEntry]:
            return [one for one in self.entries() if not one.good_at or one.good_at < now]

        try:
            until(lambda: not behind(), seconds)
        except AssertionError as error:
            raise AssertionError(behind()) from error
        until(lambda: not self.waiting, 30)

    def entries(self) -> list[RosterEntry]:
        return list(self.fleet.entries().values())

    def catch(self, node: str) -> None:
        """Wait until a node is at work on a portal."""
        until(lambda: any(one.running and one.node == node for one in self.held.values()), 120, 0.1)

    def publish(self, house: House) -> None:
        """Have one more post on a portal."""
        house.show(replace(house.options, added=house.options.added + 1))

    def archived(self, house: House) -> list[str]:
        """Return the addresses in the archive of a portal, on the node that has it."""
        disk = self.fleet.disk(str(self.fleet.entries()[house.root].node))
        return [record["url"] for record in read_records(archive_folder(house.root, disk))]

    @property
    def cut(self) -> int:
        """How many runs were cut off."""
        return sum(map(len, self.cuts.values()))

    def again(self) -> list[tuple[str, Asked, Asked]]:
        """Return the requests for pages of posts that had been asked for before: where, how."""
        found = []
        for house in self.houses:
            seen: dict[str, Asked] = {}
            for one in house.asked:
                if "/post/" in one.path:
                    if one.path in seen:
                        found.append((house.root, seen[one.path], one))
                    seen[one.path] = one
        return found

    def why_again(self) -> Counter[str]:
        """Count the pages asked for again by what came between: what died, who went on, how old."""
        found: Counter[str] = Counter()
        for root, first, one in self.again():
            between = [cut for cut in self.cuts.get(root, ()) if first.at <= cut.at + 1 <= one.at]
            who = "same node" if first.node == one.node else "other node"
            if not between:
                found[f"nothing, {who}"] += 1
                continue
            age = between[0].at - first.at
            old = "in flight" if age < 1 else "1 to 6 s" if age < 6 else "older"
            found[f"{between[0].fault}, {who}, {old}"] += 1
        return found


def overlaps(asked: list[Asked]) -> list[tuple[Asked, Asked]]:
    """Return requests that followed at once on another node's, if two runs must have sent them.

    A node that takes a portal up waits for longer. What was in flight when a run was stopped comes
    between requests of the next one, and is no fault.
    """
    turns = [
        (one, other)
        for one, other in pairwise(asked)
        if one.node != other.node and other.at - one.at < _AT_ONCE
    ]
    return turns if len(turns) > 2 * _IN_FLIGHT else []


def portals(count: int, posts: int) -> list[Options]:
    """Return options of portals whose posts are all archived."""
    return [
        Options(posts=posts, seed=seed, duplicates=False, odd_bodies=False, future=0, media=False)
        for seed in range(1, count + 1)
    ]
