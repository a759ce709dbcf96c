"""WACZ: the stored pages with an index, the list of the posts with their text, and the pictures.

The package `wacz` makes it of the WARC files as they are. Stored pictures and files, which are no
WARC records in the archive, become such here, under the addresses by which posts name them.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sqlite3
import warnings
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from newsportal.archive.kept_pages import pages_of
from newsportal.archive.media.lookup import Stored
from newsportal.archive.reading import Record
from newsportal.formats import parts_of
from newsportal.state.file.tables import open_read_only

_CHUNK = 1 << 20


def write_wacz(records: Iterable[Record], path: Path, archive: Path, pages: Path) -> None:
    """Write one file. Raises ValueError where the archive has no stored pages."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries that it imports
        from wacz.main import main

    draft = parts_of(path)
    draft.mkdir()
    volumes = [*_volumes(archive, pages, draft)]
    if not volumes and any(pages.glob("*.warc.gz")):
        raise ValueError(
            f"the state does not know the pages in {pages} yet; the next run, or scrapy"
            " reextract, takes them up"
        )
    files = [*volumes, *_media(archive, draft)]
    if not files:
        raise ValueError("no stored pages (NEWSPORTAL_WARC): there is nothing to make a WACZ of")
    titled = f"{archive.name}: {_list(records, draft / 'pages.jsonl')} posts"
    words = ["create", "--copy-pages", "--pages", str(draft / "pages.jsonl")]
    words += ["--title", titled, "--hash-type", "sha256", "--output", str(path)]
    said, fault = io.StringIO(), None
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        try:
            failed = main([*words, *map(str, files)])
        except OSError as error:
            # Its frames hold the open file, which complains once more when it is let go of.
            fault = error.with_traceback(None)
            fault.__context__ = None
    if fault is not None:
        raise fault
    if failed:
        raise ValueError(f"wacz: {said.getvalue().strip().splitlines()[-1]}")


def _volumes(archive: Path, pages: Path, draft: Path) -> Iterator[Path]:
    """Yield the WARC files; of one that a run is writing to a copy as far as it is committed."""
    try:
        with closing(open_read_only(archive / "state.db")) as state:
            store = pages_of(archive, pages, state)
            sizes = dict(store.sizes)
    except sqlite3.Error:
        return
    for volume, size in sorted(sizes.items()):
        path = store.path(volume)
        if not size or not path.exists():
            continue
        if path.stat().st_size > size:
            copy = draft / path.name
            _copy(path, copy, size)
            yield copy
        else:
            yield path


def _copy(path: Path, copy: Path, size: int) -> None:
    with path.open("rb") as old, copy.open("wb") as new:
        while size > 0 and (chunk := old.read(min(size, _CHUNK))):
            new.write(chunk)
            size -= len(chunk)


def _media(archive: Path, draft: Path) -> Iterator[Path]:
    """Yield a WARC file of the stored pictures and files, if there are any."""
    from warcio.warcwriter import WARCWriter

    path = draft / f"{archive.name}-media.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="WARC/1.1")
        for medium in Stored(archive).all():
            content = medium.opened()
            if content is None:
                continue
            with content:
                size = content.seek(0, os.SEEK_END)
                content.seek(0)
                writer.write_record(
                    writer.create_warc_record(medium.url, "resource", content, size, medium.type)
                )
    if path.stat().st_size:
        yield path


def _list(records: Iterable[Record], path: Path) -> int:
    """Write the list of the posts, with their text to search in; return how many they are."""
    count = 0
    head = {"format": "json-pages-1.0", "id": "pages", "title": "Posts", "hasText": True}
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(head) + "\n")
        for record in records:
            page = {
                "id": record["id"], "url": record["url"], "ts": record["fetched_at"],
                "title": record["title"], "text": record["text"],
            }  # fmt: skip
            file.write(json.dumps(page, ensure_ascii=False) + "\n")
            count += 1
    return count
