"""Libraries that a part of the users needs, by the extras of the package that bring them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from newsportal.language.chosen import say

_USAGE = 2


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Where a library is missing within the block, say what brings it, and end the program."""
    try:
        yield
    except ModuleNotFoundError as error:
        library = (error.name or "").partition(".")[0]
        if library in ("", "newsportal"):
            raise
        say(f'{library} is not installed; it comes with pip install "newsportal[{extra}]"')
        sys.exit(_USAGE)
