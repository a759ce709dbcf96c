"""Whole records in what is not lines of records: arrays, pretty JSON, packed or broken files."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from newsportal.archive.healing.line import LONGEST, Record, record_on
from newsportal.items import as_line

# How our records begin, however they are spaced; comments and links within them begin otherwise.
_START = re.compile(rb'\{\s*"id"\s*:\s*"(?:[^"\\]|\\.)*"\s*,\s*"url"\s*:')
_OVERLAP = 4096  # bytes in which a record's beginning may lie that is fed in two parts
_DECODER = json.JSONDecoder()
_PACKERS: dict[bytes, tuple[Callable[[BinaryIO], Any], Callable[[], Any]]] = {
    b"\x1f\x8b": (gzip.open, lambda: zlib.compressobj(wbits=31)),
    b"BZh": (bz2.open, bz2.BZ2Compressor),
    b"\xfd7zXZ": (lzma.open, lzma.LZMACompressor),
}
_BROKEN = (EOFError, OSError, zlib.error, lzma.LZMAError)


class Salvage:
    """Finds the records in a stretch of bytes, which is fed to it in parts."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._open = False  # a record begins with the first byte that waits

    def feed(self, data: bytes) -> Iterator[Record]:
        """Take the next part of the stretch; yield the records that are known to end in it."""
        looked_at = max(len(self._waiting) - _OVERLAP, 1 if self._open else 0)
        self._waiting += data
        begin = 0
        for found in _START.finditer(self._waiting, looked_at):
            if self._open:
                yield from _record_in(bytes(self._waiting[begin : found.start()]))
            begin, self._open = found.start(), True
        self._open &= len(self._waiting) - begin <= LONGEST
        del self._waiting[: begin if self._open else max(len(self._waiting) - _OVERLAP, 0)]

    def end(self) -> Iterator[Record]:
        """The stretch is over: yield the last record."""
        if self._open:
            yield from _record_in(bytes(self._waiting))
        self._waiting.clear()
        self._open = False


def _record_in(data: bytes) -> Iterator[Record]:
    try:
        record, _ = _DECODER.raw_decode(data.decode("utf-8", "surrogateescape"))
        line = as_line(record)  # fails where bytes are no UTF-8
    except (ValueError, RecursionError):
        return
    if (whole := record_on(line)) is not None:
        yield whole


def unpacked(file: BinaryIO) -> BinaryIO | None:
    """Return the content of a file that was packed in place, None if it was not."""
    place = file.tell()
    file.seek(0)
    begin = file.read(8)
    for magic, (opener, _) in _PACKERS.items():
        if begin.startswith(magic):
            file.seek(0)
            stream: BinaryIO = opener(file)
            return stream
    file.seek(place)  # whoever reads on from there is not sent back
    return None


def packed_as(begin: bytes, lines: Iterator[bytes]) -> Iterator[bytes]:
    """Yield *lines* packed like a file of that beginning, as they are if it was not packed."""
    packers = (packer() for magic, (_, packer) in _PACKERS.items() if begin.startswith(magic))
    packer = next(packers, None)
    for line in lines:
        yield line if packer is None else packer.compress(line)
    if packer is not None:
        yield packer.flush()


def parts(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a file, from where it stands; those longer than any record, in parts."""
    packed = unpacked(file) if file.tell() == 0 else None
    source = file if packed is None else packed
    while True:
        try:
            line = source.readline(LONGEST)
        except _BROKEN:
            if packed is None:
                raise
            return  # nothing behind this can be unpacked
        if not line:
            return
        yield line
