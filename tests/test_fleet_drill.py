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
    quiet = [Asked(1, "a", "/robots.txt"), Asked(2, "a", "/"), Asked(3, "b", "/robots.txt"),
             Asked(4, "b", "/"), Asked(5, "a", "/robots.txt")]  # fmt: skip
    assert overlaps(quiet) == 0
    assert overlaps([*quiet[:4], *(Asked(5 + n, "a", f"/post/{n}.html") for n in range(3))]) == 3


@pytest.mark.long
@pytest.mark.skipif(not postgres.is_there(), reason="no PostgreSQL on this machine")
def test_whatever_dies_every_archive_is_whole(tmp_path: Path) -> None:
    with ExitStack() as stack:
        houses = stack.enter_context(street(portals(20, 25)))
        drill = Drill(stack.enter_context(running_fleet(tmp_path)), houses)
        stack.enter_context(drill.watching())
        drill.begin()
        until(lambda: sum(len(house.asked) > 5 for house in houses) >= 6, 120)
        for fault, node in zip(FAULTS, "abcab", strict=True):
            until(lambda node=node: any(one.running and one.node == node
                                        for one in drill.held.values()), 120)  # fmt: skip
            drill.strike(fault, node)
        drill.settle(240)
        for house in houses:
            addresses = drill.archived(house)
            assert len(addresses) == len(set(addresses))
            assert set(addresses) == house.posts()
            assert overlaps(house.asked) == 0
        again, whole = drill.again()
        assert again <= 0.05 * whole
        assert drill.taken_up
        assert max(drill.taken_up) <= 60
