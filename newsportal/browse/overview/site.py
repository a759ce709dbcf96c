"""The site over all archives; below ``/in/NAME/`` stands each archive's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, abort, current_app, g, render_template, request, url_for
from jinja2 import PackageLoader
from werkzeug.exceptions import HTTPException, SecurityError

from newsportal import design
from newsportal.archive.archive_folder import archives_below
from newsportal.archive.healing.rotated import RECORDS
from newsportal.archive.kept_pages import pages_folder
from newsportal.browse import rendering
from newsportal.browse.masthead import name_of
from newsportal.browse.overview import across
from newsportal.browse.overview.words import OverviewWording
from newsportal.browse.query import FIELDS, ORDERS, Query
from newsportal.browse.site import make_site
from newsportal.browse.views.frame import finish
from newsportal.browse.views.request_args import asked_language
from newsportal.language.catalogue import in_chinese
from newsportal.runs.archive_status import ArchiveStatus, archive_status

NextRuns = Callable[[], dict[str, datetime | None]]
"""What a fleet knows: the next run by the portal's root URL."""
_BELOW = re.compile("(?P<place>/in/(?P<name>[^/]+))(?P<path>/.*)", re.DOTALL)
_OPEN = 32  # archives whose sites are kept ready
_SHELVES = {"outlet": FIELDS["outlet"], "person": FIELDS["person"]}


def make_overview(
    data: Path, next_runs: NextRuns, elsewhere: Path | None = None
) -> WSGIApplication:
    """Return the site of all archives below *data* that have posts.

    *elsewhere* is the folder of their stored pages, where that is not in the archives.
    """
    overview = _overview(data, next_runs)

    @lru_cache(_OPEN)
    def site_of(folder: Path) -> Flask:
        return make_site(folder, pages_folder(elsewhere, folder))

    def application(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        found = _BELOW.match(environ.get("PATH_INFO", ""))
        if found is None or (folder := data / found["name"]) not in archives(data):
            return overview(environ, start)
        environ["SCRIPT_NAME"], environ["PATH_INFO"] = found["place"], found["path"]
        return site_of(folder)(environ, start)

    return application


def archives(data: Path) -> list[Path]:
    """Return the folders of the archives that have posts."""
    return archives_below(data, *RECORDS)


def _overview(data: Path, next_runs: NextRuns) -> Flask:
    site = Flask(__name__, static_folder=None)
    site.config.update(TRUSTED_HOSTS=["127.0.0.1", "localhost"], DATA=data, NEXT_RUNS=next_runs)
    site.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    site.jinja_loader = PackageLoader("newsportal.browse")
    site.jinja_env.globals.update(
        icon=design.ICON,
        below=_below, name_of=name_of, shown_address=rendering.shown_address,
        fields=tuple(FIELDS), orders=ORDERS, facets=tuple(_SHELVES), here=_here,
        given=lambda name: request.args.get(name, ""),
    )  # fmt: skip
    site.context_processor(lambda: {"w": _words()})
    site.add_url_rule("/", "front", _front)
    site.add_url_rule("/search", "search", _search)
    site.add_url_rule(f"/names/<any({', '.join(_SHELVES)}):field>", "names", _names)
    site.add_url_rule("/<any(site, overview):name>.css", "style", _style)
    site.after_request(finish)
    site.register_error_handler(HTTPException, _error)
    return site


def _front() -> str:
    next_runs = current_app.config["NEXT_RUNS"]()
    folders = archives_below(current_app.config["DATA"], "runs", "posts.jsonl")
    now = datetime.now(UTC)
    found = [archive_status(folder, now) for folder in folders]
    found.sort(key=lambda one: one.is_good)  # trouble first, else by name
    rows = [(one, _bars(one), next_runs.get(one.portal)) for one in found]
    return render_template("overview/front.html", rows=rows, posts=sum(one.posts for one in found))


def _search() -> str:
    try:
        query = Query.parse(request.args.get("q", "")[:100], request.args)
    except ValueError as error:
        abort(400, str(error))
    hits, counts = across.search(archives(current_app.config["DATA"]), query) if query else ([], [])
    shown = [
        (hit, rendering.marked(hit.entry["title"], query.wanted),
         rendering.snippet(hit.text, query.wanted))
        for hit in hits
    ]  # fmt: skip
    total = sum(count for _, count in counts)
    return render_template(
        "overview/search.html", query=query, hits=shown, counts=counts, total=total
    )


def _names(field: str) -> str:
    found = across.names(archives(current_app.config["DATA"]), _SHELVES[field])
    return render_template("overview/names.html", field=field, found=found)


def _style(name: str) -> Response:
    sheet = (files("newsportal.browse") / f"{name}.css").read_text("utf-8")
    before = design.part("base.css") if name == "site" else ""
    return Response(before + sheet, mimetype="text/css")


def _bars(one: ArchiveStatus) -> list[tuple[int, int]]:
    """Return height in percent and number of each day's posts."""
    most = max(one.days, default=0) or 1
    return [(-(-100 * count // most), count) for count in one.days]


def _below(folder: Path, path: str = "", **values: Any) -> str:
    """Return the address of a page on an archive's own site."""
    given = {name: value for name, value in values.items() if value}
    return (
        url_for("front")
        + quote(f"in/{folder.name}/{path}")
        + (
            f"?{'&'.join(f'{name}={quote(value)}' for name, value in given.items())}"
            if given
            else ""
        )
    )


def _here(**changes: Any) -> str:
    return url_for(request.endpoint or "front", **{**request.args, **(request.view_args or {}),
                                                   **changes})  # fmt: skip


def _words() -> OverviewWording:
    if "words" not in g:
        g.words = OverviewWording(asked_language())
    return cast("OverviewWording", g.words)


def _error(error: HTTPException) -> tuple[str, int]:
    if isinstance(error, SecurityError):
        return "This site answers only to the address at which it was started.", 400
    code = error.code if error.code in (400, 404, 405) else 500
    said = error.description if code == 400 else None
    if said and asked_language() == "zh":
        said = in_chinese(said)
    return render_template("overview/error.html", code=code, said=said), code
