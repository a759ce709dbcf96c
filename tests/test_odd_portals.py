"""What software of other kinds showed, each as a small portal."""

from __future__ import annotations

import os
import random
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import HtmlResponse

from newsportal.discovery.entries import named_by
from newsportal.discovery.links import links_of
from newsportal.middlewares.whole import led_to
from newsportal.pages.site import Site
from newsportal.themes.generic import GenericTheme
from tests.crawling import ROOT, archive_folder, crawl
from tests.plain_portal import ABOUT, PARAGRAPH, PlainPortal, list_page, post_page, served, title

HEAD = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>{}</title></head><body>'


def body_of(page: str) -> str:
    response = HtmlResponse("http://a.example/n/1.html", body=page.encode(), encoding="utf-8")
    read = GenericTheme().body(response, response.url)
    return read.text if read else ""


def jcms(total: int) -> PlainPortal:
    """Make a list of eight posts in a script, which names a page of two more, as that one does."""

    def store(posts: range, more: str = "") -> str:
        records = "".join(
            f'<record><![CDATA[<li><a href="/art/2024/5/{n}/art_1_{n}.html">{title(n)}</a>'
            "<b>2024-05-06</b></li>]]></record>"
            for n in posts
        )
        return f"<datastore>{more}<recordset>{records}</recordset></datastore>"

    proxy = "/module/jpage/dataproxy.jsp?columnid=55&page={}".format
    more, last = (
        f'<nextgroup><![CDATA[<a href="{proxy(page)}"></a>]]></nextgroup>' for page in (1, 2)
    )
    script = f'<script type="text/xml">{store(range(1, 9), more)}</script>'
    column = f"{HEAD.format('青禾县政府')}<a href=/about.html>关于</a>{script}"
    column += f"<script>jpage({{totalRecord:{total}}})</script></body></html>"
    front = f"{HEAD.format('青禾县')}<a href=/about.html>关于</a><a href=/col/55/>通知公告</a>"
    portal = PlainPortal({"/": front, "/col/55/": column, "/about.html": ABOUT})
    portal.pages[proxy(1)] = f'<script type="text/xml">{store(range(9, 11), last)}</script></html>'
    portal.pages[proxy(2)] = f"<?xml version='1.0' encoding='UTF-8'?>{store(range(11, 13))}"
    for n in range(1, 13):
        portal.pages[f"/art/2024/5/{n}/art_1_{n}.html"] = post_page(n)
    return portal


@pytest.mark.parametrize(("total", "status"), [(12, 0), (14, 1)])
def test_a_list_in_a_script_as_jcms_has_it(tmp_path: Path, total: int, status: int) -> None:
    with served(jcms(total)) as portal:
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == status, crawled.stderr
    assert len(crawled.records) == 12
    assert sum("dataproxy" in path for path in portal.asked) == 2
    assert ("totalRecord:14" in crawled.stderr) == (status == 1)


def issue(number: int, posts: list[int], before: str) -> str:
    """Return the page of an e-paper's issue: few posts, and the way to the issue before."""
    items = "".join(
        f'<tr><td><a href="content_{number}_{n}.htm">{title(n)}</a></td></tr>' for n in posts
    )
    return (
        f"{HEAD.format('青禾日报')}<table><tr><td>2026年10月{number:02}日 {before}"
        "</td></tr></table>"
        f"<table>{items}</table></body></html>"
    )


def publish(portal: PlainPortal, number: int) -> None:
    """Add an issue of two pages, each of which leads to the first one of the issue before."""
    folder = f"/html/2026-10/{number:02}/"
    before = f'<a href="../{number - 1:02}/node_2.htm">上一期</a>' if number > 1 else ""
    for page, post, other in ((2, number, 3), (3, number + 100, 2)):
        leads = f'{before} <a href="node_{other}.htm">第{other}版</a>'
        portal.pages[f"{folder}node_{page}.htm"] = issue(number, [post], leads)
        portal.pages[f"{folder}content_{number}_{post}.htm"] = post_page(post)
    portal.pages["/"] = (
        '<html><head><meta http-equiv="refresh" content="0;'
        f' URL=html/2026-10/{number:02}/node_2.htm"></head><body></body></html>'
    )


@pytest.mark.long
def test_issues_of_an_epaper_lead_to_one_another(tmp_path: Path) -> None:
    portal = PlainPortal()
    for number in range(1, 10):
        publish(portal, number)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 0, crawled.stderr
        assert len(crawled.records) == 18
        assert max(Counter(portal.asked).values()) <= 2
        for number in (10, 11, 12):  # three issues since
            publish(portal, number)
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 24


