"""Posts that the portal has given another address: one post, whose next revision carries it.

The redirect of the former address proves it, if what is at its end has the title or nearly the text
that the post had: removed posts may lead to any other one. A new post that looks like an archived
one which no list shows any more waits until that one has been asked for; if that is not there, the
new one is that post, by title and text.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from scrapy import Request

from newsportal.archive.revisions.revision import content_hash
from newsportal.chinese.similarity import Signature
from newsportal.items import Post
from newsportal.pages.keys import address_of
from newsportal.state.published import Published
from newsportal.state.row import Row, State
from newsportal.walk.anywhere.page_analysis import PageAnalysis, folded
from newsportal.walk.questions.retry_queue import first_address

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk

_SAME_DAY = timedelta(days=1)


class MovedPosts:
    """Tells by redirects which posts have moved."""

    def __init__(self, walk: AnyWalk) -> None:
        self._walk = walk
        self._store = walk.store
        self._first_crawl = not walk.store.runs.last_settled()

    def leads_from(self, former: str | None, request: Request, row: Row) -> Row | None:
        """Return the archived post of a former address that has led to a page which no other is."""
        known = self._store.row(former) if former is not None else None
        url = first_address(request)
        if known is None or known.state is not State.ARCHIVED or known.n == row.n:
            return None
        if request.url == url or url != address_of(self._walk.site.root, known.key):
            return None
        is_new = row.state is State.NAMED or (
            row.state is State.DUPLICATE and row.original == known.n
        )
        return known if is_new else None

    def follow(self, known: Row, row: Row, post: Post) -> bool:
        """Let an archived post go on at the address of *row*, if the page there is that post."""
        if known.title != post.title and all(each.n != known.n for each in self._alike(post)):
            return False
        self._store.addresses.rename(known, row.key)
        self._walk.retry_queue.drop(address_of(self._walk.site.root, row.key))
        return True

    def leads_astray(self, called: str, request: Request, page: PageAnalysis, key: str) -> bool:
        """Tell whether a post that lists call so leads to one at *key* that they call otherwise.

        A heading on a front page may have other words than the post, but not all of them.
        """
        target = self._walk.titles.of(key)
        if not (called and target) or request.url == first_address(request):
            return False
        return not (page.is_titled(called) or _pairs(called) & _pairs(target))

    def former(self, post: Post, row: Row, published: Published | None) -> Row | None:
        """Return the archived post that a new one may be at another address, to be asked first."""
        run = self._walk.archive.run_number
        for known in self._may_have_been(post, row, published):
            if known.asked != run:
                self._walk.spider.removals.moved.add(known.n)
                return known
        return None

    def gone(self, post: Post, row: Row, published: Published | None) -> Row | None:
        """Return the archived post of a new one's title that was asked for and is not there."""
        for known in self._may_have_been(post, row, published):
            if known.title == post.title and self._walk.spider.removals.lacks(known):
                return known
        return None

    def _may_have_been(self, post: Post, row: Row, published: Published | None) -> Iterator[Row]:
        """Yield the archived posts that no list shows and that a new one may be."""
        if self._first_crawl or row.state is not State.NAMED or row.revision or not post.text:
            return
        for known in self._alike(post):
            if known.state is not State.ARCHIVED or known.listed == self._walk.archive.run_number:
                continue
            if published is None or known.published is None:
                may_be = known.title == post.title
            else:
                may_be = abs(published.at - known.published.at) < _SAME_DAY
            if may_be:
                yield known

    def _alike(self, post: Post) -> Iterator[Row]:
        """Yield the archived posts that have the content of a page, or nearly."""
        duplicates = self._store.duplicates
        if not (post.title and post.text):
            return
        yield from duplicates.twins(content_hash(post.title, post.text))
        if (signature := Signature.of(post.title, post.text)) is None:
            return
        for key, other in duplicates.alike(signature):
            row = self._store.row(key)
            if row is not None and signature.is_near(other, signature.similarity(other)):
                yield row


def _pairs(title: str) -> set[str]:
    """Return the pairs of neighbouring letters and digits in a title."""
    letters = folded(title)
    return {one + two for one, two in pairwise(letters)}
