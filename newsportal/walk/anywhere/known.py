"""What a walk knows of addresses: their shapes, and who has named them."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsportal.chinese.lazy_pattern import lazy
from newsportal.discovery.link_items import PageLink
from newsportal.discovery.shape import shape_of
from newsportal.discovery.shape_evidence import Shape, Verdict
from newsportal.items import Post
from newsportal.pages.attachments import is_file
from newsportal.state.published import Published
from newsportal.state.row import KNOWN, LISTS, Route, Row, State

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk

_INDEX = lazy(r"(?<=/)(?:index|default)\.(?:html?|shtml)$")


class KnownAddresses:
    """The addresses of a portal."""

    def __init__(self, walk: AnyWalk) -> None:
        self._shapes, self._store, self._portal_toml = walk.shapes, walk.store, walk.portal_toml
        self._archive, self._site, self._frontier = walk.archive, walk.site, walk.frontier
        self._which_posts, self._titles = walk.which_posts, walk.titles
        self.said_to_be: defaultdict[str, set[int]] = defaultdict(set)
        """What lists show that say to be another one (`PageAnalysis.posts`), by the key of that."""

    def apply_told(self) -> None:
        """Settle by portal.toml what earlier runs could not, or took for something else."""
        for n, key, shape in self._shapes.named():
            if (told := self._portal_toml.pattern(key)) and (
                wanted := self._shapes.told(*told)
            ).n != shape:
                self._shapes.move(n, wanted)

    def give_shapes(self) -> None:
        """Give their shape to addresses that stored pages or rebuilt records have named."""
        for n, key in self._shapes.without():
            shape = self.shape_at(key)
            self._store.update(n, shape=shape.n)
            if shape.verdict in (Verdict.LIST, Verdict.OTHER):
                self._store.settle(n, State.OTHER, reason="no post by the shape of its address")

    def shape_at(self, key: str) -> Shape:
        """Return the shape of an address; where portal.toml has a pattern for it, the pattern."""
        if (told := self._portal_toml.pattern(key)) is not None:
            return self._shapes.told(*told)
        return self._shapes.files() if is_file(key) else self._shapes.of(shape_of(key))

    def is_told_other(self, key: str) -> bool:
        """Tell whether a person has said that a page is neither post nor list."""
        shape = self.shape_at(key)
        return shape.told and shape.verdict is Verdict.OTHER

    def may_hold_posts(self, shape: Shape) -> bool:
        """Tell whether what lists show as posts of a shape is asked for."""
        return shape.verdict in (None, Verdict.POST) or self._shapes.is_mixed(shape)

    def led_to(self, key: str, shape: Shape) -> None:
        """Note that an address which a list shows as a post leads to *key*."""
        new, newly_shown = self._frontier.meet(key, shown=True)
        if new:
            shape.link(shown=True)
        elif newly_shown:
            shape.show()

    def own(self, key: str) -> str:
        """Return the address under which a page is known: with or without ``index.html``."""
        bare = _INDEX.sub("", key)
        other = bare if bare != key else f"{key}index.html" if key.endswith("/") else ""
        if not other or self._is_met(key) or not self._is_met(other):
            return key
        return other

    def _is_met(self, key: str) -> bool:
        """Tell whether a link has named an address, in this run or as a list of an earlier one."""
        shown = self._frontier.was_shown(key) is not None or self._store.row(key) is not None
        return shown or self._store.listings.is_known(key)

    def move(self, key: str, other: str) -> None:
        """Take what is known of an address for what is known of another one."""
        self._titles.move(key, other)
        self._shapes.follow(self.shape_at(key), self.shape_at(other))

    def sight(
        self, key: str, at: datetime, route: Route, published: Published | None = None,
        listing: int | None = None,
    ) -> Row:  # fmt: skip
        """Note that a page fetched *at* names a post."""
        run = self._archive.run_number
        row = self._store.sight(key, route, at, run, published, listing)
        if route & LISTS:
            first = not row.routes & LISTS  # only others have named it: it may have come out since
            if row.state is State.GONE and (first or not self._which_posts.waits(row)):
                self._store.settle(row.n, State.NAMED)  # it is there again
                self._titles.note_kept(row.title or "")
            if row.state is State.OTHER and first:
                self._reopen(row)
        if not row.routes and row.run == run:
            self._store.update(row.n, shape=self.shape_at(key).n)
        return row

    def _reopen(self, row: Row) -> None:
        """Ask again for what read like no post before a list has shown it as one."""
        if self.shape_at(row.key).verdict is Verdict.POST:
            self._store.settle(row.n, State.NAMED)
            self._store.update(row.n, asked=None)

    def again(self, key: str) -> None:
        """Have a page read once more, now that it is known what it is."""
        row = self.sight(key, datetime.now(UTC), Route.ELSEWHERE)
        self._store.update(row.n, asked=None)

    def looks_changed(self, row: Row) -> None:
        """Have a post read again that reads otherwise where it is named, by whatever address."""
        for each in (row, self._store.duplicates.standing_for(row)):
            if each.state in KNOWN:
                self._store.update(each.n, stale=1)

    def give_shape(self, key: str) -> None:
        """Note the shape of an address that is entered already."""
        row = self._store.row(key)
        if row is not None:
            self._store.update(row.n, shape=self.shape_at(key).n)

    def neighbouring(self, key: str, title: str, before: Row | None) -> None:
        """Take what a post says of its neighbour: that it is a post, and what it is called.

        *before*: what was known of it then. What read like no post while only boxes beside others
        named it is asked for again, once.
        """
        self._titles.note(key, title, sure=False)
        if before is None:
            self.give_shape(key)
        elif before.state is State.OTHER and Route.CHAIN not in before.routes:
            self._reopen(before)

    def is_shown(self, row: Row | None) -> bool:
        """Tell whether a list, a feed or a neighbour has named a post."""
        return row is not None and bool(row.routes & ~(Route.ELSEWHERE | Route.SITEMAP))

    def keep_posts(self, post: Post) -> None:
        """Leave of related posts what is of a post's shape, of neighbours what may be of one."""
        for name in ("previous", "next"):
            link = getattr(post, name)
            if link is not None and not self._may_be_post(link.url):
                setattr(post, name, None)
        post.related = [link for link in post.related if self.is_post(link.url)]

    def _may_be_post(self, url: str) -> bool:
        """Tell whether an address is of a shape that is a post's, or undecided yet."""
        shape = self._shape_of(url)
        return shape is not None and self.may_hold_posts(shape)

    def is_post_link(self, link: PageLink) -> bool:
        """Tell whether a link leads to a post, though it may not read like one."""
        return not link.navigation and self.shape_at(link.key).verdict is Verdict.POST

    def is_wordless(self, link: PageLink) -> bool:
        """Tell whether a link is a picture without a word that may lead to a post."""
        wordless = not (link.text or link.navigation)
        return wordless and self.shape_at(link.key).verdict is None

    def is_post(self, url: str) -> bool:
        """Tell whether an address is of a post's shape."""
        shape = self._shape_of(url)
        return shape is not None and shape.verdict is Verdict.POST

    def _shape_of(self, url: str) -> Shape | None:
        """Return the shape of a page of the portal other than its front page."""
        canonical = self._site.canonical(url)
        if canonical is None or canonical == self._site.root:
            return None
        return self.shape_at(self._site.key(canonical))
