"""A bad machine: states that are lost, damaged or locked, files edited by hand, no handles left."""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from newsportal.sample.process import serve
from tests.crawling import ROOT, archive_folder, crawl
from tests.ended_runs import (
    MIDDLE,
    NOW,
    SMALL,
    assert_each_once,
    errors,
    finish,
    lines_of,
    post_requests,
    small_disk,
    started,
    wait_for_growth,
)
from tests.launching import launcher

pytestmark = pytest.mark.long

FAKETIME = list(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))


def rebuild(url: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "rebuild", "-a", f"portal={url}"],
        cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(data)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


# state.db


def damage_header(state: Path) -> None:
    state.write_bytes(b"SQLite format 3\0" + bytes(9000))


def damage_pages(state: Path) -> None:
    content = bytearray(state.read_bytes())
    content[8192:16384] = os.urandom(8192)
    state.write_bytes(content)


def remove(state: Path) -> None:
    state.unlink()


@pytest.mark.parametrize("damage", [damage_header, damage_pages, remove])
def test_a_state_that_is_damaged_or_missing_is_made_anew(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    log, data = tmp_path / "requests.log", tmp_path / "data"
    with serve(SMALL, NOW, log) as url:
        before = crawl(url, data)
        folder = archive_folder(url, data)
        damage(folder / "state.db")
        asked = post_requests(log)
        healed = crawl(url, data)
        assert (healed.exit_status, healed.report["result"]) == (1, "healed")
        (complaint,) = errors(healed.stderr)
        assert "healed: state.db was" in complaint
        assert (folder / "state.db.1").exists() == (damage is not remove)
        assert healed.records == before.records
        # Fetched is what the file does not know, the duplicates, and what the feed has otherwise.
        again = set(post_requests(log)[len(asked) :])
        assert len(again) <= before.report["duplicates"]["count"] + 10
        crawled = crawl(url, data)
        assert (crawled.exit_status, crawled.report["result"]) == (0, "done"), crawled.stderr
        assert crawl(url, data, "mode=full").records == before.records
    audited = subprocess.run(
        [sys.executable, "-m", "scrapy", "audit", "-a", f"portal={url}"],
        cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(data)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert audited.returncode == 0, audited.stdout


def test_a_state_is_rebuilt_on_demand(tmp_path: Path) -> None:
    with serve(SMALL, NOW) as url:
        before = crawl(url, tmp_path)
        done = rebuild(url, tmp_path)
        assert done.returncode == 0, done.stderr
        assert f"rebuilt: {len(before.records)} posts, 0 removed" in done.stdout
        assert (archive_folder(url, tmp_path) / "state.db.1").exists()
        crawled = crawl(url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert crawled.records == before.records


def test_damage_while_a_run_goes_on(tmp_path: Path) -> None:
    with serve(MIDDLE, NOW) as url:
        folder = archive_folder(url, tmp_path)
        crawl(url, tmp_path, "limit=60")
        with started(url, tmp_path) as process:
            assert wait_for_growth(folder / "posts.jsonl", process)
            with (folder / "state.db").open("r+b") as file:
                file.seek(100)
                file.write(os.urandom((folder / "state.db").stat().st_size - 100))
            status, stderr = finish(process)
        assert status == 1, stderr
        (complaint,) = errors(stderr)
        assert "is damaged" in complaint
        assert "the next run makes a new one" in complaint
        healed = crawl(url, tmp_path)
        assert (healed.exit_status, healed.report["result"]) == (1, "healed"), healed.stderr
        crawled = crawl(url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert_each_once(crawled.records, url, MIDDLE)


def test_locked_state(tmp_path: Path) -> None:
    with serve(SMALL, NOW) as url:
        crawl(url, tmp_path, "limit=5")
        holder = sqlite3.connect(archive_folder(url, tmp_path) / "state.db", isolation_level=None)
        try:
            holder.execute("BEGIN IMMEDIATE")
            crawled = crawl(url, tmp_path)
        finally:
            holder.close()
        assert crawled.exit_status == 1
        (complaint,) = errors(crawled.stderr)
        assert "in use by another program" in complaint
        assert crawl(url, tmp_path).exit_status == 0


def test_rebuild_without_records_or_beside_a_run(tmp_path: Path) -> None:
    with serve(SMALL, NOW) as url:
        assert rebuild(url, tmp_path).returncode == 1
        with started(url, tmp_path) as process:
            assert wait_for_growth(archive_folder(url, tmp_path) / "state.db", process)
            process.send_signal(signal.SIGSTOP)
            assert rebuild(url, tmp_path).returncode == 75
            process.send_signal(signal.SIGCONT)
            assert finish(process)[0] == 0


def test_commands_beside_a_run(tmp_path: Path) -> None:
    """Who writes is told that a run is at work; who reads reads what is committed."""
    with serve(MIDDLE, NOW) as url:
        known = crawl(url, tmp_path, "limit=60").records
        folder, out, err = archive_folder(url, tmp_path), tmp_path / "out", tmp_path / "err"

        def told(*words: str) -> tuple[int, str, str]:
            status = launcher().run(
                [*words, "-a", f"portal={url}"],
                {**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path)}, stdout=out, stderr=err,
            )  # fmt: skip
            return status, out.read_text(), err.read_text()

        with started(url, tmp_path) as process:
            assert wait_for_growth(folder / "posts.jsonl", process)
            process.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)  # not within a write
            was = (folder / "posts.jsonl").read_bytes()
            for words in (("forget", known[0]["id"]), ("rotate",), ("rebuild",), ("reextract",),
                          ("crawl", "posts")):  # fmt: skip
                status, _, said = told(*words)
                assert status == 75, (words, said)
                assert "working on" in said, words
                assert "Traceback" not in said
            assert told("verify")[:2] == (0, "whole\n")
            status, said, _ = told("export", "--format", "jsonl", "--output", str(tmp_path / "x"))
            assert status == 0
            assert said.startswith(f"{len(was.splitlines())} posts in ")
            assert told("audit")[0] == 1  # the portal was not walked to its end
            assert (folder / "posts.jsonl").read_bytes() == was
            process.send_signal(signal.SIGCONT)
            assert finish(process)[0] == 0
        assert_each_once(lines_of(folder / "posts.jsonl"), url, MIDDLE)


# posts.jsonl, changed by hand


@pytest.mark.parametrize("edit", ["line gone", "line longer", "no last line feed", "cut", "junk"])
def test_edited_export(tmp_path: Path, edit: str) -> None:
    """Whatever was done to the file, its records stay; after a rebuild nothing is missing."""
    with serve(SMALL, NOW) as url:
        crawl(url, tmp_path, "limit=30")
        export = archive_folder(url, tmp_path) / "posts.jsonl"
        lines = export.read_bytes().splitlines(keepends=True)
        records = [json.loads(line) for line in lines]
        kept = list(records)
        if edit == "line gone":
            del lines[3], kept[3]
        elif edit == "line longer":
            lines[3] = json.dumps(records[3]).encode() + b"\n"
        elif edit == "no last line feed":
            lines[-1] = lines[-1].rstrip(b"\n")
        elif edit == "cut":
            lines[-1] = lines[-1][:100]
            del kept[-1]
        else:
            lines.insert(3, b'{"a": 1}\n')
        export.write_bytes(b"".join(lines))
        done = rebuild(url, tmp_path)
        assert done.returncode == 0, done.stderr
        if edit == "junk":
            assert "written anew (9 bytes were no lines of records)" in done.stdout
        crawled = crawl(url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert crawled.records[: len(kept)] == kept
        assert_each_once(crawled.records, url, SMALL)


def test_edited_export_without_a_rebuild(tmp_path: Path) -> None:
    """What somebody else wrote into a record is not what the portal said."""
    with serve(SMALL, NOW) as url:
        crawl(url, tmp_path, "limit=30")
        export = archive_folder(url, tmp_path) / "posts.jsonl"
        lines = export.read_bytes().splitlines(keepends=True)
        record = {**json.loads(lines[3]), "title": "改过的标题" * 40}
        edited = [*lines[:3], json.dumps(record, ensure_ascii=False).encode() + b"\n", *lines[4:]]
        export.write_bytes(b"".join(edited))
        healed = crawl(url, tmp_path)
        assert (healed.exit_status, healed.report["result"]) == (1, "healed")
        (kept,) = export.parent.glob("posts.jsonl.before-*")
        assert kept.read_bytes() == b"".join(edited)
        assert str(kept) in healed.stderr
        assert healed.report["restored"]["count"] == 1
        assert_each_once(healed.records, url, SMALL)
        assert crawl(url, tmp_path).exit_status == 0


# Files, handles, time


def test_nobody_else_may_write(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with serve(SMALL, NOW) as url:
            crawl(url, tmp_path / "data", "limit=5", inside=["env"])  # a process of its own
    finally:
        os.umask(before)
    for path in (tmp_path / "data").rglob("*"):
        assert not path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH), path


def test_strict_umask_is_kept(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        with serve(SMALL, NOW) as url:
            crawl(url, tmp_path / "data", "limit=5", inside=["env"])  # a process of its own
    finally:
        os.umask(before)
    for path in (tmp_path / "data").rglob("*"):
        assert not path.stat().st_mode & 0o077, path


def test_data_directory_that_cannot_be_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with serve(SMALL, NOW) as url:
        crawled = crawl(url, tmp_path / "file")
    assert crawled.exit_status == 1
    (complaint,) = errors(crawled.stderr)
    assert "cannot be opened" in complaint
    assert str(tmp_path / "file") in complaint


def test_no_file_handles_left(tmp_path: Path) -> None:
    with serve(SMALL, NOW) as url:
        folder = archive_folder(url, tmp_path)
        with started(url, tmp_path) as process:
            assert wait_for_growth(folder / "posts.jsonl", process)
            used = len(os.listdir(f"/proc/{process.pid}/fd"))  # noqa: PTH208
            resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (used - 2, used - 2))
            finish(process)
        crawled = crawl(url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert_each_once(crawled.records, url, SMALL)


def test_stopped_for_a_while(tmp_path: Path) -> None:
    """As by a laptop's lid, a debugger or a frozen container: longer than any time-out."""
    with serve(SMALL, NOW) as url:
        export = archive_folder(url, tmp_path) / "posts.jsonl"
        with started(url, tmp_path, settings=["DOWNLOAD_TIMEOUT=1"]) as process:
            assert wait_for_growth(export, process)
            process.send_signal(signal.SIGSTOP)
            time.sleep(2)
            process.send_signal(signal.SIGCONT)
            status, stderr = finish(process)
        assert status == 0, stderr
        assert_each_once(lines_of(export), url, SMALL)


@pytest.mark.parametrize("days", [-400, 400])
def test_clock_that_jumps_between_runs(tmp_path: Path, days: int) -> None:
    """The archive lives by the portal's clock; that, too, may be set."""
    options = SMALL
    with serve(options, NOW) as url:
        port = int(url.rstrip("/").rpartition(":")[2])
        assert crawl(url, tmp_path, "limit=20").exit_status == 1
    with serve(options, NOW + days * 86400, port=port) as url:
        crawled = crawl(url, tmp_path)
        # A portal whose clock goes back a year shows posts of its future: that is said.
        told = "done-with-alerts" if days < -1 else "done"
        assert crawled.report["result"] == told, crawled.stderr
        assert_each_once(crawled.records, url, options)


@pytest.mark.skipif(not FAKETIME, reason="there is no libfaketime")
@pytest.mark.parametrize("jump", ["-400d", "+1h"])
def test_machine_clock_that_jumps_during_a_run(tmp_path: Path, jump: str) -> None:
    clock, data = tmp_path / "clock", tmp_path / "data"
    clock.write_text("+0d\n")
    environment = {
        "LD_PRELOAD": str(FAKETIME[0]),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    with serve(MIDDLE, NOW) as url:
        export = archive_folder(url, data) / "posts.jsonl"
        with started(url, data, environment=environment) as process:
            assert wait_for_growth(export, process)
            clock.write_text(f"{jump}\n")
            status, stderr = finish(process)
        assert status == 0, stderr
        crawled = crawl(url, data)
        assert crawled.exit_status == 0, crawled.stderr
        assert_each_once(crawled.records, url, MIDDLE)


# A file system that is read-only


def test_archive_on_a_read_only_file_system(tmp_path: Path) -> None:
    disk = tmp_path / "disk"

    def told(command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "scrapy", command, "-a", f"portal={url}"],
            cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(disk)},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    with serve(SMALL, NOW) as url, small_disk(disk, "100m") as remount:
        first = crawl(url, disk, "limit=20")
        remount("size=100m,ro")
        crawled = crawl(url, disk)
        assert crawled.exit_status == 1
        (complaint,) = errors(crawled.stderr)
        assert "cannot be opened" in complaint
        assert "Read-only file system" in complaint
        audited = told("audit")
        assert audited.returncode == 1
        assert f"incomplete: {len(first.records)} posts" in audited.stdout
        reported = told("report")
        assert reported.returncode == 0
        assert "the report's page cannot be written: Read-only file system" in reported.stderr
        assert reported.stdout.rstrip().endswith(".html")  # as the run left it
        remount("size=100m,rw")
        assert crawl(url, disk).exit_status == 0
