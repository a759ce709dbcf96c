"""What the masthead says of an archive: when a run last ended, and whether anything is lacking."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from newsportal.runs.run import accounts


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


@lru_cache(maxsize=8)
def _read(account: Path) -> LastRun | None:
    try:
        facts = json.loads(account.read_text(encoding="utf-8"))
        return LastRun(account.stem, facts["finished_at"], facts["result"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
