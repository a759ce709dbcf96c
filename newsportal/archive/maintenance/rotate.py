"""A new posts.jsonl on purpose: the old one gets another name, under which the state knows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock

from newsportal.archive.healing.mark import file_digest
from newsportal.archive.healing.opening import open_state, rotated_name
from newsportal.pages.site import Site
from newsportal.runs.accounts import run_name
from newsportal.runs.run import OK
from newsportal.state.file.durable import sync_folder


@dataclass(frozen=True, slots=True)
class Rotated:
    """The file that stood in the place of posts.jsonl."""

    path: Path
    size: int
    digest: str
    """SHA-256 (hex)."""
    posts: int
    notes: list[str] = field(default_factory=list)
    """What was healed before."""

    def __str__(self) -> str:
        told = "".join(f"{note}\n" for note in self.notes)
        return f"{told}{self.path}: {self.posts} posts, {self.size} bytes, SHA-256 {self.digest}"


def rotate(folder: Path, site: Site) -> Rotated:
    """Rename an archive's posts.jsonl, so that the next run starts a new one.

    Raises OSError, sqlite3.Error, ValueError, and Timeout while a run is active.
    """
    export = folder / "posts.jsonl"
    export.stat()  # no archive, no lock
    with FileLock(folder / "lock", timeout=0):
        name = run_name(folder / "runs")
        opened = open_state(folder, site, name)
        store = opened.store
        try:
            if not export.stat().st_size:
                raise ValueError(f"{export} is empty; there is nothing to rotate")
            size, digest = export.stat().st_size, file_digest(export)
            old = folder / rotated_name(folder, name)
            posts = store.lines.count_here()
            store.rotate(old.name, size, digest)
            store.runs.end(opened.run, OK, f"rotated to {old.name}", None, whole=False)
            # From here on the next opening of the archive gives the name, if this process dies.
            store.commit(0, "")
            export.rename(old)
            sync_folder(folder)
            store.seal()
        finally:
            store.close()
    return Rotated(old, size, digest.hex(), posts, opened.healing.notes)
