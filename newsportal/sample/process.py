"""A sample portal in a process of its own, for as long as a ``with`` block lasts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsportal.sample.options import Options

_STOP_SECONDS = 5


@contextmanager
def serve(
    options: Options | None = None,
    clock: float | None = None,
    log: Path | None = None,
    *,
    port: int = 0,
    frozen: bool = False,
    chaos: int | None = None,
) -> Iterator[str]:
    """Serve a portal on loopback and yield its address, with the slash.

    *clock* is the portal's time at the start in epoch seconds (default: the real time); it goes on
    from there unless *frozen*. *log* is a file that gets a line a request; *chaos* draws a bad day.
    """
    command = [sys.executable, "-m", "newsportal.sample.server", "--until-eof"]
    command += ["--port", str(port)]
    for setting in (options or Options()).settings():
        command += ["--option", setting]
    if clock is not None:
        command += ["--clock", str(clock)]
    if log is not None:
        command += ["--log", str(log.absolute())]
    if chaos is not None:
        command += ["--chaos", str(chaos)]
    if frozen:
        command.append("--frozen")
    child = subprocess.Popen(  # noqa: S603 (our own module)
        command,
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,  # ends with us, and the server with it, even if we are killed
        text=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        address = child.stdout.readline().strip()
        if not address:
            raise RuntimeError(f"the sample portal did not start (status {child.wait()})")
        yield address
    finally:
        child.terminate()
        try:
            child.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        child.stdin.close()
        child.stdout.close()
