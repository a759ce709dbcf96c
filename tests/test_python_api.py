"""``from newsportal import Archive``, as a program uses it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from newsportal import Archive, Post
from newsportal.items import Comment, Image, Link
from tests.crawling import ROOT
from tests.records import record, tombstone


def archive(folder: Path) -> Path:
    comment = {"id": "3", "author": "读者", "location": None, "text": "好",
               "published_at": "2026-10-23T10:00:00+08:00", "published_precision": "minute",
               "reply_to": None}  # fmt: skip
    old = record(1, "旧题", "正文", revision=1)
    for name in ("extractor", "changed_by", "extra", "files", "pages", "videos"):
        del old[name]  # as an earlier version wrote it
    lines = [
        old,
        record(2, "撤下", "正文"),
        record(1, "新题", "正文", revision=2, comments=[comment],
               previous={"url": "u", "title": "t"},
               images=[{"url": "http://news.example/1.jpg", "alt": ""}]),
        tombstone(2),
    ]  # fmt: skip
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (folder / "posts.jsonl").write_text(text, encoding="utf-8")
    return folder


def test_posts_come_once_as_they_last_read(tmp_path: Path) -> None:
    (post,) = Archive(archive(tmp_path))
    assert (type(post), post.title, post.revision) == (Post, "新题", 2)
    assert post.published_at == datetime.fromisoformat("2026-10-23T09:00:00+08:00")
    assert post.images == [Image("http://news.example/1.jpg", "")]
    assert post.previous == Link("u", "t")
    assert isinstance(post.comments[0], Comment)
    assert isinstance(post.comments[0].published_at, datetime)


def test_removed_posts_and_revisions(tmp_path: Path) -> None:
    posts = Archive(archive(tmp_path) / "posts.jsonl")
    assert [post.id for post in posts.posts(removed=True)] == ["2", "1"]
    assert [post.title for post in posts.revisions("1")] == ["旧题", "新题"]
    assert len(list(posts.revisions())) == 4
    assert next(posts.revisions("1")).extractor is None


def test_what_is_read_can_be_written_again(tmp_path: Path) -> None:
    lines = (archive(tmp_path) / "posts.jsonl").read_text(encoding="utf-8").splitlines()
    again = [json.loads(post.to_json()) for post in Archive(tmp_path).revisions()]
    assert again[1:] == [json.loads(line) for line in lines[1:]]


def test_no_archive(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no archive at .*posts\.jsonl"):
        Archive(tmp_path)


def test_it_costs_nothing_where_it_is_not_used() -> None:
    code = "import newsportal, sys; print([name for name in sys.modules if 'newsportal.' in name])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
