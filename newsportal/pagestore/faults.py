"""Is what is stored whole, and as it was written?"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from newsportal.pages.urls import bare_address
from newsportal.pagestore.notes import ReadNote, note_of
from newsportal.pagestore.scan import Member, all_members
from newsportal.pagestore.volumes import Place, volumes_in

Names = tuple[str, ...]
_ANSWERS = ("response", "revisit")


def faults(
    folder: Path, committed: Mapping[int, int], expected: Callable[[int], Mapping[int, Names]]
) -> Iterator[str]:
    """Yield what is wrong with the files of a folder, in words for people.

    *expected* gives for a file where the pages of posts lie in it, as the state knows them, and
    the keys that these posts have, or had.
    """
    paths = volumes_in(folder)
    missing: list[Place] = []
    doubtful: dict[Place, Names] = {}
    for volume, size in sorted(committed.items()):
        path, wanted = paths.get(volume), {**expected(volume)}
        if path is not None:
            yield from _in(path, volume, size, wanted, doubtful)
        elif size:
            yield f"{folder}: the file with the number {volume:05} is missing"
        missing += (Place(volume, offset) for offset in wanted)
    if missing:
        first, count = min(missing), len(missing)
        yield (
            f"{folder}: the pages of {count} posts are missing, the first at byte {first.offset} of"
            f" file {first.volume:05}; put back a copy of the files"
        )
    if doubtful:
        first, count = min(doubtful), len(doubtful)
        yield (
            f"{folder}: the pages of {count} posts are of other addresses, the first at byte"
            f" {first.offset} of file {first.volume:05}; put back a copy of the files"
        )


def _in(
    path: Path, volume: int, size: int, wanted: dict[int, Names], doubtful: dict[Place, Names]
) -> Iterator[str]:
    """Read a file; take what is there out of *wanted*, and what has been noted of a page."""
    end, wrong = 0, 0
    for member in all_members(path):
        if member.offset >= size:
            break  # a run is writing it
        if member.offset > end:
            yield f"{path}: bytes {end} to {member.offset} cannot be read"
        end = member.end
        whole = _is_whole(member)
        wrong += not whole
        url = member.headers.get("warc-target-uri", "").strip("<>")
        if whole and doubtful and member.kind == "metadata":
            _settle(member, doubtful)
        elif whole and (member.is_blank or member.kind in _ANSWERS):  # blank: taken out on purpose
            names = wanted.pop(member.offset, ())
            if names and not (member.is_blank or any(_is_at(url, name) for name in names)):
                doubtful[Place(volume, member.offset)] = names
    if wrong:
        yield f"{path}: {wrong} records are not as they were written"
    if end < size:
        yield f"{path}: nothing can be read from byte {end} on, of {size} bytes"


def _is_at(url: str, key: str) -> bool:
    """Tell whether the page at an address has a key, wherever the portal's root was then.

    >>> _is_at("https://www.news.example/post/7.html", "post/7.html"), _is_at("http://a/17", "7")
    (True, False)
    """
    return f"/{bare_address(url)}".endswith(f"/{bare_address(key)}")


def _settle(member: Member, doubtful: dict[Place, Names]) -> None:
    """What was noted when a page was read says whose it is, however it was reached."""
    for line in member.block.splitlines():
        note = note_of(json.loads(line))
        if isinstance(note, ReadNote) and note.key in doubtful.get(note.page, ()):
            del doubtful[note.page]


def _is_whole(member: Member) -> bool:
    told = member.headers.get("warc-block-digest", "")
    digest = hashlib.sha1(member.block, usedforsecurity=False).digest()
    return told == "sha1:" + base64.b32encode(digest).decode()
