"""Copies and restored files: any copy of the folder, taken in any order, is an archive."""

from __future__ import annotations

import bz2
import gzip
import itertools
import json
import lzma
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.audit import audit
from newsportal.archive.healing.mark import mark_of
from newsportal.archive.maintenance.forget import forget
from newsportal.archive.maintenance.rebuild import rebuild
from newsportal.archive.maintenance.rotate import rotate
from newsportal.archive.maintenance.verify import verify
from newsportal.archive.removal import Removals
from newsportal.archive.revisions.revision import changes, digest
from newsportal.arguments import Arguments
from newsportal.items import Image, Link
from newsportal.pages.site import Site
from newsportal.state.facts import Fact
from newsportal.state.row import State
from tests.archives import ARGUMENTS, NOW, archived, completed, died, lines, opened, post

FILES = ("posts.jsonl", "state.db", "state.db-wal", "state.db-shm")
SITE = Site.of("http://news.example/")


def ids(*numbers: int) -> list[str]:
    return [str(number) for number in numbers]


def run_of(data: Path, *numbers: int, end: bool = True) -> ArchiveWriter:
    """Archive some posts; as a run that is killed unless it is to *end*."""
    archive = opened(data)
    for number in numbers:
        archived(archive, number, f"文{number}")
    archive.flush()
    if end:
        completed(archive)
    return archive


def owed(archive: ArchiveWriter) -> list[str]:
    return [row.id or row.key for row in archive.store.lines.lost()]


def kept(path: Path) -> Path:
    """Copy a file or a folder."""
    copy = path.with_name(f"kept-{path.name}")
    if path.is_dir():
        shutil.copytree(path, copy)
    else:
        shutil.copyfile(path, copy)
    return copy


@pytest.mark.parametrize("order", [*itertools.permutations(FILES[:3])], ids="-".join)
@pytest.mark.parametrize("apart", [1, 2])
def test_a_copy_in_any_order_while_a_run_goes_on(
    tmp_path: Path, order: tuple[str, ...], apart: int
) -> None:
    """Between the files of a copy, the run writes *apart* groups or comes to its end."""
    data, copy = tmp_path / "data", tmp_path / "copy" / "news.example"
    run_of(data, 1, 2)
    copy.mkdir(parents=True)
    archive, number = opened(data), 3
    for name in order:
        if (archive.folder / name).exists():
            shutil.copyfile(archive.folder / name, copy / name)
        for _ in range(apart):
            archived(archive, number, f"文{number}")
            archive.flush()
            number += 1
        if number > 6:
            completed(archive)
            archive, number = opened(data), number
    completed(archive)
    restored = opened(copy.parent)
    for owing in map(int, owed(restored)):
        archived(restored, owing, f"文{owing}")
    # What neither file knows, the portal still has.
    for n in range(1, number):
        row = restored.store.row(f"post/{n}.html")
        if row is None or row.state is not State.ARCHIVED:
            archived(restored, n, f"文{n}")
    completed(restored)
    assert sorted(lines(copy), key=int) == ids(*range(1, number))
    again = opened(copy.parent)
    assert (again.run.healed, owed(again)) == ([], [])
    completed(again)
    assert verify(copy) == []
    assert audit(copy / "state.db", whole=True).posts == number - 1


def test_an_older_file(tmp_path: Path) -> None:
    folder = run_of(tmp_path, 1, 2).folder
    old = kept(folder / "posts.jsonl")
    run_of(tmp_path, 3, 4)
    old.replace(folder / "posts.jsonl")
    assert audit(folder / "state.db").complete is False
    archive = opened(tmp_path)
    assert owed(archive) == ids(3, 4)
    completed(archive)
    assert archive.run.result == "healed"


def test_an_older_state(tmp_path: Path) -> None:
    folder = run_of(tmp_path, 1, 2).folder
    old = kept(folder / "state.db")
    run_of(tmp_path, 3, 4)
    old.replace(folder / "state.db")
    archive = opened(tmp_path)
    assert archive.run.healed == ["2 records that the state did not know were adopted"]
    assert owed(archive) == []
    assert archive.store.counts.of(State.ARCHIVED) == 4
    completed(archive)
    assert (archive.run.result, lines(folder)) == ("healed", ids(1, 2, 3, 4))
    assert audit(folder / "state.db").complete


