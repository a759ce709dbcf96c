"""``scrapy corpus``: several archives as one data set that common readers load as it is."""

from __future__ import annotations

import fcntl
import gzip
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import polars
import pyarrow.parquet as pq
import pytest
from distributed import Client

from newsportal.archive.maintenance.rebuild import rebuild
from newsportal.archive.maintenance.rotate import rotate
from newsportal.archive.records_file import is_archive
from newsportal.corpus.build import BusyError, build
from newsportal.corpus.files import left_out
from newsportal.pages.site import Site
from tests.crawling import ROOT
from tests.fleets import until
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


def corpus(data: Path, output: Path, *arguments: str, status: int = 0) -> dict[str, Any]:
    command = [sys.executable, "-m", "scrapy", "corpus", "--output", str(output), "--json"]
    done = subprocess.run(
        [*command, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
        env={**os.environ, "NEWSPORTAL_DATA_DIR": str(data)},
    )  # fmt: skip
    assert done.returncode == status, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def found(query: str) -> list[tuple[Any, ...]]:
    relation = duckdb.sql(query)
    assert relation is not None
    return relation.fetchall()


@pytest.mark.long
def test_corpus(data: Path, tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    built = corpus(data, output)
    assert built.pop("missing") == []
    assert built == {"records": 5, "portals": 2, "clusters": 1, "repeated": 1, "written": 4}
    folders = sorted(path.parent.relative_to(output / "posts").as_posix()
                     for path in (output / "posts").glob("**/*.parquet"))  # fmt: skip
    assert folders == ["a.example/2026-10", "a.example/2026-11", "a.example/unknown",
                       "b.example/2026-11"]  # fmt: skip
    files = f"{output}/posts/**/*.parquet"
    rows = found(f"SELECT id, revision, url FROM '{files}' ORDER BY url")
    assert [(number, revision) for number, revision, _ in rows] == [
        ("1", 1), ("2", 2), ("3", 1), ("1", 1), ("2", 1)
    ]  # fmt: skip
    published = polars.read_parquet(files).schema["published_at"]
    assert isinstance(published, polars.Datetime)
    assert published.time_zone == "Asia/Shanghai"
    (early, late) = pq.read_table(output / "clusters.parquet").to_pylist()
    assert (early["portal"], early["first"]) == ("a.example", True)
    assert (late["portal"], late["first"]) == ("b.example", False)
    assert "5 records of 2 portals" in (output / "README.md").read_text(encoding="utf-8")
    assert not list(output.glob("**/*.tmp"))

    assert corpus(data, output)["written"] == 0  # nothing has changed
    archive(data, "b.example", [dated(2, "2026-11-03T08:00:00+08:00", text(10), revision=2)])
    assert corpus(data, output)["written"] == 1
    assert len(list((output / "posts" / "b.example").glob("*/*"))) == 1


@pytest.mark.long
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
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    loaded = datasets.load_dataset(str(output))
    assert sorted(loaded["train"]["id"]) == ["1", "1", "2", "2", "3"]
    assert datasets.load_dataset(str(output), "clusters")["train"]["first"] == [True, False]


@pytest.mark.long
def test_drop_and_history(data: Path, tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    assert corpus(data, output)["records"] == 5
    assert corpus(data, output, "--dedupe", "drop")["records"] == 4
    (kept,) = found(f"SELECT id FROM '{output}/posts/b.example/**/*.parquet'")
    assert kept == ("2",)
    assert corpus(data, output)["written"] == 1  # the month of the one that was dropped
    assert corpus(data, tmp_path / "history", "--history")["records"] == 6


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Yield the address of a scheduler of Dask and its two workers."""
    file = folder / "scheduler.json"
    given = ["--scheduler-file", str(file), "--no-dashboard", "--host", "127.0.0.1"]
    commands = [
        ["dask_scheduler", "--port", "0"],
        *([["dask_worker", "--no-nanny", "--nthreads", "1", "--local-directory", str(folder)]] * 2),
    ]
    started = [
        subprocess.Popen([sys.executable, "-m", f"distributed.cli.{command}", *options, *given],
                         stderr=subprocess.DEVNULL, cwd=ROOT)
        for command, *options in commands
    ]  # fmt: skip
    try:
        until(file.exists, 120)
        address = json.loads(file.read_text())["address"]
        with Client(address, timeout="60s") as client:
            client.wait_for_workers(2, timeout=120)
        yield address, started[1:]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def files_of(output: Path) -> dict[str, bytes]:
    paths = sorted(output.glob("posts/*/*/*"))
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.long
def test_a_killed_worker_of_the_cluster_costs_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for name, shift in (("a.example", 0), ("b.example", 300)):
        archive(data, name, [
            dated(n, f"{2010 + n % 15}-{1 + n % 12:02d}-02T08:00:00+08:00", text(n + shift))
            for n in range(1, 481)
        ])  # fmt: skip
    alone = corpus(data, tmp_path / "alone")
    assert (alone["records"], alone["repeated"], alone["written"]) == (960, 180, 120)
    with cluster(tmp_path) as (address, workers), ThreadPoolExecutor() as pool:
        output = tmp_path / "shared"
        building = pool.submit(corpus, data, output, "--scheduler", address)
        until(lambda: building.done() or list(output.glob("posts/*/*/*.parquet")), 120, 0.002)
        workers[0].kill()
        assert len(list(output.glob("posts/*/*/*.parquet"))) < alone["written"]
        assert building.result() == alone
    assert files_of(output) == files_of(tmp_path / "alone")
    tables = [pq.read_table(tmp_path / name / "clusters.parquet") for name in ("alone", "shared")]
    assert tables[0] == tables[1]
    assert not list(output.glob("**/*.tmp"))


@pytest.mark.long
def test_two_builds_into_one_folder_do_not_meet(data: Path, tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    output.mkdir()
    with (output / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BusyError, match="another build is writing"):
            build([data / "a.example"], output)
        assert [path.name for path in output.iterdir()] == [".lock"]
        command = [sys.executable, "-m", "scrapy", "corpus", "--output", str(output)]
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
            env={**os.environ, "NEWSPORTAL_DATA_DIR": str(data)},
        )  # fmt: skip
        assert (done.returncode, "another build is writing" in done.stderr) == (75, True)
    assert build([data / "a.example"], output).records == 3


def test_a_line_that_is_written_anew_is_read_anew(data: Path, tmp_path: Path) -> None:
    """As `forget` does with links to a post: no revision, and no other content hash."""
    first, output = build([data / "b.example"], tmp_path / "corpus"), tmp_path / "corpus"
    export = data / "b.example" / "posts.jsonl"
    whole, link = export.read_text(encoding="utf-8"), '{"url":"http://b.example/7","title":"秘密"}'
    assert '"previous": null' in whole
    export.write_text(whole.replace('"previous": null', f'"previous": {link}'), encoding="utf-8")
    assert build([data / "b.example"], output).written == first.written
    (file,) = output.glob("posts/*/*/*.parquet")
    assert "秘密" in str(pq.read_table(file)["previous"].to_pylist())
    export.write_text(whole, encoding="utf-8")
    assert build([data / "b.example"], output).written == first.written
    (file,) = output.glob("posts/*/*/*.parquet")
    assert "秘密" not in str(pq.read_table(file)["previous"].to_pylist())


@pytest.mark.long
def test_rotated_files_are_read(data: Path, tmp_path: Path) -> None:
    output = tmp_path / "corpus"
    before = corpus(data, output)
    written = sorted(path.name for path in output.glob("posts/*/*/*.parquet"))
    export = data / "a.example" / "posts.jsonl"
    old = export.with_name("posts-20261101T000000Z.jsonl.gz")
    old.write_bytes(gzip.compress(export.read_bytes()))
    export.unlink()  # all of it is packed
    assert corpus(data, output) == {**before, "written": 0}
    assert sorted(path.name for path in output.glob("posts/*/*/*.parquet")) == written
    later = dated(2, "2026-11-01T00:01:00+08:00", "再改。", revision=3)
    later["url"] = "http://a.example/post/2.html"
    export.write_text(json.dumps(later, ensure_ascii=False) + "\n", encoding="utf-8")
    assert corpus(data, output) == {**before, "written": 1}
    (file,) = output.glob("posts/a.example/2026-11/*.parquet")
    assert pq.read_table(file)["text"].to_pylist() == ["再改。"]


@pytest.mark.long
@pytest.mark.parametrize(("moved", "why"), [
    ("posts-20261101T000000Z.jsonl.zst", "unpack it"),
    ("moved.jsonl", "has no posts.jsonl; it is left out"),
])  # fmt: skip
def test_what_is_missing_is_named(data: Path, tmp_path: Path, moved: str, why: str) -> None:
    export = data / "a.example" / "posts.jsonl"
    export.rename(export.with_name(moved))
    told = corpus(data, tmp_path / "corpus", status=1)
    assert (told["records"], told["portals"]) == (2, 1)
    assert len(told["missing"]) == 1
    assert why in told["missing"][0]


def test_a_rotated_file_that_is_not_there_is_named(data: Path) -> None:
    folder = data / "a.example"
    old = rotate(folder, Site.of("http://a.example")).path
    assert (left_out(folder), is_archive(folder)) == ([], True)
    old.unlink()
    assert [str(old) in line for line in left_out(folder)] == [True]


@pytest.mark.parametrize(("name", "data_there"), [
    ("posts.jsonl", b'{"id": "1", "title": '), ("state.db", b"no database"),
])  # fmt: skip
def test_an_archive_that_cannot_be_read_is_named(
    data: Path, tmp_path: Path, name: str, data_there: bytes
) -> None:
    """Of thousands a person wants to know which; what was published stays."""
    archives = [data / "a.example", data / "b.example"]
    build(archives, tmp_path / "corpus")
    before = files_of(tmp_path / "corpus")
    (data / "b.example" / name).write_bytes(data_there + b"\n")
    with pytest.raises(ValueError, match=rf"b\.example/{name} cannot be read: .*next run"):
        build(archives, tmp_path / "corpus")
    assert files_of(tmp_path / "corpus") == before


def test_archives_without_signatures(data: Path, tmp_path: Path) -> None:
    """Such as one of pictures alone, or one whose state is lost, which is told."""
    folder = data / "b.example"
    (folder / "state.db").unlink()
    assert ["has no state.db" in line for line in left_out(folder)] == [True]
    assert build([folder], tmp_path / "corpus").records == 2


def test_two_archives_of_one_name_are_refused(data: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"several archives are called a\.example"):
        build([data / "a.example", tmp_path / "copy" / "a.example"], tmp_path / "corpus")


def test_no_archive(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "corpus", "--output", str(tmp_path / "out")],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, f"newsportal: no archive in {tmp_path}\n")
