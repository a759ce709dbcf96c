"""Which page answers a request."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from newsportal.sample import errors, sections
from newsportal.sample.article import article
from newsportal.sample.feed import feed
from newsportal.sample.lists import find_list, list_page
from newsportal.sample.search import search
from newsportal.sample.standalone import exists, standalone
from newsportal.sample.thread import fragment
from newsportal.sample.view import View

HTML, _XML, _JSON, _TEXT = (
    f"{kind}; charset=utf-8" for kind in ("text/html", "text/xml", "application/json", "text/plain")
)
_SELECTORS = {"cate": "category", "tags": "tag", "auth": "author", "date": "date"}
_FILE = re.compile(r"/zb_(?:users|system)/.+\.(?P<ending>\w+)")
_FILE_TYPES = {
    "jpg": "image/gif", "png": "image/gif", "gif": "image/gif", "svg": "image/svg+xml",
    "css": "text/css", "js": "application/javascript", "mp4": "video/mp4", "mp3": "audio/mpeg",
}  # fmt: skip
_DOT = (  # the smallest picture there is
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the portal answers."""

    status: int
    content: str | bytes = ""
    type: str = HTML
    headers: dict[str, str] = field(default_factory=dict)
    missing: bool = False
    """Whether the themed 404 page is to be made."""


_MISSING = Answer(404, missing=True)


def answer(view: View, path: str, query: dict[str, str], count: Callable[[int], None]) -> Answer:
    """Return the answer to a request; *count* is told each post that is looked at."""
    options = view.options
    if path == "/robots.txt" and options.robots is not None:
        return Answer(200, options.robots, _TEXT)
    if (match := _FILE.fullmatch(path)) and match["ending"] in _FILE_TYPES:
        kind = _FILE_TYPES[match["ending"]]
        return Answer(200, _DOT if kind == "image/gif" else b"", kind)
    if options.closed:
        return Answer(503, errors.closed())
    found = _service(view, path, query)
    if found is None and path in ("/", "/index.php"):
        found = _root(view, path, query, count)
    if found is None:
        found = _pretty(view, path, query, count)
    return Answer(404, errors.not_found(view)) if found.missing else found


def _service(view: View, path: str, query: dict[str, str]) -> Answer | None:
    """Return what the CMS's own scripts answer."""
    root = view.root
    match path:
        case "/feed.php":
            return Answer(200, feed(view, query), _XML) if view.options.feed else _MISSING
        case "/search.php":
            return Answer(200, search(view, query.get("q", ""), _number(query)))
        case "/zb_system/cmd.php":
            return _command(view, query)
        case "/zb_system/login.php":
            return Answer(
                200, "<!DOCTYPE html><html><body><form id='frmLogin'></form></body></html>"
            )
        case "/zb_system/admin/" | "/zb_system/admin/index.php":
            return Answer(302, headers={"Location": f"{root}zb_system/login.php"})
        case "/zb_system/api.php":
            return Answer(503, '{"code":503,"message":"Web API is disabled!","data":null}', _JSON)
        case "/zb_system/xml-rpc/":
            return Answer(404)
    return None


def _command(view: View, query: dict[str, str]) -> Answer:
    match query.get("act"):
        case "search":
            target = f"{view.root}search.php?q={quote(query.get('q', ''))}"
            return Answer(302, headers={"Location": target})
        case "getcmt":
            key = _post(view, query.get("postid", ""))
            if key is not None and view.options.comments:
                return Answer(200, fragment(view, key, _number(query)))
            return _MISSING
        case "ajax":
            return Answer(200, "[]", _JSON)
    return Answer(302, headers={"Location": f"{view.root}zb_system/login.php"})


def _root(view: View, path: str, query: dict[str, str], count: Callable[[int], None]) -> Answer:
    """Return what the front page's own address answers, which depends on the query."""
    active = view.addresses.active
    if "external_link" in query:
        return Answer(200, errors.leaving(query["external_link"]))
    if "id" in query or "alias" in query:
        number = query.get("id", "")
        key = _post(view, number) if number else _post_by_alias(view, query["alias"])
        if not active and len(query) == 1 and "id" in query:
            if key is not None:
                return Answer(302, headers={"Location": view.root + view.post_path(key)[1:]})
            if number.isdecimal() and exists(view, int(number)):
                return Answer(302, headers={"Location": view.page_url(int(number))})
        if key is not None:
            return _article(view, key, query, count)
        return _standalone(view, number)
    for name, kind in _SELECTORS.items():
        if name in query:
            values = {"date" if kind == "date" else "id": query[name]}
            return _list(view, kind, values, _number(query), query)
    if path == "/index.php" and not active:
        return _list(view, "index", {}, 1, query)
    return _list(view, "index", {}, _number(query) if active else 1, query)


def _pretty(view: View, path: str, query: dict[str, str], count: Callable[[int], None]) -> Answer:
    for place in view.addresses.read(path):
        values = place.values
        if place.kind == "post":
            key = (
                _post(view, values["id"])
                if "id" in values
                else _post_by_alias(view, values.get("alias", ""))
            )
            # All of the address must be right, not only the part that names the post.
            if key is not None and place in view.addresses.read(view.post_path(key)):
                return _article(view, key, query, count)
            continue
        if place.kind == "page":
            for number, section in sections.PAGES.items():
                if values in ({"id": str(number)}, {"alias": section.alias}):
                    return _standalone(view, str(number))
            continue
        found = _list(view, place.kind, values, place.page, query)
        if not found.missing:
            return found
    if view.addresses.active:  # the web server sends whatever it does not know to the front page
        return _list(view, "index", {}, 1, query)
    return _MISSING


def _article(view: View, key: int, query: dict[str, str], count: Callable[[int], None]) -> Answer:
    count(key)
    page = query.get("cmt_page", "")
    return Answer(200, article(view, key, max(1, int(page)) if page.isdecimal() else 1))


def _standalone(view: View, number: str) -> Answer:
    if number.isdecimal() and exists(view, int(number)):
        return Answer(200, standalone(view, int(number)))
    return _MISSING


def _list(
    view: View, kind: str, values: dict[str, str], number: int, query: dict[str, str]
) -> Answer:
    found = find_list(view, kind, values)
    html = found and list_page(view, found, number, query.get("order", ""), query.get("sort", "0"))
    return Answer(200, html) if html else _MISSING


def _post(view: View, number: str) -> int | None:
    return view.news.find(int(number)) if number.isdecimal() and number[0] != "0" else None


def _post_by_alias(view: View, alias: str) -> int | None:
    key = _post(view, alias.rpartition("-")[2])
    return key if key is not None and view.news.alias(key) == alias else None


def _number(query: dict[str, str]) -> int:
    page = query.get("page", "")
    return max(1, int(page)) if page.isdecimal() else 1
