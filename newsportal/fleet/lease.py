"""May this run still ask the portal? Only while its worker renews the lease.

A worker writes the time into a file whenever the database has confirmed the lease; a run looks at
that file before each request leaves. So a run whose worker died, or a machine that was thought
dead and wakes up, asks nothing once 20 seconds have passed without news, ten before another node
may take over. The clock is that of the machine since its start, which nobody sets and which goes
on while a process, or the whole machine, is asleep.
"""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from newsportal.middlewares.download import BoundedDownloadHandler
from newsportal.middlewares.manners import RunEnds

_VALID = 20.0
"""Seconds that a run goes on without a renewal."""
TAKEN_OVER = 30.0
"""Seconds after which another node may have the portal."""
VARIABLE = "NEWSPORTAL_LEASE"
"""Names the file of the lease in the environment of a run."""
HANDLERS = dict.fromkeys(("http", "https"), "newsportal.fleet.lease.LeasedHandler")
"""``DOWNLOAD_HANDLERS`` of a run of the fleet."""


def now() -> float:
    """Return seconds since the machine started."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def renew(path: Path, at: float) -> None:
    """Note that the database confirmed the lease by a question sent *at* that time."""
    draft = path.with_suffix(".tmp")
    draft.write_text(f"{at:.3f}\n", encoding="ascii")
    draft.replace(path)


def is_valid(path: Path) -> bool:
    """Tell whether the lease was renewed recently; a file that cannot be read says no."""
    try:
        return now() - float(path.read_text(encoding="ascii")) < _VALID
    except (OSError, ValueError):
        return False


class LeasedHandler(BoundedDownloadHandler):
    """Sends a request only while the lease is valid; else the run ends."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._leased: Any = crawler
        self._lease = Path(os.environ[VARIABLE])
        self._ending: asyncio.Future[None] | None = None

    async def download_request(self, request: Request) -> Response:
        """Raise RunEnds once the lease has run out."""
        if not is_valid(self._lease):
            if not self._ending:
                self._ending = asyncio.ensure_future(self._end())
            raise RunEnds("the lease of the portal has run out")
        return await super().download_request(request)

    async def _end(self) -> None:
        await self._leased.engine.close_spider_async(reason="lease")
