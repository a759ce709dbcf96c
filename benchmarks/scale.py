"""A crawl of a large portal, then an update without news: ``python -m benchmarks.scale``.

The sample portal makes its pages as they are asked for, in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.crawl import Costs, crawl
from newsportal.audit import audit
from newsportal.sample.options import Options
from newsportal.sample.process import serve


def _rate(costs: Costs, first: int, last: int) -> tuple[float, float]:
    """Return posts a second and CPU milliseconds a post between two steps of the course."""
    (posts, seconds, cpu, _), (more, later, cpu_later, _) = costs.course[first], costs.course[last]
    return (more - posts) / (later - seconds), 1000 * (cpu_later - cpu) / (more - posts)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale")
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--json", type=Path, default=Path("benchmark-scale.json"))
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        data = Path(folder)
        with serve(Options(posts=given.posts)) as url:
            first = crawl("newsportal", url, data)
            update = crawl("newsportal", url, data)
        (state,) = data.glob("*/state.db")
        start = time.process_time()
        verdict = audit(state)
        audited = time.process_time() - start
        sizes = {path.name: path.stat().st_size for path in state.parent.iterdir()}
    result = {
        "first": asdict(first),
        "update": asdict(update),
        "audit": {"cpu": audited, "posts": verdict.posts, "complete": verdict.complete},
        "bytes": sizes,
    }
    given.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    tenth = max(len(first.course) // 10, 1)
    for name, (begin, end) in {"first": (0, tenth), "last": (-1 - tenth, -1)}.items():
        rate, cpu = _rate(first, begin, end)
        print(f"{name} tenth: {rate:.0f} posts/s, {cpu:.2f} ms of CPU a post")
    print(
        f"memory: {first.course[min(4, len(first.course) - 1)][3]:.0f} MB at 5,000 posts,", end=" "
    )
    print(f"{first.course[-1][3]:.0f} MB at {first.course[-1][0]:,}, peak {first.peak:.0f} MB")
    print(f"update without news: {update.pages} requests, {update.cpu:.2f} s of CPU")
    print(f"audit: {audited:.2f} s of CPU, complete: {verdict.complete}, {verdict.posts} posts")


if __name__ == "__main__":
    main()
