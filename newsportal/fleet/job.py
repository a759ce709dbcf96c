"""One job of the fleet: one run of one portal, from taking it up to telling how it ended."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg

from newsportal.fleet import lease, process
from newsportal.fleet.copies.of_node import NodeCopies
from newsportal.fleet.interval import Outcome
from newsportal.fleet.ledger import Claim, FleetLedger
from newsportal.pages.site import Site
from newsportal.runs.accounts import last_account
from newsportal.runs.plain_words import in_words

logger = logging.getLogger(__name__)

_RENEWED = 5.0  # seconds between two renewals of a lease
_ROOM = 200 * 1024 * 1024  # bytes that a disk must have free
_LONGEST = 25 * 3600.0  # seconds after which a run that does not end by itself is ended


@dataclass(frozen=True, slots=True)
class Node:
    """What a job needs of the machine that it runs on."""

    ledger: FleetLedger
    data_dir: Path
    replica: str | None
    """Where copies go; None where this is the only node."""
    settings: Mapping[str, str]

    @property
    def copies(self) -> NodeCopies:
        """The copies that this node makes and fetches."""
        return NodeCopies(self.ledger, self.replica)

    def has_room(self) -> bool:
        """Tell whether the disk has room for further runs."""
        return shutil.disk_usage(self.data_dir).free >= _ROOM

    async def announce(self, slots: int) -> None:
        """Tell the others that this node is at work."""
        await self.ledger.announce(slots, self.replica)

    async def run(self, root: str) -> None:
        """Run a portal whose turn it is, unless it is another node's."""
        claim = await self.ledger.take(root)
        if claim is None:
            return
        folder = Site.of(root).folder_in(self.data_dir)
        own = self._own(root)
        own.mkdir(parents=True, exist_ok=True)
        lease.renew(own / "lease", lease.now())
        renewing = asyncio.create_task(self._renew(claim, own / "lease"))
        try:
            if not await self.copies.bring(claim, folder, own / "fetching"):
                return
            logger.info("%s: a run begins", root)
            before = last_account(folder).get("name", "")
            running = await process.start(
                claim.portal, self.data_dir, own / "lease", own / "log", self.settings
            )
            watched = {asyncio.create_task(running.wait()), renewing}
            copying = asyncio.create_task(self.copies.copy_now_and_then(claim, folder))
            try:
                await asyncio.wait(watched, timeout=_LONGEST, return_when=asyncio.FIRST_COMPLETED)
            finally:
                copying.cancel()
                await process.stop(running)
            outcome, facts = process.outcome(running.returncode or 0, folder, own / "log", before)
            logger.info("%s: %s", root, facts["outcome"] or f"status {outcome.status}")
            if not outcome.good and not self.has_room():
                logger.error("%s: for want of room another node goes on", root)
                if not renewing.done():
                    await self.copies.copy(claim, folder)  # it goes on from there
                await self.ledger.pass_on(claim)
                return
            note = {"root": root, "fence": claim.fence, "outcome": asdict(outcome), "facts": facts}
            with contextlib.suppress(OSError):  # such as a full disk: then it is told at once
                (own / "result.json").write_text(json.dumps(note, ensure_ascii=False))
            if not renewing.done():
                await self.copies.copy(claim, folder)
            await self._record(note)
            (own / "result.json").unlink(missing_ok=True)
        finally:
            renewing.cancel()

    def _own(self, root: str) -> Path:
        """Return the folder of what this node notes of a portal."""
        return self.data_dir / ".fleet" / hashlib.sha256(root.encode()).hexdigest()[:16]

    async def _record(self, note: dict[str, Any]) -> None:
        """Record how a run ended, as soon as the database can be reached."""
        outcome = Outcome(**note["outcome"])
        while True:
            try:
                await self.ledger.record(note["root"], note["fence"], outcome, note["facts"])
                return
            except psycopg.Error as error:
                self.ledger.outage.away(error)  # the result waits on the disk
                await asyncio.sleep(_RENEWED)

    async def tell_all(self) -> None:
        """Record what an earlier worker of this node could not."""
        for result in self.data_dir.glob(".fleet/*/result.json"):
            try:
                note = json.loads(result.read_text())
            except ValueError:
                note = None  # cut off by a full disk
            if note:
                await self._record(note)
            result.unlink()

    async def rescue(self) -> None:
        """Copy what runs of an earlier worker of this node did, before others take them up.

        That is when such a run may ask nothing more; a portal that another node has by then, or
        this worker itself, is left alone, since its fence is another.
        """
        if self.replica is None:
            return
        for claim in await self.ledger.left():
            while not await self._rescue(claim):
                await asyncio.sleep(_RENEWED)

    async def _rescue(self, claim: Claim) -> bool:
        """Copy what a run did; False where the database was away meanwhile."""
        noted = self._own(claim.portal.root) / "lease"
        folder = Site.of(claim.portal.root).folder_in(self.data_dir)
        try:
            while (mine := await self.ledger.has(claim)) and lease.is_valid(noted):
                await asyncio.sleep(1)
        except psycopg.Error as error:
            self.ledger.outage.away(error)
            return False
        if not mine or not (folder / "posts.jsonl").exists():
            return True
        return await self.copies.copy(claim, folder)

    async def _renew(self, claim: Claim, path: Path) -> None:
        """Renew the lease until it is lost."""
        while True:
            asked = lease.now()
            try:
                if not await self.ledger.renew(claim):
                    logger.warning("%s is another node's now", claim.portal.root)
                    return
                lease.renew(path, asked)
            except psycopg.Error as error:
                self.ledger.outage.away(error)
            except OSError as error:
                logger.warning("The lease of %s waits: %s", claim.portal.root, in_words(error))
            await asyncio.sleep(_RENEWED)
