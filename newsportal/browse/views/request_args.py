"""What a request asks for: of which archive, in which language, from which place on."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from flask import abort, current_app, g, request, url_for

from newsportal.browse.catalogue import Catalogue, Cursor, Entry
from newsportal.browse.query import FIELDS
from newsportal.browse.wording import LANGUAGES, Language, Wording

_PARAMETERS = ("name", "year", "q", "from", "revision", "after", "before", "order", *FIELDS)
COOKIE = "newsportal_language"


def archive_folder() -> Path:
    """Return the folder of the archive that is read."""
    return cast("Path", current_app.config["ARCHIVE"])


def catalogue() -> Catalogue:
    """Return the index of the archive, open as long as the answer takes."""
    if "catalogue" not in g:
        g.catalogue = Catalogue(archive_folder())
    return cast("Catalogue", g.catalogue)


def close(_: BaseException | None) -> None:
    """Close the index when the answer is given."""
    if "catalogue" in g:
        g.pop("catalogue").close()


def wording() -> Wording:
    """Return the words of the reader's language."""
    if "words" not in g:
        g.words = Wording(asked_language())
    return cast("Wording", g.words)


def asked_language() -> Language:
    """Return the language that the reader has chosen, else the browser's."""
    asked = (request.args.get("lang"), request.cookies.get(COOKIE))
    chosen = next((one for one in asked if one in LANGUAGES), None)
    return cast("Language", chosen or request.accept_languages.best_match(LANGUAGES, "zh"))


def cursor() -> Cursor | None:
    """Return the place in a list from which on it is shown; a wrong one is answered with 400."""
    place = request.args.get("from")
    if place is None:
        return None
    try:
        return Cursor.parse(place)
    except ValueError:
        abort(400)


def here(**changes: Any) -> str:
    """Return the address of this page with other parameters."""
    kept = {name: value for name, value in request.args.items() if name in _PARAMETERS}
    values = {**kept, **(request.view_args or {}), **changes}
    return url_for(request.endpoint or "latest", **values)


def entry_url(entry: Entry) -> str:
    """Return the address of a post in the site."""
    return url_for("post", slug=entry["slug"])
