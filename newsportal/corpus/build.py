"""From archives to a corpus: only what has changed is written, and it is published in one step."""

from __future__ import annotations

import fcntl
import json
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from newsportal.chinese.dates import SHANGHAI
from newsportal.corpus.clusters import Clusters, clusters, leaders, write_clusters
from newsportal.corpus.data_card import Source, card
from newsportal.corpus.files import plain_files_of
from newsportal.corpus.months import UNKNOWN, Month, months_of, write_rows
from newsportal.corpus.pairs import BANDS, parts_of, write_bands, write_candidates, write_near
from newsportal.corpus.partition import write_partition
from newsportal.corpus.signatures import Signatures, gather, join
from newsportal.corpus.tasks import each, save
from newsportal.state.file.durable import write_whole


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


class BusyError(Exception):
    """Another build writes to the same folder."""


def build(
    archives: Sequence[Path], output: Path, *, history: bool = False, drop: bool = False
) -> Built:
    """Write the corpus of some archives' folders to *output*.

    With *drop* the later posts of each cluster are left out. Tasks go to whatever Dask is set to.
    Raises BusyError, OSError, and ValueError for an archive that cannot be read or a name that two
    have.
    """
    names = Counter(archive.name for archive in archives)
    if twice := [name for name, count in names.items() if count > 1]:
        raise ValueError(
            f"several archives are called {twice[0]}; give each a folder name of its own"
        )
    with _alone(output):
        return _build(archives, output, history=history, drop=drop)


@contextmanager
def _alone(output: Path) -> Iterator[None]:
    """Let no other build write to *output* during the block; one that died holds nobody up."""
    output.mkdir(parents=True, exist_ok=True)
    with (output / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(f"another build is writing to {output}") from None
        yield


def _build(archives: Sequence[Path], output: Path, *, history: bool, drop: bool) -> Built:
    work = output / ".work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    rows = [work / f"rows-{number}.npy" for number in range(len(archives))]
    exports = [
        plain_files_of(archive, work / f"unpacked-{number}")
        for number, archive in enumerate(archives)
    ]
    each(write_rows, zip(exports, rows, strict=True), history=history)
    signatures = _signatures(archives, rows, work)
    found = _near_duplicates(signatures)
    if drop:
        _drop(signatures, found, rows)
    plans = [list(months_of(np.load(path))) for path in rows]
    files, written = _write(archives, exports, rows, plans, output)
    write_clusters(archives, signatures, found, output / "clusters.parquet")
    _publish(output, files)
    sources = [_source(archive, plan) for archive, plan in zip(archives, plans, strict=True)]
    made = datetime.now(SHANGHAI).strftime("%Y-%m-%d")
    repeated = len(found.posts) - len(found)
    text = card(sources, len(found), repeated, made, history=history)
    write_whole(output / "README.md", text)
    shutil.rmtree(work, ignore_errors=True)
    records = sum(source.posts for source in sources)
    return Built(records, len(archives), len(found), repeated, written)


def _signatures(archives: Sequence[Path], rows: Sequence[Path], work: Path) -> Signatures:
    parts = [work / f"archive-{number}" for number in range(len(archives))]
    return join(parts, each(gather, zip(archives, rows, parts, strict=True)), work)


def _near_duplicates(signatures: Signatures) -> Clusters:
    """Return the clusters of posts that are near each other."""
    write_bands(signatures)
    parts = range(parts_of(len(signatures)))
    each(write_candidates, ((signatures, band, part) for band in range(BANDS) for part in parts))
    each(write_near, ((signatures, part) for part in parts))
    near = (np.load(signatures.folder / f"near-{part}.npy") for part in parts)
    return clusters(leaders(near, len(signatures)), signatures)


def _drop(signatures: Signatures, found: Clusters, rows: Sequence[Path]) -> None:
    """Take the later posts of each cluster out of the rows of their archives."""
    later = found.posts[~found.first]
    names, archives = signatures.posts(later)["name"], signatures.archives(later)
    for number in np.unique(archives).tolist():
        every = np.load(rows[number])
        save(rows[number], every[~np.isin(every["name"], names[archives == number])])


def _write(
    archives: Sequence[Path],
    exports: Sequence[list[Path]],
    rows: Sequence[Path],
    plans: Sequence[list[Month]],
    output: Path,
) -> tuple[list[str], int]:
    """Write the partitions that are not there and return the names of all."""
    files, tasks = [], []
    for archive, export, places, plan in zip(archives, exports, rows, plans, strict=True):
        for month in plan:
            file = f"posts/{archive.name}/{month.name}/{month.digest}.parquet"
            files.append(file)
            if not (output / file).exists():
                tasks.append((export, places, month, output / file))
    each(write_partition, tasks)
    return files, len(tasks)


def _source(archive: Path, plan: list[Month]) -> Source:
    dated = [month.name for month in plan if month.name != UNKNOWN] or [UNKNOWN]
    return Source(archive.name, plan[-1].stop if plan else 0, dated[0], dated[-1])


def _publish(output: Path, files: list[str]) -> None:
    """Write the manifest, then remove what it does not name, and drafts of what was killed."""
    manifest = {"files": files, "clusters": "clusters.parquet"}
    write_whole(output / "manifest.json", json.dumps(manifest, indent=1) + "\n")
    named = set(files)
    for path in (*(output / "posts").glob("*/*/*"), *output.glob("*.tmp")):
        if path.relative_to(output).as_posix() not in named:
            path.unlink()
