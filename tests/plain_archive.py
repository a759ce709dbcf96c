"""What was archived of a plain portal: commands that read it, and the keys of its posts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.crawling import ROOT, Crawl
from tests.plain_portal import PlainPortal


def run(command: str, data: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Run a command on what is archived in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "scrapy", command, *more],
        cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(data)},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def audit(portal: PlainPortal, data: Path) -> subprocess.CompletedProcess[str]:
    """Ask whether the archive of a portal is complete."""
    return run("audit", data, "-a", f"portal={portal.url}")


def keys(crawled: Crawl, portal: PlainPortal) -> list[str]:
    """Return the addresses of the records below the portal's root, as they stand in the file."""
    return [record["url"].removeprefix(portal.url) for record in crawled.records]
