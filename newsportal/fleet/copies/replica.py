"""Copies of archives where every node finds them.

Files are cut into parts, and a part is kept under the hash of its content: posts.jsonl and the
WARC files only grow, so that a copy sends their last part and what is new. A generation is the
list of the parts of one copy. It is written when all of them are there, under a name that nobody
has used; which generation is valid, the database says.

Both have the fence in their names under which they were written. A node that was presumed dead
and wakes up removes nothing that is newer than its own fence.

A copy is made while a run may go on: an archive heals from any order of its files.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from newsportal.fleet.copies.stores import CopyStore

_PART = 8 * 1024 * 1024  # bytes
_LOCAL = {"lock", "state.db-shm"}  # of the process that has the archive open


class Replica:
    """A place for copies. Raises OSError, and whatever the store's library raises."""

    def __init__(self, store: CopyStore) -> None:
        self._store = store

    def push(self, folder: Path, portal: str, fence: int, previous: str | None) -> str:
        """Copy the archive in *folder* and return the name of the new generation.

        What the *previous* generation has is not sent again, unless the place has lost it.
        """
        there = {_hash_in(part): part for part in self._left_of(portal, previous)}
        listed: dict[str, list[str]] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name not in _LOCAL and path.suffix != ".tmp":
                name = path.relative_to(folder).as_posix()
                listed[name] = [self._put(portal, fence, part, there) for part in _parts(path)]
        self._store.flush()
        generation = _named(fence, f"{time.time():010.0f}-{secrets.token_hex(6)}")
        self._store.write(f"{portal}/generations/{generation}", json.dumps(listed).encode())
        self._store.flush()
        return generation

    def newest(self, portal: str) -> str | None:
        """Return the newest generation, for a database that knows of none; None if there is none.

        Each has in its name when it was written, by the clock of its node.
        """
        names = self._store.listed(f"{portal}/generations")
        return max(names, key=lambda name: name.split("-")[1:-1], default=None)

    def fetch(self, folder: Path, portal: str, generation: str) -> None:
        """Make *folder* the archive of a generation; what is whole there is not read again."""
        listed = self._listed(portal, generation)
        wanted = {
            name: parts for name, parts in listed.items() if not _is_whole(folder, name, parts)
        }
        contents = self._store.read(
            [f"{portal}/parts/{part}" for parts in wanted.values() for part in parts]
        )
        for name, parts in wanted.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f"{path.name}.tmp")
            with draft.open("wb") as file:
                for part in parts:
                    data = next(contents)
                    if _hash(data) != _hash_in(part):
                        raise OSError(f"part {part} of {name} of {portal} is damaged")
                    file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        for path in folder.rglob("*") if listed else ():
            if path.is_file() and path.relative_to(folder).as_posix() not in listed:
                path.unlink()

    def tidy(self, portal: str, fence: int, valid: str, before: str | None) -> None:
        """Remove what neither the *valid* generation nor the one *before* it has."""
        keep = {valid, *([before] if before else [])}
        kept = {part for name in keep for part in self._parts_of(portal, name)}
        for kind, wanted in (("generations", keep), ("parts", kept)):
            place = f"{portal}/{kind}"
            mine = [name for name in self._store.listed(place) if _fence_in(name) <= fence]
            self._store.remove(place, [name for name in mine if name not in wanted])

    def _put(self, portal: str, fence: int, part: bytes, there: dict[str, str]) -> str:
        """Keep a part, unless it is there; return its name."""
        content = _hash(part)
        if content not in there:
            there[content] = _named(fence, content)
            self._store.write(f"{portal}/parts/{there[content]}", part)
        return there[content]

    def _left_of(self, portal: str, generation: str | None) -> set[str]:
        """Return those parts of a generation that are still there."""
        try:
            return self._parts_of(portal, generation) & {*self._store.listed(f"{portal}/parts")}
        except FileNotFoundError:
            return set()

    def _parts_of(self, portal: str, generation: str | None) -> set[str]:
        return {part for parts in self._listed(portal, generation).values() for part in parts}

    def _listed(self, portal: str, generation: str | None) -> dict[str, list[str]]:
        if generation is None:
            return {}
        (data,) = self._store.read([f"{portal}/generations/{generation}"])
        listed: dict[str, list[str]] = json.loads(data)
        return listed


def _is_whole(folder: Path, name: str, parts: list[str]) -> bool:
    """Tell whether a file is there as it should be; ValueError if it would lie elsewhere."""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"a copy names a file outside of {folder}: {name}")
    return path.is_file() and [_hash(part) for part in _parts(path)] == list(map(_hash_in, parts))


def _named(fence: int, rest: str) -> str:
    return f"{fence:08d}-{rest}"


def _fence_in(name: str) -> int:
    """Return the fence in a name; what is none of ours has one that nobody reaches."""
    number = name.partition("-")[0]
    return int(number) if number.isdecimal() else 1 << 62


def _hash_in(part: str) -> str:
    return part.partition("-")[2]


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(_PART):
            yield part


def _hash(data: Any) -> str:
    return hashlib.sha256(data).hexdigest()
