"""A takedown: a post is taken out of all that an archive stores, for good.

First the state takes a mark by which no run asks for the post again, and what is to be looked for:
by then some places may not tell it any more. Then every place is rewritten,
one after the other; what a killed takedown leaves is finished by doing it again, and the sieve lets
no line of such a post pass in the meantime.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from filelock import FileLock

from newsportal.archive.healing.forgotten import remember
from newsportal.archive.healing.mark import mark_of
from newsportal.archive.healing.opening import open_state
from newsportal.archive.healing.portal_hosts import PortalHosts
from newsportal.archive.healing.reconcile import reconcile
from newsportal.archive.healing.rotated import place_of, size_and_digest
from newsportal.archive.kept_pages import check_that_there_is, lock_of
from newsportal.archive.maintenance.left_over import left_over
from newsportal.archive.maintenance.places import PLACES, TakedownScope, record_files, records_in
from newsportal.archive.maintenance.traces import marks_of
from newsportal.archive.media.takedown import drop, mark
from newsportal.pages.keys import address_of
from newsportal.pages.site import Site
from newsportal.pages.urls import address_variants
from newsportal.runs.accounts import run_name
from newsportal.runs.run import OK
from newsportal.state.facts import Fact
from newsportal.state.row import Row
from newsportal.state.store import Store


@dataclass(slots=True)
class TakedownResult:
    """What was done."""

    posts: list[str] = field(default_factory=list)
    """Their addresses; with a post go those that repeat it."""
    files: list[Path] = field(default_factory=list)
    alike: list[str] = field(default_factory=list)
    """Addresses of other posts with nearly the same text, which stay."""
    left: list[Path] = field(default_factory=list)
    """Other files of the folder that still tell of them, or cannot be read."""

    def __str__(self) -> str:
        files = "".join(f"\n  {path}" for path in self.files)
        return f"forgotten: {', '.join(self.posts)}; rewritten or removed:{files}"


def forget(folder: Path, site: Site, id_: str, pages: Path | None = None) -> TakedownResult:
    """Take a post out of an archive. Raises LookupError where it has no post of that id.

    *pages* is the folder of the stored pages, where it is not in the archive's own. Raises OSError,
    sqlite3.Error, ValueError, and Timeout while a run is active.
    """
    folder.stat()  # no archive, no lock
    with contextlib.ExitStack() as locks:
        locks.enter_context(FileLock(folder / "lock", timeout=0))
        name = run_name(folder / "runs")
        opened = open_state(folder, site, name)
        store, export = opened.store, folder / "posts.jsonl"
        try:
            rows = store.to_forget(id_)
            if not rows:
                raise LookupError(f"{folder} has no post with the id {id_}")
            check_that_there_is(pages or folder / "warc", store)
            if pages is not None and pages.parent != folder and pages.parent.is_dir():
                locks.enter_context(FileLock(lock_of(pages), timeout=0))
            facts, unfinished = store.facts, f"{Fact.TAKEDOWN}{id_}"
            keys = [*(row.key for row in rows), *store.addresses.of(rows)]
            roots = [site.root, *store.portal.former()]
            what = _what(folder, roots, rows, keys, pages or folder / "warc")
            killed = facts.get(unfinished)
            what = what.with_those_of(killed)
            facts.put(unfinished, what.to_json())
            store.commit(opened.healing.position, "")  # before any other place tells of it
            what = replace(what, media=mark(folder, store, what.ids, name))
            remember(folder, site.root, rows, _marks(folder, store, what))
            store.forget([row.n for row in rows])
            # Where this process dies, links that are taken out of other lines are no forgery.
            store.lines.forget()
            store.runs.end(opened.run, OK, f"forgot {id_}", None, whole=False)
            store.forget_pieces(0)  # a run in the meantime has to look at every line
            store.commit(opened.healing.position, "")
            done = TakedownResult([address_of(site.root, row.key) for row in rows])
            done.alike = _alike(folder, what)
            done.files = [path for place in PLACES for path in place(folder, what)]
            portal_hosts = PortalHosts(site, store.portal.former())
            healed = reconcile(export, store, portal_hosts, opened.run, "forget")
            for n, name in store.rotated():
                path = place_of(folder, name)
                if path in done.files or (killed and path.exists()):  # that one rewrote it, too
                    store.change_rotated(n, *size_and_digest(path))
            done.left = left_over(folder, what)
            facts.drop(unfinished)
            drop(folder, store)
            store.commit(healed.position, mark_of(export))
            store.shred()
        finally:
            store.close()
    return done


def _marks(folder: Path, store: Store, what: TakedownScope) -> dict[str, Any]:
    """Return by what the posts are known again under other addresses."""
    told = [each for path in record_files(folder) for each in records_in(path) if what.is_in(each)]
    return marks_of(folder, told, {title for title in what.titles if store.titled(title) <= 1})


def _alike(folder: Path, what: TakedownScope) -> list[str]:
    """Return of which other posts the records say that their text is nearly the same."""
    found = set()
    for path in record_files(folder):
        for record in records_in(path):
            other = record.get("near_duplicate_of")
            if other and what.is_in(record):
                found.add(other)
            elif what.names(other):
                found.add(record["url"])
    return sorted(found - what.urls)


def _what(
    folder: Path, roots: list[str], rows: list[Row], keys: list[str], pages: Path
) -> TakedownScope:
    """Return the ids, addresses and titles under which the posts stand anywhere."""
    ids = {row.id for row in rows if row.id}
    urls = {
        url for root in roots for key in keys for url in address_variants(address_of(root, key))
    }
    titles = {row.title for row in rows if row.title}
    for path in record_files(folder):
        for record in records_in(path):
            if record["id"] in ids:
                urls |= {record["url"]}
                titles |= {record["title"]}
    return TakedownScope(frozenset(ids), frozenset(urls), frozenset(titles - {""}), pages)
