"""The engine of the fleet: Procrastinate on PostgreSQL brings each due run to one node."""

from __future__ import annotations

import asyncio
import logging
import signal
from typing import Any

import psycopg
from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status

from newsportal.fleet.database import PAUSE, RetryingConnector
from newsportal.fleet.job import Node
from newsportal.fleet.roster import Roster
from newsportal.fleet.tables import JOB_VERSION

logger = logging.getLogger(__name__)

_ELSEWHERE = 20.0  # seconds that the node which has an archive is waited for
_BACK = 10.0  # the same where its run was cut off: such a run waits for no slot
_STALLED = 30.0  # seconds without a sign of life after which a worker's job is another's
_RUN = "newsportal.run"
_ANY = "any"
_CUT = "cut"
"""The queue of runs that were cut off: beside its slots a node has as many for these, since those
of a node that died must not wait for the end of long ones."""


class Engine:
    """One node at work."""

    def __init__(self, url: str, node: Node, slots: int) -> None:
        self._url = url
        self._node = node
        self._slots = slots
        self._outage = node.ledger.outage
        self._app = App(connector=RetryingConnector(self._outage))
        self._app.task(name=_RUN)(self._run)

    async def work(self) -> None:
        """Make runs until a signal; returns when those that go on have ended."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(_told)
        async with self._app.open_async(self._node.ledger.pool):
            helpers = [asyncio.create_task(self._keep()), asyncio.create_task(self._rescue())]
            working = asyncio.create_task(self._work())

            def end() -> None:
                logger.info("This node ends once its runs have ended; a second signal ends it now")
                for number in (signal.SIGINT, signal.SIGTERM):
                    loop.remove_signal_handler(number)
                working.cancel()

            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, end)
            try:
                await asyncio.wait({working})
            finally:
                for helper in helpers:
                    helper.cancel()
        if not working.cancelled():
            working.result()

    async def _work(self) -> None:
        while True:
            try:
                await self._node.tell_all()
                await self._work_while_there_is_room()
            except (psycopg.Error, ConnectorException) as error:
                self._outage.away(error)
                await asyncio.sleep(PAUSE)

    async def _rescue(self) -> None:
        while True:
            try:
                await self._node.rescue()
                return
            except psycopg.Error as error:
                self._outage.away(error)
                await asyncio.sleep(PAUSE)

    async def _work_while_there_is_room(self) -> None:
        """Work until a worker ends or the disk is full; returns when the runs have ended."""
        name = self._node.ledger.node
        workers = {
            asyncio.create_task(
                self._app.run_worker_async(
                    queues=queues, name=name, concurrency=self._slots,
                    update_heartbeat_interval=5, stalled_worker_timeout=_STALLED,
                    fetch_job_polling_interval=PAUSE, delete_jobs="always", listen_notify=False,
                    install_signal_handlers=False,
                )
            )
            for queues in ([_ANY, name], [_CUT, _cut_of(name)])
        }  # fmt: skip
        is_full = False
        try:
            while not is_full and not any(worker.done() for worker in workers):
                await asyncio.wait(workers, timeout=PAUSE, return_when=asyncio.FIRST_COMPLETED)
                is_full = not self._node.has_room()
        finally:
            if is_full:
                logger.error("%s is full: runs end here, others take over", self._node.data_dir)
            for worker in workers:
                worker.cancel()  # returns when its runs have ended
            ended = await asyncio.gather(*workers, return_exceptions=True)
        if is_full:
            while not self._node.has_room():
                await asyncio.sleep(PAUSE)
            logger.info("%s has room again", self._node.data_dir)
        for error in ended:
            if isinstance(error, Exception):
                raise error

    async def _run(self, root: str, version: int) -> None:
        if version > JOB_VERSION:
            logger.error("%s: its job is of a newer newsportal; upgrade this node", root)
            return
        try:
            await self._node.run(root)
        except psycopg.Error as error:  # the lease is not renewed: the run ends, others go on
            self._outage.away(error)

    async def _keep(self) -> None:
        """Make the jobs that are due, and free those of workers that died.

        Every node does it, so that none is needed: a job that is there already is not made twice.
        """
        while True:
            try:
                if self._node.has_room():
                    await self._node.announce(self._slots)
                for job in await self._app.job_manager.get_stalled_jobs(
                    seconds_since_heartbeat=_STALLED
                ):
                    await self._app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
                await self._node.ledger.free()
                await self._defer()
            except (psycopg.Error, ConnectorException) as error:
                self._outage.away(error)
            await asyncio.sleep(PAUSE)

    async def _defer(self) -> None:
        due = await self._node.ledger.due()
        if not due:
            return
        locks = await asyncio.to_thread(_locks, self._url)
        for row in due:
            patience = _BACK if row["cut"] else _ELSEWHERE
            waits = row["only_there"] or (
                row["late"] < patience and row["node"] is not None and row["alive"]
            )
            anyone = _CUT if row["cut"] else _ANY
            own = _cut_of(row["node"]) if row["cut"] else row["node"]
            job = self._app.configure_task(
                _RUN,
                queue=own if waits else anyone,
                lock=locks.get(row["root"]),
                queueing_lock=row["root"],
            )
            try:
                await job.defer_async(root=row["root"], version=JOB_VERSION)
            except AlreadyEnqueued:
                if not waits:
                    await self._node.ledger.offer(row["root"], anyone)


def _cut_of(node: str) -> str:
    """Return the queue of a node's own runs that were cut off."""
    return f"{_CUT} {node}"


def _locks(url: str) -> dict[str, str]:
    with Roster.open(url) as roster:
        return roster.groups()


def _told(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Leave out what a job says that ended after others had freed it: its run is recorded."""
    if not isinstance(context.get("exception"), psycopg.Error | ConnectorException):
        loop.default_exception_handler(context)