def test_a_script_leads_to_the_newest_issue_and_numbers_of_days_to_the_others(
    tmp_path: Path,
) -> None:
    portal, days = PlainPortal(), (9, 8, 6, 5, 2)
    for number in days:
        folder = f"/html/2026-10/{number:02}/"
        calendar = "".join(f'<a href="../{day:02}/node_2.htm">{day}</a> ' for day in days)
        posts = [10 * number, 10 * number + 1, 10 * number + 2]
        address = f"content_{number}_{{n}}.htm"
        portal.pages[f"{folder}node_2.htm"] = list_page(posts, address=address, more=calendar)
        for n in posts:
            portal.pages[f"{folder}content_{number}_{n}.htm"] = post_page(n)
        name = f"content_{number}_{posts[0]}"
        calls = f"<script>createPageHTML(3, 0, '{name}', 'htm');</script>"
        portal.pages[f"{folder}{name}.htm"] = post_page(posts[0], extra=calls)
        for page in (1, 2):
            text = f"<p>{PARAGRAPH.format(place=f'第{page}站', n=number)}</p>" * 2
            further = post_page(posts[0], body=text, extra=calls)
            portal.pages[f"{folder}{name}_{page}.htm"] = further
    portal.pages["/"] = (
        "<html><head><script>window.location.href = 'html/2026-10/09/node_2.htm';</script>"
        "</head><body>正在进入</body></html>"
    )
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 3 * len(days)
    assert sum(post["text"].count("站的居民") for post in crawled.records) == 4 * len(days)
    assert not [path for path in portal.asked if "/01/" in path or "/03/" in path]


def test_a_script_that_asks_who_reads_leads_nowhere() -> None:
    for script, leads in (
        ("location='/pc/';", True),
        ("if(/iPhone/.test(navigator.userAgent)) location='/m/';", False),
        ("document.cookie='a=1'; location='/pc/';", False),
        ("location='/pc/' + day;", False),
        ("location=/Android/.test(navigator.userAgent)?'/m/':'/pc/';", False),
        ("if(screen.width<600) location='/pc/?m=1'; else location='/pc/';", True),
        ("if(/Mobi/.test(navigator.userAgent)) location.href='/wap/a.htm'; location='/pc/';", True),
        ("if(navigator.webdriver) location='/no/'; else location='/pc/';", False),
    ):
        body = f"<html><body><script>{script}</script></body></html>"
        response = HtmlResponse("http://a.example/", body=body.encode(), encoding="utf-8")
        assert led_to(response) == ("http://a.example/pc/" if leads else ""), script


def test_posts_that_stand_below_a_folder_too_are_no_verdict_on_their_shape(tmp_path: Path) -> None:
    portal = PlainPortal().news(24)
    newest = list(range(8))
    for path in ("/", "/index_1.html", "/index_2.html"):
        page = str(portal.pages[path])
        portal.pages[path] = page.replace("</body>", '<a href="/m/">手机版</a></body>')
    portal.pages["/m/"] = list_page(newest, address="/m/news/{n}.html")
    portal.pages |= {f"/m/news/{n}.html": post_page(n) for n in newest}
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert sorted(post["id"] for post in crawled.records) == sorted(
        f"news/{n}.html" for n in range(24)
    )
    assert sum(path.startswith("/m/news/") for path in portal.asked) < len(newest)


def test_titles_in_a_menus_place_are_a_list(tmp_path: Path) -> None:
    portal = PlainPortal().news(12)
    portal.pages["/"] = str(portal.pages["/"]).replace('<ul class="list">', '<ul class="nav">')
    del portal.pages["/index_1.html"]
    portal.pages["/"] = list_page(list(range(12))).replace('<ul class="list">', "<nav><ul>")
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 12


def test_a_page_with_and_without_index_html_is_one(tmp_path: Path) -> None:
    portal = PlainPortal()
    portal.pages["/"] = list_page(list(range(8)), address="/p/{n}/")
    portal.pages["/about.html"] = ABOUT
    places = "".join(f"<url><loc>URLp/{n}/index.html</loc></url>" for n in range(8))
    for n in range(8):
        portal.pages[f"/p/{n}/"] = portal.pages[f"/p/{n}/index.html"] = post_page(n)
    with served(portal):
        portal.pages["/sitemap.xml"] = (
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            + places.replace("URL", portal.url)
            + "</urlset>"
        )
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert sorted(record["id"] for record in crawled.records) == [f"p/{n}/" for n in range(8)]
    assert not any(path.endswith("/index.html") for path in portal.asked)


