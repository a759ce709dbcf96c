"""The reports of an archive's runs, on its site: their links lead into it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from newsportal.archive.reading import portal_name
from newsportal.report.facts import count_errors, read, seconds
from newsportal.report.page import page as report_page
from newsportal.report.page import policy
from newsportal.report.printing import duration
from newsportal.runs.accounts import accounts

POLICY = f"{policy()}; frame-ancestors 'none'"
_SHOWN = 100  # runs of a history
_COUNTED = ("new", "revisions", "tombstones")


class PastRun(NamedTuple):
    """A run in the history."""

    name: str
    began: str
    mode: str
    took: str
    new: int
    changed: int
    removed: int
    failed: int
    posts: int
    result: str


def history(folder: Path) -> tuple[list[PastRun], int]:
    """Return the last runs, newest first, and how many earlier ones there are."""
    found = accounts(folder)
    runs = [run for path in found[:_SHOWN] if (run := _ended(path)) is not None]
    return runs, max(0, len(found) - _SHOWN)


def report(folder: Path, name: str, site: str, language: str) -> str | None:
    """Return the page of a run, None if the archive has no such run."""
    path = _account(folder, name)
    try:
        if path is None:
            return None
        return report_page(read(path), portal_name(folder), site, language)
    except (OSError, ValueError):
        return None


def account(folder: Path, name: str) -> str | None:
    """Return the account of a run as it stands in its file, None if there is none."""
    path = _account(folder, name)
    return None if path is None else path.read_text(encoding="utf-8")


def _account(folder: Path, name: str) -> Path | None:
    return next((path for path in accounts(folder) if path.stem == name), None)


@lru_cache(maxsize=_SHOWN)
def _ended(path: Path) -> PastRun | None:
    try:
        run: dict[str, Any] = read(path)
        new, changed, removed = (run[kind]["count"] for kind in _COUNTED)
        return PastRun(
            run["name"], run["started_at"], run["mode"], duration(seconds(run)),
            new, changed, removed, count_errors(run), run["known"], run["result"],
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return None
