"""Two hundred kills with pages and pictures stored: ``python -m tests.siege --kills 200``.

The portal changes all the time; runs of all modes are killed at a random request or moment. Every
ten kills the archive is brought to an end and examined.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

from newsportal.archive.maintenance.verify import verify
from newsportal.archive.media.lookup import Stored
from tests.archivist import SETTINGS, Archivist, archiving
from tests.changing import Changing
from tests.crawling import read_records
from tests.test_pagestore import assert_valid

_KEPT = ["NEWSPORTAL_MEDIA=images", "NEWSPORTAL_WARC_SIZE=400000"]
_KEPT += [f"{name}={value}" for name, value in SETTINGS.items()]
_REST = 10  # kills between two looks at all


def main() -> None:
    """Kill and print figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.siege", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--posts", type=int, default=40, help="at the beginning")
    given = parser.parse_args()
    chance, portal = random.Random(given.seed), Changing(seed=given.seed)
    portal.instead = lambda path: (200, _picture(path)) if path.startswith("/upload/") else None
    portal.fill(given.posts)
    killed, runs = 0, 0
    with tempfile.TemporaryDirectory() as name, archiving(portal, Path(name)) as archivist:
        while killed < given.kills:
            _news(portal, chance)
            runs += 1
            mode = chance.choice(("update", "update", "full", "refetch"))
            if _crawl(archivist, mode, _killer(portal, chance)) != -signal.SIGKILL:
                continue  # it was faster
            killed += 1
            if killed % _REST == 0:
                runs += _examined(archivist)
                sys.stderr.write(f"{killed} kills, {len(archivist.records())} lines, all whole\n")
        _examined(archivist)
        pages = sum(path.stat().st_size for path in (archivist.folder / "warc").iterdir())
        sys.stdout.write(
            f"{killed} kills in {runs} runs: {len(archivist.records())} lines of"
            f" {len(portal.stories)} posts, {pages:,} bytes of pages, nothing lost, twice or torn\n"
        )


def _picture(path: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg"><title>{path}</title></svg>'


def _news(portal: Changing, chance: random.Random) -> None:
    """Let the portal publish some posts, and edit one."""
    for _ in range(chance.randint(1, 3)):
        portal.write()
    edited = chance.choice(list(portal.stories.values()))
    edited.paragraphs[0] = portal.sentence(20)
    edited.picture += chance.random() < 0.5
    portal.now += 900


def _killer(portal: Changing, chance: random.Random) -> Callable[[int], None]:
    """Return what is called with the process of a run: it will be killed."""

    def started(pid: int) -> None:
        def kill() -> None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

        if chance.random() < 0.5:
            number = chance.randint(1, 60)
            portal.on_request = lambda asked: kill() if asked == number else None
            return
        threading.Timer(chance.uniform(0.3, 6), kill).start()

    return started


def _crawl(archivist: Archivist, mode: str, started: Callable[[int], None] | None = None) -> int:
    words = ["crawl", "posts", "-a", f"portal={archivist.portal.url}", "-a", f"mode={mode}"]
    for setting in _KEPT:
        words += ["-s", setting]
    return archivist.execute(*words, group=7, started=started)


def _examined(archivist: Archivist) -> int:
    """Bring the archive to an end; compare it with the portal and with itself."""
    runs, portal = 1, archivist.portal
    while (status := _crawl(archivist, "refetch")) and runs < 4:
        runs += 1
    assert status == 0, archivist.stderr
    records = archivist.records()
    for story in portal.stories.values():
        lines = archivist.of(story)
        assert [line["revision"] for line in lines] == list(range(1, len(lines) + 1)), story
        shown = [(line["title"], line["text"], line["images"]) for line in lines]
        assert shown[-1][:2] == (story.title, "\n".join(story.paragraphs)), story
        assert all(one != two for one, two in pairwise(shown)), story
    assert len({record["url"] for record in records}) == len(portal.stories)
    assert verify(archivist.folder) == []
    assert archivist.audit()[0] == 0, archivist.audit()
    stored = Stored(archivist.folder)
    for record in records:
        assert all(stored.find(image["url"]) for image in record["images"]), record["url"]
    _read_again(archivist, records)
    return runs


def _read_again(archivist: Archivist, records: list[dict[str, object]]) -> None:
    """Into an empty folder the pages give all lines again, in every field."""
    fresh = archivist.data / "fresh"
    other = fresh / archivist.folder.name
    shutil.copytree(archivist.folder / "warc", other / "warc")
    for path in (other / "warc").iterdir():
        assert_valid(path)
    data, archivist.data = archivist.data, fresh
    status = archivist.execute(
        "reextract", "-a", f"portal={archivist.portal.url}", "--processes", "1"
    )
    archivist.data = data
    assert status == 0, (fresh / "stderr").read_text()
    again = read_records(other)
    differing = [new["url"] for old, new in zip(records, again, strict=True) if old != new]
    assert not differing, differing
    shutil.rmtree(fresh)


if __name__ == "__main__":
    main()
