"""What else goes wrong in a fleet: full disks, jobs of another version, a run without an end."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from procrastinate import App, PsycopgConnector

from newsportal.fleet.portal import LONGEST, FleetPortal
from newsportal.fleet.roster import Roster
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests import postgres
from tests.crawling import archive_folder, read_records
from tests.fleets import NODES, Fleet, running_fleet, until, watched
from tests.test_fleet_replica import needs_rsync, rsync_daemon

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not postgres.is_there(), reason="no PostgreSQL on this machine"),
]
_POSTS = 30


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[Fleet]:
    with running_fleet(tmp_path) as fleet:
        yield fleet


def urls(fleet: Fleet, root: str, node: str) -> list[str]:
    records = read_records(archive_folder(root, fleet.disk(node)))
    return [record["url"] for record in records]


def test_a_portal_is_not_added_under_two_names(fleet: Fleet) -> None:
    portals = "http://a.example/", "http://xn--fiq228c.example/%E6%96%B0/", "http://a.example/news/"
    for root in portals:
        fleet.add(root)
    for second in (
        "https://a.example/", "http://www.a.example/", "https://WWW.A.example:443",
        "http://a.example//", "https://中文.example/新",
        "http://www.xn--fiq228c.example/%e6%96%b0//"
    ):  # fmt: skip
        with pytest.raises(ValueError, match="in the fleet as"):
            fleet.add(second, "slots=2")
    fleet.add("http://a.example/News/")
    fleet.add("http://A.example.")  # the same name
    assert set(fleet.entries()) == {*portals, "http://a.example/News/"}


def test_a_job_of_a_newer_version_is_left_alone(fleet: Fleet) -> None:
    async def defer(root: str) -> None:
        async with App(connector=PsycopgConnector(conninfo=fleet.server.url)).open_async() as app:
            job = app.configure_task("newsportal.run", queue="any", queueing_lock=root)
            await job.defer_async(root=root, version=99)

    with serve(Options(posts=5)) as root:
        fleet.add(root)
        asyncio.run(defer(root))
        fleet.work("a", DOWNLOAD_DELAY="0")
        until(lambda: "upgrade this node" in fleet.log("a"), 30)
        until(lambda: fleet.entries()[root].good_at, 60)  # by a job of a version that it knows


def test_a_run_that_takes_too_long_is_ended_and_goes_on(fleet: Fleet) -> None:
    with serve(Options(posts=_POSTS)) as root:
        fleet.add(root)
        fleet.work("a", CLOSESPIDER_TIMEOUT="6", DOWNLOAD_DELAY="0.15")
        until(lambda: fleet.entries()[root].result == "unfinished", 40)
        until(lambda: fleet.entries()[root].good_at, 120)
        found = urls(fleet, root, "a")
        assert len(found) == len(set(found)) >= _POSTS - 3


def test_a_run_that_takes_too_much_memory_fails_and_its_worker_lives_on(fleet: Fleet) -> None:
    with serve(Options(posts=5)) as root:
        fleet.add(root)
        fleet.work("a", MEMUSAGE_LIMIT_MB="40", MEMUSAGE_CHECK_INTERVAL_SECONDS="0.1")
        until(lambda: fleet.runs_of("a"), 40)
        limits = Path(f"/proc/{fleet.runs_of('a')[0]}/limits")
        until(lambda: f"{1064 << 20}" in limits.read_text(), 10)  # no run takes the machine's
        until(lambda: fleet.entries()[root].result == "failed", 60)
        (entry,) = fleet.entries().values()
        assert "memory" in str(entry.outcome).lower()
        assert fleet.workers["a"].poll() is None
        again = entry.next_run
        assert again is not None
        assert entry.ended_at is not None
        assert 280 < (again - entry.ended_at).total_seconds() < 320
        fleet("run", root)
        until(lambda: fleet.entries()[root].ended_at != entry.ended_at, 60)


@needs_rsync
def test_an_archive_follows_its_portal_over_rsync(fleet: Fleet, tmp_path: Path) -> None:
    with ExitStack() as stack:
        (tmp_path / "rsync").mkdir()
        replica = stack.enter_context(rsync_daemon(tmp_path / "rsync"))
        fleet.environment["NEWSPORTAL_REPLICA"] = replica
        root, asked = stack.enter_context(
            watched(stack.enter_context(serve(Options(posts=_POSTS))))
        )
        fleet.add(root)
        fleet.work("a", DOWNLOAD_DELAY="0")
        until(lambda: fleet.entries()[root].good_at, 60)
        first, before = fleet.entries()[root].good_at, urls(fleet, root, "a")
        fleet.signal("a", signal.SIGKILL, runs=True)
        fleet.work("b", DOWNLOAD_DELAY="0")
        with Roster.open(fleet.server.url) as roster:
            roster.run_now(FleetPortal.of(root).root)
        until(lambda: fleet.entries()[root].good_at != first, 90)
        assert urls(fleet, root, "b") == before
        assert fleet.entries()[root].interval == LONGEST  # its newest ten posts took a fortnight
        again = [one for one in asked if one.node == NODES["b"] and "/post/" in one.path]
        assert len(again) <= _POSTS * 0.05


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=260m", "tmpfs", folder], check=False)
    if made.returncode:
        pytest.skip("file systems cannot be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="takes root")
def test_what_a_full_node_cannot_do_another_does(fleet: Fleet) -> None:
    with ExitStack() as stack:
        disk = stack.enter_context(small_disk(fleet.disk("a")))
        stack.callback(fleet.stop)
        root, asked = stack.enter_context(
            watched(stack.enter_context(serve(Options(posts=_POSTS))))
        )
        fleet.add(root)
        fleet.work("a")
        until(lambda: len(asked) > 12, 60)
        subprocess.run(["fallocate", "-l", "300m", disk / "filler"], check=False)
        subprocess.run(["dd", "if=/dev/zero", f"of={disk}/more", "bs=64k"], check=False,
                       stderr=subprocess.DEVNULL)  # fmt: skip
        until(lambda: "is full" in fleet.log("a"), 90)
        fleet.work("b")
        until(lambda: fleet.entries()[root].good_at, 150)
        found = urls(fleet, root, "b")
        assert len(found) == len(set(found)) >= _POSTS - 3
        for name in ("filler", "more"):
            (disk / name).unlink(missing_ok=True)
        until(lambda: "has room again" in fleet.log("a"), 30)
