"""Copies on another machine, over rsync: its daemon, or ssh.

A call of rsync costs a connection, so that files are sent, fetched and removed many at a time.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

_STAGED = 64 * 1024 * 1024  # bytes that wait on this disk before they are sent
_BATCH = 16  # files of a call that fetches
_NOT_THERE = 23  # exit status: some files could not be transferred
_WAIT = 600.0  # seconds for one call
_TARGET = re.compile(r"rsync://|(?:[\w.-]+@)?[\w.-]{2,}::?(?!//)")
_SHELL = " ".join(("ssh", "-oBatchMode=yes", "-oConnectTimeout=30"))  # nobody types a password
_DAEMON = re.compile(r"^rsync://|::")


def is_target(url: str) -> bool:
    """Tell whether a place is written as rsync's places on other machines are.

    >>> [is_target(url) for url in ("rsync://nas/news", "keep@nas:/srv/news", "nas::news")]
    [True, True, True]
    >>> [is_target(url) for url in ("/mnt/news", "s3://bucket/news", "memory://x")]
    [False, False, False]
    """
    return _TARGET.match(url) is not None


class Rsync:
    """A folder on another machine. Raises OSError."""

    def __init__(self, target: str) -> None:
        self._target = target.rstrip("/") + "/"
        self._staging: tempfile.TemporaryDirectory[str] | None = None
        self._staged = 0

    def write(self, name: str, data: bytes) -> None:
        """Keep a file on this disk until there are enough of them."""
        if self._staging is None:
            self._staging = _temporary()
        path = Path(self._staging.name, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self._staged += len(data)
        if self._staged >= _STAGED:
            self.flush()

    def flush(self) -> None:
        """Send what waits. Rsync gives a file its name when it is whole."""
        if self._staging is not None:
            with self._staging as folder:
                self._call("--recursive", f"{folder}/", self._target)
        self._staging, self._staged = None, 0

    def read(self, names: Sequence[str]) -> Iterator[bytes]:
        """Fetch some files at a time."""
        for start in range(0, len(names), _BATCH):
            some = names[start : start + _BATCH]
            with _temporary() as folder:
                self._call("--files-from=-", self._target, folder, given=some)
                for name in some:
                    yield Path(folder, name).read_bytes()

    def listed(self, folder: str) -> list[str]:
        """Return the names in a folder."""
        lines = self._call("--list-only", f"{self._target}{folder}/", may_be_missing=True)
        rows = [line.split(maxsplit=4) for line in lines.splitlines()]
        return [row[4] for row in rows if len(row) == 5 and row[4] != "."]

    def remove(self, folder: str, names: Iterable[str]) -> None:
        """Have an empty folder mirrored onto another, in which all else is protected."""
        given = [f"/{name}" for name in names]
        if given:
            with _temporary() as empty:
                self._call("--recursive", "--delete", "--include-from=-", "--exclude=*",
                           f"{empty}/", f"{self._target}{folder}/", given=given)  # fmt: skip

    def _call(
        self, *arguments: str, given: Iterable[str] = (), may_be_missing: bool = False
    ) -> str:
        daemon = ["--no-motd", "--contimeout=30"] if _DAEMON.search(self._target) else []
        try:
            done = subprocess.run(  # noqa: S603  # an argument list: no shell reads it
                ["rsync", *daemon, "--timeout=120", *arguments],  # noqa: S607  # as the node has it
                input="".join(f"{one}\n" for one in given),
                capture_output=True, text=True, timeout=_WAIT, check=False,
                env={"RSYNC_RSH": _SHELL, **os.environ},
            )  # fmt: skip
        except FileNotFoundError:
            raise OSError("rsync is not installed on this node") from None
        except subprocess.TimeoutExpired:
            raise OSError(f"rsync got no answer from {self._target}") from None
        if done.returncode and not (may_be_missing and done.returncode == _NOT_THERE):
            said = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
            kind = FileNotFoundError if done.returncode == _NOT_THERE else OSError
            raise kind(f"rsync: {said[0]}")
        return done.stdout


def _temporary() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="newsportal-rsync-")
