"""Comments beyond the page of a post: all of them, or a post that says that it lacks some."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from newsportal.sample.discussion import count
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.crawling import ROOT, archive_folder, crawl, read_records
from tests.plain_portal import PlainPortal, list_page, post_page, served
from tests.test_reextract import assert_same

ALL = {"NEWSPORTAL_COMMENTS": "all"}
LONG = "posts=24", "comments_per_page=4"


def commented(records: list[dict[str, Any]]) -> dict[str, list[str]]:
    return {record["id"]: [one["id"] for one in record["comments"]] for record in records}


def is_whole(records: list[dict[str, Any]]) -> bool:
    """Tell whether every post of the sample portal has all of its comments, oldest first."""
    found = [ids for ids in commented(records).values() if ids]
    for ids in found:
        key = int(ids[0]) // 1000
        if ids != [str(key * 1000 + place) for place in range(1, count(0, key) + 1)]:
            return False
    return any(len(ids) == 25 for ids in found)


@pytest.mark.long
@pytest.mark.parametrize("order", ["off", pytest.param("on", marks=pytest.mark.long)])
def test_a_post_has_all_of_its_comments_oldest_first(tmp_path: Path, order: str) -> None:
    with serve(Options.of([*LONG, f"comments_reversed={order}"])) as url:
        first = crawl(url, tmp_path / "all", settings=ALL)
        assert first.exit_status == 0, first.stderr
        assert is_whole(first.records)
        assert first.report["comment_pages"] > 0
        again = crawl(url, tmp_path / "all", "mode=refetch", settings=ALL)
        assert again.report["comment_pages"] == 0  # they make no revision
        assert len(again.records) == len(first.records)
        some = crawl(url, tmp_path / "some")
        assert some.report["comment_pages"] == 0
        assert max(map(len, commented(some.records).values())) < 25
    assert_same(url, tmp_path / "all", tmp_path / "fresh")


@pytest.mark.long
def test_what_robots_txt_forbids_is_lacking_and_said(tmp_path: Path) -> None:
    robots = r"robots=User-agent: *\nDisallow: /zb_system/"
    with serve(Options.of([*LONG, robots])) as url:
        run = crawl(url, tmp_path, settings=ALL)
    assert run.exit_status == 0, run.stderr
    (lacking,) = run.report["comments_lacking"]["first"]
    assert "robots.txt" in lacking["reason"]
    assert all(len(ids) < 25 for ids in commented(run.records).values())


def test_a_wrong_value_is_named(tmp_path: Path) -> None:
    run = crawl("http://127.0.0.1:9/", tmp_path, settings={"NEWSPORTAL_COMMENTS": "some"})
    assert run.exit_status == 2
    assert "NEWSPORTAL_COMMENTS=some: use page or all" in run.stderr


@pytest.mark.long
def test_a_killed_run_loses_no_comment(tmp_path: Path) -> None:
    with serve(Options.of(LONG)) as url:
        command = [sys.executable, "-m", "scrapy", "crawl", "posts", "-a", f"portal={url}"]
        for name, value in {"DOWNLOAD_DELAY": 0.05, "AUTOTHROTTLE_ENABLED": 0, **ALL}.items():
            command += ["-s", f"{name}={value}"]
        environment = {**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path)}
        for wait in (1.9, 2.4, 2.9):
            run = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
            time.sleep(wait)
            run.send_signal(signal.SIGKILL)
            run.wait()
        last = crawl(url, tmp_path, settings=ALL)
        assert last.exit_status == 0, last.stderr
        assert is_whole(last.records)
        assert len(last.records) == len({record["id"] for record in last.records})
    assert_same(url, tmp_path, tmp_path / "fresh")


# WordPress


def remark(number: int, *, answers: str = "") -> str:
    """Return a comment as WordPress prints it."""
    return (
        f'<li id="comment-{number}" class="comment depth-1"><article id="div-comment-{number}"'
        ' class="comment-body"><footer class="comment-meta"><div class="comment-author vcard">'
        f'<b class="fn">读者{number}</b><span class="says">说道：</span></div>'
        '<div class="comment-metadata"><time datetime="2026-10-02T08:15:37+08:00">x</time></div>'
        f'</footer><div class="comment-content"><p>第{number}条</p><p>完</p></div></article>'
        f"{f'<ol class=children>{answers}</ol>' if answers else ''}</li>"
    )


def told(number: int, parent: int = 0) -> dict[str, Any]:
    """Return a comment as WordPress' service tells it."""
    html = f"<p>第{number}条</p>\n<p>完</p>"
    return {
        "id": number, "post": 7, "parent": parent, "author_name": f"读者{number}",
        "date_gmt": "2026-10-02T00:15:37", "content": {"rendered": html},
        "link": f"http://portal.example/news/7.html#comment-{number}",
    }  # fmt: skip


