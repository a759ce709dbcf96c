"""However a run ends, the archive is whole afterwards, and the next run completes it.

NEWSPORTAL_KILLS=30 kills more often than the suite does by default; NEWSPORTAL_KILL_SEED=...
repeats the moments of a run that failed.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

import pytest

from newsportal.sample.options import Options
from newsportal.sample.process import serve
from newsportal.sample.timeline import ZONE
from tests.crawling import ROOT, archive_folder, crawl
from tests.ended_runs import (
    LARGE,
    MIDDLE,
    NOW,
    PLAIN,
    SMALL,
    Reader,
    assert_each_once,
    errors,
    finish,
    lines_of,
    paths_in,
    portal_of,
    post_requests,
    size_of,
    small_disk,
    started,
    texts_of,
    wait_for_growth,
)
from tests.http_server import HTML, Responder, http_server

KILLS = int(os.environ.get("NEWSPORTAL_KILLS", "6"))
# kill -9


def kill_somewhere(
    process: subprocess.Popen[str], chance: random.Random, export: Path, log: Path
) -> str:
    """Kill a run at a moment drawn by chance, half of the time while it writes."""
    if chance.random() < 0.5:
        lines = chance.randrange(430)  # of about 450 requests
        moment = f"after {lines} requests"
        while process.poll() is None and log.read_bytes().count(b"\n") < lines:
            time.sleep(0.005)
    else:
        growth, delay = chance.randint(1, 7), chance.choice((0, chance.uniform(0, 0.03)))
        moment = f"{delay * 1000:.1f} ms after the export has grown {growth} times"
        wait_for_growth(export, process, growth)
        time.sleep(delay)
    process.kill()
    return moment


@pytest.mark.long
@pytest.mark.parametrize("number", range(KILLS))
def test_killed_run_is_completed_by_the_next(tmp_path: Path, number: int) -> None:
    seed = os.environ.get("NEWSPORTAL_KILL_SEED") or str(random.randrange(10**6))
    chance = random.Random(f"{seed}-{number}")
    log, data = tmp_path / "requests.log", tmp_path / "data"
    with serve(LARGE, NOW, log) as url:
        export = archive_folder(url, data) / "posts.jsonl"
        with Reader(export) as reader:
            with started(url, data) as process:
                moment = kill_somewhere(process, chance, export, log)
            told = f"NEWSPORTAL_KILL_SEED={seed}: killed {moment}, {size_of(export)} bytes written"
            sys.stdout.write(f"{told}\n")
            crawled = crawl(url, data)
    assert crawled.exit_status == 0, crawled.stderr
    assert reader.faults == []
    assert reader.lines > 0
    assert_each_once(lines_of(export), url, LARGE)


# Two runs


@pytest.mark.long
def test_second_run_leaves_the_archive_alone(tmp_path: Path) -> None:
    with serve(SMALL, NOW) as url:
        with started(url, tmp_path) as one, started(url, tmp_path) as other:
            ends = [finish(one), finish(other)]
        assert sorted(status for status, _ in ends) == [0, 75], ends
        (refused,) = (stderr for status, stderr in ends if status == 75)
        assert "another run is working on" in refused
        assert errors(refused) == []
        assert_each_once(lines_of(archive_folder(url, tmp_path) / "posts.jsonl"), url, SMALL)


@pytest.mark.long
def test_only_a_living_holder_blocks(tmp_path: Path) -> None:
    with serve(SMALL, NOW) as url:
        with started(url, tmp_path) as holder:
            assert wait_for_growth(archive_folder(url, tmp_path) / "state.db", holder)
            holder.send_signal(signal.SIGSTOP)
            assert crawl(url, tmp_path).exit_status == 75
        crawled = crawl(url, tmp_path)  # the holder was killed
        assert crawled.exit_status == 0, crawled.stderr
        assert_each_once(crawled.records, url, SMALL)


# No room


@pytest.mark.long
@pytest.mark.parametrize("room", [3_000, 400_000, 680_000])
def test_disk_full(tmp_path: Path, room: int) -> None:
    """No file may grow beyond *room* bytes. The whole export takes a little more than the last."""
    with serve(MIDDLE, NOW) as url:
        export = archive_folder(url, tmp_path) / "posts.jsonl"
        with Reader(export) as reader:
            with started(url, tmp_path) as process:
                resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (room, room))
                status, stderr = finish(process)
            assert_stopped_for_want_of_room(status, stderr, export)
            crawled = crawl(url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert reader.faults == []
        assert_each_once(lines_of(export), url, MIDDLE)


@pytest.mark.long
def test_small_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with serve(MIDDLE, NOW) as url, small_disk(disk, "500k") as remount:
        export = archive_folder(url, disk / "data") / "posts.jsonl"
        with started(url, disk / "data") as process:
            status, stderr = finish(process)
        assert_stopped_for_want_of_room(status, stderr, export)
        remount("size=100m")
        crawled = crawl(url, disk / "data")
        assert crawled.exit_status == 0, crawled.stderr
        assert_each_once(lines_of(export), url, MIDDLE)


def assert_stopped_for_want_of_room(status: int, stderr: str, export: Path) -> None:
    assert status == 1, stderr
    complaints = errors(stderr)
    assert complaints
    assert all(
        any(why in line for why in ("File too large", "No space left", "full", "disk I/O error"))
        for line in complaints
    ), complaints
    if export.exists():
        lines_of(export)


def test_disk_full_is_said_once(tmp_path: Path) -> None:
    with serve(SMALL, NOW) as url, started(url, tmp_path) as process:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (60_000, 60_000))
        status, stderr = finish(process)
    assert status == 1, stderr
    assert len(errors(stderr)) == 1, stderr


# A file that is moved away


def committed(folder: Path) -> int:
    """Return how much of the export the state of a stopped run vouches for."""
    state = sqlite3.connect(f"file:{folder / 'state.db'}?mode=ro", uri=True)
    try:
        return int(state.execute("SELECT position FROM export").fetchone()[0])
    except sqlite3.OperationalError:  # nothing is committed yet, not even the tables
        return 0
    finally:
        state.close()


def kill_after_a_commit(process: subprocess.Popen[str], folder: Path) -> None:
    """Kill a run when state and export agree."""
    export = folder / "posts.jsonl"
    assert wait_for_growth(export, process)
    while process.poll() is None:
        process.send_signal(signal.SIGSTOP)
        if committed(folder) == size_of(export):
            process.kill()
            return
        process.send_signal(signal.SIGCONT)
        time.sleep(0.01)
    raise AssertionError("the run ended before it could be killed")


@pytest.mark.long
def test_export_moved_away_between_runs(tmp_path: Path) -> None:
    """Without `scrapy rotate` it is lost: its posts are read again."""
    with serve(SMALL, NOW) as url:
        assert crawl(url, tmp_path / "data", "limit=20").exit_status == 1
        export = archive_folder(url, tmp_path / "data") / "posts.jsonl"
        export.rename(tmp_path / "moved.jsonl")
        crawled = crawl(url, tmp_path / "data")
        assert (crawled.exit_status, crawled.report["result"]) == (1, "healed")
        assert "20 posts whose last lines are not there are read again" in crawled.stderr
        assert_each_once(lines_of(export), url, SMALL)
        again = crawl(url, tmp_path / "data")
        assert (again.exit_status, again.records) == (0, crawled.records)


@pytest.mark.long
def test_export_moved_away_after_a_kill(tmp_path: Path) -> None:
    with serve(MIDDLE, NOW) as url:
        folder = archive_folder(url, tmp_path / "data")
        with started(url, tmp_path / "data") as process:
            kill_after_a_commit(process, folder)
        (folder / "posts.jsonl").rename(tmp_path / "moved.jsonl")
        crawled = crawl(url, tmp_path / "data")
        assert (crawled.exit_status, crawled.report["result"]) == (1, "healed")
        assert_each_once(lines_of(folder / "posts.jsonl"), url, MIDDLE)


@pytest.mark.long
def test_lines_that_the_state_did_not_hear_of_stay(tmp_path: Path) -> None:
    """A kill between export and state loses nothing and is no reason for complaint."""
    log = tmp_path / "requests.log"
    with serve(MIDDLE, NOW, log) as url:
        export = archive_folder(url, tmp_path / "data") / "posts.jsonl"
        with started(url, tmp_path / "data") as process:
            while wait_for_growth(export, process):
                process.send_signal(signal.SIGSTOP)
                known = committed(export.parent)
                if 0 < known < size_of(export):
                    process.kill()
                    break
                process.send_signal(signal.SIGCONT)
            else:
                pytest.skip("the run was never caught between the two")
        written = lines_of(export) if export.read_bytes().endswith(b"\n") else []
        crawled = crawl(url, tmp_path / "data")
        assert (crawled.exit_status, crawled.report["result"]) == (0, "done"), crawled.stderr
        assert crawled.records[: len(written)] == written
        assert_each_once(crawled.records, url, MIDDLE)


# Signals


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_a_run_cleanly(tmp_path: Path, number: int) -> None:
    log, data = tmp_path / "requests.log", tmp_path / "data"
    with serve(MIDDLE, NOW, log) as url:
        export = archive_folder(url, data) / "posts.jsonl"
        with started(url, data) as process:
            while process.poll() is None and len(post_requests(log)) < 70:
                time.sleep(0.01)
            process.send_signal(number)
            status, stderr = finish(process)
        assert status == 1, stderr
        (complaint,) = errors(stderr)
        assert "the next run goes on" in complaint
        texts = texts_of(MIDDLE)
        fetched = {texts[path] for path in post_requests(log)}
        assert set(map(texts.__getitem__, paths_in(lines_of(export), url))) == fetched
        assert len(fetched) < len(set(texts.values()))
        crawled = crawl(url, data)
    assert crawled.exit_status == 0, crawled.stderr
    assert_each_once(lines_of(export), url, MIDDLE)
    assert max(Counter(post_requests(log)).values()) == 1


@pytest.mark.long
def test_a_second_signal_is_safe(tmp_path: Path) -> None:
    """It ends the run at once; what was not committed is fetched again."""
    log = tmp_path / "requests.log"
    with serve(MIDDLE, NOW, log) as url:
        export = archive_folder(url, tmp_path / "data") / "posts.jsonl"
        with started(url, tmp_path / "data") as process:
            while process.poll() is None and len(post_requests(log)) < 60:
                time.sleep(0.01)
            process.send_signal(signal.SIGTERM)
            while process.poll() is None:  # also once the first one has been taken
                time.sleep(0.02)
                process.send_signal(signal.SIGTERM)
            status, stderr = finish(process)
        assert status == 1
        assert stderr.rstrip().endswith("ended at once; the next run takes up what is there")
        crawled = crawl(url, tmp_path / "data")
    assert crawled.exit_status == 0, crawled.stderr
    assert_each_once(lines_of(export), url, MIDDLE)


@pytest.mark.long
def test_a_time_limit_ends_a_run_cleanly(tmp_path: Path) -> None:
    log, data = tmp_path / "requests.log", tmp_path / "data"
    slow = {"CLOSESPIDER_TIMEOUT": 3, "DOWNLOAD_DELAY": 0.2, "CONCURRENT_REQUESTS": 2}
    with serve(MIDDLE, NOW, log) as url:
        stopped = crawl(url, data, settings=slow)
        assert stopped.exit_status == 1
        assert "closespider_timeout" in stopped.stderr
        assert "the next run goes on" in stopped.stderr
        texts = texts_of(MIDDLE)
        fetched = {texts[path] for path in post_requests(log)}
        assert set(map(texts.__getitem__, paths_in(stopped.records, url))) == fetched
        crawled = crawl(url, data)
    assert crawled.exit_status == 0, crawled.stderr
    assert_each_once(crawled.records, url, MIDDLE)
    assert max(Counter(post_requests(log)).values()) == 1


# Portals that are none


class Answers(Responder):
    """Answers everything alike."""

    status: ClassVar[int]
    page: ClassVar[bytes]

    def do_GET(self) -> None:
        self.reply(self.status, HTML, self.page)


@contextmanager
def answering(status: int, page: str) -> Iterator[str]:
    """Serve one answer to everything."""
    handler = type("Handler", (Answers,), {"status": status, "page": page.encode()})
    with http_server(handler) as address:
        yield address


@contextmanager
def nobody() -> Iterator[str]:
    """Yield an address at which nobody listens."""
    with socket.socket() as held:  # bound, so that nobody else gets it
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}/"


OTHER_PAGE = "<!DOCTYPE html><title>泰山</title><h1>泰山</h1><p><a href='/a.html'>一</a></p>"


@pytest.mark.parametrize(
    ("portal", "reason"),
    [
        (nobody, "refused"),
        (lambda: answering(403, "forbidden"), "status 403"),
        (lambda: answering(503, "busy"), "status 503"),
        (lambda: answering(200, OTHER_PAGE), "shows no list of posts"),
        (lambda: answering(200, ""), "shows no list of posts"),
        (lambda: serve(Options(posts=9, closed=True)), "status 503"),
    ],
    ids=["down", "403", "503", "other", "empty", "closed"],
)
def test_portal_that_is_none(tmp_path: Path, portal: Any, reason: str) -> None:
    data = tmp_path / "data"
    with portal() as url:
        crawled = crawl(url, data)
    assert crawled.exit_status == 1, crawled.stderr
    (complaint,) = errors(crawled.stderr)
    assert url in complaint
    assert reason in complaint
    assert not data.exists() or not list(data.iterdir())


# Arguments


def usage(tmp_path: Path, *command: str) -> tuple[int, list[str]]:
    """Run scrapy with no portal to be had; return exit status and the lines of stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *command],
        cwd=ROOT,
        env={
            **os.environ,
            "NEWSPORTAL_DATA_DIR": str(tmp_path / "data"),
            "NEWSPORTAL_URL": "http://127.0.0.1:9/",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert not (tmp_path / "data").exists()
    return done.returncode, done.stderr.splitlines()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["mode=x"], ["mode=x"]),
        (["since=2026-13-01"], ["since=2026-13-01"]),
        (["since=20261101"], ["since=20261101"]),
        (["limit=0"], ["limit=0"]),
        (["sinse=2026-11-01"], ["sinse"]),
        (["portal=foo"], ["portal=foo"]),
        (["mode=x", "limit=0", "portal=foo"], ["mode=x", "limit=0", "portal=foo"]),
    ],
    ids=" ".join,
)
def test_wrong_argument(tmp_path: Path, arguments: Sequence[str], named: Sequence[str]) -> None:
    options = [part for argument in arguments for part in ("-a", argument)]
    status, said = usage(tmp_path, "crawl", "posts", *options)
    assert status == 2, said
    assert len(said) == 1, said
    assert all(name in said[0] for name in named)


