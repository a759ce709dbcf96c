"""From a post page to a record, without a crawler: response in, `Post` out."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from scrapy.http import TextResponse
from scrapy.statscollectors import StatsCollector

from newsportal.bylines import parse_byline
from newsportal.dates import SHANGHAI, Moment
from newsportal.items import Post
from newsportal.loaders import PostLoader
from newsportal.published import Published
from newsportal.themes.base import Theme
from newsportal.urls import Site, post_id


def canonical_url(response: TextResponse, site: Site) -> str:
    """Return the address under which the portal wants a page to be known."""
    named = response.xpath("//head/link[@rel='canonical']/@href").get("")
    for address in (named, response.url):
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
    loader = PostLoader(response=response, stats=stats, now=now, site=site)
    theme.load(loader)
    moment = cast("Moment | None", loader.get_output_value("published_at"))
    post = cast("Post", loader.load_item())
    post.url = canonical_url(response, site)
    post.id = response.css("input#inpId::attr(value)").get("") or post_id(post.url, site)
    post.fetched_at = now.astimezone(SHANGHAI).replace(microsecond=0)
    post.comments = sorted(theme.comments(response, now), key=lambda comment: _number(comment.id))
    body = theme.body(response)
    if body is not None:
        post.text, post.html, post.images = body.text, body.html, body.images
        byline = parse_byline(body.text)
        post.source = byline.source
        post.reporters = list(byline.reporters)
        post.correspondents = list(byline.correspondents)
        post.editors = list(byline.editors)
    return post, Published.of(moment, "page") if moment else None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
