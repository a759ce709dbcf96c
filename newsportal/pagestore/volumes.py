"""The WARC files of an archive: written to in groups, cut back to what is whole.

As posts.jsonl they are append-only, and the state knows how much of each is committed. Behind
that, a run that died may have left more: whole members are adopted, a torn one is cut.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from newsportal.pagestore.scan import Member, all_members
from newsportal.state.file.durable import sync_folder, write_all

logger = logging.getLogger(__name__)

_NUMBERED = re.compile(r"-([0-9]{5,})\.warc\.gz$")
_SPILL = 4 * 1024 * 1024  # bytes that wait in memory
_BEGINNINGS = (b"\x1f\x8b", b"\0\0")  # of a member; of what a power cut left unwritten


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a member lies."""

    volume: int
    offset: int


class Volumes:
    """The numbered files in a folder; members are appended to the last one. Raises OSError."""

    def __init__(self, folder: Path, name: str, limit: int, begin: Callable[[str], bytes]) -> None:
        """*begin* makes the first member of a file, and of a run, given the file's name."""
        self._folder = folder
        self._name = name
        self._limit = limit
        self._begin = begin
        self.sizes: dict[int, int] = {}
        """How large each file is, with what waits for `sync`."""
        self._synced: dict[int, int] = {}
        self._begun = False
        self._closed = 0  # no more is written to files up to this number
        self._paths: dict[int, Path] = {}
        self._waiting: dict[int, list[bytes]] = {}
        self._bytes_waiting = 0
        self._fds: dict[int, int] = {}

    def path(self, volume: int) -> Path:
        """Return the path of a file."""
        own = self._folder / f"{self._name}-{volume:05}.warc.gz"
        return self._paths.get(volume, own)

    def look(self, committed: Mapping[int, int]) -> None:
        """Take the files as they are."""
        self._paths, self.sizes = volumes_in(self._folder), dict(committed)

    def heal(self, committed: Mapping[int, int]) -> Iterator[tuple[Place, Member]]:
        """Compare the files with what is *committed*; yield the members that are adopted.

        Afterwards `sizes` tells what there is; what was committed behind it is lost.
        """
        paths = self._paths = volumes_in(self._folder)
        for volume in sorted(committed.keys() | paths.keys()):
            known, path = committed.get(volume, 0), paths.get(volume)
            size = path.stat().st_size if path is not None else 0
            end = known if size >= known else 0
            if path is not None and size != known:
                for member in all_members(path, end):  # a disk may have damaged one
                    end = member.end
                    if end > known:
                        yield Place(volume, member.offset), member
                if end < size and not _cut(path, end):
                    self._closed = volume
            if end < known:
                logger.warning("%s: pages that were there are missing", self.path(volume))
                self._closed = volume if path is None else self._closed
            self.sizes[volume] = end
        self._synced = dict(self.sizes)

    def begin_another(self) -> None:
        """Append to a new file from now on."""
        self._closed = max(self.sizes, default=0)

    def append(self, member: bytes) -> Place:
        """Take a member and return where it will lie; `sync` makes it durable."""
        volume = max(self.sizes, default=1)
        end = self.sizes.get(volume, 0)
        if volume <= self._closed or (end and end + len(member) > self._limit):
            volume, end = volume + 1, 0
        if end == 0 or not self._begun:
            first = self._begin(self.path(volume).name)
            self._wait(volume, first)
            end += len(first)
            self._begun = True
        self._wait(volume, member)
        self.sizes[volume] = end + len(member)
        return Place(volume, end)

    def sync(self) -> None:
        """Make all that was appended durable."""
        self._write()
        for volume, fd in list(self._fds.items()):
            os.fsync(fd)
            if volume < max(self.sizes):
                os.close(self._fds.pop(volume))
        self._synced = dict(self.sizes)

    def cut(self) -> None:
        """Take back what was appended since the last `sync`."""
        self._waiting.clear()
        self._bytes_waiting = 0
        for volume, fd in self._fds.items():
            os.ftruncate(fd, self._synced.get(volume, 0))
        self.sizes = dict(self._synced)

    def close(self) -> None:
        """Close the files."""
        while self._fds:
            os.close(self._fds.popitem()[1])

    def _wait(self, volume: int, member: bytes) -> None:
        self._waiting.setdefault(volume, []).append(member)
        self._bytes_waiting += len(member)
        if self._bytes_waiting > _SPILL:
            with contextlib.suppress(OSError):  # `sync` will meet it, too
                self._write()

    def _write(self) -> None:
        for volume in list(self._waiting):
            if volume not in self._fds:
                self._open(volume)
            fd, written = self._fds[volume], b"".join(self._waiting[volume])
            end = os.fstat(fd).st_size
            try:
                write_all(fd, written)
            except OSError:
                os.ftruncate(fd, end)
                raise
            del self._waiting[volume]
            self._bytes_waiting -= len(written)

    def _open(self, volume: int) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        self._fds[volume] = os.open(self.path(volume), flags, 0o644)
        sync_folder(self._folder)
        sync_folder(self._folder.parent)


def volumes_in(folder: Path) -> dict[int, Path]:
    """Return the WARC files in a folder by their numbers."""
    found = {}
    for path in sorted(folder.glob("*.warc.gz")):
        if match := _NUMBERED.search(path.name):
            found[int(match[1])] = path
    return found


def _cut(path: Path, end: int) -> bool:
    """Cut the torn member off that begins at *end*; False if that is nothing of ours."""
    with path.open("rb") as file:
        file.seek(end)
        begins = file.read(2)
    ours = any(beginning.startswith(begins) for beginning in _BEGINNINGS)
    if ours:
        os.truncate(path, end)
    else:
        logger.warning("%s: what follows byte %d is no page; it stays there", path, end)
    return ours
