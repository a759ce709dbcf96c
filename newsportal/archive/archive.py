"""One portal's folder: lock, state, export and reports, opened and closed together."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from newsportal.archive.archive_folder import drafts, settled_folder
from newsportal.archive.boilerplate import Boilerplate
from newsportal.archive.healing.line import digest_of
from newsportal.archive.healing.mark import mark_of
from newsportal.archive.healing.opening import open_state
from newsportal.archive.healing.rotated import place_of
from newsportal.archive.kept_pages import Keeping, KeptPages, pages_folder
from newsportal.archive.maintenance.traces import TakenOut
from newsportal.archive.periods import posts_by_period
from newsportal.archive.state_faults import remedy
from newsportal.archive.writing.in_flight import InFlight
from newsportal.archive.writing.journal import Journal, record_in
from newsportal.archive.writing.locks import ArchiveLocks
from newsportal.archive.writing.run_end import RunEnd
from newsportal.arguments import Arguments
from newsportal.items import Post
from newsportal.pages.keys import address_of
from newsportal.runs.accounts import run_name
from newsportal.runs.run import FAILED, OK, Run
from newsportal.runs.verdict import Thresholds
from newsportal.state.file.durable import sync_folder
from newsportal.state.row import Row, State

if TYPE_CHECKING:  # nothing of it is loaded where none are stored
    from newsportal.archive.media.store import Media
    from newsportal.runs.media_options import MediaOptions

logger = logging.getLogger(__name__)


class ArchiveWriter:
    """The archive of one portal while a run works on it."""

    def __init__(self, folder: Path, arguments: Arguments, keeping: Keeping | None) -> None:
        """Raises ArchiveLockedError, OSError, sqlite3.Error; ValueError for an unknown state."""
        self.folder = folder
        self._new = not (folder / "state.db").exists()
        self._made = _make(folder)
        self._locks = ArchiveLocks()
        self._locks.take_archive(folder)
        now = datetime.now(UTC)
        self.run = Run(run_name(self.runs, now), arguments.site.root, arguments.mode, now)
        try:
            for draft in drafts(folder):
                draft.unlink(missing_ok=True)
            opened = open_state(folder, arguments.site, self.run.name)
        except sqlite3.Error as error:
            self._locks.close()
            raise type(error)(remedy(folder / "state.db", error)) from None
        except BaseException:
            self._locks.close()
            raise
        self.store, self.run_number = opened.store, opened.run
        self.run.healed = opened.healing.notes
        self._new &= not self.run.healed
        self._gone = opened.healing.gone
        self._journal = Journal(folder / "posts.jsonl", opened.healing.position)
        self.in_flight = InFlight()
        self.media: Media | None = None
        """Pictures and files, where they are wanted."""
        self.boilerplate = Boilerplate(self.store)
        self.taken_out = TakenOut.of(folder)
        self._lines: list[bytes] = []
        self._bytes_waiting = 0
        self._unwritable = False
        self.report: Path | None = None
        """The run's report, once it is written."""
        self._site = arguments.site
        self._whole = arguments.since is None and arguments.limit is None
        try:
            self.pages = self._open_pages(keeping, arguments) if keeping is not None else None
            self._new &= self.pages is None or not self.pages.store.sizes
            self.store.unseal(self._journal.position, self._journal.mark)
            if self.pages is not None:
                self.pages.let_go(self.store)
        except BaseException:
            self.store.close()
            self._locks.close()
            raise

    def _open_pages(self, keeping: Keeping, arguments: Arguments) -> KeptPages:
        if keeping.folder is not None:
            self._locks.take_pages(pages_folder(keeping.folder, self.folder), self.store)
        pages = KeptPages(keeping, self.folder, arguments, self.store)
        for remark in pages.remarks():
            self.run.notes.append(remark)
            logger.warning("%s: %s", self.folder, remark)
        self.run.notes += pages.retire(keeping.bounds, self.store)
        return pages

    @classmethod
    def open(cls, data_dir: str, arguments: Arguments, keeping: Keeping | None = None) -> Self:
        """Open the archive of the arguments' portal below *data_dir*."""
        data = Path(data_dir).expanduser().absolute()
        return cls(settled_folder(arguments.site, data), arguments, keeping)

    @property
    def root(self) -> str:
        """The portal's root URL, after redirects."""
        return self._site.root

    @property
    def runs(self) -> Path:
        """The folder of the reports."""
        return self.folder / "runs"

    def want_media(self, wanted: MediaOptions) -> Media:
        """Store pictures and files, too; return the store of them."""
        from newsportal.archive.media.store import Media

        self.media = Media(self.folder, self.store, wanted, self.run.name)
        return self.media

    def add(self, n: int, post: Post, **columns: Any) -> None:
        """Take a record of the post that the state knows as *n*; `flush` makes it durable.

        *columns* are what else the state is to know of the post from now on.
        """
        position = self._journal.position + self._bytes_waiting
        line = post.to_json().encode() + b"\n"
        self._lines.append(line)
        self._bytes_waiting += len(line)
        if self.pages is not None and (page := self.pages.page_of(post)):
            columns |= {"page_volume": page.volume, "page_offset": page.offset}
        self.store.update(
            n,
            revision=post.revision,
            position=position,
            part=None,
            line=digest_of(line),
            fetched_at=int(post.fetched_at.timestamp()) if post.fetched_at else None,
            id=post.id,
            title=post.title,
            **columns,
        )
        self.run.archived += 1

    def redates(self, post: Post) -> bool:
        """Tell whether a finer time makes a revision of a post that a stored page gave."""
        judged, reading = self.pages.judged if self.pages is not None else (None, None)
        return judged is post and reading is not None and reading.redate

    def is_taken_out(self, row: Row, id_: str | None) -> bool:
        """Tell whether a post is the one of an id that was taken out, and settle it then."""
        taken = self.store.forgotten(id_) if id_ is not None else None
        if taken is None:
            return False
        self.store.settle(row.n, State.ALIAS, original=taken.n)
        self.run.notes.append(
            f"{address_of(self.root, row.key)} is another address of what scrapy forget has taken"
            " out"
        )
        return True

    def record(self, row: Row) -> dict[str, Any] | None:
        """Return the last record of a post, for a duplicate that of the post it repeats.

        None if the export file no longer has it.
        """
        row = self.store.duplicates.standing_for(row)
        if row.part:
            path = place_of(self.folder, dict(self.store.rotated()).get(row.part, ""))
            return None if row.position is None else record_in(path, row.position)
        if row.position is None or row.part == 0:
            return None
        at = self._journal.position
        if row.position < at:
            return self._journal.record(row.position)
        for line in self._lines:
            if at == row.position:
                record: dict[str, Any] = json.loads(line)
                return record
            at += len(line)
        return None

    def rereads(self) -> None:
        """Take it that the run asks no portal: it says nothing of what that has."""
        self.run.mode, self.run.front_page = "reextract", True
        self._whole = False
        self.store.hold_more()

    @property
    def waiting(self) -> int:
        """How many records wait for `flush`."""
        return len(self._lines)

    def flush(self) -> None:
        """Write the waiting records, then commit them together with all that was seen.

        Raises OSError or sqlite3.Error. Then nothing more is committed by this run: what got into
        the file stays there, since the state may have heard of it nevertheless, and the next run
        makes them agree.
        """
        if self._unwritable:
            raise OSError("the archive could not be written before")
        lines, self._lines, self._bytes_waiting = self._lines, [], 0
        try:
            if self.pages is not None:
                self.pages.sync()
            if lines:
                digest = self._journal.append(lines)
                self.store.add_piece(self._journal.position, digest)
            if self.media is not None:
                self.media.sync()
            self.store.commit(self._journal.position, self._journal.mark)
        except (OSError, sqlite3.Error):
            self.run.archived -= len(lines)
            self._unwritable = True
            raise

    def _close_files(self) -> None:
        self._journal.close()
        if self.pages is not None:
            self.pages.store.close()
        if self.media is not None:
            self.media.close()
        self.store.close()

    def close(self, reason: str, stats: dict[str, Any], limits: Thresholds) -> None:
        """Judge the run, write its report and let go of everything.

        A first run that never got a post leaves nothing behind.
        """
        try:
            self._close(reason, stats, limits)
        except (OSError, sqlite3.Error) as error:
            if isinstance(error, sqlite3.Error):
                error = type(error)(remedy(self.folder / "state.db", error))
            self.run.exit_status = FAILED
            self.run.outcome = f"{self.run.failure or error}; no report could be written"
        finally:
            self._close_files()
            nothing = not self.run.fetched and not self._journal.position
            if self._new and self.run.exit_status == FAILED and nothing:
                self._discard()
            self._locks.close()

    def _close(self, reason: str, stats: dict[str, Any], limits: Thresholds) -> None:
        run = self.run
        if self._unwritable:
            # The state since the last commit speaks of records that could not be written.
            self._lines.clear()
            self.store.rollback()
        if self.media is not None:
            run.media.update(self.media.counts())
        end = RunEnd(run, self.store, self.run_number, self.root, self._whole)
        end.sum_up(reason, stats)
        end.judge(limits, self._gone)
        if not self._unwritable:
            end.enter()
            self.flush()
            if self.pages is not None and self.pages.blank_taken_out():
                self.store.commit(self._journal.position, self._journal.mark)
            self.store.seal()
            run.state_mark = mark_of(self.folder / "state.db")
        run.periods = posts_by_period(self.folder / "state.db")
        if not self._new or run.fetched or run.exit_status == OK:
            self.report = run.write(self.runs)

    def _discard(self) -> None:
        for name in ("state.db", "state.db-wal", "state.db-shm", "lock"):
            (self.folder / name).unlink(missing_ok=True)
        if self.pages is not None:
            self.pages.discard()
        for folder in self._made:
            with contextlib.suppress(OSError):
                folder.rmdir()


def _make(folder: Path) -> list[Path]:
    """Make a folder, durably and writable by nobody else; return it and those above it made."""
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    os.umask(os.umask(0o022) | 0o022)  # whatever it is, nobody else writes here
    folder.mkdir(parents=True, exist_ok=True)
    for path in made:
        with contextlib.suppress(PermissionError):  # one may enter, but not list it
            sync_folder(path.parent)
    return made
