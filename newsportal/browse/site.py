"""The archive as a site: a WSGI application that only reads, and that nobody but a person on this
machine can ask.

The one script is ours and turns pages by keys; every text of a portal is escaped or cleaned, and
nothing of a portal is fetched. Other sites' pages cannot read it through a name that they point at
this machine: only requests for a loopback name are answered.
"""

from __future__ import annotations

import json
import sqlite3
from functools import cache
from importlib.resources import files
from pathlib import Path

from flask import Flask, Response, request
from jinja2 import ChoiceLoader, FunctionLoader, PackageLoader
from werkzeug.exceptions import HTTPException, ServiceUnavailable

from newsportal import design
from newsportal.archive.kept_pages import pages_folder
from newsportal.browse import rendering
from newsportal.browse.catalogue import MovedError
from newsportal.browse.index.entry import PATH
from newsportal.browse.listings import FORMS
from newsportal.browse.query import FIELDS, ORDERS
from newsportal.browse.views import copies, frame, lists, posts, reports, request_args


def make_site(folder: Path, pages: Path | None = None) -> Flask:
    """Return the site of the archive in *folder*, whose index has been built.

    *pages* is the folder of its stored pages, where that is another than the archive's own.
    """
    site = Flask(__name__, static_folder=None)
    site.config["TRUSTED_HOSTS"] = ["127.0.0.1", "localhost"]
    site.config["ARCHIVE"], site.config["PAGES"] = folder, pages or pages_folder(None, folder)
    site.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    site.jinja_loader = ChoiceLoader(
        [PackageLoader("newsportal.browse"), FunctionLoader(design.part)]
    )
    site.jinja_env.globals.update(
        icon=design.ICON,
        here=request_args.here, entry_url=request_args.entry_url, address=rendering.shown_address,
        category=PATH.join, path=json.loads, fields=tuple(FIELDS), orders=ORDERS,
        forms=tuple(FORMS), kinds=lists.KINDS, people=lists.PEOPLE, person=lists.PERSON,
        roles=lists.ROLES, states=lists.STATES, script=frame.SCRIPT,
        given=lambda name: request.args.get(name, ""),
    )  # fmt: skip
    site.context_processor(lambda: {"w": request_args.wording()})
    site.add_url_rule("/", "latest", lists.latest)
    site.add_url_rule(f"/<any({', '.join(lists.KINDS)}):kind>", "facet", lists.facet)
    site.add_url_rule(f"/<any({', '.join(lists.STATES)}):kind>", "state", lists.state)
    site.add_url_rule("/search", "search", lists.search)
    site.add_url_rule("/post/<path:slug>", "post", posts.post)
    site.add_url_rule("/at", "at", posts.at)
    site.add_url_rule("/runs", "runs", reports.all_runs)
    site.add_url_rule("/runs/<name>", "run", reports.report)
    site.add_url_rule("/runs/<name>.json", "account", reports.account)
    site.add_url_rule("/record/<path:slug>", "record", posts.as_json)
    site.add_url_rule("/copy/<path:slug>", "copy", copies.copy)
    site.add_url_rule("/copied/<path:slug>", "copied", copies.copied)
    site.add_url_rule("/media/<name>", "medium", copies.stored_medium)
    site.add_url_rule("/thumb/<name>", "thumb", copies.small_picture)
    site.add_url_rule("/site.css", "style", _style)
    site.teardown_appcontext(request_args.close)
    site.after_request(frame.finish)
    site.register_error_handler(HTTPException, frame.error)
    for changing in (MovedError, sqlite3.Error):
        site.register_error_handler(changing, lambda _: frame.error(ServiceUnavailable()))
    return site


def _style() -> Response:
    return Response(_css(), mimetype="text/css")


@cache
def _css() -> str:
    return design.part("base.css") + (files("newsportal.browse") / "site.css").read_text("utf-8")
