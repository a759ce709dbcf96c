"""A PostgreSQL of a test's own, in a temporary folder, on a socket and a port of loopback."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.ports import free_port

_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


class Postgres:
    """A server that can be stopped hard and started again."""

    def __init__(self, folder: Path, host: str) -> None:
        self._folder, self._host = folder, host
        self._port = free_port()
        self.url = f"postgresql://newsportal@{host}:{self._port}/postgres"
        self._call("initdb", "--username=newsportal", "--auth=trust", "--no-sync", str(folder))
        with (folder / "pg_hba.conf").open("a", encoding="ascii") as rules:
            rules.write(f"host all all {host}/24 trust\n")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-p {self._port} -h {self._host} -k {self._folder} -c fsync=off"
        self._control("start", "-w", "-o", options, "-l", str(self._folder / "log"))

    def stop(self, mode: str = "fast") -> None:
        """Stop it; *mode* immediate is a crash."""
        self._control("stop", "-w", "-m", mode)

    def _control(self, *arguments: str) -> None:
        self._call("pg_ctl", "-D", str(self._folder), *arguments)

    def _call(self, program: str, *arguments: str) -> None:
        owner: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []}
        subprocess.run(
            [_PROGRAMS[-1] / program, *arguments], check=True, stdout=subprocess.DEVNULL,
            timeout=240, cwd="/", **(owner if _is_root() else {}),
        )  # fmt: skip


@contextmanager
def postgres(host: str = "127.0.0.1") -> Iterator[Postgres]:
    """Yield a running server that the network of *host* reaches."""
    folder = Path(tempfile.mkdtemp(prefix="newsportal-pg-"))
    if _is_root():
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
    try:
        server = Postgres(folder, host)
        server.start()
        yield server
        server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def is_there() -> bool:
    """Tell whether the programs of a server are installed."""
    return bool(_PROGRAMS)


def _is_root() -> bool:
    return os.geteuid() == 0
