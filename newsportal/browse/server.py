"""Serves the site on loopback, and keeps its index up to date while a crawl goes on."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any
from wsgiref.types import WSGIApplication

from twisted.web.server import Site
from twisted.web.wsgi import WSGIResource

from newsportal.browse.index.refresh import refresh
from newsportal.runs.plain_words import in_words

_HOST = "127.0.0.1"
_PERIOD = 2.0  # seconds between looks at the records

logger = logging.getLogger(__name__)


def serve_forever(
    site: WSGIApplication, folders: Callable[[], list[Path]], port: int,
    announce: Callable[[str], None],
) -> None:  # fmt: skip
    """Serve a site of the archives in *folders* until SIGINT or SIGTERM; tell its address.

    Twisted comes with Scrapy; its WSGI container is all the server that one reader needs.
    """
    from twisted.internet import reactor  # late: this import installs a reactor

    plain: Any = reactor  # a module to type checkers
    application = WSGIResource(plain, plain.getThreadPool(), site)
    listening = plain.listenTCP(port, Site(application), interface=_HOST)
    stop = Event()
    plain.addSystemEventTrigger("before", "shutdown", stop.set)
    Thread(target=_follow, args=(folders, stop), daemon=True).start()
    announce(f"http://{_HOST}:{listening.getHost().port}/")
    plain.run()


def _follow(folders: Callable[[], list[Path]], stop: Event) -> None:
    faults: dict[Path, str] = {}
    while not stop.wait(_PERIOD):
        for folder in folders():
            try:
                refresh(folder)
                faults.pop(folder, None)
            except (OSError, sqlite3.Error, ValueError) as error:
                if str(error) != faults.get(folder):  # once, not every two seconds
                    logger.warning("%s cannot be read: %s", folder, in_words(error))
                faults[folder] = str(error)
