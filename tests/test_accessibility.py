"""Site and report for those who see little, use no mouse, or have a phone: axe-core and keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal
from urllib.parse import quote, urljoin

import pytest
from playwright.sync_api import Browser

from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.browser import (
    NARROW,
    WIDE,
    inaccessible,
    keep,
    needs_chromium,
    opened,
    sideways,
    skipped_headings,
)
from tests.browsing import Site, served
from tests.crawling import archive_folder, crawl

pytestmark = [needs_chromium, pytest.mark.long]
_NOW = 1795305600
COMBINATIONS = pytest.mark.parametrize(
    ("width", "language", "scheme"),
    [(NARROW, "zh-CN", "dark"), (NARROW, "en-US", "light"),
     (WIDE, "zh-CN", "light"), (WIDE, "en-US", "dark")],
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of a portal that has been edited between two runs."""
    data = tmp_path_factory.mktemp("data")
    with serve(Options(posts=60, anchor=_NOW), _NOW) as url:
        first = crawl(url, data)
        port = int(url.rstrip("/").rpartition(":")[2])
    edited = tuple(sorted(int(record["id"]) for record in first.records)[5:8])
    with serve(Options(posts=60, anchor=_NOW, added=3, edited=edited), _NOW, port=port) as url:
        assert crawl(url, data, "mode=refetch").exit_status == 0
    with served(data, url, archive_folder(url, data)) as running:
        yield running


def pages(site: Site) -> dict[str, str]:
    """Return the pages of every kind by name."""
    post = next(one for one in reversed(site.records) if one["revision"] == 2)
    person = next(one["reporters"][0] for one in site.records if one["reporters"])
    report = max((site.folder / "runs").glob("*.html"))
    paths = {
        "front": "", "calendar": "day", "sections": "category", "tags": "tag", "people": "person",
        "section": f"category?name={quote(' › '.join(post['category']))}",
        "person": f"person?name={quote(person)}", "changed": "changed", "removed": "removed",
        "search": "search?q=社区 -公告", "nothing": "search?q=无此词语",
        "post": f"post/{post['id']}", "copy": f"copy/{post['id']}", "runs": "runs",
        "run": f"runs/{report.stem}", "missing": "post/nothing-here",
    }  # fmt: skip
    return {name: urljoin(site.url, path) for name, path in paths.items()} | {
        "report": report.as_uri()
    }


@COMBINATIONS
def test_every_page_can_be_read_by_everybody(
    width: int, language: str, scheme: Literal["light", "dark"], site: Site, chromium: Browser
) -> None:
    faults = {}
    for name, url in pages(site).items():
        with opened(
            chromium, url, width=width, language=language, scheme=scheme, errors=(404,)
        ) as page:
            keep(page, f"{name}-{width}-{language[:2]}-{scheme}")
            found = [*inaccessible(page), *skipped_headings(page)]
            if sideways(page) > 0:
                found.append("wider than the window")
            if found:
                faults[name] = found
    assert faults == {}


_FOCUSED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  return one === document.body ? "" : [
    one.tagName, one.getAttribute("href") || one.name || one.id, style.outlineStyle !== "none"
      || one.matches("input[type=radio], .bar input"), box.width > 0
  ].join(" ");
}"""


@pytest.mark.parametrize("name", ["front", "post", "search", "run"])
def test_all_can_be_reached_by_keys(name: str, site: Site, chromium: Browser) -> None:
    """Tab by Tab, nothing holds the focus, and it can be seen where it is."""
    with opened(chromium, pages(site)[name]) as page:
        wanted = page.locator("a[href]:visible, button:visible, summary:visible").count()
        seen = []
        for _ in range(wanted + 40):
            page.keyboard.press("Tab")
            focused = page.evaluate(_FOCUSED)
            if not focused:
                break
            seen.append(focused)
        assert len(seen) >= wanted
        assert [one for one in seen if one.split()[-2:] != ["true", "true"]] == []
        page.keyboard.press("Tab")
        first = next(one for one in seen if one.startswith("A "))
        assert "#content" in first  # past the masthead in one step
