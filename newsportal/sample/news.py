"""The posts: each a pure function of seed and key, and the lists they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from newsportal.sample import bodies, discussion, prose, sections, soup
from newsportal.sample.chance import chance, drawn
from newsportal.sample.credits import Credit, credit
from newsportal.sample.listing import Listing
from newsportal.sample.options import Options
from newsportal.sample.timeline import Timeline

_CACHED = 600  # bodies in memory, however many posts there are
_STICKY_RANKS = {"global": 7, "index": 12, "category": 23, "categorys": 31}


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a post."""

    html: str
    """As stored, before the theme touches it."""
    text: str
    pictures: tuple[bodies.Picture, ...]
    credit: Credit


class News:
    """All posts of a portal, by key (0 is the oldest)."""

    def __init__(self, options: Options, anchor: int) -> None:
        self.options, self.timeline = options, Timeline(options, anchor)
        self.gone = self._keys(options.removed)
        self._edited = self._keys(options.edited)
        self._ahead = tuple(key for key in self.timeline.ahead if key not in self.gone)
        self.stickies = self._choose_stickies()
        self.title_html = lru_cache(_CACHED)(self._title_html)
        self.body = lru_cache(_CACHED)(self._body)
        self._blocks = lru_cache(_CACHED)(self._draw_blocks)

    def _keys(self, ids: Iterable[int]) -> frozenset[int]:
        return frozenset(key for each in ids if (key := self.timeline.key(each)) is not None)

    # What a post belongs to

    def category(self, key: int) -> int:
        return sections.CATEGORY_CYCLE[key % len(sections.CATEGORY_CYCLE)]

    def tags(self, key: int) -> tuple[int, ...]:
        return sections.TAG_CYCLE[key % len(sections.TAG_CYCLE)]

    def author(self, key: int) -> int:
        return sections.AUTHOR_CYCLE[key % len(sections.AUTHOR_CYCLE)]

    def alias(self, key: int) -> str:
        """Return the last part of pretty addresses: an alias, or the id where there is none."""
        number = self.timeline.id(key)
        return {0: str(number), 1: f"新闻-{number}"}.get(key % 5, f"news-{number}")

    def find(self, post_id: int) -> int | None:
        """Return the key of a public post."""
        key = self.timeline.key(post_id)
        return None if key in self.gone else key

    # Lists

    def everything(self) -> Listing:
        return self._listing(1, (0,), self._ahead, self.gone)

    def index(self) -> Listing:
        """Return what the index's pages are cut from: no stickies, no unlisted category."""
        hidden = {sections.UNLISTED} if self.options.unlisted else set()
        return self._of_categories({*sections.CATEGORIES} - hidden, {*self.gone, *self.stickies})

    def of_category(self, category: int) -> Listing:
        """Return what the category's pages are cut from."""
        members = sections.family(category) if self.options.subcategories else (category,)
        return self._of_categories(set(members), {*self.gone, *self.stickies})

    def chain(self, category: int) -> Listing:
        """Return the posts that previous and next lead through."""
        return self._of_categories({category}, self.gone)

    def of_tag(self, tag: int) -> Listing:
        cycle = sections.TAG_CYCLE
        slots = tuple(slot for slot, tags in enumerate(cycle) if tag in tags)
        ahead = (key for key in self._ahead if tag in self.tags(key))
        return self._listing(len(cycle), slots, ahead, self.gone)

    def of_author(self, author: int) -> Listing:
        cycle = sections.AUTHOR_CYCLE
        slots = tuple(slot for slot, member in enumerate(cycle) if member == author)
        ahead = (key for key in self._ahead if self.author(key) == author)
        return self._listing(len(cycle), slots, ahead, self.gone)

    def between(self, start: int, end: int) -> Listing:
        """Return the posts of a span of time."""
        first = tuple(key for key in self._ahead if start <= self.timeline.time(key) < end)
        low, high = self.timeline.since(start), self.timeline.since(end)
        return Listing(high, start=low, without={*self.gone, *self.timeline.ahead}, first=first)

    def _of_categories(self, members: set[int], without: Iterable[int]) -> Listing:
        cycle = sections.CATEGORY_CYCLE
        slots = tuple(slot for slot, category in enumerate(cycle) if category in members)
        ahead = (key for key in self._ahead if self.category(key) in members)
        return self._listing(len(cycle), slots, ahead, without)

    def _listing(
        self, period: int, slots: tuple[int, ...], ahead: Iterable[int], without: Iterable[int]
    ) -> Listing:
        without = set(without)
        return Listing(
            self.timeline.size,
            period=period,
            residues=slots,
            without={*without, *self.timeline.ahead},
            first=(key for key in ahead if key not in without),
        )

    def _choose_stickies(self) -> dict[int, str]:
        """Return the sticky posts, each with its kind; only a category of the index has one."""
        found: dict[int, str] = {}
        for kind in self.options.stickies:
            wanted = (7, 8) if kind == "categorys" else (1, 2, 3, 4, 5)
            newest = self.options.posts - 1 - _STICKY_RANKS[kind]
            for key in range(newest, max(-1, newest - 20), -1):
                taken = key in found or key in self.timeline.ahead
                if not taken and self.category(key) in wanted:
                    found[key] = kind
                    break
        # Chosen first and left out then: a removed one has no successor.
        return {key: kind for key, kind in found.items() if key not in self.gone}

    # Neighbours

    def neighbours(self, key: int) -> tuple[int | None, int | None]:
        """Return the next older and newer post of the category, skipping equal times."""
        chain, time = self.chain(self.category(key)), self.timeline.time
        place = chain.place(key)
        older = newer = None
        for step in range(place + 1, len(chain)):
            if time(chain[step]) < time(key):
                older = chain[step]
                break
        for step in range(place - 1, -1, -1):
            if time(chain[step]) > time(key):
                newer = chain[step]
                break
        return older, newer

    # Content

    def origin(self, key: int) -> int:
        """Return the post whose text this one repeats, exactly or nearly; mostly itself."""
        if self.options.duplicates:
            if key % 40 == 33:
                return key - 9
            if self.nearly(key) and key > 6:
                return key - 6
        return key

    def nearly(self, key: int) -> bool:
        return self.options.duplicates and key % 40 == 13

    def repeats(self, key: int) -> int | None:
        """Return the public post that this one repeats."""
        origin = self.origin(key)
        changed = (key in self._edited) != (origin in self._edited)
        return None if origin == key or origin in self.gone or changed else origin

    def title(self, key: int) -> str:
        """Return the title as the reader sees it."""
        html = self.title_html(key).replace("<b>", "").replace("</b>", "")
        return unescape(html).strip()

    def _title_html(self, key: int) -> str:
        """Return the title as stored and printed."""
        origin = self.origin(key)
        title = prose.title(chance(self.options.seed, "title", origin), origin + 1)
        match origin % 37:
            case 3:
                title = f"<b>关注</b>{title}"
            case 9:
                title = f" A&B工程：{title} "
            case 16:
                title = f"🌾{title}"
        if self.nearly(key) and key % 80 == 13:
            title += "（更新）"
        return title + "（修订）" if key in self._edited else title

    def empty(self, key: int) -> bool:
        return self.options.odd_bodies and key % 60 == 41

    def _draw_blocks(self, origin: int) -> tuple[tuple[bodies.Block, ...], Credit]:
        draw = chance(self.options.seed, "body", origin)
        number, month = self.timeline.id(origin), f"{self.timeline.at(origin):%Y/%m}"
        if self.empty(origin):
            return (), Credit()
        if self.options.odd_bodies and origin % 60 == 22:
            return tuple(
                bodies.picture(draw, number, month, place, captioned=False) for place in range(3)
            ), Credit()
        line = credit(draw)
        return bodies.blocks(draw, line, number, month), line

    def _body(self, key: int) -> Body:
        found, line = self._blocks(self.origin(key))
        draw = chance(self.options.seed, "soup", key)
        if self.nearly(key) and self.origin(key) != key:
            found = (*found, bodies.Block("p", ((prose.sentence(draw),),)))
        if key in self._edited:
            found = (*found, bodies.Block("p", (("本文已于发布后更正。",),)))
        kind = draw.choice(self.options.soups or ("plain",))
        pictures = tuple(block.picture for block in found if block.picture is not None)
        return Body(soup.render(found, kind, draw), bodies.text_of(found), pictures, line)

    def media(self, key: int) -> str | None:
        if not self.options.media:
            return None
        return {7: "video", 17: "audio", 27: "iframe"}.get(key % 45)

    def comments_closed(self, key: int) -> bool:
        """Say whether the owner lets nobody comment on the post."""
        return key % 19 == 6 and not self.comment_count(key)

    def comment_count(self, key: int) -> int:
        return discussion.count(self.options.seed, key) if self.options.comments else 0

    def first_views(self, key: int) -> int:
        return 3 + drawn(5000, self.options.seed, "views", key)
