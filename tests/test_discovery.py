"""Where portals name their posts: feeds, sitemaps, pagers, shapes of addresses."""

from __future__ import annotations

import gzip
import tomllib
from datetime import datetime
from time import process_time

import pytest
from scrapy.http import HtmlResponse, Response

from newsportal.chinese.dates import SHANGHAI, parse_date
from newsportal.discovery.entries import named_by
from newsportal.discovery.feeds import feed_items, feed_links
from newsportal.discovery.links import links_of
from newsportal.discovery.pagers import pages_of
from newsportal.discovery.paging.totals import counted_pages, pages_in
from newsportal.discovery.shape import family_of, shape_of
from newsportal.discovery.sitemaps import sitemap_of
from newsportal.pages.site import Site
from newsportal.platforms.generic import GENERIC
from newsportal.portal_toml import PortalToml

NOW = datetime(2026, 11, 26, 12, tzinfo=SHANGHAI)
SITE = Site.of("http://news.example/", GENERIC)


def page(body: str, url: str = "http://news.example/") -> HtmlResponse:
    return HtmlResponse(url, body=f"<html><body>{body}</body></html>".encode(), encoding="utf-8")


RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>
<link>http://news.example/</link>
<item><title>&#x7532;</title><link>http://news.example/1</link>
<pubDate>Thu, 19 Nov 2026 08:30:00 +0800</pubDate>
<description>&lt;p&gt;a&lt;/p&gt;</description></item>
</channel></rss>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="http://news.example/1"><title>\xe7\x94\xb2</title>
<link>http://news.example/1</link><dc:date>2026-11-19T08:30:00+08:00</dc:date></item></rdf:RDF>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link href="http://news.example/"/><entry>
<title type="html">&lt;b&gt;\xe7\x94\xb2&lt;/b&gt;</title>
<link rel="edit" href="http://news.example/e"/>
<link href="http://news.example/1"/><published>2026-11-19T00:30:00Z</published>
<updated>2026-11-20T00:30:00Z</updated>
<content type="html">&lt;p&gt;a&lt;/p&gt;</content></entry></feed>"""
JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "http://news.example/1",
"title": "\xe7\x94\xb2", "date_published": "2026-11-19T08:30:00+08:00",
"content_html": "<p>a</p>"}]}"""


@pytest.mark.parametrize("body", [RSS, RDF, ATOM, JSON], ids=["rss", "rdf", "atom", "json"])
def test_feeds_of_every_kind(body: bytes) -> None:
    (item,) = feed_items(Response("http://news.example/feed", body=body), NOW)
    assert (item.url, item.title) == ("http://news.example/1", "甲")
    assert item.published is not None
    assert f"{item.published.at:%F %T}" == "2026-11-19 08:30:00"


def test_entities_of_a_feed_are_not_read() -> None:
    bomb = b"""<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY f SYSTEM "file:///etc/passwd">]><rss><channel><item><title>x&b;&f;</title>
<link>http://news.example/1</link></item></channel></rss>"""
    (item,) = feed_items(Response("http://news.example/feed", body=bomb), NOW)
    assert "root" not in item.title
    assert "aaaa" not in item.title


