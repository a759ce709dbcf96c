"""What the parts beside a crawl cost, in CPU time: an archive read, made anew, indexed, exported.

Each part is told in multiples of a fixed workload, too, which is measured before and after it.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import mkdtemp

from scrapy.http import HtmlResponse

from benchmarks.fixed import cpu_of, fixed
from benchmarks.storing import arriving, store
from newsportal.archive.audit import audit
from newsportal.archive.healing.opening import open_state
from newsportal.archive.maintenance.verify import verify
from newsportal.archive.reading import latest, records
from newsportal.browse.index.refresh import refresh
from newsportal.extract import read_post
from newsportal.formats import FORMATS, Format, export
from newsportal.pages.site import Site
from newsportal.platforms.generic import GENERIC
from newsportal.platforms.zblog import ZBLOG
from newsportal.runs.garbage import look_seldom
from newsportal.themes import theme_of
from newsportal.themes.base import Theme
from newsportal.themes.generic.theme import GenericTheme


def parts(archive: Path, url: str, pages: Path, rounds: int) -> dict[str, dict[str, float]]:
    """Return milliseconds a post (or page) of each part, and the same in fixed workloads.

    *archive* is a folder that a crawl of *url* has filled, *pages* the file of the pages.
    """
    logging.disable(logging.WARNING)  # a rebuild says that it is one
    look_seldom()  # as the commands do
    posts = sum(1 for _ in (archive / "posts.jsonl").open("rb"))
    printed = _posts_in(pages, url)
    with_theme = Site.of(url, ZBLOG)
    work: dict[str, tuple[Callable[[], object], int]] = {
        "extraction, a theme's page": (lambda: _extract(printed, with_theme, None), len(printed)),
        "extraction, generic": (lambda: _extract(printed, Site.of(url, GENERIC), GenericTheme()),
                                len(printed)),
        "reading, every line": (lambda: _read(archive), posts),
        "rebuild of the state": (lambda: _rebuild(archive, url), posts),
        "audit": (lambda: audit(archive / "state.db"), posts),
        "index of the site": (lambda: _index(archive), posts),
        "verify": (lambda: verify(archive), posts),
    }  # fmt: skip
    for way in ("packed", "plain"):
        sent = list(arriving(printed, packed=way == "packed"))
        kept = partial(store, sent, archive.parent / "stored")
        work[f"page store, a page that arrives {way}"] = kept, len(sent)
    for name, form in FORMATS.items():
        if not form.pages:
            work[f"export, {name}"] = (partial(_export, archive, form), posts)
    found = {name: _measured(*one, rounds) for name, one in work.items()}
    found["index of the site"]["share_of_the_file"] = (archive / "browse.db").stat().st_size / (
        archive / "posts.jsonl"
    ).stat().st_size
    return found


def _measured(work: Callable[[], object], units: int, rounds: int) -> dict[str, float]:
    """Return the median of some rounds, each between two of the fixed workload."""
    times, ratios = [], []
    work()
    for _ in range(rounds):
        (beside, _), (used, _), (after, _) = cpu_of(fixed), cpu_of(work), cpu_of(fixed)
        times.append(1000 * used / units)
        ratios.append(1000 * used / units / (beside + after) * 2)
    return {"ms": median(times), "per_mille_of_fixed": median(ratios)}


def _posts_in(pages: Path, url: str) -> list[tuple[str, bytes]]:
    rows = (json.loads(line) for line in pages.open(encoding="utf-8"))
    return [
        (url + row["address"].lstrip("/"), row["body"].encode())
        for row in rows
        if row["address"].startswith("/post/") and row["status"] == 200
    ][:200]


def _extract(pages: list[tuple[str, bytes]], site: Site, theme: Theme | None) -> None:
    now = datetime.now(UTC)
    for url, body in pages:
        page = HtmlResponse(url, body=body, encoding="utf-8")
        read_post(page, theme or theme_of(page), site, now)


def _read(archive: Path) -> None:
    with (archive / "posts.jsonl").open("rb") as file:
        for _ in records(file):
            pass


def _rebuild(archive: Path, url: str) -> None:
    folder = archive.parent / "rebuilt"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(archive / "posts.jsonl", folder)
    store = open_state(folder, Site.of(url, ZBLOG), "benchmark").store
    store.commit(store.position(), store.mark())
    store.close()
    shutil.rmtree(folder)


def _index(archive: Path) -> None:
    for path in archive.glob("browse.db*"):
        path.unlink()
    refresh(archive)


def _export(archive: Path, form: Format) -> None:
    # Never in place of another: ext4 looks for minutes at each file that was deleted before it
    # makes one, which takes ten times as long as to make it.
    path = Path(mkdtemp(dir=archive), form.name)
    export(latest(archive / "posts.jsonl"), form, path)
