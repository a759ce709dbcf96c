"""The portals of the fleet, as people add, change and see them. Raises psycopg.Error."""

from __future__ import annotations

import socket
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Self
from urllib.parse import urlsplit

import psycopg
import tldextract
from psycopg.rows import dict_row, tuple_row
from psycopg.types.json import Jsonb

from newsportal.fleet.locks import locks_of
from newsportal.fleet.portal import FleetPortal
from newsportal.fleet.tables import check

_DOMAINS = tldextract.TLDExtract(suffix_list_urls=())  # the list that the library brings


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """A portal and what became of it."""

    portal: FleetPortal
    interval: timedelta | None
    paused: str | None
    next_run: datetime | None
    running: bool
    node: str | None
    posts: int | None
    result: str | None
    outcome: str | None
    ended_at: datetime | None
    good_at: datetime | None
    copied_at: datetime | None
    """When the valid copy of the archive was made."""
    copy_failed_at: datetime | None
    """Since when a further one has been tried to be made; None where it was."""
    stranded: bool
    """Whether its archive is on a node that is not at work, and nowhere else."""
    days: tuple[int, ...]
    """New posts of the last fourteen days, today last."""


class Roster:
    """The portals in the database, over one connection."""

    def __init__(self, database: psycopg.Connection[dict[str, Any]]) -> None:
        self._database = database

    @classmethod
    def open(cls, url: str) -> Self:
        """Connect to the database of the fleet; ValueError if its tables are another version's."""
        database = psycopg.connect(url, row_factory=dict_row, autocommit=True, connect_timeout=10)
        try:
            check(database)
        except BaseException:
            database.close()
            raise
        return cls(database)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def add(self, portal: FleetPortal) -> bool:
        """Add a portal, or give it new options; tell whether it is new.

        ValueError if the same portal is there under another name, such as http, www, or a path
        that is written otherwise: both would have one archive.
        """
        there = self._roots.setdefault(portal.archive, portal.root)
        if there != portal.root:
            raise ValueError(f"{portal.root} is in the fleet as {there}; remove that first")
        host = urlsplit(portal.root).hostname or ""
        found = self._database.execute(
            "INSERT INTO newsportal_portals"
            " (root, arguments, shortest, longest, slots, domain, address, next_run)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, now()) ON CONFLICT (root) DO UPDATE SET"
            " arguments = excluded.arguments, shortest = excluded.shortest,"
            " longest = excluded.longest, slots = excluded.slots,"
            " address = coalesce(excluded.address, newsportal_portals.address)"
            " RETURNING xmax = 0 AS new",
            (*self._columns(portal), _domain(host), _address(host)),
        ).fetchone()
        return bool(found and found["new"])

    @cached_property
    def _roots(self) -> dict[str, str]:
        """The portals' roots by their archives; a file of portals asks for each."""
        rows = self._database.execute("SELECT root FROM newsportal_portals")
        return {FleetPortal(row["root"]).archive: row["root"] for row in rows}

    def has_address(self, root: str) -> bool:
        """Tell whether the host of a portal was known when it was added."""
        row = self._database.execute(
            "SELECT address FROM newsportal_portals WHERE root = %s", (root,)
        ).fetchone()
        return row is not None and row["address"] is not None

    def change(self, root: str, options: list[str]) -> None:
        """Set options of a portal anew; ValueError names what is wrong."""
        self.add(self.portal(root).changed(options))

    def portal(self, root: str) -> FleetPortal:
        """Return a portal by its root; ValueError if there is none."""
        row = self._database.execute(
            "SELECT * FROM newsportal_portals WHERE root = %s", (root,)
        ).fetchone()
        if row is None:
            raise ValueError(f"{root} is not in the fleet; scrapy fleet add {root}")
        return FleetPortal.of_row(row)

    def remove(self, root: str) -> None:
        """Forget a portal; its archive stays where it is."""
        self.portal(root)
        self._database.execute("DELETE FROM newsportal_portals WHERE root = %s", (root,))
        self.__dict__.pop("_roots", None)

    def pause(self, root: str, reason: str | None) -> None:
        """Make no runs of a portal until it is resumed (*reason* None)."""
        self.portal(root)
        self._database.execute(
            "UPDATE newsportal_portals SET paused = %s, failures = 0 WHERE root = %s",
            (reason, root),
        )

    def run_now(self, root: str) -> None:
        """Make a portal's next run due."""
        self.portal(root)
        self._database.execute(
            "UPDATE newsportal_portals SET next_run = now() WHERE root = %s", (root,)
        )

    def entries(self) -> list[RosterEntry]:
        """Return all portals, by their roots."""
        rows = self._database.execute(
            "SELECT portals.*, lease_until > now() AS running, only_there AND NOT EXISTS"
            " (SELECT FROM newsportal_nodes WHERE name = node"
            " AND seen_at > now() - interval '1 minute') AS stranded"
            " FROM newsportal_portals AS portals ORDER BY root"
        ).fetchall()
        counts: Counter[tuple[str, int]] = Counter()
        for row in self._database.execute(
            "SELECT root, current_date - day AS ago, new_posts FROM newsportal_days"
            " WHERE day > current_date - 14"
        ):
            counts[row["root"], row["ago"]] = row["new_posts"]
        told = ("interval", "paused", "next_run", "node", "posts", "result", "outcome",
                "ended_at", "good_at", "copied_at", "copy_failed_at", "stranded")  # fmt: skip
        return [
            RosterEntry(
                portal=FleetPortal.of_row(row),
                running=bool(row["running"]),
                days=tuple(counts[row["root"], ago] for ago in range(13, -1, -1)),
                **{name: row[name] for name in told},
            )
            for row in rows
        ]

    def groups(self) -> dict[str, str]:
        """Return for each portal the lock that its runs share with others."""
        with self._database.cursor(row_factory=tuple_row) as cursor:
            cursor.execute(
                "SELECT root, domain, address, slots FROM newsportal_portals ORDER BY root"
            )
            return locks_of(cursor.fetchall())

    @staticmethod
    def _columns(portal: FleetPortal) -> tuple[Any, ...]:
        return (
            portal.root, Jsonb(portal.arguments), portal.shortest, portal.longest, portal.slots,
        )  # fmt: skip


def _domain(host: str) -> str:
    return _DOMAINS(host).top_domain_under_public_suffix or host


def _address(host: str) -> str | None:
    try:
        return str(socket.getaddrinfo(host, None)[0][4][0])
    except OSError:
        return None
