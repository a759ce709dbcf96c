"""From a post page to a record, without a crawler: response in, `Post` out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lxml import etree
from scrapy.http import TextResponse
from scrapy.statscollectors import StatsCollector

from newsportal.chinese.credits.bylines import Byline, parse_byline
from newsportal.chinese.dates import SHANGHAI
from newsportal.items import Post
from newsportal.loaders import load_post
from newsportal.pages.page import Page, base_url
from newsportal.pages.urls import Site
from newsportal.runs.figures import RULES
from newsportal.state.published import Published
from newsportal.themes.base import Fields, Stated, Theme

_CANONICAL = etree.XPath("string(/html/head/link[@rel='canonical']/@href)")


def canonical_url(response: TextResponse, site: Site) -> str:
    """Return the address under which the portal wants a page to be known."""
    base = base_url(response, site)
    for address in (_CANONICAL(Page.of(response).root), response.url):
        canonical = site.canonical(address, base) if address else None
        if canonical and canonical != site.root:
            return canonical
    return response.url


def read_post(
    response: TextResponse, theme: Theme, site: Site, now: datetime, stats: StatsCollector
) -> tuple[Post, Published | None]:
    """Return the post on a page that was fetched *now*, and what the page says of its time.

    A page without a title or body gives a post whose `title` or `text` is None.
    """
    printed = theme.fields(response)
    stated = theme.stated(response, now)
    _count(printed, stated, stats)
    base = base_url(response, site)
    post = load_post(printed, site, base)
    post.url = canonical_url(response, site)
    post.id = site.platform.post_id(response, site.key(post.url))
    post.fetched_at = now.astimezone(SHANGHAI).replace(microsecond=0)
    post.comments = sorted(theme.comments(response, now), key=lambda comment: _number(comment.id))
    body = theme.body(response, base)
    if body is not None:
        post.text, post.html = body.text, body.html
        post.images, post.videos = body.images, body.videos
    _credit(post, filter(None, (printed.credits, parse_byline(post.text or ""))))
    return post, Published.of(stated.moment, stated.route) if stated else None


def _credit(post: Post, bylines: Iterable[Byline]) -> None:
    """Fill in outlet and people, the surest place first."""
    found = list(bylines)
    post.source = next((byline.source for byline in found if byline.source), None)
    for field in ("reporters", "correspondents", "editors"):
        names = (name for byline in found for name in getattr(byline, field))
        setattr(post, field, list(dict.fromkeys(names)))


def _count(printed: Fields, stated: Stated | None, stats: StatsCollector) -> None:
    """Count what each rule of the theme has found: one that stops shows that the theme changed."""
    for name in Fields.__slots__:
        stats.inc_value(RULES + name, 1 if getattr(printed, name) else 0)
    stats.inc_value(f"{RULES}published_at", 1 if stated else 0)


def _number(text: str) -> tuple[int, str]:
    """Return what sorts ids as numbers, however long they are."""
    digits = text.lstrip("0") if text.isdecimal() else ""
    return len(digits), digits
