"""newsportal beside other crawlers, each on the same whole portals: found, read, and at what cost.

``python -m benchmarks.compare.crawlers --others PYTHON``; `make compare` runs it. The portals are
served on loopback under an invented name, without delay; all crawl without waiting.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import urlopen

from benchmarks.compare.pages import PORTALS, SHARED
from benchmarks.compare.their_crawls import CRAWLERS

_HERE = Path(__file__).parent
_URL = "http://www.portal.example/"
_OURS = "newsportal"
_HASTE = ("DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=False",
          "CONCURRENT_REQUESTS=16", "CONCURRENT_REQUESTS_PER_DOMAIN=16")  # fmt: skip
_LONGEST = 900  # seconds for one tool and one portal
_COLUMNS = ("posts found", "false pages", "requests", "title", "day", "body F1",
            "CPU s", "clock s", "MB")  # fmt: skip
Figures = dict[str, float]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--others", metavar="PYTHON", help="of the environment of the others")
    parser.add_argument("--json", action="store_true", help="all figures as JSON")
    options = parser.parse_args()
    if not SHARED.exists():
        print(f"no crawlers are compared: the portals are not there ({SHARED})")
        return
    found: dict[str, list[Figures]] = {}
    for tool in (_OURS, *(CRAWLERS if options.others else ())):
        for portal in PORTALS:
            with _served(portal) as (port, control), TemporaryDirectory() as name:
                figures = _crawled(tool, options.others, port, control, Path(name))
            found.setdefault(tool, []).append(figures)
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
        return
    print(f"| {' / '.join(PORTALS)} | {' | '.join(_COLUMNS)} |")
    print("|---" * (len(_COLUMNS) + 1) + "|")
    for tool, each in found.items():
        cells = [" / ".join(f"{one[column]:g}" for one in each) for column in _COLUMNS]
        print(f"| {tool} | {' | '.join(cells)} |")


@contextmanager
def _served(portal: str) -> Iterator[tuple[str, str]]:
    """Yield the port of a portal and the address of its control server."""
    folder = SHARED / "portals"
    command = [sys.executable, str(folder / "serve.py"), str(folder / f"{portal}.tar.gz")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as server:  # noqa: S603
        assert server.stdout is not None
        told = json.loads(server.stdout.readline())
        try:
            yield told["url"].rstrip("/").rpartition(":")[2], told["control"]
        finally:
            server.terminate()


def _crawled(tool: str, others: str, port: str, control: str, folder: Path) -> Figures:
    """Have a tool crawl the portal; return what it found, and what that cost."""
    posts, truth = folder / "posts.jsonl", folder / "truth.json"
    command = [others, str(_HERE / "their_crawls.py"), tool, _URL, str(posts)]
    if tool == _OURS:
        command = [sys.executable, "-m", "scrapy", "crawl", "posts", "-a", f"portal={_URL}"]
        command += [word for setting in _HASTE for word in ("-s", setting)]
        posts = folder / "www.portal.example" / "posts.jsonl"
    around = {"PYTHONPATH": str(_HERE / "loopback"), "PORTAL_PORT": port,
              "NEWSPORTAL_DATA_DIR": str(folder), "TMPDIR": str(folder)}  # fmt: skip
    start = time.monotonic()
    with subprocess.Popen(  # noqa: S603 (our own modules)
        [str(shutil.which("timeout")), str(_LONGEST), *command],
        env={**os.environ, **around}, cwd=_HERE.parents[1],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as child:  # fmt: skip
        _, status, used = os.wait4(child.pid, 0)  # with all processes that it has started
        child.returncode = os.waitstatus_to_exitcode(status)
    clock = time.monotonic() - start
    truth.write_bytes(_answer(f"{control}/truth"))
    cost: Figures = {
        "requests": len(json.loads(_answer(f"{control}/log"))), "clock s": round(clock, 1),
        "CPU s": round(used.ru_utime + used.ru_stime, 1), "MB": round(used.ru_maxrss / 1024),
    }  # fmt: skip
    return {**cost, **_judged(posts, truth)}


def _answer(url: str) -> bytes:
    with urlopen(url) as answer:  # noqa: S310 (the control server)
        content: bytes = answer.read()
    return content


def _judged(posts: Path, truth: Path) -> Figures:
    """Return how many of the posts were found, and which share of their fields is right."""
    posts.touch()
    judge = [sys.executable, str(SHARED / "portals" / "check.py"), str(posts), str(truth), "--json"]
    said = subprocess.run(judge, capture_output=True, check=True).stdout  # noqa: S603
    told: dict[str, Any] = json.loads(said)
    title, day = (told["fields"].get(n, (0, 1)) for n in ("title exact", "date: day right"))
    return {
        "posts found": told["found"], "of": told["posts_of_truth"],
        "false pages": told["non_posts"],
        "title": round(title[0] / title[1], 3), "day": round(day[0] / day[1], 3),
        "body F1": round(told["text_f1"], 3),
    }  # fmt: skip


if __name__ == "__main__":
    main()
