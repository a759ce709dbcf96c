"""How soon the learnt interval suits a portal's news: the rule alone, over a day of 200 portals."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from newsportal.fleet.interval import Outcome, learnt, pace_of
from newsportal.fleet.portal import LONGEST, SHORTEST

_NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
_PORTALS = 200


def suits(pace: float, chance: random.Random, *, dated: bool, evenly: bool, hours: int) -> bool:
    """Tell whether the interval of a portal with so many posts a day suits it in the end.

    That is if an update brings half a post to ten, or as near to it as the bounds allow.
    """
    apart = timedelta(days=1 / pace)
    posts, at, end = [], _NOW - 200 * apart, _NOW + timedelta(hours=hours)
    while at < end:
        at += apart if evenly else apart * chance.expovariate(1)
        posts.append(at)
    now, interval, good_runs = _NOW, timedelta(hours=6), 1
    while (then := now + interval * chance.uniform(0.95, 1.05)) < end:
        new = sum(now < post <= then for post in posts)
        days = Counter(post.date().isoformat() for post in posts if post <= then and dated)
        now, good_runs = then, good_runs + 1
        latest = dict(sorted(days.items())[-92:])
        told = pace_of({day: {"": count} for day, count in latest.items()}, now.date())
        interval = learnt(interval, (SHORTEST, LONGEST), Outcome(0, "done", new, told), good_runs)
    return min(apart * 0.5, LONGEST) <= interval <= max(apart * 10, SHORTEST)


@pytest.mark.parametrize(("dated", "evenly", "hours", "enough"), [
    (True, True, 24, 200), (True, False, 24, 195), (False, True, 120, 195),
])  # fmt: skip
def test_intervals_settle_near_the_news(dated: bool, evenly: bool, hours: int, enough: int) -> None:
    """Where posts are dated within a day; else a portal with one in three days takes five."""
    chance = random.Random(1)
    paces = [0.3 * 200 ** chance.random() for _ in range(_PORTALS)]
    assert sum(
        suits(pace, chance, dated=dated, evenly=evenly, hours=hours) for pace in paces
    ) >= enough  # fmt: skip
