"""Lists that are all that leads to older posts: read within the bound of requests, else told."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from newsportal.pages.site import Site
from newsportal.themes.generic.theme import GenericTheme
from newsportal.walk.anywhere.page_analysis import PageAnalysis
from tests.crawling import crawl
from tests.plain_portal import PlainPortal, list_page, post_page, served


def with_lists(lists: dict[str, list[int]], front: list[int]) -> PlainPortal:
    """Return a portal whose front page shows some posts and leads to lists, by their paths."""
    links = "".join(f"<a href='{path}'>县区{path[-4:-1]}</a> " for path in lists)
    made = PlainPortal({"/": list_page(front, more=f"<div class='nav'>{links}</div>")})
    made.pages |= {path: list_page(posts) for path, posts in lists.items()}
    posts = {n for shown in (front, *lists.values()) for n in shown}
    made.pages |= {f"/news/{n}.html": post_page(n) for n in posts}
    return made


@pytest.mark.long
def test_tags_that_are_the_only_way_to_older_posts_are_read(tmp_path: Path) -> None:
    """The first tags show what the front page does, and some have but one post."""
    tags = {
        f"/tag/t{n:02}/": [n % 8] if n < 20 else [*range(n, 120, 20)][: 1 + n % 6]
        for n in range(80)
    }
    with served(with_lists(tags, [*range(16)])) as made:
        crawled = crawl(made.url, tmp_path)
    every = {n for posts in tags.values() for n in posts} | {*range(16)}
    assert crawled.exit_status == 0, crawled.stderr
    assert {each["id"] for each in crawled.records} == {f"news/{n}.html" for n in every}
    assert len(made.asked) <= 1.5 * len(every) + 200


@pytest.mark.long
def test_the_columns_of_writers_are_read_that_a_page_of_the_menu_names(tmp_path: Path) -> None:
    """The first thirty repeat what a list shows that is read to its end."""
    writers = {f"/author/{n}/": [n % 10, *([20 + n] if n > 29 else [])] for n in range(36)}
    made = with_lists({"/yw/": [*range(10)], "/team/": []}, [*range(8)])
    wall = "".join(
        f"<li><a href={path}><img src=/{n}.jpg></a><a href={path}>青{'东西南北中'[n % 5]}禾</a>"
        for n, path in enumerate(writers)
    )
    made.pages["/team/"] = list_page([], more=f"</div><ul>{wall}</ul><div>")
    made.pages |= {path: list_page(posts) for path, posts in writers.items()}
    every = {n for posts in writers.values() for n in posts}
    made.pages |= {f"/news/{n}.html": post_page(n) for n in every}
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == len(every) == 16


@pytest.mark.long
@pytest.mark.parametrize("first", ["/special/", "/news/2.html"])
def test_a_post_at_an_address_like_those_of_lists_is_read(first: str, tmp_path: Path) -> None:
    """Where lists show it as one; in the first run, and when an update meets the first such."""
    lists = {f"/{name}/": [*range(4 * n, 4 * n + 4)] for n, name in enumerate("abcdef")}
    made = with_lists(lists, [*range(8, 14)])
    made.pages[first] = made.pages.pop("/news/2.html")
    made.pages["/a/"] = list_page([0, 1, 2, 3]).replace("/news/2.html", first)
    # So do they show a wall of topics, which is a list.
    made.pages["/b/"] = str(made.pages["/b/"]).replace("/news/5.html", "/topic/")
    made.pages["/topic/"] = list_page([20, 21, 22, 23])
    with served(made):
        crawled = crawl(made.url, tmp_path)
        more = list_page([30, 0, 1, 2, 3]).replace("/news/30.html", "/opening/")
        made.pages["/a/"] = more.replace("/news/2.html", first)
        made.pages["/opening/"] = post_page(30)
        again = crawl(made.url, tmp_path)
    assert (crawled.exit_status, again.exit_status) == (0, 0), crawled.stderr + again.stderr
    assert len(crawled.records) == 23
    assert first[1:] in {each["id"] for each in crawled.records}
    assert {each["id"] for each in again.records[23:]} == {"opening/"}


@pytest.mark.long
def test_a_calendar_is_left_where_months_in_a_row_are_empty(tmp_path: Path) -> None:
    """Lists that are read to their ends show what its first months do; it has no end."""
    made = with_lists({"/yw/": [*range(10)], "/ms/": [*range(10, 20)]}, [*range(8)])
    months = [f"m={12 - n % 12}&y={2026 - n // 12}" for n in range(216)]

    def calendar(number: int) -> str:
        days = "".join(
            f"<td><a href='/riqi?d={d}&{months[number]}'>{d}</a></td>" for d in range(1, 29)
        )
        before, after = months[number + 1], months[number - 1]
        return (
            f"</div><table><caption><a href='/riqi?{before}'>&lt;</a>月"
            f"<a href='/riqi?{after}'>&gt;</a></caption><tr>{days}</tr></table><div>"
        )

    for number in range(1, 215):
        posts = {2: [*range(12)], 3: [*range(12, 20)]}.get(number, [])
        made.pages[f"/riqi?{months[number]}"] = list_page(posts, more=calendar(number))
        for d in range(1, 29):
            made.pages[f"/riqi?d={d}&{months[number]}"] = list_page(
                [n for n in posts if n % 28 == d - 1], more=calendar(number)
            )
    for path in ("/yw/", "/ms/"):
        made.pages[path] = str(made.pages[path]).replace("</body>", f"{calendar(2)}</body>")
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 20
    assert len(made.asked) < 120


@pytest.mark.long
def test_tags_beside_a_list_that_is_read_to_its_end_are_not_read(tmp_path: Path) -> None:
    tags = {f"/tag/t{n:02}/": [n % 8, 8] for n in range(80)}
    made = with_lists(tags, [*range(10)])
    made.pages["/"] = str(made.pages["/"]).replace(
        "<div class='nav'>", "<a href=/page/2/>下一页</a><div class='nav'>"
    )
    made.pages["/page/2/"] = list_page([*range(10, 20)])
    made.pages |= {f"/news/{n}.html": post_page(n) for n in range(20)}
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 20
    assert len(made.asked) < 60
    assert any("others like them showed nothing new" in note for note in crawled.report["notes"])


@pytest.mark.long
def test_more_lists_than_the_bound_allows_are_told(tmp_path: Path) -> None:
    towns = {f"/town/c{n:03}/": [*range(6)] for n in range(230)}
    with served(with_lists(towns, [*range(8)])) as made:
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 1
    assert "lists were not read, and no other list is known to have" in crawled.report["outcome"]
    assert 'portal.toml settles it: other = ["town/c#/"]' in crawled.report["outcome"]
    assert len(made.asked) <= 1.5 * 8 + 200


@pytest.mark.long
@pytest.mark.parametrize("front", [[*range(12)], [*range(10), *range(40, 50)]])
def test_a_page_of_boxes_is_no_proof_that_a_list_is_whole(front: list[int], tmp_path: Path) -> None:
    """It shows all posts of page 1 of a list whose pager another file has."""
    pager = "<a href='javascript:setPage(2)'>下一页</a><script src=/js/app.js></script>"
    made = with_lists({"/list/xw.html": [*range(10)]}, front)
    made.pages["/list/xw.html"] = list_page([*range(10)], more=pager)
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 1
    assert "list/xw.html ('下一页')" in crawled.report["outcome"]


def test_a_tag_of_one_post_is_no_post(tmp_path: Path) -> None:
    tags = {f"/tag/t{n}/": [n] for n in range(6)}
    with served(with_lists(tags, [*range(9)])) as made:
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert {each["id"] for each in crawled.records} == {f"news/{n}.html" for n in range(9)}


@pytest.mark.long
def test_an_update_asks_for_no_page_that_only_says_that_it_is_closed(tmp_path: Path) -> None:
    """Nor again for a tag that is called 5G, where 标签 stands before the names of tags."""
    made = with_lists({"/tags/": [], "/tags/5G/": [0, 1, 2], "/guestbook/": []}, [*range(9)])
    names = "<a href=/tags/>标签</a> <a href=/tags/5G/>5G</a> <a href=/guestbook/>留言</a>"
    made.pages["/"] = list_page([*range(9)], more=f"<div class=nav>{names}</div>")
    closed = "<html><meta charset=utf-8><title>提示信息</title><body>留言功能已关闭"
    made.pages["/guestbook/"] = closed
    made.pages["/tags/5G/"] = str(made.pages["/tags/5G/"]).replace(
        "<title>青禾新闻", "<title>标签: 5G | 青禾新闻"
    )
    with served(made):
        crawled = crawl(made.url, tmp_path)
        assert made.asked.count("/tags/5G/") == 1
        made.asked.clear()
        again = crawl(made.url, tmp_path)
    assert (crawled.exit_status, again.exit_status) == (0, 0), again.stderr
    assert made.asked.count("/guestbook/") == 0


def test_a_sitemap_is_read_that_only_a_link_for_people_leads_to(tmp_path: Path) -> None:
    made = with_lists({}, [*range(5)])
    link = "<a href=/sitemap/news_2024.xml>网站地图</a>"
    link += "<a href=http://theme.example/sitemap.xml>本站主题</a>"
    made.pages["/"] = list_page([*range(5)], more=link)
    places = "".join(f"<url><loc>http://portal.example/news/{n}.html</loc></url>" for n in range(9))
    made.pages["/sitemap/news_2024.xml"] = f"<?xml version='1.0'?><urlset>{places}</urlset>"
    made.pages |= {f"/news/{n}.html": post_page(n) for n in range(9)}
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 9


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<ul><li>暂无信息</li></ul>", True),
        ("<p>对不起，该栏目暂时没有相关内容！</p>", True),
        ("<p>时间：2026-11-20</p><p>暂无内容</p>", False),
        ("<p>青禾县暂无信息</p>", False),
    ],
)
def test_a_column_that_says_that_it_is_empty_is_a_list(inside: str, expected: bool) -> None:
    """Else a family of columns is left alone of which the first ones are."""
    html = f"<title>第1村</title><a href=/>首页</a><h2>第1村 村务公开</h2>{inside}"
    url = "http://portal.example/cun/100.html"
    response = HtmlResponse(url, body=html.encode(), encoding="utf-8")
    page = PageAnalysis.at(response, Site("http://portal.example/"), GenericTheme())
    assert page.listing is expected


WRITTEN = """<script>var currentPage = 0; var nextPage = currentPage+1; var countPage = 3;
if(currentPage!=(countPage-1))
document.write("<a href=\\"index"+"_" + nextPage + "."+"htm\\">下一页</a>");
</script>"""


@pytest.mark.long
@pytest.mark.parametrize("there", [True, False])
def test_pages_that_a_script_counts_are_read_by_the_name_that_it_writes_or_told(
    there: bool, tmp_path: Path
) -> None:
    made = with_lists({"/xw/": [*range(10)]}, [*range(10)])
    made.pages["/xw/"] = list_page([*range(10)], more=WRITTEN)
    for number in (1, 2) if there else ():
        made.pages[f"/xw/index_{number}.htm"] = list_page([*range(10 * number, 10 * number + 10)])
    made.pages |= {f"/news/{n}.html": post_page(n) for n in range(30)}
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == (0 if there else 1), crawled.stderr
    assert len(crawled.records) == (30 if there else 10)
    if not there:
        assert "/xw/index_1.htm" in crawled.report["outcome"]


@pytest.mark.long
def test_pages_that_a_loop_of_a_script_links_to_are_read(tmp_path: Path) -> None:
    loop = """<div><script>var total=3,cur=1;for(var i=1;i<=total;i++){if(i==cur)
    document.write('<b>'+i+'</b> ');else document.write('<a href="list_'+i+'.shtml">'+i+'</a> ');}
    </script></div>"""
    made = with_lists({"/xw/": [*range(10)]}, [*range(10)])
    made.pages["/xw/"] = list_page([*range(10)], more=loop)
    for number in (2, 3):
        shown = [*range(10 * number, 10 * number + 10)]
        made.pages[f"/xw/list_{number}.shtml"] = list_page(shown, more=loop)
    made.pages |= {f"/news/{n}.html": post_page(n) for n in range(40)}
    with served(made):
        crawled = crawl(made.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 30
