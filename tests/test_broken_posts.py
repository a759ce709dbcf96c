"""A post that fails for days is broken, if days have passed by both clocks and others answer."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newsportal.state import clock
from newsportal.state.row import Route, State
from newsportal.walk.questions.not_there import NotThere
from tests.archives import NOW, archived, completed, opened
from tests.plain_archive import audit
from tests.plain_portal import PlainPortal, post_page, served
from tests.test_broken_lists import runner

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


@pytest.mark.long
def test_a_post_that_fails_and_a_dead_link_on_any_portal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for so often in the first run, then once a run, then once a day; never in vain."""
    made = PlainPortal().news(24)
    made.pages |= {"/news/3.html": 500, "/news/5.html": 404}
    with served(made):
        run = runner(made, tmp_path, monkeypatch, {"NEWSPORTAL_WARC": 0})
        told, asked, costs = [], [], []
        for day in (0, 0.1, 1, 2, 2.1, 3):
            told.append(run(day).report["result"])
            asked.append([made.asked.count(f"/news/{n}.html") for n in (3, 5)])
            costs.append(len(made.asked))
        assert told == [*["unfinished"] * 3, *["done"] * 3]
        assert asked == [[5, 4], [1, 1], [1, 1], [1, 1], [0, 0], [1, 1]]
        assert max(costs[1:]) <= 2 + 2
        assert audit(made, tmp_path).returncode == 1
        made.pages |= {f"/news/{n}.html": post_page(n) for n in (3, 5)}
        read = run(4)
    assert (read.exit_status, len(read.records)) == (0, 24), read.stderr