ENTRY = "<entry><title>%s</title><link href='http://news.example/1'/><summary>%s</summary></entry>"
BOMBS = {
    "entries": (ENTRY % ("甲", "乙")) * 20_000,
    "entries in entries": "<entry>" * 200_000,
    "elements inside one another": ENTRY % ("甲", "<div>" * 400_000),
    "comments": ENTRY % ("甲" + "<!--a-->" * 250_000, "乙"),
    "CDATA": ENTRY % ("<![CDATA[a]]>" * 150_000, "乙"),
    "markup in a text": ENTRY % ("甲", "&lt;div>" * 250_000),
    "links": "<entry><title>甲</title>" + "<link href='http://news.example/1'/>" * 50_000,
    "attributes": ENTRY % ("甲", "<p " + " ".join(f"a{n}=''" for n in range(200_000)) + "/>"),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_feeds_of_two_megabytes(bomb: str) -> None:
    body = f"<feed xmlns='http://www.w3.org/2005/Atom'>{bomb}</feed>".encode()
    began = process_time()
    items = feed_items(Response("http://news.example/feed", body=body), NOW)
    assert process_time() - began < 1.5
    assert {item.url for item in items} <= {"http://news.example/1"}


def test_comments_are_no_text_of_a_feed() -> None:
    body = f"<feed>{ENTRY % ('a<!-- b -->c', '')}</feed>".encode()
    (item,) = feed_items(Response("http://news.example/feed", body=body), NOW)
    assert item.title == "ac"


def test_feeds_of_comments_are_left_out() -> None:
    head = """<link rel=alternate type="application/rss+xml" title="青禾 &raquo; 评论Feed" href=/c>
    <link rel=alternate type="application/atom+xml" href=/atom.xml>
    <link rel=alternate hreflang=en href=/en/>"""
    assert feed_links(page(head)) == ["/atom.xml"]


def test_what_is_cut_off_a_sitemap_is_told() -> None:
    """Such a run ended with 0, whatever stood behind 64 MB."""
    head = b"<urlset><url><loc>http://news.example/7.html</loc></url>"
    for blanks, more in ((1, 0), (65, 1)):
        body = gzip.compress(head + b" " * (blanks << 20) + b"</urlset>", 1)
        read = sitemap_of(Response("http://news.example/s.xml.gz", body=body), NOW)
        assert read is not None
        assert ([each.url for each in read.pages], read.more) == (
            ["http://news.example/7.html"],
            more,
        )


def test_sitemaps_packed_news_and_index() -> None:
    news = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>http://news.example/?a=1&amp;b=2</loc>
<lastmod>2026-11-20</lastmod><news:news><news:publication_date>2026-11-19T08:30:00+08:00
</news:publication_date></news:news></url></urlset>"""
    read = sitemap_of(Response("http://news.example/s.xml.gz", body=gzip.compress(news)), NOW)
    assert read is not None
    (place,) = read.pages
    assert place.url == "http://news.example/?a=1&b=2"
    assert place.modified is not None and f"{place.modified.at:%F}" == "2026-11-20"  # noqa: PT018
    assert place.published is not None and f"{place.published.at:%R}" == "08:30"  # noqa: PT018
    index = b"<sitemapindex><sitemap><loc>http://news.example/a.xml</loc></sitemap></sitemapindex>"
    found = sitemap_of(Response("http://news.example/s.xml", body=index), NOW)
    assert found is not None
    assert [file.url for file in found.files] == ["http://news.example/a.xml"]
    assert sitemap_of(page("<p>404"), NOW) is None


def test_a_feed_that_an_index_names_is_a_sitemap() -> None:
    read = sitemap_of(Response("http://news.example/category.xml", body=RSS), NOW)
    assert read is not None
    assert [place.url for place in read.pages] == ["http://news.example/1"]
    nothing = sitemap_of(Response("http://news.example/empty.xml", body=b"<rss></rss>"), NOW)
    assert nothing is not None and nothing.pages == []  # noqa: PT018


@pytest.mark.parametrize(
    ("url", "body", "following"),
    [
        ("/", "<a href=/page/2/>下一页</a>", "page/2/"),
        ("/page/2/", "<a href=/>1</a><a href=/page/3/>3</a><a href=/page/9/>9</a>", "page/3/"),
        ("/l/", "<a class='extend next' rel=next href=/l/page/2/></a>", "l/page/2/"),
        ("/n/index.html", "<script>createPageHTML(25, 0, 'index', 'html');</script>", None),
        ("/?page=2", "<a href='/?page=3'><i class=icon></i></a>", "?page=3"),
        ("/", "<a href=/2024/>2024</a><a href=/2025/>2025</a><a href=/2026/>2026</a>", None),
        ("/", "<a href=/1.html>下一篇</a>", None),
        ("/a/", "<link rel=next href=/a/2/>", "a/2/"),
        ("/", "<link rel=next href=/about/><nav><a href=/about/>关于我们</a></nav>", None),
        ("/", "<link rel=next title=关于我们 href=/about/>", None),
        ("/a/", "<link rel=next title='要闻 - 第2页' href=/a/2/>", "a/2/"),
        ("/page/2/", "<div class='is-invisible'><a href=/page/3/>下一页</a></div>", None),
        ("/page/2/", "<a class=disabled href=/page/3/>下一页</a>", None),
        ("/", "<a href=/yw/index_1.html>加载更多</a>", "yw/index_1.html"),
        ("/", "<a href='/?offset=20'>加载更多</a>", "?offset=20"),
        ("/", "<a href='/?aboutus/'>查看更多</a>", None),
        ("/2026/11/26/", "<a href=/2026/11/25/>前一天</a>", "2026/11/25/"),
        ("/", "<a href=/?after=e7f3>加载更多</a>", "?after=e7f3"),
        ("/", "<a href=/news/77.html>查看更多</a>", None),
        (
            "/l_2.html",
            "<b>2</b><a href=/l_1.html>1</a><a href=/l_4.html>4</a>"
            "<a href=/l_5.html>5</a><a href=/l_3.html>…</a>",
            "l_3.html",
        ),
        (
            "/c-6.html",
            "<ul><li><a href=/c-5.html>文体</a><li><a href=/c-6.html>公告</a>"
            "<li><a href=/c-7.html>区县</a><li><a href=/c-8.html>生活</a></ul>",
            None,
        ),
        ("/l/", "共1页<a href='/l/?page=1'>上页</a><a href='/l/?page=1'>下页</a>", None),
    ],
)
def test_the_page_that_follows(url: str, body: str, following: str | None) -> None:
    response = page(body, f"http://news.example{url}")
    found = pages_of(response, links_of(response, SITE), SITE)
    assert (found.next or found.numbered.get(3)) == following or (
        following is None and found.numbered.get(2) == "n/index_1.html"
    )


@pytest.mark.parametrize("place", ["{{url}}", "${url}", "<%=url%>", "[list:link]", "[field:url/]"])
def test_a_place_for_an_address_is_none(place: str) -> None:
    assert links_of(page(f"<a href='{place}'>老桥重新开放</a>", "http://news.example/"), SITE) == []


@pytest.mark.parametrize(
    ("box", "date"),
    [
        ("<div><b>21</b><i>2026-11</i></div>", "2026-11-21"),
        ("<p>5日</p><p>2026年3月</p>", "2026-3-5"),
        ("<i>2026/11</i><b>21</b>", "2026-11-21"),
        ("<em>11-21</em><em>2024</em>", "2024-11-21"),
        ("<em>2024</em><em>11-21</em>", "2024-11-21"),
        ("<b>21</b><i>11月</i><i>2026</i>", "2026-11-21"),
        ("<b>阅读 21</b><i>2026-11-20</i>", "2026-11-20"),
        ("<b>评论 3</b><i>2026年11月20日</i>", "2026年11月20"),
    ],
)
def test_a_date_in_a_box_of_several_lines(box: str, date: str) -> None:
    items = "".join(
        f"<li>{box}<a href='/n/{n}.html'>青禾县第{n}号小区改造工程今天正式开工</a></li>"
        for n in range(5)
    )
    response = page(f"<ul>{items}</ul>", "http://news.example/")
    assert {each.date for each in named_by(links_of(response, SITE))} == {date}


@pytest.mark.parametrize(
    ("inside", "beside", "date"),
    [
        ("<b>23</b><span>2026.11</span>", "", "2026-11-23"),
        ("<time>2026-11-23</time><i>12</i>", "", "2026-11-23"),
        ("<i>报名时间：2026-11-30</i>", "", ""),
        ("", "5835人观看 11月23日 13:10", "11月23日 13:10"),
        ("", "2026-11-23 00:00:01", "2026-11-23 00:00:01"),
        ("", "2026-11-23 00:00:00", "2026-11-23"),
        ("", "11月23日 0:00", "11月23"),
        ("", "报名时间：11月30日 14:00", ""),
        ("", "截止日期：2026-11-30 发布日期：2026-11-23", "2026-11-23"),
    ],
)
def test_the_date_of_a_card(inside: str, beside: str, date: str) -> None:
    cards = "".join(
        f"<li><a href=/hd/{n}><h4>柏木镇的老桥第{n}次重新开放</h4>{inside}</a><p>{beside}</p></li>"
        for n in range(1, 4)
    )
    named = named_by(links_of(page(f"<ul>{cards}</ul>", "http://news.example/"), SITE))
    assert {each.date for each in named} == {date}


@pytest.mark.parametrize(
    ("printed", "dates"),
    [
        ("26/09/2026 01/05/2026 09-12-2025", ["2026-09-26", "2026-05-01", "2025-12-09"]),
        ("09/26/2026 05/01/2026 04/02/2026", ["2026-09-26", "2026-05-01", "2026-04-02"]),
        ("02/05/2026 01/05/2026 04/02/2026", [None, None, None]),
        ("26/09/2026 09/26/2026 04/02/2026", ["2026-09-26", "2026-09-26", None]),
        ("26-09-30 26-10-03 25-12-01", ["2026-09-30", "2026-10-03", "2025-12-01"]),
        (
            "二〇二六年九月二十日 二〇二六年十月九日 11-09",
            ["2026-09-20", "2026-10-09", "2026-11-09"],
        ),
    ],
)
def test_days_that_the_other_days_of_a_list_explain(printed: str, dates: list[str | None]) -> None:
    items = "".join(
        f"<li><a href='/n/{n}.html'>青禾县第{n}号小区改造工程今天正式开工</a><i>{day}</i></li>"
        for n, day in enumerate(printed.split())
    )
    named = named_by(links_of(page(f"<ul>{items}</ul>", "http://news.example/"), SITE))
    found = [parse_date(each.date, NOW) for each in named]
    assert [moment and f"{moment.at:%F}" for moment in found] == dates


@pytest.mark.parametrize(
    ("pager", "second"),
    [
        (
            "<script>kkpager.generPageHtml({pno : 1,total : 3,totalRecords : 7,hrefFormer : 'list',"
            "hrefLatter : '.html'});</script>",
            "list_2.html",
        ),
        ("<script>showPage(1,3,'list','html')</script>", "list_2.html"),
        ("<script>document.write(getPageHtml(3,1,'list_','.html'));</script>", "list_2.html"),
        ("<script>showPage(3,0,'list','html')</script>", "list_1.html"),
        ("<script>var pageName='list',pageExt='html',pageTotal=3;</script>", "list_2.html"),
        (
            "<script>$('#p').pagination(7,{items_per_page:3,link_to:'/a/list-__id__.html'})</script>",
            "list-2.html",
        ),
        (
            "<script>$('#p').pagination({items:7,itemsOnPage:3,hrefTextPrefix:'list_',"
            "hrefTextSuffix:'.html'})</script>",
            "list_2.html",
        ),
        ("<div data-total=7 data-size=3 data-url='/a/list-{page}-5.html'></div>", "list-2-5.html"),
        ("<div pagecount=3 pageindex=1 urlfmt='list_{0}.html'></div>", "list_2.html"),
        (
            """<div data-options='{"pageCount":3,"url":"/a/?pageIndex={pageIndex}"}'></div>""",
            "?pageIndex=2",
        ),
        (
            "<form name=f action=/a/l.jsp><input type=hidden name=page></form>共3页<script>"
            "function gp(n){document.f.page.value=n;}</script>"
            "<a href='javascript:gp(2)'>下一页</a>",
            "l.jsp?page=2",
        ),
        ("<form action=/a/list_2.html><input type=submit value=下一页></form>", "list_2.html"),
    ],
)
def test_pagers_of_well_known_scripts_and_forms_are_read(pager: str, second: str) -> None:
    response = page(pager, "http://news.example/a/")
    found = pages_of(response, links_of(response, SITE), SITE)
    assert found.next == f"a/{second}" or found.numbered[2] == f"a/{second}"
    assert len(found.numbered) in (0, 3) or max(found.numbered) <= 3


def test_a_further_page_does_not_count_the_pages_again() -> None:
    assert counted_pages(page("<p>第2页/共3页")) == {}
    assert counted_pages(page("<p>第1页/共3页")) != {}


def test_a_count_of_comments_is_no_page_of_a_list() -> None:
    body = "<h2><a href=/archives/95/>老桥重新开放</a></h2><a href=/archives/95/#comments>1</a>"
    response = page(f"{body}<a href=/page/3/>下一页</a>", "http://news.example/page/2/")
    found = pages_of(response, links_of(response, SITE), SITE)
    assert found.keys() == {"page/3/"}


def test_a_list_that_a_script_pages() -> None:
    response = page(
        "<script>createPageHTML('p', 3, 1,'list','shtml');</script>",
        "http://news.example/a/list.shtml",
    )
    numbered = pages_of(response, [], SITE).numbered
    assert numbered == {1: "a/list.shtml", 2: "a/list_2.shtml", 3: "a/list_3.shtml"}


def test_a_deep_page_of_a_list_that_a_script_pages_from_one() -> None:
    response = page(
        "<script>createPageHTML('page_div', 30, 4, 'list', 'shtml', 600);</script>",
        "http://news.example/a/list_4.shtml",
    )
    numbered = pages_of(response, [], SITE).numbered
    assert {1, 4, 5, 23, 30} <= numbered.keys()
    assert numbered[5] == "a/list_5.shtml"
    assert numbered[30] == "a/list_30.shtml"


def test_days_of_a_newspaper_are_no_pages_of_a_list() -> None:
    days = "".join(f"<td><a href=/szb/2026-11/{n}/node_1.htm>{n}</a></td>" for n in (26, 25, 24, 3))
    response = page(f"<table><tr>{days}</table>", "http://news.example/szb/2026-11/26/node_1.htm")
    assert pages_of(response, links_of(response, SITE), SITE).keys() == set()


def test_a_click_and_a_choice_lead_as_links_do() -> None:
    response = page(
        """<a href="javascript:;" onclick="location.href='/szb/20261125/'">上一期</a>
        <a href="javascript:void(0)" onclick="share(this)">分享</a>
        <select><option value="/szb/20261124/">11月24日<option value="all">全部</select>"""
    )
    assert [link.key for link in links_of(response, SITE)] == ["szb/20261125/", "szb/20261124/"]


def test_blocks_that_are_clicked_lead_as_links_do() -> None:
    cards = "".join(
        f"""<div class=card onclick="location.href='/p/{n}.html'"><div class=tit>青禾县第{n}号
        小区今天开工</div><span>6分钟前</span></div>"""
        for n in range(4)
    )
    response = page(
        f"""<div class=list>{cards}</div>
        <table><tr data-href=/p/5.html><td>青禾县第5号小区今天开工</table>
        <li onclick="location.href='/p/6.html'"><a href=/p/6.html>青禾县第6号小区今天开工</a></li>
        <div onclick="show(this)"><a href=#>展开</a></div>"""
    )
    links = links_of(response, SITE)
    assert [link.key for link in links] == [
        *(f"p/{n}.html" for n in range(4)),
        *("p/5.html", "p/6.html"),
    ]
    posts = [each.key for each in named_by(links) if each.is_post]
    assert posts[:4] == [f"p/{n}.html" for n in range(4)]


