"""A new state.db from posts.jsonl, on demand; a run makes one by itself where it needs it.

The next run walks all lists again and finds out what the file cannot know; it fetches no post again
that the file has.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock

from newsportal.archive.healing.mark import mark_of
from newsportal.archive.healing.opening import (
    has_records,
    names_in,
    open_state,
    put_back,
    set_aside,
)
from newsportal.pages.site import Site
from newsportal.runs.accounts import run_name
from newsportal.runs.run import FAILED
from newsportal.state.row import State


@dataclass(slots=True)
class Rebuilt:
    """What came of it."""

    posts: int
    removed: int
    notes: list[str] = field(default_factory=list)
    """What was not as it should be, and what was done."""
    old: Path | None = None
    """Where the old state is."""

    def __str__(self) -> str:
        kept = [f"the old state is now {self.old}"] if self.old else []
        told = "; ".join([*self.notes, *kept])
        text = f"rebuilt: {self.posts} posts, {self.removed} removed"
        return f"{text}; {told}" if told else text


def rebuild(folder: Path, site: Site) -> Rebuilt:
    """Replace the state of an archive; raises OSError, and Timeout while a run is active."""
    export, state = folder / "posts.jsonl", folder / "state.db"
    folder.stat()  # no archive, no lock
    with FileLock(folder / "lock", timeout=0):
        if not has_records(export):
            export.stat()  # no file, nothing to do
        roots = names_in(state)
        old = set_aside(state) if state.exists() else None
        try:
            opened = open_state(folder, site, run_name(folder / "runs"), roots, on_demand=True)
        except BaseException:
            put_back(state, old)
            raise
        store = opened.store
        try:
            posts, removed = store.counts.of(State.ARCHIVED), store.counts.of(State.GONE)
            why = "the state was rebuilt from posts.jsonl; the next run completes it"
            store.runs.end(opened.run, FAILED, why, None, whole=True)
            store.commit(opened.healing.position, mark_of(export))
            store.seal()
        finally:
            store.close()
    notes = opened.healing.notes
    if any((folder / "warc").glob("*.warc.gz")):
        notes.append("the next run, or scrapy reextract, takes up the stored pages")
    return Rebuilt(posts, removed, notes, old)
