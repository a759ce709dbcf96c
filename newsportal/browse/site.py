"""The archive as a site: a WSGI application that only reads, and that nobody but a person on this
machine can ask.

The one script is ours and turns pages by keys; every text of a portal is escaped or cleaned, and
nothing of a portal is fetched. Other sites' pages cannot read it through a name that they point at
this machine: only requests for a loopback name are answered.
"""

from __future__ import annotations

import calendar
import json
import sqlite3
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from jinja2 import ChoiceLoader, FunctionLoader, PackageLoader
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, SecurityError, ServiceUnavailable
from werkzeug.wrappers import Response as BaseResponse

from newsportal import paper
from newsportal.archive import differences
from newsportal.archive.kept_pages import pages_folder
from newsportal.archive.media.lookup import Stored
from newsportal.browse import as_it_was, pinyin, rendering, runs
from newsportal.browse.as_it_was import StoredPage
from newsportal.browse.catalogue import Catalogue, Cursor, Entry, MovedError, Page
from newsportal.browse.citation import citation
from newsportal.browse.index import PATH
from newsportal.browse.last_run import last_run
from newsportal.browse.listings import FORMS, Listing
from newsportal.browse.query import FIELDS, ORDERS, Query
from newsportal.browse.thumbnails import thumbnail
from newsportal.browse.wording import LANGUAGES, Language, Wording

