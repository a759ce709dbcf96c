"""A post that fails for days is broken, if days have passed by both clocks and others answer."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newsportal.spiders.questions.not_there import NotThere
from newsportal.state import clock
from newsportal.state.row import Route, State
from tests.archives import NOW, archived, completed, opened

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("portal", "own", "failing", "broken"),
    [(1, 1, 5, 5), (0, 1, 5, 0), (1, 0, 5, 0), (1, 1, 6, 0)],
    ids=["both clocks", "our own alone", "the portal's alone", "too many at once"],
)
def test_on_the_third_day_by_both_clocks(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    portal: int,
    own: int,
    failing: int,
    broken: int,
) -> None:
    archive = opened(tmp_path)
    archived(archive, 100)
    keys = [f"post/{number}.html" for number in range(failing)]
    for key in keys:
        archive.store.sight(key, Route.INDEX, NOW, archive.run_number)
    unasked: Any = None
    settling = NotThere(archive, unasked, unasked, unasked)
    counts = []
    for day in range(3):
        monkeypatch.setattr(clock, "now", lambda day=day: NOW + day * own * DAY)
        for key in keys:
            settling.failed(key, 500, NOW + day * portal * DAY)
        settling.settle_faults()
        counts.append(archive.store.counts.of(State.BROKEN))
    assert counts == [0, 0, broken]
    monkeypatch.undo()
    completed(archive)
