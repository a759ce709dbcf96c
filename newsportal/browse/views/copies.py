"""What was stored besides records: pages as they were, pictures and files."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, current_app, send_file, url_for

from newsportal.archive.media.lookup import Stored
from newsportal.browse import as_it_was
from newsportal.browse.as_it_was import StoredPage
from newsportal.browse.catalogue import Entry
from newsportal.browse.thumbnails import thumbnail
from newsportal.browse.views.frame import HEADERS, POLICY, full_page
from newsportal.browse.views.request_args import archive_folder, catalogue

_FRAME = HEADERS[POLICY] + "; frame-src 'self'"
_COPY = (
    "sandbox allow-same-origin; default-src 'none'; style-src 'unsafe-inline'; img-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


def copy(slug: str) -> Response:
    """Return the frame around a stored page, which says what it is."""
    record, page = _page_of(slug)
    shown = {"slug": slug, "record": record, "page": page, "styled": as_it_was.is_styled(page)}
    response = Response(full_page("copy.html", kind="post", **shown))
    response.headers[POLICY] = _FRAME
    return response


def copied(slug: str) -> Response:
    """Return a stored page, with nothing in it that runs or is loaded from elsewhere."""
    record, page = _page_of(slug)
    stored = Stored(archive_folder())

    def picture(address: str) -> str | None:
        medium = stored.find(address)
        return url_for("medium", name=medium.name) if medium and medium.shown else None

    text = as_it_was.document(record["title"], as_it_was.shown(page, picture))
    response = Response(text)
    response.headers[POLICY] = _COPY
    return response


def _page_of(slug: str) -> tuple[dict[str, Any], StoredPage]:
    shown = catalogue().post(slug, None)
    page = None if shown is None else stored_page(shown.entry)
    if shown is None or page is None:
        abort(404)
    return shown.record, page


def stored_page(entry: Entry) -> StoredPage | None:
    """Return the stored page that a post was read from, None if there is none."""
    config = current_app.config
    return as_it_was.stored_page(config["ARCHIVE"], config["PAGES"], entry["url"])


def stored_medium(name: str) -> Response:
    """Return a stored picture; other files, and pictures that may hold scripts, to be saved."""
    medium = Stored(archive_folder()).named(name)
    if medium is None:
        abort(404)
    file = medium.path if medium.path.is_file() else medium.opened()
    if file is None:
        abort(404)
    return send_file(
        file, mimetype=medium.type, as_attachment=not medium.shown,
        download_name=medium.name, etag=medium.sha256, last_modified=None,
    )  # fmt: skip


def small_picture(name: str) -> Response:
    """Return a small picture in the place of a stored one; itself where none can be made."""
    medium = Stored(archive_folder()).named(name)
    if medium is None or not medium.shown:
        abort(404)
    small = thumbnail(archive_folder(), medium)
    if small is None:
        return stored_medium(name)
    return send_file(small, mimetype="image/webp", last_modified=None)