def test_a_page_about_the_portal_is_none_though_a_feed_has_it(tmp_path: Path) -> None:
    with served(PlainPortal().news(12)) as portal:
        items = "".join(
            f"<item><title>{name}</title><link>{portal.url}{key}</link></item>"
            for name, key in ((title(1), "news/1.html"), ("关于我们", "about.html"))
        )
        portal.pages["/feed"] = f'<rss version="2.0"><channel>{items}</channel></rss>'
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 12
    assert not any("about" in record["id"] for record in crawled.records)


def test_a_link_within_a_sentence_is_no_entry_of_a_list() -> None:
    """A list that shows texts in full names others' posts, and their date beside another's."""
    items = "".join(
        f"<article><h2><a href=/n/{n}.html>{title(n)}</a></h2><p>此前报道见"
        f"<a href=/n/{n + 50}.html>《{title(n + 50)}》</a>，本报将继续关注。</p>"
        f"<p><a href=/n/{n + 90}.html>{title(n + 90)}</a> 2026-10-0{n}</p></article>"
        for n in range(1, 6)
    )
    page = HEAD.format("青禾新闻") + items
    response = HtmlResponse("http://a.example/", body=page.encode(), encoding="utf-8")
    named = named_by(links_of(response, Site.of("http://a.example")))
    told = {each.key: (each.is_post, bool(each.date)) for each in named}
    for n in range(1, 6):
        assert told[f"n/{n}.html"][0]
        assert told[f"n/{n + 50}.html"] == (False, False)
        assert told[f"n/{n + 90}.html"] == (True, True)


def test_a_comment_beside_a_link_says_nothing() -> None:
    page = "<p>昨天，<a href='/news/1.html'>青禾县</a><!-- 更多 --></p>"
    response = HtmlResponse("http://h/", body=page.encode(), encoding="utf-8")
    assert not any(named.is_post for named in named_by([*links_of(response, Site("http://h/"))]))


def test_a_section_and_a_writer_beside_a_title_take_nothing_from_it() -> None:
    items = "".join(
        f"<li>[<a href=/c/{n % 2}/>要闻</a>] <a href=/n/{n}.html>{title(n)}</a>"
        f" <a href=/author/{n}.html>甲某</a> 2026-10-0{n}</li>"
        for n in range(1, 6)
    )
    page = f"{HEAD.format('青禾新闻')}<ul>{items}</ul>"
    response = HtmlResponse("http://a.example/", body=page.encode(), encoding="utf-8")
    named = named_by(links_of(response, Site.of("http://a.example")))
    posts = {each.key: each.date for each in named if each.is_post}
    assert posts == {f"n/{n}.html": f"2026-10-0{n}" for n in range(1, 6)}


def test_dated_titles_in_a_menus_place_are_a_list_however_few() -> None:
    page = list_page([1, 2, 3]).replace('<ul class="list">', '<ul class="menu">')
    response = HtmlResponse("http://a.example/", body=page.encode(), encoding="utf-8")
    named = named_by(links_of(response, Site.of("http://a.example")))
    assert sorted(each.key for each in named if each.is_post) == [
        f"news/{n}.html" for n in (1, 2, 3)
    ]


def old_site() -> PlainPortal:
    """Return frames, where clicks open windows; bold letters in these say what they are called."""
    portal = PlainPortal()
    frames = '<FRAMESET ROWS="80,*"><FRAME SRC="top.htm"><FRAME SRC="main.htm"></FRAMESET>'
    portal.pages["/"] = f"<HTML><HEAD><TITLE>青禾县</TITLE></HEAD>{frames}</HTML>"
    portal.pages["/top.htm"] = f"{HEAD.format('青禾县')}<A HREF=main.htm>新闻</A></body></html>"
    rows = "".join(
        f"<TR><TD><A HREF=\"javascript:openwin('show.asp?id={n}')\">{title(n)}</A></TD>"
        f"<TD>2026-10-0{n}</TD></TR>"
        for n in range(1, 9)
    )
    portal.pages["/main.htm"] = f"{HEAD.format('青禾县')}<TABLE>{rows}</TABLE></body></html>"
    for n in range(1, 9):
        text = "".join(f"{PARAGRAPH.format(place=p, n=n)}<BR>" for p in ("东岭", "西桥"))
        portal.pages[f"/show.asp?id={n}"] = (
            f"{HEAD.format('青禾县')}<TABLE><TR><TD><FONT SIZE=5><B>{title(n)}</B></FONT></TD></TR>"
            f"<TR><TD>{text}</TD></TR></TABLE></body></html>"
        )
    return portal


