"""What docs/architecture.md says of the house is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "newsportal"
PAGE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")


def rooms() -> list[str]:
    """Return the folders and files of the package that hold code, as the linter calls them."""
    return sorted(
        path.stem
        for path in PACKAGE.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    )


def test_the_page_is_short() -> None:
    assert len(PAGE.splitlines()) <= 80


def test_the_chinese_page_names_the_same() -> None:
    chinese = (ROOT / "docs/architecture.zh-CN.md").read_text(encoding="utf-8")
    named, theirs = (re.findall(r"`([^`\n]+)`", page) for page in (PAGE, chinese))
    assert sorted({*named}) == sorted({*theirs})


def test_every_file_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"`([a-z_0-9/]+\.py)`", PAGE))
    assert len(named) > 30
    assert [name for name in sorted(named) if not (PACKAGE / name).exists()] == []


def test_the_page_and_the_linter_know_every_room() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        (contract,) = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    layers = [room.strip() for layer in contract["layers"] for room in re.split("[:|]", layer)]
    mine = [room for room in rooms() if room != "__init__"]
    assert sorted(layers) == mine
    drawn = PAGE.partition("```text")[2].partition("```")[0]
    unnamed = [room for room in layers if f"{room}/" not in drawn and f"{room}.py" not in drawn]
    assert set(unnamed) <= {"settings", "extras", "__main__"}


def test_folders_can_be_taken_in_at_a_glance() -> None:
    for folder in {path.parent for path in PACKAGE.rglob("*.py")}:
        files = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
        if folder.name != "sample":
            assert len(files) <= 16, folder


def test_every_folder_says_what_lives_there() -> None:
    for path in PACKAGE.rglob("__init__.py"):
        assert path.read_text(encoding="utf-8").startswith('"""'), path