def as_told(*remarks: dict[str, Any]) -> str:
    return json.dumps(remarks).replace("/", r"\/")  # as PHP does


def wordpress(*, service: bool, body: str = "") -> PlainPortal:
    """Return a portal with a post that has five comments, two of them on its page."""
    portal = PlainPortal().news(12)
    head = '<link rel="https://api.w.org/" href="/wp-json/"><body class="single postid-7">'
    older = '<a href="/news/7/comment-page-1/#comments">较早</a>'
    area = f'<ol class="comment-list">{remark(14)}{remark(15)}</ol>{older}'
    portal.pages["/news/7.html"] = post_page(7, body=body, extra=area).replace("<body>", head)
    first = f"<ol>{remark(11, answers=remark(12, answers=remark(13)))}</ol>"
    portal.pages["/news/7/comment-page-1/"] = post_page(7, extra=first).replace("<body>", head)
    if service:
        asked = "/wp-json/wp/v2/comments?post=7&order=asc&per_page=100&page="
        portal.pages[f"{asked}1"] = as_told(told(11), told(12, 11), told(13, 12))
        portal.pages[f"{asked}2"] = as_told(told(14), told(15))
        for page in "12":
            headers = {"Content-Type": "application/json", "X-WP-TotalPages": "2"}
            portal.headers[f"{asked}{page}"] = headers
    return portal


@pytest.mark.long
@pytest.mark.parametrize("service", [True, pytest.param(False, marks=pytest.mark.long)])
def test_comments_of_wordpress(tmp_path: Path, service: bool) -> None:
    with served(wordpress(service=service)) as portal:
        run = crawl(portal.url, tmp_path, "theme=generic", settings=ALL)
        assert run.exit_status == 0, run.stderr
        found = {record["id"]: record["comments"] for record in run.records}["news/7.html"]
        assert [(one["id"], one["reply_to"]) for one in found] == [
            ("11", None), ("12", "11"), ("13", "11"), ("14", None), ("15", None),
        ]  # fmt: skip
        assert {one["published_at"] for one in found} == {"2026-10-02T08:15:37+08:00"}
        assert found[1]["author"] == "读者12"
        assert found[1]["text"] == "第12条\n完"
    assert_same(portal.url, tmp_path, tmp_path / "fresh")


@pytest.mark.long
def test_a_failing_service_keeps_a_post_back_once(tmp_path: Path) -> None:
    portal = wordpress(service=True)
    asked = "/wp-json/wp/v2/comments?post=7&order=asc&per_page=100&page="
    whole, portal.pages[f"{asked}2"] = portal.pages[f"{asked}2"], 500
    settings = {**ALL, "RETRY_TIMES": 0}
    with served(portal):
        first = crawl(portal.url, tmp_path, "theme=generic", settings=settings)
        assert first.report["result"] == "unfinished"
        assert "news/7.html" not in commented(first.records)
        second = crawl(portal.url, tmp_path, "theme=generic", settings=settings)
        assert second.exit_status == 0, second.stderr
        assert second.report["comments_lacking"]["count"] == 1
        assert commented(second.records)["news/7.html"] == ["14", "15"]
        portal.pages[f"{asked}2"] = whole
        fresh = crawl(portal.url, tmp_path / "fresh", "theme=generic", settings=settings)
        assert len(commented(fresh.records)["news/7.html"]) == 5


@pytest.mark.long
def test_the_page_of_a_list_has_no_comments(tmp_path: Path) -> None:
    portal = PlainPortal().news(12)
    portal.pages["/"] = list_page(list(range(12)), more=remark(3))
    with served(portal):
        crawl(portal.url, tmp_path, "theme=generic", settings=ALL)
    assert not any(
        record["comments"] for record in read_records(archive_folder(portal.url, tmp_path))
    )
