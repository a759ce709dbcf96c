"""A day of many small portals in minutes, run by hand: the clock is moved on when all is quiet.

    python -m tests.day [--portals 200] [--hours 24] [--minutes 20]

Real runs of a real node on a real PostgreSQL, all by one clock (libfaketime). Each portal has news
at a pace of its own. Prints what docs/scale.md quotes: runs, requests and CPU of the day, and
whether each portal is asked about as often as it has news.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg

from newsportal.fleet.portal import LONGEST, SHORTEST
from newsportal.sample.options import Options
from tests.drill import portals
from tests.fleets import Fleet, running_fleet
from tests.street import House, street
from tests.test_bad_machine import FAKETIME

_STEP = 3600.0  # seconds of a step at most
_POSTS = 15
_NEAR = (0.5, 10.0)  # new posts of an update where the interval suits the portal
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Clock:
    """The clock of portals, database, node and runs: the machine's and some seconds more."""

    path: Path
    ahead: float = 0.0
    jumps: int = 0

    def __call__(self) -> float:
        return time.time() + self.ahead

    def jump(self, seconds: float) -> None:
        """Move on; programs read the file once a second."""
        self.ahead += seconds
        self.jumps += 1
        self.path.write_text(f"+{self.ahead:.0f}s\n")
        time.sleep(1.1)


@dataclass
class Day:
    """Portals, how often each has news, and what their runs have taken."""

    fleet: Fleet
    clock: Clock
    paces: dict[str, float]
    """Of each portal its posts a day."""
    houses: list[House]
    began: float = 0.0
    first: dict[str, Options] = field(default_factory=dict)

    def publish(self) -> None:
        """Let each portal have the posts that it has by now."""
        for house in self.houses:
            there = self.first.setdefault(house.root, house.options)
            added = int((self.clock() - self.began) / 86400 * self.paces[house.root])
            if added != house.options.added:
                house.show(replace(there, added=added))

    def is_quiet(self, database: psycopg.Connection[tuple[Any, ...]]) -> bool:
        """Tell whether nothing runs and nothing is due."""
        row = database.execute(
            "SELECT NOT EXISTS (SELECT 1 FROM newsportal_portals WHERE lease_until > now()"
            " OR next_run <= now()) AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs)"
        ).fetchone()
        return bool(row and row[0])

    def wait(self, database: psycopg.Connection[tuple[Any, ...]], end: float) -> None:
        while not self.is_quiet(database):
            if time.monotonic() > end:
                raise TimeoutError
            time.sleep(0.3)

    def next_step(self, database: psycopg.Connection[tuple[Any, ...]]) -> float:
        """Return the seconds until some more portals are due."""
        rows = database.execute(
            "SELECT extract(epoch FROM next_run - now())::float FROM newsportal_portals"
            " ORDER BY next_run LIMIT %s", (2 + len(self.houses) // 25,),
        ).fetchall()  # fmt: skip
        due = (float(seconds) for (seconds,) in rows)
        return min(_STEP, max(1.0, *due) + 2)

    def runs(self, database: psycopg.Connection[tuple[Any, ...]]) -> int:
        row = database.execute("SELECT sum(runs) FROM newsportal_days").fetchone()
        return int(row[0] or 0) if row else 0

    def requests(self) -> int:
        return sum(len(house.asked) for house in self.houses)

    def cpu(self) -> float:
        """Return the seconds of CPU of the node and the runs that it has made."""
        stat = Path(f"/proc/{self.fleet.workers['a'].pid}/stat").read_text().rpartition(")")[2]
        return sum(map(int, stat.split()[11:15])) / _TICKS

    def suits(self) -> tuple[int, float]:
        """Return how many portals' intervals suit their news, and the median of all intervals."""
        intervals = {root: one.interval for root, one in self.fleet.entries().items()}
        good = 0
        for root, interval in intervals.items():
            assert interval is not None
            low, high = (timedelta(days=news / self.paces[root]) for news in _NEAR)
            good += min(low, LONGEST) <= interval <= max(high, SHORTEST)
        hours = sorted(one.total_seconds() / 3600 for one in intervals.values() if one)
        return good, hours[len(hours) // 2]


def live(given: argparse.Namespace) -> list[str]:
    """Live the day and return its figures."""
    chance = random.Random(1)
    end = time.monotonic() + given.minutes * 60
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)  # the database is another user's
        clock = Clock(folder / "clock")
        clock.jump(0)
        faked = {"LD_PRELOAD": str(FAKETIME[0]), "FAKETIME_TIMESTAMP_FILE": str(clock.path),
                 "FAKETIME_CACHE_DURATION": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}  # fmt: skip
        os.environ |= faked
        for name in faked:
            stack.callback(os.environ.pop, name)
        fleet = stack.enter_context(running_fleet(folder))
        drawn = [0.3 * 200 ** chance.random() for _ in range(given.portals)]
        options = [
            replace(one, anchor=int(clock()), apart=int(86400 / pace))
            for one, pace in zip(portals(given.portals, _POSTS), drawn, strict=True)
        ]
        houses = stack.enter_context(street(options, clock))
        paces = {house.root: pace for house, pace in zip(houses, drawn, strict=True)}
        day = Day(fleet, clock, paces, houses, began=clock())
        for house in houses:
            fleet.add(house.root, "slots=99")
        database = stack.enter_context(psycopg.connect(fleet.server.url, autocommit=True))
        started = time.monotonic()
        fleet.work("a", DOWNLOAD_DELAY="0")
        told = []
        try:
            day.wait(database, end)
            told.append(
                f"first runs: {day.runs(database)}, {day.requests()} requests,"
                f" {day.cpu():.0f} s of CPU, {time.monotonic() - started:.0f} s"
            )
            sys.stderr.write(told[-1] + "\n")
            before = day.runs(database), day.requests(), day.cpu()
            day.began = clock()
            while clock() < day.began + given.hours * 3600:
                clock.jump(day.next_step(database))
                day.publish()
                day.wait(database, end)
                if clock.jumps % 20 == 0:
                    sys.stderr.write(f"{(clock() - day.began) / 3600:.1f} h, {day.suits()}\n")
        except TimeoutError:
            told.append("cut off: the minutes were up")
        hours = (clock() - day.began) / 3600
        runs, requests, cpu = (
            now - then
            for now, then in zip(
                (day.runs(database), day.requests(), day.cpu()), before, strict=True
            )
        )
        good, median = day.suits()
        told += [
            f"{hours:.1f} hours: {runs} runs, {requests} requests, {cpu:.0f} s of CPU"
            f" ({cpu / runs:.2f} s a run), {clock.jumps} steps, {time.monotonic() - started:.0f} s",
            f"a day and portal: {runs / given.portals / hours * 24:.1f} runs,"
            f" {requests / given.portals / hours * 24:.1f} requests,"
            f" {cpu / given.portals / hours * 24:.1f} s of CPU",
            f"intervals: {good} of {given.portals} suit the portal's news, median {median:.1f} h",
        ]
        return told


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.day", description=__doc__)
    parser.add_argument("--portals", type=int, default=200)
    parser.add_argument("--hours", type=float, default=24)
    parser.add_argument("--minutes", type=float, default=20)
    sys.stdout.write("\n".join([*live(parser.parse_args()), ""]))


if __name__ == "__main__":
    main()
