"""What can go wrong below HTTP: answers that a well-behaved server cannot give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_CHUNK = b"<p>" + b"\xe7\xbb\xad" * 20_000
_BETWEEN_CHUNKS, _BETWEEN_DROPS = 0.01, 0.25  # seconds

Wire = Callable[[Any, int, dict[str, str], bytes], None]
"""Answers on a transport in place of the page: status, headers, body."""


def _head(status: int, headers: dict[str, str], length: int | None) -> bytes:
    lines = [f"HTTP/1.1 {status} -", *(f"{name}: {value}" for name, value in headers.items())]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode()


def reset(transport: Any, status: int, headers: dict[str, str], body: bytes) -> None:
    """Break the connection off in the middle of the body."""
    transport.write(_head(status, headers, len(body)) + body[:100])
    transport.abortConnection()


def half(transport: Any, status: int, headers: dict[str, str], body: bytes) -> None:
    """Send half of the promised body."""
    transport.write(_head(status, headers, len(body)) + body[: len(body) // 2])
    transport.loseConnection()


def short_length(transport: Any, status: int, headers: dict[str, str], body: bytes) -> None:
    """Promise less than is sent."""
    transport.write(_head(status, headers, len(body) // 2) + body)
    transport.loseConnection()


def endless(transport: Any, status: int, headers: dict[str, str], body: bytes) -> None:
    """Never come to an end, fast."""
    transport.write(_head(status, headers, None) + body)
    _repeat(transport, lambda: _CHUNK, _BETWEEN_CHUNKS)


def dripping(transport: Any, status: int, headers: dict[str, str], body: bytes) -> None:
    """Never come to an end, byte by byte."""
    transport.write(_head(status, headers, len(body)))
    drops = iter(body)
    _repeat(transport, lambda: bytes([next(drops)]), _BETWEEN_DROPS)


def slow_headers(transport: Any, status: int, headers: dict[str, str], body: bytes) -> None:  # noqa: ARG001
    """Never come to the end of the headers."""
    transport.write(f"HTTP/1.1 {status} -\r\n".encode())
    _repeat(transport, lambda: b"X-Wait: a moment\r\n", _BETWEEN_DROPS)


def _repeat(transport: Any, piece: Callable[[], bytes], seconds: float) -> None:
    from twisted.internet import reactor  # late: this import installs a reactor

    plain: Any = reactor  # a module to type checkers
    if transport.disconnected or transport.disconnecting:
        return
    transport.write(piece())
    plain.callLater(seconds, _repeat, transport, piece, seconds)
