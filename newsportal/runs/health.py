"""Does an archive get its runs, and do they end well? For health checks of containers and monitors.

Told from the reports in runs/ alone, so that a check never waits for a run.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import time

from newsportal.runs.accounts import accounts
from newsportal.runs.plain_words import in_words
from newsportal.runs.run import OK

_STILL_ALIVE = 600.0  # seconds since the last commit; a run makes one every 5


@dataclass(frozen=True, slots=True)
class Health:
    """The verdict in one line."""

    good: bool
    line: str


def health(folder: Path, longest: timedelta) -> Health:
    """Judge an archive whose runs should end well at least every *longest*."""
    running = _running(folder)
    reports = accounts(folder)
    if not reports:
        line = "the first run is going on" if running else f"no run has ended in {folder} yet"
        return Health(running, line)
    try:
        report = json.loads(reports[0].read_text(encoding="utf-8"))
        ended = datetime.fromisoformat(report["finished_at"])
        status, outcome = report["exit_status"], report["outcome"]
        result = report.get("result", "done" if status == OK else "failed")  # until version 3
    except (OSError, ValueError, KeyError, TypeError) as error:
        return Health(False, f"{reports[0]} cannot be read: {in_words(error)}")
    if result != "done":
        return Health(False, f"the last run ended with {status} ({result}): {outcome}")
    age = datetime.now(UTC) - ended
    if age > longest and not running:
        return Health(False, f"the last run ended {age.total_seconds() / 3600:.0f} hours ago")
    return Health(True, outcome)


def _running(folder: Path) -> bool:
    """Tell whether a run is active: it commits every few seconds, if only that it goes on.

    The lock is left alone, since a run that starts while somebody tries it would give up.
    """
    try:
        log = (folder / "state.db-wal").stat()
    except OSError:
        return False
    return log.st_size > 0 and time() - log.st_mtime < _STILL_ALIVE  # readers make an empty one
