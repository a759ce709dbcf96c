"""Static pages of the sample portal: all that a whole crawl asks for, rendered once."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from benchmarks.crawl import crawl
from newsportal.sample.content import Portal
from newsportal.sample.options import Options
from newsportal.sample.process import serve

_MISSING = "/nothing.html"  # what is answered for any other page


def asked_for(posts: int, folder: Path) -> list[str]:
    """Return the addresses (path and query) that newsportal asks a portal of that size for."""
    log = folder / "requests.log"
    with serve(Options(posts=posts), log=log) as url:
        crawl("newsportal", url, folder / "first")
    lines = log.read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(line.split(" ")[1] for line in lines))


def render(posts: int, addresses: Iterable[str], host: str, path: Path) -> None:
    """Write what a portal at *host* answers to *addresses*, a line of JSON each."""
    now = int(time.time())
    portal = Portal(Options(posts=posts), clock=lambda: now)
    with path.open("w", encoding="utf-8") as file:
        for address in (_MISSING, *addresses):
            parts = urlsplit(address)
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            status, headers, body = portal.respond(
                "GET", parts.path, query, "", host, f"http://{host}{address}"
            )
            page = {
                "address": address,
                "status": status,
                "headers": headers,
                "body": body.decode(),
            }
            file.write(json.dumps(page, ensure_ascii=False) + "\n")


@contextmanager
def served(posts: int, folder: Path, *, packed: bool = False) -> Iterator[tuple[str, Path]]:
    """Serve the pages of a portal from another process; yield its address and a file of pages.

    With *packed* they arrive with gzip.
    """
    addresses = folder / "addresses"
    addresses.write_text("\n".join(asked_for(posts, folder)), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.server", *(["--gzip"] if packed else [])]
    with subprocess.Popen(  # noqa: S603 (our own module)
        command,
        cwd=Path(__file__).parents[1], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        assert server.stdin is not None and server.stdout is not None  # noqa: PT018
        host = server.stdout.readline().strip()
        pages = folder / "pages.jsonl"
        render(posts, addresses.read_text(encoding="utf-8").split(), host, pages)
        server.stdin.write(f"{pages}\n")
        server.stdin.flush()
        server.stdout.readline()
        yield f"http://{host}/", addresses
        server.stdin.close()
