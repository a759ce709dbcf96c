"""What stored pages cost: kept in a crawl, plain and packed; read again by ``scrapy reextract``.

``python -m benchmarks.kept``
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.crawl import crawl
from benchmarks.pages import served
from newsportal.pages.site import Site

_ROOT = Path(__file__).parents[1]


def kept(posts: int, rounds: int, *, packed: bool, folder: Path) -> dict[str, Any]:
    """Crawl in turns without and with pages; return what these cost, and what reading them does."""
    with served(posts, folder, packed=packed) as (url, _):
        more, sizes = [], []
        for number in range(rounds):
            cpu = {}
            for warc in (0, 1):
                data = folder / f"data{number}-{warc}"
                costs = crawl("newsportal", url, data, NEWSPORTAL_WARC=warc)
                cpu[warc] = 1000 * costs.cpu / costs.pages
            warcs = (data / Site.of(url).folder / "warc").iterdir()
            sizes.append(sum(path.stat().st_size for path in warcs) / posts)
            more.append((cpu[0], cpu[1]))
        return {
            "cpu_ms_a_page": median(off for off, _ in more),
            "more_ms_a_page": median(on - off for off, on in more),
            "bytes_a_post": median(sizes),
            "reextract": {
                "into_an_empty_folder": reextracted(
                    url, data, folder / "fresh", "--processes", "2"
                ),
                "nothing_differs": reextracted(url, data, None, "--processes", "2"),
            },
        }


def reextracted(url: str, data: Path, fresh: Path | None, *options: str) -> dict[str, float]:
    """Read the pages again; return seconds of CPU, of all processes, and by the clock."""
    name = Site.of(url).folder
    if fresh is not None:
        shutil.copytree(data / name / "warc", fresh / name / "warc")
    command = [sys.executable, "-m", "scrapy", "reextract", "-a", f"portal={url}", *options]
    environment = {**os.environ, "NEWSPORTAL_DATA_DIR": str(fresh or data)}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd=_ROOT, env=environment, check=True, capture_output=True)  # noqa: S603
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    if fresh is not None:
        shutil.rmtree(fresh)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"cpu": cpu, "seconds": ended - began, "peak_mb": after.ru_maxrss / 1024}


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kept", description=__doc__)
    parser.add_argument("--posts", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, default=Path("benchmark-kept.json"))
    given = parser.parse_args()
    found: dict[str, Any] = {"posts": given.posts, "rounds": given.rounds}
    few = max(10, given.posts // 10)  # what two sizes have in common is no cost of a post
    for kind, packed in (("plain", False), ("packed", True)):
        with TemporaryDirectory() as name:
            found[kind] = kept(given.posts, given.rounds, packed=packed, folder=Path(name))
        with TemporaryDirectory() as name:
            small = kept(few, 1, packed=packed, folder=Path(name))
        for way, costs in found[kind]["reextract"].items():
            start = small["reextract"][way]
            for clock in ("cpu", "seconds"):
                each = 1000 * (costs[clock] - start[clock]) / (given.posts - few)
                costs[f"{clock}_ms_a_post"] = each
    given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
