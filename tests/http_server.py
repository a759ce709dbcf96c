"""A server over HTTP for as long as a test needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

HTML = {"Content-Type": "text/html; charset=utf-8"}


class Responder(BaseHTTPRequestHandler):
    """A handler that answers in one call, and says nothing of it."""

    def reply(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Send an answer."""
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def http_server(
    handler: Callable[..., BaseHTTPRequestHandler],
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    quiet: bool = False,
) -> Iterator[str]:
    """Answer with *handler* and yield the address; *quiet* of clients that hang up."""
    server = ThreadingHTTPServer((host, port), handler)
    if quiet:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
