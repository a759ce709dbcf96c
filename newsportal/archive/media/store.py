"""The media of an archive while a run works on it: files, lines and rows, committed together.

1. What arrives is a draft, and what is noted of it waits in the open transaction of the state.
2. `sync`: lines are appended to media.jsonl, then the drafts get their places. All of it is
   durable before the state is committed, which is done by whoever calls.

A run that dies between these leaves drafts, or lines behind the committed position, or both;
`heal` makes them good, or sets aside what nothing tells of.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from newsportal.archive.media.files import MediaFiles, name_of
from newsportal.archive.media.heal import heal
from newsportal.archive.media.media_line import FILE_NAME, MediaLine
from newsportal.archive.media.named import name_media
from newsportal.archive.media.table import MediaTable, Medium
from newsportal.archive.writing.journal import Journal
from newsportal.chinese.dates import SHANGHAI
from newsportal.pages.file_kinds import Kind, kind_of
from newsportal.runs.media_options import MediaOptions
from newsportal.state.facts import Fact
from newsportal.state.store import Store


class Media:
    """The media of one archive. Raises OSError, sqlite3.Error."""

    def __init__(self, folder: Path, store: Store, wanted: MediaOptions, run: str) -> None:
        self.wanted = wanted
        self.table = MediaTable(store)
        self._folder, self._store, self._run = folder, store, run
        self._facts = store.facts
        known = self._facts.get(Fact.MEDIA_STORE) or ""
        if wanted.store and not known.startswith(f"{wanted.store}/"):
            # Named once: the folder may get another name, the files stay where they are.
            self._facts.put(Fact.MEDIA_STORE, f"{wanted.store}/{folder.name}")
        self._files = MediaFiles(folder, self._facts.get(Fact.MEDIA_STORE) or "")
        self._journal: Journal | None = None
        self._lines: list[bytes] = []

    kind_of = staticmethod(kind_of)

    def begin(self) -> list[str]:
        """Heal what an earlier run has left, and take what posts name; return what was done.

        To be called before anything else.
        """
        mark, position = (
            self._facts.get(Fact.MEDIA_MARK) or "",
            int(self._facts.get(Fact.MEDIA_POSITION) or 0),
        )
        healed = heal(self._folder, self.table, self._files, mark, position, self._run)
        self._journal = Journal(self._folder / FILE_NAME, healed.position)
        self._facts.put(Fact.MEDIA_POSITION, str(healed.position))
        self._facts.put(Fact.MEDIA_MARK, self._journal.mark)
        name_media(self._folder, self._store, self.table)
        self._take_unlined()
        return healed.notes

    def store(self, medium: Medium, body: bytes, kind: Kind, status: int, at: datetime) -> bool:
        """Store what came for a medium; return whether nothing like it was stored before."""
        name = name_of(body, kind.ending)
        is_new = name not in self.table.names(name[:64])
        self._files.put(name, body)
        seconds = int(at.timestamp())
        self.table.keep(medium.n, name, kind.type, len(body), status, seconds)
        self._take_unlined(medium.n)
        return is_new

    def fail(self, medium: Medium, status: int | None, reason: str, at: datetime) -> None:
        """Note that a medium could not be had; a later run asks again."""
        self.table.fail(medium, status, reason, int(at.timestamp()))
        posts = self.table.posts(medium.n)
        if posts and not self.table.told(medium.n, status):
            line = MediaLine(
                medium.url, None, None, None, posts[0], _iso(int(at.timestamp())), status
            )
            self._lines.append(line.to_bytes())

    @property
    def waiting(self) -> int:
        """How many lines wait for `sync`."""
        return len(self._lines)

    def sync(self) -> None:
        """Make all that was taken durable, but for the state's part, which is committed next."""
        if self._journal is None:
            return
        if self._lines:
            self._journal.append(self._lines)
            self._lines = []
            self._facts.put(Fact.MEDIA_POSITION, str(self._journal.position))
            self._facts.put(Fact.MEDIA_MARK, self._journal.mark)
        self._files.publish()

    def counts(self) -> dict[str, int]:
        """Return how many media are stored, failed, owed."""
        return self.table.count(self.wanted.kinds)

    def close(self) -> None:
        """Let go of the files."""
        if self._journal is not None:
            self._journal.close()

    def _take_unlined(self, n: int | None = None) -> None:
        """Make lines of the uses of stored media of which none tells."""
        for medium, post in self.table.unlined(n):
            assert medium.name is not None
            assert medium.fetched_at is not None
            line = MediaLine(
                medium.url, medium.name[:64], medium.type, medium.size, post,
                _iso(medium.fetched_at), medium.status,
            )  # fmt: skip
            self._lines.append(line.to_bytes())
            self.table.lined(medium.n, post)


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).astimezone(SHANGHAI).isoformat()
