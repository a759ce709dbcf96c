"""The reports of the runs."""

from __future__ import annotations

from flask import Response, abort, url_for

from newsportal.browse import runs
from newsportal.browse.views.frame import POLICY, full_page
from newsportal.browse.views.request_args import archive_folder, wording


def all_runs() -> str:
    """Show the runs as a list."""
    ended, earlier = runs.history(archive_folder())
    return full_page("runs.html", kind="runs", runs=ended, earlier=earlier)


def report(name: str) -> Response:
    """Show the report of a run."""
    text = runs.report(archive_folder(), name, url_for("latest"), wording().language)
    if text is None:
        abort(404)
    response = Response(text)
    response.headers[POLICY] = runs.POLICY
    return response


def account(name: str) -> Response:
    """Return what a run did as JSON."""
    text = runs.account(archive_folder(), name)
    if text is None:
        abort(404)
    return Response(text, mimetype="application/json")
