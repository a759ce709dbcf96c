"""Any sequence of runs, kills, copies and damage: after the next run nothing is lost or false.

``NEWSPORTAL_HEALINGS=500`` tries more sequences. The portal is a dictionary; what a run does with
the posts that are owed is done as the spider does it: what the state does not have is archived.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.audit import audit
from newsportal.archive.maintenance.rotate import rotate
from newsportal.archive.maintenance.verify import verify
from newsportal.archive.revisions.revision import digest
from newsportal.pages.site import Site
from newsportal.state.row import State
from tests.archives import archived, completed, died, opened, post

SEEDS = range(int(os.environ.get("NEWSPORTAL_HEALINGS", "12")))
SITE = Site.of("http://news.example/")
STATE = ("state.db", "state.db-wal")
FILES = ("posts.jsonl", *STATE)


class Life:
    """An archive, its portal, and the copies that were made of it."""

    def __init__(self, data: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.data, self.folder = data, data / "news.example"
        self.portal = {1: "文1"}
        self.copies: list[Path] = []
        self.told: list[str] = []

    def owed(self, archive: ArchiveWriter) -> list[int]:
        """Return the posts of the portal that the state does not have as they are."""
        found = []
        for number, text in self.portal.items():
            row = archive.store.row(f"post/{number}.html")
            done = row is not None and row.state is State.ARCHIVED and not row.stale
            if not done or row is None or row.digest != digest(post(number, text)):
                found.append(number)
        return found

    def work(self, archive: ArchiveWriter, most: int = 1000) -> None:
        for number in self.owed(archive)[:most]:
            row = archive.store.row(f"post/{number}.html")
            text, revision = self.portal[number], row.revision if row else 0
            if row is not None and row.digest == digest(post(number, text)):
                archive.store.update(row.n, stale=0)  # it reads as its line does
                continue
            archived(archive, number, text, revision + 1)
            if self.chance.random() < 0.3:
                archive.flush()

    # What may happen

    def run(self) -> None:
        archive = opened(self.data)
        self.work(archive)
        completed(archive)

    def killed(self) -> None:
        archive = opened(self.data)
        self.work(archive, self.chance.randint(1, 4))
        if self.chance.random() < 0.5:
            archive.flush()
        frames = (self.folder / STATE[1]).read_bytes()
        died(archive)
        (self.folder / STATE[1]).write_bytes(frames)  # who is killed leaves them
        if self.chance.random() < 0.5 and (self.folder / "posts.jsonl").exists():
            with (self.folder / "posts.jsonl").open("ab") as file:
                file.write(b'{"id":"99","url":"http://ne')

    def news(self) -> None:
        for _ in range(self.chance.randint(1, 3)):
            self.portal[len(self.portal) + 1] = f"文{len(self.portal) + 1}"

    def edit_on_the_portal(self) -> None:
        number = self.chance.choice(list(self.portal))
        self.portal[number] += "改"

    def copy(self) -> None:
        """Copy the files in any order, while a run goes on."""
        copy = self.data.with_name(f"copy-{len(self.copies)}")
        copy.mkdir()
        archive = opened(self.data)
        names = [*FILES]
        self.chance.shuffle(names)
        for name in names:
            if (self.folder / name).exists():
                shutil.copyfile(self.folder / name, copy / name)
            self.work(archive, 1)
            archive.flush()
        completed(archive)
        self.copies.append(copy)

    def restore(self) -> None:
        """Put back all of a copy, or one half of it."""
        if not self.copies:
            return
        copy = self.chance.choice(self.copies)
        names = self.chance.choice([["posts.jsonl"], [*STATE], [*FILES]])
        for name in names:
            (self.folder / name).unlink(missing_ok=True)
            if (copy / name).exists():
                shutil.copyfile(copy / name, self.folder / name)

    def merge(self) -> None:
        """Lay copies over one another, as rsync and cp do with some of their options."""
        over = self.chance.choice(["all", "newer", "missing", "other size"])
        for copy in self.chance.sample(self.copies, min(2, len(self.copies))):
            for name in FILES:
                here, there = self.folder / name, copy / name
                if there.exists() and _replaces(over, there, here):
                    shutil.copy2(there, here)

    def frames_mixed(self) -> None:
        """Lose what lies beside the state, or have there what lay beside another one."""
        frames = self.folder / STATE[1]
        frames.unlink(missing_ok=True)
        if self.copies and (old := self.chance.choice(self.copies) / STATE[1]).exists():
            shutil.copyfile(old, frames)

    def replaced_during_a_run(self) -> None:
        """Have another program put a file in its place, or cut it, while a run works."""
        archive, path = opened(self.data), self.folder / "posts.jsonl"
        self.work(archive, 1)
        with contextlib.suppress(OSError):
            archive.flush()
        if path.exists():
            content = path.read_bytes()
            if self.chance.random() < 0.5:
                path.unlink()
            path.write_bytes(content[: self.chance.choice([None, len(content) // 2])])
        with contextlib.suppress(OSError):  # it is told that the file has changed
            self.work(archive)
            archive.flush()
        completed(archive)

    def state_lost(self) -> None:
        for name in STATE:
            (self.folder / name).unlink(missing_ok=True)

    def rotated(self) -> None:
        if (self.folder / "posts.jsonl").exists() and (self.folder / "posts.jsonl").stat().st_size:
            archive = opened(self.data)
            completed(archive)
            with contextlib.suppress(ValueError):  # none of its lines was a record
                rotate(self.folder, SITE)

    def damage(self) -> None:
        path = self.folder / "posts.jsonl"
        content = path.read_bytes() if path.exists() else b""
        if content:
            name = self.chance.choice(sorted(DAMAGES))
            self.told.append(name)
            path.write_bytes(DAMAGES[name](content, self.chance, self._older()))

    def _older(self) -> bytes:
        """Return posts.jsonl as a copy has it."""
        path = self.chance.choice(self.copies) / "posts.jsonl" if self.copies else None
        return path.read_bytes() if path and path.exists() else b""

    def state_damaged(self) -> None:
        path = self.folder / "state.db"
        content = bytearray(path.read_bytes()) if path.exists() else bytearray()
        if content:
            page = self.chance.randrange(len(content) // 4096) * 4096
            content[page : page + 4096] = self.chance.randbytes(4096)
            path.write_bytes(content[: self.chance.choice([page, len(content)])])


def _replaces(over: str, there: Path, here: Path) -> bool:
    """Tell whether a file goes over the one that is here."""
    if not here.exists():
        return True
    one, other = there.stat(), here.stat()
    newer, differs = one.st_mtime_ns > other.st_mtime_ns, one.st_size != other.st_size
    return {"all": True, "newer": newer, "missing": False, "other size": differs}[over]


def a_line(content: bytes, chance: random.Random) -> bytes:
    return chance.choice(content.splitlines(keepends=True))


def decoded(content: bytes) -> list[dict[str, object]]:
    """Return the records of a file that may be damaged already."""
    found = []
    for line in content.splitlines():
        with contextlib.suppress(ValueError):
            found.append(json.loads(line))
    return found


def encoded(records: list[dict[str, object]], *, sort_keys: bool) -> bytes:
    lines = (json.dumps(record, ensure_ascii=False, sort_keys=sort_keys) for record in records)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")


def cut(content: bytes, chance: random.Random, _: bytes) -> bytes:
    return content[: chance.randrange(len(content))]


def head_lost(content: bytes, chance: random.Random, _: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    return b"".join(lines[chance.randrange(len(lines)) :])


def zeros(content: bytes, chance: random.Random, _: bytes) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + bytes(len(content[place : place + 40])) + content[place + 40 :]


def a_byte(content: bytes, chance: random.Random, _: bytes) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + b"#" + content[place + 1 :]


def shuffled(content: bytes, chance: random.Random, _: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines)


def torn(content: bytes, chance: random.Random, _: bytes) -> bytes:
    line = a_line(content, chance)
    return content + line[: chance.randrange(len(line))]


def half_packed(content: bytes, chance: random.Random, _: bytes) -> bytes:
    place = chance.randrange(len(content))
    return gzip.compress(content[:place]) + content[place:]


def edited(content: bytes, _: random.Random, __: bytes) -> bytes:
    return content.replace("文".encode(), "错".encode(), 1)


def pretty(content: bytes, _: random.Random, __: bytes) -> bytes:
    return json.dumps(decoded(content), ensure_ascii=False, indent=2).encode(errors="replace")


Damage = Callable[[bytes, random.Random, bytes], bytes]
DAMAGES: dict[str, Damage] = {
    "emptied": lambda *_: b"",
    "cut": cut,
    "head lost": head_lost,
    "zeros": zeros,
    "a byte": a_byte,
    "shuffled": shuffled,
    "torn end": torn,
    "half packed": half_packed,
    "edited": edited,
    "pretty": pretty,
    "last line feed lost": lambda content, *_: content[:-1],
    "a line twice": lambda content, chance, _: content + a_line(content, chance),
    "a line lost": lambda content, chance, _: content.replace(a_line(content, chance), b"", 1),
    "by hand": lambda content, *_: content + b"a line by hand\n",
    "foreign": lambda content, chance, _: (
        content + a_line(content, chance).replace(b"news.example", b"elsewhere.example")
    ),
    "packed": lambda content, *_: gzip.compress(content),
    "packed in parts": lambda content, *_: (
        gzip.compress(content[: len(content) // 2]) + gzip.compress(content[len(content) // 2 :])
    ),
    "array": lambda content, *_: b"[" + b",".join(content.splitlines()) + b"]",
    "a line feed lost": lambda content, *_: content.replace(b"\n", b"X", 1),
    "CRLF": lambda content, *_: content.replace(b"\n", b"\r\n"),
    "BOM": lambda content, *_: b"\xef\xbb\xbf" + content,
    "UTF-16": lambda content, *_: content.decode(errors="replace").encode("utf-16"),
    "escaped": lambda content, *_: "".join(
        f"{json.dumps(record)}\n" for record in decoded(content)
    ).encode(),
    "sort": lambda content, *_: b"".join(sorted(content.splitlines(keepends=True))),
    "sort -u": lambda content, *_: b"".join(sorted({*content.splitlines(keepends=True)})),
    "GB 18030": lambda content, *_: content.decode(errors="replace").encode("gb18030"),
    "last lines only": lambda content, *_: b"".join(
        {line[:11]: line for line in content.splitlines(keepends=True)}.values()
    ),
    "first lines only": lambda content, *_: b"".join(
        line for line in content.splitlines(keepends=True) if b'"revision":1,' in line
    ),
    "another host": lambda content, *_: content.replace(b"http://news", b"http://other"),
    "sorted": lambda content, *_: encoded(decoded(content), sort_keys=True),
    "blank lines": lambda content, *_: content.replace(b"\n", b"\n\n"),
    "all twice": lambda content, *_: content + content,
    "an older one before it": lambda content, _, older: older + content,
    "an older one behind it": lambda content, _, older: content + older,
    "zeros behind it": lambda content, *_: content + bytes(100),
    "reversed": lambda content, *_: b"".join(reversed(content.splitlines(keepends=True))),
}


EVENTS: list[Callable[[Life], None]] = [
    Life.run, Life.killed, Life.news, Life.edit_on_the_portal, Life.copy, Life.restore,
    Life.state_lost, Life.state_damaged, Life.rotated, Life.damage, Life.damage, Life.damage,
    Life.merge, Life.merge, Life.frames_mixed, Life.frames_mixed, Life.replaced_during_a_run,
]  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_after_the_next_good_run_nothing_is_lost_twice_or_false(tmp_path: Path, seed: int) -> None:
    life = Life(tmp_path / "data", seed)
    life.run()
    for _ in range(life.chance.randint(3, 9)):
        event = life.chance.choice(EVENTS)
        life.told.append(event.__name__)
        event(life)
    results = []
    for _ in range(2):
        archive = opened(life.data)
        life.work(archive)
        completed(archive)
        results.append(archive.run.result)
    assert results[-1] == "done", (life.told, archive.run.healed)
    stored = [*life.folder.glob("posts-*.jsonl"), life.folder / "posts.jsonl"]
    files = [path.read_bytes() for path in stored if path.exists()]
    records = [json.loads(line) for content in files for line in content.split(b"\n") if line]
    revisions = Counter((record["id"], record["revision"]) for record in records)
    assert max(revisions.values()) == 1, life.told
    last = {record["id"]: record for record in sorted(records, key=lambda each: each["revision"])}
    texts = {int(id_): record["text"] for id_, record in last.items()}
    assert texts == life.portal, life.told
    assert verify(life.folder) == [], life.told
    found = audit(life.folder / "state.db", whole=True)
    assert (found.posts, found.complete) == (len(life.portal), True), (life.told, found.missing)
