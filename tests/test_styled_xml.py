"""Lists that are XML, which a stylesheet shows in the browser, are read as any other list."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsportal.pages.styled_xml import markup_of
from tests.crawling import crawl
from tests.plain_portal import PlainPortal, list_page, post_page, served, title

PROLOGUE = '<?xml version="1.0"?>\n<?xml-stylesheet type="text/xsl" href="/list.xsl"?>\n'
ITEM = (
    "<item><title>{title}</title><link>/news/{n}.html</link><pubDate>2026-10-{day}</pubDate></item>"
)
ROW = "<row url='/news/{n}.html' title='{title}' date='2026-10-{day}'/>"
WAYS = {
    "items": ("<rss><channel><title>青禾</title>{}</channel>{}</rss>", ITEM, "<next>{}</next>"),
    "rows": ("<list>{}{}</list>", ROW, "<page url='{}'>下一页</page>"),
    "texts": ("<list>{}{}</list>", "<a href='/news/{n}.html'>{title}</a>", "<page>{}</page>"),
    "totals": ("<list pages='2'>{}</list>", ROW, ""),
    "numbers": ("<list>{}</list>", "<row id='{n}' title='{title}'/>", ""),
}


def document(way: str, posts: range, following: str) -> str:
    whole, item, link = WAYS[way]
    items = (item.format(n=n, title=title(n), day=10 + n % 18) for n in posts)
    return PROLOGUE + whole.format("".join(items), link.format(following) if following else "")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("first", ["/yw/list.xml", "/yw/"])
def test_a_list_in_xml_is_read_or_told(way: str, first: str, tmp_path: Path) -> None:
    menu = f"<a href={first}>要闻</a> <a href=/yw/rss.xml>RSS</a>"
    portal = PlainPortal({"/": list_page([20, 21, 22], more=menu)})
    portal.pages[first] = document(way, range(8), "/yw/list_2.xml")
    portal.pages["/yw/list_2.xml"] = document(way, range(8, 16), "")
    portal.headers[first] = {"Content-Type": "text/xml"}
    portal.pages |= {f"/news/{n}.html": post_page(n) for n in (*range(16), 20, 21, 22)}
    with served(portal):
        crawled = crawl(portal.url, tmp_path)
    is_read = way not in ("totals", "numbers")
    assert crawled.exit_status == (0 if is_read else 1), crawled.stderr
    assert not is_read or len(crawled.records) == 19
    assert is_read or f"{portal.url}{first[1:]}" in crawled.report["outcome"]
    assert "/yw/rss.xml" not in portal.asked


@pytest.mark.parametrize(
    "source",
    [
        "<?xml version='1.0'?><?xml-stylesheet href='a.css'?><html><a href='/'>甲</a></html>",
        PROLOGUE + "<list>" * 100_000,
        PROLOGUE + f"<list {' '.join(f'a{n}=7' for n in range(100_000))}/>",
        PROLOGUE + "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><row url='/'>&b;</row>",
    ],
)
def test_what_is_no_list_in_xml(source: str) -> None:
    assert markup_of(source).replace('<a href="/">/</a>', "") == ""


@pytest.mark.parametrize(
    "row",
    [
        "<media:row url='{}' title='甲'/>",
        "<row a:b:url='{}' title='甲'/>",
        "<row url='{}' title='甲&#xD83D;&#56832;'/>",
        "<item><title>甲</title><link>{}</link><content:text>乙</content:text></item>",
    ],
)
def test_a_list_in_xml_that_is_not_sound_is_read_to_its_end(row: str) -> None:
    rows = "".join(row.format(f"/news/{n}.html") for n in range(9000))
    markup = markup_of(f"{PROLOGUE}<list>{rows}</list>")
    assert markup.count("<li>") == 9000
    assert '<a href="/news/8999.html">甲</a>' in markup
