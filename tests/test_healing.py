"""posts.jsonl and state.db heal each other: whatever was done to either, no post is lost."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.maintenance.verify import verify
from newsportal.state.row import State
from tests.archives import archived, completed, died, lines, opened

POSTS = range(1, 7)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive at rest, of six posts; the third was edited once."""
    archive = opened(tmp_path)
    for number in POSTS:
        archived(archive, number, f"文{number}")
    archive.flush()
    archived(archive, 3, "文3改", revision=2)
    completed(archive)
    assert archive.run.result == "done"
    return archive.folder


def again(folder: Path) -> ArchiveWriter:
    return opened(folder.parent)


def read_again(archive: ArchiveWriter) -> list[str]:
    """Return the ids of the posts that are to be fetched."""
    return [row.id or "" for row in archive.store.lines.lost()]


def stale(archive: ArchiveWriter) -> list[str]:
    rows = (archive.store.row(f"post/{number}.html") for number in POSTS)
    return [row.id or "" for row in rows if row is not None and row.stale]


def refetched(archive: ArchiveWriter) -> None:
    """Do what a run does with the posts that are owed."""
    for row in archive.store.lines.lost():
        number = int(row.id or "")
        archived(archive, number, f"文{number}" + "改" * (number == 3), row.revision + 1)
    for number in map(int, stale(archive)):
        archived(archive, number, "文3改", 2)
    completed(archive)


def assert_agree(folder: Path) -> None:
    """Each revision is there once; the next run finds nothing to do."""
    archive = again(folder)
    assert archive.run.healed == []
    assert (read_again(archive), stale(archive)) == ([], [])
    for number in POSTS:
        row = archive.store.row(f"post/{number}.html")
        assert row is not None
        assert row.state is State.ARCHIVED
        record = archive.record(row)
        assert record is not None
        assert (record["id"], record["revision"]) == (str(number), row.revision)
    completed(archive)
    assert archive.run.result == "done"


def test_an_untouched_archive_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("posts.jsonl was read")

    monkeypatch.setattr("newsportal.archive.healing.reconcile.pieces_hold", fail)
    completed(again(folder))
    (folder / "posts.jsonl").touch()
    with pytest.raises(AssertionError):
        again(folder)


