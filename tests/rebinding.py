"""A portal and its name server, in a network of their own; crawls the portal and tells what came.

Runs in new network and mount namespaces (``unshare --net --mount``), where it owns port 53,
/etc/resolv.conf and every address, public ones too.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from twisted.names import dns

from newsportal.sample.content import Portal
from newsportal.sample.options import Options
from tests.crawling import crawl

PUBLIC, PRIVATE = "93.184.215.14", "10.0.0.5"
NAME = "news.example"
OPTIONS = Options(posts=20, comments=False, sidebar=False, pages=False, duplicates=False, future=0)


class NameServer(threading.Thread):
    """Answers every question for an A record; from the *after*-th for NAME on with PRIVATE."""

    def __init__(self, after: int) -> None:
        super().__init__(daemon=True)
        self.after = after
        self.asked: Counter[str] = Counter()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 53))

    def run(self) -> None:
        while True:
            data, peer = self._socket.recvfrom(4096)
            question = dns.Message()
            question.fromStr(data)
            reply = dns.Message(question.id, answer=1, recDes=1, recAv=1)
            reply.queries = question.queries
            for query in question.queries:
                if query.type == dns.A:
                    name = str(query.name).lower()
                    self.asked[name] += 1
                    public = name == NAME and self.asked[name] <= self.after
                    payload: Any = dns.Record_A(PUBLIC if public else PRIVATE, ttl=0)
                    reply.answers.append(dns.RRHeader(name, dns.A, ttl=0, payload=payload))
            self._socket.sendto(reply.toStr(), peer)


def main(data_dir: Path, after: int, dns_cache: bool) -> None:
    """Crawl the portal in a new namespace; print what happened as JSON."""
    resolv = data_dir / "resolv.conf"
    resolv.write_text("nameserver 127.0.0.1\noptions timeout:2 attempts:1\n")
    for command in (
        "mount --make-rprivate /",
        f"mount --bind {resolv} /etc/resolv.conf",
        "ip link set lo up",
        f"ip address add {PUBLIC}/32 dev lo",
        f"ip address add {PRIVATE}/32 dev lo",
    ):
        subprocess.run(command.split(), check=True)
    portal = Portal(OPTIONS, time.time)
    came: Counter[str] = Counter()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            came[str(self.connection.getsockname()[0])] += 1
            parts = urlsplit(self.path)
            status, headers, body = portal.respond(
                "GET", parts.path, dict(parse_qsl(parts.query)), host=NAME
            )
            if parts.path == paths[0] and not self.headers["Host"].startswith("www."):
                status, headers = 302, {"Location": f"http://www.{NAME}{parts.path}"}
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    paths = [portal.truth(post_id).path for post_id in portal.ids()]
    for address in (PUBLIC, PRIVATE):
        server = ThreadingHTTPServer((address, 80), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
    names = NameServer(after)
    names.start()
    settings = {"DNSCACHE_ENABLED": dns_cache, "RETRY_TIMES": 1}
    crawled = crawl(f"http://{NAME}/", data_dir, settings=settings)
    told = {
        "came": came, "asked": names.asked, "exit_status": crawled.exit_status,
        "archived": len(crawled.records), "refused": crawled.report["refused"]["first"],
        "failed": crawled.report["failed"], "log": crawled.stderr,
    }  # fmt: skip
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "cache")
