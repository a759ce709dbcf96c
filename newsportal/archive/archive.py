"""One portal's folder: lock, state, export and reports, opened and closed together."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from filelock import FileLock, Timeout

from newsportal.archive.carried import Carried
from newsportal.archive.journal import Journal, set_aside
from newsportal.archive.rebuild import remedy
from newsportal.arguments import Arguments
from newsportal.items import Post
from newsportal.runs.figures import Figures
from newsportal.runs.run import FAILED, OK, Run
from newsportal.runs.verdict import Thresholds
from newsportal.state.census import census
from newsportal.state.durable import sync_folder
from newsportal.state.periods import posts_by_period
from newsportal.state.row import Row, State
from newsportal.state.store import Store

_COMPARED = 1000  # runs: four weeks of an hourly one


class ArchiveLockedError(Exception):
    """Another run holds the archive."""


class Archive:
    """The archive of one portal while a run works on it."""

    def __init__(self, folder: Path, arguments: Arguments) -> None:
        """Raises ArchiveLockedError, OSError, sqlite3.Error; ValueError for an unknown state."""
        self.folder = folder
        self._new = not (folder / "state.db").exists()
        self._made = [path for path in (folder, *folder.parents) if not path.exists()]
        os.umask(os.umask(0o022) | 0o022)  # whatever it is, nobody else writes here
        folder.mkdir(parents=True, exist_ok=True)
        for path in self._made:
            with contextlib.suppress(PermissionError):  # one may enter, but not list it
                sync_folder(path.parent)
        self._lock = FileLock(folder / "lock", timeout=0)
        try:
            self._lock.acquire()
        except Timeout:
            raise ArchiveLockedError(f"another run is working on {folder}") from None
        try:
            self.store = Store(folder / "state.db")
            orphan = set_aside(folder / "posts.jsonl") if self.store.is_new else None
            self.store.check()
            end, last = self.store.position(), self.store.last_line()
            self._journal = Journal(folder / "posts.jsonl", end, last)
        except sqlite3.Error as error:
            self._lock.release()
            raise type(error)(remedy(folder / "state.db", error)) from None
        except BaseException:
            self._lock.release()
            raise
        self.carried = Carried()
        self._lines: list[bytes] = []
        self._unwritable = False
        self.report: Path | None = None
        """The run's report, once it is written."""
        now = datetime.now(UTC)
        self.run = Run(self._run_name(now), arguments.site.root, arguments.mode, now)
        self.run.notes += self._journal.notes
        if orphan is not None:
            self.run.notes.append(f"there was no state for posts.jsonl, which is now {orphan}")
        if self._journal.notes:
            self.store.forget_positions()
        self._site = arguments.site
        self.store.name(self.root)
        self.run_number = self.store.begin_run(self.run.name)
        self._whole = arguments.since is None and arguments.limit is None

    @classmethod
    def open(cls, data_dir: str, arguments: Arguments) -> Self:
        """Open the archive of the arguments' portal below *data_dir*."""
        return cls(arguments.site.folder_in(Path(data_dir).expanduser().absolute()), arguments)

    @property
    def root(self) -> str:
        """The portal's root URL, after redirects."""
        return self._site.root

    @property
    def runs(self) -> Path:
        """The folder of the reports."""
        return self.folder / "runs"

    def add(self, n: int, post: Post) -> None:
        """Take a record of the post that the state knows as *n*; `flush` makes it durable."""
        position = self._journal.position + sum(map(len, self._lines))
        self._lines.append(post.to_json().encode() + b"\n")
        self.store.update(
            n, revision=post.revision, position=position, id=post.id, title=post.title
        )
        self.run.archived += 1

    def record(self, row: Row) -> dict[str, Any] | None:
        """Return the last record of a post, for a duplicate that of the post it repeats.

        None if the export file no longer has it.
        """
        row = self.store.standing_for(row)
        if row.position is None or row.position >= self._journal.position:
            return None
        return self._journal.record(row.position)

    @property
    def waiting(self) -> int:
        """How many records wait for `flush`."""
        return len(self._lines)

    def flush(self) -> None:
        """Write the waiting records, then commit them together with all that was seen.

        Raises OSError or sqlite3.Error; then neither file nor state has any of it.
        """
        lines, self._lines = self._lines, []
        position = self._journal.position
        try:
            if lines:
                self._journal.append(lines)
            self.store.commit(self._journal.position)
        except (OSError, sqlite3.Error):
            self.run.archived -= len(lines)
            self._journal.cut(position)
            self._unwritable = True
            raise

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
            self._journal.close()
            self.store.close()
            nothing = not self.run.fetched and not self._journal.position
            if self._new and self.run.exit_status == FAILED and nothing:
                self._discard()
            self._lock.release()

    def _close(self, reason: str, stats: dict[str, Any], limits: Thresholds) -> None:
        run = self.run
        if self._unwritable:
            # The state since the last commit speaks of records that could not be written.
            self._lines.clear()
            self.store.rollback()
        run.known = self.store.count(State.ARCHIVED)
        run.still_broken = self.store.count(State.BROKEN)
        run.census = census(self.store, self.root)
        run.finish(reason, stats)
        whole = run.done and self._whole
        ledger = self.store.figures(_COMPARED) if whole else []
        earlier = [Figures.of_json(figures) for figures in ledger]
        run.judge(earlier, self.store.chain_breaks() if whole else 0, limits)
        if run.fetched and not run.known:
            # A portal that answers everything alike says nothing of a single post.
            self.store.reset(self.run_number, (State.GONE, State.REJECTED, State.OTHER))
        # Odd figures are for people; what the next run does depends on whether the job is done.
        status = OK if run.done else FAILED
        figures = run.figures.to_json()
        self.store.end_run(
            self.run_number, status, run.outcome, figures, whole=self._whole, settled=run.settled
        )
        self.flush()
        run.periods = posts_by_period(self.folder / "state.db")
        if not self._new or run.fetched or run.exit_status == OK:
            self.report = run.write(self.runs)

    def _discard(self) -> None:
        for name in ("state.db", "state.db-wal", "state.db-shm", "lock"):
            (self.folder / name).unlink(missing_ok=True)
        for folder in self._made:
            with contextlib.suppress(OSError):
                folder.rmdir()

    def _run_name(self, now: datetime) -> str:
        stamp = now.strftime("%Y%m%dT%H%M%SZ")
        names = (stamp, *(f"{stamp}-{number}" for number in range(2, 1000)))
        return next(name for name in names if not (self.runs / f"{name}.json").exists())
