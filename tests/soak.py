"""A soak, run by hand: whole portals on their bad days, with kills and full disks in between.

    python -m tests.soak [PORTALS [POSTS [FIRST SEED]]]

Prints a line a portal and the figures that docs/reliability.md quotes; exits with 1 if anything
was lost, twice or broken.
"""

from __future__ import annotations

import contextlib
import random
import resource
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen

from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.crawling import archive_folder
from tests.ended_runs import NOW, assert_each_once, lines_of, start

_RUNS = 12  # at most so many until one ends with 0
_DISTURBED = 2  # runs of a portal that are killed, or find the disk full
_SETTINGS = ("DOWNLOAD_TIMEOUT=10",)  # what drips need not drip for a minute
_SECONDS = 900  # of one run


@dataclass
class Figures:
    """What a soak has seen."""

    portals: int = 0
    runs: int = 0
    kills: int = 0
    full_disks: int = 0
    records: int = 0
    peak: int = 0
    """KiB of resident memory."""
    faults: list[str] = field(default_factory=list)


def peak_of(process: Popen[str]) -> int:
    """Return the largest resident memory of a living process in KiB."""
    with contextlib.suppress(OSError, IndexError, ValueError):
        status = Path(f"/proc/{process.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0])
    return 0


def run(url: str, data: Path, chance: random.Random, figures: Figures, *, disturb: bool) -> int:
    """Crawl once, disturbed or not; return the exit status."""
    process = start(url, data, settings=_SETTINGS)
    figures.runs += 1
    export = archive_folder(url, data) / "posts.jsonl"
    until = time.monotonic() + _SECONDS
    if disturb and chance.random() < 0.5:
        figures.kills += 1
        until = time.monotonic() + chance.uniform(3, 40)
    elif disturb:
        figures.full_disks += 1
        room = (export.stat().st_size if export.exists() else 0) + chance.randrange(2_000_000)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (room, room))
    while process.poll() is None and time.monotonic() < until:
        figures.peak = max(figures.peak, peak_of(process))
        time.sleep(0.2)
    process.kill()
    process.communicate()
    return process.returncode


def soak(seed: int, posts: int, figures: Figures) -> str:
    """Archive one portal to the end; return what happened."""
    chance = random.Random(seed)
    options = Options(posts=posts, seed=seed, anchor=NOW)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, serve(options, NOW, chaos=seed) as url:
        data = Path(folder)
        statuses: list[int] = []
        while (not statuses or statuses[-1] != 0) and len(statuses) < _RUNS:
            disturb = len(statuses) < _DISTURBED
            statuses.append(run(url, data, chance, figures, disturb=disturb))
        export = archive_folder(url, data) / "posts.jsonl"
        try:
            records = lines_of(export)
            figures.records += len(records)
            assert_each_once(records, url, options)
            assert statuses[-1] == 0, f"no run ended with 0: {statuses}"
        except (AssertionError, ValueError, OSError) as error:
            figures.faults.append(f"seed {seed}: {error}"[:400])
            return figures.faults[-1]
    figures.portals += 1
    seconds = time.monotonic() - began
    return f"seed {seed}: exact, {len(records)} records, runs {statuses}, {seconds:.0f} s"


def main() -> None:
    """Run the soak that the command line asks for."""
    given = [int(word) for word in sys.argv[1:]]
    portals, posts, first = [*given, *(20, 1000, 1)[len(given) :]]
    figures = Figures()
    for seed in range(first, first + portals):
        sys.stdout.write(soak(seed, posts, figures) + "\n")
        sys.stdout.flush()
    sys.stdout.write(f"{figures}\n")
    sys.exit(bool(figures.faults))


if __name__ == "__main__":
    main()
