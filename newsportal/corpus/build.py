"""From archives to a corpus: only what has changed is written, and it is published in one step."""

from __future__ import annotations

import json
import shutil
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import dask
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from newsportal.chinese.dates import SHANGHAI
from newsportal.corpus.card import Source, card
from newsportal.corpus.clusters import BANDS, Signatures, addresses, clusters, gather, near_pairs
from newsportal.corpus.months import UNKNOWN, Month, months_of, name_of
from newsportal.corpus.partition import write_partition
from newsportal.state.file.durable import write_whole

_CLUSTERS = pa.schema(
    [
        ("cluster", pa.int64()), ("portal", pa.string()), ("url", pa.string()),
        ("at", pa.timestamp("us", tz="Asia/Shanghai")), ("first", pa.bool_()),
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    records: int
    portals: int
    clusters: int
    repeated: int
    """Posts that repeat an earlier one of another address."""
    written: int
    """Partitions written; the others were as they are."""


def build(
    archives: Sequence[Path], output: Path, *, history: bool = False, drop: bool = False
) -> Built:
    """Write the corpus of some archives' folders to *output*.

    With *drop* the later posts of each cluster are left out. Tasks go to whatever Dask is set to.
    Raises OSError, and ValueError for an archive that cannot be read.
    """
    output.mkdir(parents=True, exist_ok=True)
    work = output / ".work"
    shutil.rmtree(work, ignore_errors=True)
    exports = [archive / "posts.jsonl" for archive in archives]
    plans = _all(months_of, [(export,) for export in exports], history=history,
                 without=frozenset[int]())  # fmt: skip
    wanted = [_names(plan) for plan in plans]
    signatures = gather(list(archives), wanted, work)
    groups = _clusters(signatures)
    urls = addresses(list(archives), signatures, (post for group in groups for post in group))
    later: list[set[int]] = [set() for _ in archives]
    for group in groups:
        for post in group[1:]:
            later[signatures.archives[post]].add(name_of(urls[post]))
    if drop:
        plans = [
            months_of(export, history=history, without=frozenset(names)) if names else plan
            for export, names, plan in zip(exports, later, plans, strict=True)
        ]
    files, written = _write(archives, exports, plans, output)
    made = datetime.now(SHANGHAI).strftime("%Y-%m-%d")
    sources = [_source(archive, plan) for archive, plan in zip(archives, plans, strict=True)]
    repeated = sum(map(len, later))
    _publish(output, files, list(_rows(archives, signatures, groups, urls)))
    text = card(sources, len(groups), repeated, made, history=history)
    write_whole(output / "README.md", text)
    shutil.rmtree(work)
    records = sum(source.posts for source in sources)
    return Built(records, len(archives), len(groups), repeated, written)


def _names(plan: dict[str, Month]) -> array[int]:
    """Return the names of all posts of an archive, sorted."""
    every = {name for month in plan.values() for name in month.posts}
    return array("q", sorted(every))


def _all(function: Any, arguments: list[tuple[Any, ...]], **named: Any) -> list[Any]:
    """Call a function for each of some arguments, at the same time where Dask is set to do so."""
    task = dask.delayed(function, pure=False)
    return list(dask.compute(*(task(*each, **named) for each in arguments)))


def _clusters(signatures: Signatures) -> list[list[int]]:
    count = len(signatures)
    pairs = _all(near_pairs, [(signatures.folder, count, band) for band in range(BANDS)])
    every = np.unique(np.concatenate(pairs), axis=0)
    return clusters(every, signatures.times)


def _write(
    archives: Sequence[Path], exports: list[Path], plans: list[dict[str, Month]], output: Path
) -> tuple[list[str], int]:
    """Write the partitions that are not there and return the names of all."""
    files, tasks = [], []
    for archive, export, plan in zip(archives, exports, plans, strict=True):
        for name, month in sorted(plan.items()):
            file = f"posts/{archive.name}/{name}/{month.digest}.parquet"
            files.append(file)
            if not (output / file).exists():
                tasks.append((export, month.positions, output / file))
    _all(write_partition, tasks)
    return files, len(tasks)


def _source(archive: Path, plan: dict[str, Month]) -> Source:
    dated = sorted(name for name in plan if name != UNKNOWN) or [UNKNOWN]
    posts = sum(len(month.positions) for month in plan.values())
    return Source(archive.name, posts, dated[0], dated[-1])


def _publish(output: Path, files: list[str], rows: list[dict[str, Any]]) -> None:
    """Write the table of clusters and the manifest, then remove what the latter does not name."""
    draft = output / "clusters.tmp"
    pq.write_table(pa.Table.from_pylist(rows, schema=_CLUSTERS), draft)
    draft.replace(output / "clusters.parquet")
    manifest = {"files": files, "clusters": "clusters.parquet"}
    write_whole(output / "manifest.json", json.dumps(manifest, indent=1) + "\n")
    for path in (output / "posts").glob("*/*/*"):
        if path.relative_to(output).as_posix() not in files:
            path.unlink()


def _rows(
    archives: Sequence[Path], signatures: Signatures, groups: list[list[int]], urls: dict[int, str]
) -> Iterator[dict[str, Any]]:
    for number, group in enumerate(groups):
        for post in group:
            yield {
                "cluster": number,
                "portal": archives[signatures.archives[post]].name,
                "url": urls[post],
                "at": datetime.fromtimestamp(signatures.times[post], SHANGHAI),
                "first": post == group[0],
            }