def test_frames_of_another_state_beside_one_as_it_was_left(tmp_path: Path) -> None:
    """SQLite takes them for its own, though the file itself is as the last run left it."""
    folder = run_of(tmp_path, 1, 2).folder
    copy, frames = kept(folder / "state.db"), folder / "kept-state.db-wal"
    with closing(sqlite3.connect(copy, isolation_level=None)) as database:
        database.execute("UPDATE tally SET posts = 99")
        frames.rename(folder / "state.db-wal")
    archive = opened(tmp_path)
    assert archive.store.counts.of(State.ARCHIVED) == 2
    completed(archive)


def test_a_post_whose_address_changed_is_one_post_of_a_new_state(tmp_path: Path) -> None:
    """A neighbour's line may name the new address before the post's own line tells of it."""
    archive = run_of(tmp_path, 1, 2, 3)
    archive = opened(tmp_path)
    neighbour = replace(post(3, "改", 2), previous=Link("http://news.example/news/2/", "题"))
    for item in (neighbour, replace(post(2, "改", 2), url="http://news.example/news/2/")):
        archive.add(archive.store.row(f"post/{item.id}.html").n, item)  # type: ignore[union-attr]
    completed(archive)
    rebuild(archive.folder, SITE)
    again = opened(tmp_path)
    row, before = again.store.row("news/2/"), again.store.row("post/2.html")
    assert row is not None
    assert before is not None
    assert (row.id, row.revision, row.state) == ("2", 2, State.ARCHIVED)
    assert (before.state, before.original) == (State.ALIAS, row.n)
    assert again.store.counts.of(State.ARCHIVED) == 3
    completed(again)


def test_a_removed_post_is_known_by_its_tombstone(tmp_path: Path) -> None:
    """Behind an older state, too: the portal does not have it any more."""
    folder = run_of(tmp_path, 1, 2).folder
    old = kept(folder / "state.db")
    archive = opened(tmp_path)

    removals = Removals(archive, timedelta(), confirmed=True)
    row = archive.store.row("post/2.html")
    assert row is not None
    then = int(NOW.timestamp()) - 2 * 86400
    archive.store.update(row.n, missing_since=then, missing_own=then)
    removals.add(archive.store.row("post/2.html") or row, NOW)
    removals.settle()
    completed(archive)
    old.replace(folder / "state.db")
    again = opened(tmp_path)
    found = again.store.row("post/2.html")
    assert found is not None
    assert (found.state, found.revision) == (State.GONE, 2)
    completed(again)
    # And where its lines are lost, that is said.
    first = (folder / "posts.jsonl").read_bytes().splitlines(keepends=True)[0]
    (folder / "posts.jsonl").write_bytes(first)
    third = opened(tmp_path)
    completed(third)
    assert [post["url"] for post in third.run.lost.first] == ["http://news.example/post/2.html"]
    assert "  post/2.html" in audit(folder / "state.db").facts


def test_both_of_an_older_day(tmp_path: Path) -> None:
    folder = run_of(tmp_path, 1, 2).folder
    old = kept(folder)
    run_of(tmp_path, 3, 4)
    shutil.rmtree(folder)
    old.rename(folder)
    archive = opened(tmp_path)
    assert archive.run.healed == []
    completed(archive)


@pytest.mark.parametrize("copied", [False, True])
def test_a_copied_archive_is_checked_whole_and_no_news(tmp_path: Path, copied: bool) -> None:
    folder = run_of(tmp_path, 1, 2, 3).folder
    if copied:
        old = kept(folder)
        shutil.rmtree(folder)
        old.rename(folder)
    content = (folder / "posts.jsonl").read_bytes()
    status = (folder / "posts.jsonl").stat()
    # In place, and with the old times: only a whole check finds it.
    (folder / "posts.jsonl").write_bytes(content.replace("文1".encode(), "文9".encode()))
    os.utime(folder / "posts.jsonl", ns=(status.st_atime_ns, status.st_mtime_ns))
    archive = opened(tmp_path)
    assert owed(archive) == ids(1)
    completed(archive)


