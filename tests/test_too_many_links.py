"""A page may name any number of addresses: the state stays small, nothing is left out unsaid."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from newsportal.state.facts import Fact
from newsportal.state.row import Route
from newsportal.walk.questions.link_budget import LinkBudget
from newsportal.walk.questions.traps import TrapGuard
from tests.archives import NOW, archived, died, opened
from tests.archivist import Archivist
from tests.changing import Changing, Story

MANY = 2000


@pytest.fixture
def portal() -> Changing:
    portal = Changing(seed=5)
    portal.fill(12)
    return portal


def naming(portal: Changing, links: Callable[[Story], range]) -> None:
    """Let the body of each story link to further numbers."""

    def named(story: Story) -> str:
        return "".join(f'<a href="/post/{number}.html">往</a>' for number in links(story))

    portal.added = lambda story: f"<p>{named(story)}</p>"


@pytest.mark.long
def test_invented_links_are_counted_and_their_pages_named(
    archivist: Archivist, portal: Changing
) -> None:
    naming(portal, lambda story: range(story.number * 10**6, story.number * 10**6 + MANY))
    assert archivist.run() == 0, archivist.stderr
    assert len(archivist.records()) == 12
    assert (archivist.folder / "state.db").stat().st_size < 2_000_000
    report = archivist.report
    left = 12 * MANY - 2000 - 12 * 50
    told = {each["url"]: each["links"] for each in report["left_out"]["first"]}
    assert set(told) <= {f"{portal.url}{portal.key(story)}" for story in portal.stories.values()}
    assert left <= sum(told.values()) <= 12 * MANY
    note = f"{sum(told.values())} links in texts and sidebars were left out"
    assert [each for each in report["notes"] if each.startswith(note)]
    status, lines = archivist.audit()
    assert status == 0
    assert f"left out {sum(told.values())}" in lines[0]
    assert archivist.run() == 0, archivist.stderr


def test_a_text_that_names_more_posts_than_fit_is_owed(tmp_path: Path) -> None:
    archive = opened(tmp_path)
    archived(archive, 7)
    archived(archive, 8)
    link_budget = LinkBudget(archive, TrapGuard())
    series = [f"post/{number}.html" for number in range(8, 5000)]

    fitting = link_budget.fitting(series, "post/7.html")
    assert "post/8.html" in fitting  # what is known costs nothing
    assert 1000 < len(fitting) < len(series)
    link_budget.entered(archive.store.note(fitting, Route.ELSEWHERE, NOW, archive.run_number))
    assert link_budget.fitting(["post/6000.html"], "post/8.html") == []
    link_budget.settle()

    run = archive.run
    left = {each["url"].rpartition("/")[2]: each["links"] for each in run.left_out.first}
    assert left == {"7.html": len(series) - len(fitting), "8.html": 1}
    assert set(run.failed) == {"http://news.example/post/7.html", "http://news.example/post/8.html"}
    row = archive.store.row("post/7.html")
    assert row is not None
    assert row.stale  # the next run reads it again
    died(archive)


def test_where_they_lead_to_nothing_nothing_is_owed(tmp_path: Path) -> None:
    archive = opened(tmp_path)
    archived(archive, 7)
    link_budget = LinkBudget(archive, TrapGuard(fruitless_posts=500))
    link_budget.fitting([f"post/{number}.html" for number in range(8, 5000)], "post/7.html")
    link_budget.settle()
    row = archive.store.row("post/7.html")
    assert row is not None
    assert not row.stale
    assert not archive.run.failed
    assert archive.run.left_out.count == 1
    assert archive.store.facts.get(Fact.LEFT_OUT) == str(archive.run.left_out.first[0]["links"])
    died(archive)
