"""A real Scrapyd with deploy/scrapyd.conf: deployed from a clean checkout, its jobs, its end."""

from __future__ import annotations

import base64
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from newsportal.sample.process import serve
from tests.checkouts import checkout
from tests.crawling import ROOT, archive_folder, read_records
from tests.ended_runs import MIDDLE, NOW, SMALL, assert_each_once, lines_of
from tests.ports import free_port
from tests.watching import Hit, Watched, watch

pytestmark = pytest.mark.long

BIN = Path(sys.prefix) / "bin"
SECONDS = 120
PASSWORD = "only-for-this-test"
HALF = 50  # posts that a held portal shows at first
HASTE = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": 0,
    "CONCURRENT_REQUESTS": 8,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
}
HELD = {**HASTE, "DOWNLOAD_TIMEOUT": 600}  # its portal answers when the test lets it


@dataclass
class Node:
    """A Scrapyd, and what its users know of it."""

    home: Path
    port: int
    environment: dict[str, str] = field(default_factory=dict)
    daemon: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        return self.home / "archive"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        environment = {
            **os.environ,
            "SCRAPYD_HTTP_PORT": str(self.port),
            "SCRAPYD_PASSWORD": PASSWORD,
            "NEWSPORTAL_DATA_DIR": str(self.data),
            **self.environment,
        }
        with (self.home / "scrapyd.log").open("ab") as log:
            self.daemon = subprocess.Popen(
                [BIN / "scrapyd", "--pidfile="],
                cwd=self.home,  # where it finds scrapyd.conf
                env=environment, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        self.wait(self.answers)

    def stop(self) -> None:
        if self.daemon is not None:
            self.daemon.terminate()
            self.daemon.wait(SECONDS)

    def wait(self, ready: Callable[[], Any]) -> Any:
        """Wait until *ready* returns something true."""
        deadline = time.monotonic() + SECONDS
        while not (found := ready()):
            assert time.monotonic() < deadline, (self.home / "scrapyd.log").read_text()[-2000:]
            time.sleep(0.2)
        return found

    def answers(self) -> bool:
        try:
            return bool(self.call("daemonstatus.json")["status"] == "ok")
        except URLError:
            return False

    def call(self, service: str, password: str = PASSWORD, **form: object) -> dict[str, Any]:
        """POST if there is a form to post."""
        token = base64.b64encode(f"newsportal:{password}".encode()).decode()
        query = f"?{urlencode({'project': 'newsportal'})}" if service == "listjobs.json" else ""
        body = urlencode(form, doseq=True).encode() if form else None
        request = Request(self.url + service + query, body, {"Authorization": f"Basic {token}"})
        with urlopen(request, timeout=SECONDS) as answer:
            return dict(json.load(answer))

    def schedule(self, portal: str, settings: dict[str, Any], **arguments: object) -> str:
        form: dict[str, Any] = {
            "project": "newsportal", "spider": "posts", "portal": portal, **arguments,
            "setting": [f"{name}={value}" for name, value in settings.items()],
        }  # fmt: skip
        return str(self.call("schedule.json", **form)["jobid"])

    def job(self, state: str, name: str) -> dict[str, Any] | None:
        jobs = self.call("listjobs.json")[state]
        return next((job for job in jobs if job["id"] == name), None)

    def finished(self, name: str) -> str:
        """Wait for the end of a job; return its log."""
        self.wait(lambda: self.job("finished", name))
        return self.log(name)

    def log(self, name: str) -> str:
        path = self.home / f"logs/newsportal/posts/{name}.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def archived(self, portal: str) -> int:
        return len(read_records(archive_folder(portal, self.data)))


@contextmanager
def running(home: Path) -> Iterator[Node]:
    """Start a node with deploy/scrapyd.conf, its folders under *home*."""
    conf = (ROOT / "deploy/scrapyd.conf").read_text(encoding="utf-8")
    (home / "scrapyd.conf").write_text(conf.replace("/var/lib/scrapyd", str(home)), "utf-8")
    node = Node(home, free_port())
    try:
        node.start()
        yield node
    finally:
        node.stop()


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """A node with the project, deployed by scrapyd-deploy from a clean checkout."""
    home = tmp_path_factory.mktemp("node")
    with running(home) as node:
        sources = checkout(home / "checkout")
        cfg = (sources / "scrapy.cfg").read_text(encoding="utf-8")
        (sources / "scrapy.cfg").write_text(cfg.replace("http://127.0.0.1:6800/", node.url))
        netrc = home / ".netrc"
        netrc.write_text(f"machine 127.0.0.1 login newsportal password {PASSWORD}\n")
        netrc.chmod(0o600)
        deployed = subprocess.run(
            [BIN / "scrapyd-deploy"],
            cwd=sources, env={**os.environ, "HOME": str(home)},
            capture_output=True, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        assert deployed.returncode == 0, deployed.stdout + deployed.stderr
        assert json.loads(deployed.stdout)["status"] == "ok", deployed.stdout
        shutil.rmtree(sources)  # the egg is all that there is
        yield node


def test_only_who_knows_the_password_gets_in(node: Node) -> None:
    with pytest.raises(HTTPError, match="401"):
        node.call("daemonstatus.json", password="guess")


def test_a_job_archives_the_portal(node: Node) -> None:
    with serve(SMALL, NOW) as url:
        log = node.finished(node.schedule(url, HASTE))
        assert "posts in the archive" in log
        folder = archive_folder(url, node.data)
        assert_each_once(lines_of(folder / "posts.jsonl"), url, SMALL)
        # Arguments arrive, and a job that follows finds the archive.
        log = node.finished(node.schedule(url, HASTE, mode="full"))
        assert "0 new posts, 0 changed" in log
        reports = [json.loads(path.read_text("utf-8")) for path in folder.glob("runs/*.json")]
        assert sorted(report["mode"] for report in reports) == ["full", "update"]
        assert all(report["exit_status"] == 0 for report in reports)
    assert not list(node.home.glob("**/items"))


@contextmanager
def held_portal() -> Iterator[tuple[Watched, threading.Event]]:
    """Serve a portal that stops answering in the middle of its posts, until the event is set."""
    go_on = threading.Event()

    def instead(_: Hit) -> None:
        if len(watched.posts_asked()) > HALF:
            go_on.wait()

    with watch(MIDDLE, instead) as watched:
        try:
            yield watched, go_on
        finally:
            go_on.set()


def test_a_cancelled_job_is_completed_by_the_next(node: Node) -> None:
    with held_portal() as (portal, go_on):
        url = portal.url
        first = node.schedule(url, HELD)
        node.wait(lambda: len(portal.posts_asked()) > HALF)
        assert node.call("cancel.json", project="newsportal", job=first)["prevstate"] == "running"
        node.wait(lambda: "Closing spider" in node.log(first))
        go_on.set()
        log = node.finished(first)
        assert "the next run goes on" in log
        assert "Traceback" not in log
        halfway = node.archived(url)
        assert 0 < halfway < MIDDLE.posts - 20
        node.finished(node.schedule(url, HASTE))
        export = archive_folder(url, node.data) / "posts.jsonl"
        assert_each_once(lines_of(export), url, MIDDLE)


def test_the_daemon_restarts_in_the_middle_of_a_job(node: Node) -> None:
    """The orphan goes on and holds the lock; a second job ends at once."""
    with held_portal() as (portal, go_on):
        url = portal.url
        first = node.schedule(url, HELD)
        orphan = node.wait(lambda: (node.job("running", first) or {}).get("pid"))
        node.wait(lambda: len(portal.posts_asked()) > HALF)
        node.stop()
        node.start()
        os.kill(orphan, 0)  # it lives
        log = node.finished(node.schedule(url, HASTE))
        assert "another run is working on" in log
        assert "ERROR" not in log
        go_on.set()
        node.wait(lambda: "Spider closed" in node.log(first))
        export = archive_folder(url, node.data) / "posts.jsonl"
        assert_each_once(lines_of(export), url, MIDDLE)


def test_finished_jobs_survive_a_restart(node: Node) -> None:
    with serve(SMALL, NOW) as url:
        name = node.schedule(url, HASTE, limit=3)
        node.finished(name)
    node.stop()
    node.start()
    assert node.job("finished", name)


def test_a_wrong_argument_is_in_the_log_of_the_daemon(node: Node) -> None:
    node.finished(node.schedule("http://127.0.0.1:9/", HASTE, mode="quick"))
    assert "mode=quick" in (node.home / "scrapyd.log").read_text(encoding="utf-8")


def test_the_node_may_keep_items_of_each_job(tmp_path: Path) -> None:
    """items_dir sets Scrapy's FEEDS; Scrapyd runs the project that is installed beside it."""
    with running(tmp_path) as node:
        node.stop()
        conf = (tmp_path / "scrapyd.conf").read_text(encoding="utf-8")
        conf = re.sub(r"^items_dir =$", f"items_dir = {tmp_path}/items", conf, flags=re.MULTILINE)
        conf += "\n[settings]\nnewsportal = newsportal.settings\n"
        (tmp_path / "scrapyd.conf").write_text(conf, encoding="utf-8")
        node.environment = {
            "PYTHONPATH": str(ROOT),
            "SCRAPY_SETTINGS_MODULE": "newsportal.settings",
        }
        node.start()
        with serve(SMALL, NOW) as url:
            name = node.schedule(url, HASTE)
            node.finished(name)
        items = lines_of(tmp_path / f"items/newsportal/posts/{name}.jl")
        records = lines_of(archive_folder(url, node.data) / "posts.jsonl")
    assert {item["url"] for item in items} == {record["url"] for record in records}


def test_feeds_of_scrapy_work_beside_ours(tmp_path: Path) -> None:
    with serve(SMALL, NOW) as url:
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", "crawl", "posts", "-a", f"portal={url}",
             *(word for name, value in HASTE.items() for word in ("-s", f"{name}={value}")),
             "-O", str(tmp_path / "posts.csv")],
            cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path)},
            capture_output=True, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        records = lines_of(archive_folder(url, tmp_path) / "posts.jsonl")
    with (tmp_path / "posts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["url"], row["title"]) for row in rows} == {
        (record["url"], record["title"]) for record in records
    }