# Kills


def test_what_was_written_before_a_kill_stays_without_a_word(tmp_path: Path) -> None:
    folder = run_of(tmp_path, 1, 2).folder
    archive = run_of(tmp_path, 3, end=False)
    state = {name: (folder / name).read_bytes() for name in FILES[1:3] if (folder / name).exists()}
    archived(archive, 4, "文4")
    archived(archive, 5, "文5")
    archive.flush()
    died(archive)
    for name, content in state.items():  # as if it had died before the commit
        (folder / name).write_bytes(content)
    with (folder / "posts.jsonl").open("ab") as file:
        file.write(b'{"id":"6","url":"http://news.ex')
    again = opened(tmp_path)
    assert (again.run.healed, lines(folder)) == ([], ids(1, 2, 3, 4, 5))
    assert again.store.counts.of(State.ARCHIVED) == 5
    completed(again)
    assert again.run.result == "done"
    assert not list(folder.glob("posts.jsonl.*"))


def test_a_first_flush_that_never_came_to_its_commit(tmp_path: Path) -> None:
    archive = opened(tmp_path)
    state = {
        name: (archive.folder / name).read_bytes()
        for name in FILES[1:3]
        if (archive.folder / name).exists()
    }
    archived(archive, 1, "文1")
    archive.flush()
    died(archive)
    for name, content in state.items():
        (archive.folder / name).write_bytes(content)
    again = opened(tmp_path)
    assert (again.run.healed, again.store.counts.of(State.ARCHIVED)) == ([], 1)
    completed(again)


@pytest.mark.parametrize("parts", [("",), ("", "-wal")])
def test_a_rebuild_that_is_killed_between_its_renames(
    tmp_path: Path, parts: tuple[str, ...]
) -> None:
    folder = run_of(tmp_path, 1, 2, 3).folder
    for part in parts:
        (folder / f"state.db{part}").touch()
        (folder / f"state.db{part}").rename(folder / f"state.db.1{part}")
    archive = opened(tmp_path)
    assert archive.run.healed == [
        "state.db was missing",
        "a new state was made from posts.jsonl",
    ]
    assert archive.store.counts.of(State.ARCHIVED) == 3
    completed(archive)
    assert archive.run.result == "healed"
    assert lines(folder) == ids(1, 2, 3)


def test_a_rebuild_that_fails_leaves_the_state_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = run_of(tmp_path, 1, 2).folder
    was = (folder / "state.db").read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("newsportal.archive.healing.opening.reconcile", full)
        with pytest.raises(OSError, match="No space"):
            rebuild(folder, SITE)
    assert (folder / "state.db").read_bytes() == was
    assert not list(folder.glob("state.db.1*"))
    assert (opened(tmp_path).run.healed, lines(folder)) == ([], ids(1, 2))


def test_what_decays_on_the_disk_shows_in_time(tmp_path: Path) -> None:
    """Nobody has touched the file: inode, size and times are as they were."""
    archive = opened(tmp_path)
    for number in range(1, 7):
        archived(archive, number, f"文{number}")
        archive.flush()  # a piece each
    completed(archive)
    path = archive.folder / "posts.jsonl"
    data = path.read_bytes()
    path.write_bytes(data.replace("文2".encode(), "文9".encode()))
    with closing(sqlite3.connect(archive.folder / "state.db")) as state:
        assert state.execute("SELECT count(*) FROM pieces").fetchone()[0] > 3
        state.execute("UPDATE export SET mark = ?", (mark_of(path),))
        state.commit()
    for _ in range(7):
        archive = opened(tmp_path)
        healed, missing = archive.run.healed, owed(archive)
        if missing:
            archived(archive, 2, "文2")
        completed(archive)
        if healed:
            break
    assert missing == ["2"]
    assert verify(archive.folder) == []


# The portal moves


