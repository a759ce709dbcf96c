"""How far an update looks: the rules alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsportal.chinese.dates import parse_date
from newsportal.state.published import Published
from newsportal.state.row import Route, Row, State
from newsportal.state.store import Store
from newsportal.walk.questions.how_far import HowFar

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
SETTLED, PRESENT = 3, 4  # runs


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "state.db")


def row(store: Store, key: str, run: int, days_ago: float = 1) -> Row:
    moment = parse_date((NOW - timedelta(days=days_ago)).isoformat(), NOW)
    assert moment is not None
    return store.sight(key, Route.FEED, NOW, run, Published.of(moment, "feed"))


def test_a_feed_that_reaches_back_to_an_old_post_suffices(store: Store) -> None:
    news = HowFar(SETTLED)
    assert news.judge_feed([row(store, "new", PRESENT), row(store, "old", 2)], NOW) is None
    assert news.feed_suffices
    assert news.ends([])
    assert not news.walking


def test_what_an_interrupted_run_named_is_still_new(store: Store) -> None:
    news = HowFar(SETTLED)
    assert news.judge_feed([row(store, "late", SETTLED + 1)], NOW)
    assert not news.feed_suffices
    assert news.walking


def test_a_post_dated_ahead_says_nothing(store: Store) -> None:
    news = HowFar(SETTLED)
    ahead = row(store, "ahead", 1, days_ago=-30)
    assert news.judge_feed([ahead, row(store, "new", PRESENT)], NOW)
    assert news.walking


def test_an_old_post_dated_anew_says_nothing(store: Store) -> None:
    row(store, "bumped", 1, days_ago=400)
    bumped = row(store, "bumped", PRESENT, days_ago=0.1)
    assert bumped.redated
    news = HowFar(SETTLED)
    assert news.judge_feed([bumped, row(store, "new", PRESENT)], NOW)
    assert not news.ends([row(store, "new", PRESENT), bumped])


def test_an_index_that_is_ahead_of_the_feed_wins(store: Store) -> None:
    news = HowFar(SETTLED)
    old = [row(store, f"old{number}", 1) for number in range(3)]
    assert news.judge_feed(old, NOW) is None
    assert news.judge_front([row(store, "new", PRESENT), *old]) is not None
    assert not news.feed_suffices
    assert news.ends(old)


def test_a_post_that_was_named_before_it_came_out_says_nothing(store: Store) -> None:
    store.settle(row(store, "early", 1).n, State.GONE)
    new = [row(store, "new", PRESENT), row(store, "early", PRESENT)]
    news = HowFar(SETTLED)
    assert news.judge_feed(new, NOW)
    assert news.walking
    assert not news.ends(new)
    assert news.ends([*new, row(store, "old", 1)])


def test_the_first_run_walks_to_the_end(store: Store) -> None:
    news = HowFar(0)
    news.judge_feed([row(store, "new", PRESENT)], NOW)
    assert news.walking
    assert not news.ends([row(store, "old", 1)] * 10)


def test_a_post_behind_the_feed_is_no_fault_of_the_feed(store: Store) -> None:
    """Sticky posts leave their places in the index, so that its page 1 reaches further back."""
    news = HowFar(SETTLED)
    sticky, old = row(store, "sticky", 1), row(store, "old", 1)
    assert news.judge_feed([sticky, old], NOW) is None
    assert news.judge_front([old, row(store, "back-dated", PRESENT)]) is None
    assert news.feed_suffices