@pytest.mark.parametrize("command", [["crawl", "post"], ["crawl"], ["crawl", "posts", "posts"]])
def test_wrong_command(tmp_path: Path, command: list[str]) -> None:
    status, said = usage(tmp_path, *command)
    assert status == 2, said
    assert "Traceback" not in "\n".join(said)


@pytest.mark.long
def test_limit(tmp_path: Path) -> None:
    log, data = tmp_path / "requests.log", tmp_path / "data"
    with serve(SMALL, NOW, log) as url:
        crawled = crawl(url, data, "limit=5")
        assert (crawled.exit_status, crawled.report["result"]) == (1, "unfinished")
        assert "as many posts were read as limit=N allows" in crawled.stderr
        texts, asked = texts_of(SMALL), post_requests(log)
        assert len(asked) == len(set(asked)) == 5
        assert Counter(texts[path] for path in paths_in(crawled.records, url)) == Counter(
            {texts[path] for path in asked}
        )
        portal = portal_of(SMALL)
        assert set(asked) <= {portal.truth(each).path for each in islice(portal.ids(), 10)}
        crawled = crawl(url, data)
    assert crawled.exit_status == 0, crawled.stderr
    assert_each_once(crawled.records, url, SMALL)
    assert max(Counter(post_requests(log)).values()) == 1


@pytest.mark.long
@pytest.mark.parametrize("style", ["relative", "Y-m-d"])
def test_since(tmp_path: Path, style: str) -> None:
    options = Options(posts=150, date_style=style, **PLAIN)
    portal = portal_of(options)
    truths = [portal.truth(post_id) for post_id in portal.ids()]
    # The day of a post in the middle: not all, not none, and a day that has posts.
    day: date = sorted(truth.published_at for truth in truths)[70].astimezone(ZONE).date()
    start_of_day = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    texts = texts_of(options)
    wanted = Counter({texts[each.path] for each in truths if each.published_at >= start_of_day})
    with serve(options, NOW) as url:
        crawled = crawl(url, tmp_path, f"since={day}")
        assert crawled.exit_status == 0, crawled.stderr
        found = Counter(texts[path] for path in paths_in(crawled.records, url))
        assert found == wanted, f"missing {wanted - found}, too many {found - wanted}"
        crawled = crawl(url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert_each_once(crawled.records, url, options)
