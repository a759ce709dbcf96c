"""The site in a real browser: both languages and schemes, on a phone and at a desk."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Literal
from urllib.parse import unquote, urljoin

import pytest
from playwright.sync_api import Browser

from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.browser import (
    NARROW,
    WIDE,
    faint,
    keep,
    needs_chromium,
    opened,
    sideways,
    skipped_headings,
)
from tests.browsing import Site, served
from tests.crawling import archive_folder, crawl
from tests.records import record

pytestmark = [needs_chromium, pytest.mark.long]
SCRIPT = "<script>document.title='taken'</script>"
LONG = "https://elsewhere.example/" + "a" * 300 + ".png"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("data")
    with serve(Options(posts=60)) as portal:
        assert crawl(portal, data).exit_status == 0
    folder = archive_folder(portal, data)
    site = Site("", folder)
    edited = site.records[3]
    site.append(
        record("script", f"{SCRIPT}题", SCRIPT, html=f"<p>{escape(SCRIPT)}</p>{SCRIPT}"
               f"<img src='{LONG}' onerror='document.title=1'>",
               images=[{"url": LONG, "alt": ""}], published_at="2031-01-01T00:00:00+08:00"),
        {**edited, "title": edited["title"] + "（更正）", "revision": 2,
         "text": "新的第一段。\n" + edited["text"].replace("，", "、", 3)},
    )  # fmt: skip
    with served(data, portal, folder) as running:
        yield running


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_every_page_renders(
    width: int, language: str, scheme: Literal["light", "dark"], site: Site, chromium: Browser
) -> None:
    pages = {
        "front": "", "day": "day", "category": "category", "reporter": "reporter",
        "search": "search?q=社区", "post": f"post/{site.records[3]['id']}",
        "hostile": "post/script", "people": "person", "runs": "runs", "tag": "tag",
    }  # fmt: skip
    set_in = set()  # one paper, one type
    with opened(chromium, site.url, width=width, language=language, scheme=scheme) as page:
        for name, path in pages.items():
            answer = page.goto(urljoin(site.url, path))
            assert answer is not None
            assert answer.ok
            keep(page, f"site-{name}-{width}-{language[:2]}-{scheme}", whole=name == "post")
            assert sideways(page) == 0, name
            assert (faint(page), skipped_headings(page)) == ([], []), name
            set_in |= {
                one.evaluate("one => getComputedStyle(one).fontFamily")
                for one in page.locator("h1, .paper").all()
            }
            assert len(set_in) == 1, name
            assert page.locator("html").get_attribute("lang") == (
                "zh-CN" if language == "zh-CN" else "en"
            )
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        channels = [int(part) for part in background.strip("rgb()").split(",")]
        assert (sum(channels) < 3 * 128) is (scheme == "dark")


def test_reader_searches_and_reads(site: Site, chromium: Browser) -> None:
    """From the front page, without script, by what stands on the page."""
    with opened(chromium, site.url, language="zh-CN", script=False) as page:
        page.get_by_role("searchbox").fill("社区")
        page.get_by_role("searchbox").press("Enter")
        assert unquote(page.url).endswith("/search?q=社区")
        last = {one["url"]: one for one in site.records}.values()
        expected = sorted(
            one["title"] for one in last if "社区" in one["title"] + "\n" + one["text"]
        )
        found: list[str] = []
        while True:
            found += page.locator("article h3").all_inner_texts()
            assert set(page.locator("mark").all_inner_texts()) == {"社区"}
            older = page.locator("a[rel=next]")
            if not older.count():
                break
            older.click()
        assert sorted(found) == expected
        page.locator("article h3 a").first.click()
        assert page.locator("h1").inner_text() == found[-page_length(len(found))]
        page.get_by_role("link", name="English").click()
        assert page.locator("html").get_attribute("lang") == "en"
        page.get_by_role("link", name="Days").click()
        assert page.locator("html").get_attribute("lang") == "en"


def page_length(found: int) -> int:
    """Return how many posts the last page of a list shows."""
    return (found - 1) % 30 + 1


def test_script_of_a_portal_is_shown_as_text(site: Site, chromium: Browser) -> None:
    with opened(chromium, urljoin(site.url, "post/script")) as page:
        assert page.locator("h1").inner_text() == f"{SCRIPT}题"
        assert page.locator(".body").inner_text().startswith(SCRIPT)
        assert page.title().startswith(SCRIPT)
        assert page.evaluate("document.scripts.length") == 1  # ours


def test_printed_page_has_no_controls(site: Site, chromium: Browser) -> None:
    with opened(chromium, urljoin(site.url, f"post/{site.records[3]['id']}")) as page:
        page.emulate_media(media="print")
        assert page.locator("h1").is_visible()
        assert not page.get_by_role("searchbox").is_visible()
        assert not page.get_by_role("navigation").first.is_visible()


def test_printed_post_shows_every_revision(site: Site, chromium: Browser) -> None:
    """Also those that are folded on the screen, on white paper."""
    path = urljoin(site.url, f"post/{site.records[3]['id']}")
    with opened(chromium, path, scheme="dark", script=False) as page:
        page.locator("summary").first.click(position={"x": 2, "y": 8})
        assert not page.locator("ins").first.is_visible()
        page.emulate_media(media="print")
        assert page.locator("ins").first.is_visible()
        assert page.locator("del").first.is_visible()
    with opened(chromium, path, scheme="dark", width=680) as page:
        page.emulate_media(media="print")
        assert sideways(page) <= 0
        line, paper = page.locator("ins").first.evaluate(
            "one => [getComputedStyle(one).textDecorationLine,"
            " getComputedStyle(document.body).backgroundColor]"
        )
        assert (line, paper) == ("underline", "rgb(255, 255, 255)")
