"""docs/fleet.md followed on two machines: their own networks, users, disks, and one wrong clock."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest

from tests import postgres
from tests.crawling import ROOT
from tests.drill import portals
from tests.fleets import until
from tests.street import House, street
from tests.test_bad_machine import FAKETIME
from tests.test_fleet_replica import needs_rsync, rsync_daemon

pytestmark = [
    pytest.mark.long,
    needs_rsync,
    pytest.mark.skipif(
        os.geteuid() != 0 or not shutil.which("ip") or not shutil.which("setpriv") or not FAKETIME,
        reason="takes root, network namespaces and libfaketime",
    ),
    pytest.mark.skipif(not postgres.is_there(), reason="no PostgreSQL on this machine"),
]
_NET = f"10.77.{os.getpid() % 250}"
_HERE = f"{_NET}.1"  # where portals, database and copies are


@dataclass
class Machine:
    """A network namespace with a user and a disk of its own."""

    name: str
    user: int
    disk: Path
    more: dict[str, str]
    """Environment of everything that runs on it."""

    def command(self, line: str) -> list[str]:
        """Return what runs a line of the shell there."""
        ids = ["--reuid", str(self.user), "--regid", str(self.user), "--clear-groups"]
        environment = {
            "PATH": f"{ROOT / '.venv/bin'}:/usr/bin:/bin", "HOME": str(self.disk),
            "NEWSPORTAL_DATA_DIR": f"{self.disk}/data", "PYTHONPATH": str(ROOT),
            "SCRAPY_SETTINGS_MODULE": "newsportal.settings", **self.more,
        }  # fmt: skip
        given = [f"{name}={value}" for name, value in environment.items()]
        return [
            "ip",
            "netns",
            "exec",
            self.name,
            "sh",
            "-c",
            f'{open_doors()} exec "$@"',
            "sh",
            "setpriv",
            *ids,
            "env",
            "-i",
            *given,
            "sh",
            "-c",
            f"cd {self.disk} && {line}",
        ]

    def __call__(self, line: str) -> str:
        done = subprocess.run(
            self.command(line), capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, (line, done.stdout, done.stderr)
        return done.stdout

    def processes(self) -> list[int]:
        told = subprocess.run(
            ["ip", "netns", "pids", self.name], capture_output=True, text=True, check=True
        )
        return [int(word) for word in told.stdout.split()]

    def die(self) -> None:
        """Lose power and the disk."""
        while alive := self.processes():
            subprocess.run(["kill", "-9", *map(str, alive)], check=False)
        subprocess.run(["umount", "-l", self.disk], check=False)


def open_doors() -> str:
    """Return what lets any user reach Python and this checkout, for one namespace of mounts."""
    paths = [Path(sys.base_prefix), Path(sys.prefix).resolve(), ROOT]
    script = "mount -t tmpfs tmpfs /mnt;"
    shut = (
        next((above for above in reversed(path.parents) if not above.stat().st_mode & 1), None)
        for path in paths
    )
    for closed in {each for each in shut if each is not None}:
        behind = [path for path in paths if path.is_relative_to(closed)]
        for number, path in enumerate(behind):
            script += f"mkdir /mnt/{number}; mount --bind {path} /mnt/{number};"
        script += f"mount -t tmpfs -o mode=755 tmpfs {closed};"
        for number, path in enumerate(behind):
            script += f"mkdir -p {path}; mount --bind /mnt/{number} {path};"
    return script


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


@contextmanager
def network() -> Iterator[None]:
    """Have a switch that machines are plugged into."""
    bridge = f"np{os.getpid()}"
    made = subprocess.run(["ip", "link", "add", bridge, "type", "bridge"], check=False)
    if made.returncode:
        pytest.skip("networks cannot be made here")
    try:
        ip("addr", "add", f"{_HERE}/24", "dev", bridge)
        ip("link", "set", bridge, "up")
        yield
    finally:
        ip("link", "del", bridge)


@contextmanager
def machine(folder: Path, number: int, **more: str) -> Iterator[Machine]:
    """Have a machine in the network with a disk of 300 MB."""
    name, cable = f"np{os.getpid()}-{number}", f"npc{os.getpid() % 100_000}-{number}"
    disk = folder / f"disk-{number}"
    disk.mkdir()
    user = 60_000 + number
    ip("netns", "add", name)
    made = Machine(name, user, disk, more)
    try:
        ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", name)
        ip("link", "set", cable, "master", f"np{os.getpid()}", "up")
        for words in (
            ["addr", "add", f"{_NET}.{number + 1}/24", "dev", "eth0"],
            ["link", "set", "eth0", "up"],
            ["link", "set", "lo", "up"],
        ):
            ip("-n", name, *words)
        options = f"size=300m,uid={user},gid={user},mode=700"
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", disk], check=True)
        yield made
    finally:
        made.die()
        ip("netns", "del", name)


def steps(document: str) -> list[str]:
    """Return the lines of the shell in the chapter's first section, in order."""
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    chapter = text.split("\n## ")[1].split("\n| ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", chapter, re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.splitlines() if line.strip()]
    named = re.findall(r"`(scrapy [^`]+)`", re.sub(r"```.*?```", "", chapter, flags=re.DOTALL))
    return list(dict.fromkeys(lines + named))


