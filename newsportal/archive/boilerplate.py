"""What stands at the ends of many bodies, and so is the owner's and no text.

The ends of the posts read last are remembered in the state, block by block, as hashes. A block
that recurs is boilerplate from then on: what was changed everywhere at once is no edit of a post.
Two sharpnesses, one memory: a theme that knows exactly where a body begins and ends has foreign
blocks only from the owner's settings, which are on every post since they were made, one of several
in turn maybe; a sentence that a third of the posts begin with is theirs. A generic reader meets
some that are on a part of them, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from math import inf
from typing import NamedTuple

from newsportal.chinese.credits.bylines import parse_byline
from newsportal.chinese.lazy_pattern import lazy
from newsportal.chinese.text_hash import text_hash
from newsportal.items import Post
from newsportal.pages.ends import Block, Ends, squeezed, without
from newsportal.state.store import Store

_WIDTH = 8  # bytes of a hash
_REMEMBERED = 60  # posts
_DATE = lazy(r"[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}[-/.年][0-9]{1,2}")
# No signature says at what time a page was changed, nor how many are reading
_OF_PAGE = lazy(r"\d:\d\d|在线|更新")
_SHORT = 40  # characters; a signature with its date is not longer
_OTHERS = 3  # posts of other columns; then what one column alone has is its form
_HEADING = lazy(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]")  # 五、公告期限
# Whom a circular or a letter addresses: 各乡镇人民政府，县政府各部门：
_SALUTATION = lazy(
    r"(?:各|[全本]县|全市|尊敬的|敬爱的|亲爱的|广大|有关|相关"
    r"|.{2,30}(?:政府|委员会|单位|部门|机构|企业|公司|学校|[局厅院]|居民|村民|市民|朋友|同学|同志))"
    r"[^。！？；:：]*[:：]"
)


class Recurrence(NamedTuple):
    """How often a block recurs that is no text."""

    posts: int
    share: float
    """Of the posts read last."""


_LEAST = 4  # posts that have the block of every post
_OF_ALL = 0.75  # of those since it came; a few may have been answered by a cache of before
_IN_TURN = 3  # posts that have one of several that stand there in turn
ON_MANY_POSTS = Recurrence(3, 0.12)


class Boilerplate:
    """The memory of an archive."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._posts = {n: _parted(hashes) for n, hashes in store.blocks.ends()}
        """By post, the hash of its column and those of its blocks; the one read last at the end."""
        self._counts = Counter(hashed for post in self._posts.values() for hashed in post[1:])
        """On how many of these posts a block stands."""
        self._recurring: set[bytes] = set()
        """Hashes of those that were seen to recur and may be no text: credits are."""
        self._known = store.blocks.boilerplate()
        self.read = 0
        """Posts read in this run."""
        self.often: Recurrence | None = None
        """How often a block recurs that is no text of this portal, though not on every post."""
        self.feed: dict[int, frozenset[bytes]] = {}
        """By post, the hashes of the lines that the feed's copy of its body has."""

    def see(self, n: int, ends: Ends, column: Sequence[str] = ()) -> None:
        """Remember the ends of a post that was read, and its *column*: the path of its category."""
        blocks = ends.all
        hashes = (text_hash("", *column), *blocks)
        self.read += 1
        self._counts.subtract(self._posts.pop(n, ())[1:])
        self._counts.update(blocks.keys())
        self._posts[n] = hashes
        while len(self._posts) > _REMEMBERED:
            self._counts.subtract(self._posts.pop(next(iter(self._posts)))[1:])
        for hashed, block in blocks.items():
            if self._counts[hashed] >= _IN_TURN and _may_be_foreign(block):
                self._recurring.add(hashed)
        self._store.blocks.remember_ends(n, b"".join(hashes), _REMEMBERED)

    def is_foreign(self, block: Block) -> bool:
        """Tell whether a block at an end of a body is no text, and remember that."""
        if block.hash in self._known:
            return True
        if not self._is_often(block) or not _may_be_foreign(block) or self._is_of_form(block):
            return False
        self.keep(block)
        return True

    def keep(self, block: Block) -> None:
        """Remember that a block is no text."""
        self._known.add(block.hash)
        self._store.blocks.keep_boilerplate(block.hash)

    def is_open(self, ends: Ends) -> bool:
        """Tell whether some more posts may show that a block of these is no text."""
        if len(self._posts) < _LEAST:
            return True
        for block in (*ends.head[:1], *ends.tail[:1]):
            if self._may_prove_often(block) and _may_be_foreign(block):
                return block.hash not in self._known
        return self._is_missed(ends)

    def is_lacking_in_feed(self, n: int, text: str, block: Block) -> bool:
        """Tell whether the feed has the whole body of a post but for a block, not for once only.

        A block may be many lines (a table, a list). Of one with pictures only it is not known.
        """
        feed = self.feed.get(n)
        if not feed or not block.text or not _may_be_foreign(block):
            return False
        lines = {line: text_hash(line) for line in text.split("\n")}
        if not feed.issubset(lines.values()):
            return False
        lacking = "".join(squeezed(line) for line, hashed in lines.items() if hashed not in feed)
        if block.text not in lacking:
            return False
        return bool(self._known) or self._counts[block.hash] > 1

    def _is_missed(self, ends: Ends) -> bool:
        """Tell whether a body lacks what all those before had: it was changed on all posts."""
        before = list(self._posts.values())[-5:-1]
        if not self._known or len(before) < 4:
            return False
        return all(self._known.intersection(hashes) for hashes in before) and not (
            self._known.intersection(ends.all)
        )

    def _is_often(self, block: Block) -> bool:
        """Tell whether a block recurs on so many posts that it is no text."""
        return self._counts[block.hash] >= self._enough or self._is_on_every_post(block)

    def _may_prove_often(self, block: Block) -> bool:
        """Tell whether a block recurs, and some posts more can show that it does so often."""
        count = self._counts[block.hash]
        if self.often is not None:
            return 1 < count < self._enough
        return 1 < count < _LEAST and self._is_on_all_since(block)

    @property
    def _enough(self) -> float:
        """On how many posts a block stands that need not be on every one."""
        if self.often is None:
            return inf
        return max(self.often.posts, self.often.share * len(self._posts))

    def _is_on_every_post(self, block: Block) -> bool:
        return self._counts[block.hash] >= _LEAST and self._is_on_all_since(block)

    def _is_on_all_since(self, block: Block) -> bool:
        """Tell whether nearly all posts read since a block came have it, or another in its turn.

        Such recurs as well, and never beside it.
        """
        posts = [post[1:] for post in self._posts.values()]
        first = next(place for place, post in enumerate(posts) if block.hash in post)
        since = posts[first:]
        beside = {hashed for post in since if block.hash in post for hashed in post}
        in_turn = (self._recurring - beside) | {block.hash}
        having = sum(not in_turn.isdisjoint(post) for post in since)
        return having >= _OF_ALL * len(since)

    def _is_of_form(self, block: Block) -> bool:
        """Tell whether only one column has a block: the last lines of a form that it publishes."""
        columns = [hashes[0] for hashes in self._posts.values()]
        having = {hashes[0] for hashes in self._posts.values() if block.hash in hashes[1:]}
        return len(having) == 1 and len(columns) - columns.count(having.pop()) >= _OTHERS


