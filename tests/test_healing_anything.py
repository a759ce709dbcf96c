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
from newsportal.archive.care.rotate import rotate
from newsportal.archive.care.verify import verify
from newsportal.archive.revision import digest
from newsportal.pages.urls import Site
from newsportal.state.row import State
from tests.archives import archived, completed, died, opened, post

SEEDS = range(int(os.environ.get("NEWSPORTAL_HEALINGS", "12")))
SITE = Site.of("http://news.example/")
STATE = ("state.db", "state.db-wal")


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
        died(archive)
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
        names = ["posts.jsonl", *STATE]
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
        names = self.chance.choice([["posts.jsonl"], [*STATE], ["posts.jsonl", *STATE]])
        for name in names:
            (self.folder / name).unlink(missing_ok=True)
            if (copy / name).exists():
                shutil.copyfile(copy / name, self.folder / name)

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
        if not content:
            return
        place = self.chance.randrange(len(content))
        line = content.splitlines(keepends=True)[0]
        path.write_bytes(
            self.chance.choice(
                [
                    b"",
                    content[:place],
                    content[:-1],
                    content + line,
                    content + b"a line by hand\n",
                    content + line.replace(b"news.example", b"elsewhere.example"),
                    gzip.compress(content),
                    b"[" + b",".join(content.splitlines()) + b"]",
                    content.replace(b"\n", b"X", 1),
                    content[:place] + b"#" + content[place + 1 :],
                    content.replace("文".encode(), "错".encode(), 1),
                    content.replace(b"\n", b"\r\n"),
                ]
            )
        )


EVENTS: list[Callable[[Life], None]] = [
    Life.run, Life.killed, Life.news, Life.edit_on_the_portal, Life.copy, Life.restore,
    Life.state_lost, Life.rotated, Life.damage, Life.damage,
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
