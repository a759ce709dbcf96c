"""What is wrong with a state file that SQLite refuses, and what helps."""

from __future__ import annotations

import fcntl
import sqlite3
import tempfile
from pathlib import Path

from newsportal.runs.plain_words import in_words


def remedy(path: Path, error: sqlite3.Error) -> str:
    """Return what is wrong with a state file, and what helps."""
    if "locked" in str(error):
        if fault := _lock_fault(path.parent):  # of which SQLite says "locked", too
            return f"{path} cannot be locked ({fault}); its file system has to grant locks"
        return f"{path} is in use by another program; run again when that has ended"
    if isinstance(error, sqlite3.OperationalError):
        return f"{path}: {in_words(error)}"
    return f"{path} is damaged ({in_words(error)}); the next run makes a new one from posts.jsonl"


def _lock_fault(folder: Path) -> str:
    """Return why no file in a folder can be locked, "" where one can."""
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            fcntl.lockf(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return in_words(error)
    return ""
