"""The report's template, compiled once: a fifth of what an update without news would cost else."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

_FOLDER = Path(__file__).parent / "__pycache__"  # where Python keeps what it has compiled


class CompiledBeside(BytecodeCache):
    """Keeps compiled templates where Python keeps compiled modules, if it may write there.

    As with these, one that cannot be read, or is of another source or version, is made anew.
    """

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError), _path(bucket).open("rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if not sys.dont_write_bytecode:
            draft = _path(bucket).with_suffix(f".{os.getpid()}")
            with suppress(OSError):
                draft.write_bytes(bucket.bytecode_to_string())
                draft.replace(_path(bucket))


def _path(bucket: Bucket) -> Path:
    return _FOLDER / f"template-{bucket.key}.{sys.implementation.cache_tag}"
