"""A disk that forgets: what of a run's system calls is left after the power fails.

The rules are those of POSIX, stricter than any file system in use: what was written survives for
certain only if the file was synced since, a name only if its folder was. Of the rest anything may
survive: all of it, nothing, or some writes of it, the last of them in part.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TRACED = "openat,write,pwrite64,fsync,fdatasync,ftruncate,truncate,rename,unlink,mkdir"
_CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+)(?:<[^>]*>)?[^<>]*$")
_BYTES = re.compile(r"(?:\\x[0-9a-f]{2})+")
_DESCRIPTOR = re.compile(r"\d+<([^>]*)>$")

Write = tuple[int, bytes | None]  # at an offset; None: cut off there


@dataclass(frozen=True, slots=True)
class Call:
    """A system call that succeeded: its name, the path that it is about, what else it was given."""

    name: str
    path: str
    data: bytes = b""
    """For `rename` the new path."""
    number: int = 0
    """Offset or length."""
    flags: str = ""


def calls(trace: Path, folder: Path) -> list[Call]:
    """Return the calls on what lies in *folder*, from what ``strace -y -xx`` wrote."""
    found = []
    for line in trace.read_text(encoding="ascii").splitlines():
        match = _CALL.match(line)
        if match is None or int(match[3]) < 0:
            continue
        call = _call(match[1], match[2].split(", "))
        if Path(call.path).is_relative_to(folder) and not call.path.endswith(("-shm", "lock")):
            found.append(call)
    return found


def _call(name: str, given: list[str]) -> Call:
    if name == "openat":
        return Call(name, _text(given[1]), flags=given[2])
    if name == "rename":
        return Call(name, _text(given[0]), _bytes(given[1]))
    if match := _DESCRIPTOR.match(given[0]):
        path = _text(match[1])
        if name in ("write", "pwrite64"):
            offset = int(given[3]) if name == "pwrite64" else -1
            return Call(name, path, _bytes(given[1]), offset)
        return Call(name, path, number=int(given[1]) if name == "ftruncate" else 0)
    return Call(name, _text(given[0]), number=int(given[1]) if name == "truncate" else 0)


def _bytes(quoted: str) -> bytes:
    assert not quoted.endswith("..."), "strace cut the data"
    return bytes.fromhex("".join(_BYTES.findall(quoted)).replace("\\x", ""))


def _text(quoted: str) -> str:
    return _bytes(quoted).decode()


@dataclass(slots=True)
class _File:
    durable: bytes = b""
    waiting: list[Write] = field(default_factory=list)

    def content(self, writes: list[Write]) -> bytes:
        content = bytearray(self.durable)
        for offset, data in writes:
            if data is None:
                del content[offset:]
                content.extend(bytes(offset - len(content)))
            else:
                content.extend(bytes(max(0, offset - len(content))))
                content[offset : offset + len(data)] = data
        return bytes(content)

    @property
    def size(self) -> int:
        return len(self.content(self.waiting))


Name = tuple[str, _File | None]  # None: the name is taken away


class Disk:
    """Files and their names, what is on the platter of both and what is on its way there."""

    def __init__(self, folder: Path) -> None:
        """Begin with what lies in *folder*."""
        self._folder = folder
        files = [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []
        self._durable = {str(path): _File(path.read_bytes()) for path in files}
        self._names: list[Name] = []

    def __call__(self, call: Call) -> None:
        """Take in a call."""
        if call.name in ("fsync", "fdatasync"):
            self._sync(call.path)
        elif call.name == "mkdir":
            pass  # a folder comes with the first name in it
        elif call.name == "openat":
            if "O_CREAT" in call.flags and self._file(call.path) is None:
                self._names.append((call.path, _File()))
            if "O_TRUNC" in call.flags and (file := self._file(call.path)) is not None:
                file.waiting.append((0, None))
        elif call.name == "unlink":
            self._names.append((call.path, None))
        else:
            file = self._file(call.path)
            assert file is not None, call
            if call.name == "rename":
                self._names += [(call.data.decode(), file), (call.path, None)]
            elif call.name in ("truncate", "ftruncate"):
                file.waiting.append((call.number, None))
            else:
                offset = file.size if call.number < 0 else call.number
                file.waiting.append((offset, call.data))

    def _present(self, names: list[Name]) -> dict[str, _File]:
        present: dict[str, _File] = dict(self._durable)
        for path, file in names:
            if file is None:
                present.pop(path, None)
            else:
                present[path] = file
        return present

    def _file(self, path: str) -> _File | None:
        return self._present(self._names).get(path)

    def _sync(self, path: str) -> None:
        if (file := self._file(path)) is not None:
            file.durable, file.waiting = file.content(file.waiting), []
            return
        here = [name for name in self._names if str(Path(name[0]).parent) == path]
        self._durable = self._present(here)
        self._names = [name for name in self._names if name not in here]

    def outcomes(self, chance: random.Random) -> Iterator[dict[str, bytes]]:
        """Yield what may be in the folder when the power comes back, by relative path."""
        yield self._left(len(self._names), lambda writes: writes)
        yield self._left(0, lambda _: [])
        yield self._left(len(self._names), lambda _: [])
        yield self._left(chance.randint(0, len(self._names)), lambda writes: _some(writes, chance))

    def _left(self, names: int, chosen: Any) -> dict[str, bytes]:
        present = self._present(self._names[:names])
        return {
            str(Path(path).relative_to(self._folder)): file.content(chosen(file.waiting))
            for path, file in present.items()
        }


def _some(writes: list[Write], chance: random.Random) -> list[Write]:
    """Return some of the writes, in order; one of them may have got to the disk in part."""
    kept = [write for write in writes if chance.random() < chance.choice((0.2, 0.5, 0.9))]
    if kept:
        offset, data = kept[-1]
        if data is not None:
            kept[-1] = offset, data[: chance.randint(0, len(data))]
    return kept
