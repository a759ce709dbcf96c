"""A corpus of many records: time and memory, and its near duplicates beside DuckDB's.

``python -m benchmarks.corpus --records 1000000``; five archives, filled rather than crawled, one
record in a hundred nearly one of another archive.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from newsportal.chinese.similarity import Signature
from newsportal.items import Post
from newsportal.state.row import State
from newsportal.state.store import Store

_ARCHIVES = 5
_HAN = "".join(map(chr, range(0x4E00, 0x4E00 + 3000)))
_REPEATED = 100  # one record in so many repeats another archive's
_START = datetime(2016, 1, 1, tzinfo=UTC)


def posts_of(archive: int, count: int) -> Iterator[tuple[str, str, datetime]]:
    """Yield title, text and time of each post; the times are spread over ten years."""
    for number in range(count):
        repeats = archive and number % _REPEATED == 0
        chance = random.Random(number if repeats else number * _ARCHIVES + archive + 10**9)  # noqa: S311
        title, text = ("".join(chance.choices(_HAN, k=length)) for length in (20, 500))
        if number % _REPEATED == 0:
            text += str(archive)
        yield title, text, _START + timedelta(days=3650) * (number / count) + timedelta(archive)


def fill(folder: Path, archive: int, count: int) -> None:
    """Write posts.jsonl and the signatures that a crawl would have left."""
    folder.mkdir(parents=True)
    root = f"http://portal-{archive}.example/"
    store = Store(folder / "state.db")
    store.portal.name(root)
    store.commit(0, "")
    store.close()
    with (
        closing(sqlite3.connect(folder / "state.db", isolation_level=None)) as state,
        (folder / "posts.jsonl").open("w", encoding="utf-8") as file,
    ):
        state.execute("BEGIN")
        for n, (title, text, at) in enumerate(posts_of(archive, count), 1):
            post = Post(
                id=str(n), url=f"{root}post/{n}.html", title=title, text=text,
                html=f"<p>{text}</p>", published_at=at, first_seen_at=at, fetched_at=at,
                content_hash=hashlib.sha256(text.encode()).hexdigest(), revision=1,
            )  # fmt: skip
            file.write(f"{post.to_json()}\n")
            signature = Signature.of(title, text)
            assert signature is not None
            state.execute(
                "INSERT INTO posts (n, key, state, run, seen_at, at) VALUES (?, ?, ?, 1, ?, ?)",
                (n, f"post/{n}.html", int(State.ARCHIVED), int(at.timestamp()), at.timestamp()),
            )
            state.execute(
                "INSERT INTO signatures VALUES (?, ?, ?)", (n, signature.minhash, signature.title)
            )
        state.execute("COMMIT")


def beside_duckdb(archives: list[Path], posts: int, folder: Path) -> dict[str, Any]:
    """Return the seconds of CPU of our pairs and of the same by DuckDB, and how many each finds."""
    import duckdb
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    from newsportal.chinese.similarity import NEAR, NEAR_SAME_TITLE, PERMUTATIONS
    from newsportal.corpus.clusters import BANDS, gather, near_pairs
    from newsportal.corpus.months import name_of

    wanted = [
        sorted(name_of(f"http://{archive.name}/post/{n}.html") for n in range(1, posts + 1))
        for archive in archives
    ]
    start = time.process_time()
    count = len(gather(archives, wanted, folder))
    gathered = time.process_time() - start
    start = time.process_time()
    pairs = [near_pairs(folder, count, band) for band in range(BANDS)]
    ours = len(np.unique(np.concatenate(pairs), axis=0))
    paired = time.process_time() - start
    bands = np.fromfile(folder / "bands", np.int64).reshape(count, BANDS)
    sketches = np.fromfile(folder / "minhash", np.uint32).reshape(count, PERMUTATIONS)
    table = pa.table({
        "n": pa.array(np.arange(count)),
        "bands": pa.FixedSizeListArray.from_arrays(bands.reshape(-1), BANDS),
        "sketch": pa.FixedSizeListArray.from_arrays(sketches.reshape(-1), PERMUTATIONS),
    })  # fmt: skip
    pq.write_table(table, folder / "signatures.parquet")
    del table, bands, sketches
    start = time.process_time()
    query = f"""
        WITH posts AS (FROM '{folder / "signatures.parquet"}'),
        long AS (SELECT n, unnest(bands::BIGINT[]) AS band,
                        unnest(range({BANDS})) AS place FROM posts),
        candidates AS (SELECT DISTINCT a.n AS one, b.n AS other FROM long AS a JOIN long AS b
                       ON a.band = b.band AND a.place = b.place AND a.n < b.n),
        compared AS (SELECT one, other, a.bands[{BANDS}] = b.bands[{BANDS}] AS same,
               list_sum([(a.sketch[i] = b.sketch[i])::INT FOR i IN range(1, {PERMUTATIONS + 1})])
               / {PERMUTATIONS} AS alike
               FROM candidates JOIN posts AS a ON a.n = one JOIN posts AS b ON b.n = other)
        SELECT count(*) FROM compared
        WHERE alike >= CASE WHEN same THEN {NEAR_SAME_TITLE} ELSE {NEAR} END
    """  # noqa: S608
    ((theirs,),) = duckdb.connect().execute(query).fetchall()
    return {"gather_cpu": gathered, "pairs_cpu": paired, "pairs": ours,
            "duckdb_cpu": time.process_time() - start,
            "duckdb_pairs": theirs}  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    parser.add_argument("--records", type=int, default=200_000)
    given = parser.parse_args()
    with TemporaryDirectory() as name:
        data = Path(name, "data")
        archives = [data / f"portal-{number}.example" for number in range(_ARCHIVES)]
        start = time.monotonic()
        with ProcessPoolExecutor(2) as pool:
            count = [given.records // _ARCHIVES] * _ARCHIVES
            list(pool.map(fill, archives, range(_ARCHIVES), count))
        print(f"filled in {time.monotonic() - start:.0f} s", flush=True)
        for what in ("first build", "nothing changed"):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            start = time.monotonic()
            done = subprocess.run(  # noqa: S603
                [sys.executable, "-m", "scrapy", "corpus", "--output", f"{name}/out", "--json"],
                env={**os.environ, "NEWSPORTAL_DATA_DIR": str(data)}, check=True,
                cwd=Path(__file__).parents[1], capture_output=True, text=True,
            )  # fmt: skip
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
            seconds = time.monotonic() - start
            peak = used.ru_maxrss / 1024
            print(f"{what}: {cpu:.0f} s of CPU, {seconds:.0f} s, at most {peak:.0f} MB")
            print(done.stdout, flush=True)
        size = sum(path.stat().st_size for path in Path(name, "out").rglob("*.parquet"))
        lines = sum(path.stat().st_size for path in data.rglob("posts.jsonl"))
        print(f"posts.jsonl {lines / 1e6:.0f} MB, Parquet {size / 1e6:.0f} MB")
        print(json.dumps(beside_duckdb(archives, count[0], Path(name, "work"))))


if __name__ == "__main__":
    main()
