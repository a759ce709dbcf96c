"""The benchmarks run, and their figures are such as can be: they measure too little here."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.compare.pages import SHARED

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[1]


def run(module: str, *arguments: str, path: Path) -> Any:
    subprocess.run(
        [sys.executable, "-m", module, *arguments, "--json", str(path)],
        cwd=ROOT, check=True, timeout=600, capture_output=True,
    )  # fmt: skip
    return json.loads(path.read_text(encoding="utf-8"))


def test_benchmark(tmp_path: Path) -> None:
    result = run("benchmarks", "--posts", "20", "--rounds", "1", path=tmp_path / "result.json")
    pages = {kind: runs[0]["pages"] for kind, runs in result["runs"].items()}
    # The same addresses; a bare spider cannot know that a robots.txt is asked for first.
    assert abs(pages["bare"] - pages["newsportal"]) <= 1
    assert pages["tutorial"] >= 20
    stages = result["summary"]["stages_ms_a_page"]
    assert min(stages[name] for name in ("parse", "rules", "text", "dedup", "commit")) > 0
    staged = result["staged"]
    assert 0 < result["summary"]["learning"] < 0.5
    assert sum(stages.values()) == pytest.approx(1000 * staged["cpu"] / staged["pages"])


def test_stored_pages(tmp_path: Path) -> None:
    result = run("benchmarks.kept", "--posts", "30", "--rounds", "1", path=tmp_path / "result.json")
    assert result["packed"]["bytes_a_post"] > 1000
    for way in result["plain"]["reextract"].values():
        assert way["cpu"] > 0


def test_update_of_a_filled_archive(tmp_path: Path) -> None:
    (result,) = run("benchmarks.filled", "--posts", "300", path=tmp_path / "result.json")
    assert 0 < result["update_cpu"] <= result["first_update_cpu"] * 1.5


def test_scale(tmp_path: Path) -> None:
    result = run("benchmarks.scale", "--posts", "40", path=tmp_path / "result.json")
    assert result["update"]["pages"] == 3
    assert result["audit"]["complete"]


@pytest.mark.skipif(shutil.which("valgrind") is None, reason="valgrind is not installed")
def test_instructions(tmp_path: Path) -> None:
    options = ("--posts", "40", "--kinds", "newsportal")
    result = run("benchmarks.instructions", *options, path=tmp_path / "result.json")
    assert 1e7 < result["newsportal"] < 1e8


def test_whole_portals_beside_other_crawlers() -> None:
    command = [sys.executable, "-m", "benchmarks.compare.crawlers", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    if not SHARED.exists():
        assert done.stdout.startswith("no crawlers are compared: the portals are not there")
        return
    for portal in json.loads(done.stdout)["newsportal"]:
        assert (portal["posts found"], portal["false pages"]) == (portal["of"], 0)
        assert portal["title"] == portal["day"] == 1
        assert portal["body F1"] >= 0.99
