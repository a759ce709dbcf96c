"""Where archives lie. Two portals of one host, in folders of it, are two archives."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

from filelock import FileLock, Timeout

from newsportal.pages.site import Site
from newsportal.pages.urls import bare_address
from newsportal.state.file.tables import open_read_only, root_of

logger = logging.getLogger(__name__)


def folder_of(site: Site, data: Path) -> Path:
    """Return the archive's folder below *data*, which an earlier version has named by its host."""
    own, older = site.folder_in(data), site.above().folder_in(data)
    return older if not own.exists() and older != own and is_of(older, site) else own


def archives_below(data: Path, *signs: str) -> list[Path]:
    """Return the folders of all archives that have one of these files, or folders, by name.

    *signs* are patterns. What begins with a dot is no archive, but the fleet's own.
    """
    return sorted({path.parent for sign in signs for path in data.glob(f"[!.]*/{sign}")})


def settled_folder(site: Site, data: Path) -> Path:
    """Return the archive's folder, after giving one of an earlier version its present name."""
    own, folder = site.folder_in(data), folder_of(site, data)
    if folder != own:
        try:
            with FileLock(folder / "lock", timeout=0):
                folder.rename(own)
        except Timeout:
            return folder  # a run of the earlier version is at work
        logger.info("%s is now %s, since the portal lies in a folder of its host", folder, own)
    return own


def is_of(folder: Path, site: Site) -> bool:
    """Tell whether the state in a folder is that of a portal."""
    state = folder / "state.db"
    if not state.is_file():
        return False
    try:
        with closing(open_read_only(state)) as database:
            root = root_of(database)
    except (sqlite3.Error, TypeError):
        return False
    return bare_address(root) == bare_address(site.root)


def drafts(folder: Path) -> list[Path]:
    """Return what writers that were killed have not put into its place.

    Whoever holds the lock of the folder may remove it, but for a picture of somebody who browses
    at the moment, which is then made again.
    """
    places = (folder, folder / "runs", folder / "media" / "thumbs")
    return sorted(
        draft for place in places for draft in (*place.glob("*.new"), *place.glob("*.tmp"))
    )
