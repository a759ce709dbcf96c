"""What stands at the head of an archive: the portal's name, how its last run ended."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from newsportal.archive.reading import portal_name
from newsportal.archive.records_file import files_of
from newsportal.runs.accounts import accounts, read_account


class LastRun(NamedTuple):
    """The end of a run."""

    name: str
    ended: str
    result: str
    """done, done-with-alerts, healed, unfinished or failed"""


def last_run(folder: Path) -> LastRun | None:
    """Return how the last run of an archive ended, None if none has."""
    newest = next(iter(accounts(folder)), None)
    return None if newest is None else _read(newest)


def name_of(folder: Path) -> str | None:
    """Return the name of an archive's portal, None if its posts do not tell."""
    last = files_of(folder)[-1:]
    return _name(folder, last[0].stat().st_mtime_ns) if last else None


@lru_cache(maxsize=1_000)
def _name(folder: Path, _written: int) -> str | None:
    return portal_name(folder)


@lru_cache(maxsize=8)
def _read(account: Path) -> LastRun | None:
    facts = read_account(account)
    try:
        return LastRun(account.stem, facts["finished_at"], facts["result"])
    except KeyError:
        return None
