"""What a record says, entered into the state as the last revision of its post.

What records do not say: posts that were left out (duplicates, gone, rejected), which list showed
what, and how posts looked in lists. The next run finds these out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsportal.archive.healing.line import Record, seconds
from newsportal.archive.healing.portal_hosts import PortalHosts
from newsportal.archive.revisions.revision import FIELDS, digest_of
from newsportal.chinese.similarity import Signature
from newsportal.state.published import Published
from newsportal.state.row import Route, Row, State
from newsportal.state.store import Store


@dataclass(slots=True)
class Adoption:
    """Enters records of the portal of *homes*, as if a *run* had just read them."""

    store: Store
    portal_hosts: PortalHosts
    run: int

    def row(self, record: Record) -> Row | None:
        """Return what the state knows of a record's post."""
        return known(record, self.store, self.portal_hosts)

    def enter(self, record: Record, **place: Any) -> None:
        """Enter a record, of which *place* tells where it stands."""
        store, key = self.store, self.portal_hosts.key(record["url"]) or ""
        first_seen = datetime.fromisoformat(record["first_seen_at"])
        row = self.row(record) or store.sight(key, Route.ELSEWHERE, first_seen, self.run)
        if row.key != key:
            other = store.row(key)
            if other is None:
                store.addresses.readdress(row.n, key, self.run)
            elif _is_but_named(other):
                store.addresses.rename(row, key)
        removed = record.get("deleted_at") is not None
        store.settle(
            row.n,
            State.GONE if removed else State.ARCHIVED,
            reason="removed by the portal" if removed else None,
            id=record["id"],
            title=record["title"],
            revision=record["revision"],
            content_hash=bytes.fromhex(record["content_hash"]) or None,
            fetched_at=seconds(record["fetched_at"]),
            missing_since=None,
            lost=0,
            **place,
        )
        if not removed:
            self._describe(row, record)

    def _describe(self, row: Row, record: Record) -> None:
        store = self.store
        at = datetime.fromisoformat(record["fetched_at"])
        neighbours = {
            name: self._sight(record.get(name), Route.CHAIN, at) for name in ("previous", "next")
        }
        store.update(
            row.n,
            digest=digest_of(revised_in(record)),
            category=store.category(texts_in(record, "category")),
            **neighbours,
        )
        links = map(address_in, record.get("related") or ())
        related = filter(None, map(self.key, links))
        store.note(related, Route.RELATED, at, self.run)
        if published := published_in(record):
            store.publish(row.n, published)
        if signature := Signature.of(record["title"], record["text"]):
            store.duplicates.sign(row.n, signature)

    def _sight(self, link: Any, route: Route, at: datetime) -> int | None:
        key = self.key(address_in(link))
        return self.store.sight(key, route, at, self.run).n if key else None

    def key(self, url: str) -> str | None:
        """Return by which key the state has what a link of a record names, None if nothing."""
        return self.portal_hosts.key(url) if url else None


def known(record: Record, store: Store, portal_hosts: PortalHosts) -> Row | None:
    """Return what the state knows of a record's post: by its address, else by its id."""
    key = portal_hosts.key(record["url"])
    row = store.row(key) if key is not None else None
    if row is None or _is_but_named(row):
        return store.row_of_id(record["id"]) or row
    return row


def _is_but_named(row: Row) -> bool:
    """Tell whether no line has told of an address: neighbours may name a post's new one first."""
    return row.state is State.ALIAS or row.id is None


def known_all(
    records: Sequence[Record], store: Store, portal_hosts: PortalHosts
) -> list[Row | None]:
    """Return what `known` does of each record."""
    if not store.counts.any():
        return [None] * len(records)
    keys = [portal_hosts.key(record["url"]) for record in records]
    there = store.rows(filter(None, keys))
    rows = [there.get(key) if key is not None else None for key in keys]
    doubtful = [row is None or _is_but_named(row) for row in rows]
    ids = store.rows_of_ids(
        record["id"] for record, asked in zip(records, doubtful, strict=True) if asked
    )
    return [
        ids.get(record["id"], row) if asked else row
        for record, row, asked in zip(records, rows, doubtful, strict=True)
    ]


def address_in(link: Any) -> str:
    """Return the address that a link of a record names, "" where it names none."""
    url = link.get("url") if isinstance(link, dict) else None
    return url if isinstance(url, str) else ""


def revised_in(record: Record) -> list[Any]:
    """Return what makes a revision of a record: the values of `FIELDS`, of pictures addresses."""
    return [_REVISED.get(name, texts_in)(record, name) for name in FIELDS]


def texts_in(record: Record, name: str) -> list[str]:
    """Return the texts that a field of a record lists."""
    values = record.get(name)
    return [str(text) for text in values] if values else []


_REVISED: dict[str, Callable[[Record, str], Any]] = {
    "title": dict.get, "text": dict.get, "source": dict.get,
    "images": lambda record, name: [str(image["url"]) for image in record.get(name) or ()],
}  # fmt: skip


def published_in(record: Record) -> Published | None:
    """Return what a record says of the time of its post, None if nothing that can be read."""
    try:
        at, earliest, latest = (
            datetime.fromisoformat(record[name]) if record[name] else None
            for name in ("published_at", "published_earliest", "published_latest")
        )
        if at is None or earliest is None:
            return None
        precision, source = record["published_precision"], record["published_from"]
        return Published(at, precision, earliest, latest, source)
    except (KeyError, TypeError, ValueError):
        return None
