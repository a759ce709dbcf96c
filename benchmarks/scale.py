"""A crawl of a large portal, then an update without news: ``python -m benchmarks.scale``.

The sample portal makes its pages as they are asked for, in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.crawl import Costs, crawl
from newsportal.archive.audit import audit
from newsportal.sample.options import Options
from newsportal.sample.process import serve

_ARCHIVE_PAGE = 90_000  # posts


def course(costs: Costs) -> Iterator[str]:
    """Yield how a crawl went at its beginning and at its end, if it was long enough."""
    steps = costs.course
    tenth = len(steps) // 10
    if not tenth:
        return
    for name, first, last in (
        ("first", steps[0], steps[tenth]),
        ("last", steps[-1 - tenth], steps[-1]),
    ):
        posts = last[0] - first[0]
        rate, cpu = posts / (last[1] - first[1]), 1000 * (last[2] - first[2]) / posts
        yield f"{name} tenth: {rate:.0f} posts/s, {cpu:.2f} ms of CPU a post"
    for posts, _, _, memory in (steps[min(4, len(steps) - 1)], steps[-1]):
        yield f"memory at {posts:,} posts: {memory:.0f} MB"


def _size(path: Path) -> int:
    files = [each for each in path.rglob("*") if each.is_file()] if path.is_dir() else [path]
    return sum(each.stat().st_size for each in files)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale")
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--json", type=Path, default=Path("benchmark-scale.json"))
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        data = Path(folder)
        # All posts on one page would be more than DOWNLOAD_MAXSIZE.
        options = Options(posts=given.posts, archive_page=given.posts < _ARCHIVE_PAGE)
        with serve(options) as url:
            first = crawl("newsportal", url, data)
            update = crawl("newsportal", url, data)
        (state,) = data.glob("*/state.db")
        start = time.process_time()
        verdict = audit(state)
        audited = time.process_time() - start
        sizes = {path.name: _size(path) for path in state.parent.iterdir()}
    result = {
        "first": asdict(first),
        "update": asdict(update),
        "audit": {"cpu": audited, "posts": verdict.posts, "complete": verdict.complete},
        "bytes": sizes,
    }
    given.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print("\n".join(course(first)))
    print(f"peak of memory: {first.peak:.0f} MB")
    print(f"update without news: {update.pages} requests, {update.cpu:.2f} s of CPU")
    print("bytes: " + ", ".join(f"{name} {size:,}" for name, size in sorted(sizes.items())))
    print(f"audit: {audited:.2f} s of CPU, complete: {verdict.complete}, {verdict.posts} posts")


if __name__ == "__main__":
    main()
