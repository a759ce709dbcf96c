"""The posts that were taken out for good, in a file of their own: forgotten.jsonl.

A state that is lost, or an older one put back, does not know of a takedown. The file tells it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from newsportal.archive.healing.portal_hosts import PortalHosts
from newsportal.pages.keys import address_of
from newsportal.state import clock
from newsportal.state.file.durable import write_whole
from newsportal.state.row import Route, Row, State
from newsportal.state.store import Store

_FILE_NAME = "forgotten.jsonl"


def remember(folder: Path, root: str, rows: Iterable[Row], marks: dict[str, Any]) -> None:
    """Add posts of the portal at *root* to the file, and by what they are known. Raises OSError."""
    path, at = folder / _FILE_NAME, clock.now().isoformat(timespec="seconds")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for row in rows:
        if not any(each["url"] == address_of(root, row.key) for each in map(json.loads, lines)):
            entry = {"url": address_of(root, row.key), "id": row.id, "forgotten_at": at, **marks}
            lines.append(json.dumps(entry, ensure_ascii=False))
    write_whole(path, "".join(f"{line}\n" for line in lines))


def remind(folder: Path, store: Store, portal_hosts: PortalHosts, run: int) -> bool:
    """Tell the state what was forgotten; return whether it did not know all of it.

    Raises OSError, and ValueError for a file that somebody has broken.
    """
    news = False
    posts = [(portal_hosts.key(entry["url"]), entry["id"]) for entry in forgotten_in(folder)]
    for key, id_ in posts:
        row = (store.row(key) if key else None) or (store.row_of_id(id_) if id_ else None)
        if row is None and key:
            row = store.sight(key, Route.ELSEWHERE, clock.now(), run)
        if row is not None and row.state is not State.FORGOTTEN:
            store.forget([row.n])
            store.update(row.n, id=id_)
            news = True
    return news


def forgotten_in(folder: Path) -> list[dict[str, Any]]:
    """Return what the file says. Raises OSError, and ValueError if somebody has broken it."""
    path = folder / _FILE_NAME
    if not path.exists():
        return []
    try:
        entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for entry in entries:
            str(entry["url"]), entry["id"], bytes.fromhex(entry.get("salt", ""))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ValueError(f"{path} is damaged; put back a copy, or forget the posts again") from None
    return entries
