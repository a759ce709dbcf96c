"""Runs newsportal against a portal that changes, with both clocks in step."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.changing import Changing, Story
from tests.crawling import Record, _newest_report, archive_folder
from tests.launching import launcher

SETTINGS = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS": 8,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "LOG_LEVEL": "WARNING",
}


class Archivist:
    """Runs newsportal against one portal and keeps an eye on its export."""

    def __init__(self, portal: Changing, folder: Path) -> None:
        self.portal, self.data = portal, folder
        self.folder = archive_folder(portal.url, folder)
        self._runs, self._began = 0, portal.now
        self.ahead = 0.0
        """Seconds by which the archive's clock alone is wrong."""

    def execute(
        self, *words: str, group: int = 50, started: Callable[[int], None] | None = None
    ) -> int:
        """Run ``scrapy`` with these words; the status is negative where a signal ended it."""
        self._runs += 1
        agent = f"newsportal/0.1 (run {self._runs})"
        with ExitStack() as answering:
            answering.enter_context(self.portal.lock)  # it answers when `begun` is done

            def begun(pid: int) -> None:
                self.portal.log.clear()
                self.portal.agent = agent
                if started is not None:
                    started(pid)
                answering.close()

            status = launcher().run(
                [*words, "-s", f"USER_AGENT={agent}"],
                {**os.environ, "NEWSPORTAL_DATA_DIR": str(self.data), "TEST_CLOCK": self.clock},
                stdout=self.data / "stdout",
                stderr=self.data / "stderr",
                group=group,
                started=begun,
            )
        self.portal.on_request = None
        return status

    def run(
        self,
        mode: str = "update",
        *,
        kill_at: int = 0,
        at_request: Callable[[int], None] | None = None,
        group: int = 50,
        more: str = "",
        **settings: int,
    ) -> int:
        """Crawl; *kill_at* is the request at which the run dies."""
        words = ["crawl", "posts", "-a", f"portal={self.portal.url}", "-a", f"mode={mode}"]
        words += ["-a", more] if more else []
        for name, value in {**SETTINGS, **settings}.items():
            words += ["-s", f"{name}={value}"]

        def started(pid: int) -> None:
            def count(number: int) -> None:
                if number == kill_at:
                    os.kill(pid, signal.SIGKILL)

            self.portal.on_request = count if kill_at else at_request

        return self.execute(*words, group=group, started=started)

    def audit(self) -> tuple[int, list[str]]:
        """Return status and lines of the audit."""
        status = self.execute("audit", "-a", f"portal={self.portal.url}")
        return status, (self.data / "stdout").read_text().splitlines()

    @property
    def clock(self) -> str:
        """Seconds by which the archive's own clock is ahead: it goes on as the portal's does."""
        return str(self.portal.now - self._began + self.ahead)

    @property
    def stderr(self) -> str:
        return (self.data / "stderr").read_text()[-3000:]

    @property
    def report(self) -> Record:
        return _newest_report(self.folder)

    def export(self) -> bytes:
        path = self.folder / "posts.jsonl"
        return path.read_bytes() if path.exists() else b""

    def records(self) -> list[Record]:
        return [json.loads(line) for line in self.export().decode().split("\n") if line]

    def of(self, story: Story) -> list[Record]:
        """Return the records of a story, oldest first."""
        return [r for r in self.records() if r["url"] == self.portal.url + story.path[1:]]

    def revisions(self, story: Story) -> list[int]:
        return [record["revision"] for record in self.of(story)]

    def posts_asked(self) -> Counter[str]:
        return Counter(path for path, _ in self.portal.log if path.startswith("/post/"))


@contextmanager
def archiving(portal: Changing, folder: Path) -> Iterator[Archivist]:
    with portal.serving():
        yield Archivist(portal, folder)
