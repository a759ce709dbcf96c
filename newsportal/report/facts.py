"""What the report shows of a run, taken from its account: times, errors, counts and charts."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from newsportal.chinese.dates import SHANGHAI
from newsportal.report.printing import duration
from newsportal.report.remedies import remedy
from newsportal.runs.figures import RULES
from newsportal.runs.run import Run

_DAYS, _MONTHS = 92, 240
_EMPTY = asdict(Run("", "", "", datetime.fromtimestamp(0, UTC)))
_UNREAD = ("rejected", "missing", "gone", "forbidden", "lists_gone")
"""Where an account has the pages that could not be had, or were no posts after all."""


def read(path: Path) -> dict[str, Any]:
    """Return a run's account from its JSON file. Raises OSError, ValueError."""
    run = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(run, dict) or "outcome" not in run:
        raise ValueError(f"{path} is no account of a run")
    return _EMPTY | run


def is_odd(run: dict[str, Any]) -> bool:
    """Tell whether a run did its job, and ended with 1 only because of what it found."""
    messages = (alert["message"] for alert in run["alerts"])
    alerts_only = bool(run["alerts"]) and run["outcome"] == "; ".join(messages)
    return run["result"] in ("healed", "done-with-alerts") or alerts_only


def seconds(run: dict[str, Any]) -> float:
    """Return how long a run took."""
    if not run["finished_at"]:
        return 0.0
    ended, began = (datetime.fromisoformat(run[name]) for name in ("finished_at", "started_at"))
    return (ended - began).total_seconds()


def errors(run: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what could not be had: URL, reason, remedy; what to act on comes first."""
    found = [{"url": url, "reason": reason} for url, reason in run["failed"].items()]
    for kind in _UNREAD:
        found += run[kind]["first"]
    return [error | {"remedy": remedy(error["reason"])} for error in found]


def count_errors(run: dict[str, Any]) -> int:
    """Return how many pages could not be had, or were no posts after all."""
    counts: list[int] = [run[kind]["count"] for kind in _UNREAD]
    return len(run["failed"]) + sum(counts)


def rules(stats: dict[str, Any]) -> list[tuple[str, int]]:
    """Return how many pages the theme's rule for each field found something on.

    >>> rules({"newsportal/rules/title": 3, "downloader/request_count": 4})
    [('title', 3)]
    """
    return [
        (name.removeprefix(RULES), hits) for name, hits in stats.items() if name.startswith(RULES)
    ]


def statuses(stats: dict[str, Any]) -> dict[str, int]:
    """Return how many answers had which status; a failed download has the name of its error."""
    status, error = "downloader/response_status_count/", "downloader/exception_type_count/"
    found = {
        name.removeprefix(status).removeprefix(error).rpartition(".")[2]: count
        for name, count in stats.items()
        if name.startswith((status, error))
    }
    return dict(sorted(found.items()))


def categories(months: dict[str, dict[str, int]]) -> list[tuple[str, int, list[int]]]:
    """Return name, posts, and posts in each month of the categories, largest first."""
    sizes: Counter[str] = Counter()
    for counts in months.values():
        sizes.update(counts)
    return [
        (name, size, [counts.get(name, 0) for counts in months.values()])
        for name, size in sizes.most_common()
    ]


def days(run: dict[str, Any]) -> dict[str, int]:
    """Return the posts of each of the days up to the run, in China, oldest first."""
    counts = run["periods"].get("days", {})
    last = datetime.fromisoformat(run["finished_at"] or run["started_at"]).astimezone(SHANGHAI)
    shown = (f"{last - timedelta(days=ago):%Y-%m-%d}" for ago in reversed(range(_DAYS)))
    return {day: sum(counts.get(day, {}).values()) for day in shown}


def every_month(months: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """Return the counts with the months that have no post.

    >>> every_month({"2025-12": {"a": 1}, "2026-02": {"a": 2}})
    {'2025-12': {'a': 1}, '2026-01': {}, '2026-02': {'a': 2}}
    """
    if not months:
        return {}
    first, last = (int(name[:4]) * 12 + int(name[5:]) - 1 for name in (min(months), max(months)))
    names = (f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1))
    return {name: months.get(name, {}) for name in list(names)[-_MONTHS:]}


def course(told: dict[str, Any]) -> dict[str, list[Any]]:
    """Return for each interval its start, and mean and longest latency, None without answers."""
    counts = told["responses"]
    return {
        "times": [duration(at * told["seconds"]) for at in range(len(counts))],
        "means": [w / n if n else None for w, n in zip(told["waited"], counts, strict=True)],
        "longest": [s if n else None for s, n in zip(told["longest"], counts, strict=True)],
    }


def published(post: dict[str, Any]) -> str:
    """Return when a post was published, for its place in a list."""
    return post["published_at"] or ""
