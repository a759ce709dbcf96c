"""Which cleaner a field of a post gets. Where a field stands on the page is the theme's to know."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urljoin

from itemloaders import ItemLoader
from itemloaders.processors import Compose, Identity, MapCompose, TakeFirst

from newsportal.chinese.counts import count_of
from newsportal.chinese.text import clean_text
from newsportal.items import Link, Post
from newsportal.pages.site import Site
from newsportal.themes.base import Fields


def _absolute(link: Link, loader_context: dict[str, Any]) -> Link | None:
    url = loader_context["site"].canonical(link.url, loader_context["base"])
    return Link(url, link.title) if url else None


def _file(link: Link, loader_context: dict[str, Any]) -> Link | None:
    """Return a file with its whole address; it may lie on any host."""
    try:
        url = urljoin(loader_context["base"], link.url)
    except ValueError:
        return None
    return Link(url, link.title) if url.startswith(("http://", "https://")) else None


def _address(url: str, loader_context: dict[str, Any]) -> str | None:
    address: str | None = loader_context["site"].canonical(url, loader_context["base"])
    return address


def _unique(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


class PostLoader(ItemLoader):
    """Loads one post; the context has ``site`` and ``base``."""

    default_item_class = Post
    # Defaults would do, but itemloaders asks the item for all its fields before it takes one.
    title_out = author_out = views_out = comment_count_out = TakeFirst()
    previous_out = next_out = copyright_out = TakeFirst()
    copyright_in = Identity()

    title_in = MapCompose(clean_text)
    author_in = title_in
    views_in = MapCompose(clean_text, count_of)
    comment_count_in = views_in
    category_in = MapCompose(clean_text, lambda name: name or None)
    category_out = Identity()
    tags_in = category_in
    tags_out = Compose(_unique)
    related_in = MapCompose(_absolute)
    related_out = Identity()
    previous_in = related_in
    next_in = related_in
    files_in = MapCompose(_file)
    files_out = Identity()
    pages_in = MapCompose(_address)
    pages_out = Compose(_unique)


def load_post(printed: Fields, site: Site, base: str) -> Post:
    """Return a post with what stands around its body."""
    loader = PostLoader(site=site, base=base)
    for name in Fields.__slots__:
        value = getattr(printed, name)
        if value and name != "credits":  # these join those of the body
            loader.add_value(name, value)
    return cast("Post", loader.load_item())
