"""What every answer has: headers, the masthead, the page of an error."""

from __future__ import annotations

import sqlite3
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from flask import Response, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, SecurityError

from newsportal.browse.catalogue import Entry, MovedError
from newsportal.browse.masthead import last_run, name_of
from newsportal.browse.views.request_args import COOKIE, archive_folder, catalogue, wording
from newsportal.browse.wording import LANGUAGES
from newsportal.language.catalogue import in_chinese

_ASKED = ("search", "latest", "facet", "state")  # whose 400 names a parameter
_SCRIPT = (files("newsportal.browse") / "site.js").read_text(encoding="utf-8")
SCRIPT = Markup(_SCRIPT)  # noqa: S704 (ours)
_DIGEST = b64encode(sha256(_SCRIPT.encode()).digest()).decode()
POLICY = "Content-Security-Policy"
HEADERS = {
    POLICY: "default-src 'none'; style-src 'self'; img-src 'self' data:;"
    f" script-src 'sha256-{_DIGEST}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-cache",
    "Vary": "Accept-Language, Cookie",
}


def full_page(template: str, **values: Any) -> str:
    """Return a page with its masthead."""
    count, newest, oldest = catalogue().span()
    return render_template(
        template, count=count, newest=newest, oldest=oldest, paper=_paper(newest),
        last_run=last_run(archive_folder()), **values,
    )  # fmt: skip


def _paper(newest: Entry | None) -> tuple[str, str]:
    """Return the portal's name and its host."""
    host = urlsplit(newest["url"]).netloc if newest else ""
    return name_of(archive_folder()) or host, host


def finish(response: Response) -> Response:
    """Add what every answer has; a language that was chosen is kept."""
    own = response.headers.get(POLICY, HEADERS[POLICY])
    response.headers.update({**HEADERS, POLICY: own})
    if request.args.get("lang") in LANGUAGES:
        response.set_cookie(
            COOKIE, request.args["lang"], max_age=366 * 86400, httponly=True, samesite="Strict"
        )
    return response


def error(error: HTTPException) -> tuple[str, int]:
    """Return the page of an error, with the masthead if the archive can be read."""
    if isinstance(error, SecurityError):
        return "This site answers only to the address at which it was started.", 400
    code = error.code or 500
    code = code if code in (400, 404, 405, 503) else 500
    said = error.description if code == 400 and request.endpoint in _ASKED else None
    if said and wording().language == "zh":
        said = in_chinese(said)
    try:
        return full_page("error.html", code=code, said=said), code
    except (MovedError, sqlite3.Error):  # the archive has no masthead to give
        return render_template("error.html", code=code), code
