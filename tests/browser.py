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
from playwright.sync_api import Browser, Page, sync_playwright

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
) -> Iterator[Page]:
    """Open an address; at the end fails if the page complained or reached beyond loopback."""
    complaints: list[str] = []
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        locale=language,
        color_scheme=scheme,
        java_script_enabled=script,
    )
    try:
        page = context.new_page()
        page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
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


def _outside(url: str) -> list[str]:
    parts = urlsplit(url)
    inside = parts.scheme in ("file", "data", "blob", "about") or parts.hostname == "127.0.0.1"
    return [] if inside else [f"network: {url}"]
