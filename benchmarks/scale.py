"""A crawl of a large portal, then an update without news: ``python -m benchmarks.scale``.

The sample portal makes its pages as they are asked for, in a process of its own. With ``--minutes``
the crawl is stopped after them, as an operator would, and goes as far as it gets.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.crawl import Costs, Step, crawl
from newsportal.archive.audit import audit
from newsportal.sample.options import Options
from newsportal.sample.process import serve

_ARCHIVE_PAGE = 90_000  # posts


def course(costs: Costs) -> Iterator[str]:
    """Yield how a crawl went, a line for each tenth of it, if it was long enough."""
    steps = costs.course
    tenth = len(steps) // 10
    if not tenth:
        return
    yield "    posts  posts/s  CPU ms a post   MB  posts.jsonl MB  state.db MB"
    for before, step in pairwise([Step(0, 0, 0, 0, 0, 0, 0), *steps[tenth - 1 :: tenth]]):
        more = step.posts - before.posts
        yield (
            f"{step.posts:9,}{more / (step.seconds - before.seconds):9.0f}"
            f"{1000 * (step.cpu - before.cpu) / more:15.2f}{step.memory:5.0f}"
            f"{step.records / 1e6:16.0f}{step.state / 1e6:13.0f}"
        )


def _size(path: Path) -> int:
    files = [each for each in path.rglob("*") if each.is_file()] if path.is_dir() else [path]
    return sum(each.stat().st_size for each in files)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=0, help="stop the first crawl after them")
    parser.add_argument("--json", type=Path, default=Path("benchmark-scale.json"))
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        data = Path(folder)
        # All posts on one page would be more than DOWNLOAD_MAXSIZE.
        options = Options(posts=given.posts, archive_page=given.posts < _ARCHIVE_PAGE)
        with serve(options) as url:
            first = crawl("newsportal", url, data, CLOSESPIDER_TIMEOUT=60 * given.minutes)
            update = None if given.minutes else crawl("newsportal", url, data)
        (state,) = data.glob("*/state.db")
        start = time.process_time()
        verdict = audit(state)
        audited = time.process_time() - start
        sizes = {path.name: _size(path) for path in state.parent.iterdir()}
    result = {
        "first": asdict(first),
        "update": update and asdict(update),
        "audit": {"cpu": audited, "posts": verdict.posts, "complete": verdict.complete},
        "bytes": sizes,
    }
    given.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print("\n".join(course(first)))
    print(f"peak of memory: {first.peak:.0f} MB")
    if update:
        print(f"update without news: {update.pages} requests, {update.cpu:.2f} s of CPU")
    print("bytes: " + ", ".join(f"{name} {size:,}" for name, size in sorted(sizes.items())))
    print(f"audit: {audited:.2f} s of CPU, complete: {verdict.complete}, {verdict.posts} posts")


if __name__ == "__main__":
    main()
