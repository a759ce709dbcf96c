"""Pages made to mislead: the post on them is read as it is, or as far as it goes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, TextResponse, XmlResponse

from newsportal.extract import read_post
from newsportal.items import Post
from newsportal.middlewares.encoding import EncodingMiddleware
from newsportal.middlewares.manners import fetch_time
from newsportal.pages.site import Site
from newsportal.platforms.zblog import ZBLOG
from newsportal.platforms.zblog_feed import zblog_feed_items
from newsportal.sample.content import Portal
from newsportal.sample.options import Options
from newsportal.themes import theme_of
from tests.test_fuzz import NOW, line_of
from tests.test_fuzz import read as read_anyhow

SITE = Site.of("http://portal.example/", ZBLOG)
URL = "http://portal.example/post/7.html"
FAKE = '<div class="post"><h1>假标题</h1><div class="single"><p>假正文</p></div></div>'
TITLE = re.compile(r"<h1>.*?</h1>", re.DOTALL)
SHOWN = ("id", "title", "text", "html", "images", "author", "category", "tags", "comments")


@cache
def page() -> str:
    """Return the page of a post with comments, tags and pictures."""
    portal = Portal(Options(posts=40, soups=("plain",)), NOW.timestamp)
    paths = [portal.truth(post_id).path for post_id in portal.ids()]
    pages = [portal.respond("GET", path)[2].decode() for path in paths]
    return next(
        page for page in pages
        if "cmtsitem" in page and 'class="tags"' in page and "data-original" in page
    )  # fmt: skip


def answer(body: bytes, **headers: str) -> TextResponse:
    raw = HtmlResponse(URL, body=body, headers=headers, request=Request(URL))
    response = EncodingMiddleware().process_response(Request(URL), raw)
    assert isinstance(response, TextResponse)
    return response


def read(source: str | bytes, now: datetime = NOW) -> Post:
    response = answer(source.encode() if isinstance(source, str) else source)
    post, published = read_post(response, theme_of(response), SITE, now)
    if published is not None:
        published.write_to(post)
    return post


def same(post: Post, *names: str) -> bool:
    clean = read(page())
    return all(getattr(post, name) == getattr(clean, name) for name in names or SHOWN)


def in_body(source: str) -> str:
    """Return the page with *source* as the first thing in the body of its post."""
    return re.sub(r'(<div class="single[^>]*>)', lambda found: found[0] + source, page(), count=1)


@pytest.mark.parametrize(
    "decoy",
    [
        f"<script>var page = '{FAKE}';</script>",
        f'<script type="text/template">{FAKE}</script>',
        f"<style>/* {FAKE} */</style>",
        f"<!-- {FAKE} -->",
        f'<p title="{FAKE.replace(chr(34), "&quot;")}"></p>',
        '<div class="pagebar"></div><div class="tags"></div>',
    ],
)
def test_landmarks_that_are_none(decoy: str) -> None:
    assert same(read(page().replace('<div class="header', decoy + '<div class="header', 1)))
    assert same(read(in_body(decoy)))


def test_landmarks_that_come_twice() -> None:
    """The second copy of all that follows a post is not the post's."""
    assert same(read(page().replace('<div class="footer', FAKE + '<div class="footer')), "text")
    ids = '<input id="inpId" value="1"><label id="cmt1"></label><label id="cmt1"></label>'
    assert same(read(page().replace('<div class="footer', ids + '<div class="footer')))


def test_long_title() -> None:
    title = "长标题&amp;" * 2000
    post = read(TITLE.sub(f"<h1>{title}</h1>", page(), count=1))
    assert post.title == "长标题&" * 2000
    assert same(post, "text", "html", "tags")


def test_title_with_raised_numbers() -> None:
    title = "湖面扩至3km<sup>2</sup>，水中CO<sub>2</sub>下降"
    post = read(TITLE.sub(f"<h1>{title}</h1>", page(), count=1))
    assert post.title == "湖面扩至3km²，水中CO₂下降"


def test_long_attributes() -> None:
    long = "x" * 1_000_000
    attributes = f'style="{long}" class="{long}" onclick="{long}" data-original="{long}"'
    assert same(read(in_body(f'<p {attributes}></p><a href="/{long}"></a><img src="/{long}">')))


@pytest.mark.long
def test_ten_thousand_images() -> None:
    images = "".join(f'<img src="/a/{n}.jpg"><img src="/a/{n}.jpg">' for n in range(10_000))
    post = read(in_body(f"<p>{images}</p>"))
    shown = [image.url for image in post.images[:10_000]]
    assert shown == [f"http://portal.example/a/{n}.jpg" for n in range(10_000)]
    assert post.images[10_000:] == read(page()).images
    assert same(post, "text")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("&amp;lt;script&amp;gt;x&amp;lt;/script&amp;gt;", "<script>x</script>"),
        ("&amp;amp;lt;b&amp;amp;gt;", "&lt;b&gt;"),
        ("&#38;#60;img src=x&#38;#62;", "<img src=x>"),
        ("&#x26;#x26;#60;", "&#60;"),
        ("&amp;#8232;甲&amp;#8233;", "甲"),
        ("&#xD800;甲&#x110000;&#0;", "甲"),
    ],
)
def test_entities_in_entities(source: str, text: str) -> None:
    post = read(in_body(f"<p>{source}</p>"))
    first = (post.text or "").split("\n")[0]
    assert first.replace("\ufffd", "") == text
    assert not re.search(r"<(?:script|b|img src=x)\b", post.html.split("</p>")[0])


