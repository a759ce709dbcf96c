"""A takedown leaves no byte of a post, and no run brings it back."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from newsportal.archive.audit import audit
from newsportal.archive.healing.forgotten import remember
from newsportal.archive.maintenance.forget import forget
from newsportal.archive.maintenance.places import PLACES
from newsportal.archive.maintenance.rotate import rotate
from newsportal.archive.maintenance.traces import TakenOut
from newsportal.archive.maintenance.verify import verify
from newsportal.items import Link
from newsportal.pages.site import Site
from newsportal.state.row import Route, State
from tests.archives import NOW, archived, completed, lines, opened, post
from tests.crawling import ROOT

SITE = Site.of("http://news.example/")
SECRET = "某某的住址"


def secret_of(data: Path, *, rotated: bool = False) -> Path:
    """Return an archive whose second post is to go: its text, its title, a link to it."""
    archive = opened(data)
    archived(archive, 1, "文1")
    row = archive.store.sight("post/2.html", Route.INDEX, NOW, archive.run_number)
    archive.store.settle(row.n, State.ARCHIVED)
    item = post(2, f"{SECRET}在此")
    item.title = SECRET
    item.content_hash = hashlib.sha256(f"{SECRET}\n{item.text}".encode()).hexdigest()
    archive.add(row.n, item)
    archive.run.new.add(url=item.url, title=SECRET)
    neighbour = archive.store.sight("post/3.html", Route.INDEX, NOW, archive.run_number)
    archive.store.settle(neighbour.n, State.ARCHIVED)
    third = post(3, "文3")
    third.previous = Link(item.url, SECRET)
    third.near_duplicate_of, third.similarity = item.url, 0.9
    third.html = f'<p>文<a href="{item.url}#top">3</a></p>'
    archive.add(neighbour.n, third)
    twin = archive.store.sight("post/4.html", Route.INDEX, NOW, archive.run_number)
    archive.store.settle(twin.n, State.DUPLICATE, original=row.n)
    completed(archive)
    if rotated:
        rotate(archive.folder, SITE)
    (archive.folder / "browse.db").write_text(SECRET)
    (archive.folder / "state.db.1").write_text(f"damaged {SECRET}")
    shutil.copy(archive.folder / "state.db", archive.folder / "state-v2.db")
    with zipfile.ZipFile(_made(archive.folder / "export/posts.wacz"), "w") as packed:
        packed.writestr("pages", SECRET)
    _made(archive.folder / "export/markdown/2.md").write_text(SECRET)
    rejected = f'<a href="/post/2.html">{SECRET}</a>'.encode("gb18030")
    _made(archive.folder / "runs/x/rejected-1.html.txt").write_bytes(rejected)
    _made(archive.folder / "runs/x/rejected-2.html.txt").write_text("another page")
    (archive.folder / "posts.jsonl.new").write_text(SECRET)
    _made(archive.folder / "media/new/x.tmp").write_text(SECRET)
    before = archive.folder / "posts.jsonl.before-x"
    source = next(archive.folder.glob("posts*.jsonl"))
    before.write_bytes(gzip.compress(source.read_bytes()))
    return archive.folder


def _made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def zipped(content: bytes) -> bytes:
    with (file := BytesIO()), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("notes.txt", content)
        packed.close()
        return file.getvalue()


def bytes_in(folder: Path) -> bytes:
    """Return all that an archive stores, packed files unpacked."""
    found = b""
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found += gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    return found


def assert_gone(folder: Path) -> None:
    stored = bytes_in(folder)
    assert SECRET.encode() not in stored
    assert json.dumps(SECRET)[1:-1].encode() not in stored
    assert SECRET.encode("gb18030") not in stored
    assert not list(folder.glob("export/*"))
    assert b"another page" in stored
    assert not any(b"post/2.html" in path.read_bytes() for path in folder.glob("posts*.jsonl"))


@pytest.mark.parametrize("rotated", [False, True])
def test_no_byte_of_a_forgotten_post_stays(tmp_path: Path, rotated: bool) -> None:
    folder = secret_of(tmp_path, rotated=rotated)
    assert SECRET.encode() in bytes_in(folder)
    done = forget(folder, SITE, "2")
    assert done.posts == ["http://news.example/post/2.html", "http://news.example/post/4.html"]
    assert done.alike == ["http://news.example/post/3.html"]
    assert_gone(folder)
    file = next(folder.glob("posts*.jsonl"))
    assert [json.loads(line)["id"] for line in file.read_text().splitlines()] == ["1", "3"]
    assert verify(folder) == []
    archive = opened(tmp_path)
    assert archive.run.healed == []
    row = archive.store.row("post/2.html")
    assert row is not None
    assert row.state is State.FORGOTTEN
    assert archive.store.to_fetch.unsettled(archive.run_number, ~Route(0), datetime.now(UTC)) == []
    completed(archive)
    assert_gone(folder)


def test_copies_that_other_programs_made_go_along(tmp_path: Path) -> None:
    """What Dropbox, Syncthing and editors leave beside a file; what is nobody's is named."""
    folder = secret_of(tmp_path)
    for name in ("posts", "state", "browse"):
        end = ".jsonl" if name == "posts" else ".db"
        for copy in (f"{name} (conflicted copy){end}", f"{name}.sync-conflict-1-2{end}",
                     f"{name}{end}~"):  # fmt: skip
            shutil.copy(folder / f"{name}{end}", folder / copy)
    report = next((folder / "runs").glob("[0-9]*.json"))
    shutil.copy(report, report.with_name(f"{report.stem}.sync-conflict-1.json"))
    assert forget(folder, SITE, "2").left == []
    assert_gone(folder)


