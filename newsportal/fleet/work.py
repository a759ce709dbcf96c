"""``fleet work``: a node, from its settings to its end."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from psycopg_pool import AsyncConnectionPool

from newsportal.fleet.engine import Engine
from newsportal.fleet.job import Node
from newsportal.fleet.ledger import Ledger


class AloneError(Exception):
    """Another node is at work, and there is no place for copies that both can reach."""


def work(
    url: str, data_dir: Path, replica: str | None, slots: int, settings: Mapping[str, str],
    name: str | None = None,
) -> None:  # fmt: skip
    """Work until a signal. Raises AloneError, and psycopg.Error where there is no database."""
    asyncio.run(_work(url, data_dir, replica, slots, settings, name or socket.gethostname()))


async def _work(
    url: str, data_dir: Path, replica: str | None, slots: int, settings: Mapping[str, str],
    name: str,
) -> None:  # fmt: skip
    data_dir.mkdir(parents=True, exist_ok=True)
    pool: AsyncConnectionPool[Any] = AsyncConnectionPool(
        url, open=False, min_size=1, max_size=4 + 2 * slots, kwargs={"autocommit": True},
        check=AsyncConnectionPool.check_connection, timeout=10,
    )  # fmt: skip
    async with pool:
        ledger = Ledger(pool, name)
        if replica is None and not await ledger.is_alone():
            raise AloneError("another node is at work; both need NEWSPORTAL_REPLICA")
        await Engine(url, Node(ledger, data_dir, replica, settings), slots).work()