def test_an_old_site_of_frames_whose_clicks_open_windows(tmp_path: Path) -> None:
    with served(old_site()) as portal:
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    told = {post["title"]: post["published_at"][:10] for post in crawled.records}
    assert told == {title(n): f"2026-10-0{n}" for n in range(1, 9)}


@pytest.mark.long
def test_a_probe_of_an_old_site_of_frames_says_what_a_crawl_finds(tmp_path: Path) -> None:
    with served(old_site()) as portal:
        told = subprocess.run(
            [sys.executable, "-m", "scrapy", "probe", portal.url, "-s", "DOWNLOAD_DELAY=0"],
            cwd=ROOT, env={**os.environ, "NEWSPORTAL_DATA_DIR": str(tmp_path)},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    assert told.returncode == 0, told.stdout
    assert any(title(n) in told.stdout for n in range(1, 9))


def test_a_number_where_other_posts_have_names_is_a_post(tmp_path: Path) -> None:
    """Two posts of one line, each above a list of others, and no more of that shape."""
    names = ["kaigong", "tongche", "xuexiao", "yiyuan", "gongyuan", "shichang", "qiaoliang"]
    names += ["16431522", "21713795"]
    items = "".join(
        f'<li><a href="/2026/10/{name}/">{title(n)}</a><span>2026-10-{1 + n:02}</span></li>'
        for n, name in enumerate(names)
    )
    others = f"<h3>热门新闻</h3><ul>{items}</ul>"
    portal = PlainPortal(
        {"/": list_page([]).replace("</ul>", f"{items}</ul>"), "/about.html": ABOUT}
    )
    for n, name in enumerate(names):
        short = "<p>今日停课。</p>" if name.isdecimal() else ""
        portal.pages[f"/2026/10/{name}/"] = post_page(n, body=short, extra=others)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert {record["url"].split("/")[-2] for record in crawled.records} == {*names}


@pytest.mark.parametrize("dated", [True, False])
def test_posts_that_read_like_lists_are_owed_unless_a_list_shows_their_day(
    tmp_path: Path, *, dated: bool
) -> None:
    """Two of a shape, another post between title and text: they were settled as no posts."""
    names = [f"news/{n}" for n in range(8)] + ["k/8", "k/9"]
    cards = "".join(
        f"""<div class=card><h3><a href="/{name}.html">{title(n)}</a></h3>
          <p>{PARAGRAPH.format(place="东岭", n=n)}</p></div>"""
        for n, name in enumerate(names[:5])
    )
    items = "".join(
        f'<li><a href="/{name}.html">{title(n)}</a>{f"2026-10-{1 + n:02}" * dated}</li>'
        for n, name in enumerate(names)
    )
    portal = PlainPortal({"/": list_page([]).replace("</ul>", f"{items}</ul>")})
    for n, name in enumerate(names):
        before = f"</div><h2><a href=/news/{n % 5}.html>{title(n % 5)}</a></h2><div>"
        portal.pages[f"/{name}.html"] = post_page(n)
        if name.startswith("k/"):
            portal.pages[f"/{name}.html"] = post_page(
                n, body=f"{before}<p>{PARAGRAPH.format(place='西桥', n=n)}</p>", extra=cards
            )
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    found = {post["id"] for post in crawled.records}
    assert found == {f"{name}.html" for name in names if dated or name.startswith("news/")}
    assert crawled.exit_status == (0 if dated else 1), crawled.stderr
    assert dated or 'other = ["k/' in crawled.stderr


def test_columns_whose_titles_do_not_read_like_titles(tmp_path: Path) -> None:
    """One title for all, one post on the last page; titles of two characters; 详细 below cards."""

    def called(name: str, n: int) -> str:
        return {"tp": "图片新闻", "sg": "新雪初霜立秋谷雨"[2 * (n % 4) :][:2]}.get(name, title(n))

    def column(name: str, numbers: range, more: str = "") -> str:
        row = '<li><a href="/{0}/{1}.html">{2}</a><span>2026-10-{3:02}</span></li>'
        if name == "kx":
            row = "<li><h3>{2}</h3><p>{4}<a href=/{0}/{1}.html>[详细]</a></p></li>"
        text = PARAGRAPH.format(place="东岭", n=1)[:30]
        rows = (row.format(name, n, called(name, n), 1 + n % 28, text) for n in numbers)
        return list_page([], more=more).replace("</ul>", f"{''.join(rows)}</ul>")

    columns = {"yw": range(8), "tp": range(10, 17), "sg": range(20, 26), "kx": range(30, 38)}
    menu = "".join(f'<a href="/{name}/">{name}</a>' for name in columns)
    portal = PlainPortal(
        {"/": list_page([]).replace('<div class="nav">', f"<div class=nav>{menu}")}
    )
    for name, numbers in columns.items():
        portal.pages[f"/{name}/"] = column(name, numbers)
        for n in numbers:
            page = post_page(n).replace(title(n), called(name, n))
            portal.pages[f"/{name}/{n}.html"] = page
    portal.pages["/kx/"] = column("kx", range(30, 36), '<a href="/kx/index_2.html">下一页</a>')
    portal.pages["/kx/index_2.html"] = column("kx", range(36, 38))
    last, back = '<a href="/tp/index_2.html">下一页</a>', '<a href="/tp/">上一页</a>'
    portal.pages["/tp/"] = column("tp", range(10, 16), last)
    portal.pages["/tp/index_2.html"] = column("tp", range(16, 17), back)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    expected = {f"{name}/{n}.html" for name, numbers in columns.items() for n in numbers}
    assert {post["id"] for post in crawled.records} == expected


def test_an_archive_of_days_whose_newest_posts_the_front_page_has(tmp_path: Path) -> None:
    days = [f"2026/10/{n:02}" for n in range(28, 8, -1)]
    portal = PlainPortal({"/": list_page([])})
    fronted = "".join(
        f'<li><a href="/{day}/7/">{title(int(day[-2:]))}</a></li>' for day in days[:4]
    )
    front = list_page([], more="<a href=/archive/>往期</a>").replace("</ul>", f"{fronted}</ul>")
    calendar = "".join(f"<td><a href=/{day}/>{day[-2:]}</a></td>" for day in days)
    portal.pages |= {"/": front, "/archive/": f"{HEAD.format('往期')}<table><tr>{calendar}</table>"}
    for day in days:
        n = int(day[-2:])
        link = f'<p><a href="/{day}/7/">{title(n)}</a></p>'
        portal.pages[f"/{day}/"] = HEAD.format(day) + link
        portal.pages[f"/{day}/7/"] = post_page(n)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert {post["id"] for post in crawled.records} == {f"{day}/7/" for day in days}


def test_a_summary_with_a_label_is_no_text() -> None:
    first = PARAGRAPH.format(place="东岭", n=6)
    page = post_page(3).replace(
        '<div class="text">',
        f'<div class="s"><div><strong>摘要</strong>: {first[:24]} ...</div></div>'
        '<div class="text">',
    )
    assert body_of(page).startswith(first)
    assert "摘要" not in body_of(page)


def test_lines_parted_by_breaks_end_with_who_wrote_them() -> None:
    lines = "<br><br>".join(
        PARAGRAPH.format(place=place, n=4) for place in ("东岭", "西桥", "南塘")
    )
    page = (
        f"{HEAD.format('青禾新闻')}<table><tr><td>首页 &gt; 要闻</td></tr>"
        f"<tr><td><font size=5><b>{title(4)}，居民叫好</b></font></td></tr>"
        "<tr><td>作者：何漪 来源：青禾晚报 时间：2026-10-5 08:30:00 浏览：12</td></tr>"
        f"<tr><td>{lines}<br>责任编辑：林永俊</td></tr></table></body></html>"
    )
    response = HtmlResponse("http://a.example/show.asp?id=4", body=page.encode(), encoding="utf-8")
    assert GenericTheme().fields(response).title == f"{title(4)}，居民叫好"
    assert body_of(page).startswith("东岭")
    assert body_of(page).endswith("责任编辑：林永俊")


def test_other_posts_are_no_text_of_a_post_of_pictures() -> None:
    page = (
        f"{HEAD.format('组图：青禾晨雾_青禾新闻')}<h1>组图：青禾晨雾</h1>"
        "<div class=date>2026-10-05 08:30</div>"
        '<div class="pics"><img src="/1.jpg"><img src="/2.jpg"></div>'
        '<section class="recommend"><h2>推荐阅读</h2>'
        f"<p>{PARAGRAPH.format(place='东岭', n=3)}</p></section>"
        f'<div class="footer"><p>{PARAGRAPH.format(place="西桥", n=3)}</p></div></body></html>'
    )
    assert body_of(page) == ""


def test_a_name_of_the_portal_in_a_heading_is_no_title() -> None:
    page = post_page(3).replace("<h1>", '<h1>青禾新闻</h1><a href="/">青禾新闻</a><div class="x">')
    page = page.replace("</h1>\n<div class", "</div>\n<div class")
    response = HtmlResponse("http://a.example/n/3.html", body=page.encode(), encoding="utf-8")
    assert GenericTheme().fields(response).title == title(3)


@pytest.mark.long
def test_a_name_between_title_and_motto_is_no_title() -> None:
    page = (
        "<html><head><title>青禾县天气预报 - 青禾新闻网 - 看得见的身边事</title></head><body>"
        '<a href="/">青禾新闻网</a><h1>青禾新闻网</h1><h2>看得见的身边事</h2>'
        '<h3 class="post-title"><a href="/n/1.html">青禾县天气预报</a></h3><span>2026-11-20</span>'
        f"<div><p>{PARAGRAPH.format(place='东岭', n=3)}</p></div></body></html>"
    )
    response = HtmlResponse("http://a.example/n/1.html", body=page.encode(), encoding="utf-8")
    assert GenericTheme().fields(response).title == "青禾县天气预报"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("本文共计175字，预计需要花费 1分钟才能阅读完成。", ""),
        ("预计阅读时间：3分钟", ""),
        ("文章字数：1.2k 字，阅读时长 5 分钟", ""),
        ("阅读这本书只需30分钟，他说。", "阅读这本书只需30分钟，他说。\n"),
    ],
)
def test_how_long_a_text_is_is_none_of_it(line: str, text: str) -> None:
    paragraph = PARAGRAPH.format(place="东岭", n=3)
    page = f"{HEAD.format(title(1))}<h1>{title(1)}</h1><div><p>{line}</p><p>{paragraph}</p></div>"
    assert body_of(page) == text + paragraph


