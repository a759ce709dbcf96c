"""The disk fails under a run, and fails again while the run takes back what it wrote.

The calls that fail are chosen by a library that is loaded before libc's own.
"""

from __future__ import annotations

import errno
import os
import resource
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from newsportal.archive.audit import audit
from newsportal.archive.maintenance.verify import verify
from newsportal.state.row import State
from tests.archives import archived, completed, lines, opened
from tests.crawling import ROOT, archive_folder, crawl
from tests.ended_runs import errors
from tests.plain_portal import PlainPortal, served

POSTS = range(1, 21)
DIES = -1
# A run that flushes every four posts, and ends as the export pipeline ends it when that fails.
RUN = """
import sqlite3, sys
from pathlib import Path
from newsportal.runs.verdict import Thresholds
from tests.archives import archived, opened

archive = opened(Path(sys.argv[1]))
try:
    for number in range(1, 21):
        row = archive.store.row(f"post/{number}.html")
        if row is None or row.revision == 0:
            archived(archive, number, f"文{number}")
        if number % 4 == 0:
            archive.flush()
except (OSError, sqlite3.Error) as error:
    archive.run.failure = f"the archive cannot be written: {error}"
    if sys.argv[2] == "dies":
        import os
        os._exit(137)
archive.run.front_page, archive.run.fetched = True, 1
archive.close("finished", {}, Thresholds())
sys.exit(archive.run.exit_status)
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("gcc") is None:
        pytest.skip("there is no gcc")
    path = tmp_path_factory.mktemp("faults") / "faults.so"
    source = Path(__file__).with_name("faults.c")
    build = ["gcc", "-shared", "-fPIC", "-o", str(path), str(source), "-ldl"]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"it cannot be compiled here: {done.stderr}")
    return path


def run(data: Path, library: Path, faults: str, end: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(data), end],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "LD_PRELOAD": str(library), "NEWSPORTAL_FAULTS": faults},
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode


def fault(call: str, name: str, error: int, first: int, count: int = 1) -> str:
    return f"{call} {name} {error} {first} {count}"


ALWAYS = 1000
CANNOT_CUT = fault("ftruncate", "posts.jsonl", errno.EIO, 1, ALWAYS)


@pytest.mark.long
@pytest.mark.parametrize(
    ("end", "faults"),
    [
        ("dies", [fault("write", "posts.jsonl", errno.ENOSPC, 10), CANNOT_CUT]),
        ("closes", [fault("write", "posts.jsonl", errno.ENOSPC, 10), CANNOT_CUT]),
        ("closes", [fault("write", "posts.jsonl", errno.ESTALE, 10, ALWAYS), CANNOT_CUT]),
        ("dies", [fault("fsync", "posts.jsonl", errno.EIO, 3), CANNOT_CUT]),
        ("closes", [fault("fsync", "posts.jsonl", errno.EIO, 3), CANNOT_CUT]),
        ("closes", [fault("fsync", "posts.jsonl", errno.EIO, 3)]),
        ("dies", [fault("fsync", "state.db-wal", errno.EIO, 5)]),
        ("closes", [fault("fsync", "state.db-wal", errno.EIO, 5)]),
        ("closes", [fault("fsync", "state.db-wal", errno.EIO, 6)]),
        ("dies", [fault("fsync", "state.db-wal", errno.EIO, 7), CANNOT_CUT]),
        ("closes", [fault("fsync", "state.db-wal", errno.EIO, 7), CANNOT_CUT]),
        ("closes", [fault("fsync", "state.db-wal", errno.EIO, 5, ALWAYS)]),
        ("dies", [fault("write", "posts.jsonl", DIES, 10)]),
        ("dies", [fault("fsync", "posts.jsonl", DIES, 3)]),
        ("dies", [fault("fsync", "state.db-wal", DIES, 6)]),
    ],
)
def test_no_post_is_lost_or_there_twice(
    tmp_path: Path, library: Path, end: str, faults: list[str]
) -> None:
    data = tmp_path / "data"
    assert run(data, library, ";".join(faults), end) in (1, 137)
    status = run(data, library, "", "closes")
    assert status == 0 or "healed" in next((data / "news.example/runs").glob("*.json")).read_text()
    archive = opened(data)
    assert archive.run.healed == []
    assert archive.store.lines.lost() == []
    assert archive.store.counts.of(State.ARCHIVED) == len(POSTS)
    completed(archive)
    assert Counter(lines(archive.folder)) == Counter(map(str, POSTS))
    assert verify(archive.folder) == []
    assert audit(archive.folder / "state.db", whole=True).posts == len(POSTS)


@pytest.mark.long
def test_the_run_that_could_not_write_fails_and_says_so(tmp_path: Path, library: Path) -> None:
    faults = [fault("write", "posts.jsonl", errno.ENOSPC, 10), CANNOT_CUT]
    assert run(tmp_path, library, ";".join(faults), "closes") == 1
    (report,) = (tmp_path / "news.example" / "runs").glob("*.json")
    assert '"result": "failed"' in report.read_text()
    assert "No space left" in report.read_text()
    assert run(tmp_path, library, "", "closes") == 0


@pytest.mark.long
def test_a_file_system_that_grants_no_locks_is_told(tmp_path: Path, library: Path) -> None:
    """SQLite says of it what it says of a state that another program works on."""
    faults = [fault("lock", name, errno.ENOLCK, 1, ALWAYS) for name in ("state.db", "(deleted)")]
    done = subprocess.run(
        [sys.executable, "-m", "newsportal", "crawl", "posts", "-a", "portal=http://127.0.0.1:9/"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "LD_PRELOAD": str(library), "NEWSPORTAL_FAULTS": ";".join(faults),
             "NEWSPORTAL_DATA_DIR": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 1
    (complaint,) = errors(done.stderr)
    assert "state.db cannot be locked (No locks available)" in complaint


def test_a_failed_write_is_followed_by_no_commit(tmp_path: Path) -> None:
    archive = opened(tmp_path)
    archived(archive, 1, "文1")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            archive.flush()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    with pytest.raises(OSError, match="could not be written before"):
        archive.flush()
    completed(archive)
    again = opened(tmp_path)
    assert again.store.row("post/1.html") is None
    completed(again)


@pytest.mark.long
def test_a_full_disk_costs_no_stored_page(tmp_path: Path, library: Path) -> None:
    """Where nothing but these is left, an archive begins anew; it was not made by this run."""
    with served(PlainPortal().news(3)) as portal:
        crawl(portal.url, tmp_path)
        folder = archive_folder(portal.url, tmp_path)
    written = (folder / "posts.jsonl").read_bytes()
    (pages,) = (folder / "warc").iterdir()
    kept = pages.read_bytes()
    for path in folder.iterdir():
        if path.name != "warc":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for faults in (fault("write", "posts.jsonl", errno.ENOSPC, 1, ALWAYS), ""):
        done = subprocess.run(
            [sys.executable, "-m", "newsportal", "reextract", "-a", f"portal={portal.url}"],
            cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
            env={**os.environ, "LD_PRELOAD": str(library), "NEWSPORTAL_FAULTS": faults,
                 "NEWSPORTAL_DATA_DIR": str(tmp_path)},
        )  # fmt: skip
        assert done.returncode == bool(faults), done.stderr
        assert pages.read_bytes().startswith(kept)
    assert (folder / "posts.jsonl").read_bytes() == written
