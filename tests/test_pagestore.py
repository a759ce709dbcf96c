"""WARC files: what is in them, and what of them outlasts a kill."""

from __future__ import annotations

import gzip
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from newsportal.pagestore.blanking import blank
from newsportal.pagestore.faults import faults
from newsportal.pagestore.members import Exchange, answer_member, new_id, question_member, sha1_of
from newsportal.pagestore.notes import AddressesNote, Note, ReadNote, RemovalNote
from newsportal.pagestore.scan import all_members, is_whole, members
from newsportal.pagestore.store import PageStore
from newsportal.pagestore.volumes import Place
from newsportal.state.published import Published
from tests.crawling import ROOT

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
HEADERS = [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")]


class Payloads(dict[bytes, tuple[int, int]]):
    """Which bodies are stored, without a state."""

    def __init__(self) -> None:
        super().__init__()
        self.used: dict[bytes, int] = {}

    def find(self, digest: bytes) -> tuple[int, int] | None:
        return self.get(digest)

    def add(self, bodies: Iterable[tuple[bytes, int, int]]) -> None:
        self.update((digest, (volume, offset)) for digest, volume, offset in bodies)

    def use(self, digest: bytes, volume: int) -> None:
        self.used[digest] = volume

    def forget_behind(self, volume: int, end: int) -> int:
        lost = [digest for digest, place in self.items() if place[0] == volume and place[1] >= end]
        for digest in lost:
            del self[digest]
        return 0


def unhealed(folder: Path, limit: int = 10**9) -> PageStore:
    return PageStore(folder, "news.example", limit, {"software": "newsportal"}, Payloads())


def opened(folder: Path, limit: int = 10**9, committed: dict[int, int] | None = None) -> PageStore:
    store = unhealed(folder, limit)
    store.heal(committed or {})
    return store


def page(number: int, body: bytes | None = None, coding: str = "") -> Exchange:
    headers = [*HEADERS, *([("Content-Encoding", coding)] if coding else [])]
    return Exchange(
        f"http://news.example/post/{number}.html", NOW, "GET", [("Accept", "*/*")], 200, headers,
        body if body is not None else f"<p>page {number}</p>".encode() * 50,
    )  # fmt: skip


def records(path: Path) -> list[tuple[str, str, bytes]]:
    """Return type, address and payload of every record, as warcio reads the file."""
    with path.open("rb") as file:
        return [
            (record.rec_type, record.rec_headers["WARC-Target-URI"], record.raw_stream.read())
            for record in ArchiveIterator(file)
        ]


def assert_valid(path: Path) -> None:
    class Options:
        inputs = (str(path),)
        verbose = False

    checker = Checker(Options())
    checker.process_all()
    assert checker.exit_value == 0
    with path.open("rb") as file:
        assert all(record.verify_block_digest() for record in FastIterator(file, parse_http=False))


def test_a_file_is_valid_and_has_question_and_answer(tmp_path: Path) -> None:
    store = opened(tmp_path)
    packed = gzip.compress(b"<p>packed</p>" * 9000)
    large = os.urandom(200_000)
    store.add(page(1))
    store.add(page(2, packed, "gzip"))
    store.add(page(3, large, "gzip"))
    store.add(page(4, b""))
    store.note(AddressesNote("http://news.example/", "zblog", {}, 1))
    store.sync()
    store.close()
    (path,) = tmp_path.glob("*.warc.gz")
    assert path.name == "news.example-00001.warc.gz"
    assert_valid(path)
    found = records(path)
    kinds = [kind for kind, _, _ in found]
    assert kinds == ["warcinfo", *["response", "request"] * 4, "metadata"]
    bodies = [body for kind, _, body in found if kind == "response"]
    assert bodies == [page(1).body, packed, large, b""]
    raw = gzip.decompress(path.read_bytes())
    assert raw.startswith(b"WARC/1.1\r\n")
    assert b"\r\nX-Archive-Orig-Transfer-Encoding: chunked\r\n" in raw
    assert b"\r\nHTTP/1.1 200 \r\n" in raw
    assert b"GET /post/1.html HTTP/1.1\r\nAccept: */*\r\n" in raw


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_headers_stay_byte_by_byte(encoding: str) -> None:
    """Addresses in Chinese are sent in any encoding; nothing in a file may name another place."""
    place = "/新闻/1.html".encode(encoding)
    headers = [("Location", place.decode("latin-1"))]
    moved = Exchange("http://news.example/1", datetime.now(UTC), "GET", headers, 302, headers, b"")
    for member in (answer_member(moved, new_id(), b""), question_member(moved, new_id())):
        assert b"\r\nLocation: " + place + b"\r\n" in gzip.decompress(member)


def test_the_same_body_is_stored_once(tmp_path: Path) -> None:
    store, payloads = opened(tmp_path), Payloads()
    store._payloads = payloads
    first, _ = store.add(page(1, b"same"))
    store.sync()
    again, body = store.add(page(2, b"same"))
    new, _ = store.add(page(3, b"new"))
    _, new_again = store.add(page(4, b"new"))  # of the same group
    store.sync()
    store.close()
    assert body == first != again
    assert store.body_of(again) == first
    assert new_again == new
    (path,) = tmp_path.glob("*.warc.gz")
    assert_valid(path)
    revisit, other = (member for member in members(path) if member.kind == "revisit")
    (response, *_) = (member for member in members(path) if member.kind == "response")
    assert revisit.headers["warc-refers-to"] == response.headers["warc-record-id"]
    assert payloads.used == dict.fromkeys(map(sha1_of, (b"same", b"new")), 1)
    assert revisit.headers["warc-refers-to-target-uri"] == page(1).url
    assert other.headers["warc-refers-to-target-uri"] == page(3).url
    assert revisit.headers["warc-profile"].endswith("/1.1/revisit/identical-payload-digest")


@pytest.mark.parametrize("told", [b"sha256:" + b"0a" * 32, b"sha1:" + b"0189" * 10])
def test_a_digest_of_another_kind_is_no_fault(tmp_path: Path, told: bytes) -> None:
    """A file of another program lies among ours: its digests are not looked up."""
    plain = gzip.decompress(answer_member(page(1), new_id(), b"own"))
    theirs = gzip.compress(re.sub(rb"(?<=Payload-Digest: )[^\r]+", told, plain))
    (tmp_path / "theirs-00001.warc.gz").write_bytes(theirs)
    store = opened(tmp_path)
    assert store.sizes == {1: len(theirs)}
    assert store.body_of(Place(1, 0)) == Place(1, 0)


def test_files_are_bounded(tmp_path: Path) -> None:
    store = opened(tmp_path, limit=20_000)
    places = [store.add(page(number, os.urandom(3000), "br"))[0] for number in range(30)]
    store.sync()
    store.close()
    paths = sorted(tmp_path.glob("*.warc.gz"))
    assert len(paths) > 4
    assert all(path.stat().st_size <= 20_000 for path in paths)
    assert [member.kind for member in members(paths[1])][:1] == ["warcinfo"]
    member = store.member(places[17])
    assert member is not None
    assert member.headers["warc-target-uri"] == page(17).url


def test_notes_come_back_as_they_were_taken(tmp_path: Path) -> None:
    published = Published(NOW, "minute", NOW, None, "listing")
    notes: list[Note] = [
        AddressesNote("http://news.example/", "zblog", {"index_php": True}, 3),
        ReadNote("post/1.html", Place(1, 7), Place(1, 3), NOW, NOW, published, None, published,
                first=True),
        RemovalNote("post/1.html", NOW),
    ]  # fmt: skip
    store = opened(tmp_path)
    for note in notes:
        store.note(note)
    store.sync()
    store.close()
    store = unhealed(tmp_path)
    adopted = store.heal({})
    assert [note for place in store.notes() for note in store.notes_at(place)] == notes
    assert list(store.notes()) == adopted


@pytest.mark.parametrize("cut", [1, 9, 100, 700, 1500])
def test_a_torn_member_is_cut_and_whole_ones_are_adopted(tmp_path: Path, cut: int) -> None:
    store = opened(tmp_path)
    store.add(page(1))
    store.sync()
    committed = dict(store.sizes)
    for number in range(2, 9):
        store.add(page(number))
    store.note(RemovalNote("post/1.html", NOW))
    store.sync()
    store.close()
    (path,) = tmp_path.glob("*.warc.gz")
    whole = path.read_bytes()
    ends = [member.end for member in members(path)]
    os.truncate(path, len(whole) - cut)
    store = opened(tmp_path, committed=committed)
    left = max(end for end in ends if end <= len(whole) - cut)
    assert store.sizes == {1: left}
    assert path.read_bytes() == whole[:left]
    store.add(page(9))
    store.sync()
    store.close()
    assert_valid(path)


def test_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.add(page(1))
    store.sync()
    store.close()
    (path,) = tmp_path.glob("*.warc.gz")
    with path.open("ab") as file:
        file.write(b"not a page")
    kept = path.read_bytes()
    store = opened(tmp_path, committed=dict(store.sizes))
    store.add(page(2))
    store.sync()
    store.close()
    assert path.read_bytes() == kept
    assert_valid(tmp_path / "news.example-00002.warc.gz")


def test_a_lost_file_is_never_written_again(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.add(page(1))
    store.sync()
    store.close()
    committed = dict(store.sizes)
    (tmp_path / "news.example-00001.warc.gz").unlink()
    store = opened(tmp_path, committed=committed)
    assert store.sizes == {1: 0}
    assert store.add(page(2))[0].volume == 2
    store.close()


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = opened(tmp_path)
    store.add(page(1))
    store.sync()
    (path,) = tmp_path.glob("*.warc.gz")
    before = path.read_bytes()
    store.add(page(2))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))
        with pytest.raises(OSError, match="disk full"):
            store.sync()
    assert path.read_bytes() == before
    store.add(page(3))
    store.sync()
    store.close()
    assert [url for kind, url, _ in records(path) if kind == "response"] == [
        page(1).url, page(3).url,
    ]  # fmt: skip


