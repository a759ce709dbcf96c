"""A fleet of real workers on a real PostgreSQL, and what becomes of it when something dies."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from newsportal.fleet.portal import Portal
from newsportal.fleet.roster import Entry, Roster
from newsportal.fleet.tables import init
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests import postgres
from tests.crawling import ROOT, archive_folder, read_records

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not postgres.is_there(), reason="no PostgreSQL on this machine"),
]

_NODES = {"a": "127.0.0.2", "b": "127.0.0.3"}  # the address that a node's requests come from
_POSTS = 40
_SETTINGS = {"DOWNLOAD_DELAY": "0.35", "AUTOTHROTTLE_ENABLED": "0"}


class Asked(NamedTuple):
    """A request that reached a portal."""

    at: float
    node: str
    path: str


@contextmanager
def watched(portal: str) -> Iterator[tuple[str, list[Asked]]]:
    """Yield the address of a portal whose visitors are noted, and the notes."""
    asked: list[Asked] = []

    class Door(BaseHTTPRequestHandler):
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

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Fleet:
    """Two nodes with disks of their own, a database, and a place for copies."""

    def __init__(self, folder: Path, server: postgres.Postgres) -> None:
        self.folder = folder
        self.server = server
        self.environment = {
            **os.environ,
            "NEWSPORTAL_FLEET": server.url,
            "NEWSPORTAL_REPLICA": str(folder / "replica"),
        }
        self.workers: dict[str, subprocess.Popen[bytes]] = {}

    def __call__(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "scrapy", "fleet", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
            timeout=240,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def add(self, root: str, *options: str) -> None:
        with Roster.open(self.server.url) as roster:
            roster.add(Portal.of(root, options))

    def disk(self, node: str) -> Path:
        return self.folder / node

    def work(self, node: str) -> None:
        settings = {**_SETTINGS, "NEWSPORTAL_DATA_DIR": str(self.disk(node)),
                    "DOWNLOAD_BIND_ADDRESS": _NODES[node]}  # fmt: skip
        command = [sys.executable, "-m", "scrapy", "fleet", "work", "--slots", "2"]
        command += ["--node", node]
        for name, value in settings.items():
            command += ["-s", f"{name}={value}"]
        with (self.folder / f"{node}.log").open("ab") as log:
            self.workers[node] = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stderr=log, start_new_session=True
            )

    def entries(self) -> dict[str, Entry]:
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


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[Fleet]:
    with postgres.postgres() as server:
        fleet = Fleet(tmp_path, server)
        init(server.url)
        try:
            yield fleet
        finally:
            fleet.stop()


def until(told: Any, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.5)


def archived(fleet: Fleet, root: str) -> list[dict[str, Any]]:
    """Return the records in the archive on the node that has it."""
    return read_records(archive_folder(root, fleet.disk(fleet.entries()[root].node)))


def overlaps(asked: list[Asked], in_flight: int = 2) -> int:
    """Return how many requests one node sent after another one had begun."""
    turns = [asked[0].node]
    late = 0
    for request in asked:
        if request.node == turns[-1]:
            continue
        if request.node in turns:
            late += 1
        else:
            turns.append(request.node)
    return max(0, late - in_flight)


FAULTS = ["worker killed", "worker and runs killed", "node asleep", "database away", "disk lost"]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_costs_at_most_the_run_in_flight(fleet: Fleet, fault: str) -> None:
    with ExitStack() as stack:
        doors = [
            stack.enter_context(watched(stack.enter_context(serve(Options(posts=_POSTS, seed=n)))))
            for n in (1, 2)
        ]
        notes = dict(doors)
        for root in notes:
            fleet.add(root, "slots=9", "interval=1h..2d")
        fleet.work("a")
        until(lambda: all(len(asked) > 12 for asked in notes.values()), 60)
        fleet.work("b")
        until(lambda: all(len(asked) > 20 for asked in notes.values()), 60)
        before = {root: len(asked) for root, asked in notes.items()}
        began = time.monotonic()
        if fault == "database away":
            fleet.server.stop("immediate")
            time.sleep(10)
            fleet.server.start()
        elif fault == "node asleep":
            fleet.signal("a", signal.SIGSTOP, runs=True)
            until(lambda: all(asked[-1].node == _NODES["b"] for asked in notes.values()), 70)
            fleet.signal("a", signal.SIGCONT, runs=True)
        else:
            fleet.signal("a", signal.SIGKILL, runs=fault != "worker killed")
            if fault == "disk lost":
                shutil.rmtree(fleet.disk("a"))
            until(lambda: all(asked[-1].node == _NODES["b"] for asked in notes.values()), 70)
            assert time.monotonic() - began < 65
        until(lambda: all(entry.good_at for entry in fleet.entries().values()), 150)
        for root, asked in notes.items():
            addresses = [record["url"] for record in archived(fleet, root)]
            assert len(addresses) == len(set(addresses))
            assert len(addresses) == fleet.entries()[root].posts >= _POSTS - 3
            assert overlaps(asked) == 0, (root, before)


def test_commands(fleet: Fleet, tmp_path: Path) -> None:
    fleet("init")  # safe to repeat
    listed = tmp_path / "portals.txt"
    listed.write_text("# 两个门户\nhttp://127.0.0.1:9/ interval=2h..2d\nhttp://127.0.0.1:10\n")
    fleet("add", "--file", str(listed))
    fleet("set", "http://127.0.0.1:9/", "interval=30m..1d")
    fleet("pause", "http://127.0.0.1:10/")
    entries = {entry["portal"]["root"]: entry for entry in json.loads(fleet("list", "--json"))}
    assert list(entries) == ["http://127.0.0.1:10/", "http://127.0.0.1:9/"]
    assert entries["http://127.0.0.1:9/"]["portal"]["shortest"] == "0:30:00"
    assert entries["http://127.0.0.1:10/"]["paused"] == "paused by hand"
    assert "paused by hand" in fleet()
    fleet("resume", "http://127.0.0.1:10/")
    fleet("remove", "http://127.0.0.1:9/")
    assert [entry.paused for entry in fleet.entries().values()] == [None]
