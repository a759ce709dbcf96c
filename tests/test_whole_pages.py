"""Texts that stand on another page: one with all of it, or one that a frame shows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.crawling import ROOT, crawl
from tests.plain_portal import PARAGRAPH, PlainPortal, post_page, served

CREDITS = "<p>（记者 秦婷）</p><p>编辑：何漪</p>"


def parts(post: int, last: int = 4) -> str:
    """Return the first paragraphs of a post's text."""
    said = (PARAGRAPH.format(place=f"{post}路第{n}站", n=10 * post + n) for n in range(1, last + 1))
    return "".join(f"<p>{each}</p>" for each in said)


def counts(text: str) -> list[int]:
    """Return how often each part stands in a text."""
    return [text.count(f"第{n}站") for n in range(1, 5)]


@pytest.mark.long
def test_a_page_with_all_of_the_text_stands_in_the_place_of_its_beginning(tmp_path: Path) -> None:
    """So does a page of the portal in a frame, which has neither title nor date."""
    portal = PlainPortal().news(12)
    wholes = {
        3: ("/news/3_all.html", "余下全文"),
        4: ("/news/4.html?full=1", "点击阅读全文"),
        5: ("/news/5/all.html", "单页阅读"),
    }
    for n, (address, words) in wholes.items():
        more = f'<div class="fy"><a href="{address}">{words}</a></div>'
        portal.pages[f"/news/{n}.html"] = post_page(n, body=parts(n, 2), extra=more)
        portal.pages[address] = post_page(n, body=parts(n) + f'<p><img src="/img/{n}.jpg"></p>')
    frame = "<iframe src=/nr/6.html width=800 height=900></iframe>"
    portal.pages["/news/6.html"] = post_page(6, body=" ", extra=frame)
    portal.pages["/nr/6.html"] = f"<html><body>{parts(6)}{CREDITS}</body></html>"
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert len(crawled.records) == 12
        posts = {record["id"]: record for record in crawled.records}
        for n in range(3, 7):
            assert counts(posts[f"news/{n}.html"]["text"]) == [1] * 4
        for n, (address, _) in wholes.items():
            post = posts[f"news/{n}.html"]
            assert post["pages"] == [portal.url + address[1:]]
            assert [image["url"] for image in post["images"]] == [f"{portal.url}img/{n}.jpg"]
        framed = posts["news/6.html"]
        assert (framed["reporters"], framed["editors"]) == (["秦婷"], ["何漪"])
        assert framed["pages"] == [f"{portal.url}nr/6.html"]
        again = crawl(portal.url, tmp_path)
        assert (again.exit_status, len(again.records)) == (0, 12)
    told = subprocess.run(
        [sys.executable, "-m", "scrapy", "reextract", "--dry-run",
         "-s", f"NEWSPORTAL_DATA_DIR={tmp_path}", "-a", f"portal={portal.url}"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.long
def test_whole_pages_that_are_not_there_are_owed(tmp_path: Path) -> None:
    portal = PlainPortal().news(8)
    more = '<div class="fy"><a href="/news/3_all.html">余下全文</a></div>'
    portal.pages["/news/3.html"] = post_page(3, body=parts(3, 2), extra=more)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 1
    assert len(crawled.records) == 7
    assert "3_all.html" in crawled.stderr
