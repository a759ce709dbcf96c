"""The engine of the fleet: Procrastinate on PostgreSQL brings each due run to one node."""

from __future__ import annotations

import asyncio
import contextlib
import logging

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status

from newsportal.fleet.job import Node
from newsportal.fleet.roster import Roster
from newsportal.fleet.tables import JOB_VERSION

logger = logging.getLogger(__name__)

_LOOKED = 3.0  # seconds between two looks for what is due
_ELSEWHERE = 20.0  # seconds that the node which has an archive is waited for
_STALLED = 30.0  # seconds without a sign of life after which a worker's job is another's
_RUN = "newsportal.run"


class Engine:
    """One node at work."""

    def __init__(self, url: str, node: Node, slots: int) -> None:
        self._url = url
        self._node = node
        self._slots = slots
        self._app = App(connector=PsycopgConnector(conninfo=url))
        self._app.task(name=_RUN)(self._run)

    async def work(self) -> None:
        """Make runs until a signal; returns when those that go on have ended.

        Without its database a node waits: the engine gives up then, and is started again.
        """
        helpers = [asyncio.create_task(self._keep()), asyncio.create_task(self._rescue())]
        try:
            while True:
                try:
                    async with self._app.open_async():
                        await self._node.tell_all()
                        if await self._work_while_there_is_room():
                            return
                except (psycopg.Error, ConnectorException) as error:
                    logger.warning("The database cannot be reached: %s", error)
                    await asyncio.sleep(_LOOKED)
        finally:
            for helper in helpers:
                helper.cancel()

    async def _rescue(self) -> None:
        try:
            await self._node.rescue()
        except psycopg.Error as error:
            logger.warning("The database cannot be reached: %s", error)

    async def _work_while_there_is_room(self) -> bool:
        """Work until a signal (True), or until the disk is full and then is not any more."""
        name = self._node.ledger.node
        worker = asyncio.create_task(
            self._app.run_worker_async(
                queues=["any", name], name=name, concurrency=self._slots,
                update_heartbeat_interval=5, stalled_worker_timeout=_STALLED,
                fetch_job_polling_interval=_LOOKED, delete_jobs="always",
            )
        )  # fmt: skip
        while not worker.done():
            await asyncio.wait({worker}, timeout=_LOOKED)
            if not worker.done() and not self._node.has_room():
                logger.error("%s is full: runs end here, others take over", self._node.data_dir)
                worker.cancel()  # returns when the runs have ended
                with contextlib.suppress(asyncio.CancelledError):
                    await worker
                while not self._node.has_room():
                    await asyncio.sleep(_LOOKED)
                logger.info("%s has room again", self._node.data_dir)
                return False
        await worker
        return True

    async def _run(self, root: str, version: int) -> None:
        if version > JOB_VERSION:
            logger.error("%s: its job is of a newer newsportal; upgrade this node", root)
            return
        await self._node.run(root)

    async def _keep(self) -> None:
        """Make the jobs that are due, and free those of workers that died.

        Every node does it, so that none is needed: a job that is there already is not made twice.
        It has a connection of its own, since a long run must not hold it up.
        """
        while True:
            try:
                async with App(connector=PsycopgConnector(conninfo=self._url)).open_async() as app:
                    while True:
                        if self._node.has_room():
                            await self._node.announce(self._slots)
                        for job in await app.job_manager.get_stalled_jobs(
                            seconds_since_heartbeat=_STALLED
                        ):
                            await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
                        await self._defer(app)
                        await asyncio.sleep(_LOOKED)
            except (psycopg.Error, ConnectorException) as error:
                logger.warning("The database cannot be reached: %s", error)
                await asyncio.sleep(_LOOKED)

    async def _defer(self, app: App) -> None:
        due = await self._node.ledger.due()
        if not due:
            return
        locks = await asyncio.to_thread(_locks, self._url)
        for row in due:
            waits = row["late"] < _ELSEWHERE and row["node"] is not None and row["alive"]
            job = app.configure_task(
                _RUN,
                queue=row["node"] if waits else "any",
                lock=locks.get(row["root"]),
                queueing_lock=row["root"],
            )
            try:
                await job.defer_async(root=row["root"], version=JOB_VERSION)
            except AlreadyEnqueued:
                if not waits:
                    await self._node.ledger.offer(row["root"])


def _locks(url: str) -> dict[str, str]:
    with Roster.open(url) as roster:
        return roster.groups()
