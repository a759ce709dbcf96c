"""A small portal whose pictures and files do whatever a test says; other hosts beside it.

As a program it crawls itself in a network of its own (`tests.own_network`), and prints what came.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from tests.crawling import archive_folder, crawl
from tests.http_server import Responder, http_server
from tests.own_network import own_network
from tests.plain_portal import ABOUT, PARAGRAPH, list_page, post_page

GIF = b"GIF89a\1\0\1\0" + b"\7" * 60
PNG = b"\x89PNG\r\n\x1a\n" + b"\1" * 60
PDF = b"%PDF-1.4\n" + b"\2" * 60

Answer = Callable[[BaseHTTPRequestHandler], None]


def sends(body: bytes, kind: str = "image/gif", status: int = 200, **headers: str) -> Answer:
    """Return an answer with a body."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def leads(target: str) -> Answer:
    """Return a redirect."""
    return sends(b"", status=302, Location=target)


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Send a picture that never ends."""
    handler.send_response(200)
    handler.send_header("Content-Type", "image/gif")
    handler.end_headers()
    try:
        handler.wfile.write(GIF)
        while True:
            handler.wfile.write(b"\7" * 10_000)
            time.sleep(0.001)
    except OSError:
        pass


def torn(handler: BaseHTTPRequestHandler) -> None:
    """Promise more than there is."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(GIF) + 100))
    handler.end_headers()
    handler.wfile.write(GIF)


@dataclass
class Hosts:
    """What hosts answer, by host and path; the portal is the host ``""``."""

    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """Host and path of each request for what is no page."""
    name: str = ""
    """The portal's own name in the header Host."""
    times: dict[str, float] = field(default_factory=dict)
    """When each was asked for last."""
    delay: float = 0.0
    """Seconds that an answer takes."""

    def posts(self, bodies: list[str]) -> None:
        """Make a portal with a post for each of the bodies."""
        pages = {"/": list_page(list(range(len(bodies)))), "/about.html": ABOUT}
        for n, body in enumerate(bodies):
            text = (PARAGRAPH.format(place=p, n=n) for p in ("东岭", "西桥", "南塘"))
            paragraphs = "".join(f"<p>{line}</p>" for line in text)
            pages[f"/news/{n}.html"] = post_page(n, body=f"{paragraphs}{body}")
        for path, page in pages.items():
            self.answers["", path] = sends(page.encode(), "text/html; charset=utf-8")

    def of_media(self) -> list[str]:
        """Return what was asked for that is no page of the portal."""
        return [asked for asked in self.asked if not asked.endswith((".html", " /"))]

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        host = (handler.headers["Host"] or "").partition(":")[0]
        host = "" if host in (self.name, "127.0.0.1") else host
        self.asked.append(f"{host} {handler.path}")
        self.times[self.asked[-1]] = time.monotonic()
        if self.delay:
            time.sleep(self.delay)
        missing = sends(b"not here", "text/plain", 404)
        self.answers.get((host, handler.path), missing)(handler)


@contextmanager
def serving(hosts: Hosts, address: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve the hosts at an address; yield the URL of the portal there."""

    class Handler(Responder):
        def do_GET(self) -> None:
            hosts.answer(self)

    with http_server(Handler, address, port, quiet=True) as url:
        yield url


def picture(address: str) -> str:
    return f'<p><img src="{address}" alt="图"></p>'


def attachment(address: str) -> str:
    return f'<p>附件：<a href="{address}">实施方案.pdf</a></p>'


# In a network of its own

PUBLIC, CDN, PRIVATE = "93.184.215.14", "93.184.215.15", "10.0.0.5"
NAMES = {
    "news.example": PUBLIC, "cdn.example": CDN, "shut.example": CDN, "slow.example": CDN,
    "hop.example": CDN, "inner.example": PRIVATE, "meta.example": "169.254.169.254",
    "self.example": "127.0.0.1", "paced.example": CDN,
}  # fmt: skip


def main(data: Path, portal: str) -> None:
    """Crawl the portal at a name or an address of the namespace; print what happened as JSON."""
    own_network(data, (PUBLIC, CDN, PRIVATE, "169.254.169.254"), NAMES.get)
    outside, inside = Hosts(name=portal), Hosts()
    outside.posts(
        [
            picture("/a.gif") + picture("http://cdn.example/b.png"),
            picture("http://shut.example/no.gif") + picture("http://slow.example/busy.gif"),
            picture("http://hop.example/to-cdn.gif") + picture("http://hop.example/inwards.gif"),
            picture("http://hop.example/meta.gif") + picture("http://inner.example/c.gif"),
            picture("http://meta.example/latest.gif") + picture("http://self.example:80/d.gif"),
            picture(f"http://{PRIVATE}/e.gif") + picture("http://hop.example/self.gif"),
            picture("http://paced.example/1.gif") + picture("http://paced.example/2.gif"),
            picture("http://slow.example/other.gif") + attachment("http://cdn.example/f.pdf"),
        ]
    )
    outside.answers |= {
        ("", "/a.gif"): sends(GIF),
        ("cdn.example", "/b.png"): sends(PNG),
        ("cdn.example", "/f.pdf"): sends(PDF),
        ("cdn.example", "/g.gif"): sends(GIF + b"g"),
        ("shut.example", "/robots.txt"): sends(b"User-agent: *\nDisallow: /", "text/plain"),
        ("shut.example", "/no.gif"): sends(GIF),
        ("paced.example", "/robots.txt"): sends(b"User-agent: *\nCrawl-delay: 3", "text/plain"),
        ("paced.example", "/1.gif"): sends(GIF + b"1"),
        ("paced.example", "/2.gif"): sends(GIF + b"2"),
        ("slow.example", "/busy.gif"): sends(b"", status=503, Retry_After="3000"),
        ("slow.example", "/other.gif"): sends(b"", status=503, Retry_After="3000"),
        ("hop.example", "/to-cdn.gif"): leads("http://cdn.example/g.gif"),
        ("hop.example", "/inwards.gif"): leads("http://inner.example/c.gif"),
        ("hop.example", "/meta.gif"): leads("http://169.254.169.254/latest.gif"),
        ("hop.example", "/self.gif"): leads("http://localhost/d.gif"),
    }
    for name in ("inner.example", "meta.example", "self.example", PRIVATE, "169.254.169.254"):
        for path in ("/c.gif", "/latest.gif", "/d.gif", "/e.gif"):
            inside.answers[name, path] = sends(GIF)
    url = f"http://{portal}/"
    with (
        serving(inside if portal != "127.0.0.1" else outside, "127.0.0.1", 80),
        serving(outside, PUBLIC, 80),
        serving(outside, CDN, 80),
        serving(inside, PRIVATE, 80),
        serving(inside, "169.254.169.254", 80),
    ):
        runs = []
        for _ in range(2):
            outside.asked.clear()
            crawled = crawl(url, data, settings={"NEWSPORTAL_MEDIA": "all"})
            runs.append(
                {
                    "exit_status": crawled.exit_status,
                    "asked": outside.of_media(),
                    "failed": crawled.report["media_failed"]["first"],
                    "refused": crawled.report["refused"]["first"],
                    "counts": crawled.report["media"],
                    "log": crawled.stderr,
                    "times": dict(outside.times),
                }
            )
    lines = (archive_folder(url, data) / "media.jsonl").read_text().splitlines()
    told = {"runs": runs, "inside": inside.asked, "lines": [json.loads(line) for line in lines]}
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
