"""Lists whose pagers only scripts make: what they spell is asked for, what they do not is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawling import crawl
from tests.plain_portal import PlainPortal, list_page, served

SPELT = {
    "lay": "layui.laypage.render({elem: 'p', count: 8, limit: 4, jump: function (obj, first) {"
    " if (!first) { location.href = '/lay/p' + obj.curr + '.html'; }}});",
    "kk": "kkpager.generPageHtml({pno: 1, total: 2, totalRecords: 8, getLink: function (n) {"
    " return '/kk/p' + n + '.html'; }});",
    "bs": "$('#p').twbsPagination({totalPages: 2, href: '/bs/p{{number}}.html'});",
    "api": "$('.p').pagination({pageCount: 2, callback: function (api) {"
    " window.location = '/api/list-' + api.getCurrent() + '.html'; }});",
    "query": "laypage({pages: 2, jump: function (e) { location.href = '?page=' + e.curr; }});",
    "less": "laypage({pages: 2, curr: 1, jump: function (e, first) {"
    " location.href = '/less/index_' + (e.curr - 1) + '.htm'; }});",
    "flow": "layui.flow.load({done: function (page, next) {"
    " $.get('/flow/p' + page + '.html', function (res) { next(res, page < 2); }); }});",
}
BOUND = (
    "<el-pagination :total='8' :page-size='4' @current-change='go'></el-pagination>"
    "<script>new Vue({methods: {go: function (p) {"
    " location.href = '/vue/?pageNum=' + p; }}});</script>"
)
HELD = {
    "next": "<div data-next='/next/p2.html'></div>",
    "more": "<a href='javascript:void(0)' data-page-url='/more/p2.html'>更多</a>",
    "part": "<div data-next-url='/load?cat=part&amp;page=2'>上拉加载更多</div>",
}
SECOND = {
    "api": "/api/list-2.html",
    "less": "/less/index_1.htm",
    "query": "/query/?page=2",
    "vue": "/vue/?pageNum=2",
    "part": "/load?cat=part&page=2",
}
FLASHES = "".join(
    f"<div class='item' id='k{n}'><i>0{n}:15</i><b>青禾大桥第{n}号桥墩今早合龙</b>"
    "<p>现场的工人说，余下的工程将在年底以前完成，大桥明年春天通车。</p></div>"
    for n in range(9)
)


def with_columns(columns: dict[str, str]) -> PlainPortal:
    """Return a portal whose columns have eight posts each, on two pages."""
    made = PlainPortal().news(8 * len(columns))
    made.pages = {path: page for path, page in made.pages.items() if "index_" not in path}
    for place, (name, pager) in enumerate(columns.items()):
        first = [*range(8 * place, 8 * place + 4)]
        made.pages[f"/{name}/"] = list_page(first, more=pager)
        second = list_page([n + 4 for n in first], more=pager)
        made.pages[SECOND.get(name, f"/{name}/p2.html")] = second
    links = "".join(f'<a href="/{name}/">栏目{name}</a>' for name in columns)
    made.pages["/"] = list_page([8 * place for place in range(len(columns))], more=links)
    return made


@pytest.mark.long
def test_pages_that_scripts_and_attributes_spell_are_read(tmp_path: Path) -> None:
    columns = {
        name: f"<div id='p'></div><script>{script}</script>" for name, script in SPELT.items()
    }
    columns |= {"vue": BOUND} | HELD
    with served(with_columns(columns)) as made:
        crawled = crawl(made.url, tmp_path)
        assert len(crawled.records) == 8 * len(columns)
        assert crawled.exit_status == 0, crawled.report["outcome"]
        assert len(made.asked) <= len(set(made.asked)) + 10  # feeds and the like may be asked again


@pytest.mark.long
def test_lists_that_say_more_than_they_show_are_all_named(tmp_path: Path) -> None:
    made = with_columns(
        {
            "words": "<p>每页 4 条　第 1/2 页</p>",
            "anchor": "<a href='#page=2'>下一页</a>",
            "total": "<script>new Paging({totalData: 8, showData: 4, callback: load});</script>",
        }
    )
    flashes = "<a href='/kx/'>快讯</a></div></body>"
    made.pages["/"] = str(made.pages["/"]).replace("</div></body>", flashes)
    made.pages["/kx/"] = list_page([], more=FLASHES)
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 1
    assert "4 lists may have further posts" in crawled.report["outcome"]
    notes = "\n".join(crawled.report["notes"])
    for name in ("words", "anchor", "total", "kx"):
        assert f"{made.url}{name}/" in notes, notes


@pytest.mark.long
def test_the_days_of_a_calendar_are_asked_for(tmp_path: Path) -> None:
    days = [f"2026-11-{27 - n}" for n in range(4)]
    calendar = f"<div id='calendar'></div><script>var days = {days}; function go(d) {{"
    calendar += (
        " location.href = '/pc/' + d.substr(0, 7) + '/' + d.substr(8) + '/a1.html'; }</script>"
    )
    made = PlainPortal().news(12)
    made.pages = {path: page for path, page in made.pages.items() if "index_" not in path}
    for n in range(4):
        issue, folder = [*range(3 * n, 3 * n + 3)], f"/pc/2026-11/{27 - n}/"
        more = f"<a href='{folder}a1.html'>第1版</a><a href='{folder}a2.html'>第2版</a>{calendar}"
        front = 0 if n == 1 else 2  # nothing but pictures on that day's front page
        made.pages[f"{folder}a1.html"] = list_page(issue[:front], more=more)
        made.pages[f"{folder}a2.html"] = list_page(issue[front:], more=more)
    made.pages["/"] = "<meta http-equiv='refresh' content='0; url=/pc/2026-11/27/a1.html'>"
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert len(crawled.records) == 12
    assert crawled.exit_status == 0, crawled.report["outcome"]
