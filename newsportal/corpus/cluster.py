"""A cluster of Dask, which finds the archives and the output under the same paths."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from distributed import Client


@contextmanager
def cluster(address: str) -> Iterator[None]:
    """Send the tasks within the block to the cluster at *address*; raises OSError."""
    with Client(address, timeout="20s", set_as_default=True):
        yield
