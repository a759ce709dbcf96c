"""``scrapy export``: the latest revision of every post in other formats, through the command."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml

from newsportal.archive.reading import Record, latest
from newsportal.extras import command_for
from newsportal.formats import FORMATS, MARK, Format
from newsportal.formats import export as write
from newsportal.items import Post
from newsportal.runs.run import FAILED, OK, USAGE
from tests.records import PORTAL, record, tombstone

ROOT = Path(__file__).parents[1]


RECORDS = [
    record(1, "第一版", "旧文"),
    record(2, '=HYPERLINK("http://evil.example/")', "－1+1", source="@外电"),
    record(3, "撤下", "曾经有过的文字"),
    record("../../../climb", "爬", "爬出去"),
    record(1, "第二版", "新文\n𠮷野家🌾", revision=2, reporters=["林晓舟", "周一鸣"],
           images=[{"url": "https://news.example/a.jpg", "alt": "港口"}], views=7, similarity=0.5,
           category=["新闻资讯", "财经"], previous={"url": f"{PORTAL}post/2.html", "title": "二"},
           comments=[{"id": "9", "author": "读者", "location": None, "text": "好",
                      "published_at": "2026-10-24T09:00:00+08:00", "published_precision": "day",
                      "reply_to": None}]),
    tombstone(3),
    record(5, "无日期", "某日", published_at=None, published_precision=None),
]  # fmt: skip
STANDING = [RECORDS[1], RECORDS[3], RECORDS[4], RECORDS[6]]
REMOVED = {**RECORDS[2], "deleted_at": "2026-11-01T08:00:00+08:00"}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The folder of an archive whose last line is still being written."""
    folder = tmp_path / "data" / "news.example"
    folder.mkdir(parents=True)
    lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS]
    (folder / "posts.jsonl").write_text("".join(lines) + '{"id":"6","ti', encoding="utf-8")
    return folder


def export(archive: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "export", "-a", f"portal={PORTAL}", *arguments],
        cwd=ROOT, env=os.environ | {"NEWSPORTAL_DATA_DIR": str(archive.parent)},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def export_started(archive: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "scrapy", "export", "-a", f"portal={PORTAL}", *arguments],
        cwd=ROOT, env=os.environ | {"NEWSPORTAL_DATA_DIR": str(archive.parent)},
    )  # fmt: skip


def exported(archive: Path, form: str, *arguments: str) -> Path:
    done = export(archive, "--format", form, *arguments)
    assert done.returncode == OK, done.stderr
    (path,) = (archive / "export").iterdir()
    assert str(path) in done.stdout
    return path


def test_latest(archive: Path) -> None:
    assert list(latest(archive / "posts.jsonl")) == STANDING
    with_removed = list(latest(archive / "posts.jsonl", deleted=True))
    assert with_removed == [RECORDS[1], REMOVED, *STANDING[1:]]


