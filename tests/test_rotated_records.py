"""After `scrapy rotate` whoever reads an archive reads all of it: an export, the site, Python."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from newsportal import Archive
from newsportal.archive.healing.rotated import rotated_in
from newsportal.archive.maintenance.rotate import rotate
from newsportal.archive.reading import latest
from newsportal.archive.records_file import files_of, open_records
from newsportal.browse.catalogue import Catalogue
from newsportal.browse.index.refresh import refresh
from newsportal.browse.overview.site import archives
from newsportal.pages.site import Site
from tests.archives import archived, completed, opened
from tests.crawling import ROOT

SITE = Site.of("http://news.example/")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three rotations: post 1 and 2; 2 again and 3; nothing new; then 4."""
    folder = tmp_path / "news.example"
    for additions in (((1, "一", 1), (2, "二", 1)), ((2, "改", 2), (3, "三", 1))):
        archive = opened(tmp_path)
        for addition in additions:
            archived(archive, *addition)
        completed(archive)
        rotate(folder, SITE)
    return folder


def texts(folder: Path) -> dict[str, str]:
    return {record["id"]: record["text"] for record in latest(folder)}


def told(folder: Path, *words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *words, "-a", "portal=http://news.example/",
         "-s", f"NEWSPORTAL_DATA_DIR={folder.parent}"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_all_is_read_without_news(folder: Path) -> None:
    assert not (folder / "posts.jsonl").exists()
    assert texts(folder) == {"1": "一", "2": "改", "3": "三"}
    assert [post.text for post in Archive(folder).revisions("2")] == ["二", "改"]
    assert archives(folder.parent) == [folder]


def test_the_site_reads_no_line_again(folder: Path, tmp_path: Path) -> None:
    assert refresh(folder)
    archive = opened(tmp_path)
    archived(archive, 4, "四")
    completed(archive)
    assert refresh(folder)
    rotate(folder, SITE)
    assert not refresh(folder)  # each byte is where it was
    with closing(Catalogue(folder)) as catalogue:
        assert catalogue.span()[0] == 4
        view = catalogue.post("2", 1)
        assert view is not None
        assert view.record["text"] == "二"


@pytest.mark.parametrize(
    ("end", "packed"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)]
)
def test_packed_ones_are_read(folder: Path, end: str, packed: Callable[[bytes], bytes]) -> None:
    assert refresh(folder)
    with open_records(folder) as file:
        before = file.read()
    for old in folder.glob("posts-*.jsonl"):
        old.with_name(old.name + end).write_bytes(packed(old.read_bytes()))
        old.unlink()
    with open_records(folder) as file:
        assert file.read() == before
        assert (file.seek(-9, 2), file.read()) == (len(before) - 9, before[-9:])
    assert texts(folder) == {"1": "一", "2": "改", "3": "三"}
    assert not refresh(folder)
    whole = next(folder.glob(f"posts-*{end}"))
    whole.write_bytes(whole.read_bytes()[:-9])
    with pytest.raises(OSError, match=whole.name):
        texts(folder)


def test_what_is_not_here_is_said(folder: Path, tmp_path: Path) -> None:
    first, *_ = files_of(folder)
    first.rename(tmp_path / "elsewhere")
    status, said = told(folder, "export", "--format", "csv")
    assert status == 0
    assert sorted(said.splitlines()) == [
        f"2 posts in {folder / 'export/posts.csv'}",
        f"newsportal: {first} is not there: its posts are left out",
    ]


def test_nothing_to_rotate_is_said_as_every_command_says_it(folder: Path) -> None:
    status, said = told(folder, "rotate")
    assert (status, said) == (
        1, f"newsportal: {folder} has no posts.jsonl; the next run begins one\n"
    )  # fmt: skip


def test_a_rotation_in_this_moment(folder: Path, tmp_path: Path) -> None:
    """Who has opened posts.jsonl does not read it twice where it is renamed then."""
    archive = opened(tmp_path)
    archived(archive, 4, "四")
    completed(archive)
    with open_records(folder) as file:
        before = file.read()
    export = folder / "posts.jsonl"
    (folder / "posts-20991231T000000Z.jsonl").hardlink_to(export)
    with open_records(folder) as file:
        assert file.read() == before


def test_the_state_knows_the_order(folder: Path) -> None:
    """The clock was set back before the second rotation; or both fell into one second."""
    later = max(folder.glob("posts-*.jsonl"), key=lambda path: path.stat().st_mtime_ns)
    later.rename(folder / "posts-20000101T000000Z.jsonl")
    assert texts(folder)["2"] == "二"  # by its name alone it is the older one
    with closing(sqlite3.connect(folder / "state.db")) as state, state:
        state.execute(
            "UPDATE rotated SET name = 'posts-20000101T000000Z.jsonl' WHERE name = ?", (later.name,)
        )
    assert texts(folder)["2"] == "改"
    names = [
        "posts-20260101T000000Z.jsonl",
        *(f"posts-20260101T000000Z-{n}.jsonl" for n in (2, 10)),
    ]
    for name in reversed(names):
        (folder / name).touch()
    assert rotated_in(folder)[1:4] == names
