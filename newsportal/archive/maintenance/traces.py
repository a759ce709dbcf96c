"""By what a post that was taken out is known again where the portal has given it another address.

Nothing of it is kept that anybody could read, only salted digests: whoever has its title, its day
or its text can tell that it is the one, and nobody else can. Of titles many are to be guessed, so
that each guess is made slow.
"""

from __future__ import annotations

import os
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import pbkdf2_hmac
from pathlib import Path
from typing import Any

from newsportal.archive.healing.forgotten import forgotten_in
from newsportal.archive.revisions.revision import content_hash
from newsportal.chinese.dates import SHANGHAI
from newsportal.items import Post
from newsportal.state.published import Published

_ROUNDS = 500  # 0.25 ms a digest
_LENGTH = 16  # bytes
_DAYS = 3  # that the time of a post may leave open
_TITLE = 8  # characters; shorter ones come again
_LONGEST = 3  # paragraphs, whatever a portal adds before and behind them


@dataclass(frozen=True, slots=True)
class Salted:
    """Makes marks with a salt."""

    salt: bytes

    def of_list(self, title: str, days: Collection[date]) -> Iterator[str]:
        """Yield the marks of what lists say of a post: of its title and each day it may be of."""
        for day in days:
            yield self._mark("listed", _spoken(title), str(day))

    def of_title(self, title: str) -> str:
        """Return the mark of a title that no other post has, for lists without days."""
        return self._mark("title", _spoken(title))

    def of_post(self, title: str, text: str, days: Collection[date]) -> Iterator[str]:
        """Yield the marks of what the page of a post says."""
        if text:
            yield self._mark("text", content_hash(title, text))
            longest = sorted(text.split("\n"), key=len)[-_LONGEST:]
            for day in days:
                yield self._mark("body", title, str(day), *longest)

    def _mark(self, *parts: str) -> str:
        said = "\0".join(parts).encode()
        return pbkdf2_hmac("sha256", said, self.salt, _ROUNDS, _LENGTH).hex()


def marks_of(
    folder: Path, records: Iterable[dict[str, Any]], own_titles: Collection[str]
) -> dict[str, Any]:
    """Return what is kept of the revisions of a post, of which no other post has *own_titles*.

    One salt for all that an archive forgets: what is read need be marked only once.
    """
    salts = (bytes.fromhex(each["salt"]) for each in forgotten_in(folder) if each.get("salt"))
    salted, marks = Salted(next(salts, None) or os.urandom(_LENGTH)), dict[str, None]()
    for record in records:
        title, text, days = record["title"], record["text"], _days_in(record)
        marks |= dict.fromkeys((*salted.of_list(title, days), *salted.of_post(title, text, days)))
        if title in own_titles and len(title) >= _TITLE:
            marks[salted.of_title(title)] = None
    return {"salt": salted.salt.hex(), "marks": [*marks]}


@dataclass(slots=True)
class TakenOut:
    """The posts that were taken out of an archive, known by their marks."""

    _marks: dict[Salted, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """Ids of posts, by salt and mark."""

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self._marks)

    @classmethod
    def of(cls, folder: Path) -> TakenOut:
        """Return those of an archive. Raises OSError, and ValueError for a damaged file."""
        found = cls()
        for entry in forgotten_in(folder):
            for mark in entry.get("marks", ()):
                if entry["id"]:  # those that repeat a post's text may have none
                    found._marks[Salted(bytes.fromhex(entry["salt"]))][mark] = entry["id"]
        return found

    def listed(self, title: str, published: Published | None) -> str | None:
        """Return the id of the post that a list calls so, None if it was not taken out."""
        days = _days(published.earliest, published.latest) if published else []
        for salted, ids in self._marks.items() if title else ():
            marks = salted.of_list(title, days) if days else iter([salted.of_title(title)])
            if (id_ := _first(ids, marks)) is not None:
                return id_
        return None

    def read(self, post: Post) -> str | None:
        """Return the id of the post on a page, None if it was not taken out."""
        days = _days(post.published_earliest, post.published_latest)
        for salted, ids in self._marks.items():
            marks = salted.of_post(post.title or "", post.text or "", days)
            if (id_ := _first(ids, marks)) is not None:
                return id_
        return None


def _spoken(title: str) -> str:
    """Return the letters and digits of a title: lists may set it in another way."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", title))).lower()


def _first(ids: dict[str, str], marks: Iterator[str]) -> str | None:
    return next((ids[mark] for mark in marks if mark in ids), None)


def _days_in(record: dict[str, Any]) -> list[date]:
    times = (record.get("published_earliest"), record.get("published_latest"))
    return _days(*(datetime.fromisoformat(time) if time else None for time in times))


def _days(earliest: datetime | None, latest: datetime | None) -> list[date]:
    """Return the days of a closed interval, none where these are many."""
    if earliest is None or latest is None:
        return []
    first, last = earliest.astimezone(SHANGHAI).date(), latest.astimezone(SHANGHAI).date()
    count = (last - first).days + 1
    return [first + timedelta(days=n) for n in range(count)] if count <= _DAYS else []
