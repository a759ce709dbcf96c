"""Where something of a post may stand in an archive, and how it is taken out there.

A place takes the folder and what to take out; it returns the files that it changed.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from newsportal.archive.archive_folder import drafts
from newsportal.archive.healing.line import LONGEST, record_on
from newsportal.archive.healing.rewrite import rewrite
from newsportal.archive.healing.rotated import opened
from newsportal.archive.healing.salvage import Salvage, packed_as, parts
from newsportal.archive.media.takedown import clear, remove
from newsportal.discovery.discussion import is_of
from newsportal.items import as_line
from newsportal.runs.accounts import accounts
from newsportal.state.file.durable import sync_folder, write_whole

_LINKS = ("previous", "next")
_LISTS = ("related",)
_NUMBER = re.compile("[0-9]{4}").search  # with one, a file's name is not that of many
_INDEX = "browse*.db*"
_SQLITE = b"SQLite format 3\0"
_CLEARED = "UPDATE posts SET title = NULL, card = NULL WHERE"
_BY_ID = f"{_CLEARED} id = ?"
_BY_ADDRESS = f"{_CLEARED} key <> '' AND substr(?, -length(key) - 1) = '/' || key"


@dataclass(frozen=True)
class TakedownScope:
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

    @cached_property
    def linked(self) -> re.Pattern[str]:
        """What leads to them in the body of another post, whose words stay."""
        urls = "|".join(re.escape(html.escape(url)) for url in self.urls)
        return re.compile(f' href="(?:{urls})(?:[#?][^"]*)?"')

    @property
    def traces(self) -> set[str]:
        """Texts by which a page names them."""
        return {*self.urls, *self.titles, *_links(self.urls)}

    def to_json(self) -> str:
        """Return it as text, for a takedown that goes on later."""
        return json.dumps([sorted(part) for part in (self.ids, self.urls, self.titles)])

    def with_those_of(self, earlier: str | None) -> TakedownScope:
        """Return it with what a takedown that was killed had to look for."""
        if earlier is None:
            return self
        ids, urls, titles = json.loads(earlier)
        return replace(
            self, ids=self.ids | {*ids}, urls=self.urls | {*urls}, titles=self.titles | {*titles}
        )


Place = Callable[[Path, TakedownScope], Iterable[Path]]


def record_files(folder: Path) -> list[Path]:
    """Return posts.jsonl, the files that were it before, and those that were set aside."""
    return sorted(path for path in folder.glob("posts*.jsonl*") if path.is_file())


def records_in(path: Path) -> Iterator[dict[str, Any]]:
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


def _lines(folder: Path, what: TakedownScope) -> Iterator[Path]:
    """Rewrite the files of records without the posts, and without links to them.

    Of a file that was set aside, the records are all that stays: nobody knows what the rest tells.
    """
    for path in record_files(folder):
        told = any(what.is_in(record) or _named(record, what) for record in records_in(path))
        if told or not _is_readable(path):
            with path.open("rb") as file:
                begin = file.read(8)
            rewrite(path, packed_as(begin, _kept(path, what)))
            yield path


def _is_readable(path: Path) -> bool:
    """Tell whether a file is nothing but lines of records."""
    try:
        with opened(path) as file:
            lines = iter(lambda: file.readline(LONGEST), b"")
            return all(record_on(line) is not None or not line.strip() for line in lines)
    except OSError:
        return False  # packed, and damaged since


def _named(record: dict[str, Any], what: TakedownScope) -> bool:
    links = [record.get(name) for name in _LINKS]
    links += [link for name in _LISTS for link in record.get(name) or ()]
    named = any(map(what.names, links)) or what.names(record.get("near_duplicate_of"))
    return named or what.linked.search(record.get("html") or "") is not None


def _kept(path: Path, what: TakedownScope) -> Iterator[bytes]:
    for record in records_in(path):
        if what.is_in(record):
            continue
        if _named(record, what):
            for name in _LINKS:
                record[name] = None if what.names(record.get(name)) else record.get(name)
            for name in _LISTS:
                record[name] = [link for link in record.get(name) or () if not what.names(link)]
            if record.get("html"):
                record["html"] = what.linked.sub("", record["html"])
            if what.names(record.get("near_duplicate_of")):
                record["near_duplicate_of"] = record["similarity"] = None
        yield as_line(record) + b"\n"


def _reports(folder: Path, what: TakedownScope) -> Iterator[Path]:
    """Rewrite the accounts of runs; their pages are made from these."""
    for path in accounts(folder):
        account = json.loads(path.read_text(encoding="utf-8"))
        cleaned = _without(account, what)
        if cleaned != account:
            write_whole(path, json.dumps(cleaned, ensure_ascii=False, indent=1) + "\n")
            path.with_suffix(".html").unlink(missing_ok=True)
            yield path


def _without(value: Any, what: TakedownScope) -> Any:
    if isinstance(value, dict):
        return {
            key: _without(each, what)
            for key, each in value.items()
            if not what.names(key) and not (isinstance(each, dict) and what.names(each))
        }
    if isinstance(value, list):
        return [_without(each, what) for each in value if not what.names(each)]
    return "" if what.names(value) else value


def _media(folder: Path, what: TakedownScope) -> Iterator[Path]:
    """Remove the pictures and files that no other post uses, and the lines of all."""
    yield from remove(folder, what.ids, what.media)


def _index(folder: Path, what: TakedownScope) -> Iterator[Path]:  # noqa: ARG001
    """Remove the index of `scrapy browse`, which makes it anew."""
    for path in sorted(folder.glob(_INDEX)):
        path.unlink()
        yield path


def _old_states(folder: Path, what: TakedownScope) -> Iterator[Path]:
    """Take the posts out of copies of the state; a copy that cannot be changed is removed."""
    ours = {*folder.glob("state-v*.db"), *folder.glob("state.db.[0-9]*")}
    copies = {path for path in folder.glob("state*") if path.is_file() and _is_database(path)}
    for path in sorted((ours | copies) - {folder / "state.db"}):
        if path.name.endswith(("-wal", "-shm")):
            continue
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as copy:
                copy.execute("PRAGMA secure_delete = ON")
                for sql, values in ((_BY_ID, what.ids), (_BY_ADDRESS, what.urls)):
                    copy.executemany(sql, [(value,) for value in values])
                clear(copy)
                copy.execute("VACUUM")
                copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # `close` tells of no failure
        except sqlite3.Error:
            for end in ("", "-wal", "-shm"):
                Path(f"{path}{end}").unlink(missing_ok=True)
        yield path


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _rejected(folder: Path, what: TakedownScope) -> Iterator[Path]:
    """Remove kept pages that were no posts, and name these."""
    if not (found := sorted((folder / "runs").glob("*/rejected-*"))):
        return
    from newsportal.pagestore.blanking import any_of

    marks = any_of(what.traces)  # as they came, in any encoding
    for path in found:
        if marks.search(path.read_bytes()):
            path.unlink()
            yield path


def _exports(folder: Path, what: TakedownScope) -> Iterator[Path]:  # noqa: ARG001
    """Remove what was exported into the archive's folder: it may be packed in many ways."""
    if not (exports := folder / "export").is_dir():
        return
    for path in sorted(exports.iterdir()):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
        yield path
    sync_folder(exports)