def test_records_of_a_former_host_are_history_of_the_same_posts(tmp_path: Path) -> None:
    folder = run_of(tmp_path, 1, 2, 3).folder
    new = folder.with_name("new.example")
    folder.rename(new)
    arguments = Arguments.parse({"portal": "http://new.example/"}, "")
    archive = ArchiveWriter.open(str(tmp_path), arguments)
    assert archive.run.healed == []
    row = archive.store.row("post/2.html")
    assert row is not None
    assert row.state is State.ARCHIVED
    completed(archive)
    done = rebuild(new, arguments.site)
    assert (done.posts, lines(new)) == (3, ids(1, 2, 3))
    (new / "state.db").unlink()  # then the reports tell where the portal was
    again = ArchiveWriter.open(str(tmp_path), arguments)
    assert (again.store.counts.of(State.ARCHIVED), lines(new)) == (3, ids(1, 2, 3))
    completed(again)


def test_feed_and_sitemap_move_with_the_portal(tmp_path: Path) -> None:
    archive = run_of(tmp_path, 1, end=False)
    archive.store.facts.put(Fact.FEED, "http://news.example/rss.xml")
    archive.store.facts.put(Fact.SITEMAP, "http://maps.example/a.xml")
    completed(archive)
    archive.folder.rename(tmp_path / "new.example")
    moved = ArchiveWriter.open(
        str(tmp_path), Arguments.parse({"portal": "https://new.example/"}, "")
    )
    assert moved.store.facts.get(Fact.FEED) == "https://new.example/rss.xml"
    assert moved.store.facts.get(Fact.SITEMAP) == "http://maps.example/a.xml"
    completed(moved)


def test_pictures_that_moved_with_the_portal_are_no_edit() -> None:
    """Nor those that lie elsewhere; another picture is one, and another text beside them."""
    old, new = "http://news.example/", "https://www.new.example/"
    cdn = Image("http://cdn.example/c.jpg", "")
    before = post(1)
    before.images = [Image(f"{old}up/a.jpg", ""), cdn]
    after = post(1)
    after.images = [Image(f"{new}up/a.jpg", ""), cdn]
    was = digest(before)
    assert changes(was, after, new, [old]) == []
    assert changes(was, after, "https://www.news.example/", []) == ["images"]
    assert changes(was, replace(after, text="改"), new, [old]) == ["text"]
    after.images = [Image("https://news.example/up/a.jpg", ""), cdn]
    assert changes(was, after, "https://news.example/", []) == []
    after.images = [Image(f"{new}up/b.jpg", ""), cdn]
    assert changes(was, after, new, [old]) == ["images"]


@pytest.mark.parametrize("all_of_it", [True, False])
def test_archives_that_have_changed_places_are_left_alone(tmp_path: Path, all_of_it: bool) -> None:
    other = Arguments.parse({"portal": "http://other.example/"}, "")
    mine = run_of(tmp_path, 1, 2).folder
    theirs = ArchiveWriter.open(str(tmp_path), other)
    completed(theirs)
    for name in ("",) if all_of_it else ("state.db",):
        away = tmp_path / "away"
        (mine / name).rename(away)
        (theirs.folder / name).rename(mine / name)
        away.rename(theirs.folder / name)
    was = [path.read_bytes() for path in sorted(tmp_path.rglob("*.jsonl"))]
    for arguments in (ARGUMENTS, other):
        with pytest.raises(ValueError, match="they have changed places"):
            ArchiveWriter.open(str(tmp_path), arguments)
    assert was == [path.read_bytes() for path in sorted(tmp_path.rglob("*.jsonl"))]


def test_a_state_of_another_portal_is_left_alone(tmp_path: Path) -> None:
    """The archive has none of its own any more, so that nothing has changed places."""
    theirs = ArchiveWriter.open(str(tmp_path), Arguments.parse({"portal": "http://b.example/"}, ""))
    completed(theirs)
    mine = run_of(tmp_path, 1, 2).folder
    was = (mine / "posts.jsonl").read_bytes()
    (theirs.folder / "state.db").rename(mine / "state.db")
    with pytest.raises(ValueError, match=r"is of http://b\.example/, and posts\.jsonl of"):
        opened(tmp_path)
    (mine / "state.db").unlink()
    completed(opened(tmp_path))
    assert (mine / "posts.jsonl").read_bytes() == was


