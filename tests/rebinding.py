"""A portal in a network of its own, whose name leads elsewhere after a while.

The name has a public address until it has been asked for *after* times, and a private one from then
on. Crawls the portal and tells what came; see `tests.own_network` for how it is started.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import Counter
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from newsportal.sample.content import Portal
from newsportal.sample.options import Options
from tests.crawling import crawl
from tests.http_server import Responder
from tests.own_network import own_network

PUBLIC, PRIVATE = "93.184.215.14", "10.0.0.5"
NAME = "news.example"
OPTIONS = Options(posts=20, comments=False, sidebar=False, pages=False, duplicates=False, future=0)


def main(data_dir: Path, after: int, dns_cache: bool) -> None:
    """Crawl the portal in a new namespace; print what happened as JSON."""
    asked: Counter[str] = Counter()

    def address_of(name: str) -> str:
        asked[name] += 1
        return PUBLIC if name == NAME and asked[name] <= after else PRIVATE

    own_network(data_dir, (PUBLIC, PRIVATE), address_of)
    portal = Portal(OPTIONS, time.time)
    came: Counter[str] = Counter()

    class Handler(Responder):
        def do_GET(self) -> None:
            came[str(self.connection.getsockname()[0])] += 1
            parts = urlsplit(self.path)
            status, headers, body = portal.respond(
                "GET", parts.path, dict(parse_qsl(parts.query)), host=NAME
            )
            if parts.path == paths[0] and not self.headers["Host"].startswith("www."):
                status, headers = 302, {"Location": f"http://www.{NAME}{parts.path}"}
            self.reply(status, headers, body)

    paths = [portal.truth(post_id).path for post_id in portal.ids()]
    for address in (PUBLIC, PRIVATE):
        server = ThreadingHTTPServer((address, 80), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
    settings = {"DNSCACHE_ENABLED": dns_cache, "RETRY_TIMES": 1}
    crawled = crawl(f"http://{NAME}/", data_dir, settings=settings)
    told = {
        "came": came, "asked": asked, "exit_status": crawled.exit_status,
        "archived": len(crawled.records), "refused": crawled.report["refused"]["first"],
        "failed": crawled.report["failed"], "log": crawled.stderr,
    }  # fmt: skip
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "cache")
