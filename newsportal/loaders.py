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


def _counts(texts: Iterable[str]) -> list[int]:
    return [count for line in _lines(texts) if (count := count_of(line)) is not None]


def _all(values: list[Any]) -> list[Any]:
    return values


def _first(values: list[Any]) -> Any:
    return values[0]


def _unique(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


class PostLoader(ItemLoader):
    """Loads what is printed as text around the body of a post."""

    default_item_class = Post
    # Defaults would do, but itemloaders asks the item for all its fields before it takes one.
    title_out = author_out = views_out = comment_count_out = _first
    category_out = _all
    tags_out = _unique

    title_in = author_in = category_in = tags_in = _lines
    views_in = comment_count_in = _counts

    def load_item(self) -> Post:
        """Return the post; itemloaders would ask it for all its fields first."""
        for name in self._values:
            setattr(self.item, name, self.get_output_value(name))
        return cast("Post", self.item)


def load_post(printed: Fields, site: Site, base: str) -> Post:
    """Return a post with what stands around its body; *base*: what addresses are relative to."""
    loader = PostLoader()
    for name in ("title", "author", "category", "tags", "views", "comment_count"):
        if value := getattr(printed, name):
            loader.add_value(name, value)
    post = loader.load_item()
    post.related = _of_portal(printed.related, site, base)
    post.previous, post.next = (
        next(iter(_of_portal([link], site, base)), None) if link else None
        for link in (printed.previous, printed.next)
    )
    post.copyright = printed.copyright or None
    post.files = whole_links(printed.files, base)
    named = (site.canonical(url, base) for url in printed.pages)
    post.pages = _unique([url for url in named if url])
    return post


def _of_portal(links: Iterable[Link], site: Site, base: str) -> list[Link]:
    found = ((site.canonical(link.url, base), link.title) for link in links)
    return [Link(url, title) for url, title in found if url]


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
