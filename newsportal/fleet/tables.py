"""The fleet's tables beside those of the engine, and how a database gets both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import procrastinate
import psycopg
from psycopg.rows import tuple_row

_FIRST_ENGINE = "03.04.00_50_post_add_retry_failed_job_procedure.sql"
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
    # The last migration of the engine that the database has; the first fleets began with this one
    f"ALTER TABLE newsportal_fleet ADD COLUMN engine text NOT NULL DEFAULT '{_FIRST_ENGINE}'",
    # When the valid copy was made, and since when no further one could be made; NULL: it could
    "ALTER TABLE newsportal_portals"
    " ADD COLUMN copied_at timestamptz, ADD COLUMN copy_failed_at timestamptz",
    # Whether the archive is on the node that has it and nowhere else: a run has told of posts, and
    # no copy came about
    "ALTER TABLE newsportal_portals ADD COLUMN only_there boolean NOT NULL GENERATED ALWAYS AS"
    " (node IS NOT NULL AND coalesce(posts, 0) > 0 AND generation IS NULL) STORED",
)


def init(url: str) -> None:
    """Bring a database up to date; safe to repeat, also by two at a time.

    Raises psycopg.Error, and ValueError if a newer newsportal has set it up.
    """
    with psycopg.connect(url) as database:
        database.execute("SELECT pg_advisory_xact_lock(hashtext('newsportal fleet init'))")
        database.execute("CREATE TABLE IF NOT EXISTS newsportal_fleet (version integer NOT NULL)")
        there = database.execute("SELECT to_regclass('procrastinate_jobs')").fetchone()
        is_new = there is None or there[0] is None
        if is_new:
            database.execute(procrastinate.schema.SchemaManager.get_schema())
        version = _version(database)
        _refuse_newer(version)
        if version == 0:
            database.execute("INSERT INTO newsportal_fleet VALUES (0)")
        for step in _STEPS[version:]:
            database.execute(step)
        row = database.execute("SELECT engine FROM newsportal_fleet").fetchone()
        assert row is not None
        migrations = _migrations()
        for path in migrations:
            if not is_new and path.name > row[0]:
                database.execute(path.read_bytes())
        newest = max(row[0], migrations[-1].name)
        database.execute(
            "UPDATE newsportal_fleet SET version = %s, engine = %s", (len(_STEPS), newest)
        )


def check(database: psycopg.Connection[Any]) -> None:
    """Raise ValueError unless the tables are those of this newsportal."""
    version = _version(database)
    _refuse_newer(version)
    if version < len(_STEPS):
        raise ValueError("the database is of an older newsportal: scrapy fleet init")


def _version(database: psycopg.Connection[Any]) -> int:
    with database.cursor(row_factory=tuple_row) as cursor:
        row = cursor.execute("SELECT version FROM newsportal_fleet").fetchone()
    return row[0] if row else 0


def _refuse_newer(version: int) -> None:
    if version > len(_STEPS):
        raise ValueError(
            f"the database was set up by a newer newsportal (fleet version {version}, this"
            f" one knows {len(_STEPS)}); upgrade newsportal on this node"
        )


def _migrations() -> list[Path]:
    """Return the engine's migrations, in order."""
    folder = Path(procrastinate.schema.SchemaManager.get_migrations_path())
    return sorted(folder.glob("*.sql"))