# Rotated files


def test_rotated_files_count_and_are_not_read_again(tmp_path: Path) -> None:
    folder = run_of(tmp_path, 1, 2).folder
    rotated = rotate(folder, SITE)
    assert (rotated.posts, rotated.path.exists()) == (2, True)
    assert not (folder / "posts.jsonl").exists()
    archive = run_of(tmp_path, 3)
    assert (archive.run.result, lines(folder)) == ("done", ids(3))
    found = audit(folder / "state.db")
    assert (found.posts, found.complete) == (3, True)
    assert any(rotated.path.name in fact and rotated.digest in fact for fact in found.facts)
    assert verify(folder) == []
    (folder / "state.db").unlink()  # a new state knows it, too
    again = opened(tmp_path)
    assert (owed(again), again.store.counts.of(State.ARCHIVED)) == ([], 3)
    completed(again)
    assert audit(folder / "state.db").posts == 3
    rotated.path.write_bytes(rotated.path.read_bytes()[:-9])
    assert "is not as it was rotated" in verify(folder)[0]
    assert not audit(folder / "state.db").complete


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda content: content.splitlines(keepends=True)[0],
        lambda content: content.replace(b'"source":null', '"source":"某报"'.encode()),
        lambda _: b"the file of somebody else\n",
    ],
    ids=["cut", "edited", "written over"],
)
def test_a_rotated_file_that_is_renamed_back_is_not_moved_away(
    tmp_path: Path, spoilt: Callable[[bytes], bytes]
) -> None:
    """What is not in it any more is nowhere: it is read again."""
    folder = run_of(tmp_path, 1, 2, 3).folder
    away = rotate(folder, SITE).path
    content = away.read_bytes()
    away.unlink()
    (folder / "posts.jsonl").write_bytes(spoilt(content))
    archive = opened(tmp_path)
    assert sorted([*lines(folder), *owed(archive)]) == ids(1, 2, 3)
    assert owed(archive) != []
    assert not any("moved away" in note for note in archive.run.healed)


def test_a_rotated_file_that_is_not_here_is_named_in_doubt(tmp_path: Path) -> None:
    """Moved away, and nothing else was done, it counts as it did."""
    folder = run_of(tmp_path, 1).folder
    away = rotate(folder, SITE).path
    away.unlink()
    assert run_of(tmp_path, 2).run.healed == []
    (folder / "posts.jsonl").write_text("the file of somebody else\n")
    run = run_of(tmp_path).run
    assert run.result == "healed"
    assert any(note.startswith(f"{away.name} is not here") for note in run.healed)


def test_a_state_is_rebuilt_from_rotated_files_alone(tmp_path: Path) -> None:
    folder = run_of(tmp_path, 1, 2).folder
    rotate(folder, SITE)
    assert rebuild(folder, SITE).posts == 2
    with closing(sqlite3.connect(folder / "state.db")) as state:
        assert state.execute("SELECT count(*) FROM posts WHERE part = 1").fetchone() == (2,)


@pytest.mark.parametrize("packer", [gzip, bz2, lzma])
def test_a_rotated_file_that_was_packed_counts(tmp_path: Path, packer: ModuleType) -> None:
    folder = run_of(tmp_path, 1, 2).folder
    rotated = rotate(folder, SITE)
    end = {gzip: "gz", bz2: "bz2", lzma: "xz"}[packer]
    packed = rotated.path.with_name(f"{rotated.path.name}.{end}")
    packed.write_bytes(packer.compress(rotated.path.read_bytes()))
    rotated.path.unlink()
    for lost in (False, True):
        if lost:
            (folder / "state.db").unlink()
        archive = opened(tmp_path)
        assert (owed(archive), archive.store.counts.of(State.ARCHIVED)) == ([], 2)
        row = archive.store.row("post/1.html")
        assert row is not None
        assert (archive.record(row) or {})["text"] == "文1"
        completed(archive)
        found = audit(folder / "state.db")
        assert (found.posts, found.complete, verify(folder)) == (2, True, [])
        assert any(f"{rotated.digest}, packed as {packed.name}" in fact for fact in found.facts)
    assert not lines(folder)
    forget(folder, SITE, "1")
    assert [json.loads(line)["id"] for line in packer.open(packed)] == ["2"]
    assert (audit(folder / "state.db").posts, verify(folder)) == (1, [])
    packed.write_bytes(packed.read_bytes()[:-5])
    assert "is not as it was rotated" in verify(folder)[0]
    (folder / "state.db").unlink()
    with pytest.raises(OSError, match="cannot be unpacked"):
        ArchiveWriter.open(str(tmp_path), ARGUMENTS)


