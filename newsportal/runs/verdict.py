"""Do the figures of a run look right? Compared with earlier runs, without configuration.

A run may end well and still be wrong: a new look of the portal that hides the reporters gives no
error. Each check answers with one line for people, or with nothing while there is too little to
judge by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from math import sqrt
from typing import Any, Self

from newsportal.runs.figures import Figures, together

_DAY = 86400.0
_LEAST_DAYS = 3.0  # of history, before the number of new posts says something
_MOST_DAYS = 28.0
_FEW = 5.0  # new posts a day; portals with fewer may well have a day without any
# Shares of the posts of a first run that are no accident any more
_UNDATED, _FALSE, _ALIASES = 0.3, 0.1, 0.5
_BARE = 0.3  # of the new posts of any run
_SLIPS = 3  # pages with a mistake that says nothing of the others
_CAUTION = 3.0  # standard errors
_REFUSALS = ("401", "403", "407", "429", "5")  # how status codes begin that mean error or refusal


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a figure is odd enough to be told. Settings: ``NEWSPORTAL_ALERT_`` and the name."""

    posts: float = 0.2
    """New posts of the last day, as a share of those of a usual day."""
    fill: float = 0.5
    """Pages with a value in a field, as a share of what earlier runs make one expect."""
    rules: float = 0.1
    """Hits of a selector, as a share of what earlier runs make one expect."""
    errors: float = 0.7
    """Share of requests that ended with an error or a refusal."""
    order: float = 0.3
    """Share of neighbours dated on the wrong side of a post."""
    chain: float = 0
    """Neighbours that are named and neither archived nor accounted for."""
    sample: float = 20
    """How many pages, hits or requests one has to expect before their number says something."""

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Self:
        """Return the thresholds in settings."""
        names = (each.name for each in fields(cls))
        return cls(**{name: float(settings[f"NEWSPORTAL_ALERT_{name.upper()}"]) for name in names})


@dataclass(frozen=True, slots=True)
class Alert:
    """One odd figure."""

    check: str
    message: str


def judge(
    run: Figures,
    earlier: Sequence[Figures],
    stats: Mapping[str, Any],
    chain_breaks: int,
    limits: Thresholds,
) -> list[Alert]:
    """Return what is odd about a run; *earlier* are complete runs before it, newest first."""
    return [
        *_posts(run, earlier, limits),
        *_drift(run, earlier, limits),
        *_errors(stats, limits),
        *_order(run, limits),
        *_canonicals(run),
        *_contradicted(run),
        *_absolute(run, earlier, limits),
        *_bare(run, earlier),
        *_chain(chain_breaks, limits),
    ]


def _posts(run: Figures, earlier: Sequence[Figures], limits: Thresholds) -> Iterator[Alert]:
    """Compare the last day with the days before; the first run brings the whole portal."""
    later_runs = [each for each in earlier[:-1] if run.at - each.at <= _MOST_DAYS * _DAY]
    if not later_runs:
        return
    days = (run.at - later_runs[-1].at) / _DAY - 1
    if days < _LEAST_DAYS:
        return
    last_day = run.new + sum(each.new for each in later_runs if run.at - each.at < _DAY)
    usual = sum(each.new for each in later_runs if run.at - each.at >= _DAY) / days
    if usual >= _FEW and last_day < limits.posts * usual:
        yield Alert(
            "posts", f"{last_day} new posts in the last day, {usual:.0f} a day in the days before"
        )


def _drift(run: Figures, earlier: Sequence[Figures], limits: Thresholds) -> Iterator[Alert]:
    """Compare fill rates and rule hits of the latest pages with those of the pages before.

    Old posts may differ from new ones, so that runs over everything are compared among themselves.
    """
    alike = [each for each in earlier if each.everything == run.everything]
    recent = [run]
    for each in alike:
        if sum(one.pages for one in recent) >= 2 * limits.sample:
            break
        recent.append(each)
    now, before = together(recent), together(alike[len(recent) - 1 :])
    if not run.pages or not before.pages:
        return
    for name, filled in sorted(before.filled.items()):
        expected = _at_least(filled, before.pages) * now.pages
        found = now.filled.get(name, 0)
        if expected >= limits.sample and found < limits.fill * expected:
            yield Alert(
                "fill",
                f"{name} is filled in {found} of {now.pages} posts,"
                f" {expected:.0f} were to be expected",
            )
    for rule in sorted(run.rules):
        expected = _at_least(before.rules.get(rule, 0), before.pages) * now.pages
        found = now.rules.get(rule, 0)
        if expected >= limits.sample and found < limits.rules * expected:
            yield Alert(
                "rules",
                f"the rule {rule} found something {found} times in {now.pages} posts,"
                f" {expected:.0f} were to be expected: has the portal a new look?",
            )


