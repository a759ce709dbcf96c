"""What relative addresses are relative to: the page, or its ``base`` if that is on the portal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from newsportal.pages.page import base_url
from newsportal.pages.site import Site
from newsportal.sample.options import Options
from tests.crawling import Record, crawl
from tests.watching import SPARE, Answer, Hit, watch

NOW = 1_795_000_000
# Addresses with folders, where nothing relative would be right by chance.
OPTIONS = Options(posts=16, urls="date", anchor=NOW, **{**SPARE, "pages": True})
COMPARED = ("url", "title", "text", "html", "images", "previous", "next", "published_at")


def archive(folder: Path, change: Callable[[bytes, bytes], bytes]) -> list[Record]:
    """Archive a portal whose pages are changed; return what does not depend on time and place."""

    def instead(hit: Hit) -> Answer:
        status, headers, body = watched.portal.respond("GET", hit.path, host=hit.headers["host"])
        if headers.get("Content-Type", "").startswith("text/html"):
            body = change(body, watched.url.encode())
        return status, headers, body

    with watch(OPTIONS, instead) as watched:
        crawled = crawl(watched.url, folder)
        assert crawled.exit_status == 0, crawled.stderr
        assert max(map(watched.asked().count, watched.asked())) == 1
    kept = [{name: record[name] for name in COMPARED} for record in crawled.records]
    whole = json.dumps(sorted(kept, key=lambda record: record["url"]))
    compared: list[Record] = json.loads(whole.replace(watched.url, "http://portal/"))
    assert len(compared) == OPTIONS.posts
    return compared


def with_base(base: bytes, links: bytes) -> Callable[[bytes, bytes], bytes]:
    """Give pages a base, and links that begin with *links* instead of the portal's address."""

    def change(body: bytes, url: bytes) -> bytes:
        for quote in (b'"', b"'"):
            body = body.replace(b"=" + quote + url, b"=" + quote + links)
        return body.replace(b"<head>", b"<head>" + base.replace(b"URL", url), 1)

    return change


@pytest.mark.long
def test_links_and_pictures_are_relative_to_the_base(tmp_path: Path) -> None:
    plain = archive(tmp_path / "plain", lambda body, _: body)
    assert any(record["images"] for record in plain)
    for number, change in enumerate(
        (
            with_base(b'<base target="_blank"><BASE HREF=" / ">', b""),
            with_base(b'<base href="URL2026/x.html">', b"../"),
            with_base(b'<base href="http://169.254.169.254/">', b"/"),
        )
    ):
        assert archive(tmp_path / str(number), change) == plain


@pytest.mark.parametrize(
    ("base", "relative_to"),
    [
        ("", "https://news.example/post/7.html"),
        ("/", "https://news.example/"),
        ("../a/", "https://news.example/a/"),
        ("http://www.news.example/b/", "http://www.news.example/b/"),
        ("//elsewhere.example/", "https://news.example/post/7.html"),
        ("https://news.example:8443/", "https://news.example/post/7.html"),
        ("https://news.example@elsewhere.example/", "https://news.example/post/7.html"),
        ("javascript:alert(1)//", "https://news.example/post/7.html"),
        ("data:text/html,x", "https://news.example/post/7.html"),
        ("file:///etc/", "https://news.example/post/7.html"),
        ("http://[broken", "https://news.example/post/7.html"),
        ("\\\\elsewhere.example/", "https://news.example/post/7.html"),
    ],
)
def test_base(base: str, relative_to: str) -> None:
    html = f'<html><head><base target=x><base href="{base}"><base href="/second/"></head></html>'
    page = HtmlResponse("https://news.example/post/7.html", body=html.encode(), encoding="utf-8")
    assert base_url(page, Site.of("https://news.example/")) == relative_to
