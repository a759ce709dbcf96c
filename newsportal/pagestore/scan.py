"""The members of a WARC file of ours, one after the other, whole ones only."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BLANK = "urn:newsportal:blank"  # the address of what stands for a page that was taken out
_CHUNK = 32 * 1024  # most members have less; all behind a member's end is read in vain
_MAGIC = b"\x1f\x8b\x08"  # how a gzip member begins


@dataclass(slots=True)
class Member:
    """One record, and where its member lies."""

    offset: int
    end: int
    """Where the next member begins."""
    headers: dict[str, str]
    """Of the record, names in lower case."""
    block: bytes

    @property
    def kind(self) -> str:
        """WARC-Type."""
        return self.headers.get("warc-type", "")

    @property
    def is_blank(self) -> bool:
        """Whether it stands for a page that was taken out."""
        return self.headers.get("warc-target-uri") == BLANK


def members(path: Path, start: int = 0) -> Iterator[Member]:
    """Yield the whole members from *start* on; end at the first that is torn, or is no record."""
    with path.open("rb") as file:
        while (member := _member(file.fileno(), start)) is not None:
            yield member
            start = member.end


def all_members(path: Path, start: int = 0) -> Iterator[Member]:
    """Yield the whole members from *start* on; behind what is damaged, go on with the next one."""
    size, end = path.stat().st_size, start
    while end < size:
        for member in members(path, end):
            yield member
            end = member.end
        with path.open("rb") as file:
            begun = _beginnings(file.fileno(), end + 1)
            end = next((at for at in begun if _member(file.fileno(), at) is not None), size)


def is_whole(path: Path) -> bool:
    """Tell whether a file is nothing but whole members."""
    return path.stat().st_size == max((member.end for member in members(path)), default=0)


def _beginnings(file: int, start: int) -> Iterator[int]:
    """Yield where a member may begin, from *start* on."""
    while True:
        chunk = os.pread(file, _CHUNK, start)
        at = chunk.find(_MAGIC)
        while at >= 0:
            yield start + at
            at = chunk.find(_MAGIC, at + 1)
        if len(chunk) < len(_MAGIC):
            return
        start += len(chunk) - len(_MAGIC) + 1


def member_at(path: str | Path, offset: int) -> Member | None:
    """Return the member that begins at *offset*, None if there is none."""
    try:
        file = os.open(path, os.O_RDONLY)  # a Path's open takes as long as all the reading
        try:
            return _member(file, offset)
        finally:
            os.close(file)
    except OSError:
        return None


def _member(file: int, offset: int) -> Member | None:
    unpacker, parts, end = zlib.decompressobj(zlib.MAX_WBITS + 16), [], offset
    while not unpacker.eof:
        chunk = os.pread(file, _CHUNK, end)
        if not chunk:
            return None
        end += len(chunk)
        try:
            parts.append(unpacker.decompress(chunk))
        except zlib.error:
            return None
    end -= len(unpacker.unused_data)
    head, mark, block = b"".join(parts).partition(b"\r\n\r\n")
    if not mark or not head.startswith(b"WARC/"):
        return None
    lines = head.decode("utf-8", "replace").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    length = headers.get("content-length", "")
    if not length.isdecimal() or len(block) != int(length) + 4:
        return None
    return Member(offset, end, headers, block[:-4])
