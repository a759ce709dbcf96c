"""A command imports only what it runs, as the interpreter has them at its end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsportal.report import compiled, page
from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.crawling import ROOT

SMALL = Options(posts=4, comments=False, sidebar=False, pages=False, future=0)
# Libraries and rooms for something else than a run under cron.
ELSEWHERE = (
    "aiohttp", "bs4", "dask", "flask", "nh3", "procrastinate", "prometheus_client",
    "psycopg", "pyarrow", "pythonjsonlogger", "requests", "rich", "tldextract", "twisted.conch",
    "unittest.mock", "wacz", "werkzeug", "newsportal.browse", "newsportal.corpus",
    "newsportal.fleet",
    "newsportal.formats", "newsportal.sample", "newsportal.extensions.display",
    "newsportal.archive.healing.repair", "newsportal.themes.generic", "newsportal.walk.anywhere",
)  # fmt: skip
FOR_RUNS = ("jinja2", "newsportal.archive.archive", "newsportal.spiders", "newsportal.themes")
CRAWL = ("crawl", "posts", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0")
MODULES = 1_055  # of an update without news of a known theme, ours among them; 1,330 before
# Libraries that others load where they are there. They came with those of the tests.
NOT_OURS = (
    "annotated_types", "fsspec", "pydantic", "pydantic_core", "snappy", "typing_inspection",
)  # fmt: skip


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of commands that mean a portal with an archive."""
    with serve(SMALL) as url:
        folder = tmp_path_factory.mktemp("archive")
        found = {**os.environ, "NEWSPORTAL_DATA_DIR": str(folder), "NEWSPORTAL_URL": url}
        imported(found, *CRAWL)
        yield found


PROGRAM = """
import atexit, gc, runpy, sys
told = sys.argv.pop(1)
atexit.register(lambda: sys.stdout.write("at the end: " + eval(told)))
sys.argv[0] = sys.argv.pop(1)
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""


def imported(environment: dict[str, str], *words: str) -> set[str]:
    """Run a command and return the names of all modules that it has imported."""
    return set(at_the_end(environment, "' '.join(sys.modules)", "scrapy", *words).split())


def at_the_end(environment: dict[str, str], told: str, program: str, *words: str) -> str:
    """Run a command and return what an expression tells of its interpreter at the end."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, told, program, *words],
        cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.rpartition("at the end: ")[2]


def below(modules: set[str], names: tuple[str, ...]) -> set[str]:
    return {name for name in names if any(f"{each}.".startswith(f"{name}.") for each in modules)}


@pytest.mark.long
def test_a_run_imports_nothing_that_it_does_not_use(environment: dict[str, str]) -> None:
    modules = imported(environment, *CRAWL)
    assert "newsportal.spiders.posts" in modules
    assert below(modules, ELSEWHERE) == set()
    ours = {name for name in modules if not name.startswith(NOT_OURS)}
    assert len(ours) <= MODULES


@pytest.mark.long
@pytest.mark.parametrize("words", [("health",), ("list",), ("audit",)], ids=" ".join)
def test_other_commands_import_no_spider(
    environment: dict[str, str], words: tuple[str, ...]
) -> None:
    unused = ELSEWHERE if words == ("list",) else (*ELSEWHERE, *FOR_RUNS)
    assert below(imported(environment, *words), unused) <= {"newsportal.themes"}


@pytest.mark.long
@pytest.mark.parametrize("program", ["scrapy", "newsportal"])
@pytest.mark.parametrize("words", [CRAWL, ("probe",), ("audit",)], ids=lambda words: words[0])
def test_garbage_is_looked_for_once_modules_are_loaded(
    environment: dict[str, str], program: str, words: tuple[str, ...]
) -> None:
    words = ("probe", environment["NEWSPORTAL_URL"]) if words == ("probe",) else words
    told = at_the_end(environment, "f'{gc.isenabled()} {gc.get_threshold()[0]}'", program, *words)
    assert told == "True 20000"


def test_the_report_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_FOLDER", tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)

    def kept() -> bytes:
        page._environment().get_template("report.html")
        (path,) = tmp_path.iterdir()
        return path.read_bytes()

    first = kept()
    (path,) = tmp_path.iterdir()
    inode = path.stat().st_ino
    assert kept() == first
    assert path.stat().st_ino == inode  # read, not made anew
    path.write_bytes(first[:9])
    assert kept() == first
    monkeypatch.setattr(compiled, "_FOLDER", tmp_path / "nowhere")
    page._environment().get_template("report.html")  # where nothing may be kept
