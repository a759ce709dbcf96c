"""Libraries that a part of the users needs, by the extras of the package that bring them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from newsportal.language.chosen import say

_USAGE = 2
_CHECKOUT = Path(__file__).parents[1]


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Where a library is missing within the block, say what brings it, and end the program."""
    try:
        yield
    except ModuleNotFoundError as error:
        library = (error.name or "").partition(".")[0]
        if library in ("", "newsportal"):
            raise
        say(f"{library} is not installed; it comes with {command_for(extra)}")
        sys.exit(_USAGE)


def command_for(extra: str) -> str:
    """Return the command that brings an extra to this installation, however it was made."""
    program = _installer(Path(sys.prefix))
    try:
        told = distribution("newsportal").read_text("direct_url.json")
    except PackageNotFoundError:  # a checkout, as `make demo` uses it
        listed = _CHECKOUT / "requirements.txt"
        return f"{program} -r {listed}" if listed.exists() else f'{program} "newsportal[{extra}]"'
    source = json.loads(told) if told else {}
    if source.get("dir_info", {}).get("editable"):
        return f'{program} -e "{source["url"].removeprefix("file://")}[{extra}]"'
    origin = f" @ {source['url']}" if source else ""  # a file or a folder rather than an index
    return f'{program} "newsportal[{extra}]{origin}"'


def _installer(environment: Path) -> str:
    """Return what installs into an environment, by the marks that each installer leaves there."""
    if (environment / "uv-receipt.toml").exists():
        return "uv tool install"
    if (environment / "pipx_metadata.json").exists():
        return "pipx install --force"
    return "pip install" if find_spec("pip") else "uv pip install"
