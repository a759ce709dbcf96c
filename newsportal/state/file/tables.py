"""The tables of the state file, and how a file of an earlier version gets them."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from newsportal.pages.keys import one_page
from newsportal.state.file.tally import TALLY

VERSION = 4
_SCHEMA = """
CREATE TABLE posts (
    n INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,           -- canonical URL after the portal's root
    state INTEGER NOT NULL DEFAULT 0,   -- State
    routes INTEGER NOT NULL DEFAULT 0,  -- Route: who named it
    stale INTEGER NOT NULL DEFAULT 0,   -- looks changed; to be fetched again
    run INTEGER NOT NULL,               -- run in which it was first named
    asked INTEGER,                      -- run that requested it last
    listed INTEGER,                     -- run in which a list showed it last
    listing INTEGER,                    -- list other than the index that named it first
    id TEXT, title TEXT,                -- as exported last
    seen_at INTEGER NOT NULL,           -- times are seconds since 1970, UTC
    fetched_at INTEGER,                 -- by the portal's clock, of the page of its last line
    looked_at INTEGER,                  -- of the page that was read last
    missing_since INTEGER,              -- first "not found", by the portal's clock
    missing_own INTEGER,                -- the same by our own clock
    tried INTEGER,                      -- when it was last asked for in vain, by our own clock
    fault INTEGER,                      -- the status with which the portal fails to show it
    fault_days INTEGER NOT NULL DEFAULT 0,    -- on how many days it has,
    fault_day INTEGER, fault_own_day INTEGER, -- the last of these by both clocks
    at REAL, precision TEXT, earliest REAL, latest REAL, source TEXT,  -- Published
    revision INTEGER NOT NULL DEFAULT 0,
    position INTEGER,                   -- of its last line in posts.jsonl
    page_volume INTEGER, page_offset INTEGER,  -- the stored page that it was read from
    line BLOB,                          -- digest of that line
    part INTEGER,                       -- the rotated file that has it; 0: a file moved away
    lost INTEGER NOT NULL DEFAULT 0,    -- that line is nowhere; to be read again
    content_hash BLOB,
    digest BLOB,                        -- Digest of the fields that make a revision
    card BLOB,                          -- hash of title and excerpt in lists
    feed BLOB,                          -- hash of title and body in the feed
    category INTEGER, previous INTEGER, next INTEGER,  -- for the audit
    original INTEGER,                   -- for DUPLICATE and ALIAS: the post that stands for it
    reason TEXT,                        -- why it could not be archived
    shape INTEGER,                      -- of its address, on portals of any software
    modified INTEGER                    -- as the sitemap says
);
CREATE INDEX posts_by_content ON posts (content_hash) WHERE content_hash IS NOT NULL;
CREATE INDEX posts_unsettled ON posts (n) WHERE state = 0 OR stale = 1;
CREATE INDEX posts_broken ON posts (n) WHERE state = 9;
CREATE INDEX posts_by_id ON posts (id) WHERE id IS NOT NULL;
CREATE INDEX posts_lost ON posts (n) WHERE lost = 1;
CREATE INDEX posts_by_original ON posts (original) WHERE original IS NOT NULL;
CREATE TABLE categories (n INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);
CREATE TABLE listings (
    n INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    walked INTEGER,                     -- last run that got to its end
    pages INTEGER NOT NULL DEFAULT 0,   -- as many as it had when it was last seen
    template TEXT NOT NULL DEFAULT '',  -- key of a further page, {} for its number
    looked INTEGER NOT NULL DEFAULT 0,  -- run that last read its first page
    deep INTEGER NOT NULL DEFAULT 1,    -- last of the deeper pages that were read in turn
    promised INTEGER NOT NULL DEFAULT 0, -- posts that its length promises, though none were found
    brought INTEGER                     -- when it last brought a new post, seconds since 1970
);
CREATE TABLE robots (host TEXT PRIMARY KEY, rules BLOB NOT NULL, at INTEGER NOT NULL);
CREATE TABLE shapes (
    n INTEGER PRIMARY KEY,
    shape TEXT NOT NULL UNIQUE,
    links INTEGER NOT NULL DEFAULT 0, shown INTEGER NOT NULL DEFAULT 0,  -- evidence of lists
    pages INTEGER NOT NULL DEFAULT 0, articles INTEGER NOT NULL DEFAULT 0,  -- and of pages
    lists INTEGER NOT NULL DEFAULT 0,
    verdict TEXT,                       -- Verdict; NULL while undecided
    told INTEGER NOT NULL DEFAULT 0     -- by portal.toml
);
CREATE INDEX posts_by_shape ON posts (shape) WHERE shape IS NOT NULL AND state = 0;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE edits (hours INTEGER PRIMARY KEY, posts INTEGER NOT NULL);
CREATE TABLE days (day TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE signatures (n INTEGER PRIMARY KEY, minhash BLOB NOT NULL, title INTEGER NOT NULL);
CREATE TABLE bands (hash INTEGER, n INTEGER, PRIMARY KEY (hash, n)) WITHOUT ROWID;
CREATE TABLE runs (
    n INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    exit INTEGER,
    whole INTEGER,                      -- saw the portal, and left nothing out on request
    settled INTEGER,                    -- every list was read as far as was needed
    outcome TEXT,
    figures TEXT                        -- JSON, what later runs are compared with
);
CREATE TABLE volumes (
    n INTEGER PRIMARY KEY, size INTEGER NOT NULL,
    dropped INTEGER NOT NULL DEFAULT 0  -- to be taken away, or gone
);
CREATE TABLE payloads (                 -- bodies of stored pages
    digest BLOB PRIMARY KEY, volume INTEGER NOT NULL, offset INTEGER NOT NULL,
    used INTEGER                        -- the last file that refers to it
) WITHOUT ROWID;
CREATE TABLE export (
    position INTEGER NOT NULL,
    root TEXT,
    round INTEGER NOT NULL DEFAULT 0,   -- run in which the deeper pages of lists were begun with
    zone TEXT NOT NULL DEFAULT '',      -- of the times that pages print, where not Shanghai's
    feed_shift INTEGER NOT NULL DEFAULT 0,  -- seconds by which the feed's times are too early
    mark TEXT NOT NULL DEFAULT '',      -- by which posts.jsonl is recognised
    sealed INTEGER NOT NULL DEFAULT 1,  -- no run is going on
    former TEXT NOT NULL DEFAULT ''     -- root URLs of former hosts
);
INSERT INTO export (position) VALUES (0);
CREATE TABLE pieces (end INTEGER PRIMARY KEY, digest BLOB NOT NULL);
CREATE TABLE rotated (
    n INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    digest BLOB NOT NULL
);
CREATE TABLE ends (
    seq INTEGER PRIMARY KEY,
    n INTEGER NOT NULL UNIQUE,          -- a post that was read lately
    hashes BLOB NOT NULL                -- of the first and the last blocks of its body
);
CREATE TABLE boilerplate (hash BLOB PRIMARY KEY) WITHOUT ROWID;
"""
_MEDIA = """
CREATE TABLE media (                    -- pictures and files that posts name
    n INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    kinds INTEGER NOT NULL,             -- 1: as a picture, 2: as a file
    name TEXT,                          -- of its file, <sha256>.<ext>; NULL: not stored
    type TEXT, size INTEGER,
    fetched_at INTEGER,
    status INTEGER,                     -- of the last answer
    reason TEXT,                        -- why it could not be had
    tries INTEGER NOT NULL DEFAULT 0,   -- in vain
    next_at INTEGER NOT NULL DEFAULT 0, -- not asked for before
    run INTEGER NOT NULL DEFAULT 0,     -- that asked for it last
    told INTEGER,                       -- status of which media.jsonl tells; -1: none came
    dropped INTEGER NOT NULL DEFAULT 0  -- of a post that is being forgotten
);
CREATE INDEX media_owed ON media (n) WHERE name IS NULL;
CREATE INDEX media_by_name ON media (name) WHERE name IS NOT NULL;
CREATE TABLE media_posts (
    media INTEGER NOT NULL,
    post TEXT NOT NULL,                 -- id of a post that names it
    lined INTEGER NOT NULL DEFAULT 0,   -- media.jsonl tells of it
    PRIMARY KEY (media, post)
);
CREATE INDEX media_by_post ON media_posts (post);
CREATE TABLE media_hosts (host TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID"""
# Version: what makes the next one of it.
_STEPS = {
    1: "ALTER TABLE runs ADD COLUMN figures TEXT",
    2: """
ALTER TABLE posts ADD COLUMN missing_own INTEGER;
ALTER TABLE posts ADD COLUMN tried INTEGER;
ALTER TABLE posts ADD COLUMN fault INTEGER;
ALTER TABLE posts ADD COLUMN fault_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE posts ADD COLUMN fault_day INTEGER;
ALTER TABLE posts ADD COLUMN fault_own_day INTEGER;
ALTER TABLE runs ADD COLUMN settled INTEGER;
UPDATE runs SET settled = (exit = 0 AND whole = 1);
ALTER TABLE listings ADD COLUMN pages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE listings ADD COLUMN template TEXT NOT NULL DEFAULT '';
ALTER TABLE listings ADD COLUMN looked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE listings ADD COLUMN deep INTEGER NOT NULL DEFAULT 1;
ALTER TABLE listings ADD COLUMN promised INTEGER NOT NULL DEFAULT 0;
ALTER TABLE export ADD COLUMN round INTEGER NOT NULL DEFAULT 0;
ALTER TABLE export ADD COLUMN zone TEXT NOT NULL DEFAULT '';
ALTER TABLE export ADD COLUMN feed_shift INTEGER NOT NULL DEFAULT 0;
CREATE TABLE robots (host TEXT PRIMARY KEY, rules BLOB NOT NULL, at INTEGER NOT NULL);
UPDATE posts SET missing_own = missing_since;
UPDATE posts SET state = 0, original = NULL, asked = NULL
    WHERE state = 5 AND NOT EXISTS (
        SELECT 1 FROM posts AS target WHERE target.n = posts.original
        AND target.revision > 0 AND alike(target.key, posts.key));
CREATE INDEX posts_broken ON posts (n) WHERE state = 9;
ALTER TABLE posts ADD COLUMN looked_at INTEGER;
ALTER TABLE posts ADD COLUMN page_volume INTEGER;
ALTER TABLE posts ADD COLUMN page_offset INTEGER;
CREATE TABLE volumes (
    n INTEGER PRIMARY KEY, size INTEGER NOT NULL, dropped INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE payloads (
    digest BLOB PRIMARY KEY, volume INTEGER NOT NULL, offset INTEGER NOT NULL, used INTEGER
) WITHOUT ROWID;
ALTER TABLE posts ADD COLUMN line BLOB;
ALTER TABLE posts ADD COLUMN part INTEGER;
ALTER TABLE posts ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;
UPDATE posts SET part = 0 WHERE position IS NULL AND revision > 0;
CREATE INDEX posts_by_id ON posts (id) WHERE id IS NOT NULL;
CREATE INDEX posts_lost ON posts (n) WHERE lost = 1;
ALTER TABLE export ADD COLUMN mark TEXT NOT NULL DEFAULT '';
ALTER TABLE export ADD COLUMN sealed INTEGER NOT NULL DEFAULT 1;
ALTER TABLE export ADD COLUMN former TEXT NOT NULL DEFAULT '';
CREATE TABLE pieces (end INTEGER PRIMARY KEY, digest BLOB NOT NULL);
CREATE TABLE rotated (
    n INTEGER PRIMARY KEY, name TEXT NOT NULL, size INTEGER NOT NULL, digest BLOB NOT NULL
);
CREATE TABLE ends (seq INTEGER PRIMARY KEY, n INTEGER NOT NULL UNIQUE, hashes BLOB NOT NULL);
CREATE TABLE boilerplate (hash BLOB PRIMARY KEY) WITHOUT ROWID;
ALTER TABLE posts ADD COLUMN shape INTEGER;
ALTER TABLE posts ADD COLUMN modified INTEGER;
ALTER TABLE listings ADD COLUMN brought INTEGER;
CREATE TABLE shapes (
    n INTEGER PRIMARY KEY, shape TEXT NOT NULL UNIQUE,
    links INTEGER NOT NULL DEFAULT 0, shown INTEGER NOT NULL DEFAULT 0,
    pages INTEGER NOT NULL DEFAULT 0, articles INTEGER NOT NULL DEFAULT 0,
    lists INTEGER NOT NULL DEFAULT 0, verdict TEXT, told INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX posts_by_shape ON posts (shape) WHERE shape IS NOT NULL AND state = 0;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE edits (hours INTEGER PRIMARY KEY, posts INTEGER NOT NULL)"""
    + ";\n"
    + _MEDIA,
    3: TALLY,
}


def open_read_only(path: Path, *, at_a_glance: bool = False) -> sqlite3.Connection:
    """Open a database to read it, also while a run writes to it.

    *at_a_glance*: for a moment, so that the files that readers share with writers are not made
    where none are; SQLite would leave them behind.
    """
    uri = f"{path.absolute().as_uri()}?mode=ro"
    alone = at_a_glance or not os.access(path.parent, os.W_OK)  # none can be made there
    if alone and not path.with_name(f"{path.name}-wal").exists():
        uri += "&immutable=1"
    return sqlite3.connect(uri, uri=True)


def root_of(state: sqlite3.Connection) -> str:
    """Return the root URL of the portal that a state is of, "" where none is kept yet."""
    root: str | None = state.execute("SELECT root FROM export").fetchone()[0]
    return root or ""


def version_of(database: sqlite3.Connection, path: Path) -> int:
    """Return the version of a state file, 0 for an empty one; ValueError if it is newer than us."""
    version = int(database.execute("PRAGMA user_version").fetchone()[0])
    if version > VERSION:
        raise ValueError(
            f"{path} was written by a newer newsportal (state version {version}, this one reads"
            f" up to {VERSION}); upgrade newsportal, or name another NEWSPORTAL_DATA_DIR"
        )
    return version


def create(database: sqlite3.Connection) -> None:
    """Make the tables in an empty file."""
    _change(database, f"{_SCHEMA}{TALLY};{_MEDIA}")


def migrate(database: sqlite3.Connection, path: Path, version: int) -> None:
    """Bring a file of an earlier version up to date, in one transaction.

    A copy of it as it was stays beside it, as ``state-v1.db`` and so on.
    """
    copy = path.with_name(f"{path.stem}-v{version}{path.suffix}")
    draft = copy.with_suffix(".tmp")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft)) as backup:
        database.backup(backup)
    draft.replace(copy)
    # Aliases were believed whose targets were never seen to be that post.
    database.create_function(
        "alike", 2, lambda one, other: one_page(one, other), deterministic=True
    )
    _change(database, ";\n".join(_STEPS[step] for step in range(version, VERSION)))


def _change(database: sqlite3.Connection, script: str) -> None:
    database.execute("BEGIN IMMEDIATE")
    for statement in script.split(";\n"):
        database.execute(statement)
    database.execute(f"PRAGMA user_version = {VERSION}")
    database.execute("COMMIT")
