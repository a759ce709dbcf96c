"""Runs ``scrapy`` in processes of their own without importing everything each time.

A launcher has imported all that a run needs; each run is a fork of it, with its own environment,
settings, files, signals and end. A second's work in a hundred tests is all that is saved.
``TEST_BOUNDS`` makes bounds small that no test could reach.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
Bounded = Callable[[str, object], None]
"""The fixture `bounded`: sets a bound, named by its place in the package."""

_PROGRAM = """
import json, os, sys
import scrapy.cmdline, scrapy.core.engine
from scrapy.settings import Settings
from scrapy.utils.misc import load_object, walk_modules_iter
for name, value in Settings().items():
    for component in (*value, *value.values()) if name.endswith("_BASE") else (value,):
        if isinstance(component, str) and component.startswith("scrapy."):
            load_object(component)
for package in (
    "commands", "spiders", "walk", "middlewares", "pipelines", "extensions", "archive"
):
    list(walk_modules_iter("newsportal." + package))
import newsportal.pipelines.export as export
from datetime import timedelta
from newsportal.state import clock
real = clock.now
assert "twisted.internet.reactor" not in sys.modules
assert "newsportal.settings" not in sys.modules  # it reads the environment
for line in sys.stdin:
    task = json.loads(line)
    pid = os.fork()
    if pid == 0:
        for number, name in ((1, task["stdout"]), (2, task["stderr"])):
            os.dup2(os.open(name, os.O_CREAT | os.O_WRONLY | os.O_TRUNC), number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.environ.clear()
        os.environ.update(task["environment"])
        export._GROUP = task["group"] or export._GROUP
        export._GROUP_REREAD = task["group"] or export._GROUP_REREAD
        for bound, least in json.loads(os.environ.get("TEST_BOUNDS", "{}")).items():
            module, _, name = bound.rpartition(".")
            assert hasattr(sys.modules["newsportal." + module], name), bound
            setattr(sys.modules["newsportal." + module], name, least)
        clock.now = lambda: real() + timedelta(seconds=float(os.environ.get("TEST_CLOCK", "0")))
        sys.argv = ["scrapy", *task["words"]]
        status = 70
        try:
            scrapy.cmdline.execute()
        except SystemExit as error:
            status = error.code or 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    print(pid, flush=True)
    print(os.waitpid(pid, 0)[1], flush=True)
"""


class Launcher:
    """Runs one command after the other."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,  # `select` must see what is there
        )

    def close(self) -> None:
        self._process.communicate()

    def run(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        *,
        stderr: Path,
        stdout: Path = Path(os.devnull),
        timeout: float = 300,
        group: int = 0,
        started: Callable[[int], None] | None = None,
    ) -> int:
        """Run ``scrapy`` with these words; the status is negative where a signal ended it.

        *group* is the number of records that are committed together, if it is not to be the usual
        one; *started* is called with the number of the process.
        """
        task = {
            "words": list(words), "environment": dict(environment), "group": group,
            "stdout": str(stdout), "stderr": str(stderr),
        }  # fmt: skip
        assert self._process.stdin is not None
        with self._one_at_a_time:
            self._process.stdin.write(json.dumps(task).encode() + b"\n")
            pid = self._number(timeout)
            if started is not None:
                started(pid)
            try:
                return os.waitstatus_to_exitcode(self._number(timeout))
            except TimeoutError:
                os.kill(pid, 9)
                self._number(timeout)
                raise

    def _number(self, timeout: float) -> int:
        assert self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], timeout)[0]:
            raise TimeoutError(f"nothing after {timeout} s")
        return int(self._process.stdout.readline())


@cache
def launcher() -> Launcher:
    """Return the launcher of this process."""
    launched = Launcher()
    atexit.register(launched.close)
    return launched
