"""A file of records written anew: whoever looks, at any time, finds all of the old or the new."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from newsportal.state.file.durable import sync_folder


def rewrite(path: Path, lines: Iterable[bytes], keep: str | None = None) -> Path | None:
    """Write *lines* in the place of a file; with *keep* the old one stays under that name.

    Return where the old one is: the name has a number added where it is taken. Raises OSError;
    then all is as it was.
    """
    place = path.resolve()  # a link to another disk stays one
    draft = place.with_name(f"{place.name}.new")
    old = None if keep is None else _free(path.with_name(keep))
    try:
        with draft.open("wb") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        if place.exists():
            shutil.copymode(place, draft)
            if old is not None:
                _keep(place, old)
        draft.replace(place)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(place.parent)
    return old


def _free(path: Path) -> Path:
    names = (path, *(path.with_name(f"{path.name}-{number}") for number in range(2, 1000)))
    return next(name for name in names if not name.exists())


def _keep(path: Path, old: Path) -> None:
    try:
        os.link(path, old)
    except OSError:  # another disk, or one without links
        draft = old.with_name(f"{old.name}.tmp")
        with path.open("rb") as source, draft.open("wb") as target:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        draft.replace(old)
    sync_folder(old.parent)