@pytest.mark.parametrize(
    "button",
    [
        """<button type=button onclick="location.href='/c1/p2.html'">下一页</button>""",
        """<input type=button value=下一页 onclick="window.location.href='/c1/p2.html'">""",
        """<div class=page-next onclick="javascript:location='/c1/p2.html'">&gt;</div>""",
        "<span class=page data-url=/c1/p2.html>下一页</span>",
        "<a class=more href=javascript:; data-href=/c1/p2.html>加载更多</a>",
    ],
)
def test_buttons_lead_to_the_next_page(button: str) -> None:
    response = page(f"<ul><li><a href=/c1/1.html>青禾县第1号小区</a></ul>{button}")
    assert "c1/p2.html" in {link.key for link in links_of(response, SITE)}


def test_rows_whose_address_is_in_an_attribute_lead_there() -> None:
    goes = (
        "<script>$('.dt').click(function(){location.href='/hash/'+$(this).data('id')+'.html';});"
        "document.querySelector('.c').onclick=e=>{location.href=e.target.dataset.link}</script>"
    )
    body = (
        "<li><a href='###' class=dt data-id=1388>老桥重新开放</a></li>"
        "<li class=c data-link=/card/7.html>银河路通车</li>"
        "<li data-url=/url/9.html><em>青禾县第9号小区今天开工</em><i>2026-11-12</i></li>"
        "<li data-url=/api/list?id=9><em>青禾县第8号小区今天开工</em></li>"
    )
    keys = [link.key for link in links_of(page(goes + body), SITE)]
    assert keys == ["hash/1388.html", "card/7.html", "url/9.html"]