@pytest.mark.parametrize("year", ["9999", "0001", "0000", "99999", "2101", "1989"])
@pytest.mark.parametrize("form", ["{}-12-31 23:59:59", "{}年12月31日 23:59", "{}年前 ({}-12-31)"])
def test_years_that_cannot_be(year: str, form: str) -> None:
    date = f'<span class="date">{form.format(year, year)}</span>'
    post = read(re.sub(r'<span class="date">.*?</span>(?:</span>)?', date, page(), count=1))
    assert post.published_at is None
    assert same(post, "title", "text")


@pytest.mark.parametrize(
    "date",
    ["Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0500 00:00:00 GMT", "Thu, 01 Jan 19" + "7" * 30]
)  # fmt: skip
def test_years_in_the_header(date: str) -> None:
    response = answer(page().encode(), Date=date)
    assert abs((fetch_time(response) - datetime.now(UTC)).total_seconds()) < 60
    assert read(page(), fetch_time(response)).fetched_at is not None


@pytest.mark.parametrize("digits", [19, 20, 40, 5000])
def test_ids_beyond_64_bits(digits: int) -> None:
    number = "9" * digits
    source = re.sub(r'(id="inpId" value=")[0-9]+', rf"\g<1>{number}", page())
    source = re.sub(r'id="cmt[0-9]+"', f'id="cmt{number}"', source, count=1)
    post = read(source)
    post.title, post.content_hash, post.first_seen_at = "-", "0" * 64, post.fetched_at
    line_of(post)
    if 'id="inpId"' in page():
        assert post.id == number
    assert post.comments[-1].id == number or post.comments[-1].reply_to == number
    assert len(post.comments) == len(read(page()).comments)


def test_page_cut_anywhere() -> None:
    """What is read of a cut page is the beginning of what is read of the whole one."""
    source = page().encode()
    whole = read(source).text or ""
    for end in range(1, len(source), 211):
        read_anyhow(source[:end])
        text = read(source[:end]).text or ""
        assert whole.startswith(text.rstrip("\ufffd")[:-8]), end


def test_characters_of_gb18030_only() -> None:
    rare = "𠮷㐂〇龦镕🌾"
    source = in_body(f"<p>{rare}</p>").encode("gb18030")
    assert (read(source).text or "").startswith(rare + "\n")
    assert same(read(source.replace(rare.encode("gb18030"), b"", 1)))


def test_one_bad_byte_anywhere() -> None:
    source = page().encode()
    for place in range(0, len(source), 997):
        read_anyhow(source[:place] + b"\xff" + source[place:])


def test_one_bad_byte_in_the_text_costs_one_character() -> None:
    source, whole = page().encode(), read(page()).text or ""
    begin = source.index(whole.split("\n")[-1][:20].encode())
    for place in range(begin, begin + 30):
        text = read(source[:place] + b"\xff" + source[place:]).text or ""
        assert "\ufffd" in text
        assert len(whole) - 1 <= len(text.replace("\ufffd", "")) <= len(whole)


# Feeds


@pytest.mark.long
def test_feed_of_sixteen_megabytes() -> None:
    item = (
        "<item><title>甲</title><link>http://portal.example/post/{}.html</link>"
        "<description>{}</description></item>"
    )
    filler = "&lt;p&gt;新闻正文&lt;/p&gt;" * 2000
    count = 16 * 1024 * 1024 // len(item.format(0, filler).encode())
    items = "".join(item.format(n, filler) for n in range(count))
    feed = f"<rss><channel>{items}</channel></rss>".encode()
    assert len(feed) > 15 * 1024 * 1024
    found = list(zblog_feed_items(XmlResponse(SITE.root + "feed.php", body=feed), NOW))
    assert len(found) == count


@pytest.mark.parametrize("half", ["&#xD800;", "&#55357;", "&#xDFFF;&#xD800;"])
@pytest.mark.parametrize("name", ["title", "link", "description", "pubDate"])
def test_feed_with_half_characters(name: str, half: str) -> None:
    item = "<item><title>甲</title><link>http://portal.example/post/{}.html</link>{}</item>"
    odd = f"<{name}>乙{half}</{name}>"
    feed = f"<rss>{item.format(1, odd)}{odd}{item.format(2, '')}</rss>"
    found = zblog_feed_items(XmlResponse(SITE.root + "feed.php", body=feed.encode()), NOW)
    assert "http://portal.example/post/2.html" in {item.url for item in found}


@pytest.mark.parametrize(
    "feed",
    [
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/x.dtd"><rss>{}</rss>',
        '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x">%x;]><rss>{}</rss>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>{}<item>&x;</item></rss>',
        '<!DOCTYPE rss [<!ATTLIST rss x CDATA "&#60;item>">]><rss>{}</rss>',
        '<rss xmlns:xi="http://www.w3.org/2001/XInclude">{}<xi:include href="/etc/passwd"/></rss>',
        "<rss>" + "<a>" * 5000 + "{}",
        "<rss>{}<![CDATA[" + "]]" * 5000,
        '<?xml version="1.0" encoding="utf-7"?><rss>{}</rss>',
        '<?xml version="1.0" encoding="hex"?><rss>{}</rss>',
        '<?xml-stylesheet href="file:///etc/passwd"?><rss>{}</rss>',
    ],
)
def test_feeds_that_reach_out(feed: str) -> None:
    item = "<item><title>甲</title><link>http://portal.example/post/1.html</link></item>"
    body = feed.format(item).encode()
    response = XmlResponse(SITE.root + "feed.php", body=body)
    read = EncodingMiddleware().process_response(Request(response.url), response)
    assert isinstance(read, TextResponse)
    found = list(zblog_feed_items(read, NOW))
    assert {item.url for item in found} <= {"http://portal.example/post/1.html"}
    assert "root:" not in "".join(read.xpath("//text()").getall())
