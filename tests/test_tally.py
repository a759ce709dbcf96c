"""What is kept counted is what there is, whatever was done; where it is not, that is loud."""

from __future__ import annotations

import os
import random
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from newsportal.archive.audit import audit
from newsportal.archive.maintenance.verify import verify
from newsportal.archive.periods import posts_by_period
from newsportal.state.file.tally import drift
from newsportal.state.published import Published
from newsportal.state.row import Route, State
from newsportal.state.store import Store
from tests.archives import NOW, archived, completed, died, opened


def test_counts_follow_whatever_is_done(tmp_path: Path) -> None:
    chance = random.Random(19)
    store = Store(tmp_path / "state.db")
    for step in range(600):
        key = f"post/{chance.randrange(60)}.html"
        at = NOW - timedelta(days=chance.randrange(400))
        row = store.sight(key, chance.choice(list(Route)), NOW, 1, listing=chance.choice([None, 1]))
        match step % 6:
            case 0:
                said = Published(at, chance.choice(["day", "minute"]), at, at, "page")
                store.publish(row.n, said)
            case 1:
                others = [None, row.n + 1, row.n - 1]
                store.settle(row.n, chance.choice(list(State)), original=row.n, part=None,
                             previous=chance.choice(others), next=chance.choice(others),
                             category=store.category([chance.choice("甲乙丙")]))  # fmt: skip
            case 2 if chance.random() < 0.1 and store.row(f"{key}?") is None:
                store.addresses.readdress(row.n, f"{key}?", 1)
            case 3:
                store.note([f"{key}#{step % 9}", key], Route.RELATED, NOW, 1)
            case 4 if step % 100 == 4:
                store.rotate(f"posts-{step}.jsonl", step, b"")
            case 5 if step % 100 == 5:
                store.lines.lose()
        if step % 150 == 149:
            store.rollback() if step % 300 == 149 else store.commit(0, "")
    counted = dict(store.execute("SELECT state, count(*) FROM posts GROUP BY state"))
    assert {state: store.counts.of(State(state)) for state in counted} == counted
    assert store.counts.known() == sum(counted.values())
    assert len(counted) > 6
    store.commit(0, "")
    store.close()
    with closing(sqlite3.connect(tmp_path / "state.db")) as database:
        assert not drift(database)


def test_a_drift_is_loud(tmp_path: Path) -> None:
    archive = opened(tmp_path)
    archived(archive, 1)
    archive.flush()
    completed(archive)
    folder = archive.folder
    assert verify(folder) == []
    with closing(sqlite3.connect(folder / "state.db", isolation_level=None)) as database:
        database.execute("UPDATE tally SET posts = posts + 1")
    (fault,) = verify(folder)
    assert "scrapy rebuild" in fault
    again = opened(tmp_path)  # somebody touched the state: all of it is looked at
    assert again.store.counts.known() == 1
    died(again)


def test_months_are_those_of_the_posts(tmp_path: Path) -> None:
    store = Store(tmp_path / "state.db")
    first, second = (store.sight(f"post/{n}.html", Route.INDEX, NOW, 1) for n in (1, 2))
    for row, days in ((first, 0), (second, 40)):
        at = NOW - timedelta(days=days)
        store.publish(row.n, Published(at, "minute", at, at, "page"))
        store.settle(row.n, State.ARCHIVED, category=store.category(["时政"]))
    store.commit(0, "")
    assert posts_by_period(tmp_path / "state.db")["months"] == {
        "2026-10": {"时政": 1}, "2026-11": {"时政": 1},
    }  # fmt: skip
    at = NOW - timedelta(days=41)
    store.publish(first.n, Published(at, "minute", at, at, "page"))
    store.settle(second.n, State.GONE)
    store.commit(0, "")
    assert posts_by_period(tmp_path / "state.db")["months"] == {"2026-10": {"时政": 1}}
    store.close()


def test_a_touched_file_is_believed_only_if_each_byte_is_as_written(tmp_path: Path) -> None:
    archive = opened(tmp_path)
    for number in (1, 2):
        archived(archive, number, f"文{number}")
        archive.flush()
    completed(archive)
    export = archive.folder / "posts.jsonl"
    os.utime(export, (1, 1))
    assert audit(archive.folder / "state.db").posts == 2
    export.write_bytes(export.read_bytes().replace("文1".encode(), "文3".encode()))
    found = audit(archive.folder / "state.db")
    assert found.posts == 1
    assert any("not as they were written" in fault for fault in found.missing)
