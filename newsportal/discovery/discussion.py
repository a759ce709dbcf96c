"""Where the comments of a post are that its page does not show.

Z-Blog has a service for each page of them, and WordPress one for all; where that is switched off,
its pages of comments are read. Of no other software is it known.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urljoin

from lxml import etree
from scrapy.http import HtmlResponse, Response, TextResponse

from newsportal.chinese.lazy_pattern import lazy
from newsportal.items import Comment, Post
from newsportal.pages.page import Page
from newsportal.themes import wordpress
from newsportal.themes.base import Theme

_ZBLOG_PAGE = lazy(
    r"(?:zbp\.comment\.get|GetComments)\('([0-9]{1,12})',\s*'([0-9]{1,4})'\)"  # earlier versions
)
_SERVICE = etree.XPath("string(//link[@rel='https://api.w.org/']/@href)")
_ARTICLE = etree.XPath("string(//link[@type='application/json'][contains(@href, '/posts/')]/@href)")
_PAGE_LINKS = etree.XPath(
    "//a[contains(@href, 'comment-page-') or contains(@href, 'cpage=')]/@href"
)
_PAGE_NUMBER = lazy(r"(?:comment-page-|[?&]cpage=)([0-9]{1,4})\b")
_BODY_CLASS = lazy(r"\bpostid-([0-9]{1,12})\b")
_BEGINNING = 2000  # bytes
_A_TIME = 100  # comments in an answer of WordPress, as many as it gives


@dataclass(frozen=True, slots=True)
class Discussion:
    """The comments of one post."""

    theme: Theme
    """Which has read the post's page, and reads pages of comments."""
    root: str
    """The portal's."""
    ways: tuple[tuple[str, ...], ...]
    """Addresses to begin with; a way is taken if the one before it is not there."""

    @classmethod
    def of(cls, post: Post, response: TextResponse, theme: Theme, root: str) -> Discussion | None:
        """Return where more of the comments are than *post* has of its page; None if nowhere."""
        found = cls(theme, root, ())
        if post.comments and (pages := tuple(found.further(response))):
            service = _service(response)
            return replace(found, ways=((service,), pages) if service else (pages,))
        if (post.comment_count or 0) > len(post.comments) and (service := _service(response)):
            return replace(found, ways=((service,),))
        return None

    def further(self, response: TextResponse) -> Iterator[str]:
        """Yield the addresses of pages of comments that an answer names."""
        if not isinstance(response, HtmlResponse):
            yield from _next_of_service(response)
            return
        numbers = [(post, int(page)) for post, page in _ZBLOG_PAGE.findall(response.text)]
        for number in range(2, max((page for _, page in numbers), default=1) + 1):
            at = f"zb_system/cmd.php?act=getcmt&postid={numbers[0][0]}&page={number}"
            yield self.root + at
        links: dict[int, str] = {}
        for link in _PAGE_LINKS(Page.of(response).root):
            if match := _PAGE_NUMBER.search(link):
                links.setdefault(int(match[1]), urljoin(response.url, link.partition("#")[0]))
        yield from (links[number] for number in sorted(links))

    def shows(self, response: Response) -> bool:
        """Tell whether an answer is what was asked for, and not another page in its place."""
        if "wp/v2/comments" in response.url:
            return isinstance(response, TextResponse) and not isinstance(response, HtmlResponse)
        is_whole = b"<html" in response.body[:_BEGINNING].lower()
        return isinstance(response, HtmlResponse) and is_whole == ("act=getcmt" not in response.url)

    def read(self, response: TextResponse, now: datetime) -> list[Comment]:
        """Return the comments in an answer that was fetched *now*."""
        if isinstance(response, HtmlResponse):
            return self.theme.comments(response, now)
        return wordpress.comments_in(response, now)


def _service(response: TextResponse) -> str | None:
    """Return the address of WordPress' service for the comments of the post on a page."""
    root = Page.of(response).root
    body = root.find("body")
    numbers = _BODY_CLASS.search("" if body is None else body.get("class", ""))
    service, article = str(_SERVICE(root)), str(_ARTICLE(root))
    number = article.rpartition("/")[2] or (numbers[1] if numbers else "")
    if not service or not number.isdecimal():
        return None
    address = urljoin(response.url, service)
    joined = "&" if "?" in address else "?"  # /index.php?rest_route=/
    return f"{address}wp/v2/comments{joined}post={number}&order=asc&per_page={_A_TIME}&page=1"


def _next_of_service(response: TextResponse) -> Iterator[str]:
    pages = response.headers.get("X-WP-TotalPages") or b"1"
    before, _, number = response.url.rpartition("&page=")
    if pages.isdigit() and number.isdecimal() and int(number) < int(pages):
        yield f"{before}&page={int(number) + 1}"


def together(found: Iterable[Comment]) -> list[Comment]:
    """Return comments each once, oldest first, each answer with the root that it stands below.

    >>> a, b, c = (Comment(id, "", None, None, None, "", to) for id, to in
    ...            (("9", None), ("10", "9"), ("11", "10")))
    >>> [(comment.id, comment.reply_to) for comment in together([c, b, a, b])]
    [('9', None), ('10', '9'), ('11', '9')]
    """
    each = {(comment.id, comment.author, comment.text): comment for comment in found}
    by_id = {comment.id: comment for comment in each.values()}
    roots = ((one, _root(one, by_id)) for one in each.values())
    rooted = [one if root == one.reply_to else replace(one, reply_to=root) for one, root in roots]
    return sorted(rooted, key=lambda one: _number(one.id))


def _root(comment: Comment, by_id: dict[str, Comment]) -> str | None:
    seen: set[str] = set()
    root = comment.reply_to
    while root in by_id and root not in seen and (above := by_id[root].reply_to) is not None:
        seen.add(root)
        root = above
    return root


def _number(text: str) -> tuple[int, str]:
    """Return what sorts ids as numbers, however long they are."""
    digits = text.lstrip("0") if text.isdecimal() else ""
    return len(digits), digits


def is_of(address: str, portal_ids: Collection[str]) -> bool:
    """Tell whether an address is that of comments of a post, by the portal's own ids."""
    match = re.search(r"(?:act=getcmt&postid=|/comments[?&](?:.*&)?post=)([0-9]+)", address)
    return match is not None and match[1] in portal_ids
