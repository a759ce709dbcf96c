"""Every command answers programs: with ``--json``, one line on standard output that has all."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from newsportal.runs.run import FAILED, OK
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.crawling import ROOT, archive_folder, crawl

SETTINGS = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    data = tmp_path_factory.mktemp("data")
    with serve(Options(posts=12)) as url:
        assert crawl(url, data).exit_status == OK
    return url, data


@pytest.fixture
def archive(crawled: tuple[str, Path], tmp_path: Path) -> tuple[str, Path]:
    url, data = crawled
    return url, copytree(data, tmp_path / "data")


def answer(command: str, data: Path, *words: str) -> tuple[int, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", command, "--json", *words,
         "-s", f"NEWSPORTAL_DATA_DIR={data}"],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    (line,) = done.stdout.splitlines()
    return done.returncode, json.loads(line)


@pytest.mark.long
@pytest.mark.parametrize(
    ("command", "words", "names"),
    [
        ("audit", (), {"complete", "posts"}),
        ("health", (), {"good", "archive"}),
        ("verify", (), {"whole", "faults"}),
        ("report", (), {"result", "outcome", "census", "page"}),
        ("report", ("--runs", "3"), {"runs"}),
        ("report", ("--all",), {"archives"}),
        ("export", ("--format", "jsonl"), {"posts", "format", "path"}),
        ("reextract", ("--dry-run",), {"posts", "fields"}),
        ("reextract", (), {"result", "exit_status", "posts"}),
        ("rebuild", (), {"posts", "removed", "notes"}),
        ("rotate", (), set()),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(sorted(value)),
)
def test_about_an_archive(
    archive: tuple[str, Path], command: str, words: tuple[str, ...], names: set[str]
) -> None:
    url, data = archive
    status, facts = answer(command, data, *words, "-a", f"portal={url}")
    assert status == OK
    assert names <= facts.keys()


@pytest.mark.long
def test_about_a_run(tmp_path: Path) -> None:
    with serve(Options(posts=8)) as url:
        status, facts = answer("crawl", tmp_path, "posts", "-a", f"portal={url}", *SETTINGS)
    assert (status, facts["result"], facts["posts"]) == (OK, "done", 8)
    assert facts["report"] == str(next((archive_folder(url, tmp_path) / "runs").glob("*.json")))
    status, facts = answer("crawl", tmp_path, "posts", "-a", f"portal={url}", *SETTINGS)
    assert (status, facts["result"]) == (FAILED, "failed")  # it is away


@pytest.mark.long
def test_about_the_demo(tmp_path: Path) -> None:
    status, facts = answer("demo", tmp_path, "--posts", "8")
    assert (status, facts["result"]) == (OK, "done")


@pytest.mark.long
@pytest.mark.parametrize("command", ["browse", "portal"])
def test_about_what_is_served(archive: tuple[str, Path], command: str) -> None:
    url, data = archive
    words = [command, "--json", "--port", "0", "-s", f"NEWSPORTAL_DATA_DIR={data}"]
    words += ["-a", f"portal={url}"] if command == "browse" else []
    with subprocess.Popen(
        [sys.executable, "-m", "scrapy", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as served:
        assert served.stdout is not None
        facts = json.loads(served.stdout.readline())
        served.terminate()
    assert facts["url"].startswith("http://127.0.0.1:")
