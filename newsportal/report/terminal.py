"""The same facts in a terminal: the last run as a list, many runs as a history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from newsportal.language.chosen import local
from newsportal.report.facts import count_errors, errors, is_odd, seconds
from newsportal.report.printing import duration, when
from newsportal.runs.run import OK

_ERRORS = 10


def summary(run: dict[str, Any]) -> Table:
    """Return a table of one run: its verdict, what it did, what went wrong and what to do."""
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    rows = {
        "portal": Text(run["portal"]),
        "run": Text(f"{run['name']}, mode={run['mode']}, {duration(seconds(run))}"),
        "verdict": Text(local(run["outcome"]), style=_colour(run)),
        "new": _count(run["new"]["count"]),
        "changed": _count(run["revisions"]["count"]),
        "removed": _count(run["tombstones"]["count"]),
        "duplicates": _count(run["duplicates"]["count"]),
        "failed": _count(count_errors(run)),
        "not asked for": _count(run["refused"]["count"]),
        "requests": _count(run["stats"].get("downloader/request_count", 0)),
        "in the archive": _count(run["known"]),
    }
    for name, value in rows.items():
        table.add_row(local(name), value)
    for alert in run["alerts"]:
        told = f"{alert['check']}: {local(alert['message'])}"
        table.add_row(local("alert"), Text(told, style="yellow"))
    for note in run["healed"]:
        table.add_row(local("healed"), Text(local(note), style="yellow"))
    for post in run["lost"]["first"][:_ERRORS]:
        told = f"{post['url']}: removed by the portal, and its lines are lost"
        table.add_row(local("lost"), Text(local(told)))
    for note in run["notes"]:
        table.add_row(local("note"), Text(local(note)))
    for error in errors(run)[:_ERRORS]:
        told = f"{error['url']}: {local(error['reason'])}. {local(error['remedy'])}"
        table.add_row(local("error"), Text(told))
    return table


def history(runs: Sequence[dict[str, Any]]) -> Table:
    """Return a table of runs, newest first."""
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim")  # 80 columns in all
    table.add_column(f"{local('run')} +08:00", no_wrap=True)
    table.add_column(local("mode"))
    for name in ("took", "new", "changed", "removed", "failed", "requests", "archive"):
        table.add_column(local(name), justify="right")
    table.add_column(local("exit"), justify="right")
    for run in runs:
        table.add_row(
            when(run["started_at"]),
            run["mode"],
            duration(seconds(run)),
            *(_count(run[kind]["count"]) for kind in ("new", "revisions", "tombstones")),
            _count(count_errors(run)),
            _count(run["stats"].get("downloader/request_count", 0)),
            _count(run["known"]),
            Text(str(run["exit_status"]), style=_colour(run)),
        )
    return table


def _colour(run: dict[str, Any]) -> str:
    return "green" if run["exit_status"] == OK else "yellow" if is_odd(run) else "red"


def _count(number: int) -> Text:
    return Text(f"{number:,}")
