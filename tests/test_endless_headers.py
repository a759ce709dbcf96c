"""Answers whose headers never end: cut off early, told, and no memory taken."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from tests.crawling import crawl

ENDLESS: dict[str, Callable[[int], bytes]] = {
    "lines": lambda n: b"X-%d: %s\r\n" % (n, b"a" * 100),
    "folded": lambda n: b" folded %d\r\n" % n,
    "continued": lambda _: b"\r\nHTTP/1.1 100 Continue\r\n",
    "one line": lambda n: b"X: " * (n == 0) + b"a" * 1000,
    "without colon": lambda _: b"a" * 100 + b"\r\n",
}


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    form = "lines"
    endless_path = "/robots.txt"
    asked: list[str]
    sent: list[int]


class Handler(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        path = self.rfile.readline().split()[1].decode()
        while self.rfile.readline().strip():
            pass
        self.server.asked.append(path)
        if path != self.server.endless_path:
            self.wfile.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            return
        sent = 0
        try:
            status = b"100 Continue" if self.server.form == "continued" else b"200 OK"
            self.wfile.write(b"HTTP/1.1 %s\r\nContent-Type: text/html\r\n" % status)
            for n in count():
                line = ENDLESS[self.server.form](n)
                self.wfile.write(line)
                sent += len(line)
                if sent > 100_000_000:
                    break
        except OSError:
            pass
        self.server.sent.append(sent)


@contextmanager
def serving(form: str, path: str) -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as server:
        server.form, server.endless_path, server.asked, server.sent = form, path, [], []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.parametrize("path", ["/robots.txt", "/"])
@pytest.mark.parametrize("form", ENDLESS)
def test_headers_without_end(form: str, path: str, tmp_path: Path) -> None:
    with serving(form, path) as server:
        url = f"http://127.0.0.1:{server.server_address[1]}/"
        crawled = crawl(url, tmp_path, settings={"RETRY_TIMES": 1}, timeout=60)
        assert crawled.exit_status == 1
        assert path in server.asked
        assert sum(server.sent) < 20_000_000  # what the kernel's buffers take goes in, too
    if form != "one line":  # Twisted closes the connection by itself
        assert "lines or 64 KiB of response headers" in crawled.stderr
