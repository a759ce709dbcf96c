"""Pages that nobody would make: no exception, time linear in the page, one valid line of JSON."""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from scrapy import Request
from scrapy.http import HtmlResponse, Response, TextResponse, XmlResponse

from newsportal.archive.revisions.revision import digest
from newsportal.chinese.credits.bylines import parse_byline
from newsportal.chinese.dates import archive_day, parse_date
from newsportal.chinese.encoding import detect_encoding
from newsportal.chinese.similarity import Signature
from newsportal.chinese.text import clean_lines, clean_text
from newsportal.extract import read_post
from newsportal.items import Post
from newsportal.middlewares.encoding import EncodingMiddleware
from newsportal.middlewares.firewall import firewall_of
from newsportal.middlewares.manners import retry_after
from newsportal.pages.site import Site
from newsportal.platforms.zblog_feed import zblog_feed_items
from newsportal.sample.content import Portal
from newsportal.sample.options import Options
from newsportal.themes import theme_of

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
SITE = Site.of("http://portal.example/")
ODD = (
    b"\0",
    b"\xff",
    b"\xed\xa0\x80",
    b"\xf0\x9f\x91\xa8\xe2\x80\x8d",
    b"\xe2\x80\xa8",
    b"\xef\xbb\xbf",
    b"&#xD800;",
    b"&#0;",
    b"&#x10FFFF;",
    b"&#99999999999;",
    b"&amp;amp;amp;lt;",
    b"&nbsp",
    b"]]>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"<script>",
    b"</script>",
    b"<style>",
    b"<textarea>",
    b"<plaintext>",
    b"<svg>",
    b"<math>",
    b"<template>",
    b"<table><tr><td>",
    b"</div></div></div></div>",
    b"<body>",
    b"</body>",
    b"</html>",
    b"<html>",
    b'<div class="post">',
    b'<div class="single">',
    b'<div class="tags">',
    b'<div class="pagebar"><span class="now-page">99999999999999999999</span>',
    b'<div class="cmtsitem">',
    b'<label id="cmt999999999999999999999"></label>',
    b'<input id="inpId" value="99999999999999999999">',
    b'<link rel="canonical" href="http://[">',
    b'<base href="http://evil.example/">',
    b'<a href="http://[x">',
    b'<a href="//">',
    b'<img src="data:x" data-original="http://\xff/">',
    "9999年12月31日 23:59".encode(),
    "0年0月0日".encode(),
    "99999999999年前".encode(),
    "（记者".encode(),
    "责任编辑：".encode(),
    b"'",
    b'"',
    b"<",
    b">",
)


@cache
def pages() -> tuple[bytes, ...]:
    """Return one page of each kind."""
    portal = Portal(Options(posts=40, soups=("word", "unclosed", "scripted")), NOW.timestamp)
    paths = ["/", "/feed.php", "/category-1.html", "/no-such.html"]
    paths += [portal.truth(post_id).path for post_id in list(portal.ids())[:6]]
    return tuple(portal.respond("GET", path)[2] for path in paths)


@cache
def validator() -> Draft202012Validator:
    schema = json.loads((files("newsportal") / "schema/post.schema.json").read_text("utf-8"))
    return Draft202012Validator(schema, format_checker=FormatChecker())


@st.composite
def broken_pages(draw: st.DrawFn) -> bytes:
    """A real page with pieces cut out, repeated, or put where they do not belong."""
    page = draw(st.sampled_from(pages()))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(page)))
        match draw(st.integers(0, 3)):
            case 0:
                page = page[:at] + draw(st.sampled_from(ODD)) + page[at:]
            case 1:
                page = page[:at] + page[at + draw(st.integers(1, 3000)) :]
            case 2:
                page = page[:at] + page[at : at + 200] * draw(st.integers(2, 20)) + page[at:]
            case 3:
                page = page[:at] + draw(st.binary(max_size=20)) + page[at:]
    return page


