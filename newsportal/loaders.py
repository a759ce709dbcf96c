"""Which cleaner a field of a post gets. Where a field stands on the page is the theme's to know."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urljoin

from newsportal.chinese.counts import count_of
from newsportal.chinese.text import clean_text
from newsportal.items import Link, Post
from newsportal.pages.site import Site
from newsportal.themes.base import Fields


def load_post(printed: Fields, site: Site, base: str) -> Post:
    """Return a post with what stands around its body; *base*: what addresses are relative to."""

    def of_portal(url: str) -> str | None:
        return site.canonical(url, base)

    return Post(
        title=_line(printed.title),
        author=_line(printed.author),
        views=_count(printed.views),
        comment_count=_count(printed.comment_count),
        category=list(filter(None, map(clean_text, printed.category))),
        tags=list(dict.fromkeys(filter(None, map(clean_text, printed.tags)))),
        related=_links(printed.related, of_portal),
        previous=_link(printed.previous, of_portal),
        next=_link(printed.next, of_portal),
        copyright=printed.copyright or None,
        files=load_files(printed, base),
        pages=list(dict.fromkeys(filter(None, map(of_portal, printed.pages)))),
    )


def load_files(printed: Fields, base: str) -> list[Link]:
    """Return the attachments with their whole addresses; they may lie on any host."""

    def anywhere(url: str) -> str | None:
        try:
            whole = urljoin(base, url)
        except ValueError:
            return None
        return whole if whole.startswith(("http://", "https://")) else None

    return _links(printed.files, anywhere)


def _line(text: str) -> str | None:
    return clean_text(text) or None if text else None


def _count(text: str) -> int | None:
    return count_of(clean_text(text)) if text else None


def _link(link: Link | None, whole: Callable[[str], str | None]) -> Link | None:
    url = whole(link.url) if link else None
    return Link(url, link.title) if link and url else None


def _links(links: Iterable[Link], whole: Callable[[str], str | None]) -> list[Link]:
    return [found for link in links if (found := _link(link, whole))]