def test_titles_and_cards_that_call_a_function_of_the_page_are_links() -> None:
    response = page(
        """<li><a href="javascript:openNews('7')">青禾县第7号小区</a>
        <li><a href=# onclick="openNews(8)">青禾县第8号小区</a>
        <div onclick="openNews(9)"><h3>青禾县第9号小区</h3></div>
        <script>function openNews(id) { window.open("/b/" + id + ".html"); }</script>"""
    )
    assert [link.key for link in links_of(response, SITE)] == [f"b/{n}.html" for n in (7, 8, 9)]


def test_what_a_script_writes_as_it_stands_there_is_on_the_page() -> None:
    response = page(
        """<ul><script>document.write('<li><a href="/b/1.html">青禾县第1号小区</a></li>');</script>
        <script>document.write("<li><a href=\\"/b/2.html\\">青禾县第2号小区</a>");</script></ul>
        <script>document.write('<a href="' + url + '">青禾县第3号小区</a>');</script>"""
    )
    assert [link.key for link in links_of(response, SITE)] == ["b/1.html", "b/2.html"]


def test_when_a_thread_was_answered_last_is_no_title() -> None:
    rows = "".join(
        f"<tr><td><a href=/thread-{n}.html>青禾县第{n}号小区改造工程开工</a></td><td>"
        f"<a href='/forum.php?goto=lastpost&tid={n}'>2026-11-2{n} 04:25</a></td></tr>"
        for n in range(6)
    )
    named = named_by(links_of(page(f"<table>{rows}</table>"), SITE))
    assert [each.key for each in named if each.is_post] == [f"thread-{n}.html" for n in range(6)]