# What is done to the file


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def without_last_line(path: Path) -> None:
    """The one that tells of the edit."""
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def without_last_feed(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def as_array(path: Path) -> None:
    records = [json.loads(line) for line in path.read_bytes().splitlines()]
    path.write_text(json.dumps(records, ensure_ascii=False))


def as_pretty_array(path: Path) -> None:
    records = [json.loads(line) for line in path.read_bytes().splitlines()]
    path.write_text(json.dumps(records, ensure_ascii=False, indent=2))


def spaced(path: Path) -> None:
    records = [json.loads(line) for line in path.read_bytes().splitlines()]
    path.write_text("".join(json.dumps(record) + "\n" for record in records))


def gzipped(path: Path) -> None:
    path.write_bytes(gzip.compress(path.read_bytes()))


def gzipped_and_cut(path: Path) -> None:
    whole = gzip.compress(path.read_bytes(), 0)
    path.write_bytes(whole[: len(whole) * 3 // 4])


def feed_overwritten(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[content.index(b"\n")] = ord("X")
    path.write_bytes(content)


def foreign_appended(path: Path) -> None:
    record = json.loads(path.read_bytes().splitlines()[0])
    line = json.dumps({**record, "url": "http://elsewhere.example/post/9.html", "id": "9"})
    path.write_bytes(path.read_bytes() + line.encode() + b"\n")


def junk_appended(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"remember the milk")


def junk_inside(path: Path) -> None:
    first, rest = path.read_bytes().split(b"\n", 1)
    path.write_bytes(first + b'\n\n{"a": 1}\n' + rest)


def lines_twice(path: Path) -> None:
    path.write_bytes(path.read_bytes() * 2)


def with_byte_order_mark(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def crlf(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def title_edited(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace("文2".encode(), "错2".encode()))


def author_edited(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"author":null', b'"author":"N.N."', 1))


def deleted(path: Path) -> None:
    path.unlink()


def copied(path: Path) -> None:
    draft = path.with_name("copy")
    shutil.copyfile(path, draft)
    draft.replace(path)


NOTHING: list[str] = []
ALL = [str(number) for number in POSTS]


@pytest.mark.parametrize(
    ("damage", "read", "anew"),
    [
        (deleted, ALL, False),
        (emptied, ALL, False),
        (half, ["4", "5", "6"], True),
        (without_last_line, NOTHING, False),
        (without_last_feed, NOTHING, True),
        (as_array, NOTHING, True),
        (as_pretty_array, NOTHING, True),
        (spaced, NOTHING, False),
        (gzipped, NOTHING, True),
        (gzipped_and_cut, ["6"], True),
        (feed_overwritten, NOTHING, True),
        (foreign_appended, NOTHING, True),
        (junk_appended, NOTHING, True),
        (junk_inside, NOTHING, True),
        (lines_twice, NOTHING, True),
        (with_byte_order_mark, NOTHING, True),
        (crlf, NOTHING, False),
        (title_edited, ["2"], True),
        (author_edited, ["1"], True),
        (copied, NOTHING, False),
    ],
)
def test_whatever_is_done_to_the_file(
    folder: Path, damage: Callable[[Path], None], read: list[str], anew: bool
) -> None:
    export = folder / "posts.jsonl"
    damage(export)
    damaged = export.read_bytes() if export.exists() else b""
    archive = again(folder)
    assert read_again(archive) == read
    edit_lost = damage in (half, without_last_line, gzipped_and_cut)
    assert stale(archive) == (["3"] if edit_lost else [])
    kept = list(folder.glob("posts.jsonl.before-*"))
    assert [path.read_bytes() for path in kept] == ([damaged] if anew else [])
    assert any(str(path) in note for note in archive.run.healed for path in kept) == anew
    refetched(archive)
    healed = damage not in (spaced, crlf, copied)
    assert archive.run.result == ("healed" if healed else "done")
    assert archive.run.exit_status == healed
    if damage is not deleted:
        assert sorted(set(lines(folder))) == ALL
    assert_agree(folder)


@pytest.mark.parametrize(
    "damage",
    [
        copied,
        without_last_feed,
        as_array,
        spaced,
        gzipped,
        foreign_appended,
        junk_appended,
        junk_inside,
        lines_twice,
        with_byte_order_mark,
        crlf,
    ],
)
def test_a_new_state_has_of_a_damaged_file_what_stays(
    folder: Path, damage: Callable[[Path], None]
) -> None:
    damage(folder / "posts.jsonl")
    (folder / "state.db").unlink()
    archive = again(folder)
    assert (read_again(archive), stale(archive)) == ([], [])
    completed(archive)
    assert lines(folder) == [*ALL, "3"]
    assert verify(folder) == []
    assert_agree(folder)


@pytest.mark.parametrize("state", ["lost", "older"])
@pytest.mark.parametrize("zeros", [slice(0, None), slice(40, -1), slice(-1, None)])
def test_zeros_in_the_middle_cost_no_line_behind_them(
    folder: Path, state: str, zeros: slice
) -> None:
    """To a state that does not know these lines, they are no end that a killed run has left."""
    older = (folder / "state.db").read_bytes()
    archive = again(folder)
    for number in range(7, 12):
        archived(archive, number, f"文{number}")
    completed(archive)
    if state == "lost":
        (folder / "state.db").unlink()
    else:
        (folder / "state.db").write_bytes(older)
    export = folder / "posts.jsonl"
    written = export.read_bytes().splitlines(keepends=True)
    damaged = bytearray(written[8])
    damaged[zeros] = bytes(len(damaged[zeros]))
    export.write_bytes(b"".join([*written[:8], bytes(damaged), *written[9:]]))
    kept = export.read_bytes()
    archive = again(folder)
    assert [*map(int, lines(folder))][8:] == [8] * (zeros == slice(-1, None)) + [9, 10, 11]
    assert [path.read_bytes() for path in folder.glob("posts.jsonl.before-*")] == [kept]
    completed(archive)


def test_the_line_of_a_very_long_post_is_a_line(folder: Path) -> None:
    """16 MiB of a page in GBK are more in UTF-8, and stand in text and HTML."""
    archive = again(folder)
    archived(archive, 7, "文" * 7_000_000)
    completed(archive)
    assert verify(folder) == []
    export = folder / "posts.jsonl"
    export.write_bytes(export.read_bytes() + b"foreign\n")  # so that all of it is read
    archive = again(folder)
    assert read_again(archive) == []
    completed(archive)
    assert lines(folder)[-1] == "7"


def test_what_killed_writers_had_not_put_into_its_place_goes(tmp_path: Path) -> None:
    archive = opened(tmp_path)
    archived(archive, 1)
    archive.flush()
    died(archive)
    thumbs = archive.folder / "media" / "thumbs"
    thumbs.mkdir(parents=True)
    drafts = [
        archive.folder / "posts.jsonl.before-20261127T060000Z.tmp",
        archive.folder / "forgotten.jsonl.tmp", archive.folder / "posts.jsonl.new",
        archive.runs / "20261127T060000Z.json.tmp", thumbs / "ab.71.tmp",
    ]  # fmt: skip
    kept = [archive.runs / "notes.txt", thumbs / "ab.webp"]
    for path in (*drafts, *kept):
        path.parent.mkdir(exist_ok=True)
        path.touch()
    completed(opened(tmp_path))
    assert [path for path in (*drafts, *kept) if path.exists()] == kept