PERSON = "person"
ROLES = ("reporter", "correspondent", "editor")
PEOPLE = (PERSON, *ROLES)
KINDS = ("day", "category", "tag", "source", *PEOPLE)
_STATES = ("changed", "removed")
_PARAMETERS = ("name", "year", "q", "from", "revision", "after", "before", "order", *FIELDS)
_COOKIE = "newsportal_language"
_QUERY = 100  # characters
_SHADES = 4  # of a day in the calendar, by its number of posts
_ASKED = ("search", "latest", "shelf", "state")  # whose 400 names a parameter
_SCRIPT = (files("newsportal.browse") / "site.js").read_text(encoding="utf-8")
_DIGEST = b64encode(sha256(_SCRIPT.encode()).digest()).decode()
_POLICY = "Content-Security-Policy"
HEADERS = {
    _POLICY: "default-src 'none'; style-src 'self'; img-src 'self' data:;"
    f" script-src 'sha256-{_DIGEST}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-cache",
    "Vary": "Accept-Language, Cookie",
}
_FRAME = HEADERS[_POLICY] + "; frame-src 'self'"
_COPY = (
    "sandbox allow-same-origin; default-src 'none'; style-src 'unsafe-inline'; img-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


def make_site(folder: Path, pages: Path | None = None) -> Flask:
    """Return the site of the archive in *folder*, whose index has been built.

    *pages* is the folder of its stored pages, where that is another than the archive's own.
    """
    site = Flask(__name__, static_folder=None)
    site.config["TRUSTED_HOSTS"] = ["127.0.0.1", "localhost"]
    site.config["ARCHIVE"], site.config["PAGES"] = folder, pages or pages_folder(None, folder)
    site.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    site.jinja_loader = ChoiceLoader(
        [PackageLoader("newsportal.browse"), FunctionLoader(paper.part)]
    )
    site.jinja_env.globals.update(
        icon=paper.ICON,
        here=_here, entry_url=_entry_url, address=rendering.shown_address, category=PATH.join,
        path=json.loads, fields=tuple(FIELDS), orders=ORDERS, forms=tuple(FORMS), kinds=KINDS,
        script=Markup(_SCRIPT), people=PEOPLE, person=PERSON, roles=ROLES, states=_STATES,  # noqa: S704
        given=lambda name: request.args.get(name, ""),
    )  # fmt: skip
    site.context_processor(lambda: {"w": _words()})
    site.add_url_rule("/", "latest", _latest)
    site.add_url_rule(f"/<any({', '.join(KINDS)}):kind>", "shelf", _shelf)
    site.add_url_rule(f"/<any({', '.join(_STATES)}):kind>", "state", _state)
    site.add_url_rule("/search", "search", _search)
    site.add_url_rule("/post/<path:slug>", "post", _post)
    site.add_url_rule("/at", "at", _at)
    site.add_url_rule("/runs", "runs", _runs)
    site.add_url_rule("/runs/<name>", "run", _run)
    site.add_url_rule("/runs/<name>.json", "account", _account)
    site.add_url_rule("/record/<path:slug>", "record", _record)
    site.add_url_rule("/copy/<path:slug>", "copy", _copy)
    site.add_url_rule("/copied/<path:slug>", "copied", _copied)
    site.add_url_rule("/media/<name>", "medium", _medium)
    site.add_url_rule("/thumb/<name>", "thumb", _thumb)
    site.add_url_rule("/site.css", "style", _style)
    site.teardown_appcontext(_close)
    site.after_request(finish)
    site.register_error_handler(HTTPException, _error)
    for changing in (MovedError, sqlite3.Error):
        site.register_error_handler(changing, lambda _: _error(ServiceUnavailable()))
    return site


# Pages


def _latest() -> str | Response:
    return _list("all")


def _state(kind: str) -> str | Response:
    return _list(kind)


def _shelf(kind: str) -> str | Response:
    name = request.args.get("name")
    if name is not None:
        return _list(kind, name)
    if kind == "day":
        return _days()
    names = _catalogue().names(kind)
    if kind in PEOPLE:
        return _people(kind, names)
    if kind == "category":
        shelves = [(name, name.split(PATH), count) for name, count in names]
    else:
        names.sort(key=lambda pair: -pair[1])
        shelves = [(name, [name], count) for name, count in names]
    return _page("shelves.html", kind=kind, shelves=shelves)


def _people(kind: str, names: list[tuple[str, int]]) -> str:
    """Show people by the first letter of their names as said; `q` filters them."""
    typed = request.args.get("q", "").strip()[:_QUERY]
    shown = [pair for pair in names if not typed or pinyin.sounds_like(pair[0], typed)]
    shown.sort(key=lambda pair: (pinyin.syllables(pair[0]), pair[0]))
    letters = [
        (letter, list(group)) for letter, group in groupby(shown, lambda p: pinyin.initial(p[0]))
    ]
    letters.sort(key=lambda pair: (pair[0] == "#", pair[0]))
    return _page("people.html", kind=kind, letters=letters, typed=typed)


def _days() -> str:
    years = _catalogue().years()
    year = request.args.get("year") or (years[0][0] if years else "")
    if years and year not in dict(years):
        abort(404)
    counts = dict(_catalogue().names("day", year)) if year else {}
    months = []
    for month in range(12, 0, -1):
        name = f"{year}-{month:02}"
        if not any(day.startswith(name) for day in counts):
            continue
        weeks = calendar.Calendar().monthdatescalendar(int(year), month)
        months.append((name, _words().month(int(year), month), month, weeks))
    most = max((n for day, n in counts.items() if len(day) == len("2026-11-02")), default=1)
    return _page(
        "days.html", kind="day", years=years, year=year, counts=counts, months=months,
        shade=lambda n: min(_SHADES, 1 + n * _SHADES // (most + 1)),
    )  # fmt: skip


def _list(kind: str, name: str = "") -> str | Response:
    if answer := _as_asked(None, kind, name):
        return answer
    page = _catalogue().page(kind, name, _cursor())
    if not page.count and kind in KINDS:
        abort(404)
    days = [(day, list(entries)) for day, entries in groupby(page.entries, _day)]
    roles = [(role, count) for role in ROLES if kind == PERSON
             and (count := _catalogue().page(role, name, None).count)]  # fmt: skip
    return _page("list.html", kind=kind, name=name, page=page, days=days, roles_of=roles)


def _search() -> str | Response:
    query = _query()
    if answer := _as_asked(query):
        return answer
    page = _catalogue().search(query, _cursor()) if query else None
    hits = [
        (
            entry,
            rendering.marked(entry["title"], query.wanted),
            rendering.snippet(_catalogue().record(entry)["text"], query.wanted),
        )
        for entry in (page.entries if page else ())
    ]
    return _page("search.html", kind="search", query=query, page=page, hits=hits)


def _query() -> Query:
    """Return what the parameters ask for; a wrong one is answered with 400."""
    try:
        return Query.parse(request.args.get("q", "")[:_QUERY], request.args)
    except ValueError as error:
        abort(400, str(error))


def _as_asked(query: Query | None, kind: str = "all", name: str = "") -> Response | None:
    """Return a list in another form than a page, if one was asked for."""
    form = request.args.get("format")
    if form is None:
        return None
    if form not in FORMS:
        abort(400, f"format={form}: use one of {', '.join(FORMS)}")

    def read(catalogue: Catalogue, cursor: Cursor | None) -> Page:
        return catalogue.search(query, cursor) if query else catalogue.page(kind, name, cursor)

    page = read(_catalogue(), _cursor())
    title = (query.text if query else name) or _words()("latest" if kind == "all" else kind)
    folder = current_app.config["ARCHIVE"]
    listing = Listing(title, page, read, folder, _here(format=None), _here)
    return FORMS[form](listing, _catalogue())


def _post(slug: str) -> str:
    revision = request.args.get("revision", type=int)
    shown = _catalogue().post(slug, revision)
    if shown is None:
        abort(404)
    record, words = shown.record, _words()
    media = {name: words(name) for name in ("picture", "film", "sound")}
    media_here = Stored(current_app.config["ARCHIVE"]).of_post(record["id"])
    stored = {url: url_for("medium", name=one.name) for url, one in media_here.items()}
    pictures = {url: stored[url] for url, one in media_here.items() if one.shown}
    pairs = list(zip(shown.revisions, shown.revisions[1:], strict=False))
    return _page(
        "post.html",
        kind="post",
        shown=shown,
        record=record,
        body=rendering.body(record["html"], media, pictures),
        stored=stored,
        thumbs={url: url_for("thumb", name=media_here[url].name) for url in pictures},
        changes=[
            (after, differences.title(before, after), differences.fields(before, after),
             differences.paragraphs(before, after))
            for before, after in reversed(pairs)
        ],
        copied=_stored_page(shown.entry) is not None,
        near=_linked(record["near_duplicate_of"]),
        citation=citation(record),
        neighbours=[
            (way, link, _catalogue().neighbour(link["url"]))
            for way in ("previous", "next")
            if (link := record[way])
        ],
        threads=_threads(record["comments"]),
    )  # fmt: skip


def _at() -> BaseResponse:
    """Lead to the post that stood at an address of the portal."""
    entry = _catalogue().entry(request.args.get("url", ""))
    if entry is None:
        abort(404)
    return redirect(_entry_url(entry))


def _runs() -> str:
    ended, earlier = runs.history(current_app.config["ARCHIVE"])
    return _page("runs.html", kind="runs", runs=ended, earlier=earlier)


def _run(name: str) -> Response:
    words = _words()
    text = runs.report(current_app.config["ARCHIVE"], name, url_for("latest"), words.language)
    if text is None:
        abort(404)
    response = Response(text)
    response.headers[_POLICY] = runs.POLICY
    return response


def _account(name: str) -> Response:
    text = runs.account(current_app.config["ARCHIVE"], name)
    if text is None:
        abort(404)
    return Response(text, mimetype="application/json")


def _record(slug: str) -> Response:
    """Return the record of a post as JSON, as it stands in posts.jsonl."""
    shown = _catalogue().post(slug, request.args.get("revision", type=int))
    if shown is None:
        abort(404)
    return Response(json.dumps(shown.record, ensure_ascii=False), mimetype="application/json")


def _copy(slug: str) -> Response:
    """Return the frame around a stored page, which says what it is."""
    record, page = _page_of(slug)
    shown = {"slug": slug, "record": record, "page": page, "styled": as_it_was.is_styled(page)}
    response = Response(_page("copy.html", kind="post", **shown))
    response.headers[_POLICY] = _FRAME
    return response


def _copied(slug: str) -> Response:
    """Return a stored page, with nothing in it that runs or is loaded from elsewhere."""
    record, page = _page_of(slug)
    stored = Stored(current_app.config["ARCHIVE"])

    def picture(address: str) -> str | None:
        medium = stored.find(address)
        return url_for("medium", name=medium.name) if medium and medium.shown else None

    text = as_it_was.document(record["title"], as_it_was.shown(page, picture))
    response = Response(text)
    response.headers[_POLICY] = _COPY
    return response


def _page_of(slug: str) -> tuple[dict[str, Any], StoredPage]:
    shown = _catalogue().post(slug, None)
    page = None if shown is None else _stored_page(shown.entry)
    if shown is None or page is None:
        abort(404)
    return shown.record, page


def _stored_page(entry: Entry) -> StoredPage | None:
    config = current_app.config
    return as_it_was.stored_page(config["ARCHIVE"], config["PAGES"], entry["url"])


def _medium(name: str) -> Response:
    """Return a stored picture; other files, and pictures that may hold scripts, to be saved."""
    medium = Stored(current_app.config["ARCHIVE"]).named(name)
    if medium is None:
        abort(404)
    file = medium.path if medium.path.is_file() else medium.opened()
    if file is None:
        abort(404)
    return send_file(
        file, mimetype=medium.type, as_attachment=not medium.shown,
        download_name=medium.name, etag=medium.sha256, last_modified=None,
    )  # fmt: skip


def _thumb(name: str) -> Response:
    """Return a small picture in the place of a stored one; itself where none can be made."""
    medium = Stored(current_app.config["ARCHIVE"]).named(name)
    if medium is None or not medium.shown:
        abort(404)
    small = thumbnail(current_app.config["ARCHIVE"], medium)
    if small is None:
        return _medium(name)
    return send_file(small, mimetype="image/webp", last_modified=None)


def _style() -> Response:
    return Response(_css(), mimetype="text/css")


@cache
def _css() -> str:
    return paper.part("paper.css") + (files("newsportal.browse") / "site.css").read_text("utf-8")


# Parts of pages


def _page(template: str, **values: Any) -> str:
    count, newest, oldest = _catalogue().span()
    return render_template(
        template, count=count, newest=newest, oldest=oldest, paper=_paper(newest, count),
        last_run=last_run(current_app.config["ARCHIVE"]), **values,
    )  # fmt: skip


def _paper(newest: Entry | None, count: int) -> tuple[str, str]:
    """Return the portal's name, if most of its posts are signed with one, and its host."""
    host = urlsplit(newest["url"]).netloc if newest else ""
    authors = _catalogue().names("author")
    name, signed = max(authors, key=lambda pair: pair[1], default=("", 0))
    return (name if signed * 2 > count else host), host


def _linked(url: str | None) -> tuple[str, Entry | None] | None:
    return None if url is None else (url, _catalogue().entry(url))


def _threads(comments: list[dict[str, Any]]) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Return the comments as roots with their answers; an answer to nothing stands as a root."""
    roots = {comment["id"] for comment in comments if comment["reply_to"] is None}
    return [
        (comment, [other for other in comments if other["reply_to"] == comment["id"]])
        for comment in comments
        if comment["reply_to"] not in roots
    ]


def _day(entry: Entry) -> str:
    return _words().day(entry["published_at"], entry["precision"])


def _entry_url(entry: Entry) -> str:
    return url_for("post", slug=entry["slug"])


def _here(**changes: Any) -> str:
    """Return the address of this page with other parameters."""
    kept = {name: value for name, value in request.args.items() if name in _PARAMETERS}
    values = {**kept, **(request.view_args or {}), **changes}
    return url_for(request.endpoint or "latest", **values)


def _cursor() -> Cursor | None:
    place = request.args.get("from")
    if place is None:
        return None
    try:
        return Cursor.parse(place)
    except ValueError:
        abort(400)


# The request


def _catalogue() -> Catalogue:
    if "catalogue" not in g:
        g.catalogue = Catalogue(current_app.config["ARCHIVE"])
    return cast("Catalogue", g.catalogue)


def _close(_: BaseException | None) -> None:
    if "catalogue" in g:
        g.pop("catalogue").close()


def _words() -> Wording:
    if "words" not in g:
        g.words = Wording(asked_language())
    return cast("Wording", g.words)


def asked_language() -> Language:
    """Return the language that the reader has chosen, else the browser's."""
    asked = (request.args.get("lang"), request.cookies.get(_COOKIE))
    chosen = next((one for one in asked if one in LANGUAGES), None)
    return cast("Language", chosen or request.accept_languages.best_match(LANGUAGES, "zh"))


def finish(response: Response) -> Response:
    """Add what every answer has; a language that was chosen is kept."""
    own = response.headers.get(_POLICY, HEADERS[_POLICY])
    response.headers.update({**HEADERS, _POLICY: own})
    if request.args.get("lang") in LANGUAGES:
        response.set_cookie(
            _COOKIE, request.args["lang"], max_age=366 * 86400, httponly=True, samesite="Strict"
        )
    return response


def _error(error: HTTPException) -> tuple[str, int]:
    if isinstance(error, SecurityError):
        return "This site answers only to the address at which it was started.", 400
    code = error.code or 500
    code = code if code in (400, 404, 405, 503) else 500
    said = error.description if code == 400 and request.endpoint in _ASKED else None
    try:
        return _page("error.html", code=code, said=said), code
    except (MovedError, sqlite3.Error):  # the archive has no masthead to give
        return render_template("error.html", code=code), code
