"""What stored pages tell that the records do not: a run died, or lines are lost."""

from __future__ import annotations

from collections.abc import AsyncIterator

from newsportal.archive.archive import ArchiveWriter
from newsportal.items import Post
from newsportal.pages.site import Site


def posts_left_behind(archive: ArchiveWriter, site: Site) -> AsyncIterator[Post] | None:
    """Return the posts that can be had from stored pages alone; None where all is in order."""
    if archive.pages is None or not (archive.pages.adopted or archive.store.lines.lost()):
        return None
    from newsportal.rereading.replay import Replay

    archive.run.notes.append("what stored pages tell and the records did not was read from them")
    return Replay(archive, site).left_behind()
