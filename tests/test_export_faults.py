"""``scrapy export`` where a disk is full: the former export stays, the draft goes, and it says so.

A bound on the size of files stands for the disk; writing beyond it fails within a file, too.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from newsportal.archive.reading import latest
from newsportal.formats import FORMATS, export
from newsportal.runs.run import FAILED
from tests.records import PORTAL, record

ROOT = Path(__file__).parents[1]
POSTS = 60
FULL = 100_000  # bytes; only one post is longer
OF_RECORDS = [name for name, form in FORMATS.items() if not form.pages]


@pytest.mark.parametrize("form", OF_RECORDS)
def test_a_full_disk_leaves_what_was_there(form: str, tmp_path: Path) -> None:
    folder = tmp_path / "news.example"
    folder.mkdir()
    long = "".join(chr(0x4E00 + number * 7 % 20_000) for number in range(FULL))  # hard to pack
    lines = [record(number, "题", "文") for number in range(POSTS)]
    lines.append(record(POSTS, "长", long, html=f"<p>{long}</p>"))
    posts = folder / "posts.jsonl"
    posts.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    path = folder / "export" / FORMATS[form].name
    export(latest(posts), FORMATS[form], path)
    before = told(path.parent)
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "export", "-a", f"portal={PORTAL}", "--format", form],
        cwd=ROOT, env=os.environ | {"NEWSPORTAL_DATA_DIR": str(tmp_path)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, FULL)),
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == FAILED, done.stderr
    (line,) = done.stderr.splitlines()
    assert f"cannot write {path}: " in line
    assert told(path.parent) == before


def told(folder: Path) -> dict[Path, int]:
    """Return what is in a folder: another file in its place would have another number."""
    return {path: path.stat().st_ino for path in folder.rglob("*")}