def asked(houses: list[House]) -> int:
    return sum("/post/" in one.path for house in houses for one in house.asked)


@pytest.mark.parametrize("document", ["fleet.md", "fleet.zh-CN.md"])
def test_the_chapter_holds_on_two_machines(tmp_path: Path, document: str) -> None:
    said = steps(document)
    for folder in (tmp_path, *tmp_path.parents):
        if folder == Path(gettempdir()):
            break
        folder.chmod(0o755)
    with ExitStack() as stack:
        stack.enter_context(network())
        server = stack.enter_context(postgres.postgres(_HERE))
        houses = stack.enter_context(street(portals(2, 20), host=_HERE))
        (tmp_path / "rsync").mkdir()
        replica = stack.enter_context(rsync_daemon(tmp_path / "rsync", _HERE))
        # The time since the start is ahead, too: told to leave it, libfaketime fails sleep().
        wrong = {"LD_PRELOAD": str(FAKETIME[0]), "FAKETIME": "+3h"}
        first = stack.enter_context(machine(tmp_path, 1))
        second = stack.enter_context(machine(tmp_path, 2, **wrong))
        both = [first, second]
        exports = [line for line in said if line.startswith("export ")]
        assert len(exports) == 2
        for one in both:
            one.more |= {"NEWSPORTAL_FLEET": server.url, "NEWSPORTAL_REPLICA": replica}
            assert all(line.split()[1].partition("=")[0] in one.more for line in exports)

        assert "scrapy fleet init" in said
        first("scrapy fleet init")
        second("scrapy fleet init")
        add, add_file = (line for line in said if line.startswith("scrapy fleet add"))
        first(add.replace("https://news.example/", houses[0].root))
        assert add_file == "scrapy fleet add --file portals.txt"
        first(f"echo '{houses[1].root}  # 第二个' > portals.txt && {add_file}")
        (work,) = (line for line in said if line.startswith("scrapy fleet work"))

        def start(on: Machine) -> None:
            with (tmp_path / f"log-{on.user}").open("wb") as log:
                process = subprocess.Popen(
                    on.command(f"{work} --node {on.name} -s DOWNLOAD_DELAY=0.1"), stderr=log
                )
            stack.callback(process.wait)

        def entries() -> list[dict[str, Any]]:
            assert "scrapy fleet --json" in said
            told: list[dict[str, Any]] = json.loads(second("scrapy fleet --json"))
            return told

        start(first)
        start(second)
        stack.callback(second.die)
        stack.callback(first.die)
        until(lambda: all(entry["good_at"] for entry in entries()), 180, 3)
        before = asked(houses)
        first.die()
        for house in houses:
            second(f"scrapy fleet run {house.root}")
        until(lambda: {entry["node"] for entry in entries()} == {second.name}, 120, 3)
        until(lambda: all(entry["result"] == "done" for entry in entries()), 120, 3)
        assert {entry["posts"] for entry in entries()} == {20}
        assert asked(houses) - before <= 2
        shown = second("scrapy fleet")
        assert all(house.root in shown for house in houses)
        for line in ("scrapy report --all", "scrapy audit --all", "scrapy health --all"):
            assert line in said
            told = second(line).replace("_", ":")  # audit names folders
            assert all(house.root.split("/")[2] in told for house in houses), told
        owners = {path.stat().st_uid for path in second.disk.rglob("*")}
        assert owners == {second.user}
