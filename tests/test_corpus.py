"""``scrapy corpus``: several archives as one data set that common readers load as it is."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import polars
import pyarrow.parquet as pq
import pytest

from newsportal.archive.care.rebuild import rebuild
from newsportal.pages.urls import Site
from tests.crawling import ROOT
from tests.records import record


def text(seed: int) -> str:
    """Return a text that resembles no other: nobody's words, drawn from 2,000 characters."""
    drawn = random.Random(seed)
    return "".join(chr(0x4E00 + drawn.randrange(2000)) for _ in range(300)) + "。"


def archive(data: Path, host: str, posts: list[dict[str, Any]]) -> Path:
    folder = data / host
    folder.mkdir(parents=True, exist_ok=True)
    for post in posts:
        post["url"] = f"http://{host}/post/{post['id']}.html"
    lines = "".join(json.dumps(post, ensure_ascii=False) + "\n" for post in posts)
    (folder / "posts.jsonl").write_text(lines, encoding="utf-8")
    rebuild(folder, Site.of(f"http://{host}"))
    return folder


def dated(number: int, at: str | None, body: str, **fields: Any) -> dict[str, Any]:
    return record(number, f"第{number}条", body, published_at=at, published_earliest=at,
                  published_latest=at, published_from="page", **fields)  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    archive(data, "a.example", [
        dated(1, "2026-10-31T23:59:00+08:00", text(1)),
        dated(2, "2026-11-01T00:01:00+08:00", text(2)),
        dated(3, None, text(3), published_precision=None),
        dated(2, "2026-11-01T00:01:00+08:00", text(2) + "补充。", revision=2),
    ])  # fmt: skip
    archive(data, "b.example", [
        dated(1, "2026-11-02T08:00:00+08:00", text(1) + "转载。"),
        dated(2, "2026-11-03T08:00:00+08:00", text(9)),
    ])  # fmt: skip
    return data


def corpus(data: Path, output: Path, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "scrapy", "corpus", "--output", str(output), "--json"]
    done = subprocess.run(
        [*command, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
        env={**os.environ, "NEWSPORTAL_DATA_DIR": str(data)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.long
def test_corpus(data: Path, tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    built = corpus(data, output)
    assert built == {"records": 5, "portals": 2, "clusters": 1, "repeated": 1, "written": 4}
    folders = sorted(path.parent.relative_to(output / "posts").as_posix()
                     for path in (output / "posts").glob("**/*.parquet"))  # fmt: skip
    assert folders == ["a.example/2026-10", "a.example/2026-11", "a.example/unknown",
                       "b.example/2026-11"]  # fmt: skip
    files = f"{output}/posts/**/*.parquet"
    rows = duckdb.sql(f"SELECT id, revision, url FROM '{files}' ORDER BY url").fetchall()
    assert [(number, revision) for number, revision, _ in rows] == [
        ("1", 1), ("2", 2), ("3", 1), ("1", 1), ("2", 1)
    ]  # fmt: skip
    assert polars.read_parquet(files).schema["published_at"].time_zone == "Asia/Shanghai"
    (early, late) = pq.read_table(output / "clusters.parquet").to_pylist()
    assert (early["portal"], early["first"]) == ("a.example", True)
    assert (late["portal"], late["first"]) == ("b.example", False)
    assert "5 records of 2 portals" in (output / "README.md").read_text(encoding="utf-8")
    assert not list(output.glob("**/*.tmp"))

    assert corpus(data, output)["written"] == 0  # nothing has changed
    archive(data, "b.example", [dated(2, "2026-11-03T08:00:00+08:00", text(10), revision=2)])
    assert corpus(data, output)["written"] == 1
    assert len(list((output / "posts" / "b.example").glob("*/*"))) == 1


def test_pandas_and_datasets_load_it_without_options(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    pandas = pytest.importorskip("pandas")
    output = tmp_path / "corpus"
    corpus(data, output)
    table = pandas.read_parquet(output / "posts")
    assert len(table) == 5
    assert str(table["published_at"].dtype).endswith("Asia/Shanghai]")
    assert all(tags is not None for tags in table["tags"])
    datasets = pytest.importorskip("datasets")
    loaded = datasets.load_dataset(
        "parquet", data_files=f"{output}/posts/*/*/*.parquet", cache_dir=str(tmp_path / "cache")
    )
    assert sorted(loaded["train"]["id"]) == ["1", "1", "2", "2", "3"]


@pytest.mark.long
def test_drop_and_history(data: Path, tmp_path: Path) -> None:
    assert corpus(data, tmp_path / "dropped", "--dedupe", "drop")["records"] == 4
    assert corpus(data, tmp_path / "history", "--history")["records"] == 6


@pytest.mark.long
def test_on_a_cluster(data: Path, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard",
         "--host", "127.0.0.1", "--scheduler-file", str(tmp_path / "s.json")],
        stderr=subprocess.DEVNULL, cwd=ROOT,
    ) as scheduler, subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_worker", "--no-dashboard",
         "--scheduler-file", str(tmp_path / "s.json"), "--nworkers", "1"],
        stderr=subprocess.DEVNULL, cwd=ROOT,
    ) as worker:  # fmt: skip
        try:
            for _ in range(240):
                if (tmp_path / "s.json").exists():
                    break
                subprocess.run(["sleep", "0.5"], check=True)
            address = json.loads((tmp_path / "s.json").read_text())["address"]
            assert corpus(data, tmp_path / "out", "--scheduler", address)["records"] == 5
        finally:
            worker.terminate()
            scheduler.terminate()


def test_no_archive(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "corpus", "--output", str(tmp_path / "out")],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (2, f"newsportal: no archive in {tmp_path}\n")
