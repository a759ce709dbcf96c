"""Odd figures are told, usual ones are not."""

from __future__ import annotations

import pytest

from newsportal.runs.figures import Figures
from newsportal.runs.verdict import Thresholds, judge

HOUR, DAY = 3600.0, 86400.0
NOW = 100 * DAY
FIRST = Figures(at=NOW - 30 * DAY, new=5000, pages=5000, everything=True)
USUAL = Figures(at=NOW - 2 * DAY, new=1000, pages=1000, filled={"source": 600})


def checks(
    run: Figures,
    earlier: list[Figures],
    stats: dict[str, int] | None = None,
    chain_breaks: int = 0,
    limits: Thresholds | None = None,
) -> list[str]:
    return [
        alert.check
        for alert in judge(run, earlier, stats or {}, chain_breaks, limits or Thresholds())
    ]


def hourly(days: float, new: int, *, end: float = NOW) -> list[Figures]:
    """Return runs of so many days before *end*, newest first, with *new* posts each."""
    return [
        Figures(at=end - hour * HOUR, new=new, pages=new) for hour in range(1, int(days * 24) + 1)
    ]


# New posts


def test_a_day_without_posts_is_odd_where_there_are_many() -> None:
    quiet, usual = hourly(1, 0), hourly(10, 2, end=NOW - DAY)
    assert checks(Figures(at=NOW), [*quiet, *usual, FIRST]) == ["posts"]


def test_a_night_without_posts_is_not() -> None:
    quiet, usual = hourly(0.5, 0), hourly(10, 2, end=NOW - DAY / 2)
    assert checks(Figures(at=NOW), [*quiet, *usual, FIRST]) == []


def test_a_small_portal_may_be_silent() -> None:
    usual = [Figures(at=NOW - day * DAY, new=2) for day in range(1, 20)]
    assert checks(Figures(at=NOW), [*usual, FIRST]) == []


def test_the_first_run_is_no_usual_day() -> None:
    first = Figures(at=NOW - 5 * DAY, new=5000)
    idle = [Figures(at=NOW - day * DAY) for day in (1, 2, 3, 4)]
    assert checks(Figures(at=NOW), [*idle, first]) == []
    assert checks(Figures(at=NOW), [first]) == []
    assert checks(Figures(at=NOW, new=5000), []) == []


# Fields and rules


def test_a_field_that_runs_dry() -> None:
    run = Figures(at=NOW, pages=60, filled={"source": 10})
    assert checks(run, [USUAL, FIRST]) == ["fill"]
    assert checks(run, [USUAL, FIRST], limits=Thresholds(fill=0)) == []
    run.filled["source"] = 30
    assert checks(run, [USUAL, FIRST]) == []


def test_a_field_that_runs_dry_in_many_small_runs() -> None:
    small = [Figures(at=NOW - hour * HOUR, pages=2) for hour in range(1, 40)]
    assert checks(Figures(at=NOW, pages=2), [*small, USUAL]) == ["fill"]
    assert checks(Figures(at=NOW, pages=2), [*small[:5], USUAL]) == []


def test_new_posts_are_not_compared_with_those_of_all_ages() -> None:
    everything = Figures(at=NOW - DAY, pages=5000, everything=True, filled={"tags": 5000})
    assert checks(Figures(at=NOW, pages=60), [everything]) == []
    assert checks(Figures(at=NOW, pages=5000, everything=True), [everything]) == ["fill"]


def test_a_few_pages_are_no_measure() -> None:
    few = Figures(at=NOW - DAY, pages=4, everything=True, filled={"source": 4})
    run = Figures(at=NOW, pages=110, everything=True, filled={"source": 43})
    assert checks(run, [few]) == []


def test_a_run_without_pages_is_judged_by_nothing() -> None:
    assert checks(Figures(at=NOW), [USUAL, FIRST]) == []


def test_a_rule_that_no_longer_hits() -> None:
    before = Figures(at=NOW - DAY, pages=100, rules={"title/css/h1": 100, "views/css/.view": 0})
    run = Figures(at=NOW, pages=50, rules={"title/css/h1": 0, "views/css/.view": 0})
    assert checks(run, [before]) == ["rules"]
    run.rules["title/css/h1"] = 40
    assert checks(run, [before]) == []


def test_a_rule_of_another_version_is_not_missed() -> None:
    before = Figures(at=NOW - DAY, pages=100, rules={"title/css/h2": 100})
    run = Figures(at=NOW, pages=50, rules={"title/css/h1": 50})
    assert checks(run, [before]) == []


# Requests, dates, chain


@pytest.mark.parametrize(
    ("stats", "odd"),
    [
        ({"downloader/response_status_count/503": 80}, True),
        ({"downloader/response_status_count/403": 40, "downloader/exception_count": 40}, True),
        ({"downloader/response_status_count/503": 67}, False),
        ({"downloader/response_status_count/404": 90}, False),
        ({"downloader/response_status_count/200": 100}, False),
    ],
    ids=str,
)
def test_errors_and_refusals(stats: dict[str, int], odd: bool) -> None:
    stats = {"downloader/request_count": 100, **stats}
    assert checks(Figures(at=NOW), [], stats) == ["errors"] * odd


def test_dates_out_of_order() -> None:
    assert checks(Figures(at=NOW, neighbours=100, disordered=40), []) == ["order"]
    assert checks(Figures(at=NOW, neighbours=100, disordered=20), []) == []
    assert checks(Figures(at=NOW, neighbours=10, disordered=10), []) == []


@pytest.mark.parametrize(
    ("check", "share"), [("ahead", 10), ("rejected", 10), ("aliases", 50), ("gone", 50)]
)
def test_a_first_run_is_judged_by_itself(check: str, share: int) -> None:
    """Nothing is there to be compared with: a share of its pages that is no accident is told."""

    def told(count: int, earlier: list[Figures], pages: int = 100) -> list[str]:
        run = Figures(at=NOW, pages=pages, filled={"published_at": pages})
        setattr(run, check, count)
        return checks(run, earlier)

    assert told(share, []) == []
    assert told(share + 1, []) == [check]
    assert told(share + 1, [FIRST]) == []
    assert told(3, [], pages=20) == [], "a few say nothing of the others"
    assert told(19, [], pages=19) == [], "nor do so few pages"


def test_a_first_run_without_dates_is_told() -> None:
    assert checks(Figures(at=NOW, pages=100, filled={"published_at": 70}), []) == []
    assert checks(Figures(at=NOW, pages=100, filled={"published_at": 69}), []) == ["dates"]


def test_a_broken_chain() -> None:
    assert checks(Figures(at=NOW), [], chain_breaks=1) == ["chain"]
    assert checks(Figures(at=NOW), [], chain_breaks=1, limits=Thresholds(chain=1)) == []


def test_figures_survive_the_ledger() -> None:
    run = Figures(NOW, 3, 4, True, {"text": 4}, {"title/css/h1": 4}, 2, 1)
    assert Figures.of_json(run.to_json()) == run


def test_posts_that_show_nothing_are_told_unless_they_always_did() -> None:
    def run(new: int, bare: int) -> Figures:
        return Figures(at=NOW, new=new, pages=new, bare=bare, filled={"published_at": new})

    assert checks(run(8, 4), []) == checks(run(8, 4), [run(50, 0)]) == ["bare"]
    assert checks(run(8, 3), []) == []
    assert checks(run(40, 10), []) == []
    assert checks(run(8, 4), [run(50, 30)]) == []
