"""Serves a sample portal on loopback: ``python -m newsportal.sample.server --port 0``."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from email.utils import formatdate
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, TextIO
from urllib.parse import parse_qsl, urlsplit

from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET, Site

from newsportal.sample.chaos import Chaos
from newsportal.sample.content import Portal
from newsportal.sample.options import Options

_HOST = "127.0.0.1"


class _Pages(Resource):
    """Answers every path for the portal."""

    isLeaf = True  # noqa: N815 (Twisted's name)

    def __init__(self, portal: Portal, log: TextIO | None, chaos: Chaos | None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._portal, self._log, self._chaos = portal, log, chaos

    def render(self, request: Any) -> int:  # Twisted's Request, which has no types
        method, uri = request.method.decode(), request.uri.decode("latin-1")
        host = (request.getHeader("host") or _HOST).strip()
        parts = urlsplit("//host" + uri) if uri.startswith("/") else urlsplit(uri)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        if method == "POST" and request.content is not None:
            form = request.content.read().decode("utf-8", "replace")
            query |= dict(parse_qsl(form, keep_blank_values=True))
        status, headers, body = self._portal.respond(
            method,
            parts.path,
            query,
            request.getHeader("user-agent") or "",
            host,
            f"http://{host}{uri}",
        )
        wire = None
        if self._chaos is not None:

            def other(path: str) -> bytes:
                return self._portal.respond("GET", path, host=host)[2]

            answer = self._chaos.answer(parts.path, (status, headers, body), other)
            if isinstance(answer, tuple):
                status, headers, body = answer
            else:
                wire = answer
        if self._log is not None:
            self._log.write(f"{method} {uri} {wire.__name__ if wire else status}\n")
            self._log.flush()
        if wire is not None:
            wire(request.channel.transport, status, headers, body)
            return NOT_DONE_YET
        request.setResponseCode(status)
        # The portal's clock may be another than ours, and PHP names no Twisted.
        request.setHeader(b"Date", formatdate(self._portal.now(), usegmt=True).encode())
        request.responseHeaders.removeHeader(b"Server")
        for name, value in headers.items():
            request.setHeader(name.encode(), value.encode())
        if body:
            request.write(body)  # rather than returning it, which would add Content-Length
        request.finish()
        return NOT_DONE_YET


def _make_site(portal: Portal, log: TextIO | None = None, chaos: Chaos | None = None) -> Site:
    """Return a site for the portal; *log* gets a line a request: method, address, status."""
    return Site(_Pages(portal, log, chaos))


def _running_clock(start: float | None) -> Callable[[], float]:
    """Return a clock that shows *start* now and goes on; the real one without."""
    if start is None:
        return time.time
    ahead = start - time.monotonic()
    return lambda: ahead + time.monotonic()


def serve_forever(
    portal: Portal,
    port: int,
    announce: Callable[[str], None],
    log: TextIO | None = None,
    *,
    until_eof: bool = False,
    chaos: Chaos | None = None,
) -> None:
    """Serve on loopback until SIGINT or SIGTERM, after telling *announce* the address.

    *until_eof*: also until standard input ends, as it does when the parent dies, however it dies.
    """
    from twisted.internet import reactor  # late: this import installs a reactor

    plain: Any = reactor  # a module to type checkers
    listening = plain.listenTCP(port, _make_site(portal, log, chaos), interface=_HOST)
    announce(f"http://{_HOST}:{listening.getHost().port}/")
    if until_eof:
        plain.callWhenRunning(Thread(target=_wait_for_eof, args=(plain,), daemon=True).start)
    plain.run()


def _wait_for_eof(reactor: Any) -> None:
    while os.read(0, 1024):
        pass
    reactor.callFromThread(reactor.stop)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the server that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m newsportal.sample.server")
    parser.add_argument("--port", type=int, default=0, help="0: a free one")
    parser.add_argument("--option", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument(
        "--clock", type=float, help="the portal's time at the start, in epoch seconds"
    )
    parser.add_argument("--frozen", action="store_true", help="the portal's clock stands still")
    parser.add_argument("--log", type=Path, help="file that gets a line a request")
    parser.add_argument("--chaos", type=int, metavar="SEED", help="the portal has a bad day")
    parser.add_argument("--until-eof", action="store_true", help="end with standard input")
    given = parser.parse_args(arguments)
    try:
        options = Options.of(given.option)
    except ValueError as error:
        parser.error(str(error))
    clock = _running_clock(given.clock)
    if given.frozen:
        clock = partial(float, clock())
    log = given.log.open("a", encoding="utf-8") if given.log else None
    portal = Portal(options, clock)
    chaos = None if given.chaos is None else Chaos(given.chaos)
    serve_forever(portal, given.port, _say, log, until_eof=given.until_eof, chaos=chaos)


def _say(address: str) -> None:
    sys.stdout.write(address + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
