"""Old files of pages go; what the portal has removed stays, whoever dies meanwhile."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from filelock import Timeout

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.kept_pages import Keeping
from newsportal.archive.maintenance.forget import forget
from newsportal.archive.maintenance.verify import verify
from newsportal.archive.removal import bury
from newsportal.archive.warc_retention import Bounds
from newsportal.archive.writing.locks import ArchiveLockedError
from newsportal.pagestore.members import Exchange
from newsportal.pagestore.notes import ReadNote
from newsportal.pagestore.scan import members
from newsportal.pagestore.volumes import Place
from newsportal.state import clock
from newsportal.state.row import Route
from tests.archives import ARGUMENTS, NOW, archived, completed
from tests.changing import DAY, Changing
from tests.crawling import ROOT, archive_folder, crawl
from tests.test_pagestore import assert_valid, page
from tests.test_reextract import reextract

FACTS = {"software": "newsportal"}
BOUND = Bounds("30KB", 0, 30_000)


def kept(data: Path, bounds: Bounds = Bounds("", 0, 0)) -> ArchiveWriter:  # noqa: B008
    return ArchiveWriter(data, ARGUMENTS, Keeping(None, 6_000, FACTS, bounds))


def add(archive: ArchiveWriter, number: int, body: bytes) -> None:
    """Archive a post with its page, as a run does."""
    assert archive.pages is not None
    exchange: Exchange = page(number, body, "gzip")
    stored = archive.pages.add(exchange)
    assert stored is not None
    row = archive.store.sight(f"post/{number}.html", Route.INDEX, NOW, archive.run_number)
    archived(archive, number, f"文{number}")
    archive.store.pages.belongs(row.n, stored[0].volume, stored[0].offset)
    archive.pages.note(ReadNote(row.key, *stored, NOW, NOW, None, None, None, first=True))
    archive.flush()


def filled(data: Path) -> None:
    """Make an archive of 60 pages in many files, of which posts 3 and 5 are removed."""
    archive = kept(data)
    for number in range(60):
        add(archive, number, bytes([number % 59]) * 1000)  # the last one is a revisit
    for number in (3, 5):
        row = archive.store.row(f"post/{number}.html")
        assert row is not None
        bury(archive, row, NOW + timedelta(days=2))
    completed(archive)


def holds(data: Path) -> None:
    """What must stay is there, and all agrees."""
    assert verify(data) == []
    archive = kept(data)
    assert archive.pages is not None
    for number in (3, 5, 59):
        row = archive.store.row(f"post/{number}.html")
        assert row is not None
        assert row.page_volume is not None
        assert row.page_offset is not None
        place = Place(row.page_volume, row.page_offset)
        body = archive.pages.store.body_of(place)
        assert body is not None
        member = archive.pages.store.member(body)
        assert member is not None
        assert member.block.endswith(bytes([number % 59]) * 1000)
    notes = [
        note
        for where in archive.pages.store.notes()
        for note in archive.pages.store.notes_at(where)
        if isinstance(note, ReadNote) and note.key == "post/3.html"
    ]
    assert archive.pages.store.body_of(notes[-1].page) is not None
    archive.pages.adopted = []  # a run reads what one that died has left
    completed(archive)


def test_files_go_by_size_and_removed_posts_stay(tmp_path: Path) -> None:
    filled(tmp_path)
    before = sum(path.stat().st_size for path in (tmp_path / "warc").iterdir())
    archive = kept(tmp_path, BOUND)
    told = archive.run.notes
    completed(archive)
    after = sum(path.stat().st_size for path in (tmp_path / "warc").iterdir())
    assert before > 60_000 > 38_000 > after
    assert "NEWSPORTAL_WARC_KEEP=30KB: " in told[0]
    assert "is gone, " in told[0]
    holds(tmp_path)
    for path in (tmp_path / "warc").iterdir():
        assert_valid(path)
    again = kept(tmp_path, Bounds("1TB", 0, 10**12))
    assert again.run.notes == []
    completed(again)


_KILLED = """
import os, signal, sys
from pathlib import Path
from tests.test_retention import BOUND, kept
left = [int(sys.argv[2])]
def dying(function):
    def call(*given, **named):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*given, **named)
    return call
