"""What is built, and that a machine which has only that archives a portal."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
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
LIGHT = {"PIP_NO_COMPILE": "1"}  # what is run a few times compiles what it imports
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


def files_below(folder: Path) -> set[str]:
    return {
        str(path.relative_to(ROOT))
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_has_the_package_and_nothing_else(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == files_below(ROOT / "newsportal")


def test_what_an_earlier_version_had_is_not_installed(sources: Path, tmp_path: Path) -> None:
    """As by ``pip install .`` in a checkout that was brought up to date."""
    gone = sources / "build/lib/newsportal/gone.py"
    gone.parent.mkdir(parents=True)
    gone.touch()
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(tmp_path)],
        cwd=sources, capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    shutil.rmtree(sources / "build")
    assert done.returncode == 0, done.stderr[-2000:]
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert "newsportal/gone.py" not in archive.namelist()


def test_what_is_generated_is_left_out_of_git_too() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {name.rstrip("/") for name in ignored if name[0] != "."} == set(GENERATED) - {".*"}


def test_the_source_distribution_has_all_that_a_checkout_has(built: Path, sources: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = files_below(ROOT / "newsportal") | files_below(ROOT / "deploy")
    wanted |= files_below(ROOT / "tests") | files_below(ROOT / "benchmarks")
    wanted |= files_below(ROOT / "docs")
    wanted |= {path.name for path in sources.iterdir() if path.is_file()}
    assert wanted - names == set()


def pip_steps(sources: Path) -> list[list[str]]:
    """Return the pip commands of the Containerfile, for sources that lie elsewhere."""
    text = (ROOT / "deploy/Containerfile").read_text(encoding="utf-8")
    steps = [step.split("&&")[0] for step in re.findall(r"^RUN (pip .+)$", text, re.M)]
    assert len(steps) == 2
    filled = (step.replace("${EXTRAS}", "").replace("/src", str(sources)) for step in steps)
    return [shlex.split(step) for step in filled]


@pytest.fixture(scope="module")
def machine(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A fresh environment in which the steps of the Containerfile were taken; the sources went."""
    home = tmp_path_factory.mktemp("machine")
    venv.create(home / "env", with_pip=True)
    for words in pip_steps(sources):
        done = subprocess.run(
            [home / "env/bin/pip", "--disable-pip-version-check", *words[1:]],
            cwd=home, env={**os.environ, **LIGHT}, capture_output=True, text=True,
            timeout=SECONDS, check=False,
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


# Any Python that is promised, any way to install


def python(version: str) -> str:
    """Return an interpreter of this version: Debian's own, one on the PATH or one of pyenv's."""
    candidates: list[str | Path] = [f"python{version}"]
    candidates += Path.home().glob(f".pyenv/versions/{version}.*/bin/python")
    if version == "distribution":
        candidates = ["/usr/bin/python3"]
    for candidate in candidates:
        with contextlib.suppress(OSError):
            told = subprocess.run(
                [candidate, "-c", "import sys, ensurepip; print(sys.version_info[:2])"],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            if told.returncode == 0:
                return str(candidate)
    if os.environ.get("NEWSPORTAL_EVERY_PYTHON"):
        pytest.fail(f"there is no Python {version} to test with")
    pytest.skip(f"there is no Python {version}")


def run(*words: str | Path, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    bare = {"PATH": "/usr/bin:/bin", "HOME": str(folder), **LIGHT}
    done = subprocess.run(
        words, cwd=folder, env=bare | environment,
        capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    if "name resolution" in done.stderr:
        pytest.skip("the package index is out of reach")
    return done


def assert_works(program: Path, folder: Path, installer: str) -> None:
    """The program of a base installation archives a portal, and names what is missing."""
    done = run(program, "demo", "--posts", "12", folder=folder)
    assert done.returncode == 0, done.stderr[-2000:]
    (url,) = re.findall(r"browse -a portal=(\S+)", done.stdout)
    for command in ("health", "audit", "report"):
        done = run(program, command, "-a", f"portal={url}", folder=folder)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
    done = run(program, "browse", "-a", f"portal={url}", folder=folder)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("newsportal: ")
    assert f'is not installed; it comes with {installer} "newsportal[browse] @ file://' in line


@pytest.mark.parametrize("version", ["distribution", "3.12", "3.13"])
def test_every_python_that_is_promised(built: Path, tmp_path: Path, version: str) -> None:
    (wheel,) = built.glob("*.whl")
    assert run(python(version), "-m", "venv", "env", folder=tmp_path).returncode == 0
    pins = ROOT / "constraints.txt"
    pip = (tmp_path / "env/bin/pip", "install", "--disable-pip-version-check", "-c", pins)
    done = run(*pip, wheel, folder=tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]
    assert_works(tmp_path / "env/bin/newsportal", tmp_path, "pip install")
    done = run(tmp_path / "env/bin/python", "-m", "newsportal", "list", folder=tmp_path)
    assert done.stdout.split() == ["posts"]
    # All that `make demo` brings can be had, too.
    done = run(*pip, "--dry-run", "-r", ROOT / "requirements.txt", folder=tmp_path)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize("tool", ["pipx", "uv"])
def test_installed_as_a_program(built: Path, tmp_path: Path, tool: str) -> None:
    (wheel,) = built.glob("*.whl")
    program = Path(sys.prefix) / "bin" / tool
    if not program.exists():
        pytest.skip(f"there is no {tool}")
    words = ("tool", "install", "--python", sys.executable) if tool == "uv" else ("install",)
    folders = {"PIPX_HOME": "home", "PIPX_BIN_DIR": "bin", "UV_TOOL_DIR": "home"}
    environment = {name: str(tmp_path / folder) for name, folder in folders.items()}
    environment |= {"UV_TOOL_BIN_DIR": str(tmp_path / "bin"), "PIPX_DEFAULT_PYTHON": sys.executable}
    environment |= {n: os.environ[n] for n in ("SSL_CERT_FILE", "PIP_CERT") if n in os.environ}
    done = run(program, *words, wheel, folder=tmp_path, **environment)
    assert done.returncode == 0, done.stderr[-2000:]
    again = {"uv": "uv tool install", "pipx": "pipx install --force"}
    assert_works(tmp_path / "bin/newsportal", tmp_path, again[tool])


def test_requirements_are_the_package_with_all_extras() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    named = {line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()}
    (everything,) = extras.pop("all")
    assert sorted(re.findall(r"[\w]+", everything)[1:]) == sorted(extras)
    assert named == {
        *project["dependencies"],
        *(each for extra in extras.values() for each in extra),
    }


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
