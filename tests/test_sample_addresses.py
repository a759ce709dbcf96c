"""The sample portal's addresses: presets, duplicates, soft 404, links that resolve."""

from __future__ import annotations

from urllib.parse import urldefrag, urljoin

import pytest
from parsel import Selector

from newsportal.sample.addresses import PRESETS
from newsportal.sample.content import Portal
from newsportal.sample.options import Options

NOW = 1795305600
ROOT = "http://portal.example/"


def portal(**options: object) -> Portal:
    return Portal(Options(**options), clock=lambda: NOW)  # type: ignore[arg-type]


def head(sample: Portal, address: str) -> tuple[int, str]:
    path, _, query = address.partition("?")
    pairs = dict(pair.partition("=")[::2] for pair in query.split("&") if pair)
    status, headers, _ = sample.respond("HEAD", path, pairs)
    return status, headers.get("Location", "")


@pytest.mark.parametrize("urls", ["active", *PRESETS])
def test_every_link_on_every_page_resolves(urls: str) -> None:
    sample = portal(posts=30, urls=urls, per_page=4, slider=True, order_links=True)
    todo, known, posts = [ROOT], {ROOT}, set()
    wanted = {sample.truth(post_id).path for post_id in sample.ids()}
    while todo:
        address = todo.pop()
        status, html = sample.get(address)
        assert status in (200, 302), address
        if address.removeprefix(ROOT[:-1]) in wanted:
            posts.add(address)
        if not html.startswith("<!DOCTYPE") or "external_link" in address or "order=" in address:
            continue
        for link in Selector(html).css("a::attr(href), link::attr(href), .content img::attr(src)"):
            url = urldefrag(urljoin(address, link.get()))[0]
            if url.startswith(ROOT) and url not in known:
                known.add(url)
                todo.append(url)
    assert len(posts) == len(wanted)


def test_page_one_has_duplicates() -> None:
    sample = portal()
    for address in ("/page_1.html", "/page_0.html", "/index.php", "/?page=2", "/?utm_source=x"):
        html = Selector(sample.get(address)[1])
        assert html.css(".pagebar .now-page::text").get() == "1", address
    for address in ("/category-1_1.html", "/category-1_0.html", "/?cate=1"):
        status, html_text = sample.get(address)
        assert status == 200
        assert "canonical" not in html_text
    assert Selector(sample.get("/?cate=1&page=2")[1]).css(".now-page::text").get() == "2"


def test_id_queries_redirect_only_alone() -> None:
    sample = portal()
    newest = sample.truth(next(sample.ids()))
    target = ROOT[:-1] + newest.path
    assert head(sample, f"/?id={newest.id}") == (302, target)
    assert head(sample, f"/index.php?id={newest.id}") == (302, target)
    assert head(sample, f"/?id={newest.id}&x=1") == (200, "")
    assert head(sample, f"{newest.path}?utm_source=x") == (200, "")
    assert head(sample, "/?id=2") == (302, ROOT + "2.html")
    assert head(sample, "/?id=1")[0] == 404


def test_pretty_addresses_are_strict() -> None:
    sample = portal()
    number = next(sample.ids())
    for address in (
        f"/post/{number}", f"/post/{number}.html/", f"/POST/{number}.HTML", f"/post/0{number}.html",
        "/post/1.html", "/nothing.html", "/robots.txt", "/sitemap.xml", "/Category-1.html",
    ):  # fmt: skip
        status, html = sample.get(address)
        assert status == 404, address
        assert Selector(html).css("body[class='404'] .errorpage h3::text").get() == "404!"
        assert not Selector(html).css("h1, .post")


def test_active_mode_has_soft_404() -> None:
    sample = portal(urls="active")
    front = Selector(sample.get("/")[1]).css(".listcon h2 a::attr(href)").getall()
    for address in ("/nothing.html", "/post/1.html", "/?strange=1"):
        status, html = sample.get(address)
        assert status == 200
        assert Selector(html).css(".listcon h2 a::attr(href)").getall() == front
    assert sample.get("/?id=1")[0] == 404
    assert sample.get("/?cate=99")[0] == 404
    assert Selector(sample.get("/?page=2")[1]).css(".now-page::text").get() == "2"
    assert "?page=2&amp;" not in sample.get("/")[1]
    assert "/?cate=1&amp;page=2" in sample.get("/?cate=1")[1]


def test_patterns_may_be_set_one_by_one() -> None:
    sample = portal(post_url="{id}.html", index_url="page/{page}/")
    assert head(sample, sample.truth(next(sample.ids())).path)[0] == 200
    assert "/page/2/" in sample.get("/")[1]
    assert sample.get("/2.html")[0] == 200


def test_aliases_are_percent_encoded() -> None:
    paths = [portal(urls="alias").truth(i).path for i in portal(urls="alias").ids()]
    assert any("%E6%96%B0%E9%97%BB-" in path for path in paths)
    assert all(path.isascii() for path in paths)


def test_services() -> None:
    sample = portal()
    assert head(sample, "/zb_system/admin/") == (302, ROOT + "zb_system/login.php")
    assert head(sample, "/zb_system/login.php")[0] == 200
    assert head(sample, "/zb_system/api.php")[0] == 503
    assert sample.get("/zb_system/xml-rpc/") == (404, "")
    status, headers, _ = sample.respond(
        "POST", "/zb_system/cmd.php", {"act": "search", "q": "泰山"}
    )
    assert (status, headers["Location"]) == (302, ROOT + "search.php?q=%E6%B3%B0%E5%B1%B1")
    assert "reader.example" in sample.get("/?external_link=https%3A%2F%2Freader.example%2F")[1]
    assert portal(robots="User-agent: *\nCrawl-delay: 2").get("/robots.txt") == (
        200,
        "User-agent: *\nCrawl-delay: 2",
    )


def test_closed_portal_and_error_pages() -> None:
    closed = portal(closed=True)
    for address in ("/", "/feed.php", "/search.php?q=a", "/post/60001.html"):
        status, html = closed.get(address)
        assert status == 503
        assert Selector(html).css("body.closepage .closesite h1")
    broken = portal(error_every=3)
    assert [broken.get("/")[0] for _ in range(6)] == [200, 200, 500, 200, 200, 500]


def test_headers_are_the_cms_own() -> None:
    _, headers, _ = portal().respond("GET", "/")
    assert headers == {
        "Content-Type": "text/html; charset=utf-8",
        "Product": "Z-BlogPHP 1.7.5",
        "X-XSS-Protection": "1; mode=block",
    }
