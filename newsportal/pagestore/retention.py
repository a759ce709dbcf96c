"""Old files of pages go as a whole; what of them must stay moves to the end of the newest.

Nothing is lost whenever this is cut short: the file goes only after the state has been told, in one
commit, where all that stays lies now. Until then it is done again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

from newsportal.pagestore.notes import AddressesNote, Note, ReadNote, note_of
from newsportal.pagestore.scan import Member, all_members
from newsportal.pagestore.store import PageStore
from newsportal.pagestore.volumes import Place

_ANSWERS = ("response", "revisit")


@dataclass(slots=True)
class Moved:
    """What became of a file."""

    places: dict[Place, Place] = field(default_factory=dict)
    """Where that which stays was, and where it is."""
    answers: int = 0
    """Pages that stay."""
    gone: int = 0
    """Pages that go."""


def began(store: PageStore, volume: int) -> datetime | None:
    """Return when the first record of a file was written."""
    member = store.member(Place(volume, 0))
    date = member.headers.get("warc-date", "") if member is not None else ""
    try:
        return datetime.fromisoformat(date)
    except ValueError:
        return None


def move_on(
    store: PageStore, volume: int, stays: Callable[[str], bool], bodies: Collection[int]
) -> Moved:
    """Move what is to stay of a file. Raises OSError.

    *stays* is asked of addresses, and of keys of posts; *bodies* are the offsets of answers that
    later ones refer to.
    """
    needed = {*bodies, *_bodies(store, volume, stays)}
    moved, notes = Moved(), list[Note]()
    with store.path(volume).open("rb") as file:
        for member in all_members(store.path(volume)):
            place = Place(volume, member.offset)
            if member.kind == "metadata":
                told = _notes(member)
                notes += [
                    note for note in told if isinstance(note, AddressesNote) or stays(note.key)
                ]
                continue
            if stays(member.headers.get("warc-target-uri", "")) or member.offset in needed:
                file.seek(member.offset)
                moved.places[place] = store.take(file.read(member.end - member.offset))
                moved.answers += member.kind in _ANSWERS
            else:
                moved.gone += member.kind in _ANSWERS
    for note in _in_use(notes):
        store.note(_at_new_places(note, moved.places))
    return moved


def _bodies(store: PageStore, volume: int, stays: Callable[[str], bool]) -> set[int]:
    """Return where the bodies lie in a file to which answers refer that are to stay."""
    found = set()
    for member in all_members(store.path(volume)):
        if member.kind == "revisit" and stays(member.headers.get("warc-target-uri", "")):
            body = store.body_of(Place(volume, member.offset))
            found |= {body.offset} if body is not None and body.volume == volume else set()
    return found


def _notes(member: Member) -> list[Note]:
    found = (note_of(json.loads(line)) for line in member.block.splitlines())
    return [note for note in found if note is not None]


def _in_use(notes: list[Note]) -> list[Note]:
    """Return notes without the faces of which none follows that they are for."""
    return [
        note
        for note, after in pairwise([*notes, None])
        if note is not None
        and not (
            isinstance(note, AddressesNote) and (after is None or isinstance(after, AddressesNote))
        )
    ]


def _at_new_places(note: Note, places: dict[Place, Place]) -> Note:
    if not isinstance(note, ReadNote):
        return note
    comments, pages = (
        tuple((places.get(page, page), places.get(body, body), at) for page, body, at in further)
        for further in (note.comments, note.pages)
    )
    page, body = places.get(note.page, note.page), places.get(note.body, note.body)
    return replace(note, page=page, body=body, comments=comments, pages=pages)
