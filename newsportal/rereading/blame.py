"""Who changed a post: its portal, or the rules by which its pages are read?"""

from __future__ import annotations

from typing import Any

from newsportal.archive.archive import ArchiveWriter
from newsportal.archive.boilerplate import cut_off
from newsportal.archive.revisions.revision import changed_fields, digest
from newsportal.items import Post
from newsportal.middlewares.manners import fetch_time
from newsportal.pages.ends import Ends
from newsportal.pages.site import Site
from newsportal.platforms.generic import GENERIC
from newsportal.state.row import Row


def who_changed(archive: ArchiveWriter, site: Site, row: Row, post: Post) -> str:
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


def _read_today(archive: ArchiveWriter, site: Site, row: Row) -> Post | None:
    if archive.pages is None or row.page_volume is None or row.page_offset is None:
        return None
    from newsportal.pagestore.notes import ReadNote
    from newsportal.pagestore.volumes import Place
    from newsportal.rereading.post import read_again
    from newsportal.rereading.stored_pages import StoredPages

    store = archive.pages.store
    page = Place(row.page_volume, row.page_offset)
    if (body := store.body_of(page)) is None:
        return None
    pages = StoredPages.of(store, archive.folder, archive.store.portal.zone()[0])
    response = pages.page(page, body)
    if response is None:
        return None
    at = fetch_time(response)
    # Only what makes a revision matters, which no link is.
    links: dict[str, Any] = {"related": [], "previous": None, "next": None}
    generic = links if site.platform.name == GENERIC.name else None
    known = (row.seen_at, None, None, None)
    reading = ReadNote(row.key, page, body, at, *known, first=False, links=generic)
    if (before := read_again(pages, site, reading)) is not None:
        cut_off(before, Ends.of(before.html), archive.boilerplate.is_foreign)
    return before
