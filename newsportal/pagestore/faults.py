"""Is what is stored whole, and as it was written?"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from newsportal.pagestore.members import BLANK
from newsportal.pagestore.scan import Member, members
from newsportal.pagestore.volumes import volumes_in

_ANSWERS = ("response", "revisit")


def faults(
    folder: Path, committed: Mapping[int, int], expected: Iterable[tuple[int, int]]
) -> Iterator[str]:
    """Yield what is wrong with the files of a folder, in words for people.

    *expected* are volume and offset of the pages of posts, as the state knows them.
    """
    paths = volumes_in(folder)
    wanted = set(expected)
    for volume, size in sorted(committed.items()):
        path = paths.get(volume)
        if path is None:
            if size:
                yield f"{folder}: the file with the number {volume:05} is missing"
            continue
        end, wrong = 0, 0
        for member in members(path):
            if member.offset >= size:
                break  # a run is writing it
            end = member.end
            whole = _is_whole(member)
            wrong += not whole
            blank = member.headers.get("warc-target-uri") == BLANK  # was taken out on purpose
            if whole and (blank or member.kind in _ANSWERS):
                wanted.discard((volume, member.offset))
        if wrong:
            yield f"{path}: {wrong} records are not as they were written"
        if end < size:
            yield f"{path}: nothing can be read from byte {end} on, of {size} bytes"
    if wanted:
        volume, offset = min(wanted)
        yield (
            f"{folder}: the pages of {len(wanted)} posts are missing, the first at byte {offset} of"
            f" file {volume:05}; put back a copy of the files"
        )


def _is_whole(member: Member) -> bool:
    told = member.headers.get("warc-block-digest", "")
    digest = hashlib.sha1(member.block, usedforsecurity=False).digest()
    return told == "sha1:" + base64.b32encode(digest).decode()
