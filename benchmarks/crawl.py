"""One crawl in a process of its own, and what it cost."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Self

from scrapy import signals
from scrapy.cmdline import execute
from scrapy.crawler import Crawler
from scrapy.utils.project import get_project_settings

from benchmarks.stages import Stages
from newsportal.spiders.components import COMPONENTS

_ROOT = Path(__file__).parents[1]
_HASTE = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "LOG_LEVEL": "WARNING",
}
# What newsportal sets for the sake of speed.
_SPEED = {
    "CONCURRENT_ITEMS": 1,
    "COOKIES_ENABLED": False,
    "SPIDER_MIDDLEWARES": COMPONENTS["SPIDER_MIDDLEWARES"],
    "WARN_ON_GENERATOR_RETURN_VALUE": False,
}
_STEP = 100  # posts


class Step(NamedTuple):
    """How far a crawl had got, and what it had cost until then."""

    posts: int
    pages: int
    seconds: float
    cpu: float
    memory: float
    """MB of resident memory."""
    records: int
    """Bytes of posts.jsonl."""
    state: int
    """Bytes of state.db, with what SQLite keeps beside it."""


@dataclass(slots=True)
class Costs:
    """What one crawl cost, from the start of the engine to its end; imports are left out."""

    pages: int
    seconds: float
    cpu: float
    """Seconds, user and system."""
    peak: float
    """MB of resident memory, of the whole process."""
    course: list[Step] = field(default_factory=list)
    """After each hundred posts."""
    stages: dict[str, float] = field(default_factory=dict)
    """CPU seconds by stage, if they were asked for."""


class Meter:
    """Writes the costs of a crawl to the file in the setting BENCHMARK_COSTS."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._posts = 0
        self._course: list[Step] = []
        self._stages = Stages()
        if crawler.settings.getbool("BENCHMARK_STAGES"):
            self._stages.install()
        crawler.signals.connect(self.started, signal=signals.engine_started)
        crawler.signals.connect(self.post, signal=signals.item_scraped)
        crawler.signals.connect(self.stopped, signal=signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def started(self) -> None:
        """Start the clocks."""
        self._seconds, self._cpu = time.perf_counter(), time.process_time()

    def post(self) -> None:
        """Note how far the crawl has got."""
        self._posts += 1
        if self._posts % _STEP == 0:
            sizes = _size("posts.jsonl"), _size("state.db")
            so_far = self._posts, self._pages(), *self._so_far(), _resident(), *sizes
            self._course.append(Step(*so_far))

    def stopped(self) -> None:
        """Stop the clocks."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        costs = Costs(self._pages(), *self._so_far(), peak, self._course, self._stages.seconds)
        path = Path(self._crawler.settings["BENCHMARK_COSTS"])
        path.write_text(json.dumps(asdict(costs)), encoding="utf-8")

    def _pages(self) -> int:
        return int(self._crawler.stats.get_value("response_received_count", 0))

    def _so_far(self) -> tuple[float, float]:
        return time.perf_counter() - self._seconds, time.process_time() - self._cpu


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def _size(name: str) -> int:
    """Return how many bytes the file of that name has, with what SQLite keeps beside it."""
    data = Path(os.environ["NEWSPORTAL_DATA_DIR"])
    return sum(path.stat().st_size for path in data.glob(f"*/{name}*"))


def crawl(
    kind: str, url: str, data_dir: Path, addresses: Path | None = None, **settings: object
) -> Costs:
    """Crawl the portal at *url* and return what that cost.

    *kind*: ``newsportal``, ``generic`` (the same, by the rules for any portal), ``tutorial``, or
    ``bare``, which needs a file of *addresses*.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    costs = data_dir / "costs.json"
    task = {
        "kind": kind,
        "url": url,
        "data_dir": str(data_dir),
        "addresses": str(addresses),
        "settings": {"BENCHMARK_COSTS": str(costs), **settings},
    }
    command = [sys.executable, "-m", "benchmarks.crawl", json.dumps(task)]
    environment = {**os.environ, "NEWSPORTAL_DATA_DIR": str(data_dir)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as most people run it
    # A run that ended with 1 has its costs, too, and says in the log what was wrong.
    subprocess.run(command, cwd=_ROOT, env=environment, check=False)  # noqa: S603 (our own module)
    found = json.loads(costs.read_text(encoding="utf-8"))
    return Costs(**{**found, "course": [Step(*step) for step in found["course"]]})


def main(task: dict[str, Any]) -> None:
    """Crawl in this process, as ``scrapy crawl`` does."""
    settings = get_project_settings()
    settings.setdict(_HASTE, priority="cmdline")
    arguments = {"portal": task["url"]}
    if task["kind"] == "generic":
        arguments["theme"] = "generic"
    elif task["kind"] != "newsportal":
        arguments = {"url": task["url"], "addresses": task["addresses"]}
        settings.set("SPIDER_MODULES", ["benchmarks.spiders"], "cmdline")
        settings.set("COMMANDS_MODULE", "", "cmdline")
    if task["kind"] == "bare":
        settings.setdict(_SPEED, priority="cmdline")
    if task["kind"] == "tutorial":
        feed = {f"{task['data_dir']}/posts.jsonl": {"format": "jsonlines"}}
        settings.set("FEEDS", feed, "cmdline")
    settings.setdict(task["settings"], priority="cmdline")
    extensions = {**settings.getdict("EXTENSIONS"), "benchmarks.crawl.Meter": 0}
    settings.set("EXTENSIONS", extensions, "cmdline")
    spider = {"newsportal": "posts", "generic": "posts", "bare-default": "bare"}.get(
        task["kind"], task["kind"]
    )
    command = ["scrapy", "crawl", spider]
    for name, value in arguments.items():
        command += ["-a", f"{name}={value}"]
    execute(command, settings)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
