"""Runs ``scrapy browse`` over an archive, as its reader would."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from lxml import html

ROOT = Path(__file__).parents[1]
SECONDS = 60  # for what takes one


@dataclass(slots=True)
class Site:
    """An archive and where it is served."""

    url: str
    folder: Path

    @property
    def records(self) -> list[dict[str, Any]]:
        lines = (self.folder / "posts.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def append(self, *records: dict[str, Any]) -> None:
        append(self.folder, *records)

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, str]:
        """Ask for a path; the site must answer at once, whatever it is asked."""
        parts = urlsplit(urljoin(self.url, path))
        connection = HTTPConnection(parts.netloc, timeout=SECONDS)
        try:
            target = quote(f"{parts.path}?{parts.query}", safe="/?&=%+~")
            connection.request(method, target, headers=headers)
            answer = connection.getresponse()
            return answer, answer.read().decode()
        finally:
            connection.close()

    def page(self, path: str, language: str = "en") -> html.HtmlElement:
        answer, text = self.get(path, **{"Accept-Language": language})
        assert answer.status == 200, (path, answer.status)
        return html.document_fromstring(text)

    def listed(self, path: str) -> list[str]:
        """Return the titles of a list, through all its pages."""
        titles: list[str] = []
        while path:
            page = self.page(path)
            titles += [text_of(title) for title in page.cssselect("article h3")]
            older = page.cssselect("a[rel=next]")
            path = older[0].get("href") if older else ""
        return titles


def text_of(element: html.HtmlElement) -> str:
    """Return what an element shows."""
    return " ".join(element.text_content().split())


def append(folder: Path, *records: dict[str, Any]) -> None:
    """Add records to an archive, as a crawl does."""
    folder.mkdir(exist_ok=True)
    with (folder / "posts.jsonl").open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def browse(data: Path, portal: str, *arguments: str) -> subprocess.Popen[str]:
    """Start the command."""
    return subprocess.Popen(
        [sys.executable, "-m", "scrapy", "browse", "-a", f"portal={portal}", *arguments],
        cwd=ROOT, env=os.environ | {"NEWSPORTAL_DATA_DIR": str(data)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@contextmanager
def served(data: Path, portal: str, folder: Path, *arguments: str) -> Iterator[Site]:
    """Serve an archive on a free port and stop as Ctrl-C does."""
    with browse(data, portal, *arguments, "--port", "0") as child:
        try:
            assert child.stdout is not None
            address = re.search(r"http://\S+", child.stdout.readline())
            assert address, child.communicate(timeout=SECONDS)
            yield Site(address[0], folder)
        finally:
            child.send_signal(signal.SIGINT)
            assert child.wait(SECONDS) == 0
