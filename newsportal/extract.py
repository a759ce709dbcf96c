"""From a post page to a record, without a crawler: response in, `Post` out."""

from __future__ import annotations

import re
from datetime import datetime

from lxml import etree
from scrapy.http import TextResponse
from scrapy.statscollectors import StatsCollector

from newsportal.bylines import parse_byline
from newsportal.dates import SHANGHAI, parse_date
from newsportal.items import Link, Post
from newsportal.page import Page
from newsportal.published import Published
from newsportal.text import clean_text
from newsportal.themes.base import Fields, Theme
from newsportal.urls import Site, post_id

_CANONICAL = etree.XPath("string(/html/head/link[@rel='canonical']/@href)")
_ID = etree.XPath("string(id('inpId')[self::input]/@value)")
_NUMBER = re.compile(r"[0-9]{1,15}")


def canonical_url(response: TextResponse, site: Site) -> str:
    """Return the address under which the portal wants a page to be known."""
    for address in (_CANONICAL(Page.of(response).root), response.url):
        canonical = site.canonical(address, response.url) if address else None
        if canonical and canonical != site.root:
            return canonical
    return response.url


def read_post(
    response: TextResponse, theme: Theme, site: Site, now: datetime, stats: StatsCollector
) -> tuple[Post, Published | None]:
    """Return the post on a page that was fetched *now*, and what the page says of its time.

    A page without a title or body gives a post whose `title` or `text` is None.
    """
    fields, url = theme.fields(response), canonical_url(response, site)
    comments = theme.comments(response, now)
    _count(fields, stats)
    post = Post(
        id=_ID(Page.of(response).root) or post_id(url, site),
        url=url,
        title=clean_text(fields.title) or None,
        category=_clean(fields.category),
        author=clean_text(fields.author) or None,
        tags=list(dict.fromkeys(_clean(fields.tags))),
        views=_integer(fields.views),
        comment_count=_integer(fields.comment_count),
        comments=sorted(comments, key=lambda comment: _number(comment.id)),
        related=list(filter(None, (_absolute(link, response, site) for link in fields.related))),
        previous=_absolute(fields.previous, response, site),
        next=_absolute(fields.next, response, site),
        copyright=fields.copyright,
        fetched_at=now.astimezone(SHANGHAI).replace(microsecond=0),
    )
    body = theme.body(response)
    if body is not None:
        post.text, post.html, post.images = body.text, body.html, body.images
        byline = parse_byline(body.text)
        post.source = byline.source
        post.reporters = list(byline.reporters)
        post.correspondents = list(byline.correspondents)
        post.editors = list(byline.editors)
    moment = parse_date(fields.date, now)
    return post, Published.of(moment, "page") if moment else None


def _count(fields: Fields, stats: StatsCollector) -> None:
    """Count the pages that have a field: a count that stops shows where a theme has changed."""
    for name in fields.__slots__:
        stats.inc_value(f"newsportal/fields/{name}", 1 if getattr(fields, name) else 0)


def _clean(names: list[str]) -> list[str]:
    return list(filter(None, map(clean_text, names)))


def _integer(text: str) -> int | None:
    found = _NUMBER.search(clean_text(text).replace(",", ""))
    return int(found[0]) if found else None


def _absolute(link: Link | None, response: TextResponse, site: Site) -> Link | None:
    url = site.canonical(link.url, response.url) if link else None
    return Link(url, link.title) if link and url else None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
