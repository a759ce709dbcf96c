"""A clean checkout of the project, as its users have it."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.crawling import ROOT

# What the README's commands leave in a checkout, as .gitignore has it.
GENERATED = (".*", "data", "screenshots", "benchmark*.json", "build", "dist", "__pycache__",
             "*.egg-info")  # fmt: skip


def checkout(target: Path) -> Path:
    """Copy the project to a folder that is not there yet, without what commands made in it."""
    return Path(shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(*GENERATED)))
