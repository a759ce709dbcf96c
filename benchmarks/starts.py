"""What an update without news costs beside another version: ``python -m benchmarks.starts``.

Both run by turns against one portal, so that a busy machine slows both down; the ratio of their
medians counts. ``--against`` names a commit of this repository.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from newsportal.sample.options import Options
from newsportal.sample.process import serve

ROOT = Path(__file__).parents[1]
_HASTE = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0", "-s", "LOG_LEVEL=ERROR")


def update(checkout: Path, url: str, data: Path) -> tuple[float, float]:
    """Run the crawl of a checkout; return its CPU seconds and its largest memory in MB."""
    command = [sys.executable, "-m", "scrapy", "crawl", "posts", "-a", f"portal={url}", *_HASTE]
    environment = {**os.environ, "NEWSPORTAL_DATA_DIR": str(data)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as most people run it
    process = subprocess.Popen(command, cwd=checkout, env=environment)  # noqa: S603 (our own)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the run of {checkout} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def compare(other: Path, posts: int, rounds: int) -> dict[str, Any]:
    """Return the costs of both versions' updates, round by round."""
    costs: dict[str, list[tuple[float, float]]] = {"other": [], "this": []}
    with TemporaryDirectory() as name, serve(Options(posts=posts)) as url:
        for number in range(rounds + 1):
            for version, checkout in (("other", other), ("this", ROOT)):
                used = update(checkout, url, Path(name) / version)
                costs[version] += [used] * (number > 0)  # the first one is no update
    cpu = {version: median(cpu for cpu, _ in found) for version, found in costs.items()}
    memory = {version: max(size for _, size in found) for version, found in costs.items()}
    return {"cpu": cpu, "memory": memory, "ratio": cpu["this"] / cpu["other"], "rounds": costs}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.starts", description=__doc__)
    parser.add_argument("--against", default="9d5c6b6", help="a commit (default: %(default)s)")
    parser.add_argument("--posts", type=int, default=60, help="size of the portal")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, help="write all figures there")
    options = parser.parse_args()
    with TemporaryDirectory() as name:
        git = ("git", "-C", str(ROOT), "archive", options.against)
        files = subprocess.run(git, check=True, capture_output=True)  # noqa: S603 (our own words)
        subprocess.run(["tar", "-x", "-C", name], input=files.stdout, check=True)  # noqa: S603, S607
        result = compare(Path(name), options.posts, options.rounds)
    cpu, memory = result["cpu"], result["memory"]
    print(f"an update without news, median of {options.rounds}, CPU seconds and MB")
    print(f"{options.against:<12}{cpu['other']:>8.2f}{memory['other']:>8.0f}")
    print(f"{'this':<12}{cpu['this']:>8.2f}{memory['this']:>8.0f}")
    print(f"{'ratio':<12}{result['ratio']:>8.2f}")
    if options.json:
        options.json.write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main()
