"""deploy/crontab as a real cron runs it, and with cron's bare environment; the systemd units."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsportal.sample.options import Options
from newsportal.sample.process import serve
from tests.checkouts import checkout as clean_checkout
from tests.crawling import ROOT, archive_folder, read_records

SMALL = Options(posts=4, comments=False, sidebar=False, pages=False, future=0)
HASTE = "-s DOWNLOAD_DELAY=0 -s AUTOTHROTTLE_ENABLED=0"  # behind the line as it stands
BARE = {"HOME": "/tmp", "LOGNAME": "newsportal", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
# Cron in a mount namespace of its own: nothing of the machine's tables runs, nothing of ours stays.
PRIVATE_CRON = """
for folder in /var/spool/cron/crontabs /etc/cron.d /run; do mount -t tmpfs tmpfs $folder; done
mount --bind /dev/null /etc/crontab
crontab "$1" && exec cron -f
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the project with its virtual environment, as /srv/newsportal has it."""
    target = clean_checkout(tmp_path / "newsportal")
    (target / ".venv").symlink_to(sys.prefix)
    return target


def crontab(url: str, checkout: Path) -> tuple[dict[str, str], list[str]]:
    """Return variables and command lines of deploy/crontab, for this checkout and portal."""
    text = (ROOT / "deploy/crontab").read_text(encoding="utf-8").replace("/srv/newsportal", "{}")
    lines = text.replace("{}", str(checkout)).splitlines()
    lines = [line for line in lines if line and not line.startswith("#")]
    variables = dict(line.split("=", 1) for line in lines if re.match(r"\w+=", line))
    jobs = [line for line in lines if not re.match(r"\w+=", line)]
    assert variables["NEWSPORTAL_URL"].startswith("https://")
    return {**variables, "NEWSPORTAL_URL": url}, jobs


def shell(job: str, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a line of a crontab as cron does."""
    return subprocess.run(
        ["/bin/sh", "-c", job.split(maxsplit=5)[5]],
        env={**BARE, **variables}, cwd="/", capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip


@pytest.mark.long
def test_a_good_run_says_nothing_and_a_bad_one_what_happened(checkout: Path) -> None:
    with serve(SMALL) as url:
        variables, jobs = crontab(url, checkout)
        for job in jobs:
            done = shell(f"{job} {HASTE}", variables)
            assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    folder = archive_folder(url, checkout / "data")
    assert len(read_records(folder)) == SMALL.posts
    done = shell(jobs[0], variables)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert "refused" in line
    (report,) = re.findall(r"report: (\S+)", line)
    assert Path(report).parent == folder / "runs"
    assert Path(report).exists()


@pytest.mark.long
@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("cron"), reason="takes root and cron")
def test_cron_runs_it(checkout: Path) -> None:
    """Both lines begin in the same minute: one of them meets the other, and stays silent."""
    with serve(SMALL) as url:
        variables, jobs = crontab(url, checkout)
        output, table = checkout / "output", checkout / "crontab"
        lines = [f"{name}={value}" for name, value in variables.items()]
        for job in jobs:
            command = job.split(maxsplit=5)[5]
            lines.append(f"* * * * * ( {command}; echo $? >>{output}.status ) >>{output} 2>&1")
        table.write_text("\n".join(lines) + "\n", encoding="utf-8")
        with subprocess.Popen(
            ["unshare", "--mount", "sh", "-e", "-c", PRIVATE_CRON, "sh", str(table)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        ) as cron:  # fmt: skip
            try:
                statuses = list(wait_for_lines(Path(f"{output}.status"), len(jobs), cron))
            finally:
                cron.terminate()
        if cron.returncode == 1 and not statuses:
            assert cron.stdout is not None
            pytest.skip(f"no namespace for a cron of our own: {cron.stdout.read()}")
    assert sorted(statuses)[0] == "0"
    assert set(statuses) <= {"0", "75"}
    assert output.read_text(encoding="utf-8") == ""
    assert len(read_records(archive_folder(url, checkout / "data"))) == SMALL.posts


def wait_for_lines(path: Path, count: int, process: subprocess.Popen[str]) -> Iterator[str]:
    """Wait until a file has so many lines; the process may end early."""
    deadline = time.monotonic() + 200  # a minute until cron begins
    while process.poll() is None and time.monotonic() < deadline:
        if path.exists() and len(lines := path.read_text(encoding="utf-8").splitlines()) >= count:
            yield from lines[:count]
            return
        time.sleep(0.5)


# systemd


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units, with the programs of this environment."""
    for unit in (ROOT / "deploy/systemd").iterdir():
        text = unit.read_text(encoding="utf-8")
        text = text.replace("/srv/newsportal/.venv/bin", f"{sys.prefix}/bin")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    return tmp_path


systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="takes systemd-analyze")


@systemd
def test_systemd_takes_the_units(units: Path) -> None:
    names = ["newsportal@update.service", "newsportal-update.timer", "newsportal-full.timer",
             "newsportal-fleet.service", "scrapyd.service"]  # fmt: skip
    done = subprocess.run(
        ["systemd-analyze", "verify", *(f"./{name}" for name in names)],
        cwd=units, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


@systemd
@pytest.mark.parametrize(
    ("unit", "most"),
    [("newsportal@.service", 20), ("newsportal-fleet.service", 30), ("scrapyd.service", 50)],
)
def test_the_units_are_hardened(units: Path, unit: str, most: int) -> None:
    """The exposure is counted in tenths, up to 100."""
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--threshold={most}", f"./{unit}"],
        cwd=units, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-300:]


@pytest.mark.long
def test_the_service_runs_what_cron_runs(checkout: Path) -> None:
    """ExecStart of each timer's instance, in the unit's environment."""
    text = (ROOT / "deploy/systemd/newsportal@.service").read_text(encoding="utf-8")
    (command,) = re.findall(r"^ExecStart=(.+)$", text, re.MULTILINE)
    (data,) = re.findall(r"^Environment=NEWSPORTAL_DATA_DIR=(.+)$", text, re.MULTILINE)
    environment = {**BARE, "NEWSPORTAL_DATA_DIR": f"{checkout}{data}"}
    with serve(SMALL) as url:
        for timer in ("update", "full"):
            unit = ROOT / f"deploy/systemd/newsportal-{timer}.timer"
            (instance,) = re.findall(
                r"^Unit=newsportal@(\w+)\.service$", unit.read_text(encoding="utf-8"), re.MULTILINE
            )
            words = command.replace("/srv/newsportal", str(checkout)).replace("%i", instance)
            done = subprocess.run(
                [*words.split(), *HASTE.split()],
                cwd=checkout, env={**environment, "NEWSPORTAL_URL": url},
                capture_output=True, text=True, timeout=120, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
    assert len(read_records(archive_folder(url, Path(f"{checkout}{data}")))) == SMALL.posts
