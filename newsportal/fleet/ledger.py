"""What a node asks and tells the database about the runs that it makes. Raises psycopg.Error.

Every statement that changes a portal names the *fence* under which the node took it up; once
another node has done so, the statement changes nothing and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from newsportal.fleet.database import OutageNotice
from newsportal.fleet.interval import Outcome, learnt, pause_after
from newsportal.fleet.lease import TAKEN_OVER
from newsportal.fleet.portal import FleetPortal
from newsportal.runs.run import LOCKED


@dataclass(frozen=True, slots=True)
class Claim:
    """A portal that a node has taken up."""

    portal: FleetPortal
    fence: int
    generation: str | None
    """The valid copy of its archive at the replica."""
    had_by: str | None
    """The node that had it before."""


class FleetLedger:
    """The database as one node uses it."""

    def __init__(self, pool: AsyncConnectionPool[Any], node: str) -> None:
        self.pool = pool
        self.node = node
        self.outage = OutageNotice()

    async def _all(self, query: str, *values: Any) -> list[dict[str, Any]]:
        async with self.pool.connection() as database:
            database.row_factory = dict_row
            found = await database.execute(query, values)
            self.outage.back()
            return await found.fetchall() if found.description else []

    async def _one(self, query: str, *values: Any) -> dict[str, Any] | None:
        return next(iter(await self._all(query, *values)), None)

    async def announce(self, slots: int, replica: str | None) -> None:
        """Tell that this node is at work."""
        await self._one(
            "INSERT INTO newsportal_nodes VALUES (%s, %s, %s, now()) ON CONFLICT (name) DO UPDATE"
            " SET slots = excluded.slots, replica = excluded.replica, seen_at = now()",
            self.node, slots, replica,
        )  # fmt: skip

    async def may_work(self, replica: str | None) -> bool:
        """Tell whether this node may work beside other nodes.

        It may if all of them, and this one, copy archives to a *replica*; else only if it is alone
        and no other node has an archive, since archives could not move between them.
        """
        row = await self._one(
            "SELECT count(*) AS others FROM (SELECT name FROM newsportal_nodes WHERE name <> %s"
            " AND seen_at > now() - interval '1 minute' AND (replica IS NULL OR %s)"
            " UNION SELECT node FROM newsportal_portals WHERE node <> %s AND %s) AS others",
            self.node, replica is None, self.node, replica is None,
        )  # fmt: skip
        return row is not None and row["others"] == 0

    async def take(self, root: str) -> Claim | None:
        """Take a portal up; None if it is paused, not due, gone, or another node has it.

        A node with the only copy of an archive keeps the portal: begun anew on another, the archive
        would lose its history.
        """
        row = await self._one(
            "UPDATE newsportal_portals AS mine SET node = %s, fence = mine.fence + 1,"
            " lease_until = now() + %s"
            " FROM (SELECT root, node AS had_by FROM newsportal_portals WHERE root = %s"
            "       FOR UPDATE) AS before"
            " WHERE mine.root = before.root AND mine.paused IS NULL AND mine.next_run <= now()"
            " AND (mine.lease_until IS NULL OR mine.lease_until < now())"
            " AND (before.had_by = %s OR NOT only_there)"
            " RETURNING mine.*, before.had_by",
            self.node, timedelta(seconds=TAKEN_OVER), root, self.node,
        )  # fmt: skip
        return _hold(row) if row else None

    async def left(self) -> list[Claim]:
        """Return the portals of this node whose runs have not been told the end of."""
        rows = await self._all(
            "SELECT *, node AS had_by FROM newsportal_portals"
            " WHERE node = %s AND lease_until IS NOT NULL",
            self.node,
        )
        return [_hold(row) for row in rows]

    async def renew(self, claim: Claim) -> bool:
        """Renew the lease; False once the portal is another node's."""
        renewed = "UPDATE newsportal_portals SET lease_until = now() + %s"
        return await self._changed(claim, renewed, timedelta(seconds=TAKEN_OVER))

    async def has(self, claim: Claim) -> bool:
        """Tell whether nobody has taken the portal up since."""
        row = await self._one(
            "SELECT fence FROM newsportal_portals WHERE root = %s", claim.portal.root
        )
        return row is not None and row["fence"] == claim.fence

    async def publish(self, claim: Claim, generation: str) -> bool:
        """Name the valid copy of the archive; False once the portal is another node's."""
        named = (
            "UPDATE newsportal_portals SET generation = %s, copied_at = now(),"
            " copy_failed_at = NULL"
        )
        return await self._changed(claim, named, generation)

    async def begin_copy(self, claim: Claim) -> None:
        """Note that a copy is being made: if it fails, the time of the first failure is known."""
        began = "UPDATE newsportal_portals SET copy_failed_at = coalesce(copy_failed_at, now())"
        await self._changed(claim, began)

    async def pass_on(self, claim: Claim, node: str | None = None) -> bool:
        """Let any node try the portal in half a minute, *node* first; False if it is another's."""
        row = await self._one(
            "UPDATE newsportal_portals SET node = CASE WHEN only_there THEN node"
            " ELSE %s END, lease_until = NULL, next_run = now() + %s"
            " WHERE root = %s AND fence = %s RETURNING root",
            node, timedelta(seconds=30), claim.portal.root, claim.fence,
        )  # fmt: skip
        return row is not None

    async def record(self, root: str, fence: int, outcome: Outcome, facts: dict[str, Any]) -> bool:
        """Record how a run ended, and when the next one is due; False if that is another's now."""
        row = await self._one("SELECT * FROM newsportal_portals WHERE root = %s", root)
        if row is None or row["fence"] != fence:
            return False
        failed = not outcome.good and outcome.result != "unfinished" and outcome.status != LOCKED
        stuck = outcome.result == "unfinished" and not outcome.new
        failures = row["failures"] + 1 if failed or stuck else 0
        good_runs = row["good_runs"] + outcome.good
        bounds = row["shortest"], row["longest"]
        interval = row["interval"] or max(bounds[0], min(bounds[1], timedelta(hours=6)))
        if outcome.good:
            interval = learnt(interval, bounds, outcome, good_runs)
        pause = pause_after(outcome, interval, failures)
        done = await self._one(
            "UPDATE newsportal_portals SET lease_until = NULL, interval = %s, good_runs = %s,"
            " failures = %s, next_run = now() + %s * (0.95 + 0.1 * random()),"
            " paused = coalesce(paused, %s), exit_status = %s, result = %s, outcome = %s,"
            " posts = coalesce(%s, posts), new_posts = %s, ended_at = now(),"
            " good_at = CASE WHEN %s THEN now() ELSE good_at END"
            " WHERE root = %s AND fence = %s RETURNING root",
            interval, good_runs, failures, pause or timedelta(),
            None if pause is not None else facts.get("outcome") or "wrong usage",
            outcome.status, outcome.result, facts.get("outcome"), facts.get("posts"),
            outcome.new, outcome.good, root, fence,
        )  # fmt: skip
        if done is not None:
            await self._one(
                "INSERT INTO newsportal_days VALUES (%s, current_date, %s, 1)"
                " ON CONFLICT (root, day) DO UPDATE SET runs = newsportal_days.runs + 1,"
                " new_posts = newsportal_days.new_posts + excluded.new_posts",
                root, outcome.new,
            )  # fmt: skip
        return done is not None

    async def due(self) -> list[dict[str, Any]]:
        """Return the portals whose next run is due and that nobody runs.

        *late* counts from the end of the lease where a run was cut off: the node that has what
        it did gets its turn first. *cut* tells of such a run.
        """
        return await self._all(
            "SELECT portals.root, portals.node, only_there,"
            " extract(epoch FROM now() - greatest(next_run, lease_until))::float AS late,"
            " lease_until IS NOT NULL AS cut, alive"
            " FROM newsportal_portals AS portals LEFT JOIN (SELECT name,"
            " seen_at > now() - interval '30 seconds' AS alive FROM newsportal_nodes) AS nodes"
            " ON nodes.name = portals.node"
            " WHERE paused IS NULL AND next_run <= now()"
            " AND (lease_until IS NULL OR lease_until < now())"
            " AND (alive OR NOT only_there) ORDER BY next_run"
        )

    async def offer(self, root: str, queue: str) -> None:
        """Let any node have the job of a portal whose own node has not taken it."""
        await self._one(
            "UPDATE procrastinate_jobs SET queue_name = %s"
            " WHERE queueing_lock = %s AND status = 'todo' AND queue_name <> %s",
            queue, root, queue,
        )  # fmt: skip

    async def free(self) -> None:
        """Remove jobs that nobody works on: begun a minute ago, and no lease on their portal.

        That is what is left where the database went away just when a node took a job. Jobs that
        wait for a node which is away, since the archive is nowhere else, would hold others up.
        """
        await self._one(
            "DELETE FROM procrastinate_jobs AS jobs USING newsportal_portals AS portals"
            " WHERE jobs.queueing_lock = portals.root AND jobs.status = 'todo' AND only_there"
            " AND NOT EXISTS (SELECT FROM newsportal_nodes WHERE name = portals.node"
            " AND seen_at > now() - interval '30 seconds')"
        )
        await self._one(
            "DELETE FROM procrastinate_jobs AS jobs USING newsportal_portals AS portals"
            " WHERE jobs.queueing_lock = portals.root AND jobs.status = 'doing'"
            " AND (lease_until IS NULL OR lease_until < now()) AND EXISTS (SELECT FROM"
            " procrastinate_events AS events WHERE events.job_id = jobs.id"
            " AND events.type = 'started' AND events.at < now() - interval '1 minute')"
        )

    async def generation(self, claim: Claim) -> str | None:
        """Return the valid copy of an archive."""
        row = await self._one(
            "SELECT generation FROM newsportal_portals WHERE root = %s", claim.portal.root
        )
        return row["generation"] if row else None

    async def _changed(self, claim: Claim, update: str, *values: Any) -> bool:
        """Change what is held; False once it is another node's."""
        query = f"{update} WHERE root = %s AND fence = %s RETURNING root"
        row = await self._one(query, *values, claim.portal.root, claim.fence)
        return row is not None


def _hold(row: dict[str, Any]) -> Claim:
    return Claim(FleetPortal.of_row(row), row["fence"], row["generation"], row["had_by"])
