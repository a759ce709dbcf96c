"""The sample portal's bad day: what goes wrong, drawn from a seed.

Every address goes wrong at most twice in a row, so that a patient crawler gets all posts. Some
pages are odd without being wrong; lists and posts have traps in their menus.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from newsportal.sample import wire
from newsportal.sample.chance import chance
from newsportal.sample.traps import is_endless, made_up, with_traps

Reply = tuple[int, dict[str, str], bytes]
_Tamper = Callable[[int, dict[str, str], bytes, Any], Reply]

_AT_MOST = 2  # times in a row that an address goes wrong
_WRONG, _ODD = 0.25, 0.3  # shares of the requests, of the good answers
_HTML = {"Content-Type": "text/html; charset=utf-8"}
_NOWHERE = "/no-such-page.html"
_HUGE = 30 * 1024 * 1024
_WIRE: dict[str, wire.Wire] = {
    "reset": wire.reset,
    "half": wire.half,
    "short length": wire.short_length,
    "endless": wire.endless,
    "dripping": wire.dripping,
    "slow headers": wire.slow_headers,
}
_STATUS = ("500", "502", "503", "504", "429")
_PAGES = ("firewall", "challenge", "empty", "soft 404", "front page", "cut", "huge", "bomb",
          "brotli bomb", "loop", "away", "refresh", "not found", "part", "no gzip", "login",
          "error page")  # fmt: skip
_RARE = ("endless", "dripping", "slow headers", "huge", "bomb", "brotli bomb", "429", "firewall",
         "challenge")  # fmt: skip
FAULTS = (*_WIRE, *_STATUS, *_PAGES)
_ODDITIES = ("type", "gb18030", "bom", "nul", "bad byte", "big5 header", "refresh in body", "base")
_AWAY = ("http://169.254.169.254/latest/", "file:///etc/passwd", "http://127.0.0.1:1/", "//[::1]/",
         "data:text/html,x", "https://elsewhere.example/", "http://[broken")  # fmt: skip
_RETRY_AFTER = ("1", "0", "-3", "soon", "Thu, 01 Jan 1970 00:00:00 GMT", None)


@dataclass
class Chaos:
    """The bad day that *seed* draws; *faults* are the kinds that may happen."""

    seed: int
    faults: tuple[str, ...] = FAULTS
    share: float = _WRONG
    happened: Counter[str] = field(default_factory=Counter)
    """How often what has gone wrong."""
    _asked: Counter[str] = field(default_factory=Counter)
    _in_a_row: Counter[str] = field(default_factory=Counter)

    def answer(self, path: str, page: Reply, other: Callable[[str], bytes]) -> Reply | wire.Wire:
        """Return what to answer in place of *page*: another one, or what happens on the wire.

        *other* gives the content of another address.
        """
        self._asked[path] += 1
        draw = chance(self.seed, path, self._asked[path])
        if is_endless(path):
            return 200, _HTML, made_up(other("/"), path)
        plain = path != "/robots.txt" and page[0] == 200
        if plain and self._in_a_row[path] < _AT_MOST and draw.random() < self.share:
            weights = [1 if kind in _RARE else 4 for kind in self.faults]
            kind = draw.choices(self.faults, weights)[0]
            self._in_a_row[path] += 1
            self.happened[kind] += 1
            if kind in _WIRE:
                return _WIRE[kind]
            if kind in _STATUS:
                return self._failure(int(kind), draw)
            return self._instead(kind, path, page, other, draw)
        self._in_a_row[path] = 0
        status, headers, body = page
        if not plain or not headers.get("Content-Type", "").startswith("text/html"):
            return page
        body = with_traps(body, self.seed, path)
        if draw.random() < _ODD:
            kind = draw.choice(_ODDITIES)
            self.happened[kind] += 1
            return status, *_odd(kind, headers, body)
        return status, headers, body

    def _failure(self, status: int, draw: Any) -> Reply:
        headers = dict(_HTML)
        value = draw.choice(_RETRY_AFTER)
        if status in (429, 503) and value is not None:
            headers["Retry-After"] = value
        return status, headers, f"<html><h1>{status}</h1></html>".encode()

    def _instead(
        self, kind: str, path: str, page: Reply, other: Callable[[str], bytes], draw: Any
    ) -> Reply:
        if kind in _TAMPERED:
            status, headers, body = page
            return _TAMPERED[kind](status, headers, body, draw)
        match kind:
            case "firewall":
                return draw.choice((403, 405, 493)), _HTML, draw.choice(_firewalls())
            case "challenge":
                return draw.choice((200, 503, 521)), _HTML, draw.choice(_challenges())
            case "empty":
                return 200, _HTML, draw.choice((b"", b"\n \n"))
            case "soft 404":
                return 200, _HTML, other(_NOWHERE)
            case "not found":
                return 404, _HTML, other(_NOWHERE)
            case "front page":
                return 200, _HTML, other("/")
            case "error page":
                return 200, _HTML, b"<html><body><h1>Too many connections</h1></body></html>"
            case "loop":
                return 302, {"Location": path}, b""
            case "login":
                return 302, {"Location": "/zb_system/login.php"}, b""
            case "away":
                return 302, {"Location": draw.choice(_AWAY)}, b""
        target = draw.choice(_AWAY)
        refresh = f'<html><meta http-equiv="refresh" content="0;url={target}"></html>'
        return 200, _HTML, refresh.encode()


def _cut(status: int, headers: dict[str, str], body: bytes, draw: Any) -> Reply:
    return status, headers, body[: draw.randrange(1, max(2, len(body) - 10))]


def _packed(coding: str, content: Callable[[bytes], bytes]) -> _Tamper:
    """Return what sends a content as packed in a way, whether it is or not."""
    return lambda status, headers, body, _: (
        status, {**headers, "Content-Encoding": coding}, content(body)
    )  # fmt: skip


def _odd(kind: str, headers: dict[str, str], body: bytes) -> tuple[dict[str, str], bytes]:
    """Return a good page in a way that it should not come in."""
    match kind:
        case "type":
            return {**headers, "Content-Type": "image/jpeg"}, body
        case "gb18030":
            return headers, body.decode().encode("gb18030")
        case "big5 header":
            return {**headers, "Content-Type": "text/html; charset=big5"}, body
        case "bom":
            return headers, b"\xef\xbb\xbf" + body
        case "nul":
            return headers, body.replace(b"<body", b"\0\0<body", 1)
        case "bad byte":
            return headers, body.replace(b"<body", b"<!-- \xff --><body", 1)
        case "base":
            return headers, body.replace(
                b"<head>", b'<head><base href="http://169.254.169.254/">', 1
            )
    refresh = b'<meta http-equiv="refresh" content="0;url=http://127.0.0.1:1/">'
    return headers, body.replace(b"</body>", refresh + b"</body>", 1)


@cache
def _firewalls() -> tuple[bytes, ...]:
    signs = ("您的请求可能有害，已被网站安全狗拦截", "请求被云锁防护系统拦截", "宝塔网站防火墙",
             "由于请求有风险，您的访问被阻断", "https://waf.tencent-cloud.com/501page.html",
             "创宇盾：请求已拦截", "访问验证")  # fmt: skip
    page = "<html><head><title>403</title></head><body><h1>{}</h1></body></html>"
    return tuple(page.format(sign).encode() for sign in signs)


@cache
def _challenges() -> tuple[bytes, ...]:
    scripts = (
        "document.cookie='acw_sc__v2='+f('A1');",
        "document.cookie='__jsl_clearance=1';",
        "var s='/_guard/auto.js';",
        "location.href='/cdn-cgi/challenge-platform/x'",
    )
    return tuple(f"<html><script>{script}</script></html>".encode() for script in scripts)


@cache
def _bomb() -> bytes:
    return gzip.compress(bytes(256 * 1024 * 1024))


@cache
def _brotli_bomb() -> bytes:
    import brotli  # comes with Scrapy

    return bytes(brotli.compress(bytes(256 * 1024 * 1024), quality=1))


_TAMPERED: dict[str, _Tamper] = {
    "cut": _cut,
    "huge": lambda status, headers, body, _: (status, headers, body + b" " * _HUGE),
    "bomb": _packed("gzip", lambda _: _bomb()),
    "brotli bomb": _packed("br", lambda _: _brotli_bomb()),
    "no gzip": _packed("gzip", lambda body: body),
    "part": lambda _status, headers, body, _draw: (206, headers, body[: len(body) // 2]),
}
"""What is done to the good page, by the kind of what goes wrong."""
