"""Pages of lists: read, and what follows for their lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsportal.discovery.shape_evidence import Verdict
from newsportal.pages.keys import address_of
from newsportal.state.facts import Fact
from newsportal.state.row import Route, Row
from newsportal.walk.anywhere.page_analysis import PageAnalysis
from newsportal.walk.anywhere.sources.further_lists import FurtherLists
from newsportal.walk.anywhere.sources.issues import is_silent_day
from newsportal.walk.anywhere.sources.list_entries import ListEntries, Shown
from newsportal.walk.anywhere.sources.list_orders import ListOrders
from newsportal.walk.anywhere.sources.list_walk import ListWalk
from newsportal.walk.questions.retry_queue import rounds_of

if TYPE_CHECKING:
    from newsportal.walk.anywhere.walk import AnyWalk

_BLIND = 50  # pages that show nothing new, where no end is known, and one more for ten posts


class ListPages:
    """Takes pages of lists."""

    def __init__(self, walk: AnyWalk) -> None:
        self.walk = walk
        self.archive = walk.archive
        self.frontier = walk.frontier
        self.known = walk.known
        self.run = walk.run
        self.store = walk.store
        self.walks: dict[str, ListWalk] = {}
        """By the key of the first page."""
        self._readers: dict[str, ListWalk] = {}
        """The list as whose page one was read first, by the page's key."""
        self.seen: set[int] = set()
        """What pages of lists have shown (`PageAnalysis.posts`)."""
        self._blind = 0
        """Pages read only since the ends of their lists are not known."""
        self.orders: ListOrders = ListOrders(self.store)
        self.further = FurtherLists(walk)
        self.entries = ListEntries(walk)

    def read_other(self, page: PageAnalysis, key: str) -> None:
        """Take a page that is no post: a list, or a page that names further ones."""
        self.read(page, key, key)

    def read(self, page: PageAnalysis, key: str, walk_key: str) -> None:
        """Enter into the state what a page of a list shows.

        *walk_key*: the key of the list's first page.
        """
        walk, is_first = self._walk_from(walk_key), key == walk_key
        self.run.lists += 1
        if any(each.is_post for each in page.named):
            self.seen.add(page.posts)
        if is_first:
            self.store.listings.looked(walk.listing, 1, self.archive.run_number)
        walk.years.begin_page(first=is_first, follows=walk.is_next(key))
        shown = self.entries.enter(page, walk)
        walk.years.end_page()
        walk.shows = walk.shows or len(shown.rows)
        if page.beyond and not self.walk.settled:
            self.walk.spider.link_budget.leave(key, page.beyond)
        if not self.walk.settled:
            self.orders.see(walk.listing, shown.places, first=is_first)
            self.walk.other_hosts.see(page.response)
        elif is_first:
            self.orders.look(walk.listing, shown.places)
        posts = [row.n for row in shown.rows]
        if is_silent_day(page, key) and walk.has_shown(posts):
            posts = []  # they stand beside those of every day
        if self._shows_another(page, key, walk, posts):
            return
        self.walk.hidden_lists.see(page, walk_key, posts, first=walk.read == 0)
        self._note_news(page, key, walk, shown)
        self.further.offer(shown, walk, is_front=key == "")
        if is_first and key != "":
            self.frontier.result(key, fresh=shown.fresh > 0)
            if shown.fresh:
                self.further.brought(key)
        self._go_on(page, key, walk, shown, posts)

    def _walk_from(self, key: str) -> ListWalk:
        """Return how far the list was read that begins at *key*."""
        if key not in self.walks:
            self.walks[key] = ListWalk(key, self.store.listings.number(key))
        return self.walks[key]

    def _shows_another(
        self, page: PageAnalysis, key: str, walk: ListWalk, posts: list[int]
    ) -> bool:
        """Have a page asked for again that shows the posts of another page of its list."""
        request = page.response.request
        if request is None or rounds_of(request) or not walk.shows_again(key, page.pages, posts):
            return False
        walk.skip(key)
        self.walk.retry_queue.add(request, "it shows the posts of another page of its list")
        return True

    def _note_news(self, page: PageAnalysis, key: str, walk: ListWalk, shown: Shown) -> None:
        """Note what a page tells an update of its list, and of the shape of its address."""
        if shown.news:
            self.walk.seeds.brought(walk.listing)
        elif (
            key == walk.key
            and not (shown.rows or shown.others or page.article)
            and self.walk.front.has_frame(page)  # no message: 留言功能已关闭
        ):
            self.walk.seeds.may_bring(walk.listing)
        shape = self.known.shape_at(key)
        if shown.fresh and key != "" and shape.verdict is Verdict.OTHER and not shape.told:
            shape.verdict, shape.changed = Verdict.LIST, True  # it names what no other list does

    def _go_on(
        self, page: PageAnalysis, key: str, walk: ListWalk, shown: Shown, posts: list[int]
    ) -> None:
        """Decide where the list is read on, if at all."""
        patient = self._blind < _BLIND + self.run.fetched // 10
        further = page.pages.without(self.known.is_told_other)
        walk.see(
            key, further, posts, fresh=shown.fresh > 0, patient=patient,
            empty=key != "" and not (shown.rows or shown.others or is_silent_day(page, key)),
            over=self.walk.settled > 0 and not shown.goes_on and not self._is_owed(walk.key),
        )  # fmt: skip
        walk.undecided |= shown.undecided
        if self._ends_with_news(key, walk, shown):
            walk.turn()
        self._readers.setdefault(key, walk)
        if self._leads_into_another(walk):
            walk.next = None
        self._blind += walk.is_blind
        if walk.next is None or key == walk.end:
            self.walk.hidden_lists.see_end(page, walk.key)
        if walk.is_repeated(key) and not self._is_elsewhere(shown.rows, walk):
            walk.repeats = True

    def judge_again(self, shape: str) -> None:
        """Read those lists anew that were left before it was known that posts have a *shape*."""
        for key, walk in [*self.walks.items()]:
            if shape in walk.undecided and walk.stopped:
                self.walks[key] = ListWalk(key, walk.listing, next=key)
                self._readers = {page: by for page, by in self._readers.items() if by is not walk}

    def _is_owed(self, key: str) -> bool:
        """Tell whether an update goes on at a page that could not be read before."""
        url = address_of(self.walk.site.root, key)
        return self.walk.retry_queue.broken.is_remembered(url)

    def _leads_into_another(self, walk: ListWalk) -> bool:
        """Tell whether another list has been read from the next page on: each page of a newspaper
        leads to the first one of the issue before."""
        other = self._readers.get(walk.next or "")
        return other is not None and other is not walk and not other.stopped

    def _ends_with_news(self, key: str, walk: ListWalk, shown: Shown) -> bool:
        """Tell whether an update has to read a list's end: it begins with its oldest posts.

        A feed or a sitemap would tell news, too, and what is owed is asked for anyway.
        """
        if not self.walk.settled or key != walk.key:
            return False
        if self.walk.facts.get(Fact.SITEMAP) or self.walk.seeds.overlaps:
            return False
        last = walk.end or walk.next
        if last is not None and self._is_owed(last):
            return False
        return self.orders.ascends(shown.places)

    @staticmethod
    def _is_elsewhere(rows: list[Row], walk: ListWalk) -> bool:
        """Tell whether other lists or the sitemap have named all posts of a page before."""
        return all(
            Route.SITEMAP in row.routes or row.listing not in (None, walk.listing) for row in rows
        )
