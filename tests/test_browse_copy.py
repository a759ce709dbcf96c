"""A post "as it was": its stored page, harmless, and said to be a copy."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import needs_chromium, opened
from tests.browsing import Site, served, text_of
from tests.crawling import archive_folder, crawl
from tests.plain_portal import PlainPortal, post_page, title
from tests.plain_portal import served as serving

GIF = b"GIF89a\x02\x00\x02\x00\x80\x00\x00\xff\x00\x00\x00\x00\xff!\xf9\x04\x01\x00\x00\x00\x00,"
GIF += b"\x00\x00\x00\x00\x02\x00\x02\x00\x00\x02\x03D\x02\x05\x00;"
OUT = "http://outside.example"
HOSTILE = f"""<script>document.title='taken'</script><img src="/a.gif" alt="开工现场">
<img src="/lost.gif" alt="没有存下" onerror="document.title='taken'"><iframe src="{OUT}/f"></iframe>
<svg onload="document.title='taken'"><image href="{OUT}/s.png"/></svg>
<object data="{OUT}/o"></object>
<div style="background:url({OUT}/bg.png)">底</div><p style="color:red">红</p>
<style>.x {{background: url({OUT}/css.png)}}</style><style>.text {{color: #123456}}</style>
<link rel="stylesheet" href="{OUT}/l.css"><a href="{OUT}/page">出去</a>
<form action="{OUT}"><button>送
</button></form><video src="{OUT}/v.mp4" poster="{OUT}/v.png"></video><img srcset="{OUT}/2x.png 2x">
<meta http-equiv="refresh" content="0;url={OUT}/m"><base href="{OUT}/">"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("data")
    portal = PlainPortal().news(12)
    portal.pages["/a.gif"] = GIF
    portal.headers["/a.gif"] = {"Content-Type": "image/gif"}
    body = "".join(f"<p>街道办事处昨天发出了第{n}号通知，施工开始了。</p>" for n in range(60))
    portal.pages["/news/7.html"] = post_page(7, body=body + HOSTILE)
    with serving(portal):
        run = crawl(portal.url, data, "theme=generic", settings={"NEWSPORTAL_MEDIA": "images"})
        assert run.records
    with served(data, portal.url, archive_folder(portal.url, data)) as running:
        yield running


@pytest.mark.long
def test_a_copy_says_what_it_is(site: Site) -> None:
    page = site.page("/post/news/7.html")
    (link,) = page.xpath("//a[text()='The stored copy']/@href")
    answer, text = site.get(link, **{"Accept-Language": "en"})
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "This is a copy of the page, as it was on " in text
    assert "/news/7.html" in text
    assert "style sheets are not stored" in text  # it names one
    assert "style sheets" not in site.get("/copy/news/6.html", **{"Accept-Language": "en"})[1]
    assert re.search(r'<iframe sandbox="allow-same-origin"', text)


@pytest.mark.long
def test_a_copy_has_the_page_and_nothing_that_runs_or_loads(site: Site) -> None:
    answer, text = site.get("/copied/news/7.html")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-same-origin; default-src 'none'; ")
    assert "script-src" not in policy
    for paragraph in (
        "街道办事处昨天发出了第3号通知，施工开始了。",
        title(7),
        "出去",
        "[没有存下]",
    ):
        assert paragraph in text
    assert not re.search(
        r"<(?:script|iframe|object|svg|link|form|meta http|base|video)|onerror|onload|taken|srcset",
        text,
    )
    assert "url(" not in text
    assert ".text {color: #123456}" in text
    assert re.findall(r'(?:src|href)="([^"]*)"', text) == re.findall(r'"(/media/[^"]+)"', text)
    (picture,) = re.findall(r'src="(/media/[^"]+)"', text)
    assert site.get(picture, "HEAD")[0].status == 200
    assert f'title="{OUT}/page"' in text


def test_where_no_page_is_stored_there_is_no_copy(site: Site) -> None:
    assert site.get("/copy/news/99.html")[0].status == 404
    assert site.get("/copied/news/99.html")[0].status == 404


@needs_chromium
@pytest.mark.long
def test_a_copy_in_the_browser(site: Site, chromium: Browser) -> None:
    with opened(chromium, f"{site.url}copy/news/7.html") as page:
        frame = page.frames[1]
        frame.wait_for_selector("h1")
        assert frame.inner_text("h1") == title(7)
        assert page.title() != "taken"
        loaded = "element => element.complete && element.naturalWidth"
        assert frame.eval_on_selector("img", loaded) == 2
        assert "copy" in text_of(site.page("/copy/news/7.html"))
