"""A fleet of real workers on a real PostgreSQL, and what becomes of it when something dies."""

from __future__ import annotations

import json
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest

from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests import postgres
from tests.crawling import archive_folder, read_records
from tests.fleets import NODES, Fleet, running_fleet, until, watched
from tests.street import Asked

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not postgres.is_there(), reason="no PostgreSQL on this machine"),
]

_POSTS = 40


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[Fleet]:
    with running_fleet(tmp_path) as fleet:
        yield fleet


def archived(fleet: Fleet, root: str) -> list[dict[str, Any]]:
    """Return the records in the archive on the node that has it."""
    node = fleet.entries()[root].node
    assert node is not None
    return read_records(archive_folder(root, fleet.disk(node)))


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
            time.sleep(30)  # longer than a lease: the runs end, their results wait on the disk
            assert list(fleet.disk("a").glob(".fleet/*/result.json"))
            fleet.server.start()
        elif fault == "node asleep":
            fleet.signal("a", signal.SIGSTOP, runs=True)
            until(lambda: all(asked[-1].node == NODES["b"] for asked in notes.values()), 70)
            fleet.signal("a", signal.SIGCONT, runs=True)
        else:
            fleet.signal("a", signal.SIGKILL, runs=fault != "worker killed")
            if fault == "disk lost":
                shutil.rmtree(fleet.disk("a"))
            until(lambda: all(asked[-1].node == NODES["b"] for asked in notes.values()), 70)
            assert time.monotonic() - began < 65
        until(lambda: all(entry.good_at for entry in fleet.entries().values()), 150)
        for root, asked in notes.items():
            addresses = [record["url"] for record in archived(fleet, root)]
            assert len(addresses) == len(set(addresses))
            posts = fleet.entries()[root].posts
            assert posts is not None
            assert len(addresses) == posts >= _POSTS - 3
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
    table = fleet()
    assert "paused by hand" in table
    assert "next run" in table
    assert "+08:00" in table
    fleet("resume", "http://127.0.0.1:10/")
    fleet("remove", "http://127.0.0.1:9/")
    assert [entry.paused for entry in fleet.entries().values()] == [None]


def test_what_is_wrong_is_said(fleet: Fleet, tmp_path: Path) -> None:
    assert "no portal is in the fleet yet" in fleet()
    assert "no such host is known here" in fleet.told("add", "http://nowhere.invalid/")
    assert "is it mounted?" in fleet.refused("work", NEWSPORTAL_REPLICA=str(tmp_path / "x"))
    elsewhere = fleet.refused("work", NEWSPORTAL_WARC_DIR=str(tmp_path))
    assert "is not copied with it" in elsewhere
    assert "names no PostgreSQL" in fleet.refused("list", NEWSPORTAL_FLEET="mysql://db.example/x")
    assert "scrapy fleet add http://b.example/" in fleet.refused("pause", "http://b.example/")
    twin = fleet.refused("add", "http://www.b.example/", "nonsense=1")
    assert "nonsense" in twin, twin
    fleet.add("http://b.example/")
    assert "is in the fleet as http://b.example/" in fleet.refused("add", "https://www.b.example/")
    fleet.server.stop("immediate")
    assert "cannot be used: connection refused" in fleet.refused("list", status=1)
    fleet.server.start()


@pytest.mark.parametrize("action", ["list", "init", "work"])
def test_a_database_of_a_newer_version_is_told(fleet: Fleet, action: str) -> None:
    with psycopg.connect(fleet.server.url) as database:
        database.execute("UPDATE newsportal_fleet SET version = 99")
    said = fleet.refused(action)
    assert "set up by a newer newsportal (fleet version 99" in said
    with psycopg.connect(fleet.server.url) as database:
        database.execute("UPDATE newsportal_fleet SET version = 1")
        database.execute("ALTER TABLE newsportal_fleet DROP COLUMN engine")
        for name in ("copied_at", "copy_failed_at", "only_there"):
            database.execute(f"ALTER TABLE newsportal_portals DROP COLUMN {name}")
    if action != "init":
        assert "scrapy fleet init" in fleet.refused(action)
    fleet("init")
    assert "no portal is in the fleet yet" in fleet()


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("postgresql://nobody@{host}/postgres", "knows no such user"),
        ("postgresql://newsportal@{host}/nowhere", "no such database"),
        ("postgresql://newsportal@nowhere.invalid/x", "its host is not known"),
        ("postgresql://newsportal@{host}/postgres?nonsense=1", "is no address"),
        ("postgresql://newsportal@[::1/postgres", "is no address"),
    ],
)
def test_what_postgresql_says_is_put_into_words(fleet: Fleet, place: str, said: str) -> None:
    host = fleet.server.url.rpartition("@")[2].partition("/")[0]
    told = fleet.refused("list", status=1, NEWSPORTAL_FLEET=place.format(host=host))
    assert said in told
    assert len(told.splitlines()) == 1
    assert not {"FATAL", "psycopg", "failed:", "ERROR"} & set(told.split()), told


def test_a_database_that_is_away_for_a_moment_costs_nothing(fleet: Fleet) -> None:
    with serve(Options(posts=_POSTS)) as root:
        fleet.add(root)
        fleet.work("a")
        until(lambda: len(list(fleet.disk("a").glob("127*/posts.jsonl"))) == 1, 60)
        fleet.server.stop("immediate")
        time.sleep(6)
        fleet.server.start()
        until(lambda: fleet.entries()[root].good_at, 90)
        log = fleet.log("a")
        assert log.count("a run begins") == 1
        assert "Traceback" not in log
        assert "never retrieved" not in log
        assert "refused" not in log.replace("(connection refused)", "")
        fleet.signal("a", signal.SIGTERM, runs=False)
        assert fleet.workers["a"].wait(30) == 0


def test_a_worker_waits_for_a_database_that_is_not_there_yet(fleet: Fleet) -> None:
    with serve(Options(posts=5)) as root:
        fleet.add(root)
        fleet.server.stop("immediate")
        fleet.work("a", DOWNLOAD_DELAY="0")
        until(lambda: "this node waits" in fleet.log("a"), 60)
        fleet.server.start()
        until(lambda: fleet.entries()[root].good_at, 90)
