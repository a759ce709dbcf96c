"""Debian's Chromium, headless, as a reader would use it: every complaint of it is an error.

Screenshots are kept in screenshots/, which git ignores.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
SCREENSHOTS = Path(__file__).parents[1] / "screenshots"
NARROW, WIDE = 360, 1280  # pixels: a small phone, a desk
_QUIET = (
    "--no-sandbox",  # CI is root in a container
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium in PATH")


@contextmanager
def started() -> Iterator[Browser]:
    """Start Chromium for many pages; once a module, as it takes two seconds."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=[*_QUIET])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(
    browser: Browser,
    url: str,
    *,
    width: int = WIDE,
    language: str = "en-US",
    scheme: Literal["light", "dark"] = "light",
    script: bool = True,
    errors: tuple[int, ...] = (),
) -> Iterator[Page]:
    """Open an address; at the end fails if the page complained or reached beyond loopback.

    *errors* are statuses that the page may have, and of which Chromium complains.
    """
    complaints: list[str] = []
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        locale=language,
        color_scheme=scheme,
        java_script_enabled=script,
    )
    try:
        page = context.new_page()
        page.on("console", lambda said: complaints.extend(_said(said, errors)))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        page.on("request", lambda asked: complaints.extend(_outside(asked.url)))
        page.on("requestfailed", lambda asked: complaints.append(f"failed: {asked.url}"))
        page.goto(url)
        yield page
        assert complaints == []
    finally:
        context.close()


def keep(page: Page, name: str, *, whole: bool = True) -> Path:
    """Keep a screenshot of the whole page, or of what is in view."""
    SCREENSHOTS.mkdir(exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=whole)
    return path


def sideways(page: Page) -> int:
    """Return how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def faint(page: Page) -> list[str]:
    """Return the texts in view that stand out too little from their ground (WCAG 2.2, level AA)."""
    return list(page.evaluate(_FAINT))


def inaccessible(page: Page) -> list[str]:
    """Return what axe-core finds wrong with the page, by WCAG 2.2 AA and its own best practice.

    What the frame of a stored page holds is the portal's.
    """
    page.evaluate(Path(AXE_FILE_PATH).read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    options = {"runOnly": {"type": "tag", "values": tags}, "iframes": False}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{fault['id']}: {node['html'][:150]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def skipped_headings(page: Page) -> list[str]:
    """Return the headings that leave out a level; the first must be the only one of level 1."""
    found = page.locator("h1:not(.body *), h2, h3, h4").filter(visible=True)
    levels = [int(tag[1]) for tag in found.evaluate_all("all => all.map(one => one.tagName)")]
    texts = found.all_inner_texts()
    before = [0, *levels]
    return [
        text
        for text, level, above in zip(texts, levels, before, strict=False)
        if level > above + 1 or (level == 1) != (above == 0)
    ]


_FAINT = """() => {
  // A mixed colour is told as color(srgb r g b), from 0 to 1.
  const parts = text => text.match(/[\\d.]+/g).map(Number)
    .map((c, n) => text.startsWith("color(srgb") && n < 3 ? c * 255 : c);
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
    .map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, n) => sum + c * [.2126, .7152, .0722][n], 0);
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim(), element = walker.currentNode.parentElement;
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    if (!text || !element.checkVisibility() || box.width < 2 || element.closest("svg, script"))
      continue;
    let ground = [255, 255, 255], opacity = 1;
    for (let up = element; up; up = up.parentElement) {
      opacity *= getComputedStyle(up).opacity;
      const colour = parts(getComputedStyle(up).backgroundColor);
      if (colour.length == 3 || colour[3] == 1) { ground = colour; break; }
    }
    const ink = parts(style.color).slice(0, 3)
      .map((c, n) => c * opacity + ground[n] * (1 - opacity));
    const [low, high] = [light(ink), light(ground)].sort((a, b) => a - b);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const ratio = (high + .05) / (low + .05);
    if (ratio < (large ? 3 : 4.5)) found.push(`${text.slice(0, 30)}: ${ratio.toFixed(2)}`);
  }
  return found;
}"""


def _said(message: ConsoleMessage, errors: tuple[int, ...]) -> list[str]:
    known = any(f"status of {status}" in message.text for status in errors)
    return [] if known else [f"{message.type}: {message.text}"]


def _outside(url: str) -> list[str]:
    parts = urlsplit(url)
    inside = parts.scheme in ("file", "data", "blob", "about") or parts.hostname == "127.0.0.1"
    return [] if inside else [f"network: {url}"]
