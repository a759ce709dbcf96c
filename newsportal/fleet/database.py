"""The fleet's database as a node uses it: patiently, and in words for people."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import psycopg
from procrastinate import PsycopgConnector
from procrastinate.exceptions import ConnectorException
from psycopg import errors
from psycopg_pool import AsyncConnectionPool

logger = logging.getLogger(__name__)

PAUSE = 3.0  # seconds between two attempts
_T = TypeVar("_T")
_TOLD = (  # what a connection says that did not come about, and what it means
    (re.compile("password"), "it refuses the user or the password"),
    (re.compile("no pg_hba.conf entry"), "it lets in no such user from this machine (pg_hba.conf)"),
    (re.compile("role "), "it knows no such user"),
    (re.compile("database "), "there is no such database on it"),
    (re.compile("too many clients"), "it has no connection left"),
    (re.compile("starting up"), "it is starting"),
    (re.compile("shutting down"), "it is shutting down"),
    (re.compile("refused"), "connection refused"),
    (re.compile("host name|not known|resolve host"), "its host is not known"),
    (re.compile("No such file"), "no server is there"),
    (re.compile("timeout|timed out|couldn't get"), "no answer in time"),
    (re.compile("No route to host"), "there is no way to it"),
    (re.compile("closed the connection"), "the connection was closed"),
)
_MEANT: tuple[tuple[type[psycopg.Error], str], ...] = (
    (errors.InsufficientPrivilege, "its user may not do this; let its owner call fleet init"),
    (errors.ReadOnlySqlTransaction, "it may only be read"),
    (errors.DiskFull, "its disk is full"),
    (errors.TooManyConnections, "it has no connection left"),
    (errors.AdminShutdown, "it is shutting down"),
    (errors.QueryCanceled, "it took too long"),
)


def words(error: BaseException) -> str:
    """Return what is wrong with the database; what PostgreSQL says is for its owner.

    >>> words(psycopg.OperationalError('connection failed: Connection refused'))
    'connection refused'
    >>> words(errors.UniqueViolation("duplicate key value"))
    'it refuses: UniqueViolation'
    """
    cause = error.__cause__ if isinstance(error, ConnectorException) else error
    for kind, meaning in _MEANT:
        if isinstance(cause, kind):
            return meaning
    if isinstance(cause, psycopg.Error) and cause.sqlstate:
        return f"it refuses: {type(cause).__name__}"
    if isinstance(cause, psycopg.ProgrammingError):
        return "NEWSPORTAL_FLEET is no address: postgresql://USER@HOST/DATABASE"
    text = str(cause)
    return next((meaning for mark, meaning in _TOLD if mark.search(text)), "no connection")


class OutageNotice:
    """Tells once that the database is away, and once that it is back."""

    def __init__(self) -> None:
        self._is_away = False

    def away(self, error: BaseException) -> None:
        """Note that it could not be reached."""
        if not self._is_away:
            logger.warning("The database cannot be reached (%s); this node waits", words(error))
        self._is_away = True

    def back(self) -> None:
        """Note that it answered."""
        if self._is_away:
            logger.info("The database answers again")
        self._is_away = False


class RetryingConnector(PsycopgConnector):
    """The engine's way to the database, which waits while the database is away.

    Else the engine would end with every pause of the database, once its runs have ended.
    """

    def __init__(self, outage: OutageNotice) -> None:
        super().__init__()
        self._outage = outage

    async def execute_query_async(self, query: Any, **arguments: Any) -> None:
        """Execute a query."""
        await self._patiently(super().execute_query_async, query, arguments)

    async def execute_query_one_async(self, query: Any, **arguments: Any) -> dict[str, Any]:
        """Execute a query and return its row."""
        return await self._patiently(super().execute_query_one_async, query, arguments)

    async def execute_query_all_async(self, query: Any, **arguments: Any) -> list[dict[str, Any]]:
        """Execute a query and return its rows."""
        return await self._patiently(super().execute_query_all_async, query, arguments)

    async def _patiently(
        self, execute: Callable[..., Awaitable[_T]], query: Any, arguments: dict[str, Any]
    ) -> _T:
        while True:
            try:
                answer = await execute(query, **arguments)
            except ConnectorException as error:
                away = psycopg.OperationalError | psycopg.InterfaceError
                if not isinstance(error.__cause__, away | errors.ReadOnlySqlTransaction):
                    raise
                self._outage.away(error)
                await asyncio.sleep(PAUSE)
            else:
                self._outage.back()
                return answer


def pool(url: str, slots: int) -> AsyncConnectionPool[Any]:
    """Return connections for a node that makes so many runs; after a fault they come back soon."""
    return AsyncConnectionPool(
        url, open=False, min_size=1, max_size=6 + 4 * slots, kwargs={"autocommit": True},
        check=AsyncConnectionPool.check_connection, timeout=10, reconnect_timeout=10,
    )  # fmt: skip