def _drafts(folder: Path, what: TakedownScope) -> Iterator[Path]:  # noqa: ARG001
    """Remove what a run that was killed had not put into its place."""
    for path in (*drafts(folder), *sorted((folder / "media" / "new").glob("*"))):
        path.unlink()
        yield path


def _pages(folder: Path, what: TakedownScope) -> Iterator[Path]:  # noqa: ARG001
    """Blank the stored pages of the posts, and all others on which these are named."""
    if not what.pages.is_dir():
        return
    from newsportal.pagestore.blanking import blank

    def names(text: str) -> bool:
        known = text in what.urls or text in what.titles or is_of(text, what.ids)
        return known or any(url.endswith(f"/{text}") for url in what.urls)

    yield from blank(what.pages, names, what.traces)


def _links(urls: Iterable[str]) -> set[str]:
    """Return how pages of the portal itself may write addresses, in quotes."""
    paths = {address.split("/", 3)[3] for address in urls}
    lasts = {path.rpartition("/")[2] for path in paths}
    rests = {f"/{path}" for path in paths} | paths | {last for last in lasts if _NUMBER(last)}
    return {f"{quote}{rest}{end}" for rest in rests for quote in "\"'" for end in (quote, "#")}


PLACES: tuple[Place, ...] = (
    _drafts, _lines, _media, _reports, _rejected, _index, _exports, _old_states, _pages,
)  # fmt: skip
