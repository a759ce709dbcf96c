"""Archives of earlier versions go on; those of later ones are left alone."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from newsportal.sample.options import Options
from newsportal.sample.process import serve
from newsportal.state.file.tables import VERSION, migrate
from newsportal.state.row import State
from newsportal.state.store import Store
from tests.crawling import ROOT, archive_folder, crawl

STATES = Path(__file__).parent / "states"
NOW = 1795305600  # when the states were written, by a run over these options
OPTIONS = Options(posts=12, anchor=NOW)
PORT = 28123  # of their portal: it stands in the addresses of pictures, of which hashes are kept
URL = f"http://127.0.0.1:{PORT}/"


def lay_out(version: int, data: Path) -> Path:
    """Make an archive as that version left it; return its folder."""
    folder = archive_folder(URL, data)
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "state.db")) as database:
        database.executescript((STATES / f"v{version}.sql").read_text(encoding="utf-8"))
    (folder / "posts.jsonl").write_bytes((STATES / f"v{version}.jsonl").read_bytes())
    return folder


@pytest.mark.long
@pytest.mark.parametrize("version", range(1, VERSION))
def test_an_archive_of_an_earlier_version_goes_on(version: int, tmp_path: Path) -> None:
    with serve(OPTIONS, NOW + 600, port=PORT) as url:
        folder = lay_out(version, tmp_path)
        before = (folder / "posts.jsonl").read_bytes()
        done = crawl(url, tmp_path)
        assert done.exit_status == 0, done.stderr
        assert done.report["stats"]["downloader/request_count"] <= 3 + 1  # robots.txt
        assert (folder / "posts.jsonl").read_bytes() == before
        audited = subprocess.run(
            [sys.executable, "-m", "scrapy", "audit", "-a", f"portal={url}",
             "-s", f"NEWSPORTAL_DATA_DIR={tmp_path}"],
            cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert audited.stdout.splitlines()[-1] == f"complete: {len(before.splitlines())} posts"
    with closing(sqlite3.connect(folder / f"state-v{version}.db")) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (version,)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        posts = copy.execute("SELECT count(*) FROM posts WHERE state = 1").fetchone()
    assert posts == (len(before.splitlines()),)


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    folder = lay_out(1, tmp_path)
    path = folder / "state.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("ALTER TABLE runs ADD COLUMN figures TEXT")  # so the step cannot
        with pytest.raises(sqlite3.OperationalError, match="duplicate column"):
            migrate(database, path, 1)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (1,)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_alias_that_was_never_proved_is_undone(tmp_path: Path) -> None:
    """Its target was taken for the post by a redirect alone: the post is asked for again."""
    path = lay_out(1, tmp_path) / "state.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        sql = "SELECT n, key FROM posts WHERE state = 1 AND key GLOB 'post/*' LIMIT 1"
        n, key = database.execute(sql).fetchone()
        proved = key.replace("post/", "?id=").removesuffix(".html")
        for alias in ("post/999991.html", proved):
            database.execute(
                "INSERT INTO posts (key, state, run, seen_at, original) VALUES (?, 5, 1, ?, ?)",
                (alias, NOW, n),
            )
    store = Store(path)
    states = [row.state for row in store.rows(["post/999991.html", proved]).values()]
    store.close()
    assert sorted(states) == [State.NAMED, State.ALIAS]


@pytest.mark.parametrize("command", ["crawl posts", "audit"])
def test_an_archive_of_a_later_version_is_refused(command: str, tmp_path: Path) -> None:
    folder = lay_out(1, tmp_path)
    with closing(sqlite3.connect(folder / "state.db")) as database:
        database.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = (folder / "state.db").read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *command.split(), "-a", f"portal={URL}",
         "-s", f"NEWSPORTAL_DATA_DIR={tmp_path}"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "upgrade newsportal" in done.stderr
    assert "Traceback" not in done.stderr
    assert (folder / "state.db").read_bytes() == before
    assert (folder / "posts.jsonl").read_bytes() == (STATES / "v1.jsonl").read_bytes()
