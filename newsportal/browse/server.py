"""Serves the site on loopback, and keeps its index up to date while a crawl goes on."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any

from twisted.web.server import Site
from twisted.web.wsgi import WSGIResource

from newsportal.browse.index import refresh
from newsportal.browse.site import make_site

HOST = "127.0.0.1"
_PERIOD = 2.0  # seconds between looks at posts.jsonl

logger = logging.getLogger(__name__)


def serve_forever(folder: Path, pages: Path, port: int, announce: Callable[[str], None]) -> None:
    """Serve the archive in *folder* until SIGINT or SIGTERM, after telling its address.

    Its stored pages are in the folder *pages*.

    Twisted comes with Scrapy; its WSGI container is all the server that one reader needs.
    """
    from twisted.internet import reactor  # late: this import installs a reactor

    plain: Any = reactor  # a module to type checkers
    application = WSGIResource(plain, plain.getThreadPool(), make_site(folder, pages))  # type: ignore[no-untyped-call]
    listening = plain.listenTCP(port, Site(application), interface=HOST)  # type: ignore[no-untyped-call]
    stop = Event()
    plain.addSystemEventTrigger("before", "shutdown", stop.set)
    Thread(target=_follow, args=(folder, stop), daemon=True).start()
    announce(f"http://{HOST}:{listening.getHost().port}/")
    plain.run()


def _follow(folder: Path, stop: Event) -> None:
    fault = ""
    while not stop.wait(_PERIOD):
        try:
            refresh(folder)
            fault = ""
        except (OSError, sqlite3.Error, ValueError) as error:
            if str(error) != fault:  # once, not every two seconds
                logger.warning("%s cannot be read: %s", folder / "posts.jsonl", error)
            fault = str(error)
