"""Lists of posts: the newest, those of a day or facet, what a search finds; the facets."""

from __future__ import annotations

import calendar
from itertools import groupby

from flask import Response, abort, request

from newsportal.browse import pinyin, rendering
from newsportal.browse.catalogue import Catalogue, Cursor, Entry, ResultPage
from newsportal.browse.index.entry import PATH
from newsportal.browse.listings import FORMS, RequestedList
from newsportal.browse.query import Query
from newsportal.browse.views.frame import full_page
from newsportal.browse.views.request_args import archive_folder, catalogue, cursor, here, wording

PERSON = "person"
ROLES = ("reporter", "correspondent", "editor")
PEOPLE = (PERSON, *ROLES)
KINDS = ("day", "category", "tag", "source", *PEOPLE)
STATES = ("changed", "removed")
_QUERY = 100  # characters
_SHADES = 4  # of a day in the calendar, by its number of posts


def latest() -> str | Response:
    """Show the newest posts."""
    return _list("all")


def state(kind: str) -> str | Response:
    """Show the posts that were changed, or removed."""
    return _list(kind)


def facet(kind: str) -> str | Response:
    """Show the posts of a day, section, tag, outlet or person; without a name, which there are."""
    name = request.args.get("name")
    if name is not None:
        return _list(kind, name)
    if kind == "day":
        return _days()
    names = catalogue().names(kind)
    if kind in PEOPLE:
        return _people(kind, names)
    if kind == "category":
        facets = [(name, name.split(PATH), count) for name, count in names]
    else:
        names.sort(key=lambda pair: -pair[1])
        facets = [(name, [name], count) for name, count in names]
    return full_page("facets.html", kind=kind, facets=facets)


def _people(kind: str, names: list[tuple[str, int]]) -> str:
    """Show people by the first letter of their names as said; `q` filters them."""
    typed = request.args.get("q", "").strip()[:_QUERY]
    shown = [pair for pair in names if not typed or pinyin.sounds_like(pair[0], typed)]
    shown.sort(key=lambda pair: (pinyin.syllables(pair[0]), pair[0]))
    letters = [
        (letter, list(group)) for letter, group in groupby(shown, lambda p: pinyin.initial(p[0]))
    ]
    letters.sort(key=lambda pair: (pair[0] == "#", pair[0]))
    return full_page("people.html", kind=kind, letters=letters, typed=typed)


def _days() -> str:
    years = catalogue().years()
    year = request.args.get("year") or (years[0][0] if years else "")
    if years and year not in dict(years):
        abort(404)
    counts = dict(catalogue().names("day", year)) if year else {}
    months = []
    for month in range(12, 0, -1):
        name = f"{year}-{month:02}"
        if not any(day.startswith(name) for day in counts):
            continue
        weeks = calendar.Calendar().monthdatescalendar(int(year), month)
        months.append((name, wording().month(int(year), month), month, weeks))
    most = max((n for day, n in counts.items() if len(day) == len("2026-11-02")), default=1)
    return full_page(
        "days.html", kind="day", years=years, year=year, counts=counts, months=months,
        shade=lambda n: min(_SHADES, 1 + n * _SHADES // (most + 1)),
    )  # fmt: skip


def _list(kind: str, name: str = "") -> str | Response:
    if answer := _as_asked(None, kind, name):
        return answer
    page = catalogue().page(kind, name, cursor())
    if not page.count and kind in KINDS:
        abort(404)
    days = [(day, list(entries)) for day, entries in groupby(page.entries, _day)]
    roles = [(role, count) for role in ROLES if kind == PERSON
             and (count := catalogue().page(role, name, None).count)]  # fmt: skip
    return full_page("list.html", kind=kind, name=name, page=page, days=days, roles_of=roles)


def search() -> str | Response:
    """Show what a search finds."""
    query = _query()
    if answer := _as_asked(query):
        return answer
    page = catalogue().search(query, cursor()) if query else None
    hits = [
        (
            entry,
            rendering.marked(entry["title"], query.wanted),
            rendering.snippet(catalogue().record(entry)["text"], query.wanted),
        )
        for entry in (page.entries if page else ())
    ]
    return full_page("search.html", kind="search", query=query, page=page, hits=hits)


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

    def read(catalogue: Catalogue, cursor: Cursor | None) -> ResultPage:
        return catalogue.search(query, cursor) if query else catalogue.page(kind, name, cursor)

    page = read(catalogue(), cursor())
    title = (query.text if query else name) or wording()("latest" if kind == "all" else kind)
    folder = archive_folder()
    listing = RequestedList(title, page, read, folder, here(format=None), here)
    return FORMS[form](listing, catalogue())


def _day(entry: Entry) -> str:
    return wording().day(entry["published_at"], entry["precision"])
