"""What a run noted beside the pages: what it made of them, and with what it knew then.

A record is a page, read with what the state knew at that moment. To make it again from the page
alone needs the same knowledge: it lies beside the pages, in the order in which they were read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from newsportal.pagestore.volumes import Place
from newsportal.state.published import Published


@dataclass(slots=True)  # not frozen: one is made for each page, and that takes thrice as long
class ReadNote:
    """A post's page was read."""

    key: str
    page: Place
    body: Place
    """Where the body lies: elsewhere if the page came with one that was stored already."""
    at: datetime
    """When the portal made the page."""
    seen_at: datetime
    """When any page first named the post."""
    known: Published | None
    """What was known of its time before."""
    older: Published | None
    """The times of the posts beside it, where they were known."""
    newer: Published | None
    first: bool
    """Whether no revision of the post was archived yet."""
    redate: bool = False
    """Whether a finer time alone made a revision (``mode=refetch``)."""
    cut: tuple[str, ...] = ()
    """Hashes of the blocks at the ends of its body that were known to be no text."""
    rules: bool = False
    """Whether it was read before anybody knew that (`changed_by`)."""
    comments: tuple[tuple[Place, Place, datetime], ...] = ()
    """Where further pages of its comments lie, their bodies, and when the portal made them."""
    pages: tuple[tuple[Place, Place, datetime], ...] = ()
    """The same of further pages of the article."""
    zone: str = ""
    """In which the page's local times were taken to be, where that is not Shanghai's."""
    links: dict[str, Any] | None = None
    """Neighbours and related posts, where more than the page tells which links are posts; the id of
    a post that has moved, and the title that a list alone tells."""

    def to_note(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        note: dict[str, Any] = {"read": self.key, "page": _pair(self.page)}
        if self.body != self.page:
            note["body"] = _pair(self.body)
        note |= {"at": self.at.isoformat(), "seen": self.seen_at.isoformat()}
        for name in ("known", "older", "newer"):
            if (published := getattr(self, name)) is not None:
                note[name] = _plain(published)
        if self.cut:
            note["cut"] = list(self.cut)
        for name in ("comments", "pages"):
            if further := getattr(self, name):
                note[name] = [
                    [*_pair(page), *_pair(body), at.isoformat()] for page, body, at in further
                ]
        if self.zone:
            note["zone"] = self.zone
        if self.links is not None:
            note["links"] = self.links
        flags = {name: True for name in ("first", "redate", "rules") if getattr(self, name)}
        return note | flags

    @classmethod
    def of(cls, note: dict[str, Any]) -> ReadNote:
        """Return what `to_note` made of it."""
        page = Place(*note["page"])
        return cls(
            key=note["read"],
            page=page,
            body=Place(*note["body"]) if "body" in note else page,
            at=datetime.fromisoformat(note["at"]),
            seen_at=datetime.fromisoformat(note["seen"]),
            known=_published(note.get("known")),
            older=_published(note.get("older")),
            newer=_published(note.get("newer")),
            first=note.get("first", False),
            redate=note.get("redate", False),
            cut=tuple(note.get("cut", ())),
            rules=note.get("rules", False),
            comments=_further(note.get("comments", ())),
            pages=_further(note.get("pages", ())),
            zone=note.get("zone", ""),
            links=note.get("links"),
        )


def _further(noted: Iterable[list[Any]]) -> tuple[tuple[Place, Place, datetime], ...]:
    return tuple(
        (Place(*places[:2]), Place(*places[2:]), datetime.fromisoformat(at))
        for *places, at in noted
    )


@dataclass(frozen=True, slots=True)
class RemovalNote:
    """A post was believed to be gone."""

    key: str
    at: datetime

    def to_note(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {"removed": self.key, "at": self.at.isoformat()}


@dataclass(frozen=True, slots=True)
class AddressesNote:
    """How the portal's addresses looked from here on, and which rules read its pages."""

    root: str
    platform: str
    traits: dict[str, Any]
    """What the platform has learnt of this portal's addresses."""
    extractor: int

    def to_note(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)


Note = ReadNote | RemovalNote | AddressesNote


def note_of(found: dict[str, Any]) -> Note | None:
    """Return a note as it was taken, None for one of a kind that is not known here."""
    if "read" in found:
        return ReadNote.of(found)
    if "removed" in found:
        return RemovalNote(found["removed"], datetime.fromisoformat(found["at"]))
    if "root" in found:
        return AddressesNote(**found)
    return None


def _pair(place: Place) -> list[int]:
    return [place.volume, place.offset]


def _plain(published: Published) -> list[Any]:
    times = published.at, published.earliest, published.latest
    at, earliest, latest = (time.isoformat() if time else None for time in times)
    return [at, published.precision, earliest, latest, published.told]


def _published(plain: list[Any] | None) -> Published | None:
    if plain is None:
        return None
    at, precision, earliest, latest, source = plain
    return Published.stored(
        datetime.fromisoformat(at), precision, datetime.fromisoformat(earliest),
        datetime.fromisoformat(latest) if latest else None, source,
    )  # fmt: skip
