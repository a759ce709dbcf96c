"""Takes pages out of WARC files for good; all that stays is at its place.

In the place of a record that goes stands one of the same length that says nothing, so that what
the state and the notes say of places stays true. A file is written anew beside the old one, made
durable, and renamed: whoever dies meanwhile has the one or the other, and does it again.
"""

from __future__ import annotations

import contextlib
import html
import json
import os
import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from newsportal.pagestore.members import NOTES, blank_member, shorter_notes
from newsportal.pagestore.scan import Member, all_members
from newsportal.pagestore.unpacking import readable
from newsportal.state.file.durable import sync_folder

_CHUNK = 1 << 20
_DRAFT = ".new"
_ADDRESSES = ("warc-target-uri", "warc-refers-to-target-uri")
_PAGES = ("response", "revisit", "request")


def blank(folder: Path, names: Callable[[str], bool], traces: Collection[str]) -> Iterator[Path]:
    """Blank the pages whose addresses *names* tells, and all others that hold one of the *traces*.

    *names* is asked of addresses and of their parts behind the portal's root. Yield the files that
    were written anew. Raises OSError.
    """
    marks = any_of(traces) if traces else None
    for draft in folder.glob(f"*{_DRAFT}"):
        draft.unlink()  # of a takedown that was killed
    for path in page_files(folder):
        blanks = {
            member.offset: instead
            for member in all_members(path)
            if (instead := _instead(member, names, marks)) is not None
        }
        if blanks:
            _rewrite(path, blanks)
            yield path


def page_files(folder: Path) -> list[Path]:
    """Return the WARC files of a folder, and the copies that other programs made of them."""
    return sorted(path for path in folder.glob("*.warc.gz*") if path.suffix != _DRAFT)


def any_of(traces: Collection[str]) -> re.Pattern[bytes]:
    """Return the pattern of pages that hold one of the *traces*."""
    spelt = {mark for trace in traces for mark in _spelt(trace)}
    return re.compile(b"|".join(map(_whole, sorted(spelt))))


def _instead(
    member: Member, names: Callable[[str], bool], marks: re.Pattern[bytes] | None
) -> bytes | None:
    """Return what is to stand in the place of a member, None if it may stay."""
    length = member.end - member.offset
    if member.kind in _PAGES:
        if any(names(member.headers.get(name, "")) for name in _ADDRESSES):
            return blank_member(length)
        return blank_member(length) if marks and marks.search(readable(member)) else None
    if member.headers.get("warc-target-uri") != NOTES:
        return None
    notes: list[dict[str, Any]] = [json.loads(line) for line in member.block.splitlines()]
    kept = [_unlinked(note, names) for note in notes if not _is_about(note, names)]
    return None if kept == notes else shorter_notes(kept, member.headers, length)


def _is_about(note: dict[str, Any], names: Callable[[str], bool]) -> bool:
    return any(names(note[kind]) for kind in ("read", "removed") if kind in note)


def _unlinked(note: dict[str, Any], names: Callable[[str], bool]) -> dict[str, Any]:
    """Return a note without the links that lead to what goes."""
    if "links" not in note:
        return note

    def goes(link: list[str] | None) -> bool:
        return link is not None and any(map(names, link))

    links = dict(note["links"])
    links["related"] = [link for link in links["related"] if not goes(link)]
    for name in ("previous", "next"):
        links[name] = None if goes(links[name]) else links[name]
    return {**note, "links": links}


def _spelt(trace: str) -> Iterator[bytes]:
    """Yield a text as pages in HTML or JSON and in any encoding may have it."""
    quoted = json.dumps(trace)[1:-1]
    forms = {trace, html.escape(trace), quoted, quoted.replace("/", "\\/")}
    forms.add(json.dumps(trace, ensure_ascii=False)[1:-1].replace("/", "\\/"))
    for form in forms:
        for encoding in ("utf-8", "gb18030", "big5"):
            with contextlib.suppress(UnicodeEncodeError):
                yield form.encode(encoding)


def _whole(mark: bytes) -> bytes:
    """Return the pattern of a mark; one that ends with a number is not the beginning of another."""
    return re.escape(mark) + (b"(?![0-9])" if mark[-1:].isdigit() else b"")


def _rewrite(path: Path, blanks: dict[int, bytes]) -> None:
    draft = path.with_name(f"{path.name}{_DRAFT}")
    with path.open("rb") as old, draft.open("wb") as new:
        for offset, instead in sorted(blanks.items()):
            _copy(old, new, offset - old.tell())
            new.write(instead)
            old.seek(len(instead), os.SEEK_CUR)
        _copy(old, new, path.stat().st_size - old.tell())
        new.flush()
        os.fsync(new.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def _copy(old: BinaryIO, new: BinaryIO, count: int) -> None:
    while count > 0 and (chunk := old.read(min(count, _CHUNK))):
        new.write(chunk)
        count -= len(chunk)
