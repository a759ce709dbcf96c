"""A real pywb shows stored pages as the portal did.

pywb wants old libraries and has an environment of its own: NEWSPORTAL_PYWB names it, or it is made
once, beside the system's temporary files.
"""

from __future__ import annotations

import gzip
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser

from newsportal.pagestore.members import Exchange
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.browser import needs_chromium
from tests.crawling import archive_folder, crawl
from tests.odd_answers import NO_POSTS, NOT_UNPACKED, ODD, odd_portal
from tests.plain_portal import post_page, title
from tests.test_pagestore import assert_valid, opened, records

pytestmark = pytest.mark.long
_NOW = 1795305600


def pywb() -> Path:
    """Return the folder of pywb's programs."""
    chosen = os.environ.get("NEWSPORTAL_PYWB")
    folder = Path(chosen or f"{tempfile.gettempdir()}/newsportal-pywb")
    if not (folder / "bin/wayback").exists():
        try:
            subprocess.run([sys.executable, "-m", "venv", folder], check=True, timeout=120)
            subprocess.run(
                [folder / "bin/pip", "install", "-q", "pywb==2.10.0", "setuptools<81"],
                check=True, timeout=900, capture_output=True,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError) as error:
            pytest.skip(f"pywb cannot be installed: {error}")
    return folder / "bin"


@contextmanager
def replaying(folder: Path, *warcs: Path) -> Iterator[str]:
    """Let pywb serve files; yield the address of its collection."""
    programs = pywb()
    folder.mkdir()
    for words in (["init", "news"], ["add", "news", *map(str, warcs)]):
        subprocess.run(
            [programs / "wb-manager", *words], cwd=folder, check=True, capture_output=True
        )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [programs / "wayback", "-p", str(port), "-b", "127.0.0.1"], cwd=folder,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/news"
    finally:
        server.kill()
        server.wait()


@needs_chromium
def test_a_post_looks_as_on_the_portal(chromium: Browser, tmp_path: Path) -> None:
    with serve(Options(posts=20, anchor=_NOW), _NOW) as url:
        crawled = crawl(url, tmp_path / "data")
        assert crawled.exit_status == 0, crawled.stderr
        post = crawled.records[3]["url"]
        page = chromium.new_page()
        page.goto(post)
        shown = page.inner_text(".single")
        page.close()
    (warc,) = (archive_folder(url, tmp_path / "data") / "warc").iterdir()
    # The portal is gone now.
    with replaying(tmp_path / "replay", warc) as collection:
        with urlopen(f"{collection}/2026id_/{post}") as answer:  # as it came
            assert answer.status == 200
        page = chromium.new_page()
        page.goto(f"{collection}/2026/{post}")
        copy = page.frame_locator("iframe").locator(".single")
        assert copy.inner_text(timeout=30_000) == shown
        page.close()


def as_stored(url: str) -> tuple[int, bytes]:
    """Return status and body of an answer, redirects not followed."""
    parts = urlsplit(url)
    with closing(HTTPConnection(parts.netloc, timeout=60)) as connection:
        connection.request("GET", url.removeprefix(f"http://{parts.netloc}"))
        answer = connection.getresponse()
        return answer.status, answer.read()


def unpacked(exchange: Exchange) -> bytes:
    coded = exchange.body and ("Content-Encoding", "gzip") in exchange.headers
    return gzip.decompress(exchange.body) if coded else exchange.body


def test_answers_that_are_odd_on_the_wire(tmp_path: Path) -> None:
    with odd_portal() as portal:
        crawled = crawl(portal.url, tmp_path / "data", "theme=generic")
    assert crawled.exit_status == 0, crawled.stderr
    posts = [f"{portal.url}news/{n}.html" for n in range(len(ODD))]
    assert {r["url"]: r["title"] for r in crawled.records} == {
        url: title(n) for n, url in enumerate(posts)
    }
    (warc,) = (archive_folder(portal.url, tmp_path / "data") / "warc").iterdir()
    assert_valid(warc)
    stored = {url: block for kind, url, block in records(warc) if kind == "response"}
    store = opened(tmp_path / "no-posts")
    for exchange in NO_POSTS:
        store.add(exchange)
    store.sync()
    (no_posts,) = (tmp_path / "no-posts").iterdir()
    assert_valid(no_posts)
    kept = [block for kind, _, block in records(no_posts) if kind in ("response", "revisit")]
    assert kept == [exchange.body for exchange in NO_POSTS]
    with replaying(tmp_path / "replay", warc, no_posts) as collection:
        for exchange in NO_POSTS:
            found = as_stored(f"{collection}/2026id_/{exchange.url}")
            assert found == (exchange.status, unpacked(exchange)), exchange.url
        for n, (name, answer) in enumerate(ODD.items()):
            page = post_page(n).encode()
            sent = answer(page)
            assert b"chunked" in sent or sent.endswith(stored[posts[n]]), name
            if name not in NOT_UNPACKED:
                with urlopen(f"{collection}/2026id_/{posts[n]}") as copy:
                    assert (copy.status, copy.read()) == (200, page), name
