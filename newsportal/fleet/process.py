"""The process of one run: ``crawl posts`` as a person would start it, watched and bounded."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import resource
import shutil
import signal
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from newsportal.chinese.dates import SHANGHAI
from newsportal.fleet.interval import Outcome, pace_of
from newsportal.fleet.lease import HANDLERS, VARIABLE
from newsportal.fleet.portal import FleetPortal
from newsportal.runs.accounts import last_account
from newsportal.runs.run import FAILED

_GRACE = 120.0  # seconds that a run gets to end by itself
_LIMITS = {  # a run that comes to one ends cleanly, and the next one goes on; -s has others
    "CLOSESPIDER_TIMEOUT": 24 * 3600,
    "MEMUSAGE_LIMIT_MB": 1024,
    "MEMUSAGE_CHECK_INTERVAL_SECONDS": 15,
}
_SPARE_MB = 1024  # beyond that limit, for what comes too fast to be noticed
_BOOTED = Path("/run/systemd/system")  # where systemd is at work


async def start(
    portal: FleetPortal, data_dir: Path, lease: Path, log: Path, settings: Mapping[str, str]
) -> asyncio.subprocess.Process:
    """Start a run in a session of its own, so that a worker that ends does not end it."""
    given = {
        "DOWNLOAD_HANDLERS": json.dumps({**HANDLERS, "file": None, "data": None, "ftp": None,
                                         "s3": None}),
        "LOG_FILE": str(log),
        "LOG_FILE_APPEND": "0",
        **_LIMITS,
        **settings,
    }  # fmt: skip
    limit = str(given["MEMUSAGE_LIMIT_MB"])
    most = int(limit) + _SPARE_MB if limit.isdecimal() and int(limit) else None  # 0: none wanted
    command = [*_scope(most), sys.executable, "-m", "scrapy", "crawl", "posts", *portal.command()]
    for name, value in given.items():
        command += ["-s", f"{name}={value}"]
    environment = {
        **os.environ,
        "SCRAPY_SETTINGS_MODULE": "newsportal.settings",
        "NEWSPORTAL_DATA_DIR": str(data_dir),
        VARIABLE: str(lease),
    }
    environment.pop("NEWSPORTAL_FLEET", None)  # it has the password of the database
    log.unlink(missing_ok=True)
    with _said(log).open("wb") as said:
        process = await asyncio.create_subprocess_exec(
            *command,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        )
    if most is not None:
        with contextlib.suppress(ProcessLookupError):  # it has ended already
            resource.prlimit(process.pid, resource.RLIMIT_DATA, (most << 20, most << 20))
    return process


def _said(log: Path) -> Path:
    """Return where a run says what is wrong before it has a log."""
    return log.with_suffix(".err")


def _scope(most: int | None) -> list[str]:
    """Return what puts a command into a scope of its own below systemd, with so many MB at most.

    A service that does not run as root asks the manager of its user, where there is one. Elsewhere
    the session of its own is what a run has.
    """
    if not shutil.which("systemd-run") or not _BOOTED.is_dir():
        return []
    whose = []
    if os.geteuid() != 0:
        private = Path(os.environ.get("XDG_RUNTIME_DIR", f"/run/user/{os.getuid()}"), "systemd")
        if not (private / "private").exists():
            return []
        whose = ["--user"]
    limit = f"{most}M" if most else "infinity"
    return ["systemd-run", *whose, "--quiet", "--scope", "--collect", f"-pMemoryMax={limit}"]


async def stop(process: asyncio.subprocess.Process) -> None:
    """End a run: kindly, so that it writes its report, then by force."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.returncode is None:
            _signal(process.pid, number)
            try:
                await asyncio.wait_for(process.wait(), _GRACE)
            except TimeoutError:
                continue


def _signal(session: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(session, number)


def outcome(status: int, folder: Path, log: Path, before: str) -> tuple[Outcome, dict[str, Any]]:
    """Return how a run ended and the facts for the overview; *before* names the last report."""
    account = last_account(folder)
    if account.get("name", "") == before:
        last = _last_line(_said(log)) or _last_line(log)
        result = "unfinished" if status < 0 else "failed" if status == FAILED else ""
        return Outcome(status, result), {"outcome": last}
    new = account.get("new", {}).get("count", 0)
    pace = pace_of(account.get("periods", {}).get("days", {}), datetime.now(SHANGHAI).date())
    facts = {"outcome": account.get("outcome"), "posts": account.get("known")}
    return Outcome(status, account.get("result", ""), new, pace), facts


def _last_line(log: Path) -> str:
    """Return the last error that a log tells, its last line if it tells of none."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return ""
    told = [line for line in lines if line.strip()]
    errors = [line for line in told if "] ERROR: " in line]
    return next(reversed(errors or told), "")[:500]
