"""A hundred times something of a fleet dies: ``python -m tests.kills --kills 100``.

Twenty sample portals, three nodes, a real PostgreSQL; what dies, and when, is drawn.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.drill import FAULTS, NODES, Drill, overlaps, portals
from tests.fleets import running_fleet
from tests.street import street

_OFTEN = (5, 5, 3, 1, 1)  # how often each of FAULTS is drawn


def main() -> None:
    """Drill by chance and print figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--posts", type=int, default=60, help="of each portal")
    parser.add_argument("--minutes", type=float, default=45)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    end = time.monotonic() + given.minutes * 60
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        houses = stack.enter_context(street(portals(20, given.posts)))
        drill = Drill(stack.enter_context(running_fleet(folder)), houses)
        stack.enter_context(drill.watching())
        drill.begin()
        for kill in range(given.kills):
            time.sleep(chance.uniform(4, 12))
            for house in chance.sample(houses, 5):
                drill.publish(house)
            fault = chance.choices(FAULTS, _OFTEN)[0]
            before = drill.cut
            drill.strike(fault, chance.choice(NODES))
            waiting = f"{len(drill.waiting)} wait" if drill.waiting else "none waits"
            sys.stderr.write(f"{kill + 1}: {fault}, {drill.cut - before} runs cut off, {waiting}\n")
            if time.monotonic() > end:
                break
        drill.settle(600)
        again, whole = len(drill.again()), sum(len(house.portal) for house in houses)
        faulty = [house.root for house in houses if set(drill.archived(house)) != house.posts()]
        twice = sum(len(names) - len(set(names)) for names in map(drill.archived, houses))
        late = sorted(drill.taken_up)
        told = [
            f"kills: {dict(drill.done)}",
            f"archives: {len(houses) - len(faulty)} of {len(houses)} whole; twice: {twice}",
            f"pages again: {again} of {whole}, {again / whole:.1%};"
            f" {again / max(1, drill.cut):.1f} for each of {drill.cut} runs that were cut off",
            f"these by what came between: {dict(drill.why_again().most_common())}",
            f"taken up: {len(late)}, after {late[len(late) // 2]:.0f} s (median),"
            f" at most {late[-1]:.0f} s",
            f"overlapping requests: {sum(len(overlaps(house.asked)) for house in houses)}",
        ]
        sys.stdout.write("\n".join([*told, ""]))


if __name__ == "__main__":
    main()
