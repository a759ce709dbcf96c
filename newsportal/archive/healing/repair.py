"""What is done where posts.jsonl is not as the state knows it: sifted, written anew, entered."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from newsportal.archive.healing.adopt import Adoption
from newsportal.archive.healing.line_importer import LineImporter
from newsportal.archive.healing.rewrite import rewrite
from newsportal.archive.healing.rotated import place_of
from newsportal.archive.healing.sieve import Sieve
from newsportal.state.store import Store

if TYPE_CHECKING:  # which calls what is here
    from newsportal.archive.healing.reconcile import Healing

_BLOCK = 2**20  # bytes


def repair(path: Path, adoption: Adoption, healing: Healing, begin: int, name: str) -> None:
    """Read the file from *begin* on, as the run of that *name*; *healing* is told what was done."""
    store, portal_hosts = adoption.store, adoption.portal_hosts
    path.with_name(f"{path.name}.new").unlink(missing_ok=True)
    new = not (begin or store.counts.any() or store.rotated())
    if new and _enter_at_once(path, adoption, healing):
        return
    sieve = Sieve(store, portal_hosts, begin, healing.quiet, _older(path, store, begin))
    _sift(path, sieve, healing, name)
    back = [] if begin else _renamed_back(path, store, sieve)
    importer = LineImporter(adoption, back)
    healing.position = importer.enter(path, begin)
    _tell_of(importer, healing)


def _enter_at_once(path: Path, adoption: Adoption, healing: Healing) -> bool:
    """Enter a file into a state that knows no post while it is sifted: each line is parsed once.

    Tell whether all of it stays; else nothing is entered.
    """
    if not path.exists():
        return False
    sieve = Sieve(adoption.store, adoption.portal_hosts, after_a_kill=healing.quiet)
    importer = LineImporter(adoption)
    with adoption.store.kept_if(lambda: not sieve.dirty), path.open("rb") as file:
        stay = takewhile(lambda _: not sieve.dirty, sieve.lines(file, healing.position))
        end = importer.enter_sifted(path, stay)
    if sieve.dirty:
        return False
    _mend_end(path, sieve)
    healing.position = end
    _tell_of(importer, healing)
    return True


# The file


def _sift(path: Path, sieve: Sieve, healing: Healing, name: str) -> None:
    """Take out of the file what is not to stay."""
    if not path.exists():
        return
    written = healing.position
    with path.open("rb") as file:
        for _ in sieve.lines(file, written):
            pass
        if sieve.dirty:
            again = Sieve(
                sieve.store, sieve.portal_hosts, sieve.start, sieve.after_a_kill, sieve.older
            )
            what = ", ".join(_told(sieve)) or (
                "" if sieve.unwritten else "it was not as we write it"
            )
            kept = None if sieve.forgotten or not what else f"posts.jsonl.before-{name}"
            old = rewrite(path, _whole(file, again, written), kept)
            where = f"; the old file is {old}" if old else ""
            if what:
                healing.notes.append(f"posts.jsonl was written anew ({what}){where}")
        else:
            _mend_end(path, sieve)


def _mend_end(path: Path, sieve: Sieve) -> None:
    """Cut off what was never written to its end, or add the line feed that alone is missing."""
    if sieve.tail is not None:
        os.truncate(path, sieve.tail)
    elif sieve.unended:
        with path.open("ab") as file:
            file.write(b"\n")
            file.flush()
            os.fsync(file.fileno())


def _older(path: Path, store: Store, begin: int) -> list[Path]:
    """Return the rotated files, whose lines are not to stand in posts.jsonl again."""
    if begin:
        return []
    old = [place_of(path.parent, name) for _, name in store.rotated()]
    return [file for file in old if file.exists()]


def _renamed_back(path: Path, store: Store, sieve: Sieve) -> list[int]:
    """Return the rotated files, by number, that were given their old name again.

    Their lines stand in posts.jsonl, or did before somebody wrote over what `scrapy rotate` had
    left no file for. What was moved away is not among them: it counts where it is.
    """
    rotated = dict(store.rotated())
    parts = sieve.parts | (
        {max(rotated)} if rotated and sieve.strange and _is_new(store) else set()
    )
    return [n for n in parts if n in rotated and not place_of(path.parent, rotated[n]).exists()]


def _is_new(store: Store) -> bool:
    """Tell whether nothing was written to posts.jsonl since it was rotated."""
    return not store.position() and not store.mark()


def _whole(file: BinaryIO, sieve: Sieve, written: int) -> Iterator[bytes]:
    """Yield the content of the new file."""
    file.seek(0)
    for start in range(0, sieve.start, _BLOCK):
        yield file.read(min(_BLOCK, sieve.start - start))
    yield from (line.data for line in sieve.lines(file, written))


def _told(sieve: Sieve) -> Iterator[str]:
    if sieve.unread:
        yield f"{sieve.unread} bytes were no lines of records"
    if sieve.edited:
        yield f"{sieve.edited} records were changed by another program"
    if sieve.repeated:
        yield f"{sieve.repeated} records stood there twice"
    if sieve.forgotten:
        yield f"{sieve.forgotten} records were of posts that scrapy forget has taken out"
    if sieve.others:
        yield f"{sieve.others} records are of other portals, first {', '.join(sieve.foreign)}"


# The state


def _tell_of(importer: LineImporter, healing: Healing) -> None:
    """Say what was entered, and what the file does not tell."""
    healing.adopted, healing.gone = importer.adopted, importer.gone
    if count := importer.lost + importer.behind:
        healing.notes.append(f"{count} posts whose last lines are not there are read again")
    if healing.gone:
        healing.notes.append(
            f"the lines of {len(healing.gone)} posts that the portal has removed are lost;"
            " only stored pages can tell of them"
        )
