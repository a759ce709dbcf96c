"""The power fails at any moment of storing media: no medium is torn, no line without its file."""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newsportal.archive.media.media_line import lines_in
from tests.archives import died, opened
from tests.crawling import ROOT
from tests.disk import TRACED, Disk, calls
from tests.storing import POSTS, WANTED, body, fill, store

pytestmark = pytest.mark.long


def stored_after(data: Path, folder: Path) -> int:
    """Open an archive as the next run does; files, lines and rows agree. Return how many rows."""
    archive = opened(data)
    media = archive.want_media(WANTED)
    media.begin()
    archive.flush()
    by_prefix = dict(media._files.by_prefix())
    there = {name for names in by_prefix.values() for name in names}
    for name in there:
        content = (folder / "media" / name[:2] / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == name[:64], "a medium is torn"
    rows = set().union(*(media.table.names(digits) for digits in by_prefix))
    assert rows == there
    lines = [line for _, line in lines_in(folder / "media.jsonl")]
    assert None not in lines
    uses = [(line.url, line.post_id) for line in lines if line and line.name]
    assert len(set(uses)) == len(uses)
    counts = media.counts()
    died(archive)
    return len(rows) + counts["failed"]


@pytest.mark.skipif(shutil.which("strace") is None, reason="there is no strace")
def test_power_may_fail_while_media_are_stored(tmp_path: Path) -> None:
    data, trace, chance = tmp_path / "data", tmp_path / "trace", random.Random(2)
    archive = opened(data)
    fill(archive)
    folder = archive.folder
    died(archive)
    disk, kept, seen = Disk(folder), 0, []
    command = ["strace", "-y", "-xx", "-s", "100000000", "-e", f"trace={TRACED}", "-o", str(trace)]
    done = subprocess.run(
        [*command, sys.executable, "-m", "tests.storing", str(data)],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    if "ptrace" in done.stderr:
        pytest.skip("strace may not watch processes here")
    assert done.returncode == 0, done.stderr
    made = calls(trace, folder)
    assert {"media.jsonl", "state.db-wal"} <= {Path(call.path).name for call in made}
    for call in made:
        disk(call)
        if call.path.endswith((".json", ".html", ".json.tmp")):
            continue
        for number, outcome in enumerate(disk.outcomes(chance)):
            place = tmp_path / "after" / folder.name
            for name, content in outcome.items():
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                (place / name).write_bytes(content)
            found = stored_after(tmp_path / "after", place)
            if number == 1:
                assert found >= kept, f"what was synced is lost after {call}"
                kept = found
            seen.append(found)
            if len(seen) % 40 == 0:  # and the next run completes it
                again = opened(tmp_path / "after")
                again.want_media(WANTED)
                store(again)
                again.flush()
                assert len(list(place.glob("media/??/*"))) == len({body(n) for n in range(POSTS)})
                died(again)
            shutil.rmtree(tmp_path / "after")
    assert kept == len({body(n) for n in range(POSTS)}) + 1
    assert len(seen) > 200
