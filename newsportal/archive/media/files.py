"""media/ab/<sha256>.<ext>: the files, each under the digest of its content.

What arrives is a draft in media/new first. `publish` makes drafts durable under their names.
Files that nothing tells of any more lie in media/aside, until the same content arrives again.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from io import BufferedReader, BytesIO
from itertools import groupby
from pathlib import Path

from newsportal.archive.healing.mark import file_digest
from newsportal.archive.media.bucket import bucket_at, is_bucket
from newsportal.state.file.durable import sync_folder, write_all

_NAME = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{1,5}")
_DRAFT = ".tmp"


def _is_name(name: str) -> bool:
    """Tell whether it is a name that `name_of` gives."""
    return _NAME.fullmatch(name) is not None


def name_of(body: bytes, ending: str) -> str:
    """Return the name of a content."""
    return f"{hashlib.sha256(body).hexdigest()}.{ending}"


def place_of(folder: Path, name: str) -> Path:
    """Return where the archive in *folder* has the file of a name."""
    return folder / "media" / name[:2] / name


def aside_of(folder: Path, name: str) -> Path:
    """Return where a file is that nothing tells of."""
    return folder / "media" / "aside" / name


def thumbnail_of(folder: Path, name: str) -> Path:
    """Return where the thumbnail of a picture is, if one was made."""
    return folder / "media" / "thumbs" / f"{name[:64]}.webp"


def _is_true(path: Path, name: str) -> bool:
    """Tell whether a file has the content that a name promises. Raises OSError."""
    return _is_name(name) and file_digest(path).hex() == name[:64]


class MediaFiles:
    """The files of an archive, on its disk or in a bucket. Raises OSError."""

    def __init__(self, folder: Path, address: str = "") -> None:
        """*address* is that of a bucket; drafts are on the disk in any case."""
        self._folder = folder
        self._bucket = bucket_at(address) if is_bucket(address) else None
        self.shared = self._bucket is not None
        """Whether copies of the archive have the same files: what is not known may be theirs."""
        self._root = folder / "media"
        self._new = self._root / "new"
        self._drafts: dict[str, Path] = {}

    def put(self, name: str, body: bytes) -> None:
        """Take a content, which is durable after `publish`; one that is there already is not."""
        if name in self._drafts or self.size(name) == len(body):
            return
        aside = aside_of(self._folder, name)
        if aside.is_file() and _is_true(aside, name):
            self._drafts[name] = aside
            return
        if not self._new.exists():
            self._new.mkdir(parents=True)
            sync_folder(self._root)
            sync_folder(self._folder)
        draft = self._new / f"{name}{_DRAFT}"
        fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        try:
            write_all(fd, body)
            os.fsync(fd)
        finally:
            os.close(fd)
        self._drafts[name] = draft

    def size(self, name: str) -> int | None:
        """Return how many bytes a file has, None if it is not there."""
        if self._bucket is not None:
            return self._bucket.size(name)
        place = place_of(self._folder, name)
        return place.stat().st_size if place.is_file() else None

    def read(self, name: str) -> BytesIO | BufferedReader | None:
        """Return a file to be read, None if it is not there."""
        if self._bucket is not None:
            content = self._bucket.read(name)
            return None if content is None else BytesIO(content)
        place = place_of(self._folder, name)
        return place.open("rb") if place.is_file() else None

    def place(self, name: str) -> str:
        """Return where a file is, for people."""
        if self._bucket is not None:
            return self._bucket.place(name)
        return str(place_of(self._folder, name))

    def publish(self) -> None:
        """Give all drafts their places, durably."""
        self._place(self._drafts)
        self._drafts = {}

    def _place(self, drafts: dict[str, Path]) -> None:
        if self._bucket is not None:
            self._bucket.put(drafts)
            for draft in drafts.values():
                draft.unlink()
            return
        folders = set()
        for name, draft in drafts.items():
            place = place_of(self._folder, name)
            if not place.parent.exists():
                place.parent.mkdir(parents=True)
                folders.add(self._root)
            draft.replace(place)
            folders.add(place.parent)
        for folder in folders:
            sync_folder(folder)

    def recover(self, told: set[str]) -> None:
        """Place the drafts of a run that died where lines tell of them, and remove all others.

        What is on the disk, and should be in a bucket, moves there.
        """
        left = {path.name.removesuffix(_DRAFT): path for path in self._left()}
        self._place(
            {name: path for name, path in left.items() if name in told and _is_true(path, name)}
        )
        for path in self._left():
            path.unlink()
        for _, names in self._on_disk() if self._bucket is not None else ():
            here = {name: place_of(self._folder, name) for name in names}
            self._place({name: path for name, path in here.items() if _is_true(path, name)})

    def _left(self) -> list[Path]:
        return list(self._new.iterdir()) if self._new.is_dir() else []

    def by_prefix(self) -> Iterator[tuple[str, set[str]]]:
        """Yield the first two digits of names, and the names of the files that have them."""
        if self._bucket is None:
            yield from self._on_disk()
            return
        there = {digits: {*names} for digits, names in groupby(self._bucket.names(), _digits)}
        for number in range(256):
            digits = f"{number:02x}"
            yield digits, {name for name in there.get(digits, ()) if _is_name(name)}

    def _on_disk(self) -> Iterator[tuple[str, set[str]]]:
        for number in range(256):
            folder = self._root / f"{number:02x}"
            names = set(os.listdir(folder)) if folder.is_dir() else set()  # noqa: PTH208 (fast)
            yield folder.name, {name for name in names if _is_name(name)}

    def set_aside(self, names: Iterable[str]) -> None:
        """Take away files that nothing tells of, durably: they may be all that is left."""
        folders = set()
        for name in names:
            place, aside = place_of(self._folder, name), aside_of(self._folder, name)
            aside.parent.mkdir(exist_ok=True)
            place.replace(aside)
            folders |= {self._root, aside.parent, place.parent}
        for folder in folders:
            sync_folder(folder)

    def remove(self, names: Iterable[str]) -> None:
        """Remove files, durably."""
        folders, names = set(), list(names)
        if self._bucket is not None:
            self._bucket.remove(names)
        for name in names:
            place = place_of(self._folder, name)
            aside, thumbnail = aside_of(self._folder, name), thumbnail_of(self._folder, name)
            for path in (place, aside, thumbnail):
                path.unlink(missing_ok=True)
            folders |= {place.parent, aside.parent}
        for folder in folders:
            if folder.is_dir():
                sync_folder(folder)

    def discard(self) -> None:
        """Remove all of it."""
        shutil.rmtree(self._root, ignore_errors=True)


def _digits(name: str) -> str:
    return name[:2]
