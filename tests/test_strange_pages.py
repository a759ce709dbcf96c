"""Pages of another portal among the stored ones: a folder was put into the wrong place."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

import pytest

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.kept_pages import Keeping
from newsportal.archive.warc_retention import Bounds
from newsportal.arguments import Arguments
from newsportal.items import Post
from newsportal.pages.site import Site
from newsportal.pagestore.members import Exchange
from newsportal.pagestore.notes import ReadNote
from newsportal.rereading.replay import Replay
from tests.archives import NOW, completed
from tests.plain_portal import post_page, title

LINKS: dict[str, Any] = {"related": [], "previous": None, "next": None}
HTML = [("Content-Type", "text/html; charset=utf-8")]


def opened(data: Path, root: str) -> ArchiveWriter:
    keeping = Keeping(None, 10**6, {"software": "newsportal"}, Bounds("", 0, 0))
    return ArchiveWriter(data, Arguments.parse({"portal": root}, ""), keeping)


def left_by_a_run(data: Path, root: str) -> Path:
    """Return the folder of pages of a run that has died before it could write what they say."""
    archive = opened(data, root)
    assert archive.pages is not None
    body = post_page(7).encode()
    answer = Exchange(f"{root}news/7.html", NOW, "GET", [], 200, HTML, body)
    stored = archive.pages.add(answer)
    assert stored is not None
    note = ReadNote("news/7.html", *stored, NOW, NOW, None, None, None, first=True, links=LINKS)
    archive.pages.note(note)
    archive.pages.sync()
    archive._close_files()
    archive._locks.close()
    return data / "warc"


def found_in(archive: ArchiveWriter, root: str) -> list[Post]:
    async def posts() -> list[Post]:
        return [post async for post in Replay(archive, Site.of(root)).left_behind()]

    return asyncio.run(posts())


@pytest.mark.parametrize("former", ["http://www.news.example/", "https://news.example/"])
def test_those_of_the_portal_itself_are_read(tmp_path: Path, former: str) -> None:
    pages = left_by_a_run(tmp_path / "one", former)
    shutil.copytree(pages, tmp_path / "other" / "warc")
    archive = opened(tmp_path / "other", "http://news.example/")
    assert [post.title for post in found_in(archive, "http://news.example/")] == [title(7)]
    completed(archive)


@pytest.mark.parametrize("root", ["http://other.example/", "http://news.example/city/"])
def test_those_of_another_are_left_alone(tmp_path: Path, root: str) -> None:
    pages = left_by_a_run(tmp_path / "one", root)
    shutil.copytree(pages, tmp_path / "other" / "warc")
    archive = opened(tmp_path / "other", "http://news.example/")
    assert found_in(archive, "http://news.example/") == []
    assert [note for note in archive.run.notes if root in note] != []
    completed(archive)
