"""Stores media in the archive below a folder, in groups, as a run does: to be watched."""

from __future__ import annotations

import sys
from pathlib import Path

from newsportal.archive.archive import ArchiveWriter
from newsportal.items import Image
from newsportal.pages.file_kinds import kind_of
from newsportal.runs.media_options import MediaOptions
from newsportal.state.row import Route, State
from tests.archives import NOW, completed, opened, post

GIF = b"GIF89a\1\0\1\0" + b"\7" * 60
WANTED = MediaOptions(3, 10_000)
POSTS = 6


def url(n: int) -> str:
    return f"http://news.example/{n}.gif"


def body(n: int) -> bytes:
    return GIF + bytes([n // 2])  # each content has two addresses


def fill(archive: ArchiveWriter) -> None:
    """Add posts with two pictures each, one of which the next one shows, too."""
    for n in range(POSTS):
        row = archive.store.sight(f"post/{n}.html", Route.INDEX, NOW, archive.run_number)
        archive.store.settle(row.n, State.ARCHIVED)
        item = post(n, f"文{n}")
        item.images = [Image(url(n), ""), Image(url(n + 1), "")]
        archive.add(row.n, item)
    archive.flush()


def store(archive: ArchiveWriter) -> None:
    """Store what is owed, two at a time."""
    media = archive.media
    assert media is not None
    media.begin()
    owed = media.table.owed(3, archive.run_number, 2_000_000_000, 0, 100)
    for number, medium in enumerate(owed):
        n = int(medium.url.rpartition("/")[2].removesuffix(".gif"))
        kind = kind_of(body(n))
        assert kind is not None
        if n == POSTS:
            media.fail(medium, 404, "status 404", NOW)
        else:
            media.store(medium, body(n), kind, 200, NOW)
        if number % 2:
            archive.flush()


if __name__ == "__main__":
    working = opened(Path(sys.argv[1]))
    working.want_media(WANTED)
    if not working.store.counts.known():
        fill(working)
    store(working)
    completed(working)
