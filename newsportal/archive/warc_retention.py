"""Files of pages that are too old, or one too many, are let go (`NEWSPORTAL_WARC_KEEP`).

Pages of posts that the portal has removed stay, and what they need. The newest file stays in any
case; so that this is no whole year of pages, files are begun in time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from newsportal.archive.healing.portal_hosts import PortalHosts
from newsportal.discovery.discussion import is_of
from newsportal.pages.site import Site
from newsportal.pages.urls import bare_address
from newsportal.state import clock
from newsportal.state.facts import Fact
from newsportal.state.store import Store

if TYPE_CHECKING:
    from newsportal.pagestore.store import PageStore

PARTS = 8  # files that what is kept is made of, at least
_LONG_AGO = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is to be kept."""

    text: str
    """As the setting has it."""
    age: int
    """In seconds; 0: as long as there is room."""
    size: int
    """In bytes; 0: any."""


def retire(store: Store, pages: PageStore, site: Site, bounds: Bounds) -> Iterator[str]:
    """Let go of what is beyond the bounds; yield what was done, for people.

    The files go by `remove`, once the state is committed. Raises OSError.
    """
    from newsportal.pagestore.retention import began, move_on

    now = _now_at_least(store)
    if bounds.age:
        newest = began(pages, max(pages.sizes, default=0))
        if newest is not None and now - newest > timedelta(seconds=bounds.age / PARTS):
            pages.begin_another()
    stays: Callable[[str], bool] | None = None
    last: datetime | None = None
    for volume, following in pairwise(sorted(pages.sizes)):
        # None is older than the one before it, whatever the clock was then.
        last = max(filter(None, (last, began(pages, following))), default=None)
        old = bounds.age and last is not None and now - last > timedelta(seconds=bounds.age)
        much = bounds.size and sum(pages.sizes.values()) > bounds.size
        if not (old or much):
            return
        size, path = pages.sizes[volume], pages.path(volume)
        if not path.exists():
            continue
        stays = stays or _removed(store, site)
        moved = move_on(pages, volume, stays, store.pages.used_later(volume))
        places = {old.offset: (new.volume, new.offset) for old, new in moved.places.items()}
        store.pages.drop(volume, places)
        pages.let_go(volume)
        until = f"{last:%Y-%m-%d}" if last is not None else "?"
        yield (
            f"NEWSPORTAL_WARC_KEEP={bounds.text}: {path.name} is gone, {size} bytes with"
            f" {moved.gone} pages up to {until}; {moved.answers} pages in it were kept: of removed"
            " posts, or with what later pages repeat"
        )


def _now_at_least(store: Store) -> datetime:
    """Return the earlier of what our clock says and has said at the last run, if there was one.

    A clock that is wrong for one run would cost all pages but the newest.
    """
    now, before = clock.now(), store.facts.get(Fact.RETENTION_CLOCK)
    store.facts.put(Fact.RETENTION_CLOCK, now.isoformat())
    return min(now, datetime.fromisoformat(before)) if before else _LONG_AGO


def remove(store: Store, pages: PageStore) -> None:
    """Take away the files of which the state says that they are to go. Raises OSError."""
    from newsportal.pagestore.volumes import volumes_in

    paths = volumes_in(pages.folder)
    for volume in store.pages.dropped():
        if (path := paths.get(volume)) is not None:
            path.unlink()


def _removed(store: Store, site: Site) -> Callable[[str], bool]:
    """Return what tells whether an address, or a key, is that of a removed post."""
    keys, ids = store.pages.removed()
    portal_hosts = PortalHosts(site, store.portal.former())
    roots = [bare_address(root) for root in (site.root, *portal_hosts.former)]

    def stays(address: str) -> bool:
        if address in keys or is_of(address, ids):
            return True
        if not address.startswith(("http://", "https://")):
            return False
        rest = bare_address(address)
        named = {rest[len(root) :] for root in roots if rest.startswith(root)}
        return not keys.isdisjoint(named) or portal_hosts.key(address) in keys

    return stays
