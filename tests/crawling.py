"""Runs ``scrapy crawl posts`` as cron does: in a process of its own; status and files remain."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from newsportal.pages.site import Site
from tests.launching import ROOT as ROOT
from tests.launching import launcher

Record = dict[str, Any]

_HASTE = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
}


class Crawl(NamedTuple):
    """What a run left behind."""

    exit_status: int
    stderr: str
    records: list[Record]
    """All of posts.jsonl, those of earlier runs too."""
    report: Record
    """The newest of runs/*.json; {} where there is none."""


def archive_folder(url: str, data_dir: Path) -> Path:
    """Return the folder that a portal on loopback has in *data_dir*."""
    return data_dir / Site.of(url).folder


def crawl(
    url: str,
    data_dir: Path,
    *arguments: str,
    settings: Mapping[str, object] | None = None,
    timeout: float = 120,
    inside: Sequence[str] = (),
) -> Crawl:
    """Crawl the portal at *url*; *arguments* are spider arguments such as ``mode=full``.

    *inside* is a command that runs the rest of its line elsewhere, as nsenter does.
    """
    words = ["crawl", "posts"]
    for argument in (f"portal={url}", *arguments):
        words += ["-a", argument]
    for name, value in {**_HASTE, **(settings or {})}.items():
        words += ["-s", f"{name}={value}"]
    environment = {**os.environ, "NEWSPORTAL_DATA_DIR": str(data_dir)}
    with TemporaryDirectory() as outside:
        stderr = Path(outside) / "stderr"
        if inside:
            command = [*inside, sys.executable, "-m", "scrapy", *words]
            with stderr.open("wb") as file:
                status = subprocess.run(
                    command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=file,
                    timeout=timeout, check=False,
                ).returncode  # fmt: skip
        else:
            status = launcher().run(words, environment, stderr=stderr, timeout=timeout)
        told = stderr.read_text(encoding="utf-8", errors="replace")
    folder = archive_folder(url, data_dir)
    return Crawl(status, told, read_records(folder), _newest_report(folder))


def read_records(folder: Path) -> list[Record]:
    """Return the lines of posts.jsonl."""
    path = folder / "posts.jsonl"
    if not path.exists():
        return []
    # Not splitlines(), which parts lines at U+2028 too.
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    return [json.loads(line) for line in lines if line]


def _newest_report(folder: Path) -> Record:
    reports = sorted((folder / "runs").glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
    return json.loads(reports[-1].read_text(encoding="utf-8")) if reports else {}