@pytest.mark.parametrize(
    "heading",
    [
        '<h2 id="toc-1">数字怎么看</h2>',
        '<h2 id="数字" class="headerLink"><a href="#数字" class="header-mark"></a>数字怎么看</h2>',
    ],
)
def test_headings_that_a_table_of_contents_leads_to_are_text(heading: str) -> None:
    said = PARAGRAPH.format(place="东岭", n=3)
    page = f"{HEAD.format(title(1))}<h1>{title(1)}</h1><div><p>{said}</p>{heading}<p>{said}</p>"
    assert body_of(page) == f"{said}\n数字怎么看\n{said}"


def test_a_post_in_english_has_its_text() -> None:
    said = "Officials told reporters that more than 300 volunteers took part in the campaign."
    page = (
        "<html><head><title>Volunteers gather - Qinghe News</title></head><body>"
        '<a href="/">English</a><h1>Volunteers gather</h1><div>2026-11-20 09:00 Source: Daily</div>'
        f"<div><p>{said}</p><p>“It is fun.”</p><p>{said}</p></div>"
        "<div>Copyright Qinghe News. All rights reserved.</div></body></html>"
    )
    assert body_of(page) == f"{said}\n“It is fun.”\n{said}"


def test_what_readers_write_is_no_text_however_short_that_is() -> None:
    page = (
        f"{HEAD.format(title(1))}<div><h1>{title(1)}</h1><article><p>菜价昨天又涨了，摊主说是因为下雨。</p></article>"
        '<div id="postcomments"><ol class="commentlist"><li class="comment comment-body">'
        f"<p>{PARAGRAPH.format(place='东岭', n=3)}</p></li></ol></div></div>"
    )
    assert body_of(page) == "菜价昨天又涨了，摊主说是因为下雨。"


