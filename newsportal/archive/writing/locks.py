"""Who works on an archive, and on the stored pages that another archive may share."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from filelock import FileLock, Timeout

from newsportal.archive.kept_pages import check_that_there_is, lock_of
from newsportal.state.store import Store


class ArchiveLockedError(Exception):
    """Another run holds the archive."""


class ArchiveLocks:
    """The locks that a run holds until it ends. To take one raises ArchiveLockedError."""

    def __init__(self) -> None:
        self._held = ExitStack()

    def take_archive(self, folder: Path) -> None:
        """Lock the folder of an archive."""
        self._take(folder / "lock", f"another run is working on {folder}")

    def take_pages(self, pages: Path, store: Store) -> None:
        """Lock the folder of its stored pages, where it lies elsewhere.

        Another archive of the portal, in another data folder, may keep its pages there, too.
        """
        check_that_there_is(pages, store)  # before an empty one is begun in its place
        pages.parent.mkdir(parents=True, exist_ok=True)
        self._take(lock_of(pages), f"a run of another archive is working on {pages}")

    def close(self) -> None:
        """Let go of all."""
        self._held.close()

    def _take(self, path: Path, held: str) -> None:
        try:
            self._held.enter_context(FileLock(path, timeout=0))
        except Timeout:
            raise ArchiveLockedError(held) from None