@pytest.mark.parametrize(
    "content",
    [
        f"who lives there: {SECRET}".encode(),
        gzip.compress(SECRET.encode()),
        f"x{'.' * (1 << 20)}{SECRET}".encode("gb18030"),
        gzip.compress(os.urandom(99))[:-30],
        zipped(SECRET.encode()),
    ],
    ids=["plain", "packed", "far behind", "not to be read", "zipped"],
)
def test_what_is_nobodys_is_named(tmp_path: Path, content: bytes) -> None:
    folder = secret_of(tmp_path)
    mine = _made(folder / ".stversions/deep/notes~1.txt")
    mine.write_bytes(content)
    (folder / "innocent.txt").write_text("文")
    (folder / "innocent.gz").write_bytes(gzip.compress("文".encode()))
    assert forget(folder, SITE, "2").left == [mine]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content.decode().encode("utf-16"),
        lambda content: content.decode().encode("gb18030"),
        lambda content: gzip.compress(gzip.compress(content)),
        lambda content: gzip.compress(content)[:-30],
        lambda content: content.replace(b'"revision"', b'"revisiom"', 2),
        lambda content: content + f"who lives there: {SECRET}".encode(),
    ],
    ids=["UTF-16", "GB 18030", "packed twice", "packed and cut", "damaged", "notes"],
)
def test_of_a_file_that_nobody_can_read_only_records_stay(
    tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    folder = secret_of(tmp_path)
    aside = folder / "posts.jsonl.before-y"
    aside.write_bytes(spoil((folder / "posts.jsonl").read_bytes()))
    forget(folder, SITE, "2")
    assert_gone(folder)
    content = aside.read_bytes()
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    assert {json.loads(line)["id"] for line in content.splitlines()} <= {"1", "3"}


@pytest.mark.parametrize("place", range(len(PLACES)))
def test_a_takedown_that_is_killed_is_finished_by_another(
    tmp_path: Path, place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = secret_of(tmp_path)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    places = (*PLACES[:place], killed)
    monkeypatch.setattr("newsportal.archive.maintenance.forget.PLACES", places)
    with pytest.raises(KeyboardInterrupt):
        forget(folder, SITE, "2")
    monkeypatch.undo()
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy / folder.name)
    archive = opened(copy)  # a run in between brings nothing back
    assert lines(archive.folder) == ["1", "3"]
    assert SECRET not in (archive.folder / "posts.jsonl").read_text() or place < 2
    completed(archive)
    for each in (folder, archive.folder):
        assert "scrapy forget 2 was not finished; run it again" in verify(each)
        forget(each, SITE, "2")
        assert_gone(each)
        assert verify(each) == []


def test_a_takedown_that_is_killed_before_the_state_knows_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = secret_of(tmp_path)

    def killed(*told: Any) -> None:
        remember(*told)
        raise KeyboardInterrupt

    monkeypatch.setattr("newsportal.archive.maintenance.forget.remember", killed)
    with pytest.raises(KeyboardInterrupt):
        forget(folder, SITE, "2")
    monkeypatch.undo()
    completed(opened(tmp_path))  # takes the lines away, and no more
    assert "scrapy forget 2 was not finished; run it again" in verify(folder)
    forget(folder, SITE, "2")
    assert_gone(folder)


def test_a_rotated_file_that_a_killed_takedown_rewrote_is_as_it_should_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = secret_of(tmp_path, rotated=True)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("newsportal.archive.maintenance.forget.left_over", killed)
    with pytest.raises(KeyboardInterrupt):
        forget(folder, SITE, "2")
    monkeypatch.undo()
    forget(folder, SITE, "2")
    assert_gone(folder)
    assert verify(folder) == []
    assert not [each for each in audit(folder / "state.db").missing if "rotated" in each]


def test_by_salted_digests_it_is_known_again(tmp_path: Path) -> None:
    folder = secret_of(tmp_path)
    forget(folder, SITE, "2")
    forget(folder, SITE, "3")
    known = TakenOut.of(folder)
    found = post(7, f"{SECRET}在此")
    found.title = SECRET
    assert known.read(found) == "2"
    assert known.read(post(8, "文3")) == "3"
    found.text = f"{SECRET}不在此"
    assert known.read(found) is None
    assert known.listed("题", None) is None  # of other posts, too
    entries = [json.loads(line) for line in (folder / "forgotten.jsonl").read_text().splitlines()]
    assert len({entry["salt"] for entry in entries}) == 1


def test_an_older_copy_does_not_bring_it_back(tmp_path: Path) -> None:
    folder = secret_of(tmp_path)
    old = (folder / "posts.jsonl").read_bytes()
    forget(folder, SITE, "2")
    (folder / "posts.jsonl").write_bytes(old)
    archive = opened(tmp_path)
    # The third post's line names the second, and is read again without it.
    assert lines(folder) == ["1"]
    assert [row.id for row in archive.store.lines.lost()] == ["3"]
    completed(archive)
    assert_gone(folder)


@pytest.mark.parametrize("older", [True, False])
def test_a_lost_or_older_state_does_not_bring_it_back(tmp_path: Path, older: bool) -> None:
    folder = secret_of(tmp_path)
    if older:
        shutil.copytree(folder, tmp_path / "old")
    forget(folder, SITE, "2")
    (folder / "state.db").unlink()
    if older:  # the state and the file of an older day
        for name in ("state.db", "posts.jsonl"):
            shutil.copyfile(tmp_path / "old" / name, folder / name)
    archive = opened(tmp_path)
    assert "2" not in lines(folder)
    for key in ("post/2.html", "post/4.html"):
        row = archive.store.row(key)
        assert row is not None
        assert row.state is State.FORGOTTEN
    row = archive.store.sight("post/2.html", Route.INDEX, NOW, archive.run_number)
    wanted = archive.store.to_fetch.unsettled(archive.run_number, ~Route(0), datetime.now(UTC))
    assert row.key not in {each.key for each in wanted}
    completed(archive)
    assert (archive.run.result, opened(tmp_path).run.healed) == ("healed", [])


def test_a_list_of_forgotten_posts_that_is_broken_is_said(tmp_path: Path) -> None:
    folder = secret_of(tmp_path)
    forget(folder, SITE, "2")
    (folder / "forgotten.jsonl").write_text("[1]\n")
    with pytest.raises(ValueError, match=r"forgotten\.jsonl is damaged"):
        opened(tmp_path)


def test_a_post_that_is_not_there(tmp_path: Path) -> None:
    folder = secret_of(tmp_path)
    with pytest.raises(LookupError, match="no post with the id 77"):
        forget(folder, SITE, "77")


@pytest.mark.long
def test_the_command(tmp_path: Path) -> None:
    folder = secret_of(tmp_path)
    command = [sys.executable, "-m", "scrapy", "forget", "-a", f"portal={SITE.root}", "--json"]
    environment = {**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [*command, "2"], cwd=ROOT, env=environment, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["forgotten"][0] == "http://news.example/post/2.html"
    assert_gone(folder)
    assert any(path.suffix == ".html" for path in (folder / "runs").iterdir())
    again = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert again.returncode == 2
