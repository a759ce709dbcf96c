"""What stands at the ends of many bodies, and so is the owner's and no text.

The ends of the posts read last are remembered in the state, block by block, as hashes. A block
that recurs is boilerplate from then on: what was changed everywhere at once is no edit of a post.
Two sharpnesses, one memory: a theme that knows exactly where a body begins and ends has foreign
blocks only from the owner's settings, which are on every post; a generic reader meets some that
are on a part of them, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from newsportal.chinese.credits.bylines import parse_byline
from newsportal.items import Post
from newsportal.pages.ends import Block, Ends, without
from newsportal.state.store import Store

_WIDTH = 8  # bytes of a hash
_REMEMBERED = 60  # posts
_DATE = re.compile(r"[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}[-/.年][0-9]{1,2}")
_SHORT = 40  # characters; a signature with its date is not longer


class Often(NamedTuple):
    """How often a block recurs that is no text."""

    posts: int
    share: float
    of: int
    """So many of the posts read last are looked at."""


ON_EVERY_POST = Often(4, 1 / 3, 12)
ON_MANY_POSTS = Often(3, 0.12, _REMEMBERED)


class Recurring:
    """The memory of an archive."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._posts = {n: _parted(hashes) for n, hashes in store.blocks.ends()}
        self._known = store.blocks.boilerplate()
        self.read = 0
        """Posts read in this run."""
        self.often = ON_EVERY_POST
        """How often a block of this portal recurs that is no text."""
        self.feed: dict[int, frozenset[bytes]] = {}
        """By post, the hashes of the lines that the feed's copy of its body has."""

    def see(self, n: int, ends: Ends) -> None:
        """Remember the ends of a post that was read."""
        hashes = tuple(ends.all)
        self.read += 1
        self._posts.pop(n, None)
        self._posts[n] = hashes
        for other in list(self._posts)[:-_REMEMBERED]:
            del self._posts[other]
        self._store.blocks.remember_ends(n, b"".join(hashes), _REMEMBERED)

    def is_foreign(self, block: Block) -> bool:
        """Tell whether a block at an end of a body is no text, and remember that."""
        if block.hash in self._known:
            return True
        counts, enough = self._counts(self.often)
        if counts[block.hash] < enough or not _may_be_foreign(block):
            return False
        self.keep(block)
        return True

    def keep(self, block: Block) -> None:
        """Remember that a block is no text."""
        self._known.add(block.hash)
        self._store.blocks.keep_boilerplate(block.hash)

    def is_open(self, ends: Ends) -> bool:
        """Tell whether some more posts may show that a block of these is no text."""
        if len(self._posts) < self.often.posts:
            return True
        counts, enough = self._counts(self.often)
        for block in (*ends.head[:1], *ends.tail[:1]):
            if 1 < counts[block.hash] < enough and _may_be_foreign(block):
                return block.hash not in self._known
        return self._is_missed(ends)

    def is_lacking_in_feed(self, n: int, lines: frozenset[bytes], block: Block) -> bool:
        """Tell whether the feed has the whole body of a post but for a block, not for once only."""
        feed = self.feed.get(n)
        if not feed or not feed <= lines or block.hash in feed or not _may_be_foreign(block):
            return False
        counts, _ = self._counts(ON_EVERY_POST)
        return bool(self._known) or counts[block.hash] > 1

    def _is_missed(self, ends: Ends) -> bool:
        """Tell whether a body lacks what all those before had: it was changed on all posts."""
        before = list(self._posts.values())[-5:-1]
        if not self._known or len(before) < 4:
            return False
        return all(self._known.intersection(hashes) for hashes in before) and not (
            self._known.intersection(ends.all)
        )

    def _counts(self, often: Often) -> tuple[Counter[bytes], float]:
        latest = list(self._posts.values())[-often.of :]
        counts = Counter(hashed for hashes in latest for hashed in hashes)
        return counts, max(often.posts, often.share * len(latest))


def _parted(hashes: bytes) -> tuple[bytes, ...]:
    return tuple(hashes[n : n + _WIDTH] for n in range(0, len(hashes), _WIDTH))


def _may_be_foreign(block: Block) -> bool:
    """Tell whether a block is neither a credit nor a signature with its date, which recur, too."""
    if not block.shows or (len(block.text) <= _SHORT and _DATE.search(block.text)):
        return False
    byline = parse_byline(block.text)
    return not (byline.source or byline.reporters or byline.correspondents or byline.editors)


def cut_off(post: Post, ends: Ends, is_foreign: Callable[[Block], bool]) -> bool:
    """Take the foreign blocks at the ends of its body off a post; tell whether there were any."""
    text, html = without(post.text or "", post.html, ends, is_foreign)
    if html == post.html:
        return False
    post.text, post.html = text, html
    post.images = [image for image in post.images if _shown(image.url, html)]
    post.videos = [video for video in post.videos if _shown(video.url, html)]
    return True


def _shown(url: str, html: str) -> bool:
    return f'"{url.replace("&", "&amp;")}"' in html
