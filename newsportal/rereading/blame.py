"""Who changed a post: its portal, or the rules by which its pages are read?"""

from __future__ import annotations

from newsportal.archive.archive import Archive
from newsportal.archive.revision import changed_fields, digest
from newsportal.items import Post
from newsportal.middlewares.manners import fetch_time
from newsportal.pages.urls import Site
from newsportal.state.row import Row


def who_changed(archive: Archive, site: Site, row: Row, post: Post) -> str:
    """Return ``portal``, ``rules`` or ``both``.

    Told by reading the page of the archived revision with the rules that read *post*. Where it is
    not kept, the portal is taken to be the one: rules change seldom.
    """
    before = _read_today(archive, site, row)
    if before is None or row.digest is None:
        return "portal"
    today = digest(before)
    by_rules = changed_fields(row.digest, today)
    by_portal = changed_fields(today, digest(post))
    if by_rules and by_portal:
        return "both"
    return "rules" if by_rules else "portal"


def _read_today(archive: Archive, site: Site, row: Row) -> Post | None:
    if archive.pages is None or row.page_volume is None or row.page_offset is None:
        return None
    from newsportal.pagestore.notes import Reading
    from newsportal.pagestore.volumes import Place
    from newsportal.rereading.post import read_again, stored_page

    store = archive.pages.store
    page = Place(row.page_volume, row.page_offset)
    if (body := store.body_of(page)) is None:
        return None
    paths = {place.volume: str(store.path(place.volume)) for place in (page, body)}
    response = stored_page(paths, page, body)
    if response is None:
        return None
    at = fetch_time(response)
    reading = Reading(row.key, page, body, at, row.seen_at, None, None, None, first=False)
    return read_again(response, site, reading)