def test_a_post_that_reads_like_a_list_and_whose_neighbours_call_it_by_its_title(
    tmp_path: Path,
) -> None:
    """No list has it: it has one line, and boxes of other posts below it."""
    portal = PlainPortal().news(12)
    boxes = "".join(f'<li><a href="/news/{n}.html">{title(n)}</a></li>' for n in range(8))
    box = '<div class="hot"><a href="/news/90.html">快讯</a></div>'
    way = f'<p>上一篇：<a href="/news/90.html">{title(90)}</a></p>'
    for n in range(12):
        portal.pages[f"/news/{n}.html"] = post_page(n, extra=way if n == 11 else box)
    portal.pages["/news/90.html"] = (
        f"<html><head><title>{title(90)}</title></head><body><div>{title(90)}</div>"
        f"<div>2026-11-02 09:30</div><p>今日停课。</p><ul>{boxes}</ul></body></html>"
    )
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert {title(90)} <= {post["title"] for post in crawled.records}


def test_a_neighbour_whose_address_is_like_no_other_posts(tmp_path: Path) -> None:
    """No list has it, and its address is of words where those of all others are of numbers."""
    portal = PlainPortal().news(12)
    odd = "/news/spring-flood.html"
    portal.pages[odd] = post_page(90)
    way = f'<p>上一篇：<a href="{odd}">{title(90)}</a></p>'
    portal.pages["/news/3.html"] = post_page(3, extra=way)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    found = {record["title"]: record for record in crawled.records}
    assert len(found) == 13
    assert found[title(3)]["previous"]["title"] == title(90)


