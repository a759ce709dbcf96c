"""``scrapy export`` that fails or is stopped: the former export stays, the draft goes."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from newsportal.archive.reading import Record, latest
from newsportal.formats import FORMATS, export
from newsportal.runs.run import FAILED
from tests.records import PORTAL, record

ROOT = Path(__file__).parents[1]
FULL = 100_000  # bytes a file: a bound stands for a full disk; only one post is longer
OF_RECORDS = [name for name, form in FORMATS.items() if not form.pages]


@pytest.mark.parametrize("form", OF_RECORDS)
def test_a_full_disk_leaves_what_was_there(form: str, tmp_path: Path) -> None:
    long = "".join(chr(0x4E00 + number * 7 % 20_000) for number in range(FULL))  # hard to pack
    lines = [record(number, "题", "文") for number in range(60)]
    lines.append(record(60, "长", long, html=f"<p>{long}</p>"))
    path, before = exported(tmp_path, form, lines)
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, FULL))  # noqa: E731
    with started(tmp_path, form, limit) as child:
        _, said = child.communicate(timeout=120)
    assert child.returncode == FAILED, said
    (line,) = said.splitlines()
    assert f"cannot write {path}: " in line
    assert there(path) == before


@pytest.mark.long
@pytest.mark.parametrize("form", OF_RECORDS)
def test_a_stopped_export_leaves_what_was_there(form: str, tmp_path: Path) -> None:
    path, before = exported(tmp_path, form, [record(number, "题", "文") for number in range(6000)])
    with started(tmp_path, form, lambda: os.nice(4)) as child:
        deadline = time.monotonic() + 60
        while there(path) == before:
            assert time.monotonic() < deadline
            assert child.poll() is None
            time.sleep(0.002)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=120)
    assert child.returncode == FAILED, said
    assert said == f"newsportal: stopped; {path} is as it was\n"
    assert there(path) == before


def exported(data: Path, form: str, lines: list[Record]) -> tuple[Path, dict[Path, int]]:
    """Make an archive and an export of it; return its path, and what is there."""
    posts = data / "news.example" / "posts.jsonl"
    posts.parent.mkdir()
    posts.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    path = posts.with_name("export") / FORMATS[form].name
    export(latest(posts), FORMATS[form], path)
    return path, there(path)


def there(path: Path) -> dict[Path, int]:
    """Return the files of an export and beside it: one in another's place has another number."""
    return {path: path.stat().st_ino for folder in (path.parent, path) for path in folder.glob("*")}


def started(data: Path, form: str, before: Callable[[], object]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "scrapy", "export", "-a", f"portal={PORTAL}", "--format", form],
        cwd=ROOT, env=os.environ | {"NEWSPORTAL_DATA_DIR": str(data)}, preexec_fn=before,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
