"""Posts that the portal has given another address: one post, whose next revision carries it.

The redirect of the former address proves it, if what is at its end has the title or nearly the text
that the post had: removed posts may lead to any other one. A new post that looks like an archived
one which no list shows any more waits until that one has been asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from scrapy import Request

from newsportal.archive.revisions.revision import content_hash
from newsportal.chinese.similarity import Signature
from newsportal.items import Post
from newsportal.pages.keys import address_of
from newsportal.spiders.questions.retry_queue import first_address
from newsportal.state.published import Published
from newsportal.state.row import Row, State

if TYPE_CHECKING:
    from newsportal.spiders.anywhere.walk import AnyWalk

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

    def former(self, post: Post, row: Row, published: Published | None) -> Row | None:
        """Return the archived post that a new one may be at another address, to be asked first."""
        run = self._walk.archive.run_number
        if self._first_crawl or row.state is not State.NAMED or row.revision or not post.text:
            return None
        for known in self._alike(post):
            if known.state is not State.ARCHIVED or run in (known.asked, known.listed):
                continue
            if published is None or known.published is None:
                may_be = known.title == post.title
            else:
                may_be = abs(published.at - known.published.at) < _SAME_DAY
            if may_be:
                return known
        return None

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