@pytest.mark.long
def test_a_page_that_says_with_200_that_it_is_not_there(tmp_path: Path) -> None:
    """It is owed, and the words say what ends that."""
    portal = PlainPortal().news(12)
    said = '<p>您访问的页面不存在</p><a href="/">返回首页</a></body></html>'
    portal.pages["/news/3.html"] = HEAD.format("提示") + said
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
        assert crawled.exit_status == 1
        assert 'portal.toml settles it: other = ["news/3.html"]' in crawled.stderr
        told = archive_folder(portal.url, tmp_path) / "portal.toml"
        told.write_text('other = ["news/3.html"]\n', encoding="utf-8")
        assert crawl(portal.url, tmp_path).exit_status == 0
    assert len(crawled.records) == 11


def test_a_wall_of_pictures_without_a_word(tmp_path: Path) -> None:
    portal = PlainPortal().news(4)
    front = '<a href="/about.html">关于我们</a>'
    portal.pages["/"] = str(portal.pages["/"]).replace(front, front + '<a href="/wall/">图墙</a>')
    for path, posts, more in (
        ("/wall/", range(100, 112), '<a href="/wall/index_2.html">下一页</a>'),
        ("/wall/index_2.html", range(112, 115), ""),
    ):
        wall = "".join(f'<li><a href="/wall/{n}.html"><img src="/{n}.jpg"></a></li>' for n in posts)
        portal.pages[path] = f"{HEAD.format('图墙')}{front}<ul>{wall}</ul>{more}</body></html>"
        for n in posts:
            portal.pages[f"/wall/{n}.html"] = post_page(n)
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 19


@pytest.mark.parametrize("way", ["years", "cards", "calls", "clicks", "file", "array", "packed"])
def test_what_only_a_script_leads_to_is_told(tmp_path: Path, way: str) -> None:
    years = '<select onchange="go(this)"><option>2026年</option><option>2025年</option></select>'
    cards = "".join(
        f'<div class="card" data-id="{n}"><h3>{title(n)}</h3><em>2026-11-2{n}</em></div>'
        for n in range(6)
    )
    calls = "".join(f"<li><a href=javascript:openNews('{n}')>{title(n)}</a>" for n in range(6))
    filled = {
        "cards": f'<div class="list">{cards}</div><a href="/old/?p=2">下一页</a>',
        "calls": f"<ul>{calls}</ul>",
        "clicks": f"<ul>{calls}</ul>".replace("=javascript:", "='#' onclick="),
        "file": '<div class="list"><ul><script src="/d/js/1698.js"></script></ul></div>',
        "array": '<ul id="newslist"></ul><script>document.getElementById("newslist").innerHTML = h'
        "</script>",
    }
    portal = PlainPortal().news(4)
    front = '<a href="/about.html">关于我们</a>'
    shown = f"{HEAD.format('往期')}{front}{filled.get(way)}</body></html>"
    packed = f"<div id=p>{'JTNDYSUy' * 9}</div><script>p.innerHTML = atob(p.innerHTML)</script>"
    if way in ("years", "packed"):
        shown = list_page([4, 5, 6], more=years if way == "years" else packed)
        portal.pages |= {f"/news/{n}.html": post_page(n) for n in (4, 5, 6)}
    portal.pages["/"] = str(portal.pages["/"]).replace(front, front + '<a href="/old/">往期</a>')
    portal.pages["/old/"] = shown
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 1
    assert "only a script or a form brings" in crawled.stderr


class _NoQuery(dict[str, Any]):
    """Pages by path, whatever a cache-buster adds."""

    def get(self, path: str, default: Any = None) -> Any:
        return super().get(re.sub(r"[?&](?:rnd|t)=[0-9.]*", "", path), default)


class _Busted(PlainPortal):
    """A portal whose links are other ones at each load."""

    def named(self, body: str) -> str:
        return re.sub("RND", lambda _: f"0.{random.getrandbits(40)}", super().named(body))


