"""Answers that are odd on the wire, from a portal whose n-th post comes in the n-th odd way."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial

from newsportal.pagestore.members import Exchange
from tests.http_server import Responder, http_server
from tests.plain_portal import PlainPortal

_gzip = partial(gzip.compress, mtime=0)
_AT = datetime(2026, 11, 22, 4, tzinfo=UTC)
_HTML = b"Content-Type: text/html; charset=utf-8\r\n"


def sized(body: bytes, *headers: bytes, line: bytes = b"HTTP/1.1 200 OK") -> bytes:
    """Return an answer with a Content-Length."""
    said = b"".join(header + b"\r\n" for header in headers)
    return line + b"\r\n" + _HTML + said + b"Content-Length: %d\r\n\r\n" % len(body) + body


def chunked(body: bytes, *headers: bytes, end: bytes = b"") -> bytes:
    """Return an answer in chunks, with trailers at the *end*."""
    parts = [body[at : at + 300] for at in range(0, len(body), 300)]
    chunks = b"".join(b"%x;name=value\r\n%s\r\n" % (len(part), part) for part in parts)
    said = b"".join(header + b"\r\n" for header in headers)
    head = b"HTTP/1.1 200 OK\r\n" + _HTML + said + b"Transfer-Encoding: chunked\r\n\r\n"
    return head + chunks + b"0\r\n" + end + b"\r\n"


def packed(content: bytes, coding: bytes = b"gzip") -> bytes:
    """Return an answer with a Content-Encoding."""
    return sized(content, b"Content-Encoding: " + coding)


ODD: dict[str, Callable[[bytes], bytes]] = {
    "trailers": lambda page: chunked(page, b"Trailer: X-Sum", end=b"X-Sum: 1\r\n"),
    "packed chunks": lambda page: chunked(_gzip(page), b"Content-Encoding: gzip"),
    "early hints": lambda page: b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + sized(page),
    "continue": lambda page: b"HTTP/1.1 100 Continue\r\n\r\n" + sized(page),
    "no length": lambda page: b"HTTP/1.0 200 OK\r\n" + _HTML + b"\r\n" + page,
    "no reason": lambda page: sized(page, line=b"HTTP/1.1 200"),
    "reason in GBK": lambda page: sized(page, line="HTTP/1.1 200 成功".encode("gbk")),
    "headers twice": lambda page: sized(page, b"Set-Cookie: a=1", b"Set-Cookie: b=2"),
    "headers in Chinese": lambda page: sized(
        page, "X-Title: 青禾".encode(), "X-Place: 青禾".encode("gbk")
    ),
    "folded header": lambda page: sized(page, b"X-Folded: one\r\n two\r\n\tthree"),
    "empty header": lambda page: sized(page, b"X-Empty:", b"X-Blank:   "),
    "64 KB of headers": lambda page: sized(
        page, *(b"X-%d: %s" % (number, b"c" * 8000) for number in range(8))
    ),
    "gzip and more": lambda page: packed(_gzip(page) + b"\0" * 9),
    "bare deflate": lambda page: packed(zlib.compress(page)[2:-4], b"deflate"),
    "not packed": lambda page: packed(page, b"identity"),
    "line feeds": lambda page: sized(page).replace(b"\r\n", b"\n"),
    # From here on, browsers unpack what pywb does not.
    "two members of gzip": lambda page: packed(_gzip(page[:99]) + _gzip(page[99:])),
    "gzip with a wrong size": lambda page: packed(_gzip(page)[:-4] + b"\1\0\0\0"),
    "x-gzip": lambda page: packed(_gzip(page), b"x-gzip"),
    "packed twice": lambda page: packed(_gzip(_gzip(page)), b"gzip, gzip"),
}
NOT_UNPACKED = list(ODD)[-4:]

_HOST = "http://xn--fiqs8s.example"
_PLAIN = ("Content-Type", "text/html")
NO_POSTS: list[Exchange] = [
    Exchange(f"{_HOST}{path}", _AT, "GET", [("Accept", "*/*")], status, headers, body, protocol)
    for path, status, headers, body, protocol in (
        ("/same", 304, [("ETag", '"1"')], b"", "HTTP/1.1"),
        ("/nothing", 204, [], b"", "HTTP/1.1"),
        ("/empty", 200, [_PLAIN], b"", "HTTP/1.1"),
        ("/empty-packed", 200, [_PLAIN, ("Content-Encoding", "gzip")], b"", "HTTP/1.1"),
        ("/packed-nothing", 200, [_PLAIN, ("Content-Encoding", "gzip")], _gzip(b""), "HTTP/1.1"),
        ("/part", 206, [_PLAIN, ("Content-Range", "bytes 0-3/9")], b"<p>1", "HTTP/1.1"),
        ("/other", 203, [("Content-Type", "text/html; charset=x-klingon")], b"<p>\xff", "HTTP/1.0"),
        (f"/?{'q=%E9%9D%92&' * 250}", 200, [_PLAIN], b"<p>long", "HTTP/1.1"),
        ("/a|b/%zz;v=[1]?u=http://x.example/", 200, [_PLAIN], b"<p>signs", "HTTP/1.1"),
        ("/moved", 301, [("Location", "/\xd0\xc2\xce\xc5")], b"<p>moved", "HTTP/1.1"),
        ("/broken", 500, [_PLAIN, ("Retry-After", "soon"), ("Retry-After", "1")], b"", "HTTP/1.0"),
        ("/no-type", 200, [("X-Name", "\xc7\xe0"), ("x-name", "")], b"\0\1<p>", "HTTP/1.1"),
        ("/two", 200, [("Content-Length", "9"), ("Content-Length", "3")], b"<p>", "HTTP/1.1"),
    )
]
"""Answers that are stored and no posts, as a run hands them to the page store."""


@contextmanager
def odd_portal() -> Iterator[PlainPortal]:
    """Serve it on loopback."""
    portal, ways = PlainPortal().news(len(ODD), per_page=50), list(ODD.values())

    class Handler(Responder):
        def do_GET(self) -> None:
            page = portal.pages.get(self.path)
            if not isinstance(page, str):
                self.wfile.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                return
            number = self.path.removeprefix("/news/").removesuffix(".html")
            way = ways[int(number)] if number.isdecimal() else sized
            self.wfile.write(way(portal.named(page).encode()))

    with http_server(Handler, quiet=True) as portal.url:
        yield portal
