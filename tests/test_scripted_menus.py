"""Columns that a front page leads to by frames, data and scripts: read where spelt, else told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.crawling import crawl
from tests.plain_portal import PlainPortal, list_page, post_page, served

COLUMNS = {"xw": "新闻", "ms": "民生", "jy": "教育", "wh": "文化"}


def each(entry: str, joint: str = "") -> str:
    return joint.join(entry.format(c=c, name=name) for c, name in COLUMNS.items())


FRAME = each("<a href=/list/{c}.html>{name}</a>")
NAVIGATION = [
    {"@type": "SiteNavigationElement", "name": name, "url": f"http://portal.example/list/{c}.html"}
    for c, name in COLUMNS.items()
]
SPELT = {
    "object": "<object data=/menu.html type=text/html></object>",
    "embed": "<embed src=/menu.html>",
    "srcdoc": f"<iframe srcdoc='{FRAME}'></iframe>",
    "lazy frame": "<iframe data-src=/menu.html></iframe>",
    "call": each("<span onclick=\"go('{c}')\">{name}</span>")
    + "<script>function go(x){location.href='/list/'+x+'.html'}</script>",
    "JSON-LD": f"<script type=application/ld+json>{json.dumps({'@graph': NAVIGATION})}</script>",
    "write": "<script>document.write('<ul>' + '"
    + each('<li><a href="/list/{c}.html">{name}</a></li>', "' +\n'")
    + "</ul>');</script>",
    "pairs": "<script>var menu=[" + each("['{name}','/list/{c}.html']", ",") + "];</script>",
}
TOLD = {
    "calls": "<ul>" + each("<li onclick=\"openColumn('{c}')\">{name}</li>") + "</ul>",
    "empty": "<div id=menu></div><script src=/js/site.js></script>",
    "file": "<div><script src=/js/menu.js></script></div>",
}
OF_TWO = {
    "pairs": "[['新闻','/list/xw.html'],['民生','/list/ms.html']]",
    "objects": "[{url:'/list/xw.html',icon:'/a.png',label:'新闻'},"
    "{url:'/list/ms.html',label:'民生'}]",
    "keys": '{"\\u65b0\\u95fb":"list/xw.html","\\u6c11\\u751f":"list/ms.html"}',
    "with the front page": "[{n:`首页`,u:`/`},{n:`新闻`,u:`/list/xw.html`},"
    "{n:`民生`,u:`/list/ms.html`}]",
    "apart": "['新闻','民生'],to=['http://portal.example/list/xw.html','/list/ms.html']",
    "codes": "[['新闻','xw'],['民生','ms']];"
    "for(var i in menu)document.write('<a href=/list/'+menu[i][1]+'.html>'+menu[i][0]+'</a>')",
}
HARMLESS = (
    each("<span onclick=\"shareTo('{c}')\">{name}</span>")
    + "<i onclick=\"setFont('16')\">大</i><li onclick='setTab(1)'>要闻</li>"
    "<script src=/js/jquery.js></script><script>var w={name:'天气',city:'青禾'};</script>"
)


def portal(menu: str) -> PlainPortal:
    """Return a portal of four columns with seven posts each; the front page shows one of each."""
    made = PlainPortal({"/": list_page([0, 7, 14, 21], more=menu)})
    made.pages["/menu.html"] = f"<html><body>{FRAME}</body></html>"
    for number, c in enumerate(COLUMNS):
        made.pages[f"/list/{c}.html"] = list_page([*range(7 * number, 7 * number + 7)])
    made.pages |= {f"/news/{n}.html": post_page(n) for n in range(28)}
    return made


@pytest.mark.long
@pytest.mark.parametrize("way", SPELT)
def test_columns_are_read_that_a_page_spells(way: str, tmp_path: Path) -> None:
    with served(portal(SPELT[way])) as made:
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 28


@pytest.mark.parametrize("way", OF_TWO)
def test_a_menu_of_two_entries_is_read_or_told(way: str, tmp_path: Path) -> None:
    made = PlainPortal({"/": list_page([0, 7], more=f"<script>var menu={OF_TWO[way]};</script>")})
    for number, c in enumerate(("xw", "ms")):
        made.pages[f"/list/{c}.html"] = list_page([*range(7 * number, 7 * number + 7)])
    made.pages |= {f"/news/{n}.html": post_page(n) for n in range(14)}
    with served(made):
        crawled = crawl(made.url, tmp_path)
    is_read = way != "codes"
    assert crawled.exit_status == (0 if is_read else 1), crawled.stderr
    assert len(crawled.records) == (14 if is_read else 2)


@pytest.mark.long
@pytest.mark.parametrize("way", TOLD)
def test_a_menu_that_is_a_script_s_alone_is_told(way: str, tmp_path: Path) -> None:
    with served(portal(TOLD[way])) as made:
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 1
    assert "may have lists that only a script leads to" in crawled.report["outcome"]


@pytest.mark.long
@pytest.mark.parametrize("is_there", [True, False])
def test_a_menu_in_a_file_of_its_own_is_read_or_told(tmp_path: Path, *, is_there: bool) -> None:
    made = PlainPortal({"/": list_page([0, 1], more="<script src=/js/menu.js></script>")})
    crumbs = "<div class=crumbs><a href=/list/xw.html>新闻</a></div>"  # of one column alone
    made.pages |= {
        f"/news/{n}.html": post_page(n, extra=crumbs if n < 7 else "") for n in range(28)
    }
    for number, c in enumerate(COLUMNS):
        made.pages[f"/list/{c}.html"] = list_page([*range(7 * number, 7 * number + 7)])
    if is_there:
        made.pages["/js/menu.js"] = f"document.write('<div class=nav>{FRAME}</div>')"
        made.headers["/js/menu.js"] = {"Content-Type": "text/javascript"}
    with served(made):
        crawled = crawl(made.url, tmp_path)
        assert made.asked.count("/js/menu.js") == 1
        crawl(made.url, tmp_path)
        assert made.asked.count("/js/menu.js") == 1
    assert crawled.exit_status == (0 if is_there else 1), crawled.stderr
    assert len(crawled.records) == (28 if is_there else 7)
    assert is_there or "lists that only a script leads to" in crawled.report["outcome"]


def test_scripts_of_a_portal_of_one_list_are_no_menu(tmp_path: Path) -> None:
    with served(PlainPortal().news(9)) as made:
        made.pages["/"] = str(made.pages["/"]).replace("</body>", f"{HARMLESS}</body>")
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 9


@pytest.mark.long
def test_columns_that_only_the_breadcrumbs_of_posts_name_are_read(tmp_path: Path) -> None:
    made = portal("")
    for n in range(28):
        c, name = [*COLUMNS.items()][n // 7]
        item = {"position": 1, "name": name, "item": f"http://portal.example/list/{c}.html"}
        crumbs = json.dumps({"@type": "BreadcrumbList", "itemListElement": [item]})
        script = f"<script type=application/ld+json>{crumbs}</script>"
        made.pages[f"/news/{n}.html"] = post_page(n, extra=script)
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 28


@pytest.mark.long
def test_the_next_page_that_a_script_counts_is_read(tmp_path: Path) -> None:
    made = PlainPortal()
    script = (
        "<a href='javascript:next()'>下一页</a><script>var cur='{}';function next(){{"
        "location.href='/list_'+(parseInt(cur)+1)+'.html'}}</script>"
    )
    for number in (1, 2, 3):
        posts = range(10 * number - 10, 10 * number)
        path = "/" if number == 1 else f"/list_{number}.html"
        made.pages[path] = list_page([*posts], more=script.format(number))
        made.pages |= {f"/news/{n}.html": post_page(n) for n in posts}
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 30