def _at_least(hits: int, pages: int) -> float:
    """Return the share that *hits* of *pages* stand for, cautiously: Wilson's lower bound, z = 3.

    >>> round(_at_least(3, 3), 2), round(_at_least(900, 1000), 2)
    (0.25, 0.87)
    """
    share, spread = min(hits / pages, 1.0), _CAUTION**2 / pages
    centre = share + spread / 2
    half = sqrt(spread * (share * (1 - share) + spread / 4))
    return (centre - half) / (1 + spread)


def _errors(stats: Mapping[str, Any], limits: Thresholds) -> Iterator[Alert]:
    requests = int(stats.get("downloader/request_count", 0))
    prefix = "downloader/response_status_count/"
    refused = sum(
        int(count)
        for name, count in stats.items()
        if name.startswith(prefix) and name.removeprefix(prefix).startswith(_REFUSALS)
    )
    bad = refused + int(stats.get("downloader/exception_count", 0))
    if requests >= limits.sample and bad > limits.errors * requests:
        yield Alert("errors", f"{bad} of {requests} requests ended with an error or a refusal")


def _order(run: Figures, limits: Thresholds) -> Iterator[Alert]:
    if run.neighbours >= limits.sample and run.disordered > limits.order * run.neighbours:
        yield Alert(
            "order",
            f"{run.disordered} of {run.neighbours} neighbours are dated on the wrong side of their"
            " post: are dates read wrongly?",
        )


def _absolute(run: Figures, earlier: Sequence[Figures], limits: Thresholds) -> Iterator[Alert]:
    """Judge a first run, which has nothing to be compared with."""
    if earlier or run.pages < limits.sample:
        return
    undated = run.pages - run.filled.get("published_at", 0)
    shares = (
        ("dates", undated, _UNDATED, "have no date"),
        ("ahead", run.ahead, _FALSE, "are dated after the time at which they were read"),
        ("rejected", run.rejected, _FALSE, "are no posts, though something names them as such"),
        ("aliases", run.aliases, _ALIASES, "are further addresses of the same posts"),
        ("gone", run.gone, _ALIASES, "are not there, though something names them"),
    )
    for check, count, share, told in shares:
        if count > max(_SLIPS, share * run.pages):
            yield Alert(check, f"{count} pages {told}, {run.pages} posts were read")


def _bare(run: Figures, earlier: Sequence[Figures]) -> Iterator[Alert]:
    """Tell of posts that show nothing, unless those of the portal have always done so."""
    before = together(earlier)
    if run.bare > max(_SLIPS, _BARE * run.new) and before.bare <= _BARE * before.new:
        yield Alert(
            "bare",
            f"{run.bare} of {run.new} new posts have neither text nor picture, film or file,"
            f" first {run.first_bare}",
        )


def _canonicals(run: Figures) -> Iterator[Alert]:
    if run.canonicals > _SLIPS:
        yield Alert(
            "canonical",
            f"{run.canonicals} posts name another post's address as their own (rel=canonical);"
            " it was not believed",
        )


def _contradicted(run: Figures) -> Iterator[Alert]:
    if run.contradicted > _SLIPS:
        yield Alert(
            "times",
            f"of {run.contradicted} posts feed and page give times that contradict each other;"
            " the intervals in the records hold both",
        )


def _chain(breaks: int, limits: Thresholds) -> Iterator[Alert]:
    if breaks > limits.chain:
        yield Alert(
            "chain",
            f"{breaks} posts have a neighbour that is not accounted for; scrapy audit lists them",
        )