def test_what_a_script_asks_for_is_no_link() -> None:
    response = page(
        "<span data-url=/like?id=3>赞 3</span><div data-url=/api/comments.json>评论</div>"
        "<select onchange=go(this)><option value=2025>2025年</select>"
    )
    assert links_of(response, SITE) == []


def test_what_votes_or_logs_out_when_it_is_asked_for_is_no_link() -> None:
    acting = ("/plus/digg.php?id=7&act=up", "/index.php?a=dianzan&id=7", "/user/logout.php")
    links = "".join(f"<li><a href='{address}'>赞一个</a>" for address in acting)
    found = links_of(page(f"<ul>{links}<li><a href='/vote/2026/'>投票</a></ul>"), SITE)
    assert [link.key for link in found] == ["vote/2026/"]


def test_titles_and_not_menus_are_posts() -> None:
    items = "".join(
        f"<li><a href=/n/{n}.html>青禾县第{n}号小区今天开工</a><span>10-0{n}</span></li>"
        for n in range(1, 5)
    )
    body = (
        f"<div class=nav><a href=/gn/>国内新闻</a><a href=/gj/>国际新闻</a></div><ul>{items}</ul>"
    )
    response = page(body)
    posts = [each.key for each in named_by(links_of(response, SITE)) if each.is_post]
    assert posts == [f"n/{n}.html" for n in range(1, 5)]


