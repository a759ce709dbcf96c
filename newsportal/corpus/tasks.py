"""Work that Dask does: on this machine, or on the cluster that `cluster` names."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import dask
import numpy as np
import numpy.typing as npt

_AT_A_TIME = 1_000  # tasks that Dask knows of: a large corpus has a hundred thousand


def each(function: Any, arguments: Iterable[tuple[Any, ...]], **named: Any) -> list[Any]:
    """Call a function with each of some arguments, several at a time, and return what it returns.

    A call is repeated elsewhere when a worker of the cluster dies, or only seems to.
    """
    task = dask.delayed(function, pure=False)
    every = iter(arguments)
    results: list[Any] = []
    while calls := [task(*each, **named) for each in islice(every, _AT_A_TIME)]:
        results += dask.compute(*calls)
    return results


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Yield a name to write under, which becomes *target* when the block has ended well.

    It is nobody else's, since a call may be made twice at a time.
    """
    draft = target.with_name(f"{target.name}.{secrets.token_hex(4)}.tmp")
    yield draft
    draft.replace(target)


def save(path: Path, numbers: npt.NDArray[Any]) -> None:
    """Write numbers as a file of numpy's, whole."""
    with whole(path) as draft, draft.open("wb") as file:
        np.save(file, numbers)
