"""Columns whose lists are data: read where the page has it, told where another file has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsportal.discovery.scripts.stored_items import stored_items
from tests.crawling import crawl
from tests.plain_portal import PlainPortal, list_page, post_page, served, title

DATA = json.dumps(
    [
        {"title": title(n), "column": {"name": "民生", "url": "/ms/"}, "url": f"/ms/{n}.html"}
        for n in range(20, 30)
    ]
)
WAYS = {
    "written": f"<div id='list'></div><script>var news = {DATA};</script>"
    "<script>document.getElementById('list').innerHTML = rows(news);</script>",
    "json": f"<div id='app'></div><script type='application/json'>{DATA}</script>",
    "state": f"<div id='app'>加载中</div><script>window.STATE = {{list: {DATA}}}</script>",
    "attribute": f"<news-list :items='{DATA}'></news-list>",
    "drawing": "".join(
        f"<svg><a xlink:href='/ms/{n}.html'><text>{title(n)}</text></a></svg>"
        for n in range(20, 30)
    ),
    "file": "<div class='c'></div><script src='/js/all.js'></script><script src=rows.js></script>",
    "no address": f"<div id='app'></div><script>var news = {DATA.replace('url', 'key')}</script>",
}


@pytest.mark.parametrize("way", WAYS)
def test_a_column_of_data(way: str, tmp_path: Path) -> None:
    columns = "<a href='/yw/'>要闻</a><a href='/ms/'>民生</a><script src='/js/all.js'></script>"
    portal = PlainPortal({"/": list_page([], more=columns)})
    portal.pages["/yw/"] = list_page([*range(8)])
    portal.pages |= {f"/news/{n}.html": post_page(n) for n in range(8)}
    portal.pages["/ms/"] = list_page([]).replace('<ul class="list"></ul>', WAYS[way])
    portal.pages |= {f"/ms/{n}.html": post_page(n) for n in range(20, 30)}
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    is_read = way not in ("file", "no address")
    assert len(crawled.records) == (18 if is_read else 8)
    assert crawled.exit_status == (0 if is_read else 1), crawled.stderr
    assert is_read or f"{portal.url}ms/" in crawled.report["outcome"]


def test_pieces_that_tabs_load(tmp_path: Path) -> None:
    tabs = "".join(f"<li data-url='/ajax/{n}.html'>{n}月</li>" for n in (9, 8))
    portal = PlainPortal({"/": list_page([*range(6)]).replace("<ul", f"<ol>{tabs}</ol><ul", 1)})
    portal.pages |= {f"/news/{n}.html": post_page(n) for n in range(18)}
    for month, first in ((9, 6), (8, 12)):
        rows = list_page([*range(first, first + 6)])
        portal.pages[f"/ajax/{month}.html"] = rows[rows.index("<ul") : rows.index("</ul>") + 5]
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 18


@pytest.mark.parametrize(
    "script",
    [
        "var menu = [{title: '首页', url: 'javascript:;'}, {title: '要闻'}, {title: '民生'}];",
        "slides([{title: '甲', img: '/1.jpg'}, {title: '乙', img: '/2.jpg'}, {title: '丙'}]);",
        "var a = 'title', b = 'title', c = 'title'; if (a) { go({url: '/7.html'}) }",
    ],
)
def test_what_is_no_list(script: str) -> None:
    assert [*stored_items(script)] == []
