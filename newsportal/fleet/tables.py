"""The fleet's tables beside those of the engine, and how a database gets both."""

from __future__ import annotations

import procrastinate
import psycopg

JOB_VERSION = 1
"""Version of the jobs that this newsportal makes and understands."""
_STEPS = (
    """
    CREATE TABLE newsportal_portals (
        root text PRIMARY KEY,
        arguments jsonb NOT NULL DEFAULT '{}',
        shortest interval NOT NULL,
        longest interval NOT NULL,
        slots integer NOT NULL DEFAULT 1,
        interval interval,                  -- learnt time between two updates
        paused text,                        -- why no run is made; NULL: runs are made
        next_run timestamptz,
        domain text NOT NULL,               -- registrable domain
        address text,                       -- IP address when it was added
        node text,                          -- that has the archive, or runs it now
        lease_until timestamptz,            -- NULL: nobody asks the portal
        fence bigint NOT NULL DEFAULT 0,    -- one more whenever a node takes the portal up
        generation text,                    -- the valid copy of the archive at the replica
        posts integer,
        new_posts integer,
        result text,
        exit_status integer,
        outcome text,
        ended_at timestamptz,
        good_at timestamptz,                -- last run that ended well
        good_runs integer NOT NULL DEFAULT 0,
        failures integer NOT NULL DEFAULT 0 -- in a row
    );
    CREATE TABLE newsportal_nodes (
        name text PRIMARY KEY,
        slots integer NOT NULL,
        replica text,
        seen_at timestamptz NOT NULL
    );
    CREATE TABLE newsportal_days (
        root text NOT NULL REFERENCES newsportal_portals ON DELETE CASCADE,
        day date NOT NULL,
        new_posts integer NOT NULL DEFAULT 0,
        runs integer NOT NULL DEFAULT 0,
        PRIMARY KEY (root, day)
    )
    """,
)


def init(url: str) -> None:
    """Bring a database up to date; safe to repeat, also by two at a time. Raises psycopg.Error."""
    with psycopg.connect(url) as database:
        database.execute("SELECT pg_advisory_xact_lock(hashtext('newsportal fleet init'))")
        database.execute("CREATE TABLE IF NOT EXISTS newsportal_fleet (version integer NOT NULL)")
        row = database.execute("SELECT version FROM newsportal_fleet").fetchone()
        version = row[0] if row else 0
        if version > len(_STEPS):
            raise ValueError(
                f"the database was set up by a newer newsportal (fleet version {version}, this"
                f" one knows {len(_STEPS)}); upgrade newsportal on this node"
            )
        there = database.execute("SELECT to_regclass('procrastinate_jobs')").fetchone()
        if there is None or there[0] is None:
            database.execute(procrastinate.schema.SchemaManager.get_schema())
        for step in _STEPS[version:]:
            database.execute(step)
        database.execute("DELETE FROM newsportal_fleet")
        database.execute("INSERT INTO newsportal_fleet VALUES (%s)", (len(_STEPS),))
