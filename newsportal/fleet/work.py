"""``fleet work``: a node, from its settings to its end."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Mapping
from pathlib import Path

import psycopg

from newsportal.fleet.database import PAUSE, OutageNotice, pool
from newsportal.fleet.engine import Engine
from newsportal.fleet.job import Node
from newsportal.fleet.ledger import FleetLedger
from newsportal.fleet.roster import Roster


class AloneError(Exception):
    """Another node is at work, and there is no place for copies that both can reach."""


def work(
    url: str, data_dir: Path, replica: str | None, slots: int, settings: Mapping[str, str],
    name: str | None = None,
) -> None:  # fmt: skip
    """Work until a signal, and wait for a database that is away.

    Raises AloneError, ValueError for tables of another version, and psycopg.Error.
    """
    asyncio.run(_work(url, data_dir, replica, slots, settings, name or socket.gethostname()))


async def _work(
    url: str, data_dir: Path, replica: str | None, slots: int, settings: Mapping[str, str],
    name: str,
) -> None:  # fmt: skip
    logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)  # the ledger tells it, once
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    data_dir.mkdir(parents=True, exist_ok=True)
    async with pool(url, slots) as connections:
        ledger = FleetLedger(connections, name)
        while not await asyncio.to_thread(_is_ready, url, ledger.outage):
            await asyncio.sleep(PAUSE)
        if not await ledger.may_work(replica):
            raise AloneError("another node is at work; both need NEWSPORTAL_REPLICA")
        await Engine(url, Node(ledger, data_dir, replica, settings), slots).work()


def _is_ready(url: str, outage: OutageNotice) -> bool:
    """Tell whether the database can be reached; raises ValueError for another version's."""
    try:
        with Roster.open(url):
            outage.back()
            return True
    except psycopg.OperationalError as error:
        outage.away(error)
        return False
