"""Where the stored pictures and files of posts are: for whoever reads an archive.

>>> Stored(Path("/nowhere")).find("http://news.example/a.jpg")
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Self

from newsportal.archive.media.bucket import bucket_at, is_bucket
from newsportal.archive.media.files import place_of
from newsportal.archive.media.media_line import FILE_NAME
from newsportal.pages.file_kinds import SHOWN
from newsportal.state.facts import Fact, fact_in
from newsportal.state.file.tables import open_read_only


@dataclass(frozen=True, slots=True)
class StoredMedium:
    """A stored picture or file."""

    url: str
    """The address under which posts name it."""
    name: str
    """``<sha256>.<ext>``."""
    type: str
    size: int
    path: Path
    """Where the file is, if it is on the disk."""
    address: str = ""
    """Of the bucket in which it is else."""

    def opened(self) -> BytesIO | BufferedReader | None:
        """Return the file to be read, None if it is not there. Raises OSError."""
        if not is_bucket(self.address):
            return self.path.open("rb") if self.path.is_file() else None
        content = bucket_at(self.address).read(self.name)
        return None if content is None else BytesIO(content)

    @property
    def sha256(self) -> str:
        """The digest of its content."""
        return self.name[:64]

    @property
    def shown(self) -> bool:
        """Whether a browser may show it: a picture that carries no script."""
        return self.name.rpartition(".")[2] in SHOWN


class Stored:
    """The stored media of the archive in a folder; none where it has no state, or an older one.

    Whoever asks often does so within ``with``: the state is opened once then.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._state = folder / "state.db"
        any_ = any((folder / name).exists() for name in ("media", FILE_NAME))
        self._any = any_ and self._state.exists()
        self._kept: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        if self._any:
            self._kept = open_read_only(self._state)
        return self

    def __exit__(self, *_: object) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def find(self, url: str) -> StoredMedium | None:
        """Return what is stored of an address."""
        return next(self._found("url = ?", url), None)

    def named(self, name: str) -> StoredMedium | None:
        """Return the stored file of that name."""
        return next(self._found("name = ?", name), None)

    def of_post(self, post_id: str) -> dict[str, StoredMedium]:
        """Return what is stored of a post, by address."""
        condition = "n IN (SELECT media FROM media_posts WHERE post = ?)"
        return {medium.url: medium for medium in self._found(condition, post_id)}

    def all(self) -> Iterator[StoredMedium]:
        """Yield all that is stored, by address."""
        return self._found("1")

    def _opened(self) -> AbstractContextManager[sqlite3.Connection]:
        return nullcontext(self._kept) if self._kept else closing(open_read_only(self._state))

    def _found(self, condition: str, *values: str) -> Iterator[StoredMedium]:
        if not self._any:
            return
        sql = (
            "SELECT url, name, type, size FROM media"
            f" WHERE name IS NOT NULL AND dropped = 0 AND ({condition})"
        )
        try:
            with self._opened() as database:
                address = fact_in(database, Fact.MEDIA_STORE) or ""
                for url, name, type_, size in database.execute(sql, values):
                    path = place_of(self._folder, name)
                    yield StoredMedium(url, name, type_, size, path, address)
        except sqlite3.OperationalError:  # of an earlier version, without that table
            return