_WRITER = """
import os, sys
from pathlib import Path
from tests.test_pagestore import opened, page
store = opened(Path(sys.argv[1]), limit=200_000)
print(flush=True)
for number in range(10**6):
    store.add(page(number, os.urandom(2000), "gzip"))
    if number % 7 == 0:
        store.sync()
        print(*(f"{v}:{size}" for v, size in store.sizes.items()), flush=True)
"""


def killed_writers(folder: Path, kills: int) -> Iterator[dict[int, int]]:
    """Let a process write, kill it at any moment; yield what it said was committed."""
    chance = random.Random(7)
    for _ in range(kills):
        command = [sys.executable, "-c", _WRITER, str(folder)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(chance.random() / 10)
            writer.send_signal(signal.SIGKILL)
            lines = [line for line in writer.stdout if line.endswith("\n")]
        pairs = [pair.split(":") for pair in lines[-1].split()] if lines else []
        yield {int(volume): int(size) for volume, size in pairs}


@pytest.mark.long
def test_kills_tear_nothing(tmp_path: Path) -> None:
    for committed in killed_writers(tmp_path, 5):
        store = opened(tmp_path, committed=committed)
        assert all(store.sizes[volume] >= size for volume, size in committed.items())
        store.close()
        for path in tmp_path.glob("*.warc.gz"):
            found = list(members(path))
            assert [member.kind for member in found[:1]] in ([], ["warcinfo"])
            assert max((member.end for member in found), default=0) == path.stat().st_size
            if found:
                assert_valid(path)


def test_faults_are_found(tmp_path: Path) -> None:
    store = opened(tmp_path)
    places = [store.add(page(number))[0] for number in range(5)]
    store.sync()
    store.close()
    sizes = dict(store.sizes)
    names: dict[int, tuple[str, ...]] = {
        place.offset: (f"post/{n}.html",) for n, place in enumerate(places)
    }

    def expected(volume: int) -> dict[int, tuple[str, ...]]:
        return names if volume == 1 else {}

    assert list(faults(tmp_path, sizes, expected)) == []
    (path,) = tmp_path.glob("*.warc.gz")
    whole = path.read_bytes()

    damaged = bytearray(whole)
    damaged[places[3].offset + 40] ^= 0xFF
    path.write_bytes(damaged)
    said = "\n".join(faults(tmp_path, sizes, expected))
    assert f"bytes {places[3].offset} to " in said
    assert "the pages of 1 posts are missing" in said
    path.write_bytes(damaged[: places[4].offset])
    said = "\n".join(faults(tmp_path, sizes, expected))
    assert f"nothing can be read from byte {places[4].offset} on" in said
    assert "the pages of 2 posts are missing" in said

    path.write_bytes(whole[: places[4].offset])
    assert "the pages of 1 posts are missing" in "\n".join(faults(tmp_path, sizes, expected))
    path.unlink()
    assert "is missing" in next(faults(tmp_path, sizes, expected))


def answers(path: Path) -> list[str]:
    found = (member for member in all_members(path) if member.kind == "response")
    return [member.headers["warc-target-uri"] for member in found]


@pytest.mark.parametrize("damage", ["bit", "zeroes", "magic", "gone"])
def test_damage_costs_no_page_behind_it(tmp_path: Path, damage: str) -> None:
    """A power cut leaves zeroed pages, a disk a wrong bit: verify, notes, takedowns go on."""
    store = opened(tmp_path)
    places = [store.add(page(number))[0] for number in range(6)]
    for number, place in enumerate(places):
        key = f"post/{number}.html"
        store.note(ReadNote(key, place, place, NOW, NOW, None, None, None, first=True))
        store.sync()
    (path,) = tmp_path.glob("*.warc.gz")
    whole = path.read_bytes()
    start, end = places[2].offset, places[3].offset
    damaged = {
        "bit": whole[: start + 40] + bytes([whole[start + 40] ^ 255]) + whole[start + 41 :],
        "zeroes": whole[:start] + bytes(end - start) + whole[end:],
        "magic": whole[:start] + b"\x1f\x8b\x08" * ((end - start) // 3) + whole[end:],
        "gone": whole[:start] + whole[end:],
    }[damage]
    path.write_bytes(damaged)
    assert not is_whole(path) or damage == "gone"
    assert [n for n in range(6) if f"http://news.example/post/{n}.html" not in answers(path)] == [2]
    notes = [note for place in store.notes() for note in store.notes_at(place)]
    assert {n.key for n in notes if isinstance(n, ReadNote)} >= {"post/5.html", "post/0.html"}
    store.close()
    adopted = unhealed(tmp_path).heal({})  # by a new state
    assert path.read_bytes() == damaged
    assert [note for place in adopted for note in store.notes_at(place)] == notes
    assert list(blank(tmp_path, "http://news.example/post/5.html".__eq__, ())) == [path]
    assert "http://news.example/post/5.html" not in answers(path)


def test_pages_are_taken_out_for_good(tmp_path: Path) -> None:
    store = opened(tmp_path)
    secret = "某某的名字"
    packed = gzip.compress(f"<p>{secret}</p>".encode())
    places = [store.add(page(number))[0] for number in (1, 2)]
    places.append(store.add(page(3, packed, "gzip"))[0])
    for number, place in enumerate(places, 1):
        key = f"post/{number}.html"
        store.note(ReadNote(key, place, place, NOW, NOW, None, None, None, first=True))
    store.sync()
    store.close()
    (path,) = tmp_path.glob("*.warc.gz")
    size = path.stat().st_size

    def concerned(url: str) -> bool:
        return url.removeprefix("http://news.example/") == "post/2.html"

    assert list(blank(tmp_path, concerned, [secret])) == [path]
    assert list(blank(tmp_path, concerned, [secret])) == []
    assert path.stat().st_size == size
    assert_valid(path)
    left = gzip.decompress(path.read_bytes())
    assert b"post/2.html" not in left
    assert packed not in left
    store = opened(tmp_path, committed={1: size})
    member = store.member(places[0])
    assert member is not None
    assert member.headers["warc-target-uri"] == page(1).url
    notes = [note for place in store.notes() for note in store.notes_at(place)]
    keys = [note.key if isinstance(note, ReadNote) else "" for note in notes]
    assert keys == ["post/1.html", "post/3.html"]
    names = {place.offset: (f"post/{n}.html",) for n, place in enumerate(places, 1)}
    assert list(faults(tmp_path, {1: size}, lambda _: names)) == []
    store.close()


def test_pages_of_other_addresses_are_found(tmp_path: Path) -> None:
    """Unless it was noted whose they are, as where a page was reached by a redirect."""
    store = opened(tmp_path)
    places = [store.add(page(number))[0] for number in range(4)]
    store.note(
        ReadNote("moved/3.html", places[3], places[3], NOW, NOW, None, None, None, first=True)
    )
    store.sync()
    store.close()
    keys = "other/0.html", "post/1.html", "ost/2.html", "moved/3.html"
    names = {place.offset: (key,) for place, key in zip(places, keys, strict=True)}
    (said,) = faults(tmp_path, store.sizes, lambda _: names)
    assert "the pages of 2 posts are of other addresses" in said
    assert f"the first at byte {places[0].offset} of" in said
