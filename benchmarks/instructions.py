"""What a page costs in instructions of the processor, which are the same however busy it is.

``python -m benchmarks.instructions`` crawls under valgrind, which counts them; that takes minutes.
The first posts are not counted: with them come imports and patterns that are compiled once.
``--checkout`` measures another checkout of newsportal over the same pages.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_ROOT = Path(__file__).parents[1]
_KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "newsportal": ("newsportal", {"NEWSPORTAL_WARC": 0}),
    "storing": ("newsportal", {"NEWSPORTAL_WARC": 1}),
    "tutorial": ("tutorial", {}),
    "bare": ("bare-default", {}),
}
_FIRST = 30  # pages that are not counted
_PATIENCE = {"DOWNLOAD_TIMEOUT": 600}  # valgrind makes everything fifty times as slow
_COUNTED = re.compile(r"Collected : (\d+)")


def instructions(
    kind: str,
    url: str,
    addresses: Path,
    *,
    checkout: Path = _ROOT,
    profile: Path = Path(os.devnull),
) -> float:
    """Return how many a page takes in one kind of crawl; leave callgrind's *profile*."""
    with TemporaryDirectory() as name:
        pages, (spider, settings) = Path(name, "pages"), _KINDS[kind]
        task = {
            "kind": spider,
            "url": url,
            "data_dir": name,
            "addresses": str(addresses),
            "settings": {"BENCHMARK_COSTS": f"{name}/costs.json", **_PATIENCE, **settings},
        }
        counting = ["--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={profile}"]
        command = ["valgrind", *counting, sys.executable, __file__, "--task", json.dumps(task)]
        ran = subprocess.run(  # noqa: S603 (our own module)
            [*command, "--counted", str(pages)],
            cwd=checkout,
            env={
                **os.environ,
                "NEWSPORTAL_DATA_DIR": name,
                "PYTHONPATH": str(checkout),
                "PYTHONHASHSEED": "0",
            },
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        found = _COUNTED.search(ran.stderr)
        assert found is not None, ran.stderr[-2000:]
        return int(found[1]) / int(pages.read_text(encoding="ascii"))


def _crawl_counted(task: dict[str, Any], counted: Path) -> None:
    """Crawl in this process, which valgrind runs; write how many pages were *counted*."""
    from scrapy import signals

    from benchmarks import crawl  # late: of the checkout that is measured

    class Counter(crawl.Meter):
        pages = 0

        def started(self) -> None:
            super().started()
            self._crawler.signals.connect(self.page, signal=signals.response_received)

        def page(self) -> None:
            self.pages += 1
            if self.pages == _FIRST:
                _count(on=True)

        def stopped(self) -> None:
            _count(on=False)
            counted.write_text(str(self.pages - _FIRST), encoding="ascii")
            super().stopped()

    crawl.Meter = Counter  # type: ignore[misc]
    crawl.main(task)


def _count(*, on: bool) -> None:
    command = ["callgrind_control", "-i", "on" if on else "off", str(os.getpid())]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)  # noqa: S603


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.instructions", description=__doc__)
    parser.add_argument("--posts", type=int, default=80, help="size of the portal")
    parser.add_argument("--kinds", nargs="*", choices=_KINDS, default=[*_KINDS])
    parser.add_argument("--checkout", type=Path, default=_ROOT, help="what is measured")
    parser.add_argument("--profile", type=Path, help="folder for callgrind's files")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--task", type=json.loads, help=argparse.SUPPRESS)
    parser.add_argument("--counted", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.task:
        _crawl_counted(given.task, given.counted)
        return
    if shutil.which("valgrind") is None:
        parser.exit(1, "valgrind is not installed: nothing is measured\n")
    from benchmarks.pages import served  # late: a crawl that is counted does without

    result = {}
    with TemporaryDirectory() as name, served(given.posts, Path(name), packed=True) as (url, pages):
        for kind in given.kinds:
            profile = given.profile / f"callgrind.{kind}" if given.profile else Path(os.devnull)
            result[kind] = instructions(
                kind, url, pages, checkout=given.checkout.absolute(), profile=profile
            )
            print(f"{kind:12}{result[kind] / 1e6:8.2f} million instructions a page", flush=True)
    if given.json:
        given.json.write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main()
