"""An update without news on a large archive, which is filled rather than crawled, and its audit.

``python -m benchmarks.filled``
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.fixed import cpu_of, fixed
from benchmarks.starts import ROOT, update
from newsportal.archive.audit import audit
from newsportal.archive.healing.line import digest_of
from newsportal.archive.healing.mark import mark_of
from newsportal.archive.healing.opening import open_state
from newsportal.archive.maintenance.verify import verify
from newsportal.chinese.dates import SHANGHAI
from newsportal.items import Post
from newsportal.pages.site import Site
from newsportal.runs.figures import Figures
from newsportal.sample.content import Portal
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from newsportal.state.row import Route, State
from newsportal.state.store import Store

_ROWS = 5000  # posts a statement
_IN_LISTS = 300  # newest posts, which lists and feed show: what they say must be true


def fill(folder: Path, root: str, portal: Portal) -> None:
    """Enter every post of a portal as archived, as a whole run that ended well would have.

    Texts, hashes and signatures are drawn, of the sizes that real ones have.
    """
    store, now = Store(folder / "state.db"), int(time.time())
    store.portal.name(root)
    run = store.runs.begin("filled")
    store.listings.walked(store.listings.number("feed.php"), run)
    categories = [store.category(["新闻", str(number)]) for number in range(10)]
    lines, position = (folder / "posts.jsonl").open("wb"), 0
    chance, posts, timeline = random.Random(1), len(portal), portal.news.timeline  # noqa: S311
    routes = int(Route.INDEX | Route.CHAIN | Route.RELATED)
    piece = sha256()
    with store.counted_later():
        for batch in _batches(enumerate(portal.news.everything(), 1)):
            rows: list[tuple[object, ...]] = []
            bands: list[tuple[int, int]] = []
            for n, key in batch:
                at, id_ = timeline.time(key), str(timeline.id(key))
                path = f"post/{id_}.html"
                title, text = portal.news.title(key), f"{id_}，" + "某地今日举行新闻发布会，" * 40
                if n <= _IN_LISTS:
                    text = portal.truth(int(id_)).text
                line = _line(id_, root + path, title, text, at, now)
                rows.append((
                    n, path, State.ARCHIVED, routes, run, run, id_, title, now, now, at, "second",
                    at, at, "page", 1, position, digest_of(line), chance.randbytes(32),
                    chance.randbytes(88), categories[key % 10],
                    n + 1 if n < posts else None, n - 1 if n > 1 else None, chance.randbytes(512),
                ))  # fmt: skip
                bands += ((chance.getrandbits(63), n) for _ in range(17))
                lines.write(line)
                piece.update(line)
                position += len(line)
            names = (
                "n, key, state, routes, run, asked, id, title, seen_at, fetched_at, at, precision,"
                " earliest, latest, source, revision, position, line, content_hash, digest,"
                " category, previous, next"
            )
            marks = ", ".join("?" * (names.count(",") + 1))
            store.execute_many(
                f"INSERT INTO posts ({names}) VALUES ({marks})",  # noqa: S608 (our own names)
                (row[:-1] for row in rows),
            )
            signed = ((row[0], row[-1], chance.getrandbits(63)) for row in rows)
            store.execute_many("INSERT INTO signatures VALUES (?, ?, ?)", signed)
            store.execute_many("INSERT INTO bands VALUES (?, ?)", bands)
            store.add_piece(position, piece.digest())
            piece = sha256()
    lines.close()
    store.runs.end(run, 0, "filled", Figures().to_json(), whole=True)
    store.commit(position, mark_of(folder / "posts.jsonl"))
    store.seal()
    store.close()


def _batches(items: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    source = iter(items)
    while batch := list(islice(source, _ROWS)):
        yield batch


def _line(id_: str, url: str, title: str, text: str, at: int, now: int) -> bytes:
    post = Post(id=id_, url=url, title=title, text=text)
    post.content_hash = sha256(f"{title}\n{text}".encode()).hexdigest()
    post.published_at = post.published_earliest = datetime.fromtimestamp(at, SHANGHAI)
    post.fetched_at = post.first_seen_at = datetime.fromtimestamp(now, SHANGHAI)
    return post.to_json().encode() + b"\n"


def measure(posts: int) -> dict[str, float]:
    """Fill an archive and return what an update, an opening and audits of it cost."""
    now = int(time.time())
    options = Options(posts=posts, anchor=now)
    with TemporaryDirectory() as name, serve(options, clock=now, frozen=True) as url:
        folder = Path(name) / Site.of(url).folder
        folder.mkdir()
        state, export = folder / "state.db", folder / "posts.jsonl"
        start = time.perf_counter()
        fill(folder, url, Portal(options, clock=lambda: now))
        found = {"posts": posts, "filled_seconds": time.perf_counter() - start}
        found["state_bytes_a_post"] = state.stat().st_size / posts
        found["first_update_cpu"], _ = update(ROOT, url, Path(name))  # looks into the whole state
        found["update_cpu"], found["update_mb"] = update(ROOT, url, Path(name))
        found["fixed_cpu"], _ = cpu_of(fixed)
        found["open_cpu"], opened = cpu_of(lambda: open_state(folder, Site.of(url), "measured"))
        opened.store.close()
        found["audit_cpu"], verdict = cpu_of(lambda: audit(state))
        if not verdict.complete or verdict.posts != posts:
            raise RuntimeError("\n".join(verdict.lines()))
        os.utime(export)
        found["audit_of_touched_cpu"], _ = cpu_of(lambda: audit(state))
        found["megabytes"] = export.stat().st_size / 1e6
        found["verify_cpu"], faults = cpu_of(lambda: verify(folder))
        if faults:
            raise RuntimeError("\n".join(faults))
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.filled", description=__doc__)
    parser.add_argument("--posts", type=int, nargs="+", default=[1000, 100_000])
    parser.add_argument("--json", type=Path, default=Path("benchmark-filled.json"))
    given = parser.parse_args()
    found = list(map(measure, given.posts))
    given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    for name in found[0]:
        print(f"{name:24}" + "".join(f"{one[name]:14,.2f}" for one in found))


if __name__ == "__main__":
    main()