def read(body: bytes, cls: type[Response] = HtmlResponse) -> str | None:
    """Read a page in every way that a crawl would; return the line of its post."""
    url = "http://portal.example/post/1.html"
    raw = cls(url, body=body, request=Request(url))
    response = EncodingMiddleware().process_response(Request(url), raw)
    if not isinstance(response, TextResponse):
        return None
    theme = theme_of(response)
    theme.kind(response)
    pager = theme.pager(response)
    links = [*theme.menu(response), *theme.categories(response), *theme.asides(response)]
    links += [entry.url for entry in [*theme.entries(response), *theme.archive(response)]]
    links += [*pager.numbered.values(), pager.next or "", pager.last or ""]
    for link in links:
        canonical = SITE.canonical(link, url)
        assert canonical is None or SITE.holds(canonical)
    for entry in theme.entries(response):
        parse_date(entry.date, NOW)
    for entry in theme.archive(response):
        archive_day(entry.month, entry.date)
    for item in zblog_feed_items(response, NOW):
        SITE.canonical(item.url, url)
    firewall_of(200, "", response.text)
    post, published = read_post(response, theme, SITE, NOW)
    post.published_at = None
    if published is not None:
        published.write_to(post)
    digest(post)
    Signature.of(post.title or "", post.text or "")
    post.title, post.text = post.title or "-", post.text or ""
    post.content_hash, post.first_seen_at = "0" * 64, post.fetched_at
    return line_of(post)


def line_of(post: Post) -> str:
    """Return the record as a line, proved to be one."""
    line = post.to_json()
    assert len(line.encode().splitlines()) == len(line.splitlines()) == 1
    validator().validate(json.loads(line))
    return line


@pytest.mark.long
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(broken_pages())
def test_broken_pages(page: bytes) -> None:
    read(page)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(broken_pages(), st.sampled_from(["gb18030", "big5", "utf-16", "utf-8-sig", "latin-1"]))
def test_pages_in_other_encodings(page: bytes, encoding: str) -> None:
    read(page.decode("utf-8", "replace").encode(encoding, "replace"))


