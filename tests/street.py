"""Many sample portals in this process, each at an address of its own, whose visitors are noted."""

from __future__ import annotations

import selectors
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from newsportal.sample.content import Portal
from newsportal.sample.options import Options
from tests.http_server import Responder


class Asked(NamedTuple):
    """A request that reached a portal."""

    at: float
    node: str
    """Address of who asked."""
    path: str


class House:
    """A portal at its address."""

    def __init__(self, options: Options, clock: Callable[[], float], host: str) -> None:
        self._clock = clock
        self._one_at_a_time = threading.Lock()
        self.show(options)
        self.asked: list[Asked] = []
        house = self

        class Door(Responder):
            def do_GET(self) -> None:
                house.asked.append(Asked(time.monotonic(), self.client_address[0], self.path))
                status, headers, body = house.answer(self.path, self.headers)
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                with suppress(ConnectionError):  # who asked has been killed
                    self.end_headers()
                    self.wfile.write(body)

        self.server = ThreadingHTTPServer((host, 0), Door)
        self.server.daemon_threads = True
        self.root = f"http://{host}:{self.server.server_port}/"

    def show(self, options: Options) -> None:
        """Be another portal from now on, such as one with more posts."""
        self.options = replace(options, anchor=options.anchor or int(self._clock()))
        self.portal = Portal(self.options, self._clock)

    def answer(self, path: str, headers: Any) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        with self._one_at_a_time:
            return self.portal.respond(
                "GET", parts.path, query, headers.get("User-Agent", ""), headers.get("Host", "")
            )

    def posts(self) -> set[str]:
        """Return the addresses of all its posts."""
        return {self.root + self.portal.truth(number).path[1:] for number in self.portal.ids()}


@contextmanager
def street(
    options: Sequence[Options], clock: Callable[[], float] = time.time, host: str = "127.0.0.1"
) -> Iterator[list[House]]:
    """Serve a portal for each of some options."""
    houses = [House(each, clock, host) for each in options]
    ended = threading.Event()
    with selectors.DefaultSelector() as selector:
        for house in houses:
            selector.register(house.server, selectors.EVENT_READ, house.server)

        def serve() -> None:
            while not ended.is_set():
                for key, _ in selector.select(0.2):
                    key.data.handle_request()

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield houses
        finally:
            ended.set()
            thread.join()
            for house in houses:
                house.server.server_close()
