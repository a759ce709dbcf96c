"""A post that has moved on a portal of no known software is one post at its new address."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawling import crawl
from tests.plain_archive import audit
from tests.plain_portal import PARAGRAPH, PlainPortal, list_page, post_page, served, title
from tests.test_reextract import assert_same, reextract


@pytest.mark.long
def test_a_redirect_tells_that_a_post_has_moved(tmp_path: Path) -> None:
    """Edited at once or later; a former address is not asked for again. Stored pages tell it."""
    made, data = PlainPortal().news(12), tmp_path / "data"
    with served(made):
        assert crawl(made.url, data).exit_status == 0
        front = str(made.pages["/"])
        for n, place in ((3, "西桥和北山"), (4, "西桥")):
            made.pages[f"/news/{100 + n}.html"] = post_page(n).replace("西桥", place)
            made.pages[f"/news/{n}.html"] = 301
            made.headers[f"/news/{n}.html"] = {"Location": f"/news/{100 + n}.html"}
            front = front.replace(f"/news/{n}.html", f"/news/{100 + n}.html")
        made.pages["/"] = front
        moved = crawl(made.url, data)
        assert moved.exit_status == 0, moved.stderr
        assert moved.report["new"]["count"] == moved.report["duplicates"]["count"] == 0
        for n in (3, 4):
            page = str(made.pages[f"/news/{100 + n}.html"])
            made.pages[f"/news/{100 + n}.html"] = page.replace("南塘", "南塘和东湖")
            made.pages[f"/news/{n}.html"] = 404
        made.asked.clear()
        again = crawl(made.url, data, "mode=refetch")
        assert again.exit_status == 0, again.stderr
        for n, revisions in ((3, 3), (4, 2)):
            lines = [r for r in again.records if r["id"] == f"news/{n}.html"]
            assert [line["revision"] for line in lines] == [*range(1, revisions + 1)]
            assert lines[-1]["url"] == f"{made.url}news/{100 + n}.html"
            assert f"/news/{n}.html" not in made.asked
        assert audit(made, data).stdout.splitlines()[-1] == "complete: 12 posts"
    assert_same(made.url, data, tmp_path / "fresh")


@pytest.mark.long
def test_what_looks_like_a_post_that_no_list_shows_is_its_own_where_both_stand(
    tmp_path: Path,
) -> None:
    """As does the other post to which a removed one leads."""
    made, settings = PlainPortal().news(12), {"NEWSPORTAL_WARC": 0}
    with served(made):
        assert crawl(made.url, tmp_path, settings=settings).exit_status == 0
        made.pages["/"] = list_page([103, 104, *range(4, 10)])
        other = "".join(f"<p>{PARAGRAPH.format(place=each, n=9)}</p>" for each in "甲乙丙丁戊")
        made.pages |= {
            "/news/103.html": post_page(3).replace("西桥", "西桥和北山"),
            "/news/104.html": post_page(104, body=other.replace("新的通知", "一封来信")),
            "/news/2.html": 302,
        }
        made.headers["/news/2.html"] = {"Location": "/news/104.html"}
        made.asked.clear()
        read = crawl(made.url, tmp_path, settings=settings)
        assert read.exit_status == 0, read.stderr
        assert made.asked.count("/news/3.html") == 1
        again = crawl(made.url, tmp_path, "mode=refetch", settings=settings)
        assert again.exit_status == 0, again.stderr
    assert {r["id"] for r in again.records} == {f"news/{n}.html" for n in (*range(12), 103, 104)}
    assert len(again.records) == 14


@pytest.mark.long
def test_posts_that_have_moved_without_a_redirect_are_one_each(tmp_path: Path) -> None:
    """All at once, and some of them edited; their stored pages have their former addresses."""
    made = PlainPortal().news(12)
    with served(made):
        assert crawl(made.url, tmp_path).exit_status == 0
        for path, page in list(made.pages.items()):
            made.pages[path] = str(page).replace("/news/", "/xw/2026-")
        for n in range(12):
            page = str(made.pages.pop(f"/news/{n}.html"))
            made.pages[f"/xw/2026-{n}.html"] = page.replace("西桥", "西桥和北山") if n % 3 else page
        read = crawl(made.url, tmp_path, "mode=full")
        assert read.exit_status == 0, read.stderr
        assert crawl(made.url, tmp_path, "mode=full").records == read.records
    assert {(r["id"], r["revision"]) for r in read.records[12:]} == {
        (f"news/{n}.html", 2) for n in range(12) if n % 3
    }
    assert reextract(made.url, tmp_path, "--dry-run").stdout == "0 posts would read differently\n"


@pytest.mark.long
def test_a_post_that_leads_to_another_one_is_owed_while_lists_show_both(tmp_path: Path) -> None:
    made, settings = PlainPortal().news(6), {"NEWSPORTAL_WARC": 0}
    told = "市民来信：食堂的午餐又好吃又便宜"
    for path in ("/", "/news/5.html"):
        made.pages[path] = str(made.pages[path]).replace(title(5), told)
    with served(made):
        assert crawl(made.url, tmp_path, settings=settings).exit_status == 0
        made.pages["/"] = str(made.pages["/"]).replace("<ul", f'<a href="/box">{told[:5]}</a><ul')
        made.pages |= {"/news/3.html": 302, "/box": 302}
        made.headers |= {path: {"Location": "/news/5.html"} for path in ("/news/3.html", "/box")}
        read = crawl(made.url, tmp_path, "mode=refetch", settings=settings)
    assert read.exit_status == 1
    assert list(read.report["failed"]) == [f"{made.url}news/3.html"]
