"""Pictures and files at rest: content-addressed, and true to lines and rows after any death."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.audit import audit
from newsportal.archive.maintenance import forget as places
from newsportal.archive.maintenance.forget import forget
from newsportal.archive.maintenance.places import PLACES
from newsportal.archive.maintenance.verify import verify
from newsportal.archive.media.lookup import Stored
from newsportal.archive.media.store import Media
from newsportal.archive.media.table import Medium
from newsportal.items import Image, Link
from newsportal.pages.file_kinds import kind_of
from newsportal.pages.site import Site
from newsportal.runs.media_options import MediaOptions
from newsportal.state.row import Route, State
from tests.archives import NOW, completed, died, opened, post

SITE = Site.of("http://news.example/")
WANTED = MediaOptions(3, 10_000)
A, B = "http://news.example/a.gif", "http://cdn.example/b.pdf"
GIF, PDF = b"GIF89a" + b"\1" * 40, b"%PDF-1.4 " + b"\2" * 40


def begun(data: Path) -> tuple[ArchiveWriter, Media]:
    """Open an archive whose media are wanted."""
    archive = opened(data)
    archive.want_media(WANTED)
    assert archive.media is not None
    return archive, archive.media


def add(archive: ArchiveWriter, number: int, *images: str, files: tuple[str, ...] = ()) -> None:
    row = archive.store.sight(f"post/{number}.html", Route.INDEX, NOW, archive.run_number)
    archive.store.settle(row.n, State.ARCHIVED)
    item = post(number, f"文{number}")
    item.images = [Image(url, "") for url in images]
    item.files = [Link(url, "") for url in files]
    archive.add(row.n, item)


def owed(archive: ArchiveWriter, now: int = 2_000_000_000) -> list[Medium]:
    assert archive.media is not None
    return archive.media.table.owed(3, archive.run_number, now, 0, 100)


def take(archive: ArchiveWriter, contents: dict[str, bytes]) -> None:
    """Store what is owed."""
    assert archive.media is not None
    for medium in owed(archive):
        if (body := contents.get(medium.url)) is not None:
            kind = kind_of(body)
            assert kind is not None
            archive.media.store(medium, body, kind, 200, NOW)


def told(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "media.jsonl").read_text().splitlines()]


def files(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder / "media").as_posix()
        for path in (folder / "media").rglob("*")
        if path.is_file()
    )


def filled(data: Path) -> Path:
    """Return an archive with two posts that share a picture, one of them with a file."""
    archive, media = begun(data)
    add(archive, 1, A, files=(B,))
    add(archive, 2, A, "http://news.example/copy.gif")
    archive.flush()
    assert media.begin() == []
    take(archive, {A: GIF, B: PDF, "http://news.example/copy.gif": GIF})
    completed(archive)
    return archive.folder


def test_each_content_is_stored_once_and_each_use_told(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    digest = hashlib.sha256(GIF).hexdigest()
    names = [f"{digest}.gif", f"{hashlib.sha256(PDF).hexdigest()}.pdf"]
    assert files(folder) == sorted(f"{name[:2]}/{name}" for name in names)
    assert (folder / "media" / digest[:2] / names[0]).read_bytes() == GIF
    lines = told(folder)
    assert {(line["url"], line["post_id"]) for line in lines} == {
        (A, "1"), (A, "2"), (B, "1"), ("http://news.example/copy.gif", "2")
    }  # fmt: skip
    assert list(lines[0]) == ["url", "sha256", "type", "size", "post_id", "fetched_at", "status"]
    assert lines[0] == {
        "url": A, "sha256": digest, "type": "image/gif", "size": len(GIF), "post_id": "1",
        "fetched_at": "2026-11-22T12:00:00+08:00", "status": 200,
    }  # fmt: skip
    stored = Stored(folder)
    found = stored.find(A)
    assert found is not None
    assert (found.path.read_bytes(), found.shown) == (GIF, True)
    assert set(stored.of_post("1")) == {A, B}
    assert stored.find("http://news.example/other.gif") is None
    report = json.loads(next((folder / "runs").glob("*.json")).read_text())
    assert report["media"]["stored"] == 2
    assert report["media"]["bytes"] == len(GIF) + len(PDF)


def test_a_later_post_with_a_stored_picture_gets_a_line(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    archive, media = begun(tmp_path)
    add(archive, 3, A)
    archive.flush()
    media.begin()
    assert owed(archive) == []
    completed(archive)
    assert [line["post_id"] for line in told(folder) if line["url"] == A] == ["1", "2", "3"]


def test_what_fails_is_told_once_and_asked_for_again(tmp_path: Path) -> None:
    archive, media = begun(tmp_path)
    add(archive, 1, A)
    archive.flush()
    media.begin()
    (medium,) = owed(archive)
    media.fail(medium, 404, "status 404", NOW)
    completed(archive)
    archive, media = begun(tmp_path)
    media.begin()
    (medium,) = owed(archive, int(NOW.timestamp()))
    media.fail(medium, 404, "status 404", NOW)
    assert owed(archive, int(NOW.timestamp())) == []  # not before tomorrow
    completed(archive)
    (line,) = told(archive.folder)
    assert (line["url"], line["sha256"], line["status"]) == (A, None, 404)
    archive, media = begun(tmp_path)
    media.begin()
    take(archive, {A: GIF})
    assert media.counts()["failed"] == 0
    completed(archive)
    assert [line["status"] for line in told(archive.folder)] == [404, 200]


@pytest.mark.parametrize("stage", ["drafts", "lines", "places", "commit"])
def test_a_run_that_dies_anywhere_loses_nothing(tmp_path: Path, stage: str) -> None:
    archive, media = begun(tmp_path)
    add(archive, 1, A, files=(B,))
    archive.flush()
    media.begin()
    archive.flush()
    take(archive, {A: GIF, B: PDF})
    if stage in ("lines", "places"):
        assert media._journal is not None
        media._journal.append(media._lines)
    if stage == "places":
        media._files.publish()
    if stage == "commit":
        archive.flush()
    died(archive)
    archive, media = begun(tmp_path)
    assert media.begin() == []
    assert len(owed(archive)) == (2 if stage == "drafts" else 0)
    take(archive, {A: GIF, B: PDF})
    completed(archive)
    assert len(files(archive.folder)) == 2
    assert sorted(line["url"] for line in told(archive.folder)) == [B, A]


def test_a_torn_line_of_a_run_that_died_is_cut(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    before = (folder / "media.jsonl").read_bytes()
    with (folder / "media.jsonl").open("ab") as file:
        file.write(before[:30])
    archive, media = begun(tmp_path)
    assert media.begin() == []
    completed(archive)
    assert (folder / "media.jsonl").read_bytes() == before


def test_files_that_are_missing_are_owed(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    shutil.rmtree(folder / "media")
    archive, media = begun(tmp_path)
    assert media.begin() == ["the files of 3 media were missing; they are asked for again"]
    take(archive, {A: GIF, B: PDF, "http://news.example/copy.gif": GIF})
    assert owed(archive) == []
    archive.flush()
    assert len(files(folder)) == 2
    completed(archive)


def test_files_that_nothing_tells_of_are_set_aside(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    before = files(folder)
    stray = folder / "media" / "00" / f"{'0' * 64}.gif"
    stray.parent.mkdir()
    stray.write_bytes(GIF)
    (folder / "media" / "new").mkdir(exist_ok=True)
    (folder / "media" / "new" / f"{'1' * 64}.gif.tmp").write_bytes(GIF)
    archive, media = begun(tmp_path)
    assert media.begin() == ["1 files of media that nothing tells of are now in media/aside"]
    completed(archive)
    assert files(folder) == sorted([*before, f"aside/{'0' * 64}.gif"])


def test_where_state_and_lines_are_lost_the_files_are_not(tmp_path: Path) -> None:
    """One content comes again and is in its place; the portal has the other one no more."""
    folder = filled(tmp_path)
    before = files(folder)
    (folder / "state.db").unlink()
    (folder / "media.jsonl").unlink()
    archive, media = begun(tmp_path)
    assert media.begin() == ["2 files of media that nothing tells of are now in media/aside"]
    assert files(folder) == sorted(f"aside/{name.partition('/')[2]}" for name in before)
    take(archive, {A: GIF})
    completed(archive)
    digest = hashlib.sha256(PDF).hexdigest()
    assert files(folder) == sorted([next(n for n in before if "gif" in n), f"aside/{digest}.pdf"])
    assert verify(folder) == []
    archive, media = begun(tmp_path)
    assert media.begin() == []
    completed(archive)
    # Whose file it is nobody knows: a takedown names where it lies.
    assert folder / "media" / "aside" in forget(folder, SITE, "1").left


def test_a_lost_or_damaged_media_jsonl_is_made_good(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    path = folder / "media.jsonl"
    whole = told(folder)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + b'{"damaged\n' + b"".join(lines[2:]))
    archive, media = begun(tmp_path)
    (note,) = media.begin()
    assert note.startswith("1 lines of media.jsonl were damaged")
    completed(archive)
    key = lambda line: (line["url"], line["post_id"])  # noqa: E731
    assert sorted(told(folder), key=key) == sorted(whole, key=key)
    path.unlink()
    archive, media = begun(tmp_path)
    media.begin()
    completed(archive)
    assert sorted(told(folder), key=key) == sorted(whole, key=key)


def test_a_new_state_knows_the_media_from_their_lines(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    before = (folder / "media.jsonl").read_bytes()
    (folder / "state.db").unlink()
    archive, media = begun(tmp_path)
    assert media.begin() == []
    assert owed(archive) == []
    completed(archive)
    assert (folder / "media.jsonl").read_bytes() == before
    assert set(Stored(folder).of_post("2")) == {A, "http://news.example/copy.gif"}


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x1cftypavif", "image/avif"),
        (b'<?xml version="1.0"?>\n<!-- a --><svg xmlns="x">', "image/svg+xml"),
        (b"\n%PDF-1.7", "application/pdf"),
        (b"PK\3\4....word/document.xml", "application/vnd.openxmlformats-officedocument"),
        (b"PK\3\4....OFD.xml", "application/ofd"),
        (b"PK\3\4....", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
         "application/msword"),
        (b"BM is how this text begins", ""),
        (b"<html><body>no picture", ""),
        (b"", ""),
    ],
)  # fmt: skip
def test_what_a_content_is(start: bytes, expected: str) -> None:
    kind = kind_of(start)
    assert (kind.type if kind else "").startswith(expected or "\0" * (kind is not None))


# Verified and forgotten


def test_verify_names_what_is_not_as_it_was(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    assert verify(folder) == []
    found = Stored(folder).find(B)
    assert found is not None
    found.path.write_bytes(PDF[:-1] + b"\3")
    (fault,) = verify(folder)
    assert "is not what was stored; remove it, and the next run" in fault
    found.path.unlink()
    (fault,) = verify(folder)
    assert "is not there" in fault
    found.path.write_bytes(PDF)
    path = folder / "media.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    (fault,) = verify(folder)
    assert "0 lines are wrong, 1 are missing" in fault
    archive, media = begun(tmp_path)
    media.begin()
    completed(archive)
    assert verify(folder) == []


def test_the_audit_counts_media(tmp_path: Path) -> None:
    archive, media = begun(tmp_path)
    add(archive, 1, A, files=(B,))
    archive.flush()
    media.begin()
    take(archive, {A: GIF})
    (medium,) = owed(archive)
    media.fail(medium, None, "no answer", NOW)
    completed(archive)
    facts = audit(archive.folder / "state.db").facts
    assert "media: 1 of 2 addresses are stored, as 1 files; 1 could not be had so far" in facts
    assert f"  {B}: no answer" in facts


def assert_forgotten(folder: Path) -> None:
    """Nothing of the media that only post 1 has is left; what post 2 shows is."""
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert B.encode() not in content, path
        assert PDF not in content, path
    stored = Stored(folder)
    assert stored.find(B) is None
    assert stored.find(A) is not None
    assert {line["post_id"] for line in told(folder)} == {"2"}
    assert verify(folder) == []


def test_a_takedown_takes_the_media_that_no_other_post_has(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    (folder / "media.jsonl.before-x").write_bytes((folder / "media.jsonl").read_bytes())
    shutil.copy(folder / "state.db", folder / "state.db.1")
    done = forget(folder, SITE, "1")
    assert folder / "media.jsonl" in done.files
    assert_forgotten(folder)
    archive, media = begun(tmp_path)
    assert media.begin() == []
    assert owed(archive) == []
    completed(archive)
    assert_forgotten(folder)


def test_a_takedown_takes_thumbnails_whose_pictures_are_lost(tmp_path: Path) -> None:
    """And what a thumbnail that was killed in the making has left."""
    folder, thumbs = filled(tmp_path), tmp_path / "news.example/media/thumbs"
    names = {content: hashlib.sha256(content).hexdigest() for content in (GIF, PDF)}
    (folder / "media" / names[PDF][:2] / f"{names[PDF]}.pdf").unlink()
    thumbs.mkdir()
    for name in (f"{names[GIF]}.webp", f"{names[GIF]}.77.tmp", f"{names[PDF]}.webp"):
        (thumbs / name).write_bytes(b"small")
    forget(folder, SITE, "1")
    assert [path.name for path in thumbs.iterdir()] == [f"{names[GIF]}.webp"]
    assert_forgotten(folder)


@pytest.mark.parametrize("died_in", range(4))
def test_a_takedown_that_dies_is_finished_by_the_next(
    tmp_path: Path, died_in: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run in between asks for nothing of what is to go."""
    folder = filled(tmp_path)

    def dies(*_: object) -> None:
        raise OSError("killed")

    with monkeypatch.context() as patch:
        if died_in < 3:
            patch.setattr(places, "PLACES", (*PLACES[:died_in], dies))
        else:
            patch.setattr(places, "drop", dies)
        with pytest.raises(OSError, match="killed"):
            forget(folder, SITE, "1")
    archive, media = begun(tmp_path)
    media.begin()
    assert owed(archive) == []
    assert Stored(folder).find(B) is None
    completed(archive)
    forget(folder, SITE, "1")
    assert_forgotten(folder)


def test_a_takedown_where_the_state_is_new(tmp_path: Path) -> None:
    folder = filled(tmp_path)
    (folder / "state.db").unlink()
    forget(folder, SITE, "1")
    assert_forgotten(folder)