def test_a_rotated_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    """Only where the state is lost: its posts would be fetched again."""
    folder = run_of(tmp_path, 1, 2).folder
    rotated = rotate(folder, SITE)
    rotated.path.rename(rotated.path.with_name(f"{rotated.path.name}.zst"))
    archive = opened(tmp_path)
    assert owed(archive) == []
    completed(archive)
    (folder / "state.db").unlink()
    with pytest.raises(OSError, match=r"jsonl\.zst cannot be read; unpack it"):
        ArchiveWriter.open(str(tmp_path), ARGUMENTS)


def test_a_rotation_that_is_killed_before_the_rename(tmp_path: Path) -> None:
    folder = run_of(tmp_path, 1, 2).folder
    rotated = rotate(folder, SITE)
    rotated.path.rename(folder / "posts.jsonl")
    archive = opened(tmp_path)
    assert archive.run.healed == []
    assert rotated.path.exists()
    completed(archive)
    assert audit(folder / "state.db").posts == 2


def test_an_edit_of_a_post_in_a_rotated_file(tmp_path: Path) -> None:
    folder = run_of(tmp_path, 1, 2).folder
    rotate(folder, SITE)
    archive = opened(tmp_path)
    row = archive.store.row("post/1.html")
    assert row is not None
    assert (archive.record(row) or {})["text"] == "文1"
    archived(archive, 1, "改", revision=2)
    completed(archive)
    (folder / "posts.jsonl").unlink()
    again = opened(tmp_path)
    row = again.store.row("post/1.html")
    assert row is not None
    assert (row.revision, row.stale, owed(again)) == (1, True, [])
    completed(again)


# What is no file


@pytest.mark.parametrize("name", ["posts.jsonl", "state.db"])
@pytest.mark.parametrize("kind", ["fifo", "link", "folder"])
def test_what_is_no_file_is_said(tmp_path: Path, name: str, kind: str) -> None:
    folder = tmp_path / "news.example"
    folder.mkdir()
    if kind == "fifo":
        os.mkfifo(folder / name)
    elif kind == "link":
        (folder / name).symlink_to(tmp_path / "nowhere" / "file")
    else:
        (folder / name).mkdir()
    with pytest.raises(OSError, match=f"{name} is (no file|a link to .*nowhere)"):
        opened(tmp_path)


def test_a_link_to_another_disk_stays_one(tmp_path: Path) -> None:
    folder = run_of(tmp_path / "data", 1, 2).folder
    other = tmp_path / "elsewhere.jsonl"
    (folder / "posts.jsonl").rename(other)
    other.write_bytes(other.read_bytes() + b"junk\n")
    (folder / "posts.jsonl").symlink_to(other)
    completed(opened(tmp_path / "data"))
    assert (folder / "posts.jsonl").is_symlink()
    assert lines(folder) == ids(1, 2)
    assert len(list(folder.glob("posts.jsonl.before-*"))) == 1


def test_a_damaged_state_is_kept(tmp_path: Path) -> None:
    folder = run_of(tmp_path, 1, 2).folder
    (folder / "state.db").write_bytes(b"no database" * 1000)
    archive = opened(tmp_path)
    assert archive.store.counts.of(State.ARCHIVED) == 2
    assert (folder / "state.db.1").read_bytes() == b"no database" * 1000
    completed(archive)
    with closing(sqlite3.connect(folder / "state.db")) as state:
        assert state.execute("SELECT sealed FROM export").fetchone() == (1,)
