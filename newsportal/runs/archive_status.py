"""How one archive among many stands, told from the reports in its runs/ alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from newsportal.chinese.dates import SHANGHAI
from newsportal.runs.accounts import accounts, read_account
from newsportal.runs.run import ended_well

_DAYS = 14
_LOOKED_BACK = 200  # reports, for one of a run that ended well
_BARS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class ArchiveStatus:
    """An archive in one line."""

    folder: Path
    portal: str
    """Its root URL; empty if no run has ended yet."""
    posts: int
    result: str
    """How the last run ended: done, unfinished, failed ...; empty if none has."""
    verdict: str
    """The same in a sentence."""
    ended_at: datetime | None
    good_at: datetime | None
    """When the last run ended that got what the portal had."""
    days: tuple[int, ...]
    """Posts of the last fourteen days, by the day on which they were published, today last."""

    @property
    def is_good(self) -> bool:
        """Whether the last run got what the portal had."""
        return self.good_at is not None and self.good_at == self.ended_at


def archive_status(folder: Path, now: datetime) -> ArchiveStatus:
    """Return how an archive stands."""
    reports = accounts(folder)[:_LOOKED_BACK]
    last = read_account(reports[0]) if reports else {}
    good = (run for run in map(read_account, reports) if _is_good(run))
    counts = last.get("periods", {}).get("days", {})
    today = now.astimezone(SHANGHAI).date()
    days = [today - timedelta(days=ago) for ago in reversed(range(_DAYS))]
    return ArchiveStatus(
        folder,
        last.get("portal", ""),
        last.get("known", 0),
        last.get("result", ""),
        last.get("outcome", ""),
        _time(last),
        _time(next(good, {})),
        tuple(sum(counts.get(day.isoformat(), {}).values()) for day in days),
    )


def sparkline(counts: Sequence[int]) -> str:
    """Return a line of bars.

    >>> sparkline([0, 1, 4, 8])
    '▁▁▄█'
    """
    most = max(counts, default=0) or 1
    return "".join(_BARS[max(0, (count * len(_BARS) - 1) // most)] for count in counts)


def clock(at: datetime | None) -> str:
    """Return a time for a table, in Asia/Shanghai.

    >>> clock(datetime.fromisoformat("2026-11-02T20:05:00Z"))
    '11-03 04:05'
    """
    return at.astimezone(SHANGHAI).strftime("%m-%d %H:%M") if at else ""


def _is_good(run: dict[str, Any]) -> bool:
    return ended_well(run.get("exit_status"), run.get("result"))


def _time(run: dict[str, Any]) -> datetime | None:
    text = run.get("finished_at")
    return datetime.fromisoformat(text) if text else None
