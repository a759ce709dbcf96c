"""From a folder to a state that agrees with posts.jsonl, whatever was done to either."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from newsportal.archive.archive_folder import is_of
from newsportal.archive.healing.forgotten import remind
from newsportal.archive.healing.line import LONGEST, record_on
from newsportal.archive.healing.mark import check_kind, file_digest, mark_of
from newsportal.archive.healing.portal_hosts import PortalHosts, roots_in_reports
from newsportal.archive.healing.reconcile import Healing, reconcile
from newsportal.archive.healing.rotated import place_of, rotated_in, size_and_digest, unread_in
from newsportal.pages.site import Site
from newsportal.pages.urls import bare_address
from newsportal.platforms.generic import GENERIC, GenericPlatform
from newsportal.portal_toml import PortalToml
from newsportal.runs.accounts import last_account
from newsportal.runs.plain_words import in_words
from newsportal.state.facts import Fact
from newsportal.state.file.durable import sync_folder
from newsportal.state.file.tables import open_read_only
from newsportal.state.store import Store

logger = logging.getLogger(__name__)

_PARTS = ("", "-wal", "-shm")
_FIRST = 20  # lines
_ADDRESSES = (
    Fact.FEED,
    Fact.SITEMAP,
    Fact.FEEDS_OWED,
    Fact.DAY_FEEDS_OWED,
    Fact.SITEMAPS_OWED,
    Fact.BROKEN_LISTS,
)  # facts that hold such


@dataclass(slots=True)
class Opened:
    """An open state, and what was healed for it."""

    store: Store
    run: int
    """Number of the run in the ledger."""
    healing: Healing


def open_state(
    folder: Path, site: Site, name: str, roots: Iterable[str] = (), *, on_demand: bool = False
) -> Opened:
    """Open the state of an archive, healed, for the run of that *name*; its lock is held.

    A state that is missing or damaged is made anew from posts.jsonl, which is told unless it is
    done *on_demand*; *roots* are former addresses of the portal that are known otherwise. Raises
    OSError, sqlite3.Error, and ValueError for a state of a newer version.
    """
    export, state = folder / "posts.jsonl", folder / "state.db"
    for path in (export, state):
        check_kind(path)
    notes, missing, roots = [], not state.exists(), list(roots)
    try:
        store = _checked(state, as_left=_is_as_left(state))
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError | sqlite3.ProgrammingError):
            raise
        roots += names_in(state)
        notes.append(f"state.db was damaged ({in_words(error)}) and is now {set_aside(state)}")
        store = _checked(state)
    try:
        _check_home(folder, site, store)
        _finish_rotation(export, store)
        rotated = _know_rotated(folder, store)
        roots += roots_in_reports(folder) if store.runs.last() is None else []
        new = store.runs.last() is None and has_records(export)
        if new and not on_demand:
            notes += ["state.db was missing"] if missing else []
            notes += ["a new state was made from posts.jsonl"]
        _know_hosts(site, store, folder)
        _know_platform(site, store, export)
        former = [*roots, *store.portal.former(), *filter(None, [store.portal.root()])]
        portal_hosts = PortalHosts(site, former)
        store.portal.keep_former(portal_hosts.former)
        store.portal.name(site.root)
        _move_facts(store, portal_hosts)
        run = store.runs.begin(name)
        whole = remind(folder, store, portal_hosts, run) or new or rotated
        healing = reconcile(export, store, portal_hosts, run, name, whole=whole)
    except BaseException:
        store.close()
        raise
    if healing.adopted and not healing.quiet and not new:
        notes.append(f"{healing.adopted} records that the state did not know were adopted")
    healing.notes[:0] = notes
    if healing.notes:  # somebody has had the files in hand: what was moved away may be lost
        healing.notes += _not_here(folder, store)
    for note in healing.notes:
        logger.warning("%s: %s", folder, note)
    return Opened(store, run, healing)


def _check_home(folder: Path, site: Site, store: Store) -> None:
    """Raise ValueError for an archive that has changed places with that of another portal.

    One that only has another name follows its portal to another domain.
    """
    root = store.portal.root() or site.root
    beside = Site.of(root).folder_in(folder.parent)
    if bare_address(root) != bare_address(site.root) and beside != folder and is_of(beside, site):
        raise ValueError(
            f"{folder / 'state.db'} is of {root}, and that in {beside} of {site.root}: they have"
            " changed places; put them back"
        )
    if bare_address(root) != bare_address(site.root) and _tells_of(site, root, folder):
        raise ValueError(
            f"{folder / 'state.db'} is of {root}, and posts.jsonl of {site.root}: put back the one"
            " that belongs here; without any, the next run makes one from posts.jsonl"
        )


def _tells_of(site: Site, root: str, folder: Path) -> bool:
    """Tell whether posts.jsonl begins with a portal's record and no report names the other one."""
    export = folder / "posts.jsonl"
    with export.open("rb") if export.exists() else BytesIO() as file:
        record = record_on(file.readline(LONGEST))
    ours = record is not None and PortalHosts(site).key(record["url"]) is not None
    return ours and bare_address(root) not in map(bare_address, roots_in_reports(folder))