@pytest.mark.parametrize(
    "encoding", ["gb18030", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_a_post_is_the_same_in_every_encoding(encoding: str) -> None:
    page = pages()[5]
    assert read(page.decode().encode(encoding)) == read(page)


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from([HtmlResponse, XmlResponse, TextResponse, Response])
)
@example(b"<rss><item><link>x</link><pubDate>9</pubDate></item>", XmlResponse)
def test_bytes(body: bytes, cls: type[Response]) -> None:
    read(body, cls)


@given(st.text(alphabet=st.characters(), max_size=80))
@example("\ud800\udfff 中文 \u2028")
@example("e\u200b\u0301 Ａ\u0300")
@example("Sun, 22 Nov 20222222222222222222222226 04:00:30 GMT")
@example("/a/..;x/../b")
def test_text_functions(text: str) -> None:
    for clean in (clean_text, clean_lines):
        once = clean(text)
        assert unicodedata.is_normalized("NFC", once)
        if "&" not in once:  # each cleaning decodes references once
            assert clean(once) == once
        once.encode()
    parse_date(text, NOW)
    archive_day(text, text)
    parse_byline(text)
    retry_after(text, NOW)
    canonical = SITE.canonical(text)
    if canonical is not None:
        assert SITE.holds(canonical)
        assert canonical.isascii()
        assert SITE.canonical(canonical) == canonical
    line_of(Post(id="1", url=SITE.root, title=clean_text(text) or "-", text=clean_lines(text),
                 content_hash="0" * 64, fetched_at=NOW, first_seen_at=NOW))  # fmt: skip


@given(st.text(alphabet="0123456789年月日时分秒前后小天周昨今:：-/. 刚刚", max_size=24))
@example("9999年12月31日 23:59:59")
@example("99999999999999999999天前")
@example("0001-01-01")
def test_dates(text: str) -> None:
    moment = parse_date(text, NOW)
    if moment is not None and moment.latest is not None:
        assert moment.earliest <= moment.latest
        moment.at.isoformat()


@given(st.binary(max_size=200), st.text(max_size=12))
def test_encodings(body: bytes, declared: str) -> None:
    body.decode(detect_encoding(body, declared), "replace")


def test_entities_are_neither_expanded_nor_fetched() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    feed = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">{laughs}
    <!ENTITY file SYSTEM "file:///etc/hostname">]>
    <rss><channel><item><title>&a9;&file;</title><link>http://portal.example/post/1.html</link>
    <description>&a9;&file;</description></item></channel></rss>""".encode()
    response = XmlResponse("http://portal.example/feed.php", body=feed)
    began = time.process_time()
    list(zblog_feed_items(response, NOW))
    text = "".join(response.xpath("//text()").getall())
    assert len(text) < 10_000
    assert Path("/etc/hostname").read_text().strip() not in text
    assert time.process_time() - began < 5


# Time

GROWING: dict[str, Callable[[int], bytes]] = {
    "div": lambda n: b"<div>" * n,
    "bold": lambda n: b"<b>x" * n + b"</b>" * n,
    "list": lambda n: b"<ul><li>x" * n,
    "table": lambda n: b"<table><tr><td>x" * n,
    "cells": lambda n: b"<table><tr>" + b"<td>x</td>" * n + b"</tr></table>",
    "attribute": lambda n: b'<p title="' + b"x" * 10 * n + b'" style="' + b"display " * n + b'">',
    "images": lambda n: b"".join(b'<img src="/a%d.jpg">' % each for each in range(n)),
    "landmarks": lambda n: b'<div class="tags"></div><div class="block"></div>' * n,
    "comments": lambda n: b'<div class="cmtsitem"><div class="cmtsreply">x</div></div>' * n,
    "inputs": lambda n: b'<input id="inpId" value="7">' * n,
    "entities": lambda n: b"&amp;amp;lt;" * n,
    "credits": lambda n: "（记者张三 通讯员李四）".encode() * (n // 4),
    "brackets": lambda n: "（【《".encode() * n,
    "blanks": lambda n: b" \xe3\x80\x80" * n,
    "breaks": lambda n: b"<p>\n</p><br>" * n,
    "joiners": lambda n: "👨\u200d".encode() * n,
    "digits": lambda n: b"1" * 10 * n,
    "cdata": lambda n: b"<![CDATA[<!--" * n,
    "quotes": lambda n: b"<a href='" * n,
    # Landmarks inside one another
    "columns": lambda n: b'<div class="content item"><h2><a href="/post/7.html">x</a></h2>' * n,
    "replies": lambda n: b'<div class="cmtsitem cmtsreply"><div class="cmtshead"><em>x' * n,
    "months": lambda n: b'<div class="archiveitem"><ul class="archivelist"><li><a href="/">' * n,
    "notices": lambda n: b'<div class="copynotice copynoticetxt single pages">x' * n,
    "menus": lambda n: b'<div class="header sitemap relatecon sideimg"><h3><a href="/7">x' * n,
    "spans": lambda n: b'<span class="user date cate view"><a href="/7">x' * n,
    "headings": lambda n: b'<h2><a href="/7">x' * n,
}


@pytest.mark.long
@pytest.mark.parametrize("name", GROWING)
def test_time_grows_with_the_page(name: str) -> None:
    """Eight times the page takes at most some twenty times as long: linear, give or take noise."""
    page = pages()[5]
    mark = b'<div class="info">'
    assert mark in page

    def seconds(n: int) -> float:
        body = page.replace(mark, mark + GROWING[name](n), 1)
        body = body.replace(b"</body>", GROWING[name](n) + b"</body>", 1)
        began = time.process_time()
        assert read(body)
        return time.process_time() - began

    seconds(10)
    small = min(seconds(1000) for _ in range(2))
    assert seconds(8000) < 20 * small + 0.5


@pytest.mark.parametrize("unit", ["报·", "大河报、", "1月1日下午", "1-2026年", "甲某 乙某 ", "Ab "])
@pytest.mark.parametrize("end", ["\ufffd", " 记者从", "记者 甲某", "："])
def test_credits_of_one_word_again_and_again(unit: str, end: str) -> None:
    """Patterns with several ways to read a word would take as good as for ever."""
    lines = ["编辑/甲某 " + unit * n + end for n in (10, 25, 50)]
    began = time.process_time()
    parse_byline("\n".join(lines))
    parse_byline("。".join(lines * 50))
    assert time.process_time() - began < 5
