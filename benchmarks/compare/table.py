"""How right and how fast an extractor was on a set of pages, as the judges beside the pages say."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median

from benchmarks.compare.pages import SHARED

Column = dict[str, float]
"""Shares by what is judged; ``cpu`` is milliseconds a page."""
_SHARE = re.compile(r"^([\w .]+): (\d+)/(\d+)", re.MULTILINE)
_F1 = re.compile(r"F1 ([0-9.]+)")
_OF_PORTAL = {
    "title": "title exact", "day": "date: day right", "minute": "date: second right",
    "outlet": "source", "reporters": "reporters", "editors": "editors",
}  # fmt: skip
JUDGED = ("body F1", "title", "day", "minute", "outlet", "reporters", "editors")


def of_real_pages(predictions: Path) -> Column:
    """Return the figures on the real pages."""
    judge = SHARED / "pages" / "score.py"
    printed = _run([sys.executable, str(judge), str(predictions)])
    share = {name: int(right) / int(of) for name, right, of in _SHARE.findall(printed)}
    told = _F1.search(printed)
    assert told is not None
    judged = {name: share.get(name, 0.0) for name in JUDGED[1:]}
    return {"body F1": float(told[1]), **judged, **_cpu(predictions)}


def of_portal(predictions: Path, truth: Path) -> Column:
    """Return the figures on the posts of a portal."""
    judge = SHARED / "portals" / "check.py"
    found = json.loads(_run([sys.executable, str(judge), str(predictions), str(truth), "--json"]))
    judged = {}
    for name, column in _OF_PORTAL.items():
        right, of = found["fields"].get(column, (0, 1))
        judged[name] = right / max(1, of)
    return {"body F1": float(found["text_f1"]), **judged, **_cpu(predictions)}


def _cpu(predictions: Path) -> Column:
    rows = map(json.loads, predictions.read_text(encoding="utf-8").splitlines())
    times = [1000 * row["seconds"] for row in rows]
    return {"cpu": median(times), "cpu mean": mean(times)}


def _run(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603


def markdown(found: dict[str, list[Column]], sets: list[str]) -> Iterator[str]:
    """Yield the lines of the table."""
    names = (*JUDGED, "cpu")
    yield f"| {' / '.join(sets)} | {' | '.join((*JUDGED, 'CPU ms a page'))} |"
    yield "|---" * (len(names) + 1) + "|"
    for tool, columns in found.items():
        cells = [" / ".join(_shown(name, column[name]) for column in columns) for name in names]
        yield f"| {tool} | {' | '.join(cells)} |"


def _shown(name: str, value: float) -> str:
    return f"{value:.1f}" if name == "cpu" else f"{value:.3f}".removeprefix("0")
