"""The same with real runs of a real portal: what issue 13 saw, and what it owes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.archivist import archiving
from tests.changing import DAY, Changing
from tests.crawling import ROOT, archive_folder, crawl
from tests.ended_runs import NOW, PLAIN, assert_each_once, lines_of, started, wait_for_growth

TINY = Options(posts=30, **PLAIN)


def command(url: str, data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *words, "-a", f"portal={url}"],
        cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(data)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("first", ["posts.jsonl", "state.db"])
def test_a_copy_that_is_taken_while_a_run_goes_on(tmp_path: Path, first: str) -> None:
    with serve(Options(posts=120, **PLAIN), NOW) as url:
        folder = archive_folder(url, tmp_path / "data")
        copy = archive_folder(url, tmp_path / "copy")
        copy.mkdir(parents=True)
        with started(url, tmp_path / "data") as process:
            assert wait_for_growth(folder / "posts.jsonl", process)
            shutil.copyfile(folder / first, copy / first)
            wait_for_growth(folder / "posts.jsonl", process)
            for path in folder.iterdir():
                if path.is_file() and path.name not in (first, "lock"):
                    shutil.copyfile(path, copy / path.name)
        crawled = crawl(url, tmp_path / "copy")
        assert crawled.report["result"] in ("healed", "done")
        assert_each_once(crawled.records, url, Options(posts=120, **PLAIN))
        again = crawl(url, tmp_path / "copy")
        assert again.exit_status == 0, again.stderr
        assert again.records == crawled.records
        assert command(url, tmp_path / "copy", "audit", "--whole").returncode == 0


@pytest.mark.long
def test_lines_that_are_cut_off_are_read_again(tmp_path: Path) -> None:
    with serve(TINY, NOW) as url:
        before = crawl(url, tmp_path)
        export = archive_folder(url, tmp_path) / "posts.jsonl"
        export.write_bytes(b"".join(export.read_bytes().splitlines(keepends=True)[:-12]))
        audited = command(url, tmp_path, "audit")
        assert audited.returncode == 1
        assert audited.stdout.count("its line is not in posts.jsonl") == 12
        assert command(url, tmp_path, "verify").returncode == 1
        healed = crawl(url, tmp_path)
        assert (healed.exit_status, healed.report["result"]) == (1, "healed")
        assert healed.report["restored"]["count"] == 12
        assert healed.report["new"]["count"] == 0
        assert_each_once(healed.records, url, TINY)
        health = command(url, tmp_path, "health")
        assert (health.returncode, "(healed)" in health.stdout) == (1, True)
        done = crawl(url, tmp_path)
        assert (done.exit_status, done.report["result"]) == (0, "done"), done.stderr
        count = len(before.records)
        assert f"complete: {count} posts" in command(url, tmp_path, "audit").stdout
        verified = command(url, tmp_path, "verify", "--json")
        assert json.loads(verified.stdout) == {"whole": True, "faults": []}


@pytest.mark.long
def test_a_run_after_a_rotation_has_nothing_to_do(tmp_path: Path) -> None:
    with serve(TINY, NOW) as url:
        before = crawl(url, tmp_path)
        rotated = json.loads(command(url, tmp_path, "rotate", "--json").stdout)
        assert rotated["posts"] == len(before.records)
        after = crawl(url, tmp_path)
        assert (after.exit_status, after.records) == (0, []), after.stderr
        assert lines_of(Path(rotated["path"])) == before.records
        audited = command(url, tmp_path, "audit").stdout
        assert f"complete: {len(before.records)} posts" in audited
        assert rotated["digest"] in audited


@pytest.mark.long
def test_a_fifo_in_the_place_of_the_file(tmp_path: Path) -> None:
    with serve(TINY, NOW) as url:
        folder = archive_folder(url, tmp_path)
        folder.mkdir()
        os.mkfifo(folder / "posts.jsonl")
        crawled_status = command(url, tmp_path, "crawl", "posts")
    assert crawled_status.returncode == 1
    (line,) = crawled_status.stderr.splitlines()
    assert "posts.jsonl is no file" in line


@pytest.mark.long
def test_the_steps_of_moving(tmp_path: Path) -> None:
    """As docs/moving.md has them: to another folder, then to another name of the portal."""
    steps = (ROOT / "docs" / "moving.md").read_text(encoding="utf-8")
    assert "mv data/old.example data/new.example" in steps
    with serve(TINY, NOW) as url:
        before = crawl(url, tmp_path / "data")
        shutil.copytree(tmp_path / "data", tmp_path / "disk" / "data")
        shutil.rmtree(tmp_path / "data")
        data = tmp_path / "disk" / "data"
        copied = crawl(url, data)
        assert (copied.exit_status, copied.records) == (0, before.records), copied.stderr
        old = archive_folder(url, data)
    with serve(TINY, NOW) as moved:
        new = archive_folder(moved, data)
        old.rename(new)
        crawled = crawl(moved, data)
        assert crawled.exit_status == 0, crawled.stderr
        # Pictures that lie on the portal have other addresses now, which makes revisions.
        assert crawled.records[: len(before.records)] == before.records
        assert crawled.report["new"]["count"] == 0
        assert {record["revision"] for record in crawled.records[len(before.records) :]} <= {2}
        rebuilt = command(moved, data, "rebuild")
        assert f"rebuilt: {len(before.records)} posts" in rebuilt.stdout
        again = crawl(moved, data)
        assert (again.exit_status, again.report["new"]["count"]) == (0, 0), again.stderr
        assert f"complete: {len(before.records)} posts" in command(moved, data, "audit").stdout


@pytest.mark.long
def test_a_new_state_knows_posts_at_the_addresses_that_they_have_now(tmp_path: Path) -> None:
    """Only lines and stored pages tell of the two addresses, and the former one is not there."""
    portal = Changing(seed=8)
    portal.fill(14)
    with archiving(portal, tmp_path) as archivist:
        assert archivist.run() == 0
        portal.scheme = "news/{}/"
        portal.public()[-1].title = "改了地址又改了题目"
        assert archivist.run("full") == 0
        before = archivist.export()
        assert archivist.execute("rebuild", "-a", f"portal={portal.url}") == 0
        for mode in ("update", "full", "refetch"):
            portal.now += 1.1 * DAY
            assert archivist.run(mode) == 0, archivist.stderr
        assert archivist.export() == before
        status, lines = archivist.audit()
        assert (status, lines[-1]) == (0, "complete: 14 posts"), lines
        assert archivist.execute("verify", "-a", f"portal={portal.url}") == 0
