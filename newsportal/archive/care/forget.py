"""A takedown: a post is taken out of all that an archive stores, for good.

First the state takes a mark by which no run asks for the post again, and what is to be looked for:
by then some places may not tell it any more. Then every place is rewritten,
one after the other; what a killed takedown leaves is finished by doing it again, and the sieve lets
no line of such a post pass in the meantime.

A place takes the folder and what to take out; it returns the files that it changed.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from filelock import FileLock

from newsportal.archive.healing.homes import Homes
from newsportal.archive.healing.line import record_on
from newsportal.archive.healing.mark import file_digest, mark_of
from newsportal.archive.healing.opening import open_state
from newsportal.archive.healing.reconcile import reconcile
from newsportal.archive.healing.rewrite import rewrite
from newsportal.archive.healing.salvage import Salvage, parts
from newsportal.archive.media.takedown import clear, drop, mark, remove
from newsportal.discovery.discussion import is_of
from newsportal.items import as_line
from newsportal.pages.keys import address_of
from newsportal.pages.site import Site
from newsportal.pages.urls import faces
from newsportal.runs.run import OK, accounts, run_name
from newsportal.state.file.durable import write_whole
from newsportal.state.row import Row

_LINKS = ("previous", "next")
_LISTS = ("related",)
_UNFINISHED = "takedown of "
_NUMBER = re.compile("[0-9]{4}").search  # with one, a file's name is not that of many
_INDEX = ("browse.db", "browse.db-wal", "browse.db-shm")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What is taken out: posts by id, and the addresses and titles by which others name them."""

    ids: frozenset[str]
    urls: frozenset[str]
    titles: frozenset[str]
    pages: Path
    """The folder of the stored pages."""
    media: frozenset[str] = frozenset()
    """Addresses of pictures and files that only these posts use."""

    def is_in(self, record: dict[str, Any]) -> bool:
        """Tell whether a record is of such a post."""
        return record["id"] in self.ids or record["url"] in self.urls

    def names(self, value: Any) -> bool:
        """Tell whether a text, or one in a link or in an entry of a report, is of such a post."""
        if isinstance(value, dict):
            return any(isinstance(each, str) and self.names(each) for each in value.values())
        if not isinstance(value, str):
            return False
        words = value.replace(": ", " ").replace(", ", " ").split(" ")
        return value in self.titles or not (self.urls | self.media).isdisjoint(words)

    def to_json(self) -> str:
        """Return it as text, for a takedown that goes on later."""
        return json.dumps([sorted(part) for part in (self.ids, self.urls, self.titles)])

    def with_those_of(self, earlier: str | None) -> Forgotten:
        """Return it with what a takedown that was killed had to look for."""
        if earlier is None:
            return self
        ids, urls, titles = json.loads(earlier)
        return replace(
            self, ids=self.ids | {*ids}, urls=self.urls | {*urls}, titles=self.titles | {*titles}
        )


Place = Callable[[Path, Forgotten], Iterable[Path]]


@dataclass(slots=True)
class Takedown:
    """What was done."""

    posts: list[str] = field(default_factory=list)
    """Their addresses; with a post go those that repeat it."""
    files: list[Path] = field(default_factory=list)

    def __str__(self) -> str:
        files = "".join(f"\n  {path}" for path in self.files)
        return f"forgotten: {', '.join(self.posts)}; rewritten or removed:{files}"


def forget(folder: Path, site: Site, id_: str, pages: Path | None = None) -> Takedown:
    """Take a post out of an archive. Raises LookupError where it has no post of that id.

    *pages* is the folder of the stored pages, where it is not in the archive's own. Raises OSError,
    sqlite3.Error, ValueError, and Timeout while a run is active.
    """
    folder.stat()  # no archive, no lock
    with FileLock(folder / "lock", timeout=0):
        name = run_name(folder / "runs")
        opened = open_state(folder, site, name)
        store, export = opened.store, folder / "posts.jsonl"
        try:
            rows = store.to_forget(id_)
            if not rows:
                raise LookupError(f"{folder} has no post with the id {id_}")
            facts, unfinished = store.facts, f"{_UNFINISHED}{id_}"
            what = _what(
                folder, [site.root, *store.portal.former()], rows, pages or folder / "warc"
            )
            what = what.with_those_of(facts.get(unfinished))
            facts.put(unfinished, what.to_json())
            what = replace(what, media=mark(folder, store, what.ids, name))
            store.forget([row.n for row in rows])
            # Where this process dies, links that are taken out of other lines are no forgery.
            store.lines.forget()
            store.runs.end(opened.run, OK, f"forgot {id_}", None, whole=False)
            store.forget_pieces(0)  # a run in the meantime has to look at every line
            store.commit(opened.healing.position, "")
            done = Takedown([address_of(site.root, row.key) for row in rows])
            done.files = [path for place in PLACES for path in place(folder, what)]
            homes = Homes(site, store.portal.former())
            healed = reconcile(export, store, homes, opened.run, "forget")
            for n, name in store.rotated():
                if (path := folder / name) in done.files:
                    store.change_rotated(n, path.stat().st_size, file_digest(path))
            facts.drop(unfinished)
            drop(folder, store)
            store.commit(healed.position, mark_of(export))
            store.shred()
        finally:
            store.close()
    return done


