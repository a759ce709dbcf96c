"""The documents: both languages, an index, text that renders, recipes that run."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from argparse import ArgumentParser
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from markdown_it import MarkdownIt
from scrapy.settings import Settings

from newsportal import settings
from newsportal.archive.reading import latest
from newsportal.arguments import NAMES
from newsportal.formats import FORMATS, export
from tests.crawling import ROOT
from tests.records import record

DOCS = ROOT / "docs"
EVERY = sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md")])
_BLOCK = re.compile(r"^## (\w+).*?\n```(python|sh)\n(.*?)```", re.MULTILINE | re.DOTALL)
RECIPES = {name: (kind, code) for name, kind, code in
           _BLOCK.findall((DOCS / "recipes.md").read_text(encoding="utf-8"))}  # fmt: skip


def test_every_document_is_there_in_both_languages() -> None:
    names = {path.name.removesuffix(".md") for path in EVERY}
    chinese = {name.removesuffix(".zh-CN") for name in names if name.endswith(".zh-CN")}
    assert {name for name in names if not name.endswith(".zh-CN")} == chinese


@pytest.mark.parametrize("index", ["README.md", "README.zh-CN.md"])
def test_the_index_names_every_document(index: str) -> None:
    text = (DOCS / index).read_text(encoding="utf-8")
    linked = {link.removesuffix(".md").removesuffix(".zh-CN")
              for link in re.findall(r"\]\(([\w.-]+\.md)\)", text)}  # fmt: skip
    documents = {path.stem.removesuffix(".zh-CN") for path in DOCS.glob("*.md")} - {"README"}
    assert documents <= linked


@pytest.mark.parametrize("path", EVERY, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_links_lead_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)", path.read_text(encoding="utf-8")):
        file, _, heading = link.partition("#")
        if "://" not in link:  # addresses of others are not asked here
            assert (path.parent / file).exists(), link
            assert not heading or heading in _anchors(path.parent / file if file else path), link


def _anchors(path: Path) -> set[str]:
    """Return what a link may name of a document, as GitHub makes it of the headings."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in headings}


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.name)
def test_no_mark_of_markdown_is_left_in_the_text(path: Path) -> None:
    """CommonMark takes ** for no emphasis between a full stop and a Chinese character."""
    tokens = MarkdownIt("commonmark").enable("table").parse(path.read_text(encoding="utf-8"))
    texts = [part.content for token in tokens for part in token.children or ()
             if part.type == "text"]  # fmt: skip
    assert [text for text in texts if "**" in text or "](" in text or "`" in text] == []


