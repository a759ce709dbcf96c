"""A sample portal in this process that notes every request, and answers some in another way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from newsportal import settings as defaults
from newsportal.sample.content import Portal
from newsportal.sample.options import Options
from tests.crawling import Crawl
from tests.http_server import Responder, http_server

# Few requests besides the posts: no menu, no sidebar.
SPARE: dict[str, Any] = {
    "sidebar": False, "comments": False, "pages": False, "duplicates": False, "future": 0,
}  # fmt: skip
POLITE = {
    name: getattr(defaults, name)
    for name in (
        "DOWNLOAD_DELAY", "AUTOTHROTTLE_ENABLED", "CONCURRENT_REQUESTS",
        "CONCURRENT_REQUESTS_PER_DOMAIN",
    )
}  # fmt: skip
UNDELAYED = {**POLITE, "DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False}


@dataclass(slots=True)
class Hit:
    """A request as the server saw it."""

    method: str
    path: str
    headers: dict[str, str]
    began: float
    """Epoch seconds."""
    in_flight: int
    """Requests that were being answered then, this one too."""
    status: int = 0
    answered: float = 0.0


Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Watched:
    """A sample portal that notes every request, and answers some in another way."""

    portal: Portal
    instead: Callable[[Hit], Answer | None] = lambda _: None
    seconds: float = 0.0
    """How long each answer takes."""
    url: str = ""
    hits: list[Hit] = field(default_factory=list)
    _running: int = 0
    _counting: threading.Lock = field(default_factory=threading.Lock)
    _rendering: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        with self._counting:
            self._running += 1
            headers = {name.lower(): value for name, value in handler.headers.items()}
            hit = Hit(handler.command, handler.path, headers, time.time(), self._running)
            self.hits.append(hit)
        time.sleep(self.seconds)
        parts = urlsplit(handler.path)
        with self._rendering:
            answer = self.instead(hit) or self.portal.respond(
                handler.command,
                parts.path,
                dict(parse_qsl(parts.query, keep_blank_values=True)),
                headers.get("user-agent", ""),
                headers["host"],
                self.url.removesuffix("/") + handler.path,
            )
        hit.status, fields, body = answer
        handler.send_response(hit.status)
        for name, value in {**fields, "Content-Length": str(len(body))}.items():
            handler.send_header(name, value)
        handler.send_header("Set-Cookie", f"visit={len(self.hits)}; path=/")
        handler.send_header("Referrer-Policy", "unsafe-url")
        with self._counting:
            self._running -= 1
            hit.answered = time.time()
        handler.end_headers()
        handler.wfile.write(body)

    def asked(self) -> list[str]:
        """Return the paths that were asked for, in order."""
        return [hit.path for hit in self.hits]

    def posts_asked(self) -> list[str]:
        """Return those of posts."""
        return [path for path in self.asked() if path.startswith("/post/")]

    def posts(self) -> set[str]:
        """Return the paths of all posts that there are."""
        return {self.portal.truth(post_id).path for post_id in self.portal.ids()}

    def archived(self, crawled: Crawl) -> set[str]:
        """Return the paths of the posts that a crawl has archived."""
        return {urlsplit(record["url"]).path for record in crawled.records}


@contextmanager
def watch(
    options: Options, instead: Callable[[Hit], Answer | None] | None = None, seconds: float = 0.0
) -> Iterator[Watched]:
    """Serve a sample portal from this process."""
    watched = Watched(Portal(options), instead or (lambda _: None), seconds)

    class Handler(Responder):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            watched.answer(self)

        do_HEAD = do_POST = do_GET  # noqa: N815 (names of the standard library)

    with http_server(Handler) as address:
        watched.url = address
        yield watched
