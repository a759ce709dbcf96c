"""Which cleaner a field of a post gets. Where a field stands on the page is the theme's to know."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from itemloaders import ItemLoader
from itemloaders.processors import Compose, Identity, MapCompose, TakeFirst

from newsportal.chinese.counts import count_of
from newsportal.chinese.dates import Moment, parse_date
from newsportal.chinese.text import clean_text
from newsportal.items import Link, Post
from newsportal.pages.urls import Site
from newsportal.themes.base import Fields


def _date(text: str, loader_context: dict[str, Any]) -> Moment | None:
    return parse_date(text, loader_context["now"])


def _absolute(link: Link, loader_context: dict[str, Any]) -> Link | None:
    url = loader_context["site"].canonical(link.url, loader_context["base"])
    return Link(url, link.title) if url else None


def _unique(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


class PostLoader(ItemLoader):
    """Loads one post; the context has ``now``, the time of the fetch, ``site`` and ``base``."""

    default_item_class = Post
    # Defaults would do, but itemloaders asks the item for all its fields before it takes one.
    title_out = author_out = views_out = comment_count_out = published_at_out = TakeFirst()
    previous_out = next_out = copyright_out = TakeFirst()
    copyright_in = Identity()

    title_in = MapCompose(clean_text)
    author_in = title_in
    views_in = MapCompose(clean_text, count_of)
    comment_count_in = views_in
    published_at_in = MapCompose(_date)
    category_in = MapCompose(clean_text, lambda name: name or None)
    category_out = Identity()
    tags_in = category_in
    tags_out = Compose(_unique)
    related_in = MapCompose(_absolute)
    related_out = Identity()
    previous_in = related_in
    next_in = related_in


def load_post(printed: Fields, now: datetime, site: Site, base: str) -> tuple[Post, Moment | None]:
    """Return a post with what stands around its body, and the time that its page shows."""
    loader = PostLoader(now=now, site=site, base=base)
    for name in Fields.__slots__:
        loader.add_value(name, getattr(printed, name))
    moment = loader.get_output_value("published_at")
    return cast("Post", loader.load_item()), cast("Moment | None", moment)
