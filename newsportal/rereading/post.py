"""A stored page of a post, read with today's rules and with what was known then."""

from __future__ import annotations

from collections.abc import Iterator

from scrapy.http import HtmlResponse, TextResponse

from newsportal.archive.boilerplate import cut_off
from newsportal.discovery.discussion import Discussion, together
from newsportal.extract import file_post, join_page, read_post
from newsportal.items import Comment, Link, Post
from newsportal.pages.ends import Ends
from newsportal.pages.keys import address_of
from newsportal.pages.site import Site
from newsportal.pagestore.notes import ReadNote
from newsportal.rereading.stored_pages import StoredPages
from newsportal.rereading.time_zones import PageZone
from newsportal.state.published import Published
from newsportal.themes import theme_of
from newsportal.themes.base import Theme

_POSTS = ("article", None)


def read_again(pages: StoredPages, site: Site, reading: ReadNote) -> Post | None:
    """Return the post on a page as its *reading* would be today; None if it shows none.

    None, too, where one of its pages is lost: half an article is no other reading of it.
    """
    if not pages.has_further(reading):
        return None
    response = pages.page(reading.page, reading.body)
    if response is not None and reading.links is not None and (title := reading.links.get("file")):
        post = file_post(address_of(site.root, reading.key), reading.key, title, reading.at)
        return _dated(post, None, reading)
    if not isinstance(response, HtmlResponse):
        return None
    if reading.links is not None:
        theme = pages.generic_theme()
    elif (theme := theme_of(response)).kind(response) not in _POSTS:
        return None
    post, said = read_post(response, theme, site, reading.at)
    if reading.pages or reading.links is not None:
        post.pages = [*_joined(pages, post, theme, site, reading)]
    if reading.comments:
        post.comments = together(
            [*post.comments, *_further(pages, Discussion(theme, "", ()), reading)]
        )
    if reading.links is not None:
        post.url = address_of(site.root, reading.key)
        post.id = reading.links.get("id") or site.platform.post_id(response, reading.key)
        post.title = reading.links.get("title") or post.title
        post.related = [Link(*link) for link in reading.links["related"]]
        post.previous, post.next = (
            Link(*link) if (link := reading.links[name]) else None for name in ("previous", "next")
        )
    if reading.cut:
        cut_off(post, Ends.of(post.html), lambda block: block.hash.hex() in reading.cut)
    if said is not None:
        said = PageZone.named(reading.zone or pages.zone).on_page(said)
    return _dated(post, said, reading)


def _dated(post: Post, said: Published | None, reading: ReadNote) -> Post:
    published = said.after(reading.known, revised=not reading.first) if said else reading.known
    if published is not None:
        published.between(reading.older, reading.newer).write_to(post)
    post.first_seen_at = min(reading.seen_at, post.fetched_at or reading.seen_at)
    return post


def _joined(
    pages: StoredPages, post: Post, theme: Theme, site: Site, reading: ReadNote
) -> Iterator[str]:
    """Join the further pages of an article; yield their addresses."""
    from newsportal.themes.generic.beside.further_pages import is_framed  # late: generic alone

    for page, body, _ in reading.pages:
        further = pages.page(page, body)
        if not isinstance(further, TextResponse):
            continue
        framed = not post.text and is_framed(further.url, post.url or "")
        if join_page(post, further, theme, site, framed=further.url if framed else ""):
            yield further.url


def _further(pages: StoredPages, discussion: Discussion, reading: ReadNote) -> Iterator[Comment]:
    """Yield the comments that stood on other pages than the post's own."""
    for page, body, at in reading.comments:
        response = pages.page(page, body)
        if isinstance(response, TextResponse):
            yield from discussion.read(response, at)