def test_dated_rows_are_posts_whether_all_their_titles_are_short_or_some() -> None:
    titles = ("送达公告", "公告", "公告（顾一）", "公告", "送达公告", "公告（贺慈鸣）")
    items = "".join(
        f"<tr><td><a href='/s.aspx?ID={n}'>{title}</a></td><td>[2026-11-0{n}]</td></tr>"
        for n, title in enumerate(titles, 1)
    )
    named = named_by(links_of(page(f"<table>{items}</table>"), SITE))
    assert len(named) == len(titles)
    assert all(each.is_post for each in named)


def test_an_excerpt_that_is_a_link_is_no_title() -> None:
    excerpt = "老桥昨天重新开放，附近的居民早早来到桥头。施工方介绍，桥面换上了当地的青石，" * 2
    card = (
        "<div class=card><div><a href=/7.html>组图｜老桥</a></div><a href=/7.html>%s...</a></div>"
    )
    response = page("".join(card.replace("7", str(n)) % excerpt for n in range(4)))

    named = named_by(links_of(response, SITE))

    assert [each.link.text for each in named] == ["组图｜老桥"] * 4
    assert all(each.is_post for each in named)


@pytest.mark.parametrize(
    ("beside", "date"),
    [
        ("2026年3月2日", "2026年3月2"),
        ("2026-03-02 据介绍，截至2025年10月17日，全市已办结一百件。", "2026-03-02"),
        ("据介绍，截至2025年10月17日，全市已办结一百件。", ""),
        ("2025年10月17日上午9点，五百名选手从老桥出发。", ""),
        ("展览将持续到2027年1月2日闭馆", ""),
        ("发布于2026年3月2日，阅读 5", "2026年3月2"),
        ("发布时间：2026年3月2日星期一", "2026年3月2"),
        ("截止：2026-12-03 2026-03-02", "2026-03-02"),
        ("公示期：2026-03-02至2026-03-09 2026-03-01", "2026-03-01"),
        ("征集时间：2026-03-02 ～ 2026-03-09 发布：2026-03-01", "2026-03-01"),
        ("发布机构：办公室 成文日期：2026-02-14 公开日期：2026-03-02", "2026-03-02"),
        ("成文日期：2026-02-14", "2026-02-14"),
    ],
)
def test_the_date_of_an_entry_is_none_of_its_excerpt(beside: str, date: str) -> None:
    items = "".join(
        f"<article><h2><a href=/n/{n}.html>青禾县第{n}号小区今天开工</a></h2><p>{beside}</article>"
        for n in range(3)
    )
    named = named_by(links_of(page(items), SITE))
    assert [each.date for each in named] == [date] * 3


