"""A stored page of a post, read with today's rules and with what was known then."""

from __future__ import annotations

from typing import Any

from scrapy.http import HtmlResponse, Response
from scrapy.statscollectors import StatsCollector

from newsportal.extract import read_post
from newsportal.items import Post
from newsportal.pages.urls import Site
from newsportal.pagestore.notes import Reading
from newsportal.pagestore.scan import member_at
from newsportal.pagestore.volumes import Place
from newsportal.rereading.stored_answer import stored_response
from newsportal.themes import theme_of

_POSTS = ("article", None)


class _NoStats(StatsCollector):
    """Counts nothing: rules that find nothing today are no news of the portal."""

    def __init__(self) -> None:
        """Begin with nothing, and stay so."""

    def inc_value(self, *_: Any, **__: Any) -> None:
        """Count nothing."""


_NO_STATS = _NoStats()


def stored_page(paths: dict[int, str], page: Place, body: Place) -> Response | None:
    """Return the answer stored at a place, None if it is lost; *paths* are those of the files."""
    found = _member(paths, page)
    held = found if body == page else _member(paths, body)
    return None if found is None or held is None else stored_response(found, held)


def _member(paths: dict[int, str], place: Place) -> Any:
    path = paths.get(place.volume)
    return None if path is None else member_at(path, place.offset)


def read_again(response: Response | None, site: Site, reading: Reading) -> Post | None:
    """Return the post on a page as its *reading* would be today; None if it shows none."""
    if not isinstance(response, HtmlResponse):
        return None
    theme = theme_of(response)
    if theme.kind(response) not in _POSTS:
        return None
    post, said = read_post(response, theme, site, reading.at, _NO_STATS)
    published = said.after(reading.known, revised=not reading.first) if said else reading.known
    if published is not None:
        published.between(reading.older, reading.newer).write_to(post)
    post.first_seen_at = min(reading.seen_at, post.fetched_at or reading.seen_at)
    return post
