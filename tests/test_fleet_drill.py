"""The drill of a fleet: twenty portals, three nodes, and everything that may die does."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import postgres
from tests.drill import FAULTS, Drill, overlaps, portals
from tests.fleets import running_fleet, until
from tests.street import Asked, street


def test_overlaps_are_seen() -> None:
    quiet = [Asked(at, node, "/") for at, node in ((1, "a"), (2, "a"), (33, "b"), (34, "b"))]
    assert not overlaps([*quiet, Asked(35, "a", "/in-flight"), Asked(36, "b", "/")])
    assert len(overlaps([*quiet, *(Asked(35 + n, "ab"[n % 2], "/") for n in range(6))])) == 6


@pytest.mark.long
@pytest.mark.skipif(not postgres.is_there(), reason="no PostgreSQL on this machine")
def test_whatever_dies_every_archive_is_whole(tmp_path: Path) -> None:
    with ExitStack() as stack:
        houses = stack.enter_context(street(portals(20, 50)))
        drill = Drill(stack.enter_context(running_fleet(tmp_path)), houses)
        stack.enter_context(drill.watching())
        drill.begin()
        until(lambda: sum(len(house.asked) > 9 for house in houses) >= 6, 120)
        for fault, node in zip(FAULTS, "abcab", strict=True):
            if fault in ("asleep", "disk lost"):  # first runs are over, and have been copied
                until(lambda: all(one.good_at for one in drill.entries()), 240)
            drill.catch(node)
            drill.strike(fault, node)
        drill.settle(240)
        for house in houses:
            addresses = drill.archived(house)
            assert len(addresses) == len(set(addresses))
            assert set(addresses) == house.posts()
            assert not overlaps(house.asked)
        again = drill.again()
        assert len(again) <= 0.05 * 20 * 50, drill.why_again()
        assert len(drill.taken_up) >= 4
        assert max(drill.taken_up) <= 60  # also while all six slots are at work
