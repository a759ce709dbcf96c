"""A sample portal on ports 80 and 443, under two names: run in a network namespace of its own.

    python -m tests.host_variants CERTIFICATE LOG FACE ... [--mixed]

A FACE is where visitors are sent who come another way, such as ``https://www.portal.test``; with
``any``, nobody is sent anywhere. ``--mixed``: pages name the portal now one way, now another.
"""

from __future__ import annotations

import fcntl
import re
import socket
import ssl
import struct
import sys
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from zlib import crc32

from newsportal.sample.content import Portal
from newsportal.sample.options import Options
from tests.http_server import Responder

NAMES = ("portal.test", "www.portal.test")
FACES = [f"{scheme}://{name}" for scheme in ("http", "https") for name in NAMES]
_OWN_LINK = re.compile(rb"https?://(?:www\.)?portal\.test(?=/)")
_SET_FLAGS, _UP = 0x8914, 1  # SIOCSIFFLAGS, IFF_UP


def serve(options: Options, certificate: Path, log: Path, face: str, *, mixed: bool) -> None:
    """Serve until the process is ended."""
    portal, lock = Portal(options), threading.Lock()

    class Handler(Responder):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            secure = isinstance(self.connection, ssl.SSLSocket)
            asked = f"{'https' if secure else 'http'}://{self.headers['host']}"
            if face not in ("any", asked):
                status, headers, body = 301, {"Location": face + self.path}, b""
            else:
                parts = urlsplit(self.path)
                query = dict(parse_qsl(parts.query))
                with lock:
                    status, headers, body = portal.respond("GET", parts.path, query, host=NAMES[0])
                    with log.open("a") as lines:
                        lines.write(f"{asked}{self.path}\n")
                body = _OWN_LINK.sub(lambda link: self.named(link.start()).encode(), body)
                if "Location" in headers:
                    headers = {**headers, "Location": asked + urlsplit(headers["Location"]).path}
            self.reply(status, headers, body)

        def named(self, place: int) -> str:
            """Return how a page names the portal at a place."""
            if mixed:
                return FACES[crc32(f"{self.path} {place}".encode()) % len(FACES)]
            return FACES[0] if face == "any" else face

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    plain, secure = (ThreadingHTTPServer(("127.0.0.1", port), Handler) for port in (80, 443))
    secure.socket = context.wrap_socket(secure.socket, server_side=True)
    threading.Thread(target=plain.serve_forever, daemon=True).start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    secure.serve_forever()


def raise_loopback() -> None:
    """A new network namespace has a loopback device that is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, _SET_FLAGS, struct.pack("16sh22x", b"lo", _UP))


if __name__ == "__main__":
    raise_loopback()
    certificate, log, face, *flags = sys.argv[1:]
    spare = Options(posts=24, comments=False, sidebar=False, duplicates=False, future=0)
    serve(spare, Path(certificate), Path(log), face, mixed="--mixed" in flags)
