"""Which cleaner a field of a post gets. The selectors are the theme's."""

from __future__ import annotations

import re
from typing import Any

from itemloaders.processors import Compose, Identity, Join, MapCompose, TakeFirst
from scrapy.loader import ItemLoader

from newsportal.dates import Moment, parse_date
from newsportal.items import Link, Post
from newsportal.text import clean_text

_NUMBER = re.compile(r"[0-9]{1,15}")


def _integer(text: str) -> int | None:
    found = _NUMBER.search(text.replace(",", ""))
    return int(found[0]) if found else None


def _date(text: str, loader_context: dict[str, Any]) -> Moment | None:
    return parse_date(text, loader_context["now"])


def _absolute(link: Link, loader_context: dict[str, Any]) -> Link | None:
    url = loader_context["site"].canonical(link.url, loader_context["response"].url)
    return Link(url, link.title) if url else None


def _unique(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


class PostLoader(ItemLoader):
    """Loads one post; the context has ``now``, the time of the fetch, and ``site``."""

    default_item_class = Post
    default_input_processor = Identity()
    default_output_processor = TakeFirst()

    title_out = Compose(Join(""), clean_text)
    author_out = title_out
    views_out = Compose(Join(""), clean_text, _integer)
    comment_count_out = views_out
    published_at_out = Compose(Join(""), _date)
    category_in = MapCompose(clean_text, lambda name: name or None)
    category_out = Identity()
    tags_in = category_in
    tags_out = _unique
    related_in = MapCompose(_absolute)
    related_out = Identity()
    previous_in = related_in
    next_in = related_in