@pytest.mark.long
def test_names_with_another_value_at_each_load_are_no_part_of_an_address(tmp_path: Path) -> None:
    address = "/view.php?id={n}&rnd=RND"
    pages = {f"/view.php?id={n}": post_page(n) for n in range(12)}
    pages |= {"/": list_page([*range(8)], address=address, more='<a href="/old/?t=RND">往期</a>')}
    pages |= {"/old/": list_page([*range(4, 12)], address=address), "/about.html": ABOUT}
    with served(_Busted(_NoQuery(pages))) as portal:
        first = crawl(portal.url, tmp_path)
        assert first.exit_status == 0, first.stderr
        assert {record["id"] for record in first.records} == {f"view.php?id={n}" for n in range(12)}
        state = archive_folder(portal.url, tmp_path) / "state.db"
        with closing(sqlite3.connect(state)) as database, database:  # as an earlier version left it
            database.execute("UPDATE posts SET key = key || '&rnd=0.' || n WHERE key LIKE '%.php%'")
            database.execute("DELETE FROM facts WHERE name = 'idle query names'")
        for requests in (2 + 1 + 1, 2):  # the second load of the front page, a list's new address
            portal.asked.clear()
            again = crawl(portal.url, tmp_path)
            assert again.exit_status == 0, again.stderr
            assert len(portal.asked) <= requests, portal.asked
        state.unlink()
        healed = crawl(portal.url, tmp_path)
        assert "healed" in healed.stderr
        assert again.records == healed.records == first.records
        assert crawl(portal.url, tmp_path).exit_status == 0


@pytest.mark.long
def test_posts_that_are_links_and_posts_below_their_columns_name(tmp_path: Path) -> None:
    columns = {"hg": "每周新闻回顾", "gs": "公示公告栏目"}
    menu = "".join(f'<a href="/{name}/">{called}</a>' for name, called in columns.items())
    front = list_page([*range(6)]).replace('<a href="/about', f'{menu}<a href="/about')
    pages: dict[str, str | bytes | int] = {"/": front, "/about.html": ABOUT}
    pages |= {f"/news/{n}.html": post_page(n) for n in range(6)}
    for name, called in columns.items():
        numbers = [*range(20, 26)] if name == "hg" else [*range(40, 46)]
        made = list_page(numbers, address=f"/{name}/{{n}}.html")
        pages[f"/{name}/"] = made.replace("<ul", f"<h1>{called}</h1><ul", 1)
        for n in numbers:
            links = "".join(f'<p><a href="/news/{m}.html">{title(m)}</a></p>' for m in range(5))
            made = post_page(n, body=links if name == "hg" else "")
            if name == "gs":
                made = made.replace(f"{title(n)}_青禾新闻", "青禾新闻")
                made = made.replace(
                    f"<h1>{title(n)}", f"<h1>{called}</h1><div>{title(n)}</div><h1>"
                )
                made = made.replace("<h1></h1>", "")
            pages[f"/{name}/{n}.html"] = made
    with served(PlainPortal(pages)) as portal:
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    titles = {record["id"]: record["title"] for record in crawled.records}
    assert titles.keys() == {key[1:] for key in pages if re.search(r"\d", key)}
    assert all(called == title(int(key[-7:-5].strip("/"))) for key, called in titles.items())


@pytest.mark.long
def test_columns_that_only_posts_name(tmp_path: Path) -> None:
    crumb = '<div class="info">栏目：<a href="/{0}/">要闻</a></div>'
    side = '<div class="side"><h4>栏目导航</h4><a href="/tp.html">图片</a></div>'
    portal = PlainPortal({"/js/menu.js": "", "/tp.html": list_page([30, 31, 32])})
    for name, first in (("yw", 1), ("sh", 10)):
        posts = list(range(first, first + 7))
        address = f"/{name}/{{n}}.html"
        more = '<a href="index_2.html">下一页</a>'
        portal.pages[f"/{name}/"] = list_page(posts[:4], address=address, more=more)
        portal.pages[f"/{name}/index_2.html"] = list_page(posts[4:], address=address)
        for n in posts:
            portal.pages[address.format(n=n)] = post_page(n, extra=crumb.format(name) + side)
    portal.pages |= {f"/news/{n}.html": post_page(n) for n in (30, 31, 32)}
    shown = list_page([1, 2], address="/yw/{n}.html").replace("</ul>", "")
    shown += list_page([10, 11], address="/sh/{n}.html").partition('<ul class="list">')[2]
    portal.pages["/"] = shown.replace("<body>", '<body><script src="/js/menu.js"></script>')
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    assert crawled.exit_status == 0, crawled.stderr
    assert len(crawled.records) == 17
