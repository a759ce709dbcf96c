"""Many records entered into the state at once, as `Adoption.enter` does with one.

A statement for all of them costs a third of one for each. Whatever is not plain (a removed post, an
id that another address has, two lines of a post at a time) is left to that.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from newsportal.archive.healing.adopt import (
    Adoption,
    address_in,
    published_in,
    revised_in,
    texts_in,
)
from newsportal.archive.healing.line import Record, seconds
from newsportal.archive.healing.recognise import RecordLine
from newsportal.archive.revisions.revision import digest_of
from newsportal.chinese.similarity import Signature
from newsportal.state.row import DATES, Route, Row, State, dates_of

_COLUMNS = (
    "state", "stale", "reason", "original", "id", "title", "revision", "content_hash",
    "fetched_at", "missing_since", "lost", "line", "position", "part", "digest", "category",
    "previous", "next",
)  # fmt: skip


class RecordBatch:
    """Records that wait to be entered."""

    def __init__(self, adoption: Adoption) -> None:
        self._adoption = adoption
        self._waiting: list[tuple[str, Record, dict[str, Any]]] = []
        self._posts: set[str] = set()

    def takes(self, line: RecordLine, record: Record, row: Row | None) -> bool:
        """Tell whether a record that is to be entered can be entered together with others."""
        there = row is None or (row.key == line.key and row.state is not State.FORGOTTEN)
        return line.key is not None and there and record.get("deleted_at") is None

    def waits(self, line: RecordLine) -> bool:
        """Tell whether a record of the same post, or of another of that id, waits already."""
        return f"key {line.key}" in self._posts or f"id {line.id}" in self._posts

    def add(self, line: RecordLine, record: Record, /, **place: Any) -> None:
        """Have the record of a line wait, of which *place* tells where it stands."""
        self._waiting.append((line.key or "", record, place))
        self._posts |= {f"key {line.key}", f"id {line.id}"}

    def enter(self) -> None:
        """Enter all that wait."""
        if not self._waiting:
            return
        store, run, key_of = self._adoption.store, self._adoption.run, self._adoption.key
        linked = [_linked(record) for _, record, _ in self._waiting]
        # They name one another: each address is asked for once.
        keys = {url: key_of(url) or "" for url in dict.fromkeys(chain.from_iterable(linked))}
        named = self._named(linked, keys)
        store.note_rows((key, run, at, routes) for key, (at, routes) in named.items())
        beside = [(keys[older], keys[newer]) for older, newer, *_ in linked]
        numbers = store.numbers({key for key, _, _ in self._waiting}.union(*beside) - {""})
        rows, dated, signed = [], [], []
        for (key, record, place), (older, newer) in zip(self._waiting, beside, strict=True):
            n = numbers[key]
            columns = (
                int(State.ARCHIVED), 0, None, None, record["id"], record["title"],
                record["revision"], bytes.fromhex(record["content_hash"]) or None,
                seconds(record["fetched_at"]), None, 0, place["line"], place["position"],
                place["part"], digest_of(revised_in(record)),
                store.category(texts_in(record, "category")),
                numbers.get(older), numbers.get(newer),
            )  # fmt: skip
            if published := published_in(record):
                dated.append((*columns, *dates_of(published), n))
            else:
                rows.append((*columns, n))
            if signature := Signature.of(record["title"], record["text"]):
                signed.append((n, signature))
        store.update_all(_COLUMNS, rows)
        store.update_all((*_COLUMNS, *DATES), dated)
        store.duplicates.sign_all(signed)
        self._waiting.clear()
        self._posts.clear()

    def _named(
        self, linked: Iterable[list[str]], keys: dict[str, str]
    ) -> dict[str, tuple[int, int]]:
        """Return when the posts, and those that they name, were seen first, and who named them."""
        named = {
            key: (seconds(record["first_seen_at"]), int(Route.ELSEWHERE))
            for key, record, _ in self._waiting
        }
        neighbour, related = int(Route.CHAIN), int(Route.RELATED)
        for (_, record, _), urls in zip(self._waiting, linked, strict=True):
            none_yet = seconds(record["fetched_at"]), 0
            for place, url in enumerate(urls):
                if key := keys[url]:
                    first, routes = named.get(key, none_yet)
                    named[key] = first, routes | (neighbour if place < 2 else related)
        return named


def _linked(record: Record) -> list[str]:
    """Return the addresses of both neighbours, older first, and of related posts."""
    links = [record.get("previous"), record.get("next"), *(record.get("related") or ())]
    return list(map(address_in, links))