# Recipes


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the exports of three posts, one of them dated to the day."""
    folder = tmp_path_factory.mktemp("exports")
    posts = [
        record(1, "春耕", "正文。" * 60, reporters=["林晓舟"], source="泰山晚报",
               published_at="2026-09-18T00:30:00+08:00"),
        record(2, "夏种", "正文二。", published_at="2026-09-18T00:00:00+08:00",
               published_precision="day"),
        record(3, "秋收", "正文三。", reporters=["林晓舟", "安禾"], source="泰山晚报"),
    ]  # fmt: skip
    lines = [f"{json.dumps(post, ensure_ascii=False)}\n" for post in posts]
    (folder / "archive.jsonl").write_text("".join(lines), encoding="utf-8")
    for name, file in (("jsonl", "posts.jsonl"), ("parquet", "posts.parquet"),
                       ("sqlite", "posts.sqlite")):  # fmt: skip
        export(latest(folder / "archive.jsonl"), FORMATS[name], folder / file)
    return folder


def test_the_recipes_are_the_same_in_both_languages() -> None:
    chinese = (DOCS / "recipes.zh-CN.md").read_text(encoding="utf-8")
    assert [code for _, _, code in _BLOCK.findall(chinese)] == [
        code for _, code in RECIPES.values()
    ]
    assert set(RECIPES) == {"pandas", "polars", "DuckDB", "datasets", "jq"}


@pytest.mark.long
def test_the_readers_of_the_readme_run(exported: Path) -> None:
    (code,) = re.findall(r"```python\n(.+?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    for line in code.splitlines():
        module = line.partition(".")[0]
        done = subprocess.run(
            [sys.executable, "-c", f"import {module}\nprint({line})"],
            cwd=exported, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        assert re.search("泰山晚报|2026-09-18|num_rows: 3", done.stdout), line


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("pandas", "2026-09-18    2"),
        ("polars", "林晓舟"),
        ("DuckDB", "2026-09"),
        ("datasets", "num_rows: 1"),
        ("jq", "2026-09-18\t夏种"),
    ],
)
def test_a_recipe_runs(name: str, shown: str, exported: Path) -> None:
    kind, code = RECIPES[name]
    if kind == "sh":
        if shutil.which(name) is None:
            pytest.skip(f"there is no {name}")
        command = ["sh", "-c", code]
    else:
        if importlib.util.find_spec(name.lower()) is None:
            pytest.skip(f"there is no {name}")
        command = [sys.executable, "-c", code]
    environment = {**os.environ, "HF_HOME": str(exported / "hf"), "PYTHONWARNINGS": "default"}
    done = subprocess.run(
        command, cwd=exported, env=environment, capture_output=True, text=True, timeout=240,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert shown in done.stdout


@pytest.mark.long
def test_datasette_serves_the_export_and_finds_chinese(exported: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv/bin/python"
    installed = subprocess.run([python, "-m", "pip", "install", "-q", "datasette"],
                               capture_output=True, timeout=400, check=False)  # fmt: skip
    if installed.returncode:
        pytest.skip("datasette cannot be installed here")
    served = subprocess.Popen(
        [python, "-m", "datasette", exported / "posts.sqlite", "--port", "0"],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert served.stderr is not None
        address = next(found[0] for line in served.stderr
                       if (found := re.search(r"http://127\.0\.0\.1:\d+", line)))  # fmt: skip
        query = "posts/posts.json?_shape=array&_search=%E6%AD%A3%E6%96%87%E4%BA%8C"  # 正文二
        with urlopen(f"{address}/{query}", timeout=60) as answer:
            rows = json.load(answer)
        assert [row["title"] for row in rows] == ["夏种"]
        assert rows[0]["published_on"] == "2026-09-18"
    finally:
        served.terminate()
        served.communicate(timeout=30)


# Commands

_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_TYPED = re.compile(r"^(?:`|\$ )?(?:scrapy|newsportal) ([a-z]+)((?: [^`\n#|&;]*)?)", re.MULTILINE)
_OURS = {path.stem for path in (ROOT / "newsportal/commands").glob("[a-z]*.py")}
_SCRAPYS = {"shell", "fetch", "view", "parse", "list", "runspider", "genspider", "check"}


def _options(command: str) -> set[str]:
    """Return the options that a command has, as its parser knows them."""
    made: Any = import_module(f"newsportal.commands.{command}").Command()
    made.settings = Settings()
    parser = ArgumentParser(conflict_handler="resolve")
    made.add_options(parser)
    return set(parser._option_string_actions)


@pytest.mark.parametrize("path", EVERY, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_is_to_be_typed_is_there(path: Path) -> None:
    """Every command, option and argument of posts that a document tells to type."""
    faults = []
    for code in _CODE.findall(path.read_text(encoding="utf-8")):
        for command, rest in _TYPED.findall(code):
            if command not in _OURS:
                faults += [] if command in _SCRAPYS else [command]
                continue
            words = rest.split()
            options = {word.partition("=")[0] for word in words if re.match("--?[a-z]", word)}
            faults += [f"{command} {one}" for one in options - _options(command)]
            given = {name.partition("=")[0] for flag, name in pairwise(words) if flag == "-a"}
            faults += [f"{command} -a {one}" for one in given - {*NAMES}]
    assert faults == []


@pytest.mark.parametrize("name", ["operation.md", "operation.zh-CN.md"])
def test_every_extra_is_named(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (DOCS / name).read_text(encoding="utf-8")
    assert [one for one in project["optional-dependencies"] if f"`{one}`" not in text] == []


def test_the_version_is_the_same_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert settings.USER_AGENT.startswith(f"newsportal/{version.rpartition('.')[0]} ")
    for name in ("versions.md", "versions.zh-CN.md"):
        assert f"\n## {version}" in (DOCS / name).read_text(encoding="utf-8")
