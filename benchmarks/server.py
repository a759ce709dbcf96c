"""Serves static pages as fast as Python can: whole answers from memory, kept-alive connections.

``python -m benchmarks.server`` prints its address, reads from standard input where the pages are,
and serves until standard input ends.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import sys
from email.utils import formatdate
from pathlib import Path


def answers(path: Path, *, packed: bool = False) -> dict[bytes, bytes]:
    """Return a whole HTTP answer for every address; the first is for all that are not there."""
    found = {}
    with path.open(encoding="utf-8") as file:
        for line in file:
            page = json.loads(line)
            body = page["body"].encode()
            headers = {**page["headers"], "Date": formatdate(usegmt=True)}
            if packed:
                body = gzip.compress(body, 6)
                headers["Content-Encoding"] = "gzip"
            headers["Content-Length"] = str(len(body))
            head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            start = f"HTTP/1.1 {page['status']} -\r\n{head}\r\n"
            found[page["address"].encode()] = start.encode() + body
    return found


class Connection(asyncio.Protocol):
    """Answers GET requests without a body."""

    pages: dict[bytes, bytes]
    missing: bytes

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._waiting = b""

    def data_received(self, data: bytes) -> None:
        *requests, self._waiting = (self._waiting + data).split(b"\r\n\r\n")
        for request in requests:
            address = request.split(b" ", 2)[1]
            self._transport.write(self.pages.get(address, self.missing))  # type: ignore[attr-defined]


async def serve() -> None:
    """Serve on a free port of loopback until standard input ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Connection, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    print(f"{host}:{port}", flush=True)
    path = Path((await loop.run_in_executor(None, sys.stdin.readline)).strip())
    Connection.pages = answers(path, packed="--gzip" in sys.argv)
    Connection.missing = next(iter(Connection.pages.values()))
    print("ready", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve())
