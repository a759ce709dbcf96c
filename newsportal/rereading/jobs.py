"""What was noted beside stored pages, as work to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsportal.pagestore.notes import AddressesNote, ReadNote, RemovalNote
from newsportal.pagestore.store import PageStore
from newsportal.pagestore.volumes import Place


@dataclass(frozen=True, slots=True)
class Job:
    """A note, and how the portal's addresses looked when it was taken."""

    note: ReadNote | RemovalNote
    addresses: AddressesNote


def jobs_at(pages: PageStore, places: Iterable[Place]) -> Iterator[Job]:
    """Yield what was noted at some places, in order."""
    addresses: AddressesNote | None = None
    for place in places:
        for note in pages.notes_at(place):
            if isinstance(note, AddressesNote):
                addresses = note
            elif addresses is not None:
                yield Job(note, addresses)
