"""What a node does with copies: it fetches the newest archive, and copies what its runs do."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path

import psycopg

from newsportal.fleet import lease
from newsportal.fleet.copies.replica import Replica
from newsportal.fleet.copies.stores import store_at
from newsportal.fleet.ledger import Claim, FleetLedger
from newsportal.runs.plain_words import in_words

logger = logging.getLogger(__name__)

_LOOKED = 5.0  # seconds between two looks at an archive that grows
_LATEST, _POSTS = 300.0, 500  # seconds, or posts, between two copies during a run
_GROWN, _GROWN_POSTS = 0.1, 10  # or this share of the archive, if it is so many posts


@dataclass(frozen=True, slots=True)
class NodeCopies:
    """The copies that one node makes and fetches. Without a place for them it does neither."""

    ledger: FleetLedger
    place: str | None
    """Where they go; None where this is the only node."""

    async def bring(self, claim: Claim, folder: Path, fetching: Path) -> bool:
        """Have the newest archive of the portal on this node; False where it cannot be had."""
        if self.place is None:
            return True
        is_here = (folder / "posts.jsonl").exists() and not fetching.exists()
        if is_here and (claim.generation is None or claim.had_by == self.ledger.node):
            return True
        try:
            replica, name = Replica(store_at(self.place)), claim.portal.archive
            # A portal that was removed and added again, or a new database, knows of no copy
            generation = claim.generation or await asyncio.to_thread(replica.newest, name)
            if generation is None:
                return True
            fetching.touch()  # half an archive must not be taken for one
            await asyncio.to_thread(replica.fetch, folder, name, generation)
            fetching.unlink()
        except Exception as error:  # of whatever store it is
            logger.error(
                "The archive of %s could not be fetched: %s", claim.portal.root, in_words(error)
            )
            await self.ledger.pass_on(claim, claim.had_by)  # which may have the archive itself
            return False
        return True

    async def copy_now_and_then(self, claim: Claim, folder: Path) -> None:
        """Copy an archive whenever it has grown by much, until this is cancelled."""
        if self.place is None:
            return
        export = folder / "posts.jsonl"
        copied, had, posts = lease.now(), _size(export), 0
        read = had
        while True:
            await asyncio.sleep(_LOOKED)
            posts += await asyncio.to_thread(_lines, export, read)
            read = _size(export)
            grown = posts >= _GROWN_POSTS and read - had >= _GROWN * read
            if grown or lease.now() - copied >= _LATEST or posts >= _POSTS:
                await self.copy(claim, folder)
                copied, had, posts = lease.now(), read, 0

    async def copy(self, claim: Claim, folder: Path) -> bool:
        """Copy the archive and name the copy valid; False where the database is away.

        Any other failure is told, here and in the database, and costs only the copy.
        """
        if self.place is None:
            return True
        name, fence = claim.portal.archive, claim.fence
        try:
            previous = await self.ledger.generation(claim)
            await self.ledger.begin_copy(claim)
            try:
                replica = Replica(store_at(self.place))
                generation = await asyncio.to_thread(replica.push, folder, name, fence, previous)
                if await self.ledger.publish(claim, generation):
                    await asyncio.to_thread(replica.tidy, name, fence, generation, previous)
            except psycopg.Error:
                raise
            except Exception as error:  # of whatever store it is: the archive is on this node
                logger.error("%s could not be copied: %s", claim.portal.root, in_words(error))
        except psycopg.Error as error:
            self.ledger.outage.away(error)
            return False
        return True


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _lines(path: Path, start: int) -> int:
    """Return how many lines a file has from a position on."""
    if _size(path) <= start:
        return 0
    with path.open("rb") as file:
        file.seek(start)
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
