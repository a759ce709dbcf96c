"""Dates that a page prints and that are none of its post's publication."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.crawling import crawl
from tests.plain_portal import PlainPortal, served, title
from tests.test_generic_rules import BODY, page, stated

WRITTEN = '发布时间：<script>document.write("2026-11-20 08:30");</script> 来源：柏木晚报'
FILLED = (
    '发布时间：<span id="t"></span> 来源：柏木晚报'
    '<script>document.getElementById("t").innerHTML="2026-11-20 08:30";</script>'
)


@pytest.mark.parametrize(
    ("above", "body", "below", "expected"),
    [
        ("", "", "<p>上一篇：<a href=7.html>修桥</a> <span>2026-11-17</span></p>", ""),
        ("", "", "<div><b>网友甲</b> 2026-11-17 08:39<p>说得好</p></div>", ""),
        ("<p>2026-11-16</p>", "", "<p>网友甲 2026-11-16 08:39</p>", "2026-11-16 00:00 page"),
        ("", "<p><img src=7.jpg></p><p>图为老桥。2026年8月29日摄</p>", "", ""),
        (
            "",
            "<table><tr><td>报名截止<td>2026-11-23 18:00<tr><td>开标时间<td>2026-11-24</table>",
            "<div>发布日期：2026-11-16　浏览：1</div>",
            "2026-11-16 00:00 page",
        ),
        (f"<p>{WRITTEN}</p>", "", "", "2026-11-20 08:30 page"),
        (f"<p>{FILLED}</p>", "", "", "2026-11-20 08:30 page"),
        ("<p>更多：<script>document.write('2026-11-20')</script></p>", "", "", ""),
        ("<p><b>25</b><i>2026-09</i> <span>来源：某报</span></p>", "", "", "2026-09-25 00:00 page"),
        ("<p><b>09-25</b><i>2026</i> <span>来源：某报</span></p>", "", "", "2026-09-25 00:00 page"),
    ],
)
def test_dates_of_neighbours_comments_pictures_and_other_acts_date_no_post(
    above: str, body: str, below: str, expected: str
) -> None:
    assert stated(page(f"{body}{BODY}", above=above, below=below)) == expected


@pytest.mark.parametrize("line", ["11月26日 星期四 晴 2℃~11℃", "松岭 多云 -3～5℃ 11月26日"])
def test_the_weather_above_a_page_dates_nothing(line: str) -> None:
    shown = page().body.replace(b"<div class=left>", f"<div class=wth>{line}</div>".encode())
    assert stated(page().replace(body=shown)) == ""


@pytest.mark.parametrize(
    ("printed", "believed"),
    [
        ("<div class=top>专题 2026-11-{n:02} 开幕</div>", "list"),
        ("<div class=top>发布：2026-11-{n:02}</div>", "page"),
    ],
)
def test_a_list_is_believed_before_a_date_that_nothing_shows_to_be_of_the_post(
    tmp_path: Path, printed: str, believed: str
) -> None:
    portal = PlainPortal().news(10)
    for n in range(10):
        page = re.sub(r"时间：2026-[0-9-]{5} [0-9:]{5}", "", str(portal.pages[f"/news/{n}.html"]))
        portal.pages[f"/news/{n}.html"] = page.replace(
            f"<h1>{title(n)}", f"{printed.format(n=1 + n)}<h1>{title(n)}"
        )
    with served(portal):
        for run in ("", "mode=full"):
            crawled = crawl(portal.url, tmp_path, *filter(None, [run]))
            assert crawled.exit_status == 0, crawled.stderr
            for record in crawled.records:
                n = int(re.sub(r"\D", "", record["id"]))
                month = 10 if believed == "list" else 11
                assert record["published_at"][:10] == f"2026-{month}-{1 + n:02}"
