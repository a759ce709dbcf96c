"""Copies of archives, at each kind of place, with real servers behind."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from newsportal.fleet.copies import of_node
from newsportal.fleet.copies.replica import Replica
from newsportal.fleet.copies.rsync import Rsync
from newsportal.fleet.copies.stores import FilesystemStore, store_at
from newsportal.fleet.ledger import Claim
from tests.ports import free_port, until_listening

needs_rsync = pytest.mark.skipif(not shutil.which("rsync"), reason="no rsync on this machine")


@contextmanager
def rsync_daemon(folder: Path, host: str = "127.0.0.1") -> Iterator[str]:
    """Yield the address of a module of a real daemon; its files lie in *folder*/served."""
    served, port = folder / "served", free_port()
    served.mkdir()
    (folder / "rsyncd.conf").write_text(
        f"use chroot = no\n[news]\npath = {served}\nread only = no\n"
        + (f"uid = {os.getuid()}\ngid = {os.getgid()}\n" if os.getuid() == 0 else "")
    )
    daemon = subprocess.Popen(
        ["rsync", "--daemon", "--no-detach", f"--config={folder}/rsyncd.conf", f"--port={port}",
         f"--address={host}", f"--log-file={folder}/log"]
    )  # fmt: skip
    try:
        until_listening(port, host)
        yield f"rsync://{host}:{port}/news"
    finally:
        daemon.terminate()
        daemon.wait()


@contextmanager
def s3_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Yield a bucket of a server that speaks S3 over a socket."""
    s3fs = pytest.importorskip("s3fs")
    server = pytest.importorskip("moto.server").ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "invented", "AWS_SECRET_ACCESS_KEY": "invented",
        "AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL": f"http://{host}:{port}",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    bucket = f"news-{port}"  # all servers of a process share what they hold
    s3fs.S3FileSystem.clear_instance_cache()  # of another server
    s3fs.S3FileSystem().mkdir(bucket)
    try:
        yield f"s3://{bucket}/copies"
    finally:
        server.stop()


def remote_shell(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a folder of a host as rsync reaches it over ssh; what is in its place stays here."""
    shell = folder / "shell"
    shell.write_text('#!/bin/sh\n[ "$1" = nas ] && shift && exec sh -c "$*"\n')
    shell.chmod(0o755)
    monkeypatch.setenv("RSYNC_RSH", str(shell))
    (folder / "served").mkdir()
    return f"nas:{folder}/served"


@pytest.fixture(
    params=[
        "folder", pytest.param("rsync", marks=needs_rsync), pytest.param("ssh", marks=needs_rsync),
        "s3",
    ]
)  # fmt: skip
def place(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Replica]]:
    """Open a replica anew, as each copy does."""
    with ExitStack() as stack:
        if request.param == "folder":
            url = str(tmp_path / "copies")
        elif request.param == "rsync":
            url = stack.enter_context(rsync_daemon(tmp_path))
        elif request.param == "ssh":
            url = remote_shell(tmp_path, monkeypatch)
        else:
            url = stack.enter_context(s3_server(monkeypatch))
        yield lambda: Replica(store_at(url))


def archive(folder: Path, posts: int) -> Path:
    """Write a folder as an archive has it, with a file longer than a part."""
    (folder / "runs").mkdir(parents=True, exist_ok=True)
    (folder / "posts.jsonl").write_bytes(b"".join(b"%09d\n" % n for n in range(posts)))
    (folder / "runs" / "1.json").write_text('{"说明": "第一次"}')
    (folder / "empty").touch()
    (folder / "lock").touch()
    return folder


def held(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


@pytest.mark.long
def test_an_archive_comes_back_as_it_was(place: Callable[[], Replica], tmp_path: Path) -> None:
    here = archive(tmp_path / "here", 2_000_000)
    first = place().push(here, "a.example", 1, None)
    archive(here, 2_000_100)
    (here / "runs" / "2.json").write_text("{}")
    second = place().push(here, "a.example", 1, first)
    place().tidy("a.example", 1, second, first)
    there = tmp_path / "there"
    place().fetch(there, "a.example", second)
    assert held(there) == held(here)
    (there / "posts.jsonl").write_bytes(b"damaged")
    (there / "strange").touch()
    place().fetch(there, "a.example", second)
    assert held(there) == held(here)
    (here / "runs" / "1.json").unlink()
    third = place().push(here, "a.example", 2, second)
    place().tidy("a.example", 2, third, None)
    with pytest.raises(OSError, match=first):
        place().fetch(there, "a.example", first)
    place().fetch(there, "a.example", third)
    assert held(there) == held(here)


def test_a_node_that_wakes_up_removes_nothing_of_its_successor(
    place: Callable[[], Replica], tmp_path: Path
) -> None:
    here = archive(tmp_path / "here", 100)
    valid = place().push(here, "a.example", 5, None)
    archive(here, 200)
    assert place().newest("b.example") is None
    time.sleep(1)
    newer = place().push(here, "a.example", 3, valid)  # of a database made anew
    assert place().newest("a.example") == newer
    newer = place().push(here, "a.example", 6, valid)
    place().tidy("a.example", 5, valid, None)  # of the node that slept since it had published
    place().fetch(tmp_path / "there", "a.example", newer)
    assert held(tmp_path / "there") == held(here)


def test_only_what_changed_is_sent(tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    replica = Replica(FilesystemStore(str(copies)))
    here = archive(tmp_path / "here", 2_000_000)
    first = replica.push(here, "a.example", 1, None)
    before = sum(path.stat().st_size for path in copies.rglob("*"))
    with (here / "posts.jsonl").open("ab") as file:
        file.write(b"one more\n")
    replica.push(here, "a.example", 1, first)
    assert sum(path.stat().st_size for path in copies.rglob("*")) - before < 8 * 1024 * 1024


@needs_rsync
def test_a_place_that_cannot_be_reached_is_named() -> None:
    with pytest.raises(OSError, match=r"^rsync: "):
        next(Rsync(f"rsync://127.0.0.1:{free_port()}/news").read(["x"]))
    with pytest.raises(OSError, match=r"^rsync: "):
        Rsync(f"rsync://127.0.0.1:{free_port()}/news").listed("x")


# When


def test_a_copy_is_made_whenever_an_archive_has_grown_by_a_tenth(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small archives are copied often, so that a lost node costs a tenth of a portal at most."""
    looks: list[int] = []
    lines = of_node._lines

    def look(path: Path, start: int) -> int:
        looks.append(start)
        return lines(path, start)

    monkeypatch.setattr(of_node, "_LOOKED", 0.01)
    monkeypatch.setattr(of_node, "_lines", look)
    copies: list[int] = []
    export = tmp_path / "posts.jsonl"

    class Counting(of_node.NodeCopies):
        async def copy(self, _: Claim, folder: Path) -> bool:
            copies.append((folder / "posts.jsonl").read_bytes().count(b"\n"))
            return True

    async def grow() -> None:
        node: Any = Counting(None, str(tmp_path / "replica"))  # type: ignore[arg-type]
        copying = asyncio.create_task(node.copy_now_and_then(None, tmp_path))
        for posts in (0, 9, 1, 9, 1, 280, 29, 5):
            with export.open("ab") as file:
                file.write(b"a record of this length\n" * posts)
            enough = len(looks) + 3  # the third begins when one that saw all of it has ended
            while len(looks) < enough:
                await asyncio.sleep(0.01)
        copying.cancel()

    asyncio.run(grow())
    assert copies == [10, 20, 300, 334]
