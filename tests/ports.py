"""Ports: a free one of loopback, and one at which somebody answers."""

from __future__ import annotations

import socket
import time


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def until_listening(port: int, host: str = "127.0.0.1", seconds: float = 20.0) -> None:
    """Return when a server listens at a port."""
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection((host, port), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < end, f"nobody listens at {port}"
            time.sleep(0.05)