def test_image_maps_hold_links() -> None:
    response = page("<map><area href=/content_1.htm alt=甲></map>")
    assert [link.key for link in links_of(response, SITE)] == ["content_1.htm"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2024/09/18/a-b/", "2025/01/02/%E7%94%B2/", True),
        ("t20240918_12.html", "t20251212_987.html", True),
        ("p/8ab110a7/", "p/9600f81a/", True),
        ("news-8dd43498/", "news-98917501/", True),
        ("?p=1", "?p=22", True),
        ("archives/12/", "category/12/", False),
        ("list_1.html", "content_1.html", False),
        ("?m=content&a=show&id=1", "?m=content&a=lists&id=1", False),
    ],
)
def test_shapes(one: str, other: str, same: bool) -> None:
    assert (shape_of(one) == shape_of(other)) is same


@pytest.mark.parametrize(
    "key",
    [
        "%0ahosts%20=%20%5B%22other.example%22%5D%0a/1.html",  # lines of its own
        "%22,%22**/1.html",
        "a%5C%22b/1.html",
        "%1b%5B31m/1.html",  # a command to the terminal
        "%e2%80%ae/1.html",  # from right to left
        'x?a"b=1&%0a=2',
    ],
)
def test_shapes_that_are_printed(key: str) -> None:
    """They stand on terminals, and in the portal.toml that ``probe --write`` makes."""
    shape = shape_of(key)
    assert shape.isprintable()
    told = tomllib.loads(f'posts = ["{shape}"]')
    assert told == {"posts": [shape]}
    assert PortalToml(posts=(shape,)).pattern(key)


def test_families_leave_out_the_folders_between() -> None:
    assert family_of(shape_of("category/a/b/")) == family_of(shape_of("category/c/d/"))


def test_the_heading_of_a_box_is_no_post_whatever_stands_beside_it() -> None:
    rows = "".join(f"<li><a href=/sg/{n}.html>寒露{n}</a> 2026-10-0{n}</li>" for n in range(1, 6))
    response = page(f"<div><h2><a href=/sg/>诗歌散文</a></h2><ul>{rows}</ul></div>")
    named = named_by(links_of(response, SITE))
    assert [each.key for each in named if not each.is_post] == ["sg/"]


@pytest.mark.parametrize(("length", "count"), [(40, 9), (60, None), (100_000, None)])
def test_no_pattern_is_made_of_a_name_as_long_as_a_script(length: int, count: int | None) -> None:
    """Python keeps patterns; to make one of 500,000 characters takes it 5 s and 40 MB."""
    name = "n" * length
    assert pages_in(f"var {name} = 9; for (var i = 1; i <= {name}; i++) write(i)") == count
