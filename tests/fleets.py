"""A fleet for tests: nodes with disks of their own, a real database, portals that note visitors."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newsportal.fleet.portal import FleetPortal
from newsportal.fleet.roster import Roster, RosterEntry
from newsportal.fleet.tables import init
from tests import postgres
from tests.crawling import ROOT
from tests.http_server import Responder, http_server
from tests.street import Asked

NODES = {
    "a": "127.0.0.2",
    "b": "127.0.0.3",
    "c": "127.0.0.4",
}  # the address that a node's requests come from
_SETTINGS = {"DOWNLOAD_DELAY": "0.35", "AUTOTHROTTLE_ENABLED": "0"}


@contextmanager
def watched(portal: str) -> Iterator[tuple[str, list[Asked]]]:
    """Yield the address of a portal whose visitors are noted, and the notes."""
    asked: list[Asked] = []

    class Door(Responder):
        def do_GET(self) -> None:
            asked.append(Asked(time.monotonic(), self.client_address[0], self.path))
            behind = HTTPConnection(urlsplit(portal).netloc)
            behind.request("GET", self.path, headers={**self.headers, "Connection": "close"})
            answer = behind.getresponse()
            body = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with http_server(Door) as address:
        yield address, asked


class Fleet:
    """Two nodes with disks of their own, a database, and a place for copies."""

    def __init__(self, folder: Path, server: postgres.Postgres) -> None:
        self.folder = folder
        (folder / "replica").mkdir()
        self.server = server
        self.environment = {
            **os.environ,
            "NEWSPORTAL_FLEET": server.url,
            "NEWSPORTAL_REPLICA": str(folder / "replica"),
        }
        self.workers: dict[str, subprocess.Popen[bytes]] = {}

    def __call__(self, *arguments: str) -> str:
        done = self._done(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def told(self, *arguments: str) -> str:
        """Return what a command that succeeds says beside its answer."""
        done = self._done(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stderr

    def refused(self, *arguments: str, status: int = 2, **more: str) -> str:
        """Return what a command says that does not do what is asked; *more* is environment."""
        done = self._done(*arguments, **more)
        assert done.returncode == status, done.stderr
        return done.stderr

    def _done(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "scrapy", "fleet", *arguments],
            cwd=ROOT, env={**self.environment, **more}, capture_output=True, text=True,
            check=False, timeout=240,
        )  # fmt: skip

    def add(self, root: str, *options: str) -> None:
        with Roster.open(self.server.url) as roster:
            roster.add(FleetPortal.of(root, options))

    def disk(self, node: str) -> Path:
        return self.folder / node

    def work(self, node: str, **more: str) -> None:
        """Start a node; *more* are settings of its runs."""
        settings = {**_SETTINGS, **more, "NEWSPORTAL_DATA_DIR": str(self.disk(node)),
                    "DOWNLOAD_BIND_ADDRESS": NODES[node]}  # fmt: skip
        command = [sys.executable, "-m", "scrapy", "fleet", "work", "--slots", "2"]
        command += ["--node", node]
        for name, value in settings.items():
            command += ["-s", f"{name}={value}"]
        self.disk(node).mkdir(exist_ok=True)
        with (self.folder / f"{node}.log").open("ab") as log:
            self.workers[node] = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stderr=log, start_new_session=True
            )

    def log(self, node: str) -> str:
        return (self.folder / f"{node}.log").read_text(encoding="utf-8")

    def entries(self) -> dict[str, RosterEntry]:
        with Roster.open(self.server.url) as roster:
            return {entry.portal.root: entry for entry in roster.entries()}

    def runs_of(self, node: str) -> list[int]:
        """Return the processes of a node's runs."""
        mine = [f"{self.disk(node)}/".encode(), b"crawl"]
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                command = path.read_bytes()
            except OSError:
                continue
            if all(part in command for part in mine):
                found.append(int(path.parent.name))
        return found

    def signal(self, node: str, number: signal.Signals, *, runs: bool) -> None:
        for process in [self.workers[node].pid, *(self.runs_of(node) if runs else [])]:
            os.kill(process, number)

    def stop(self) -> None:
        for node, worker in self.workers.items():
            for process in [worker.pid, *self.runs_of(node)]:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            worker.wait()


def until(told: Any, seconds: float, pause: float = 0.5) -> None:
    end = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(pause)


@contextmanager
def running_fleet(folder: Path) -> Iterator[Fleet]:
    """Yield a fleet without nodes and portals; its processes end with it."""
    with postgres.postgres() as server:
        fleet = Fleet(folder, server)
        init(server.url)
        try:
            yield fleet
        finally:
            fleet.stop()