def _parted(hashes: bytes) -> tuple[bytes, ...]:
    return tuple(hashes[n : n + _WIDTH] for n in range(0, len(hashes), _WIDTH))


@lru_cache(maxsize=256)  # what recurs is asked about at every post
def _may_be_foreign(block: Block) -> bool:
    """Tell whether a block is none that recurs though it is text.

    Such are credits, signatures with their dates, salutations and numbered headings.
    """
    signature = len(block.text) <= _SHORT and _DATE.search(block.text)
    if not block.shows or (signature and not _OF_PAGE.search(block.text)):
        return False
    if _SALUTATION.fullmatch(block.text) or _HEADING.match(block.text):
        return False
    byline = parse_byline(block.text)
    return not (byline.source or byline.reporters or byline.correspondents or byline.editors)


def cut_off(post: Post, ends: Ends, is_foreign: Callable[[Block], bool]) -> bool:
    """Take the foreign blocks at the ends of its body off a post; tell whether there were any."""
    text, html = without(post.text or "", post.html, ends, is_foreign)
    if html == post.html:
        return False
    before, post.text, post.html = post.html, text, html
    post.images = [image for image in post.images if _shown(image.url, html)]
    post.videos = [video for video in post.videos if _shown(video.url, html)]
    post.files = [
        file for file in post.files if _shown(file.url, html) or not _shown(file.url, before)
    ]
    return True


def _shown(url: str, html: str) -> bool:
    return f'"{url.replace("&", "&amp;")}"' in html
