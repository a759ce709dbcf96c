"""The stored pages of an archive while a run adds to them."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from newsportal.pagestore.members import (
    Exchange,
    answer_member,
    digest_in,
    info_member,
    new_id,
    notes_member,
    question_member,
    sha1_of,
    warc_date,
)
from newsportal.pagestore.notes import AddressesNote, Note, note_of
from newsportal.pagestore.scan import Member, all_members, member_at
from newsportal.pagestore.volumes import Place, Volumes, volumes_in

_ANSWERS = ("response", "revisit")


class Payloads(Protocol):
    """Knows which bodies are stored, and where; committed with the rest of the state."""

    def find(self, digest: bytes) -> tuple[int, int] | None:
        """Return volume and offset of the answer that came with a body."""

    def add(self, bodies: Iterable[tuple[bytes, int, int]]) -> None:
        """Note that bodies are stored, by digest, volume and offset."""

    def use(self, digest: bytes, volume: int) -> None:
        """Note that an answer in a file refers to a stored body."""

    def forget_behind(self, volume: int, end: int) -> int:
        """Forget all that was behind a place; return how many records had their pages there."""


class PageStore:
    """Takes pages and notes; `sync` makes them durable. Raises OSError."""

    def __init__(
        self, folder: Path, name: str, limit: int, facts: Mapping[str, str], payloads: Payloads
    ) -> None:
        """*facts* are for the first record of each file, which says who wrote it."""
        self.folder = folder
        self._facts = facts
        self._payloads = payloads
        self._volumes = Volumes(folder, name, limit, self._info)
        self._notes: list[Note] = []
        self._face: AddressesNote | None = None
        self._recent: dict[bytes, tuple[str, str, str, Place]] = {}
        """Id, address, date and place of the bodies since the last `sync`, by their digests."""
        self._referred: dict[bytes, int] = {}
        """In which file an answer since then refers to a body."""
        self.lost = 0
        """How many records have no page any more."""

    @property
    def sizes(self) -> dict[int, int]:
        """How much of each file is whole, for the state."""
        return self._volumes.sizes

    def _info(self, name: str) -> bytes:
        return info_member(name, self._facts)

    def heal(self, committed: Mapping[int, int]) -> list[Place]:
        """Adopt what a run that died has left; return where the notes begin that it took."""
        adopted = []
        for place, member in self._volumes.heal(committed):
            if member.kind == "response" and (digest := digest_in(member.headers)):
                self._payloads.add([(digest, place.volume, place.offset)])
            elif member.kind == "revisit" and (digest := digest_in(member.headers)):
                self._payloads.use(digest, place.volume)
            elif member.kind == "metadata":
                adopted.append(place)
        for volume, size in committed.items():
            if self.sizes.get(volume, 0) < size:
                self.lost += self._payloads.forget_behind(volume, self.sizes.get(volume, 0))
        return adopted

    def look(self, committed: Mapping[int, int]) -> None:
        """Take the files as they are, only to read what is committed of them."""
        self._volumes.look(committed)

    def add(self, exchange: Exchange) -> tuple[Place, Place]:
        """Take a page; return where it will lie, and where its body does."""
        digest, record_id = sha1_of(exchange.body), new_id()
        earlier = self._earlier(digest) if exchange.body else None
        if earlier is not None:
            *named, body = earlier
            page = self._volumes.append(answer_member(exchange, record_id, digest, named))
            self._referred[digest] = page.volume
        else:
            page = body = self._volumes.append(answer_member(exchange, record_id, digest))
            if exchange.body:
                date = warc_date(exchange.at)
                self._recent[digest] = record_id, exchange.url, date, page
        if exchange.asked is not None:
            self._volumes.append(question_member(exchange, record_id))
        return page, body

    def _earlier(self, digest: bytes) -> tuple[str, str, str, Place] | None:
        """Return id, address, date and place of the answer that came with a body."""
        if (recent := self._recent.get(digest)) is not None:
            return recent
        found = self._payloads.find(digest)
        member = self.member(Place(*found)) if found else None
        if found is None or member is None or digest_in(member.headers) != digest:
            return None  # or it is lost
        said = member.headers
        named = said["warc-record-id"], said["warc-target-uri"], said["warc-date"]
        return *named, Place(*found)

    def take(self, member: bytes) -> Place:
        """Take a member from another file; return where it will lie."""
        return self._volumes.append(member)

    def note(self, note: Note) -> None:
        """Take a note; the notes since the last `sync` make one record.

        Each record begins with a face, so that it can be read without those before it.
        """
        if not self._notes and self._face is not None and not isinstance(note, AddressesNote):
            self._notes.append(self._face)
        self._face = note if isinstance(note, AddressesNote) else self._face
        self._notes.append(note)

    def sync(self) -> None:
        """Make pages and notes durable; on failure nothing of them stays."""
        try:
            if self._notes:
                notes = [note.to_note() for note in self._notes]
                self._volumes.append(notes_member(datetime.now(UTC), notes))
            self._volumes.sync()
            stored = self._recent.items()
            self._payloads.add((key, at.volume, at.offset) for key, (*_, at) in stored)
            for digest, volume in self._referred.items():
                self._payloads.use(digest, volume)
        except OSError:
            self.cut()
            raise
        finally:
            self._notes.clear()
            self._recent.clear()
            self._referred.clear()

    def cut(self) -> None:
        """Take back what was added since the last `sync`."""
        self._volumes.cut()
        self._recent.clear()
        self._referred.clear()

    def begin_another(self) -> None:
        """Write no more to the file that is the last one now."""
        self._volumes.begin_another()

    def let_go(self, volume: int) -> None:
        """Take it that a file is to be taken away."""
        self._volumes.sizes.pop(volume, None)

    def close(self) -> None:
        """Close the files."""
        self._volumes.close()

    def discard(self) -> None:
        """Take away all files of an archive that never got a post, and an empty folder."""
        for path in volumes_in(self.folder).values():
            path.unlink()
        with contextlib.suppress(OSError):
            self.folder.rmdir()

    # Reading

    def path(self, volume: int) -> Path:
        """Return the path of a file."""
        return self._volumes.path(volume)

    def member(self, place: Place) -> Member | None:
        """Return what lies at a place, None if there is nothing whole."""
        return member_at(self.path(place.volume), place.offset)

    def body_of(self, page: Place) -> Place | None:
        """Return where the body of a stored page lies, None if it is lost."""
        member = self.member(page)
        if member is None or member.kind not in _ANSWERS:
            return None
        if member.kind == "response":
            return page
        digest = digest_in(member.headers)
        found = self._payloads.find(digest) if digest else None
        return Place(*found) if found else None

    def notes(self) -> Iterator[Place]:
        """Yield where notes lie, in the order in which they were taken."""
        for volume in sorted(self.sizes):
            path = self.path(volume)
            for member in all_members(path) if path.exists() else ():
                if member.kind == "metadata" and member.end <= self.sizes[volume]:
                    yield Place(volume, member.offset)

    def notes_at(self, place: Place) -> Iterator[Note]:
        """Yield the notes of one record."""
        member = self.member(place)
        for line in member.block.splitlines() if member else ():
            if (note := note_of(json.loads(line))) is not None:
                yield note
