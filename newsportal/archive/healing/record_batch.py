"""Many records entered into the state at once, as `Adoption.enter` does with one.

A statement for all of them costs a third of one for each. Whatever is not plain (a removed post, an
id that another address has, two lines of a post at a time) is left to that.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from newsportal.archive.healing.adopt import Adoption, published_in, revised_in
from newsportal.archive.healing.line import Record, seconds
from newsportal.archive.healing.recognise import RecordLine
from newsportal.archive.revisions.revision import digest
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
        store, run = self._adoption.store, self._adoption.run
        beside = [self._neighbours(record) for _, record, _ in self._waiting]
        named = self._named(beside)
        store.note_rows((key, run, at, routes) for key, (at, routes) in named.items())
        keys = {key for key, _, _ in self._waiting}.union(*beside) - {""}
        numbers = store.numbers(keys)
        rows, dated, signed = [], [], []
        for (key, record, place), (older, newer) in zip(self._waiting, beside, strict=True):
            n, post = numbers[key], revised_in(record)
            columns = (
                int(State.ARCHIVED), 0, None, None, record["id"], record["title"],
                record["revision"], bytes.fromhex(record["content_hash"]) or None,
                seconds(record["fetched_at"]), None, 0, place["line"], place["position"],
                place["part"], digest(post), store.category(post.category),
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

    def _neighbours(self, record: Record) -> tuple[str, str]:
        """Return the keys of the older and the newer neighbour, "" where there is none."""
        older, newer = (self._adoption.key(record.get(name)) for name in ("previous", "next"))
        return older or "", newer or ""

    def _named(self, beside: Iterable[tuple[str, str]]) -> dict[str, tuple[int, int]]:
        """Return when the posts, and those that they name, were seen first, and who named them."""
        named = {
            key: (seconds(record["first_seen_at"]), int(Route.ELSEWHERE))
            for key, record, _ in self._waiting
        }

        def name(key: str | None, route: Route) -> None:
            if key:
                first, routes = named.get(key, (at, 0))
                named[key] = first, routes | int(route)

        for (_, record, _), neighbours in zip(self._waiting, beside, strict=True):
            at = seconds(record["fetched_at"])
            for neighbour in neighbours:
                name(neighbour, Route.CHAIN)
            for link in record.get("related") or ():
                name(self._adoption.key(link), Route.RELATED)
        return named
