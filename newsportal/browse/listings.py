"""A list or a search in another form: JSON page by page, all of it as JSON Lines or CSV, a feed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

from flask import Response, request, stream_with_context

from newsportal.archive.reading import Record
from newsportal.browse.catalogue import Catalogue, Cursor, ResultPage
from newsportal.formats.csv_file import HEAD, row

_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class RequestedList:
    """A list that a reader has asked for."""

    title: str
    page: ResultPage
    """The page of it that was asked for."""
    read: Callable[[Catalogue, Cursor | None], ResultPage]
    """Returns another page of it."""
    folder: Path
    """The archive."""
    address: str
    """Of the list as a page."""
    here: Callable[..., str]
    """Returns the address with other parameters."""

    def records(self) -> Iterator[Record]:
        """Yield the records of the whole list, from the page that was asked for on.

        Over a connection of its own, since the request's is closed before all is sent.
        """
        onward = request.args.get("order") != "oldest"
        with closing(Catalogue(self.folder)) as catalogue:
            page = self.page
            while True:
                yield from _shown(catalogue, page)
                cursor = page.older if onward else page.newer
                if cursor is None:
                    return
                page = self.read(catalogue, cursor)


def _shown(catalogue: Catalogue, page: ResultPage) -> Iterator[Record]:
    """Yield the records of one page."""
    for entry in page.entries:
        yield {**catalogue.record(entry), "deleted_at": entry["deleted_at"]}


def _json(listing: RequestedList, catalogue: Catalogue) -> Response:
    page = listing.page
    ways = {"newer": page.newer, "older": page.older}
    answer: dict[str, Any] = {
        "count": page.count,
        "posts": list(_shown(catalogue, page)),
        **{
            way: listing.here(format="json", **{"from": str(cursor)}) if cursor else None
            for way, cursor in ways.items()
        },
    }
    return Response(json.dumps(answer, ensure_ascii=False), mimetype="application/json")


def _lines(listing: RequestedList, _: Catalogue) -> Response:
    lines = (f"{json.dumps(one, ensure_ascii=False)}\n" for one in listing.records())
    return _saved(lines, "application/jsonl", "posts.jsonl")


def _csv(listing: RequestedList, _: Catalogue) -> Response:
    rows = chain([HEAD], map(row, listing.records()))
    return _saved(rows, "text/csv", "posts.csv")


def _saved(text: Iterator[str], kind: str, name: str) -> Response:
    """Return a file to keep; it is sent as it is read, however long it is."""
    answer = Response(stream_with_context(text), mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _atom(listing: RequestedList, catalogue: Catalogue) -> Response:
    """Return the newest page as an Atom feed (RFC 4287); entries lead into the archive."""
    feed = ElementTree.Element("feed", xmlns=_ATOM)
    own = urljoin(request.host_url, listing.address)
    _element(feed, "id", own)
    _element(feed, "title", listing.title)
    _element(feed, "link", rel="alternate", href=own)
    records = list(zip(listing.page.entries, _shown(catalogue, listing.page), strict=True))
    times = [record["fetched_at"] for _, record in records]
    _element(feed, "updated", max(times, default="1970-01-01T00:00:00+00:00"))
    for entry, record in records:
        post = ElementTree.SubElement(feed, "entry")
        _element(post, "id", record["url"])
        _element(post, "title", record["title"])
        _element(post, "link", href=urljoin(request.host_url, f"/post/{entry['slug']}"))
        _element(post, "updated", record["fetched_at"])
        if record["published_at"]:
            _element(post, "published", record["published_at"])
        author = ElementTree.SubElement(post, "author")
        _element(author, "name", record["source"] or record["author"] or "-")
        _element(post, "summary", entry["excerpt"])
    text = ElementTree.tostring(feed, encoding="unicode", xml_declaration=True)
    return Response(text, mimetype="application/atom+xml")


def _element(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> None:
    # XML has no place for what control characters a record may hold.
    plain = "".join(char for char in text if char >= " " or char in "\t\n")
    ElementTree.SubElement(parent, name, attributes).text = plain or None


FORMS: dict[str, Callable[[RequestedList, Catalogue], Response]] = {
    "json": _json, "jsonl": _lines, "csv": _csv, "atom": _atom,
}  # fmt: skip
"""Values of the parameter ``format``."""
