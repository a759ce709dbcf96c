"""From a post page to a record, without a crawler: response in, `Post` out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from scrapy.http import TextResponse

from newsportal.chinese.credits.bylines import Byline, parse_byline
from newsportal.chinese.dates import SHANGHAI
from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text import clean_text
from newsportal.discovery.discussion import together
from newsportal.items import Link, Post
from newsportal.loaders import load_post, whole_links
from newsportal.pages.attachments import offered
from newsportal.pages.keys import number_of, one_page
from newsportal.pages.page import Page, base_url
from newsportal.pages.site import Site
from newsportal.state.published import Published
from newsportal.themes.base import Fields, StatedTime, Theme

_TITLE = 10  # characters that all pages of an article share
_PAGE_MARK = lazy(
    r"(?<!\W)\W*(?:[(（\[【]\s*(?:第\s*)?[0-9]{1,3}(?:\s*/\s*[0-9]{1,3})?\s*[页頁]?\s*[)）\]】]"
    r"|第\s*[0-9一二三四五六七八九十]{1,3}\s*[页頁]|[_-]\s*[0-9]{1,3})[\s\W]*$"
)
_UNFILLED = lazy(r"[{}<>]|%7[bd]|%3[ce]", re.IGNORECASE)  # a template's own words


@dataclass(frozen=True, slots=True)
class Address:
    """Under which address a post is known, and under which the page wants it to be."""

    url: str
    disbelieved: str | None = None
    """What the page names instead, without a reason to believe it."""

    @classmethod
    def of(cls, response: TextResponse, site: Site) -> Self:
        """Return the address of a post page.

        The page's ``rel=canonical`` is believed only if it can be the same post's address: a cache
        or a mistaken template names one and the same post, or the next one, on all pages.
        """
        own = site.canonical(response.url)
        claimed = site.canonical(Page.of(response).canonical or "#", base_url(response, site))
        if claimed is None or claimed in (own, site.root) or _UNFILLED.search(claimed):
            return cls(own or response.url)
        if own is None or own == site.root or _same_post(response, site, own, claimed):
            return cls(claimed)
        return cls(own, claimed)


def canonical_url(response: TextResponse, site: Site) -> str:
    """Return the address under which the post on a page is known."""
    return Address.of(response, site).url


def _same_post(response: TextResponse, site: Site, own: str, claimed: str) -> bool:
    key, other = site.key(own), site.key(claimed)
    if one_page(key, other):
        return True
    # An address of words may have one with a number: then the page's own id decides.
    number = number_of(other)
    return (
        number_of(key) is None
        and number is not None
        and number == site.platform.post_id(response, key)
    )


def read_post(
    response: TextResponse,
    theme: Theme,
    site: Site,
    now: datetime,
    rules: dict[str, int] | None = None,
) -> tuple[Post, Published | None]:
    """Return the post on a page that was fetched *now*, and what the page says of its time.

    A page without a title or body gives a post whose `title` or `text` is None. *rules* counts on
    how many pages each rule of the theme has found something.
    """
    printed = theme.fields(response)
    stated = theme.stated(response, now)
    if rules is not None:
        _count(printed, stated, rules)
    base = base_url(response, site)
    post = load_post(printed, site, base)
    post.url = Address.of(response, site).url
    post.id = site.platform.post_id(response, site.key(post.url))
    post.fetched_at = now.astimezone(SHANGHAI).replace(microsecond=0)
    post.comments = together(theme.comments(response, now))
    body = theme.body(response, base)
    if body is not None:
        post.text, post.html = body.text, body.html
        post.images, post.videos = body.images, body.videos
        post.files = post.files or offered(body.html)
    _credit(post, filter(None, (printed.credits, parse_byline(post.text or ""))))
    return post, _published(stated)


def _published(stated: StatedTime | None) -> Published | None:
    if stated is None:
        return None
    published = Published.of(stated.moment, stated.route, stated.called_utc)
    return replace(published, weak=True) if stated.weak else published


def file_post(url: str, key: str, title: str, now: datetime) -> Post:
    """Return the post that is a file, as what names it *now* has it."""
    post = Post(id=key.partition("://")[2] or key, url=url, title=title, text="")
    post.fetched_at = now.astimezone(SHANGHAI).replace(microsecond=0)
    post.files = [Link(url, title)]
    return post


def join_page(
    post: Post, response: TextResponse, theme: Theme, site: Site, *,
    by_title: bool = False, framed: str = "",
) -> bool:  # fmt: skip
    """Add what a further page of the article shows; tell whether it is one of it.

    *by_title*: nothing but its title tells so. *framed*: the article's page shows it in a frame
    at this address, whatever its title. A page that has all of the text stands in its place.
    """
    printed = theme.fields(response)
    base = base_url(response, site)
    body = theme.body(response, base)
    if body is None or (by_title and not printed.title):
        return False
    if framed and not body.text:
        return False
    if not framed and not _one_title(printed.title, post.title or ""):
        return False
    if body.text and body.text in (post.text or ""):
        return True  # the same page again
    post.videos = [video for video in post.videos if video.url != framed]  # it was no film
    whole = _has_all(body.text, post.text or "")
    former = (None, None) if whole else (post.text, post.html)
    post.text = "\n".join(filter(None, (former[0], body.text)))
    post.html = "\n".join(filter(None, (former[1], body.html)))
    further: dict[str, list[Any]] = {
        "images": body.images,
        "videos": body.videos,
        "files": whole_links(printed.files, base) or offered(body.html),
    }
    for name, new in further.items():
        known = getattr(post, name)
        known, new = (new, known) if whole else (known, new)
        urls = {each.url for each in known}
        setattr(post, name, [*known, *(each for each in new if each.url not in urls)])
    for byline in filter(None, (printed.credits, parse_byline(body.text))):
        post.source = post.source or byline.source
        for field in ("reporters", "correspondents", "editors"):
            names = dict.fromkeys([*getattr(post, field), *getattr(byline, field)])
            setattr(post, field, list(names))
    return True


def _has_all(text: str, part: str) -> bool:
    """Tell whether a text has all lines of a part of it, whose last one may be cut off.

    >>> _has_all("桥通了。\\n人来了，车也来了。", "桥通了。\\n人来了……"), _has_all("桥通了。", "")
    (True, False)
    """
    *above, last = part.split("\n")
    lines, cut = set(text.split("\n")), last.rstrip(" .…")
    return bool(cut) and lines.issuperset(above) and any(each.startswith(cut) for each in lines)


def _one_title(one: str, other: str) -> bool:
    """Tell whether two titles are those of pages of one article; a page may have none of its own.

    >>> _one_title("简讯(2)", "简讯"), _one_title("简讯", "快报"), _one_title("第2页", "简讯")
    (True, False, True)
    """
    bare, wanted = (_PAGE_MARK.sub("", clean_text(text)) for text in (one, other))
    return not bare or bare[:_TITLE] in wanted or (bool(wanted) and wanted[:_TITLE] in bare)


def _credit(post: Post, bylines: Iterable[Byline]) -> None:
    """Fill in outlet and people, the surest place first."""
    found = list(bylines)
    post.source = next((byline.source for byline in found if byline.source), None)
    for field in ("reporters", "correspondents", "editors"):
        names = (name for byline in found for name in getattr(byline, field))
        setattr(post, field, list(dict.fromkeys(names)))


def _count(printed: Fields, stated: StatedTime | None, rules: dict[str, int]) -> None:
    """Count what each rule of the theme has found: one that stops shows that the theme changed."""
    for name in Fields.__slots__:
        rules[name] = rules.get(name, 0) + bool(getattr(printed, name))
    rules["published_at"] = rules.get("published_at", 0) + (stated is not None)
