"""A post that has moved on a portal of no known software is one post at its new address."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawling import crawl
from tests.plain_portal import PARAGRAPH, PlainPortal, list_page, post_page, served
from tests.test_any_portal import audit

WITHOUT_PAGES = {"NEWSPORTAL_WARC": 0}


@pytest.mark.parametrize("edited", [True, False])
def test_a_redirect_tells_that_a_post_has_moved(tmp_path: Path, *, edited: bool) -> None:
    """Edited or not; where the former address is no longer one, it is not asked for."""
    made = PlainPortal().news(12)
    with served(made):
        assert crawl(made.url, tmp_path, settings=WITHOUT_PAGES).exit_status == 0
        page = post_page(3).replace("西桥", "西桥和北山" if edited else "西桥")
        made.pages |= {"/news/103.html": page, "/news/3.html": 301}
        made.headers["/news/3.html"] = {"Location": "/news/103.html"}
        made.pages["/"] = str(made.pages["/"]).replace("/news/3.html", "/news/103.html")
        moved = crawl(made.url, tmp_path, settings=WITHOUT_PAGES)
        assert moved.exit_status == 0, moved.stderr
        assert moved.report["new"]["count"] == moved.report["duplicates"]["count"] == 0
        made.pages["/news/3.html"] = 404
        made.pages["/news/103.html"] = page.replace("南塘", "南塘和东湖")
        made.asked.clear()
        again = crawl(made.url, tmp_path, "mode=refetch", settings=WITHOUT_PAGES)
        assert again.exit_status == 0, again.stderr
        lines = [r for r in again.records if r["id"] == "news/3.html"]
        assert [line["revision"] for line in lines] == [*range(1, 3 + edited)]
        assert lines[-1]["url"] == made.url + "news/103.html"
        assert len({record["id"] for record in again.records}) == 12
        assert "/news/3.html" not in made.asked
        assert audit(made, tmp_path).stdout.splitlines()[-1] == "complete: 12 posts"


def test_what_looks_like_a_post_that_no_list_shows_is_its_own_where_both_stand(
    tmp_path: Path,
) -> None:
    """As does the other post to which a removed one leads."""
    made = PlainPortal().news(12)
    with served(made):
        assert crawl(made.url, tmp_path, settings=WITHOUT_PAGES).exit_status == 0
        made.pages["/"] = list_page([103, 104, *range(4, 10)])
        other = "".join(f"<p>{PARAGRAPH.format(place=each, n=9)}</p>" for each in "甲乙丙丁戊")
        made.pages |= {
            "/news/103.html": post_page(3).replace("西桥", "西桥和北山"),
            "/news/104.html": post_page(104, body=other.replace("新的通知", "一封来信")),
            "/news/2.html": 302,
        }
        made.headers["/news/2.html"] = {"Location": "/news/104.html"}
        made.asked.clear()
        read = crawl(made.url, tmp_path, settings=WITHOUT_PAGES)
        assert read.exit_status == 0, read.stderr
        assert made.asked.count("/news/3.html") == 1
        again = crawl(made.url, tmp_path, "mode=refetch", settings=WITHOUT_PAGES)
        assert again.exit_status == 0, again.stderr
    assert {r["id"] for r in again.records} == {f"news/{n}.html" for n in (*range(12), 103, 104)}
    assert len(again.records) == 14
