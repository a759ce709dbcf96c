"""Which kind of page one is: a post, a list, or evidence of what the shape of its address is."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from scrapy import Request

from newsportal.chinese.dates import SHANGHAI
from newsportal.discovery.shape_evidence import Shape, Verdict
from newsportal.middlewares.manners import fetch_time
from newsportal.state.row import KNOWN, Route, Row, State
from newsportal.walk.anywhere.aliases import needless
from newsportal.walk.anywhere.page_analysis import PageAnalysis
from newsportal.walk.fetched import Following
from newsportal.walk.questions.retry_queue import ROUNDS, rounds_of

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk

_SAMPLED = 20  # pages of a shape that are counted
_HELD = 40  # pages of undecided shapes kept until they are decided


class PageKinds:
    """Takes pages by what they show and by the shapes of their addresses."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self.retry_queue = walk.retry_queue
        self.frontier = walk.frontier
        self.known, self.titles, self.menus = walk.known, walk.titles, walk.menus
        self.not_there = walk.not_there
        self.shapes = walk.shapes
        self.store = walk.store
        self.held: dict[str, list[tuple[str, PageAnalysis]]] = defaultdict(list)
        """Pages of undecided shapes, by shape."""
        self._let_go: set[str] = set()
        self._counted: set[str] = set()
        self._prints: dict[int, str] = {}
        self._tells_dates: set[str] = set()
        """Shapes of which pages say when they were published."""

    def take(self, request: Request, page: PageAnalysis, key: str, post: str | None) -> Following:
        """Take the page at *key* for what it is; *post* is the key that was asked for as a post."""
        shape = self.known.shape_at(key)
        row = self.store.row(post or key)
        known = row is not None and row.state in KNOWN
        if page.evidence.withheld and (self.known.is_shown(row) or shape.verdict is Verdict.POST):
            self.walk.misses.withheld(request, page.evidence.withheld, post or key)
            return
        if shape.verdict is None or shape.pages < _SAMPLED:
            unread = not (page.article or page.listing) and rounds_of(request) < ROUNDS
            if unread and self._matters(shape, row, page, post or key):
                self.walk.misses.missed(request, _unread(post or key))
                return
            if not known:
                self._count(shape, page, key)
        if post is not None and post != key and self.known.is_shown(row):
            self.known.led_to(key, shape)
            yield from self._learnt_where_it_leads(post, shape, page)
        if shape.decide():
            yield from self._decided(shape)
        if shape.verdict is Verdict.POST:
            yield from self._of_post_shape(request, page, key, post, row)
        elif shape.verdict is None:
            self.retry_queue.settle(request)
            asked = self.known.shape_at(post or key)
            if self.agrees(page, key) and (page.article or self.shapes.is_mixed(asked)):
                yield from self.walk.posts.read(page, key, post)
                return
            for each in {shape.shape, asked.shape}:
                if len(self.held[each]) < _HELD:
                    self.held[each].append((key, page))
        else:
            self.retry_queue.settle(request)
            if self.agrees(page, key):
                yield from self._post_among_others(page, key)
                return
            if self._is_doubtful(page, post or key):
                self.walk.misses.missed(request, _unread(post or key))
                return
            self.not_there.settle(post, State.OTHER, "no post by its address")
            self.walk.lists.read_other(page, key)

    def agrees(self, page: PageAnalysis, key: str) -> bool:
        """Tell whether a page says, as a list does, that it is a post, whatever its shape is."""
        shape, post = self.known.shape_at(key), asked_as(page)
        like_one = (
            page.article
            or (page.is_no_list and not shape.lists)
            or self.shapes.is_number_among_names(shape)
            or self._stands_as_shown(page, post or key)
        )
        return (
            like_one
            and not shape.is_about
            and not shape.told
            and self.known.is_shown(self.store.row(post or key))
            and page.is_titled(self.titles.of(post or key))
            and (shape.verdict is not None or self._is_dated(page, post or key))
        )

    def _stands_as_shown(self, page: PageAnalysis, key: str) -> bool:
        """Tell whether a page has title and day just as lists show them: a post, whatever it holds.

        The week's headlines as links, forms to download. A list has no day of its own.
        """
        row, title = self.store.row(key), self.titles.of(key)
        listed = row.published if row is not None else None
        if listed is None or not (page.evidence.dated and page.has_line(title)):
            return False
        stated = self.walk.theme.stated(page.response, fetch_time(page.response))
        return stated is not None and _day(stated.moment.at) == _day(listed.at)

    def _is_doubtful(self, page: PageAnalysis, key: str) -> bool:
        """Tell whether a page that reads as a list says in all else that it is what lists showed.

        A line of text above cards of other posts.
        """
        row = self.store.row(key)
        return (
            row is not None
            and row.state not in KNOWN
            and not self.known.shape_at(key).is_about
            and page.evidence.dated
            and page.evidence.leaning > 0
            and self.known.is_shown(row)
            and page.is_titled(self.titles.of(key))
        )

    def _reopen(self, page: PageAnalysis, key: str) -> None:
        """Ask once more for a page that was settled together with all of its shape."""
        row, request = self.store.row(key), page.response.request
        assert row is not None
        assert request is not None
        self.store.settle(row.n, State.NAMED)
        self.walk.misses.missed(request, _unread(key))

    def _is_dated(self, page: PageAnalysis, key: str) -> bool:
        """Tell whether a page, or a list that names it, says when it was published."""
        row = self.store.row(key)
        return page.evidence.dated or (row is not None and row.published is not None)

    def _post_among_others(self, page: PageAnalysis, key: str) -> Following:
        """Take a page that is a post, though its shape is none of posts."""
        self.shapes.mix(self.known.shape_at(key))
        yield from self.walk.posts.read(page, key, asked_as(page))

    def _learnt_where_it_leads(self, post: str, shape: Shape, page: PageAnalysis) -> Following:
        """Count for a list's address what it leads to: with a slash at its end, say."""
        asked = self.known.shape_at(post)
        if asked is shape:
            return
        if (asked.verdict is None or asked.pages < _SAMPLED) and post not in self._counted:
            self._counted.add(post)
            dated = self._is_dated(page, post)
            asked.page(article=page.article, listing=page.listing, dated=dated)
        if asked.decide():
            yield from self._decided(asked)

    def _count(self, shape: Shape, page: PageAnalysis, key: str) -> None:
        """Count a page as evidence for its shape, once; one that stands elsewhere, too, is none.

        But where lists show it as a post, or a name in the query changes nothing: whichever address
        is read first, both are those of posts. Few may stand elsewhere of many of such a shape.
        """
        if key in self._counted:
            return
        self._counted.add(key)
        other = self._prints.setdefault(page.print, key) if page.article else key
        self.walk.aliases.mirrored(key, other)
        own = other == key or needless(key, other) is not None
        own = own or self.known.is_shown(self.store.row(key))
        dated = self._is_dated(page, asked_as(page) or key)
        may_be = shape.verdict is Verdict.POST or self.menus.is_called(page, key)
        like_one = page.article or (page.plausible and may_be) or self.agrees(page, key)
        shape.page(article=like_one and own, listing=page.listing, dated=dated)
        if page.evidence.dated:
            self._tells_dates.add(shape.shape)
        if page.article and own and dated and self.menus.confirms(page, key):
            shape.show()  # its link did not read like a post's, and says what the page is called

    def _matters(self, shape: Shape, row: Row | None, page: PageAnalysis, key: str) -> bool:
        """Tell whether a page that reads as nothing is owed: a list has shown it as a post."""
        if shape.is_about:
            return False  # whatever it says, it is no post
        if row is None or not self.known.is_shown(row):
            return shape.verdict is Verdict.POST and not self._is_aside(page, key)
        title = self.titles.of(row.key)
        return not (title and page.is_titled(title))

    def _of_post_shape(
        self, request: Request, page: PageAnalysis, key: str, post: str | None, row: Row | None
    ) -> Following:
        """Take a page whose address looks like a post's."""
        title = self.titles.of(post or key)
        named = self.known.is_shown(row) or self._is_in_sitemap(key, row)
        if title and page.is_titled(title):
            is_post = True
        elif not named and self._is_aside(page, key):
            is_post = False
        elif named or not self.frontier.is_menu_only(key) or _is_numbered(self.known.shape_at(key)):
            is_post = page.article or (page.plausible and self._is_sure(request, page, title, row))
        else:
            is_post = False  # only menus name it: a page about the portal
        if is_post:
            self.retry_queue.settle(request)
            yield from self.walk.posts.read(page, key, post)
        elif page.listing and (not named or self._is_own_list(request, page, title)):
            self.retry_queue.settle(request)
            self.not_there.settle(post, State.OTHER, "a list of posts")
            self.walk.lists.read_other(page, key)
        elif named:
            reason = _unread(post or key)
            if page.listing:
                reason = (
                    "the portal shows a list of posts in place of the post; if it is none,"
                    f' portal.toml settles it: other = ["{post or key}"]'
                )
            self.walk.misses.missed(request, reason)
        else:
            self.retry_queue.settle(request)
            self.not_there.settle(post, State.OTHER, "no post")

    def _is_sure(self, request: Request, page: PageAnalysis, title: str, row: Row | None) -> bool:
        """Tell whether a page without sentences is the post's, whatever it is called there.

        A list of one post and its date looks like one where a cache confuses pages.
        """
        called = title or (row.title if row is not None and row.state in KNOWN else "")
        if not called or page.is_titled(called):
            return True
        return rounds_of(request) >= ROUNDS and page.posts not in self.walk.lists.seen

    def _is_own_list(self, request: Request, page: PageAnalysis, title: str) -> bool:
        """Tell whether what is named as a post is a list, not one that a cache shows in its place.

        That is another list of the portal, and not called as the post is.
        """
        return rounds_of(request) >= ROUNDS and not title and page.posts not in self.walk.lists.seen

    def _is_aside(self, page: PageAnalysis, key: str) -> bool:
        """Tell whether lists name a page and not as a post, and no date stands on it as on others.

        So has an office its people and its departments among its news.
        """
        others = self.known.shape_at(key).shape in self._tells_dates
        named = self.frontier.was_shown(key) is False and not self.menus.confirms(page, key)
        return others and named and not self._is_dated(page, key)

    def _is_in_sitemap(self, key: str, row: Row | None) -> bool:
        """Tell whether the sitemap names an address, and menus do not: no page about the portal."""
        named = row is not None and Route.SITEMAP in row.routes
        return named and not self.frontier.is_menu_only(key)

    def let_go(self, shape: Shape) -> list[tuple[str, PageAnalysis]]:
        """Return the pages that were held for a shape, each once, whatever else it is held for."""
        held = [each for each in self.held.pop(shape.shape, []) if each[0] not in self._let_go]
        self._let_go.update(key for key, _ in held)
        return held

    def _decided(self, shape: Shape) -> Following:
        """Do what follows from a new verdict on a shape."""
        held = self.let_go(shape)
        self.walk.seeds.sitemaps.decided(shape)
        if shape.verdict is Verdict.POST:
            self.take_waiting(shape)
            for key, page in held:
                row = self.store.row(key)
                request = page.response.request
                assert request is not None
                yield from self._of_post_shape(request, page, key, asked_as(page), row)
            return
        posts = [each for each in held if self.agrees(each[1], each[0])]
        for key, page in posts:
            yield from self._post_among_others(page, key)
        self.dismiss(shape, [each for each in held if each not in posts])

    def take_waiting(self, shape: Shape) -> None:
        """Note as posts what lists have named of a shape that is theirs after all."""
        for key, candidate in self.frontier.waiting.pop(shape.shape, {}).items():
            if not candidate.navigation:
                self.known.sight(key, datetime.now(UTC), Route.ELSEWHERE)
        self.walk.lists.judge_again(shape.shape)

    def dismiss(self, shape: Shape, held: list[tuple[str, PageAnalysis]]) -> None:
        """Settle the addresses of a shape as no posts; *held* pages that still may be are owed."""
        self.shapes.dismiss(shape, "no post by the shape of its address")
        for key, page in held:
            if self._is_doubtful(page, asked_as(page) or key):
                self._reopen(page, asked_as(page) or key)
            else:
                self.walk.lists.read_other(page, key)


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


def asked_as(page: PageAnalysis) -> str | None:
    """Return the key under which a page was asked for as a post."""
    request = page.response.request
    assert request is not None
    post: str | None = request.cb_kwargs.get("post")
    return post


def _unread(key: str) -> str:
    """Return why a page is owed that is neither post nor list, and what a person can do."""
    return (
        "the page reads as neither post nor list; if it is none, portal.toml settles it:"
        f' other = ["{key}"]'
    )


def _is_numbered(shape: Shape) -> bool:
    """Tell whether numbers alone tell addresses of a shape apart: no page about the portal has one.

    An image map or 下一篇 may be all that names such a post.
    """
    return not shape.is_single and "*" not in shape.shape
