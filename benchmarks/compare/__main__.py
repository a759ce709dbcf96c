"""The comparison: ``python -m benchmarks.compare``; `make compare` makes the environment."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.compare.others import TOOLS
from benchmarks.compare.pages import PORTALS, SHARED, Page, posts_of, real_pages
from benchmarks.compare.table import Column, markdown, of_portal, of_real_pages

_HERE = Path(__file__).parent
_OURS = "newsportal"
_LONGEST = 1200  # seconds for one tool and one set


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--others", metavar="PYTHON", help="of the environment of the others")
    parser.add_argument("--json", action="store_true", help="all figures as JSON")
    options = parser.parse_args()
    if not SHARED.exists():
        sys.exit(f"the pages are not there: {SHARED}")
    found: dict[str, list[Column]] = {}
    with TemporaryDirectory() as name:
        folder = Path(name)
        sets: dict[str, Iterable[Page]] = {"pages": real_pages()}
        sets |= {portal: posts_of(portal, folder / f"{portal}.truth") for portal in PORTALS}
        for label, pages in sets.items():
            source = folder / f"{label}.jsonl"
            lines = (json.dumps(asdict(page), ensure_ascii=False) for page in pages)
            source.write_text("\n".join(lines), encoding="utf-8")
            for tool in (_OURS, *(TOOLS if options.others else ())):
                target = folder / f"{label}.{tool}.jsonl"
                _read(tool, options.others, source, target)
                truth = folder / f"{label}.truth"
                column = of_portal(target, truth) if truth.exists() else of_real_pages(target)
                found.setdefault(tool, []).append(column)
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        print("\n".join(markdown(found, ["pages", *PORTALS])))


def _read(tool: str, others: str | None, source: Path, target: Path) -> None:
    if tool == _OURS:
        command = [sys.executable, "-m", "benchmarks.compare.ours", str(source), str(target)]
    else:
        command = [str(others), str(_HERE / "others.py"), tool, str(source), str(target)]
    subprocess.run(  # noqa: S603 (our own modules)
        command, cwd=_HERE.parents[1], timeout=_LONGEST, check=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


if __name__ == "__main__":
    main()
