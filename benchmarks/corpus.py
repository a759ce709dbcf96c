"""A corpus of many records: time and memory, and its near duplicates beside DuckDB's.

``python -m benchmarks.corpus --records 1000000``; five archives, filled rather than crawled, one
record in a hundred nearly one of another archive.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import os
import random
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

from newsportal.chinese.similarity import PERMUTATIONS, Signature
from newsportal.items import Post
from newsportal.state.row import State
from newsportal.state.store import Store

_ARCHIVES = 5
_HAN = "".join(map(chr, range(0x4E00, 0x4E00 + 3000)))
_REPEATED = 100  # one record in so many repeats another archive's
_START = datetime(2016, 1, 1, tzinfo=UTC)


def posts_of(archive: int, count: int) -> Iterator[tuple[str, str, datetime, Signature]]:
    """Yield title, text, time and signature of each post; the times are spread over ten years.

    The signature of a text that is like no other is drawn: to reckon it takes most of the time.
    """
    chance = random.Random(archive)  # noqa: S311
    stock = "".join(chance.choices(_HAN, k=1_000_000))
    for number in range(count):
        at = _START + timedelta(days=3650) * (number / count) + timedelta(archive)
        if number % _REPEATED:
            start, title = chance.randrange(len(stock) - 520), chance.getrandbits(63)
            signature = Signature(chance.randbytes(4 * PERMUTATIONS), title)
            yield stock[start : start + 20], stock[start + 20 : start + 520], at, signature
            continue
        same = random.Random(number)  # noqa: S311 (for each archive)
        heading, text = ("".join(same.choices(_HAN, k=length)) for length in (20, 500))
        text += str(archive)
        known = Signature.of(heading, text)
        assert known is not None
        yield heading, text, at, known


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
        for n, (title, text, at, signature) in enumerate(posts_of(archive, count), 1):
            post = Post(
                id=str(n), url=f"{root}post/{n}.html", title=title, text=text,
                html=f"<p>{text}</p>", published_at=at, first_seen_at=at, fetched_at=at,
                content_hash=hashlib.sha256(text.encode()).hexdigest(), revision=1,
            )  # fmt: skip
            file.write(f"{post.to_json()}\n")
            state.execute(
                "INSERT INTO posts (n, key, state, run, seen_at, at) VALUES (?, ?, ?, 1, ?, ?)",
                (n, f"post/{n}.html", int(State.ARCHIVED), int(at.timestamp()), at.timestamp()),
            )
            state.execute(
                "INSERT INTO signatures VALUES (?, ?, ?)", (n, signature.minhash, signature.title)
            )
        state.execute("COMMIT")


def beside_duckdb(archives: list[Path], folder: Path) -> dict[str, Any]:
    """Return the seconds of CPU of our pairs and of the same by DuckDB, and how many each finds."""
    import duckdb
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    from newsportal.chinese.similarity import NEAR, NEAR_SAME_TITLE
    from newsportal.corpus import pairs
    from newsportal.corpus.months import write_rows
    from newsportal.corpus.signatures import SKETCH, gather, join

    folder.mkdir()
    for archive in archives:
        write_rows([archive / "posts.jsonl"], folder / f"{archive.name}.npy", history=False)
    start = time.process_time()
    parts = [folder / archive.name for archive in archives]
    rows = [folder / f"{archive.name}.npy" for archive in archives]
    signatures = join(parts, list(map(gather, archives, rows, parts)), folder)
    gathered = time.process_time() - start
    start = time.process_time()
    pairs.write_bands(signatures)
    numbers = range(pairs.parts_of(len(signatures)))
    for band, part in itertools.product(range(pairs.BANDS), numbers):
        pairs.write_candidates(signatures, band, part)
    for part in numbers:
        pairs.write_near(signatures, part)
    paired = time.process_time() - start
    ours = sum(len(np.load(folder / f"near-{part}.npy")) for part in numbers)
    count = len(signatures)
    every = np.fromfile(folder / "sketches", SKETCH)
    sketches = np.ascontiguousarray(every["minhash"])
    bands = (np.column_stack(pairs.values_of(every)) >> np.uint64(16)).astype("i8")
    table = pa.table({
        "n": pa.array(np.arange(count)),
        "bands": pa.FixedSizeListArray.from_arrays(bands.reshape(-1), pairs.BANDS),
        "sketch": pa.FixedSizeListArray.from_arrays(sketches.reshape(-1), PERMUTATIONS),
    })  # fmt: skip
    pq.write_table(table, folder / "signatures.parquet")
    del table, bands, sketches, every
    start = time.process_time()
    query = f"""
        WITH posts AS (FROM '{folder / "signatures.parquet"}'),
        long AS (SELECT n, unnest(bands::BIGINT[]) AS band,
                        unnest(range({pairs.BANDS})) AS place FROM posts),
        candidates AS (SELECT DISTINCT a.n AS one, b.n AS other FROM long AS a JOIN long AS b
                       ON a.band = b.band AND a.place = b.place AND a.n < b.n),
        compared AS (SELECT one, other, a.bands[{pairs.BANDS}] = b.bands[{pairs.BANDS}] AS same,
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
    parser.add_argument("--data", type=Path, help="archives that are there, or stay there")
    given = parser.parse_args()
    with TemporaryDirectory() as name:
        data = given.data or Path(name, "data")
        archives = [data / f"portal-{number}.example" for number in range(_ARCHIVES)]
        if not data.exists():
            start = time.monotonic()
            with ProcessPoolExecutor(2) as pool:
                count = [given.records // _ARCHIVES] * _ARCHIVES
                list(pool.map(fill, archives, range(_ARCHIVES), count))
            print(f"filled in {time.monotonic() - start:.0f} s", flush=True)
        for what in ("first build", "nothing changed"):
            print(f"{what}: {built(data, Path(name, 'out'))}", flush=True)
        size = sum(path.stat().st_size for path in Path(name, "out").rglob("*.parquet"))
        lines = sum(path.stat().st_size for path in data.rglob("posts.jsonl"))
        print(f"posts.jsonl {lines / 1e6:.0f} MB, Parquet {size / 1e6:.0f} MB")
        print(json.dumps(beside_duckdb(archives, Path(name, "work"))))


def built(data: Path, output: Path) -> str:
    """Build the corpus in a process of its own and tell what it took."""
    start = time.monotonic()
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "scrapy", "corpus", "--output", str(output), "--json"],
        env={**os.environ, "NEWSPORTAL_DATA_DIR": str(data)}, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[1],
    ) as child:  # fmt: skip
        assert child.stdout is not None
        told = child.stdout.read().strip()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0
    return (
        f"{used.ru_utime + used.ru_stime:.0f} s of CPU, {time.monotonic() - start:.0f} s,"
        f" at most {used.ru_maxrss / 1024:.0f} MB: {told}"
    )


if __name__ == "__main__":
    main()
