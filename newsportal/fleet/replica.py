"""Copies of archives where every node finds them: in a folder, or in an S3-compatible store.

Files are cut into parts, and a part is kept under the hash of its content: posts.jsonl and the
WARC files only grow, so that a copy sends their last part and what is new. A generation is the
list of the parts of one copy. It is written when all of them are there, under a name that nobody
has used; which generation is valid, the database says.

A copy is made while a run may go on: an archive heals from any order of its files.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec

_PART = 8 * 1024 * 1024  # bytes
_LOCAL = {"lock", "state.db-shm"}  # of the process that has the archive open


class Replica:
    """A place for copies. Raises OSError, and whatever the store's library raises."""

    def __init__(self, url: str) -> None:
        """*url* is a folder, or what fsspec takes, such as ``s3://bucket/newsportal``."""
        self._files, self._root = fsspec.core.url_to_fs(url)

    def push(self, folder: Path, portal: str, fence: int, previous: str | None) -> str:
        """Copy the archive in *folder* and return the name of the new generation.

        What the *previous* generation has is not sent again.
        """
        there = {part for parts in self._listed(portal, previous).values() for part in parts}
        listed: dict[str, list[str]] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name not in _LOCAL and path.suffix != ".tmp":
                name = path.relative_to(folder).as_posix()
                listed[name] = [self._put(portal, part, there) for part in _parts(path)]
        generation = f"{fence:08d}-{secrets.token_hex(6)}"
        self._write(self._at(portal, "generations", generation), json.dumps(listed).encode())
        return generation

    def fetch(self, folder: Path, portal: str, generation: str) -> None:
        """Make *folder* the archive of a generation; what is whole there is not read again."""
        listed = self._listed(portal, generation)
        for name, parts in listed.items():
            path = folder / name
            if not path.resolve().is_relative_to(folder.resolve()):
                raise ValueError(f"{generation} of {portal} names a file outside: {name}")
            if path.is_file() and [_hash(part) for part in _parts(path)] == parts:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f"{path.name}.tmp")
            with draft.open("wb") as file:
                for part in parts:
                    data = self._files.cat_file(self._at(portal, "parts", part))
                    if _hash(data) != part:
                        raise OSError(f"part {part} of {name} of {portal} is damaged")
                    file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        for path in folder.rglob("*") if listed else ():
            if path.is_file() and path.relative_to(folder).as_posix() not in listed:
                path.unlink()

    def tidy(self, portal: str, valid: str, before: str | None) -> None:
        """Remove what neither the *valid* generation nor the one *before* it has."""
        keep = {valid, before} - {None}
        kept = {
            part for name in keep for parts in self._listed(portal, name).values() for part in parts
        }
        for kind, wanted in (("generations", keep), ("parts", kept)):
            place = self._at(portal, kind)
            for path in self._files.ls(place, detail=False) if self._files.exists(place) else ():
                if path.rpartition("/")[2] not in wanted:
                    self._files.rm_file(path)

    def _put(self, portal: str, part: bytes, there: set[str]) -> str:
        name = _hash(part)
        if name not in there:
            self._write(self._at(portal, "parts", name), part)
            there.add(name)
        return name

    def _listed(self, portal: str, generation: str | None) -> dict[str, list[str]]:
        if generation is None:
            return {}
        listed: dict[str, list[str]] = json.loads(
            self._files.cat_file(self._at(portal, "generations", generation))
        )
        return listed

    def _write(self, path: str, data: bytes) -> None:
        self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
        if "file" in self._files.protocol:  # whole, and on the disk, or not at all
            draft = Path(f"{path}.tmp")
            with draft.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        else:
            self._files.pipe_file(path, data)

    def _at(self, portal: str, *names: str) -> str:
        return "/".join((self._root, portal, *names))


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(_PART):
            yield part


def _hash(data: Any) -> str:
    return hashlib.sha256(data).hexdigest()