def _what(folder: Path, roots: list[str], rows: list[Row], pages: Path) -> Forgotten:
    """Return the ids, addresses and titles under which the posts stand anywhere."""
    ids = {row.id for row in rows if row.id}
    urls = {url for root in roots for row in rows for url in faces(address_of(root, row.key))}
    titles = {row.title for row in rows if row.title}
    for path in _record_files(folder):
        for record in _records(path):
            if record["id"] in ids:
                urls |= {record["url"]}
                titles |= {record["title"]}
    return Forgotten(frozenset(ids), frozenset(urls), frozenset(titles - {""}), pages)


# Places


def _record_files(folder: Path) -> list[Path]:
    """Return posts.jsonl, the files that were it before, and those that were set aside."""
    return sorted(path for path in folder.glob("posts*.jsonl*") if path.is_file())


def _records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield all records that can be read in a file, whatever else is in it."""
    salvage = Salvage()
    with path.open("rb") as file:
        for part in parts(file):
            record = record_on(part)
            if record is None:
                yield from salvage.feed(part)
            else:
                yield from salvage.end()
                yield record
    yield from salvage.end()


def _lines(folder: Path, what: Forgotten) -> Iterator[Path]:
    """Rewrite the files of records without the posts, and without links to them.

    Of a file that was set aside, the records are all that stays.
    """
    for path in _record_files(folder):
        if any(what.is_in(record) or _named(record, what) for record in _records(path)):
            rewrite(path, _kept(path, what))
            yield path


def _named(record: dict[str, Any], what: Forgotten) -> bool:
    links = [record.get(name) for name in _LINKS]
    links += [link for name in _LISTS for link in record.get(name) or ()]
    return any(map(what.names, links)) or what.names(record.get("near_duplicate_of"))


def _kept(path: Path, what: Forgotten) -> Iterator[bytes]:
    for record in _records(path):
        if what.is_in(record):
            continue
        if _named(record, what):
            for name in _LINKS:
                record[name] = None if what.names(record.get(name)) else record.get(name)
            for name in _LISTS:
                record[name] = [link for link in record.get(name) or () if not what.names(link)]
            if what.names(record.get("near_duplicate_of")):
                record["near_duplicate_of"] = record["similarity"] = None
        yield as_line(record) + b"\n"


def _reports(folder: Path, what: Forgotten) -> Iterator[Path]:
    """Rewrite the accounts of runs; their pages are made from these."""
    for path in accounts(folder):
        account = json.loads(path.read_text(encoding="utf-8"))
        cleaned = _without(account, what)
        if cleaned != account:
            write_whole(path, json.dumps(cleaned, ensure_ascii=False, indent=1) + "\n")
            path.with_suffix(".html").unlink(missing_ok=True)
            yield path


def _without(value: Any, what: Forgotten) -> Any:
    if isinstance(value, dict):
        return {
            key: _without(each, what)
            for key, each in value.items()
            if not what.names(key) and not (isinstance(each, dict) and what.names(each))
        }
    if isinstance(value, list):
        return [_without(each, what) for each in value if not what.names(each)]
    return "" if what.names(value) else value


def _media(folder: Path, what: Forgotten) -> Iterator[Path]:
    """Remove the pictures and files that no other post uses, and the lines of all."""
    yield from remove(folder, what.ids, what.media)


def _index(folder: Path, what: Forgotten) -> Iterator[Path]:  # noqa: ARG001
    """Remove the index of `scrapy browse`, which makes it anew."""
    for name in _INDEX:
        if (path := folder / name).exists():
            path.unlink()
            yield path


def _old_states(folder: Path, what: Forgotten) -> Iterator[Path]:
    """Take the posts out of copies of the state; a copy that cannot be changed is removed."""
    for path in sorted([*folder.glob("state-v*.db"), *folder.glob("state.db.[0-9]*")]):
        if path.name.endswith(("-wal", "-shm")):
            continue
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as copy:
                copy.execute("PRAGMA secure_delete = ON")
                for id_ in what.ids:
                    copy.execute("UPDATE posts SET title = NULL, card = NULL WHERE id = ?", (id_,))
                clear(copy)
                copy.execute("VACUUM")
        except sqlite3.Error:
            for end in ("", "-wal", "-shm"):
                Path(f"{path}{end}").unlink(missing_ok=True)
        yield path


def _rejected(folder: Path, what: Forgotten) -> Iterator[Path]:
    """Remove kept pages that were no posts, and name these."""
    marks = [mark.encode() for mark in what.urls | what.titles]
    for path in (folder / "runs").glob("*/rejected-*"):
        page = path.read_bytes()
        if any(mark in page for mark in marks):
            path.unlink()
            yield path


def _pages(folder: Path, what: Forgotten) -> Iterator[Path]:  # noqa: ARG001
    """Blank the stored pages of the posts, and all others on which these are named."""
    if not what.pages.is_dir():
        return
    from newsportal.pagestore.blanking import blank

    def names(text: str) -> bool:
        known = text in what.urls or text in what.titles or is_of(text, what.ids)
        return known or any(url.endswith(f"/{text}") for url in what.urls)

    yield from blank(what.pages, names, what.urls | what.titles | _links(what.urls))


def _links(urls: Iterable[str]) -> set[str]:
    """Return how pages of the portal itself may write addresses, in quotes."""
    paths = {address.split("/", 3)[3] for address in urls}
    lasts = {path.rpartition("/")[2] for path in paths}
    rests = {f"/{path}" for path in paths} | paths | {last for last in lasts if _NUMBER(last)}
    return {f"{quote}{rest}{end}" for rest in rests for quote in "\"'" for end in (quote, "#")}


PLACES: tuple[Place, ...] = (_lines, _media, _reports, _rejected, _index, _old_states, _pages)
