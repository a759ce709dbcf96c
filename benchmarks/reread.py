"""Stored pages of a large portal, read again: ``python -m benchmarks.reread --posts 100000``.

Pages and notes are written as a crawl writes them, but without one; then ``scrapy reextract``
makes all records of them, and reads them again where nothing differs.
"""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.kept import reextracted
from benchmarks.storing import GROUP
from newsportal.chinese.dates import SHANGHAI
from newsportal.items import EXTRACTOR
from newsportal.pages.site import Site
from newsportal.pagestore.members import Exchange
from newsportal.pagestore.notes import AddressesNote, ReadNote
from newsportal.pagestore.store import PageStore
from newsportal.platforms.zblog import ZBLOG
from newsportal.sample.content import Portal
from newsportal.sample.options import Options
from newsportal.state.published import Published
from newsportal.state.store import Store

ROOT = "http://portal.example/"


def write_pages(folder: Path, posts: int) -> None:
    """Store the page of every post of a sample portal, with what a crawl notes beside it."""
    now = datetime.now(UTC).replace(microsecond=0)
    portal = Portal(Options(posts=posts), clock=now.timestamp)
    folder.mkdir(parents=True)
    state = Store(folder.parents[1] / "written.db")
    store = PageStore(folder, "portal.example", 10**9, {"software": "newsportal"}, state.pages)
    store.heal({})
    store.note(AddressesNote(ROOT, ZBLOG.name, asdict(ZBLOG), EXTRACTOR))
    timeline = portal.news.timeline
    for number, key in enumerate(portal.news.everything(), 1):
        path = f"post/{timeline.id(key)}.html"
        status, headers, body = portal.respond("GET", f"/{path}", requested=ROOT + path)
        kept = [*headers.items(), ("Date", format_datetime(now, usegmt=True))]
        exchange = Exchange(ROOT + path, now, "GET", [("Accept", "*/*")], status, kept, body)
        page, held = store.add(exchange)
        at = datetime.fromtimestamp(timeline.time(key), SHANGHAI)
        store.note(ReadNote(path, page, held, now, now, _day(at), None, None, first=True))
        if number % GROUP == 0:
            store.sync()
    store.sync()
    store.close()
    state.close()


def _day(at: datetime) -> Published:
    start = at.replace(hour=0, minute=0, second=0)
    return Published(start, "day", start, start + timedelta(days=1, seconds=-1), "listing")


def measure(posts: int, processes: list[int]) -> dict[str, object]:
    """Return sizes, and what reading costs with so many processes, the start included."""
    found: dict[str, object] = {"posts": posts}
    with TemporaryDirectory() as name:
        data = Path(name)
        folder = data / Site.of(ROOT).folder
        write_pages(folder / "warc", posts)
        found["warc_bytes_a_post"] = _size(folder / "warc") / posts
        for count in processes:
            options = ("--processes", str(count))
            found[f"{count} processes"] = {
                way: reextracted(ROOT, data, None, *options)
                for way in ("into_an_empty_folder", "nothing_differs")
            }
            for file in ("posts.jsonl", "state.db"):
                found[f"{file}_bytes_a_post"] = _size(folder / file) / posts
                (folder / file).unlink()
            shutil.rmtree(folder / "runs")
    return found


def _size(path: Path) -> int:
    files = path.iterdir() if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files)


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reread", description=__doc__)
    parser.add_argument("--posts", type=int, nargs="+", default=[1000, 100_000])
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--json", type=Path, default=Path("benchmark-reread.json"))
    given = parser.parse_args()
    found = [measure(posts, given.processes) for posts in given.posts]
    given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
