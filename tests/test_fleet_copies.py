"""Copies that fail are told where people look, and are made again; none is left out silently."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from newsportal.fleet import job, overview
from newsportal.fleet.database import pool
from newsportal.fleet.interval import Outcome
from newsportal.fleet.ledger import Claim, FleetLedger
from newsportal.fleet.roster import Roster
from newsportal.pages.site import Site
from tests import postgres
from tests.fleets import Fleet, running_fleet

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not postgres.is_there(), reason="no PostgreSQL on this machine"),
]
_ROOT, _MOVED = "http://127.0.0.1:9/", "http://127.0.0.1:10/"  # nobody answers there


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[Fleet]:
    with running_fleet(tmp_path) as fleet:
        yield fleet


class Shaky(FleetLedger):
    """A database that is away when it is asked for the first time whose a portal is."""

    is_back = False

    async def has(self, claim: Claim) -> bool:
        if not self.is_back:
            self.is_back = True
            raise psycopg.OperationalError("connection refused")
        return await super().has(claim)


def test_copies_that_fail_are_told_and_made_later(
    fleet: Fleet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "_RENEWED", 0.01)
    monkeypatch.setattr(job, "_ROOM", 1 << 60)  # no disk has so much
    fleet.add(_ROOT)
    folder, place = Site.of(_ROOT).folder_in(tmp_path / "data"), tmp_path / "copies"
    folder.mkdir(parents=True)
    (folder / "posts.jsonl").touch()
    place.touch()  # no folder

    async def work() -> None:
        async with pool(fleet.server.url, 1) as connections:
            ledger = Shaky(connections, "a")
            settings = {"RETRY_TIMES": "0"}
            node = job.Node(ledger, tmp_path / "data", str(place), settings)
            claim = await ledger.take(_ROOT)
            assert claim is not None
            assert await node.copies.copy(claim, folder)
            entry = fleet.entries()[_ROOT]
            assert entry.copied_at is None
            assert entry.copy_failed_at is not None
            assert "not copied" not in overview.verdict(entry)
            old = replace(entry, copy_failed_at=entry.copy_failed_at - timedelta(hours=2))
            assert overview.verdict(old).startswith("not copied since ")

            place.unlink()
            await node.rescue()
            entry = fleet.entries()[_ROOT]
            assert entry.copied_at is not None
            assert entry.copy_failed_at is None

            await ledger.pass_on(claim)
            with psycopg.connect(fleet.server.url) as database:
                database.execute("UPDATE newsportal_portals SET next_run = now()")
            await node.run(_ROOT)  # and another node is to go on, for want of room
            after = fleet.entries()[_ROOT]
            assert after.node is None
            assert after.copied_at is not None
            assert after.copied_at > entry.copied_at

    asyncio.run(work())


def test_a_place_that_lost_its_copies_gets_them_anew(fleet: Fleet, tmp_path: Path) -> None:
    """From the node that has the archive; one that does not leaves the portal to it."""
    fleet.add(_ROOT)
    site, place = Site.of(_ROOT), tmp_path / "copies"
    folder = site.folder_in(tmp_path / "a")
    folder.mkdir(parents=True)
    (folder / "posts.jsonl").write_bytes(b"one\n")

    async def taken(node: job.Node, root: str = _ROOT) -> Claim:
        with psycopg.connect(fleet.server.url) as database:
            database.execute("UPDATE newsportal_portals SET next_run = now(), lease_until = NULL")
        claim = await node.ledger.take(root)
        assert claim is not None
        return claim

    async def work() -> None:
        async with pool(fleet.server.url, 1) as connections, pool(fleet.server.url, 1) as others:
            ledger = FleetLedger(connections, "a")
            node = job.Node(ledger, tmp_path / "a", str(place), {})
            assert await node.copies.copy(await taken(node), folder)
            shutil.rmtree(place)
            other = job.Node(FleetLedger(others, "b"), tmp_path / "b", str(place), {})
            there = site.folder_in(other.data_dir)
            fetching = tmp_path / "fetching"
            assert not await other.copies.bring(await taken(other), there, fetching)
            assert fleet.entries()[_ROOT].node == "a"
            assert await node.copies.copy(await taken(node), folder)
            assert await other.copies.bring(await taken(other), there, fetching)
            assert (there / "posts.jsonl").read_bytes() == b"one\n"
            with Roster.open(fleet.server.url) as roster:
                roster.remove(_ROOT)
            fleet.add(_ROOT)  # nothing in the database tells of its copies
            again = job.Node(other.ledger, tmp_path / "c", str(place), {})
            there = site.folder_in(again.data_dir)
            assert await again.copies.bring(await taken(again), there, fetching)
            assert (there / "posts.jsonl").read_bytes() == b"one\n"
            (place / "127.0.0.1_9").rename(place / "127.0.0.1_10")  # a portal that has moved
            fleet.add(_MOVED)
            there = Site.of(_MOVED).folder_in(again.data_dir)
            assert await again.copies.bring(await taken(again, _MOVED), there, fetching)
            assert (there / "posts.jsonl").read_bytes() == b"one\n"

    asyncio.run(work())


def test_what_is_on_one_node_alone_waits_for_it(fleet: Fleet) -> None:
    """As where all copies have failed: another node would begin the archive anew."""
    fleet.add(_ROOT)

    def change(statement: LiteralString) -> None:
        with psycopg.connect(fleet.server.url) as database:
            database.execute(statement)

    async def work() -> None:
        async with pool(fleet.server.url, 1) as connections:
            one, other = FleetLedger(connections, "a"), FleetLedger(connections, "b")
            await one.announce(1, None)
            assert not await other.may_work("/copies")
            await one.announce(1, "/copies")
            assert await other.may_work("/copies")
            assert not await other.may_work(None)
            claim = await one.take(_ROOT)
            assert claim is not None
            await one.record(_ROOT, claim.fence, Outcome(1, "failed"), {"posts": 7})
            change("UPDATE newsportal_portals SET next_run = now()")
            assert [row["node"] for row in await other.due()] == ["a"]
            assert await other.take(_ROOT) is None
            assert "waits for" not in overview.verdict(fleet.entries()[_ROOT])
            change("UPDATE newsportal_nodes SET seen_at = now() - interval '1 hour'")
            assert await other.due() == []
            await other.free()
            said = overview.verdict(fleet.entries()[_ROOT])
            assert said.startswith("waits for a, which is away and has the only archive")
            claim = await one.take(_ROOT)
            assert claim is not None
            await one.publish(claim, "00000002-invented")
            await one.record(_ROOT, claim.fence, Outcome(1, "unfinished", 1), {"posts": 8})
            assert await other.take(_ROOT) is not None

    asyncio.run(work())


def test_a_copy_that_hangs_is_told(fleet: Fleet, tmp_path: Path) -> None:
    """As a disk of another machine does that is away."""
    fleet.add(_ROOT)
    folder, place = Site.of(_ROOT).folder_in(tmp_path / "data"), tmp_path / "copies"
    folder.mkdir(parents=True)
    (folder / "posts.jsonl").write_bytes(b"one\n")
    parts = place / folder.name / "parts"
    parts.mkdir(parents=True)
    part = parts / f"00000001-{hashlib.sha256(b'one' + bytes([10])).hexdigest()}.tmp"
    os.mkfifo(part)

    async def work() -> None:
        async with pool(fleet.server.url, 1) as connections:
            ledger = FleetLedger(connections, "a")
            claim = await ledger.take(_ROOT)
            assert claim is not None
            node = job.Node(ledger, tmp_path / "data", str(place), {})
            copying = asyncio.create_task(node.copies.copy(claim, folder))
            while fleet.entries()[_ROOT].copy_failed_at is None:
                await asyncio.sleep(0.1)
            assert part.read_bytes() == b"one\n"  # it goes on
            part.unlink(missing_ok=True)
            await copying

    asyncio.run(work())
