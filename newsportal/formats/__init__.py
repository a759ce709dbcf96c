"""Other formats of the posts. Each module writes a stream of records to one path.

All have the record's fields under their names, in their order; what a format cannot nest is told
in its module.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from newsportal.archive.reading import Record

MARK = ".newsportal-export"
"""File that tells a folder made here, which may be replaced, from any other."""
WRITE_BUFFER = 1 << 18
"""Bytes that a format collects before it writes them: some thirty posts."""
# Made once, and what was read from JSON holds no circles
to_json = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write posts."""

    name: str
    """Usual name of the file or folder."""
    writer: str
    """Module and function that write records to a path where nothing is; imported when needed."""

    beside: str = ""
    """The same of what writes further files beside the path, once it is there."""

    media: bool = False
    """Whether it takes stored pictures and files along."""

    pages: bool = False
    """Whether it takes stored pages along."""

    extra: str = "export"
    """Of the package, which brings the libraries that it needs."""

    def write(
        self, records: Iterable[Record], path: Path, archive: Path | None, pages: Path | None
    ) -> None:
        """Write the records to a path where nothing is; *archive* is where their media are."""
        if self.pages:
            if archive is None or pages is None:
                raise ValueError("stored pages are told of no posts alone, but of an archive")
            _function(self.writer)(records, path, archive, pages)
        elif self.media and archive is not None:
            _function(self.writer)(records, path, archive)
        else:
            _function(self.writer)(records, path)

    def write_beside(self, path: Path) -> None:
        """Write what belongs beside the finished export at *path*."""
        if self.beside:
            _function(self.beside)(path)


def _function(name: str) -> Callable[..., None]:
    module, _, function = name.partition(".")
    found: Callable[..., None] = getattr(import_module(f"newsportal.formats.{module}"), function)
    return found


FORMATS = {
    "csv": Format("posts.csv", "csv_file.write_csv"),
    "parquet": Format("posts.parquet", "parquet_file.write_parquet"),
    "markdown": Format("posts", "markdown_folder.write_markdown", media=True),
    "sqlite": Format("posts.sqlite", "sqlite_file.write_sqlite"),
    "wacz": Format("posts.wacz", "wacz_file.write_wacz", pages=True, extra="wacz"),
    "jsonl": Format("posts.jsonl", "jsonl_file.write_jsonl", "jsonl_file.write_schema"),
}


def export(
    records: Iterable[Record], form: Format, path: Path, archive: Path | None = None,
    pages: Path | None = None,
) -> int:  # fmt: skip
    """Write the posts and return their number; *path* shows all of them or what was there before.

    Stored pictures and files of the *archive* go along where the format takes them, and so do
    stored *pages*. Raises OSError, ValueError and sqlite3.Error, and ImportError where a format's
    library is missing.
    """
    if path.is_dir() and any(path.iterdir()) and not (path / MARK).exists():
        raise FileExistsError(f"{path} is a folder that no export made; give --output another name")
    if path.exists() and not path.is_file() and not path.is_dir():
        raise FileExistsError(f"{path} is no file, but a device; give --output another name")
    path.parent.mkdir(parents=True, exist_ok=True)
    counted = _Counted(records)
    with _replacing(path) as draft:
        form.write(counted, draft, archive, pages)
    form.write_beside(path)
    return counted.count


class _Counted:
    def __init__(self, records: Iterable[Record]) -> None:
        self._records = records
        self.count = 0

    def __iter__(self) -> Iterator[Record]:
        for record in self._records:
            self.count += 1
            yield record


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """Yield the path of a draft that takes the place of *path* if all goes well."""
    _tidy(path)
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    old, parts = draft.with_suffix(".old"), parts_of(draft)
    try:
        yield draft
        if path.is_dir():
            path.rename(old)  # a folder cannot be replaced in one step
        draft.replace(path)
    finally:
        for left in (draft, old, parts):
            _remove(left)


def parts_of(draft: Path) -> Path:
    """Return the folder for what a format makes its draft of; it goes when the draft does."""
    return draft.with_suffix(".parts")


def _tidy(path: Path) -> None:
    """Remove what killed exports to *path* left; a folder that one had moved away comes back."""
    ours = re.compile(rf"\.{re.escape(path.name)}\.([0-9]{{1,9}})\.(tmp|old|parts)")
    for left in sorted(path.parent.iterdir()):
        found = ours.fullmatch(left.name)
        if found is None or _is_at_work(int(found[1])):
            continue
        if found[2] == "old" and not path.exists():
            left.rename(path)
        else:
            _remove(left)


def _is_at_work(process: int) -> bool:
    """Tell whether another process goes on; where that cannot be asked, it does."""
    if process == os.getpid():
        return False
    try:
        if os.name == "posix":
            os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it is somebody else's
        pass
    return True


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