def _move_facts(store: Store, portal_hosts: PortalHosts) -> None:
    """Ask for feed and sitemaps, and for what is owed, where the portal is now."""
    for name in _ADDRESSES if portal_hosts.former else ():
        value = moved = store.facts.get(name) or ""
        for root in portal_hosts.former:
            moved = moved.replace(root, portal_hosts.site.root)
        if moved != value:
            store.facts.put(name, moved)


def _know_hosts(site: Site, store: Store, folder: Path) -> None:
    """Learn the further hosts of a portal: an argument, else portal.toml, else the state tells."""
    facts = store.facts
    kept = (facts.get(Fact.HOSTS) or "").split()
    site.hosts = site.hosts or PortalToml.read(folder).hosts or tuple(kept)
    if site.hosts and [*site.hosts] != kept:
        facts.put(Fact.HOSTS, " ".join(site.hosts))


def _know_platform(site: Site, store: Store, export: Path) -> None:
    """Learn whether every query name counts in addresses of a portal: the state or records tell.

    Where Z-Blog's few were taken for all, show.php?id=7 and show.php?id=8 would be one post.
    """
    theme = store.facts.get(Fact.THEME)
    if theme == "generic" or (theme is None and _is_named_by_address(site, export)):
        idle = (store.facts.get(Fact.IDLE_QUERY_NAMES) or "").split()
        site.platform = GenericPlatform(GENERIC.idle.union(idle))


def _is_named_by_address(site: Site, export: Path) -> bool:
    """Tell whether ids of records are their addresses, as on portals of any software."""
    with export.open("rb") if export.exists() else BytesIO() as file:
        lines = [file.readline(LONGEST) for _ in range(_FIRST)]
    for record in filter(None, map(record_on, lines)):
        url, id_ = str(record["url"]), str(record["id"])
        folder = urlsplit(url.removesuffix(id_)).path if url.endswith(id_) else None
        if folder == urlsplit(site.root).path and not id_.isdecimal():
            return True
    return False


def names_in(state: Path) -> list[str]:
    """Return the portal's addresses that a state knows, as far as it can be read."""
    try:
        with closing(open_read_only(state)) as database:
            root, former = database.execute("SELECT root, former FROM export").fetchone()
    except (sqlite3.Error, TypeError):
        return []
    return [*str(former).split(), *filter(None, [root])]


def rotated_name(folder: Path, run: str) -> str:
    """Return the name that a posts.jsonl gets in its folder when a run of that name rotates it."""
    ends = ("", *(f"-{number}" for number in range(2, 1000)))
    names = (f"posts-{run}{end}.jsonl" for end in ends)
    return next(name for name in names if not place_of(folder, name).exists())


def _finish_rotation(export: Path, store: Store) -> None:
    """Give the old file its name where ``scrapy rotate`` died before it could."""
    last = store.last_rotated()
    if last is None or store.mark() or not export.exists():
        return
    name, size, digest = last
    old = export.with_name(name)
    if not old.exists() and export.stat().st_size == size and file_digest(export) == digest:
        export.rename(old)
        sync_folder(export.parent)


def has_records(export: Path) -> bool:
    """Tell whether there are any, in posts.jsonl or in a file that was it before."""
    there = export.exists() and export.stat().st_size > 0
    return there or bool(rotated_in(export.parent))


def _know_rotated(folder: Path, store: Store) -> bool:
    """Enter rotated files that the state does not know: it is new, or older than they are.

    Raises OSError for one that cannot be read: its posts would be fetched again.
    """
    known = {name for _, name in store.rotated()}
    for name, path in unread_in(folder):
        if name not in known:
            raise OSError(f"{path} cannot be read; unpack it, or pack it with gzip, bzip2 or xz")
    found = [name for name in rotated_in(folder) if name not in known]
    for name in found:
        store.add_rotated(name, *size_and_digest(place_of(folder, name)))
    return bool(found)


def _not_here(folder: Path, store: Store) -> Iterator[str]:
    for n, name in store.rotated():
        if store.lines.count_in(n) and not place_of(folder, name).exists():
            yield (
                f"{name} is not here, and counts as moved away; if it is lost, scrapy rebuild and a"
                " run have its posts again"
            )


def _is_as_left(state: Path) -> bool:
    """Tell whether nobody has touched the state since the last run: it need not be read whole."""
    mark = last_account(state.parent).get("state_mark")
    try:
        return bool(mark) and mark == mark_of(state)
    except OSError:
        return False  # it is not there


def _checked(path: Path, *, as_left: bool = False) -> Store:
    store = Store(path)
    try:
        if not (as_left and store.sealed):  # frames beside it may be of another day
            store.check()
    except BaseException:
        store.close()
        raise
    return store


def set_aside(state: Path) -> Path:
    """Rename a damaged state; a run that dies meanwhile finds none and makes a new one."""
    names = (state.with_name(f"{state.name}.{number}") for number in count(1))
    old = next(name for name in names if not name.exists())
    for end in _PARTS:
        if (part := Path(f"{state}{end}")).exists():
            part.rename(f"{old}{end}")
    sync_folder(state.parent)
    return old


def put_back(state: Path, old: Path | None) -> None:
    """Give a state that was set aside its name again, where no new one could be made."""
    for end in _PARTS:
        Path(f"{state}{end}").unlink(missing_ok=True)
        if old is not None and (part := Path(f"{old}{end}")).exists():
            part.rename(f"{state}{end}")
    sync_folder(state.parent)
