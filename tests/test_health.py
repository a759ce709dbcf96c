"""``scrapy health`` tells a monitor what the reports say."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsportal.runs.accounts import accounts
from newsportal.runs.health import health as judge
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.crawling import ROOT, archive_folder, crawl


def health(url: str, data: Path, *more: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "health", "-a", f"portal={url}", *more],
        cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(data)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.long
def test_health_follows_the_runs(tmp_path: Path) -> None:
    with serve(Options(posts=10)) as url:
        assert health(url, tmp_path)[0] == 1  # no run yet
        assert crawl(url, tmp_path).exit_status == 0
        status, line = health(url, tmp_path)
        assert status == 0
        assert "posts in the archive" in line
    assert crawl(url, tmp_path).exit_status == 1
    status, line = health(url, tmp_path)
    assert status == 1
    assert "the last run ended with 1" in line


@pytest.mark.long
def test_an_old_run_is_no_good_sign(tmp_path: Path) -> None:
    with serve(Options(posts=10)) as url:
        assert crawl(url, tmp_path).exit_status == 0
    (path,) = (archive_folder(url, tmp_path) / "runs").glob("*.json")
    report = json.loads(path.read_text(encoding="utf-8"))
    report["finished_at"] = str(datetime.now(UTC) - timedelta(hours=30))
    path.write_text(json.dumps(report), encoding="utf-8")
    assert health(url, tmp_path) == (1, "the last run ended 30 hours ago\n")
    assert health(url, tmp_path, "--hours", "48")[0] == 0
    path.write_text("{}", encoding="utf-8")
    assert health(url, tmp_path)[0] == 1


def test_the_newest_run_is_told_from_its_name(tmp_path: Path) -> None:
    """Copies of an archive have any file times, and other files may lie about."""
    names = ["20261122T040000Z-10", "20261122T040000Z-9", "20261122T040000Z", "20261121T230000Z"]
    (tmp_path / "runs").mkdir()
    for name in (*names, "notes"):
        (tmp_path / "runs" / f"{name}.json").touch()
    assert [path.stem for path in accounts(tmp_path)] == names


@pytest.mark.long
def test_a_first_run_that_goes_on_is_well(tmp_path: Path) -> None:
    with serve(Options(posts=30)) as url:
        command = [sys.executable, "-m", "scrapy", "crawl", "posts", "-a", f"portal={url}"]
        environment = {**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path)}
        with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as run:
            try:
                deadline = time.monotonic() + 60
                while health(url, tmp_path)[0] and time.monotonic() < deadline:
                    assert run.poll() is None
                assert health(url, tmp_path) == (0, "the first run is going on\n")
            finally:
                run.send_signal(signal.SIGINT)
                run.wait(60)


def test_a_reader_is_no_run(tmp_path: Path) -> None:
    """Whoever has looked into the state leaves an empty file beside it."""
    (tmp_path / "state.db-wal").touch()
    assert not judge(tmp_path, timedelta(hours=26)).good
    (tmp_path / "state.db-wal").write_bytes(b"a commit")
    assert judge(tmp_path, timedelta(hours=26)).good


@pytest.mark.parametrize("hours", ["soon", "0", "nan", "-3"])
def test_wrong_hours_are_named(hours: str, tmp_path: Path) -> None:
    status, line = health("http://127.0.0.1:9/", tmp_path, f"--hours={hours}")
    assert status == 2
    assert hours in line


@pytest.mark.long
def test_all_archives_at_once(tmp_path: Path) -> None:
    assert health("http://127.0.0.1:9/", tmp_path, "--all")[0] == 1
    with serve(Options(posts=10)) as good, serve(Options(posts=10)) as bad:
        for url in (good, bad):
            assert crawl(url, tmp_path).exit_status == 0
    assert crawl(bad, tmp_path).exit_status == 1  # it is not there any more
    status, lines = health(good, tmp_path, "--all")
    assert status == 1
    first, second = lines.splitlines()
    assert first.startswith(f"BAD  {archive_folder(bad, tmp_path).name}: ")
    assert second.startswith(f"good {archive_folder(good, tmp_path).name}: ")
    status, line = health(good, tmp_path, "--all", "--json")
    told = json.loads(line)["archives"]
    assert sorted(one["good"] for one in told) == [False, True]
    assert json.loads(health(good, tmp_path, "--json")[1])["good"] is True
