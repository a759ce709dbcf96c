"""The accounts of an archive's runs, runs/<run>.json: how they are named, found and read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def run_name(folder: Path, began: datetime | None = None) -> str:
    """Return a name for a run whose report comes into *folder*: when it began."""
    stamp = (began or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
    names = (stamp, *(f"{stamp}-{number}" for number in range(2, 1000)))
    return next(name for name in names if not (folder / f"{name}.json").exists())


def accounts(folder: Path) -> list[Path]:
    """Return the reports of an archive's runs that ended, newest first.

    Told from their names, which are the times when the runs began: copies of an archive have
    other file times.
    """
    return sorted((folder / "runs").glob("[0-9]*Z*.json"), key=_began, reverse=True)


def _began(path: Path) -> tuple[str, int]:
    # By name alone 20261122T041700Z-2 would stand before 20261122T041700Z.
    stamp, _, number = path.stem.partition("-")
    return stamp, int(number) if number.isdecimal() else 1


def read_account(path: Path) -> dict[str, Any]:
    """Return what a run has told of itself, {} where the file cannot be read."""
    try:
        account = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return account if isinstance(account, dict) else {}


def last_account(folder: Path) -> dict[str, Any]:
    """Return the account of an archive's last run, {} where none has ended or can be read."""
    return next(map(read_account, accounts(folder)), {})
