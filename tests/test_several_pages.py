"""Articles of several pages: one post, whole or not at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.crawling import ROOT, archive_folder, crawl
from tests.plain_portal import PARAGRAPH, PlainPortal, list_page, post_page, served, title
from tests.session_portal import SessionPortal

LAST = "（责任编辑：何漪）"


def several_pages(pages: int = 3) -> PlainPortal:
    """Return a portal whose post 3 has so many pages."""
    portal = PlainPortal().news(12)
    for number in range(1, pages + 1):
        links = "".join(
            f'<a href="/news/3{"" if other == 1 else f"_{other}"}.html">{other}</a> '
            for other in range(1, pages + 1)
            if other != number
        )
        text = f"<p>{PARAGRAPH.format(place=f'第{number}站', n=number)}</p>" * 2
        text += f'<p><img src="/img/{number}.jpg"></p>'
        text += f"<p>{LAST}</p>" if number == pages else ""
        path = "/news/3.html" if number == 1 else f"/news/3_{number}.html"
        page = post_page(3, body=text, extra=f'<div class="pages">{links}</div>')
        portal.pages[path] = page
    return portal


def test_pages_are_joined(tmp_path: Path) -> None:
    """Page 1 stands under its number, too, without links: the front page names that first."""
    portal = several_pages()
    page = str(portal.pages["/news/3.html"])
    portal.pages["/news/3_1.html"] = page.replace('<div class="pages">', "<!--") + "-->"
    front = str(portal.pages["/"])
    portal.pages["/"] = front.replace("<li>", f'<li><a href="/news/3_1.html">{title(3)}</a><li>', 1)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert len(crawled.records) == 12
        post = next(each for each in crawled.records if each["id"] == "news/3.html")
        assert [post["text"].count(f"第{n}站") for n in (1, 2, 3)] == [2, 2, 2]
        assert [image["url"][-5] for image in post["images"]] == ["1", "2", "3"]
        assert post["html"].index("第1站") < post["html"].index("第3站")
        assert post["pages"] == [f"{portal.url}news/3_{n}.html" for n in (2, 3)]
        assert post["editors"] == ["何漪"]
        assert portal.asked.count("/news/3_2.html") == 1
        again = crawl(portal.url, tmp_path)
        assert (again.exit_status, len(again.records)) == (0, 12)


def test_pages_are_joined_whatever_session_their_links_name(tmp_path: Path) -> None:
    portal, show = SessionPortal(), "/portal.php?mod=view&aid={n}&sid=VISIT"
    portal.pages["/"] = list_page(
        [*range(100, 108)], address=show, more='<a href="/portal.php?mod=list&sid=VISIT">更多</a>'
    )
    portal.pages["/portal.php?mod=list"] = list_page([*range(100, 112)], address=show)
    for n in range(100, 112):
        text = f"<p>{PARAGRAPH.format(place='第2站', n=n)}</p>"
        on = show.format(n=f"{n}&page=2")
        pager = f'<div class="pg"><strong>1</strong><a href="{on}">2</a></div>'
        portal.pages[f"/portal.php?aid={n}&mod=view"] = post_page(n, extra=pager)
        back = f'<div class="pg"><a href="{show.format(n=n)}">1</a><strong>2</strong></div>'
        portal.pages[f"/portal.php?aid={n}&mod=view&page=2"] = post_page(n, body=text, extra=back)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 12
    assert all("第2站" in post["text"] for post in crawled.records)
    assert sum("page=2" in path for path in portal.asked) == 12


def test_galleries_whose_first_picture_has_a_number_are_one_post_each(tmp_path: Path) -> None:
    portal = PlainPortal().news(6)
    galleries = {n: f"{title(n)[:9]}的四天" for n in range(7, 11)}
    rows = ""
    for n, called in galleries.items():
        rows += f"<li><a href=/tu/{n}_1.html>{called}</a> 2026-11-{n}</li>"
        for number in range(1, 5):
            small = "".join(f"<a href={n}_{m}.html><img src=/s/{m}.jpg></a>" for m in range(1, 5))
            on = f"{n + 1}_1" if number == 4 else f"{n}_{number + 1}"
            portal.pages[f"/tu/{n}_{number}.html"] = (
                f"<title>{called}({number}/4)_青禾网</title><h1>{called} <em>({number}/4)</em></h1>"
                f"<div>2026-11-{n:02} 10:02　来源：青禾晚报</div><img src=/i/{number}.jpg>"
                f"<div>{n}月的第{number}天，桥的两侧搭起了脚手架，工人们正在更换桥面上的青石。</div>"
                f"<div><a href={on}.html>下一张</a></div><div>{small}</div></body></html>"
            )
    portal.pages["/"] = str(portal.pages["/"]).replace("<ul", f"<ul>{rows}</ul><ul", 1)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 6 + len(galleries)
    posts = {each["id"]: each for each in crawled.records}
    for n, called in galleries.items():
        post = posts[f"tu/{n}_1.html"]
        assert post["title"] == called
        assert [f"第{m}天" in post["text"] for m in range(1, 5)] == [True] * 4


@pytest.mark.long
def test_stored_pages_are_joined_again(tmp_path: Path) -> None:
    with served(several_pages()) as portal:
        crawled = crawl(portal.url, tmp_path / "data")
        folder = archive_folder(portal.url, tmp_path / "data")
        told = subprocess.run(
            [sys.executable, "-m", "scrapy", "reextract", "--dry-run",
             "-a", f"portal={portal.url}"],
            cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path / "data")},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert told.stdout == "0 posts would read differently\n"
    lines = (folder / "posts.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == crawled.records


@pytest.mark.long
def test_half_a_post_is_none(tmp_path: Path) -> None:
    portal = several_pages()
    whole = portal.pages["/news/3_3.html"]
    portal.pages["/news/3_3.html"] = 500
    with served(portal):
        crawled = crawl(portal.url, tmp_path, settings={"RETRY_TIMES": 0})
        assert crawled.exit_status == 1
        assert crawled.report["result"] == "unfinished"
        assert "news/3_3.html" in crawled.report["outcome"]
        assert len(crawled.records) == 11
        portal.pages["/news/3_3.html"] = whole
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 12
    assert "第3站" in crawled.records[-1]["text"]


@pytest.mark.long
def test_a_run_killed_between_pages_has_not_read_the_post(tmp_path: Path) -> None:
    portal = several_pages(pages=9)
    with served(portal):
        process = subprocess.Popen(
            [sys.executable, "-m", "scrapy", "crawl", "posts", "-a", f"portal={portal.url}",
             "-s", "DOWNLOAD_DELAY=0.05", "-s", "AUTOTHROTTLE_ENABLED=0"],
            cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        end = time.monotonic() + 90
        while "/news/3_4.html" not in portal.asked and time.monotonic() < end:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 12
    post = next(each for each in crawled.records if each["id"] == "news/3.html")
    assert all(f"第{n}站" in post["text"] for n in range(1, 10))


@pytest.mark.long
def test_a_hundred_pages_are_read_and_more_are_owed(tmp_path: Path) -> None:
    portal = several_pages(110)
    for number in range(1, 111):  # a pager shows its neighbours only
        path = "/news/3.html" if number == 1 else f"/news/3_{number}.html"
        text = f"<p>{PARAGRAPH.format(place=f'第{number}站', n=number)}</p>" * 2
        links = f'<a href="/news/3_{number + 1}.html">下一页</a>' if number < 110 else ""
        portal.pages[path] = post_page(3, body=text, extra=f'<div class="pages">{links}</div>')
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        post = next(each for each in crawled.records if each["id"] == "news/3.html")
        assert all(f"第{n}站" in post["text"] for n in range(1, 111))
        assert post["pages"] == [f"{portal.url}news/3_{n}.html" for n in range(2, 111)]
    endless = several_pages(2)
    page = str(endless.pages["/news/3_2.html"])
    for number in range(2, 500):
        endless.pages[f"/news/3_{number}.html"] = page.replace("第2站", f"第{number}站").replace(
            "</body>", f'<a href="/news/3_{number + 1}.html">下一页</a></body>'
        )
    with served(endless):
        crawled = crawl(endless.url, tmp_path / "endless")
    assert crawled.report["result"] == "unfinished"
    assert "it has more than 400 pages" in crawled.report["outcome"]
    assert len(crawled.records) == 11


def test_pages_with_titles_of_their_own(tmp_path: Path) -> None:
    """A short title, one with the page's number, none at all: pages of one article all the same."""
    portal = several_pages(4)
    for path, name in (("3", "简讯"), ("3_2", "简讯（2）"), ("3_3", "简讯_3"), ("3_4", "第4页")):
        page = str(portal.pages[f"/news/{path}.html"])
        portal.pages[f"/news/{path}.html"] = page.replace(
            "青禾县第3号小区改造工程今天正式开工", name
        )
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    post = next(each for each in crawled.records if each["id"] == "news/3.html")
    assert len(post["pages"]) == 3


@pytest.mark.long
def test_a_post_that_is_named_as_a_page_of_another_is_one_of_its_own(tmp_path: Path) -> None:
    portal = several_pages()
    portal.pages["/news/3_3.html"] = post_page(77)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        assert crawled.report["result"] == "unfinished"
        assert len(crawled.records) == 11
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        told = subprocess.run(
            [sys.executable, "-m", "scrapy", "reextract", "--dry-run",
             "-a", f"portal={portal.url}"],
            cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path)},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    post = next(each for each in crawled.records if each["id"] == "news/3.html")
    assert post["pages"] == [f"{portal.url}news/3_2.html"]
    assert any("is no further page of" in note for note in crawled.report["notes"])
    assert told.stdout == "0 posts would read differently\n", told.stderr
    assert {each["id"] for each in crawled.records} >= {"news/3.html", "news/3_3.html"}
