"""The item loader of a post: how printed fields become values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast
from urllib.parse import urljoin

from itemloaders import ItemLoader

from newsportal.chinese.counts import count_of
from newsportal.chinese.text import clean_text
from newsportal.items import Link, Post
from newsportal.pages.site import Site
from newsportal.themes.base import Fields

# Processors are functions of all values of a field: itemloaders' MapCompose would set each of its
# functions up anew for each field of each post, and with objects it takes an exception to call one.


def _lines(texts: Iterable[str]) -> list[str]:
    return [line for text in texts if (line := clean_text(text))]


def _counts(texts: Iterable[str]) -> list[int | None]:
    return [count_of(line) for line in _lines(texts)]


def _of_portal(links: Iterable[Link], loader_context: dict[str, Any]) -> list[Link]:
    site, base = loader_context["site"], loader_context["base"]
    found = ((site.canonical(link.url, base), link.title) for link in links)
    return [Link(url, title) for url, title in found if url]


def _addresses(urls: Iterable[str], loader_context: dict[str, Any]) -> list[str]:
    site, base = loader_context["site"], loader_context["base"]
    return [address for url in urls if (address := site.canonical(url, base))]


def _files(links: Iterable[Link], loader_context: dict[str, Any]) -> list[Link]:
    return whole_links(links, loader_context["base"])


def _all(values: list[Any]) -> list[Any]:
    return values


def _first(values: list[Any]) -> Any:
    return next((value for value in values if value is not None), None)


def _unique(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


class PostLoader(ItemLoader):
    """Loads one post; the context has ``site`` and ``base``."""

    default_item_class = Post
    # Defaults would do, but itemloaders asks the item for all its fields before it takes one.
    title_out = author_out = views_out = comment_count_out = _first
    previous_out = next_out = copyright_out = _first
    category_out = related_out = files_out = _all
    tags_out = pages_out = _unique

    title_in = author_in = category_in = tags_in = _lines
    views_in = comment_count_in = _counts
    related_in = previous_in = next_in = _of_portal
    files_in = _files
    pages_in = _addresses
    copyright_in = _all

    def load_item(self) -> Post:
        """Return the post; itemloaders would ask it for all its fields first."""
        for name in self._values:
            value = self.get_output_value(name)
            if value is not None:
                setattr(self.item, name, value)
        return cast("Post", self.item)


def load_post(printed: Fields, site: Site, base: str) -> Post:
    """Return a post with what stands around its body; *base*: what addresses are relative to."""
    loader = PostLoader(site=site, base=base)
    for name in Fields.__slots__:
        value = getattr(printed, name)
        if value and name != "credits":  # these join those of the body
            loader.add_value(name, value)
    return loader.load_item()


def whole_links(links: Iterable[Link], base: str) -> list[Link]:
    """Return links with their whole addresses, on whatever host; those of no page are left out."""
    found = []
    for link in links:
        try:
            url = urljoin(base, link.url)
        except ValueError:
            continue
        if url.startswith(("http://", "https://")):
            found.append(Link(url, link.title))
    return found
