"""What is built, and that a machine which has only that archives a portal."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.checkouts import GENERATED, checkout
from tests.crawling import ROOT, archive_folder, read_records

pytestmark = pytest.mark.long

SECONDS = 600  # a fresh environment is filled from the package index
SMALL = Options(posts=12)
BARE = {"PATH": "/usr/bin:/bin", "SCRAPY_SETTINGS_MODULE": "newsportal.settings"}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean checkout."""
    return checkout(tmp_path_factory.mktemp("sources") / "newsportal")


@pytest.fixture(scope="module")
def built(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with wheel and source distribution."""
    target = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(target)],
        cwd=sources, capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return target


def files_below(folder: Path, *suffixes: str) -> set[str]:
    return {
        str(path.relative_to(ROOT))
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and (
            not suffixes or path.suffix in suffixes
        )
    }  # fmt: skip


def test_the_wheel_has_the_package_and_nothing_else(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == files_below(ROOT / "newsportal")


def test_what_is_generated_is_left_out_of_git_too() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {name.rstrip("/") for name in ignored if name[0] != "."} == set(GENERATED) - {".*"}


def test_the_source_distribution_has_all_that_a_checkout_has(built: Path, sources: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = files_below(ROOT / "newsportal") | files_below(ROOT / "deploy")
    wanted |= files_below(ROOT / "tests", ".py", ".sql", ".jsonl")
    wanted |= files_below(ROOT / "benchmarks") | files_below(ROOT / "docs")
    wanted |= {path.name for path in sources.iterdir() if path.is_file()}
    assert wanted - names == set()


def pip_steps() -> list[str]:
    """Return the pip commands of the Containerfile."""
    text = (ROOT / "deploy/Containerfile").read_text(encoding="utf-8")
    steps = [step.split("&&")[0].strip() for step in re.findall(r"^RUN (pip .+)$", text, re.M)]
    assert len(steps) == 2
    return steps


@pytest.fixture(scope="module")
def machine(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A fresh environment in which the steps of the Containerfile were taken; the sources went."""
    home = tmp_path_factory.mktemp("machine")
    venv.create(home / "env", with_pip=True)
    for step in pip_steps():
        words = step.replace("/src", str(sources)).split()
        done = subprocess.run(
            [home / "env/bin/pip", "--disable-pip-version-check", *words[1:]],
            cwd=home, capture_output=True, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        if "Temporary failure in name resolution" in done.stderr:
            pytest.skip("the package index is out of reach")
        assert done.returncode == 0, done.stderr[-3000:]
    yield home
    shutil.rmtree(home / "env")


def scrapy(machine: Path, *words: str, url: str = "") -> subprocess.CompletedProcess[str]:
    """Run scrapy where there is no project folder."""
    return subprocess.run(
        [machine / "env/bin/scrapy", *words],
        cwd=machine, env={**BARE, "NEWSPORTAL_URL": url, "NEWSPORTAL_DATA_DIR": "data"},
        capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip


def test_an_installed_newsportal_is_the_same_project(machine: Path) -> None:
    listed = scrapy(machine, "--help").stdout
    commands = {path.stem for path in (ROOT / "newsportal/commands").glob("[a-z]*.py")}
    assert {name for name in commands if f"\n  {name} " in listed} == commands
    quick = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0")
    with serve(SMALL) as url:
        done = scrapy(machine, "crawl", "posts", *quick, url=url)
        assert done.returncode == 0, done.stderr
        assert len(read_records(archive_folder(url, machine / "data"))) >= SMALL.posts - 1
        assert scrapy(machine, "audit", url=url).returncode == 0
        assert scrapy(machine, "health", url=url).returncode == 0
    demo = scrapy(machine, "demo", "--posts", "12")
    assert demo.returncode == 0, demo.stderr
    assert (machine / "env/bin/scrapyd").exists()


def test_the_constraints_pin_what_the_requirements_name() -> None:
    pinned = dict(
        line.split(" ")[0].split("==")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    )
    for name in ("requirements.txt", "requirements-dev.txt", "deploy/requirements-scrapyd.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        named = {
            match[1].lower() for line in lines if (match := re.match(r"([A-Za-z][\w-]*)", line))
        }
        assert named - set(pinned) == set(), name


def test_scrapyd_finds_the_settings() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["scrapy"] == {"settings": "newsportal.settings"}


def test_compose_refuses_to_start_without_a_password() -> None:
    text = (ROOT / "deploy/compose.yaml").read_text(encoding="utf-8")
    assert "${SCRAPYD_PASSWORD:?" in text
    assert '"127.0.0.1:6800:6800"' in text


def test_the_examples_hold_no_secret() -> None:
    for path in (ROOT / "deploy").rglob("*"):
        if path.is_file():
            for found in re.findall(r"(?i)password\s*=(.*)", path.read_text(encoding="utf-8")):
                assert found.strip().strip('"') == "", path
