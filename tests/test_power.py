"""The power or the disk fails at any moment of a run.

Its system calls are replayed to every prefix; or one of them fails, as strace tells the kernel.

NEWSPORTAL_POWER_CUTS=50 lets more of the replayed archives be completed by a real run.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.writing.journal import Journal
from newsportal.arguments import Arguments
from newsportal.sample.process import serve
from tests.archives import died
from tests.crawling import ROOT, archive_folder, crawl
from tests.disk import TRACED, Disk, calls
from tests.ended_runs import (
    HASTE,
    NOW,
    SMALL,
    assert_each_once,
    errors,
    lines_of,
    started,
    wait_for_growth,
)

pytestmark = pytest.mark.long

CUTS = int(os.environ.get("NEWSPORTAL_POWER_CUTS", "3"))


def nothing(url: str, data: Path) -> None:
    """The traced run is the first."""


def some_posts(url: str, data: Path) -> None:
    assert crawl(url, data, "limit=30").exit_status == 1


def killed_run(url: str, data: Path) -> None:
    with started(url, data) as process:
        assert wait_for_growth(archive_folder(url, data) / "posts.jsonl", process)


def traced_run(url: str, data: Path, trace: Path) -> None:
    """Crawl under strace, which follows only the thread that does all the writing."""
    command = ["strace", "-y", "-xx", "-s", "100000000", "-e", f"trace={TRACED}", "-o", str(trace)]
    command += [sys.executable, "-m", "scrapy", "crawl", "posts", "-a", f"portal={url}"]
    for setting in HASTE:
        command += ["-s", setting]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(data)},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    if "ptrace" in done.stderr:
        pytest.skip("strace may not watch processes here")
    assert done.returncode == 0, done.stderr


def lay(outcome: dict[str, bytes], folder: Path) -> None:
    folder.mkdir(parents=True)
    for name, content in outcome.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


def records_after(folder: Path, url: str) -> int:
    """Open an archive as a run does; state and export agree. Return the number of records."""
    archive = ArchiveWriter(folder, Arguments.parse({"portal": url}, ""), None)
    # The files are laid out anew, which is a copy: what was not committed is told to be adopted.
    for note in archive.run.healed:  # the replay is another file, with another inode
        assert note.endswith("did not know were adopted") or "were no lines of records" in note
    assert archive.store.lines.lost() == []
    died(archive)
    with closing(sqlite3.connect(folder / "state.db")) as state:
        rows = state.execute("SELECT key, position FROM posts WHERE position IS NOT NULL")
        positions = dict(rows)
    export = folder / "posts.jsonl"
    journal = Journal(export, 0)
    for key, position in positions.items():
        record = journal.record(position)
        assert record is not None
        assert record["url"].endswith(key)
    lines = lines_of(export) if export.exists() else []
    assert len(lines) == len(positions)
    return len(lines)


@pytest.mark.skipif(shutil.which("strace") is None, reason="there is no strace")
@pytest.mark.parametrize("before", [nothing, some_posts, killed_run])
def test_power_may_fail_at_any_moment(before: Callable[[str, Path], None], tmp_path: Path) -> None:
    data, trace, chance = tmp_path / "data", tmp_path / "trace", random.Random(1)
    with serve(SMALL, NOW) as url:
        folder = archive_folder(url, data)
        before(url, data)
        disk, kept, seen = Disk(folder), 0, []
        traced_run(url, data, trace)
        made = calls(trace, folder)
        assert {"posts.jsonl", "state.db-wal"} <= {Path(call.path).name for call in made}
        for call in made:
            disk(call)
            for number, outcome in enumerate(disk.outcomes(chance)):
                place = tmp_path / "after"
                lay(outcome, place)
                found = records_after(place, url)
                shutil.rmtree(place)
                assert found >= kept, f"what was synced is lost after {call}"
                if number == 1:
                    kept = found
                seen.append(outcome)
        # The replay is true: at the end it has what the run left.
        assert (folder / "posts.jsonl").read_bytes() == seen[-4]["posts.jsonl"]
        assert len(seen) > 500
        for outcome in chance.sample(seen, CUTS):
            shutil.rmtree(data)
            lay(outcome, folder)
            crawled = crawl(url, data)
            if crawled.report["result"] == "healed":
                crawled = crawl(url, data)
            assert crawled.exit_status == 0, crawled.stderr
            assert_each_once(crawled.records, url, SMALL)
            for report in (folder / "runs").glob("*.json"):
                json.loads(report.read_text(encoding="utf-8"))


# The disk is full, or broken


def faulty_run(url: str, data: Path, fault: str) -> tuple[int, str]:
    """Crawl while system calls on the archive's files fail; return exit status and stderr."""
    command = ["strace", "-f", "-o", os.devnull, "-e", f"inject={fault}"]
    for name in ("posts.jsonl", "state.db", "state.db-wal", "state.db-journal"):
        command += ["-P", str(archive_folder(url, data) / name)]
    command += [sys.executable, "-m", "scrapy", "crawl", "posts", "-a", f"portal={url}"]
    for setting in HASTE:
        command += ["-s", setting]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(data)},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr


@pytest.mark.skipif(shutil.which("strace") is None, reason="there is no strace")
@pytest.mark.parametrize(
    "fault",
    [
        "write:error=ENOSPC:when=20",
        "pwrite64:error=ENOSPC:when=60+",
        "fsync:error=EIO:when=1",
        "fdatasync:error=EIO:when=5+",
        # Met by whoever asks the state next: a spider, a middleware, a pipeline.
        pytest.param("pread64:error=EIO:when=25+", marks=pytest.mark.long),
        pytest.param("pread64:error=EIO:when=60+", marks=pytest.mark.long),
    ],
)
def test_any_write_may_fail(tmp_path: Path, fault: str) -> None:
    with serve(SMALL, NOW) as url:
        crawl(url, tmp_path, "limit=10")  # something to read
        status, stderr = faulty_run(url, tmp_path, fault)
        if "ptrace" in stderr:
            pytest.skip("strace may not watch processes here")
        assert status == 1, stderr
        (complaint,) = errors(stderr)
        assert "the archive cannot be" in complaint or "state.db is damaged" in complaint
        assert "Traceback" not in stderr
        crawled = crawl(url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert_each_once(crawled.records, url, SMALL)


@pytest.mark.long
@pytest.mark.skipif(shutil.which("strace") is None, reason="there is no strace")
def test_a_disk_that_fills_while_posts_are_read_from_stored_pages_ends_the_run(
    tmp_path: Path,
) -> None:
    """Scrapy waits for the posts that no answer has brought, and is told when these are through."""
    with serve(SMALL, NOW) as url:
        crawl(url, tmp_path)
        folder = archive_folder(url, tmp_path)
        lines = (folder / "posts.jsonl").read_bytes().splitlines(keepends=True)
        (folder / "posts.jsonl").write_bytes(b"".join(lines[:3]))
        (folder / "state.db").unlink()
        status, stderr = faulty_run(url, tmp_path, "write:error=ENOSPC:when=1+")
        if "ptrace" in stderr:
            pytest.skip("strace may not watch processes here")
        assert status == 1, stderr
        (complaint,) = errors(stderr)
        assert "the archive cannot be written" in complaint
        crawl(url, tmp_path)
        crawled = crawl(url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert_each_once(crawled.records, url, SMALL)
