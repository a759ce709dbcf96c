"""Questions to many archives at a time. An archive that cannot be read has no answer."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from newsportal.browse.catalogue import PAGE, Catalogue, Entry, MovedError
from newsportal.browse.query import ORDERS, Query

_NAMES = 300  # of a kind, the most frequent

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Hit:
    """A post that was found, and where."""

    folder: Path
    entry: Entry
    text: str
    """Of the post; empty where it cannot be read just now."""


def search(folders: Iterable[Path], query: Query) -> tuple[list[Hit], list[tuple[Path, int]]]:
    """Return the first posts over all archives, and how many each has, most first."""
    counts: list[tuple[Path, int]] = []
    found: list[tuple[Path, Entry]] = []
    for folder, page in _each(folders, lambda one: one.search(query, None)):
        if page.count:
            counts.append((folder, page.count))
        found += [(folder, entry) for entry in page.entries]
    newest = query.order == ORDERS[0]
    found.sort(
        key=lambda hit: (hit[1]["published_at"] is None, -hit[1]["at"] if newest else hit[1]["at"])
    )
    first = found[:PAGE]
    hits = [Hit(folder, entry, _text(folder, entry)) for folder, entry in first]
    return hits, sorted(counts, key=lambda pair: -pair[1])


def names(folders: Iterable[Path], kinds: Sequence[str]) -> list[tuple[str, int, int]]:
    """Return the most frequent names of some kinds: name, posts, archives that have it."""
    posts: Counter[str] = Counter()
    archives: Counter[str] = Counter()
    for _, listed in _each(folders, lambda one: [one.names(kind) for kind in kinds]):
        here: set[str] = set()
        for pairs in listed:
            for name, count in pairs:
                posts[name] += count
                here.add(name)
        archives.update(here)
    return [(name, count, archives[name]) for name, count in posts.most_common(_NAMES)]


def _text(folder: Path, entry: Entry) -> str:
    read = _each([folder], lambda one: str(one.record(entry)["text"]))
    return next((text for _, text in read), "")


def _each(
    folders: Iterable[Path], ask: Callable[[Catalogue], Answer]
) -> Iterator[tuple[Path, Answer]]:
    for folder in folders:
        try:
            with closing(Catalogue(folder)) as catalogue:
                yield folder, ask(catalogue)
        except (OSError, sqlite3.Error, MovedError):
            continue