def test_republished_post_is_back(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    lines = [record(1, "甲"), tombstone(1), record(1, "甲", revision=3)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert list(latest(path)) == [lines[2]]


def test_csv(archive: Path) -> None:
    path = exported(archive, "csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,url,title,")  # Excel needs the mark
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(Post.__slots__)
    assert [row["id"] for row in rows] == [post["id"] for post in STANDING]
    formula, _, post, undated = rows
    assert formula["title"] == '\'=HYPERLINK("http://evil.example/")'
    assert (formula["text"], formula["source"]) == ("'－1+1", "'@外电")
    assert post["text"] == "新文\n𠮷野家🌾"
    assert (post["reporters"], post["views"]) == ("林晓舟; 周一鸣", "7")
    assert json.loads(post["images"]) == RECORDS[4]["images"]
    assert undated["published_at"] == ""


@pytest.mark.long
def test_parquet(archive: Path) -> None:
    rows = pq.read_table(exported(archive, "parquet")).to_pylist()
    assert [row["id"] for row in rows] == [post["id"] for post in STANDING]
    post = rows[2]
    assert post["published_at"].isoformat() == "2026-10-23T09:00:00+08:00"
    assert post["comments"][0].pop("published_at").isoformat() == "2026-10-24T09:00:00+08:00"
    times = [name for name in Post.__slots__ if name.endswith("_at") or name == "comments"]
    expected = STANDING[2]
    assert json.loads(post.pop("extra")) == expected["extra"]
    times.append("extra")
    assert {name: post[name] for name in Post.__slots__ if name not in times} == {
        name: expected[name] for name in Post.__slots__ if name not in times
    }


def test_sqlite(archive: Path) -> None:
    with closing(sqlite3.connect(exported(archive, "sqlite"))) as database:
        database.row_factory = sqlite3.Row
        rows = database.execute("SELECT * FROM posts ORDER BY rowid").fetchall()
        nested = {name for name, value in RECORDS[0].items() if isinstance(value, list)}
        nested |= {"previous", "next", "extra"}
        for row, post in zip(rows, STANDING, strict=True):
            told = {name: row[name] for name in Post.__slots__}
            told |= {name: json.loads(told[name]) for name in nested if told[name]}
            assert told == post
        by = "SELECT posts.id FROM posts, json_each(reporters) AS one WHERE one.value = '周一鸣'"
        assert [tuple(row) for row in database.execute(by)] == [("1",)]


def test_markdown(archive: Path) -> None:
    folder = exported(archive, "markdown")
    files = {str(path.relative_to(folder)): path for path in folder.rglob("*.md")}
    odd = next(name for name in files if "climb" in name)
    assert odd.startswith("2026/10/climb-")
    assert sorted(files) == sorted(["2026/10/1.md", "2026/10/2.md", odd, "undated/5.md"])
    _, front, body = files["2026/10/1.md"].read_text(encoding="utf-8").split("---\n", 2)
    fields = [name for name in Post.__slots__ if name not in ("text", "html")]
    assert yaml.safe_load(front) == {name: RECORDS[4][name] for name in fields}
    assert body.split() == ["#", "第二版", "新文", "𠮷野家🌾"]


def test_markdown_shows_markup_as_text(archive: Path) -> None:
    line = record(7, "<script>alert(1)</script>\u2028\x85---", html="<p>&lt;b&gt; # [甲](乙)</p>"
                  '<video src="https://news.example/[1].mp4" controls></video>')  # fmt: skip
    (archive / "posts.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    text = (exported(archive, "markdown") / "2026/10/7.md").read_text(encoding="utf-8")
    _, front, body = text.split("---\n", 2)
    assert yaml.safe_load(front)["title"] == line["title"]
    assert r"\<script\>alert(1)\</script\>" in body
    assert r"\<b\>" in body
    assert r"\[甲\](乙)" in body
    assert r"[\[1\].mp4](https://news.example/[1].mp4)" in body


def test_two_addresses_with_one_id_are_two_files(archive: Path) -> None:
    lines = [record(1, "甲"), record(1, "乙", url=f"{PORTAL}other/1.html")]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (archive / "posts.jsonl").write_text(text, encoding="utf-8")
    assert len(list(exported(archive, "markdown").rglob("*.md"))) == 2


def left_beside(path: Path) -> list[Path]:
    """Return what is in the folder of an export, the schemas of JSON Lines aside."""
    return [one for one in path.parent.iterdir() if ".schema." not in one.name]


OF_RECORDS = {name: form for name, form in FORMATS.items() if name != "wacz"}


@pytest.mark.parametrize("form", OF_RECORDS.values(), ids=OF_RECORDS)
def test_deleted_on_request_and_replacing(form: Format, archive: Path) -> None:
    path = archive / "export" / form.name
    posts = archive / "posts.jsonl"
    assert write(latest(posts), form, path) == 4
    assert write(latest(posts, deleted=True), form, path) == 5
    assert left_beside(path) == [path]


@pytest.mark.parametrize("form", OF_RECORDS.values(), ids=OF_RECORDS)
def test_failure_leaves_what_was_there(form: Format, archive: Path) -> None:
    path = archive / "export" / form.name
    write(latest(archive / "posts.jsonl"), form, path)
    before = path.stat()
    with pytest.raises(ValueError, match="broken"):
        write(broken(latest(archive / "posts.jsonl")), form, path)
    assert left_beside(path) == [path]
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.long
@pytest.mark.parametrize(("form", "posts"), [("csv", 2500), ("parquet", 2500), ("sqlite", 2500),
                                             ("markdown", 800)])  # fmt: skip
def test_memory_does_not_grow_with_the_archive(form: str, posts: int, tmp_path: Path) -> None:
    """Five times the posts; with all of them in memory, the peak would be twice as high."""
    peaks = []
    for times in (1, 5):
        source = tmp_path / f"{times}.jsonl"
        with source.open("w", encoding="utf-8") as file:
            for number in range(posts * times):
                line = record(number, "题", "文" * 4000, html="<p>文</p>")
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        done = subprocess.run(
            [sys.executable, "-c", PEAK, form, source, tmp_path / f"{times}.out"],
            cwd=ROOT, capture_output=True, text=True, timeout=300, check=True,
        )  # fmt: skip
        exported, peak = map(int, done.stdout.split())
        assert exported == posts * times
        peaks.append(peak)
    assert peaks[1] < 1.5 * peaks[0], peaks


PEAK = """
import re, sys
from pathlib import Path
from newsportal.formats import FORMATS, export
from newsportal.archive.reading import latest
form, source, path = sys.argv[1:]
print(export(latest(Path(source)), FORMATS[form], Path(path)))
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def test_a_missing_library_is_named(archive: Path) -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None; from scrapy.cmdline import execute;"
        f"execute(['scrapy', 'export', '-a', 'portal={PORTAL}', '--format', 'parquet'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, env=os.environ | {"NEWSPORTAL_DATA_DIR": str(archive.parent)},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == USAGE
    (line,) = done.stderr.splitlines()
    assert line == f"newsportal: pyarrow is not installed; it comes with {command_for('export')}"
    assert list((archive / "export").iterdir()) == []


@pytest.mark.long
def test_what_a_killed_export_left_goes(archive: Path) -> None:
    """Nothing else goes: no draft of an export that is at work, no other hidden file."""
    with (archive / "posts.jsonl").open("w", encoding="utf-8") as file:
        for number in range(3000):
            file.write(json.dumps(record(number, "题", "文"), ensure_ascii=False) + "\n")
    folder = archive / "export"
    kept = {f".posts.{os.getppid()}.tmp", ".posts.csv.1.tmp", ".posts.x.tmp", "posts"}
    with export_started(archive, "--format", "markdown") as child:
        deadline = time.monotonic() + 60
        while not (drafts := list(folder.glob(".posts.*"))):
            assert time.monotonic() < deadline
            assert child.poll() is None
            time.sleep(0.01)
        child.kill()
    assert [path.name for path in folder.iterdir()] == [f".posts.{child.pid}.tmp"]
    for name in kept:
        (folder / name).mkdir()
    # Killed between the two renames, it leaves the former folder under another name.
    former = folder / "posts"
    (former / MARK).touch()
    (former / "letter.md").touch()
    former.rename(folder / f".posts.{child.pid}.old")
    (folder / f".posts.{child.pid}.parts").mkdir()  # what a WACZ is made of
    with pytest.raises(ValueError, match="broken"):
        write(broken(latest(archive / "posts.jsonl")), FORMATS["markdown"], former)
    assert (former / "letter.md").exists()
    assert {path.name for path in folder.iterdir()} == kept
    assert not drafts[0].exists()


def broken(records: Iterable[Record]) -> Iterator[Record]:
    yield from records
    raise ValueError("broken")


def test_broken_line_is_named(archive: Path) -> None:
    with (archive / "posts.jsonl").open("a") as file:
        file.write("\n{}\n")
    done = export(archive, "--format", "csv")
    assert done.returncode == FAILED
    assert "no record begins at byte" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list((archive / "export").iterdir()) == []


def test_a_device_is_not_replaced(archive: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    done = export(archive, "--format", "csv", "--output", str(tmp_path / "pipe"))
    assert done.returncode == FAILED
    assert "is no file, but a device" in done.stderr
    assert (tmp_path / "pipe").is_fifo()


def test_folder_of_somebody_else_is_not_replaced(archive: Path, tmp_path: Path) -> None:
    precious = tmp_path / "documents" / "letter.txt"
    precious.parent.mkdir()
    precious.touch()
    done = export(archive, "--format", "markdown", "--output", str(precious.parent))
    assert done.returncode == FAILED
    assert "no export made" in done.stderr
    assert precious.exists()


@pytest.mark.parametrize(
    ("arguments", "named", "status"),
    [
        (["--format", "csv", "-a", "portal=http://other.example/"], "other.example", FAILED),
        (["--format", "csv", "-a", "nope=1"], "nope", USAGE),
        (["--format", "xml"], "xml", USAGE),
        ([], "--format", USAGE),
    ],
)
def test_wrong_usage(arguments: list[str], named: str, status: int, archive: Path) -> None:
    done = export(archive, *arguments)
    assert done.returncode == status
    assert named in done.stderr
