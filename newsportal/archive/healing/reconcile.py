"""posts.jsonl and state.db heal each other at the start of a run.

- A file that is as the last commit left it is not read, but for its end and a stretch in turn: what
  decays on the disk shows in time.
- One that was copied or touched is read: as long as the digests of its pieces are those that the
  state has, it is whole. Behind these, whole records are adopted.
- Else all of it goes through the sieve. Where anything in it is no record of this portal, or is one
  twice, the file is written anew; the old one stays beside it.
- Posts whose line is nowhere are read again (`Store.lost`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from newsportal.archive.healing.mark import inode, mark_of
from newsportal.archive.healing.pieces import last_piece_holds, pieces_hold, stretch_holds
from newsportal.archive.healing.portal_hosts import PortalHosts
from newsportal.state.store import Store


@dataclass(slots=True)
class Healing:
    """What was done to make file and state agree."""

    notes: list[str] = field(default_factory=list)
    """For people; the result of the run is healed if there are any."""
    adopted: int = 0
    """Records that the state did not know."""
    quiet: bool = False
    """Whether these are but what a killed run wrote last."""
    gone: list[str] = field(default_factory=list)
    """Keys of posts that the portal has removed and whose lines are lost."""
    position: int = 0
    """Length of the file."""


def reconcile(
    path: Path, store: Store, portal_hosts: PortalHosts, run: int, name: str, *, whole: bool = False
) -> Healing:
    """Make file and state agree, in the store's open transaction, as the run of that *name*.

    With *whole* all that there is is read, whatever the state knows. Raises OSError, sqlite3.Error.
    """
    healing, committed = Healing(position=store.position()), store.mark()
    mark = mark_of(path)
    untouched = not whole and mark == committed
    if untouched and last_piece_holds(path, store) and stretch_holds(path, store, run):
        return healing
    # What a run wrote just before it was killed is no news.
    killed = store.runs.died(run) and (not committed or inode(mark) == inode(committed))
    trusted = not whole and (store.sealed or killed)
    begin = healing.position if trusted and pieces_hold(path, store) else 0
    healing.quiet = killed and begin == healing.position
    if not store.sealed:
        store.runs.doubt(run)
    size = path.stat().st_size if path.exists() else 0
    if not whole and begin == healing.position == size:
        return healing
    # Late: most runs find all as it was left.
    from newsportal.archive.healing.adopt import Adoption
    from newsportal.archive.healing.repair import repair

    repair(path, Adoption(store, portal_hosts, run), healing, begin, name)
    return healing