os.fsync, Path.unlink = dying(os.fsync), dying(Path.unlink)
kept(Path(sys.argv[1]), BOUND)
"""


@pytest.mark.long
def test_kills_lose_nothing_that_stays(tmp_path: Path) -> None:
    killed = 0
    for moment in range(1, 40, 2):
        data = tmp_path / str(moment)
        filled(data)
        done = subprocess.run(
            [sys.executable, "-c", _KILLED, str(data), str(moment)], cwd=ROOT, timeout=60,
            check=False, capture_output=True,
        )  # fmt: skip
        killed += done.returncode == -9
        holds(data)
        completed(kept(data, BOUND))
        holds(data)
        assert sum(path.stat().st_size for path in (data / "warc").iterdir()) < 40_000
        if done.returncode != -9:
            break
    assert killed > 3


@pytest.mark.long
def test_what_is_no_page_is_kept_within_a_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Failures and refusals are evidence; a portal that only fails fills no disk with them."""
    monkeypatch.setattr("newsportal.archive.kept_pages._EVIDENCE", 2500)
    archive = kept(tmp_path / "news.example")
    assert archive.pages is not None
    failures = [replace(page(number, b"x" * 1000), status=500) for number in range(4)]
    assert [archive.pages.add(each) is None for each in failures] == [False, False, True, True]
    assert archive.pages.add(page(9, b"x" * 5000)) is not None  # a page is no evidence
    completed(archive)


@pytest.mark.long
def test_files_go_by_age(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    portal = Changing(seed=5)
    portal.fill(30)
    gone = list(portal.stories.values())[12]
    small = {"NEWSPORTAL_WARC_SIZE": 20_000}
    with portal.serving() as url:
        assert crawl(url, tmp_path, settings=small).exit_status == 0
        gone.there = False
        crawl(url, tmp_path, "mode=full", settings=small)
        portal.now += 2 * DAY
        monkeypatch.setenv("TEST_CLOCK", str(2 * DAY))
        crawl(url, tmp_path, "mode=full", settings=small)
        folder = archive_folder(url, tmp_path)
        count = len(list((folder / "warc").iterdir()))
        for days in (80, 200, 201):  # the clock is believed when two runs agree
            portal.now += days * DAY
            portal.write()
            monkeypatch.setenv("TEST_CLOCK", str(days * DAY))
            run = crawl(url, tmp_path, settings={**small, "NEWSPORTAL_WARC_KEEP": "90d"})
            assert run.exit_status == 0, run.stderr
            assert (len(list((folder / "warc").iterdir())) < count / 2) == (days == 201)
        assert any("NEWSPORTAL_WARC_KEEP=90d: " in note for note in run.report["notes"])
        assert verify(folder) == []
        pages = [
            member.headers["warc-target-uri"]
            for path in (folder / "warc").iterdir()
            for member in members(path)
            if member.kind == "response" and b" 200 " in member.block[:16]
        ]
        assert url + gone.path[1:] in pages
        assert sum("/post/" in address for address in pages) < len(portal.stories) / 2
        assert reextract(url, tmp_path).returncode == 0


def test_a_clock_that_is_wrong_for_one_run_costs_no_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path)
    now, notes = clock.now(), []
    for years in (0, 70, 0, -50, 0, 1, 1):
        told = now + timedelta(days=365 * years)
        monkeypatch.setattr(clock, "now", lambda told=told: told)
        archive = kept(tmp_path, Bounds("90d", int(90 * DAY), 0))
        notes.append(bool(archive.run.notes))
        completed(archive)
    assert notes == [False] * 6 + [True]
    holds(tmp_path)


def test_archives_of_one_portal_may_share_a_folder_of_pages_one_after_the_other(
    tmp_path: Path,
) -> None:
    """Two data folders, and NEWSPORTAL_WARC_DIR set for all that the user does."""
    keeping = Keeping(tmp_path / "pages", 6_000, FACTS, Bounds("", 0, 0))
    ours, others = (tmp_path / name / "news.example" for name in ("ours", "others"))
    pages = tmp_path / "pages/news.example"
    archive = ArchiveWriter(ours, ARGUMENTS, keeping)
    for number in range(10):
        add(archive, number, bytes([number]) * 1000)
    with pytest.raises(ArchiveLockedError, match=r"another archive is working on .*pages"):
        ArchiveWriter(others, ARGUMENTS, keeping)
    with pytest.raises(Timeout):
        forget(archived_elsewhere(tmp_path), ARGUMENTS.site, "1", pages)
    completed(archive)
    completed(ArchiveWriter(others, ARGUMENTS, keeping))
    assert verify(ours, pages) == []


def archived_elsewhere(tmp_path: Path) -> Path:
    """Return another archive of the portal, with a post."""
    folder = tmp_path / "more/news.example"
    archive = ArchiveWriter(folder, ARGUMENTS, None)
    archived(archive, 1)
    completed(archive)
    return folder


def test_a_wrong_bound_is_named(tmp_path: Path) -> None:
    run = crawl("http://127.0.0.1:9/", tmp_path, settings={"NEWSPORTAL_WARC_KEEP": "a while"})
    assert run.exit_status == 2
    assert "'a while' is no age like 90d and no size like 20GB" in run.stderr
