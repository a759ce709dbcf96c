"""Is an archive complete? Read from its files, without the portal and without the lock.

Complete means: the last whole run left nothing to do, every address that any page named is
archived, a known duplicate, known to be gone or no post at all, and in every category each post's
older neighbour is one of these, down to the oldest.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from newsportal.archive.broken_lists import Why, faults
from newsportal.archive.maintenance.contents import Contents, contents
from newsportal.archive.partial_posts import partial_lines
from newsportal.state.facts import Fact, fact_in
from newsportal.state.file.tables import VERSION, open_read_only, root_of, version_of
from newsportal.state.row import ALONE, AWAY, KNOWN, Route, State, among
from newsportal.state.shapes import FILES

_LISTED = 20  # addresses of a kind
_ALL_BUT_GONE = among(State.REJECTED, State.FORBIDDEN, State.BROKEN)
# Two questions, each of which an index answers.
_MISSING = (f"state = {State.NAMED}", f"{AWAY} AND state IN {_ALL_BUT_GONE}")
_KNOWN = among(*KNOWN)


@dataclass(slots=True)
class Audit:
    """The verdict on one archive and the facts behind it, as lines for people."""

    posts: int = 0
    missing: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    def lines(self) -> Iterator[str]:
        """Yield the report, the verdict last."""
        yield from self.facts
        if self.missing:
            yield f"incomplete: {self.posts} posts, {len(self.missing)} missing"
            yield from (f"  {line}" for line in self.missing)
        else:
            yield f"complete: {self.posts} posts"


def audit(path: Path, *, whole: bool = False) -> Audit:
    """Return the audit of a state file and its posts.jsonl, with *whole* reading all of that.

    Raises OSError; sqlite3.Error if it is no state file, ValueError if it is newer than us.
    """
    database = open_read_only(path)
    try:
        version = version_of(database, path)
        if version < VERSION:
            raise ValueError(f"{path} is of an earlier version; the next run brings it up to date")
        held = contents(path.with_name("posts.jsonl"), database, whole=whole)
        return _audit(database, held)
    finally:
        database.close()


def _audit(database: sqlite3.Connection, held: Contents) -> Audit:
    root = root_of(database)
    result = Audit(held.posts)
    result.missing += _last_run(database)
    result.facts += _failed_since(database)
    result.missing += _unsettled(database, root)
    result.missing += held.faults
    result.facts += _states(database)
    result.facts += _routes(database, root)
    result.facts += _chains(database)
    result.facts += _shapes(database)
    result.missing += _undecided(database)
    result.facts += _files(database)
    result.missing += _held_back(database)
    result.missing += _broken_lists(database)
    result.facts += _dates(database)
    result.facts += _ids(database)
    result.facts += _media(database)
    result.facts += held.facts
    return result


def _last_run(database: sqlite3.Connection) -> Iterator[str]:
    row = database.execute(
        "SELECT name, exit, outcome FROM runs WHERE whole = 1 OR exit IS NULL"
        " ORDER BY n DESC LIMIT 1"
    ).fetchone()
    if row is None:
        yield "no run has walked the whole portal"
    elif row[1] is None:
        yield f"run {row[0]} is going on or died; the next one completes it"
    elif row[1] != 0:
        yield f"run {row[0]} did not get to its end: {row[2]}"


def _failed_since(database: sqlite3.Connection) -> Iterator[str]:
    """A run that did not get to see the portal says nothing of what is missing."""
    name, exit_status, whole, outcome = database.execute(
        "SELECT name, exit, whole, outcome FROM runs ORDER BY n DESC LIMIT 1"
    ).fetchone() or ("", None, None, "")
    if exit_status and not whole:
        yield f"the last run, {name}, ended with {exit_status}: {outcome}"


def _unsettled(database: sqlite3.Connection, root: str) -> Iterator[str]:
    found = database.execute(
        " UNION ALL ".join(
            f"SELECT n, key, state, reason, routes FROM posts WHERE {missing}"
            for missing in _MISSING
        )
        + " ORDER BY n"
    )
    for _, key, state, reason, routes in found:
        names = ", ".join(f"by {route.name}".lower() for route in Route if routes & route)
        why = reason or ("not fetched" if state == State.NAMED else State(state).name.lower())
        yield f"{root}{key}: {why} (named {names or 'by its own address'})"


def _states(database: sqlite3.Connection) -> Iterator[str]:
    sql = "SELECT state, sum(posts) FROM tally WHERE posts > 0 GROUP BY state"
    counts = dict(database.execute(sql).fetchall())
    shown = (f"{State(state).name.lower()} {count}" for state, count in sorted(counts.items()))
    left = fact_in(database, Fact.LEFT_OUT)
    yield f"addresses: {', '.join(shown)}" + (f", left out {left}" if left else "")


def _routes(database: sqlite3.Connection, root: str) -> Iterator[str]:
    sql = f"SELECT routes, sum(posts) FROM tally WHERE state IN {_KNOWN} GROUP BY routes"
    named = dict(database.execute(sql).fetchall())
    for route in Route:
        name, alone = str(route.name).lower(), named.get(int(route), 0)
        known = sum(count for routes, count in named.items() if routes & route)
        yield f"known by {name}: {known}, only by it: {alone}"
        if alone and route not in (Route.INDEX, Route.LISTING):
            found = database.execute(
                f"SELECT key FROM posts WHERE {ALONE} AND routes = ? ORDER BY n LIMIT ?",
                (int(route), _LISTED),
            )
            yield from (f"  {root}{key}" for (key,) in found)


def _chains(database: sqlite3.Connection) -> Iterator[str]:
    """Say for each category whether every older neighbour is accounted for, and where it ends."""
    broken_at = Counter[int]()
    for missing in _MISSING:
        broken_at.update(dict(database.execute(
            f"SELECT posts.category, count(*) FROM (SELECT n FROM posts WHERE {missing}) AS older"
            f" CROSS JOIN posts ON posts.previous = older.n WHERE state IN {_KNOWN} GROUP BY 1"
        ).fetchall()))  # fmt: skip
    found = database.execute(
        "SELECT n, path, sum(posts), total(posts * (ends & 1)), total(posts * (ends & 2)) / 2"
        " FROM tally JOIN categories ON category = n"
        f" WHERE state IN {_KNOWN} AND posts > 0 GROUP BY n ORDER BY path"
    )
    for n, path, posts, newest, oldest in found:
        broken = broken_at[n]
        name = path.replace("\t", " > ")
        if posts > 1 and newest == oldest == posts:
            state = "the pages show no neighbours"
        elif broken:
            state = f"broken at {broken} posts"
        else:
            state = "unbroken"
        yield f"chain of {name}: {posts} posts, {state}"


def _shapes(database: sqlite3.Connection) -> Iterator[str]:
    """Say which shapes of address there are on a portal of any software."""
    found = database.execute(
        "SELECT shape, coalesce(verdict, 'undecided'), links, shown, pages, articles FROM shapes"
        " WHERE verdict IS NOT NULL OR shown > 0 ORDER BY verdict = 'post' DESC, links DESC"
    ).fetchall()
    for shape, verdict, links, shown, pages, articles in found[:_LISTED]:
        yield (
            f"addresses {shape}: {verdict}; lists name {links} and show {shown} as posts,"
            f" {articles} of {pages} pages read are articles"
        )
    if len(found) > _LISTED:
        yield f"and {len(found) - _LISTED} further shapes of address"


def _undecided(database: sqlite3.Connection) -> Iterator[str]:
    found = database.execute(
        "SELECT shapes.shape, count(*) FROM shapes JOIN posts ON posts.shape = shapes.n"
        f" WHERE verdict IS NULL AND state = {State.NAMED} GROUP BY 1 ORDER BY 2 DESC"
    )
    for shape, count in found:
        yield (
            f'{count} addresses are undecided; in portal.toml posts = ["{shape}"]'
            f' or other = ["{shape}"] settles it'
        )


def _files(database: sqlite3.Connection) -> Iterator[str]:
    """Say how many posts of a portal of any software are files."""
    (files,) = database.execute(
        "SELECT count(*) FROM posts JOIN shapes ON posts.shape = shapes.n"
        f" WHERE shapes.shape = '{FILES}' AND state = {State.ARCHIVED}"
    ).fetchone()
    if files:
        yield f"{files} posts are files, of which records have title and date, and no text"


def _held_back(database: sqlite3.Connection) -> Iterator[str]:
    """Say what may be there that no address leads to, as in lists that a script continues.

    Updates end with 0 all the same, as of a broken post: nobody can mend it here.
    """
    yield from (fact_in(database, Fact.HIDDEN_POSTS) or "").splitlines()
    yield from partial_lines(fact_in(database, Fact.PARTIAL_POSTS))


def _broken_lists(database: sqlite3.Connection) -> Iterator[str]:
    """Say which pages of lists nobody could read for days: they may name posts."""
    for url, fault in faults(fact_in(database, Fact.BROKEN_LISTS)):
        if fault.why is Why.REFUSED:
            yield f"{url}: the portal refuses it: {fault.reason}"
        elif fault.counts:
            yield f"{url}: a page of a list that could not be read for days: {fault.reason}"


def _dates(database: sqlite3.Connection) -> Iterator[str]:
    found = database.execute(
        "SELECT iif(precision = '', 'unknown', precision), sum(posts) FROM periods"
        " WHERE posts > 0 GROUP BY 1 ORDER BY 2 DESC"
    )
    yield f"dates known to the: {', '.join(f'{precision} {count}' for precision, count in found)}"


def _ids(database: sqlite3.Connection) -> Iterator[str]:
    low, high, count = database.execute(
        "SELECT min(CAST(id AS INTEGER)), max(CAST(id AS INTEGER)), count(*) FROM posts"
        f" WHERE state = {State.ARCHIVED} AND id GLOB '[0-9]*' AND length(id) < 19"
    ).fetchone()
    if count:
        yield f"ids: {low} to {high}, {high - low + 1 - count} numbers between them are no posts"


def _media(database: sqlite3.Connection) -> Iterator[str]:
    """Say how many pictures and files are stored; what could not be had is no missing post."""
    named, files, failed = database.execute(
        "SELECT count(*), count(DISTINCT name), total(name IS NULL AND tries > 0) FROM media"
        " WHERE dropped = 0"
    ).fetchone()
    if not files and not failed:
        return
    (stored,) = database.execute("SELECT count(*) FROM media WHERE name IS NOT NULL").fetchone()
    yield (
        f"media: {stored} of {named} addresses are stored, as {files} files; {int(failed)} could"
        " not be had so far"
    )
    failures = database.execute(
        "SELECT url, reason FROM media WHERE name IS NULL AND tries > 0 AND dropped = 0"
        " ORDER BY n LIMIT ?",
        (_LISTED,),
    )
    yield from (f"  {url}: {reason}" for url, reason in failures)
