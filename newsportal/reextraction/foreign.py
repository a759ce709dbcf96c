"""Somebody else's WARC files of a portal, as answers to questions that we did not ask."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader

from newsportal.pages.site import Site
from newsportal.pagestore.members import Exchange
from newsportal.pagestore.scan import members
from newsportal.pagestore.volumes import volumes_in
from newsportal.state.file.durable import sync_folder

_LARGEST = 16 * 1024 * 1024  # bytes
_OURS = b"software: newsportal"


def is_ours(path: Path) -> bool:
    """Tell whether newsportal has written a file: then it has notes of how pages were read."""
    first = next(members(path), None)
    return first is not None and first.kind == "warcinfo" and _OURS in first.block


def take_over(paths: Iterable[Path], folder: Path) -> None:
    """Copy files of ours into the folder of an archive that has none.

    Raises OSError; ValueError for a file whose name has no number, or one that is there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if volumes_in(folder):
        raise ValueError(f"{folder} has pages already")
    for path in paths:
        shutil.copyfile(path, folder / path.name)
    if len(volumes_in(folder)) != len(list(folder.iterdir())):
        raise ValueError("the files must be named as newsportal names them, NAME-00001.warc.gz")
    sync_folder(folder)


def exchanges(paths: Iterable[Path], site: Site) -> Iterator[Exchange]:
    """Yield the portal's answers, in the order of the files. Raises OSError."""
    for path in paths:
        with path.open("rb") as file:
            for record in ArchiveIterator(file, arc2warc=True):
                url = record.rec_headers.get_header("WARC-Target-URI") or ""
                if record.rec_type != "response" or record.http_headers is None:
                    continue
                if not site.holds(url.strip("<>")):
                    continue
                headers = record.http_headers
                stream = record.raw_stream
                if "chunked" in (headers.get_header("Transfer-Encoding") or "").lower():
                    stream = ChunkedDataReader(stream)
                body = stream.read(_LARGEST + 1)
                status = headers.get_statuscode() or ""
                date = record.rec_headers.get_header("WARC-Date")
                if len(body) > _LARGEST or not status.isdecimal() or not date:
                    continue
                at = datetime.fromisoformat(date)
                pairs = [(name, value) for name, value in headers.headers]
                yield Exchange(url.strip("<>"), at, "GET", None, int(status), pairs, body)
